package parse

import (
	"math"

	"kg/internal/nlp/learn"
)

// A gradient adds up how to change each number of a Network.
type gradient struct {
	all          []float32
	of           map[*learn.Matrix][]float32 // parts of all
	layers       []learn.BiLSTMGradient
	word, hashed sparse
}

func newGradient(n *Network, size int) *gradient {
	g := &gradient{
		all:    make([]float32, size),
		of:     map[*learn.Matrix][]float32{},
		word:   newSparse(&n.word),
		hashed: newSparse(&n.hashed),
	}
	n.divide(g.all, func(m *learn.Matrix, part []float32) { g.of[m] = part })
	for i := range n.layers {
		l := &n.layers[i]
		var lg learn.BiLSTMGradient
		for d := range 2 {
			lg.Input[d], lg.Recurrent[d], lg.Bias[d] = g.of[l.Input[d]], g.of[l.Recurrent[d]], g.of[l.Bias[d]]
		}
		g.layers = append(g.layers, lg)
	}
	return g
}

// sparse is the gradient of a table, of which a batch touches few rows.
type sparse struct {
	values  []float32
	dim     int
	touched []int32
	seen    []bool
}

func newSparse(t *learn.Table) sparse {
	return sparse{values: make([]float32, len(t.Values)), dim: t.Dim, seen: make([]bool, t.Rows())}
}

func (s *sparse) add(row int32, x []float32) {
	if !s.seen[row] {
		s.seen[row] = true
		s.touched = append(s.touched, row)
	}
	learn.Axpy(1, x, s.values[int(row)*s.dim:][:s.dim])
}

// The tasks count for this much beside arcs and labels.
const (
	tagWeight    = 0.5
	featWeight   = 0.2
	scriptWeight = 0.2
	nameWeight   = 0.6
	typeWeight   = 0.5
)

var taskWeights = [tasks]float32{tagWeight, featWeight, scriptWeight, nameWeight, typeWeight}

// A loss is what one batch or several cost, summed over tokens.
type loss struct {
	tokens, trees          int // trees are the tokens that have a gold head
	arc, label             float64
	tasks                  [tasks]float64
	rightArcs, rightLabels int
}

func (l *loss) add(m loss) {
	l.tokens += m.tokens
	l.trees += m.trees
	l.arc += m.arc
	l.label += m.label
	for k := range m.tasks {
		l.tasks[k] += m.tasks[k]
	}
	l.rightArcs += m.rightArcs
	l.rightLabels += m.rightLabels
}

// backward adds to the gradient what the examples of the last forward teach.
func (p *pass) backward() loss {
	n, t := p.n, p.training
	rows, m, g := p.batch.Rows(), n.mlpWidth(), t.gradient
	var l loss
	dMLP := zeros(&t.dMLP, rows*m)
	for s, x := range p.examples {
		l.tokens += x.len() - 1
		if x.heads != nil {
			p.backTree(s, x, dMLP, &l)
		}
		p.backTags(s, x, &l)
	}
	arcMask := t.masks[n.Layers+1]
	p.apply(arcMask, dMLP, 2*n.Arc, m)
	for r := range rows {
		d := dMLP[r*m:][:2*n.Arc]
		for j, v := range p.mlp[r*m:][:2*n.Arc] {
			if v < 0 {
				d[j] *= leakage
			}
		}
	}
	width := 2 * n.Hidden
	last := n.Layers - 1
	d := zeros(&t.dLayer[last%2], rows*width)
	n.mlp.AddGradient(rows, p.outs[last], width, dMLP, m, g.of[n.mlp], &p.packed)
	learn.SumRows(rows, m, dMLP, m, g.of[n.mlpBias])
	n.mlp.MulTAdd(rows, dMLP, m, d, width)
	columns := n.tag.Cols
	n.tag.AddGradient(rows, p.outs[p.tagLayer()], width, p.tags, columns, g.of[n.tag], &p.packed)
	learn.SumRows(rows, columns, p.tags, columns, g.of[n.tagBias])
	for i := last; i >= 0; i-- {
		if i == p.tagLayer() {
			n.tag.MulTAdd(rows, p.tags, columns, d, width)
		}
		p.apply(t.masks[i+1], d, width, width)
		var dx []float32
		if i == 0 {
			dx = zeros(&t.dInput, rows*n.input())
		} else {
			dx = zeros(&t.dLayer[(i-1)%2], rows*width)
		}
		n.layers[i].Backward(p.batch, d, dx, g.layers[i], &p.traces[i])
		d = dx
	}
	p.apply(t.masks[0], d, n.input(), n.input())
	for s, x := range p.examples {
		for i, word := range x.words {
			r := p.batch.Row(s, i)
			row := d[r*n.input():][:n.Word]
			if t.dropped[r] {
				word = unknownRow
			}
			g.word.add(word, row)
			for k, h := range x.hashed[i] {
				if h != missing && !(t.dropped[r] && k == 0) {
					g.hashed.add(h, row)
				}
			}
		}
	}
	return l
}

// backTree adds to dMLP what the arcs and labels of sentence s teach.
func (p *pass) backTree(s int, x *example, dMLP []float32, l *loss) {
	n, t, g := p.n, p.training, p.training.gradient
	count, a, m := x.len(), p.n.Arc, p.n.mlpWidth()
	scores, stride := p.arcScores(s, count)
	clear(scores[:stride])
	heads := make([]int, count)
	for d := 1; d < count; d++ {
		row := scores[d*stride:][:count]
		row[d] = float32(math.Inf(-1))
		heads[d] = int(x.heads[d])
		cost, right := surprise(row, heads[d])
		l.arc += cost
		l.rightArcs += right
	}
	l.trees += count - 1
	dQuery, dHead := zeros(&t.dQuery, count*a), zeros(&t.dHead, count*a)
	p.packed.Pack(count, a, p.head, a)
	p.packed.MulAdd(count, scores, stride, 1, dQuery, a)
	p.packed.Pack(count, a, p.query, a)
	p.packed.MulAdd(count, scores, 1, stride, dHead, a)
	dDependent := zeros(&t.dDependent, count*a)
	n.arc.MulTAdd(count, dQuery, a, dDependent, a)
	n.arc.AddGradient(count, p.dependent, a, dQuery, a, g.of[n.arc], &p.packed)
	learn.SumRows(count, a, dQuery, a, g.of[n.arcBias])
	for i := range count {
		row := dMLP[p.batch.Row(s, i)*m:]
		copy(row[:a], dDependent[i*a:])
		copy(row[a:2*a], dHead[i*a:])
	}

	labels, cols := p.labelScores(s, heads), n.label.Cols
	clear(labels[:cols])
	for d := 1; d < count; d++ {
		row := labels[d*cols:][:cols]
		clear(row[len(n.labels):])
		if x.labels[d] == missing {
			clear(row)
			continue
		}
		cost, right := surprise(row[:len(n.labels)], int(x.labels[d]))
		l.label += cost
		l.rightLabels += right
	}
	width, from, product := n.Label+n.Product, 2*n.Arc, 2*n.Arc+2*n.Label
	n.label.AddGradient(count, p.hidden, width, labels, cols, g.of[n.label], &p.packed)
	learn.SumRows(count, cols, labels, cols, g.of[n.labelBias])
	dHidden := zeros(&t.dHidden, count*width)
	n.label.MulTAdd(count, labels, cols, dHidden, width)
	mask := t.masks[n.Layers+2][s*width:][:width]
	for d := 1; d < count; d++ {
		rd, rh := p.batch.Row(s, d)*m, p.batch.Row(s, heads[d])*m
		dd, dh := dMLP[rd:][:m], dMLP[rh:][:m]
		y, z := p.mlp[rd:][:m], p.mlp[rh:][:m]
		row := dHidden[d*width:][:width]
		for j := range row {
			row[j] *= mask[j]
		}
		for j, v := range row[:n.Label] {
			if p.hidden[d*width+j] < 0 {
				v *= leakage
			}
			dd[from+j] += v
			dh[from+n.Label+j] += v
		}
		for j, v := range row[n.Label:] {
			dd[product+j] += v * z[product+n.Product+j]
			dh[product+n.Product+j] += v * y[product+j]
		}
	}
}

// backTags makes of the scores in tags their gradient.
func (p *pass) backTags(s int, x *example, l *loss) {
	n := p.n
	classes, cols := n.classes(), n.columns()
	for i := range x.len() {
		row := p.tags[p.batch.Row(s, i)*cols[tasks]:][:cols[tasks]]
		for k, list := range classes {
			part, gold := row[cols[k]:cols[k+1]], x.classes[k][i]
			if gold == missing {
				clear(part)
				continue
			}
			clear(part[len(list):])
			part = part[:len(list)]
			var cost float64
			if gold == either {
				cost = surpriseOfAny(part, n.unmarked)
			} else {
				cost, _ = surprise(part, int(gold))
			}
			l.tasks[k] += cost
			for j := range part {
				part[j] *= taskWeights[k]
			}
		}
	}
}

// surpriseOfAny replaces scores by the gradient of -log p(any of gold), which it
// returns.
func surpriseOfAny(scores []float32, gold []int) float64 {
	shares := make([]float32, len(gold))
	var sum float32
	// surprise leaves the probabilities but for the gold one, which is less by 1.
	surprise(scores, gold[0])
	scores[gold[0]]++
	for k, g := range gold {
		shares[k] = scores[g]
		sum += scores[g]
	}
	for k, g := range gold {
		scores[g] -= shares[k] / max(sum, 1e-12)
	}
	return -math.Log(float64(sum) + 1e-12)
}

// surprise replaces scores by the gradient of -log p(gold), which it returns,
// and 1 if gold had the best score.
func surprise(scores []float32, gold int) (cost float64, right int) {
	best := 0
	for j, v := range scores {
		if v > scores[best] {
			best = j
		}
	}
	if best == gold {
		right = 1
	}
	top := scores[best]
	var sum float64
	for j, v := range scores {
		e := math.Exp(float64(v - top))
		scores[j] = float32(e)
		sum += e
	}
	scale := float32(1 / sum)
	for j := range scores {
		scores[j] *= scale
	}
	cost = -math.Log(float64(scores[gold]) + 1e-12)
	scores[gold]--
	return cost, right
}
