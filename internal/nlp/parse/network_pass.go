package parse

import (
	"math/rand/v2"
	"slices"

	"kg/internal/nlp/learn"
)

// A pass is the way of a batch of sentences through a Network, and in training
// back again. It keeps its memory for the next batch and belongs to one
// goroutine.
type pass struct {
	n        *Network
	examples []*example
	batch    *learn.Batch

	input  []float32 // Rows × input
	traces []learn.BiLSTMTrace
	outs   [][]float32 // of each layer, after dropout
	mlp    []float32   // Rows × mlpWidth
	tags   []float32   // Rows × columns

	// Of one sentence, one row for each word.
	dependent, head []float32 // its words as dependents and heads
	query           []float32 // dependents times arc
	scores          []float32
	hidden          []float32 // for the labels
	labels          []float32
	packed          learn.Packed

	training *training // nil outside of training
}

// training is what a pass needs besides when it learns.
type training struct {
	rng       *rand.Rand
	frequency []int  // of each word in the gold data
	dropped   []bool // rows whose word is hidden
	masks     [][]float32
	gradient  *gradient

	dInput, dOut, dMLP, dQuery, dHead, dDependent, dHidden []float32
	dLayer                                                 [2][]float32
}

func resize(x *[]float32, n int) []float32 {
	*x = slices.Grow((*x)[:0], n)[:n]
	return *x
}

func zeros(x *[]float32, n int) []float32 {
	clear(resize(x, n))
	return *x
}

// How much is dropped in training (Gal and Ghahramani 2016: the same numbers at
// all positions of a sentence).
const (
	dropInput     = 0.25
	dropOut       = 0.33
	dropRecurrent = 0.25
	dropWord      = 0.5 // a word seen k times is hidden with 0.5/(0.5+k)
)

// mask returns factors for each sentence: 0 with probability p, else such that
// the mean is 1. Outside of training it is nil.
func (p *pass) mask(width int, drop float32) []float32 {
	t := p.training
	if t == nil {
		return nil
	}
	m := make([]float32, len(p.examples)*width)
	for i := range m {
		if t.rng.Float32() >= drop {
			m[i] = 1 / (1 - drop)
		}
	}
	return m
}

// apply multiplies each row of x, width of its stride elements, by the mask of
// its sentence.
func (p *pass) apply(mask, x []float32, width, stride int) {
	if mask == nil {
		return
	}
	for s, e := range p.examples {
		m := mask[s*width:][:width]
		for t := range e.len() {
			row := x[p.batch.Row(s, t)*stride:][:width]
			for j, f := range m {
				row[j] *= f
			}
		}
	}
}

// forward reads examples, which must be in order of falling length. It leaves
// the scores of tags and all that arcScores and labelScores need.
func (p *pass) forward(examples []*example) {
	n := p.n
	p.examples = examples
	lengths := make([]int, len(examples))
	for i, x := range examples {
		lengths[i] = x.len()
	}
	p.batch = learn.NewBatch(lengths)
	rows := p.batch.Rows()
	p.embed()
	masks := [][]float32{p.mask(n.input(), dropInput)}
	p.apply(masks[0], p.input, n.input(), n.input())
	p.traces = slices.Grow(p.traces, n.Layers)[:n.Layers]
	p.outs = slices.Grow(p.outs, n.Layers)[:n.Layers]
	x, width := p.input, 2*n.Hidden
	for i := range n.layers {
		l, tr := &n.layers[i], &p.traces[i]
		l.Forward(p.batch, x, p.mask(width, dropRecurrent), tr)
		x = tr.Out
		mask := p.mask(width, dropOut)
		if mask != nil {
			x = append(p.outs[i][:0], tr.Out...)
			p.apply(mask, x, width, width)
		}
		masks = append(masks, mask)
		p.outs[i] = x
	}
	m := n.mlpWidth()
	mlp := zeros(&p.mlp, rows*m)
	n.mlpBias.AddRows(rows, mlp, m)
	n.mlp.MulAdd(rows, x, width, mlp, m)
	for r := range rows {
		leak(mlp[r*m:][:2*n.Arc])
	}
	masks = append(masks, p.mask(2*n.Arc, dropOut), p.mask(n.Label+n.Product, dropOut))
	p.apply(masks[n.Layers+1], mlp, 2*n.Arc, m)
	tagged, columns := p.tagLayer(), n.columns()[tasks]
	tags := zeros(&p.tags, rows*columns)
	n.tagBias.AddRows(rows, tags, columns)
	n.tag.MulAdd(rows, p.outs[tagged], width, tags, columns)
	if p.training != nil {
		p.training.masks = masks
	}
}

// tagLayer returns the layer that the tags are read off: the one below the
// last, which is left to the tree.
func (p *pass) tagLayer() int { return max(0, p.n.Layers-2) }

// embed fills input: the sum of the embeddings of each word beside its vector.
func (p *pass) embed() {
	n, t := p.n, p.training
	rows, width := p.batch.Rows(), n.input()
	input := zeros(&p.input, rows*width)
	if t != nil {
		t.dropped = slices.Grow(t.dropped[:0], rows)[:rows]
		clear(t.dropped)
	}
	for s, x := range p.examples {
		for i, word := range x.words {
			r := p.batch.Row(s, i)
			row := input[r*width:][:width]
			hidden := t != nil && word >= firstRow && t.rng.Float32() < dropWord/(dropWord+float32(t.frequency[word]))
			if hidden {
				t.dropped[r] = true
				word = unknownRow
			}
			n.word.AddTo(int(word), row)
			for k, h := range x.hashed[i] {
				if h == missing || hidden && k == 0 {
					continue
				}
				n.hashed.AddTo(int(h), row)
			}
			if v := x.vectors[i]; v != missing {
				n.vectors.AddTo(int(v), row[n.Word:])
			}
		}
	}
}

const leakage = 0.1

// leak is the leaky rectifier.
func leak(x []float32) {
	for i, v := range x {
		if v < 0 {
			x[i] = leakage * v
		}
	}
}

// arcScores returns what each word of sentence s, a row, is worth with each
// other as its head, a column; stride is the length of a row.
func (p *pass) arcScores(s, count int) (scores []float32, stride int) {
	n, a, m := p.n, p.n.Arc, p.n.mlpWidth()
	dependent, head := resize(&p.dependent, count*a), resize(&p.head, count*a)
	for i := range count {
		row := p.mlp[p.batch.Row(s, i)*m:]
		copy(dependent[i*a:], row[:a])
		copy(head[i*a:], row[a:2*a])
	}
	query := zeros(&p.query, count*a)
	n.arcBias.AddRows(count, query, a)
	n.arc.MulAdd(count, dependent, a, query, a)
	stride = learn.Pad(count)
	scores = zeros(&p.scores, count*stride)
	p.packed.PackT(a, count, head, a)
	p.packed.MulAdd(count, query, a, 1, scores, stride)
	return scores, stride
}

// labelScores returns the scores of the labels of each word of sentence s, a
// row, if these are the heads.
func (p *pass) labelScores(s int, heads []int) []float32 {
	n, m := p.n, p.n.mlpWidth()
	width, from, product := n.Label+n.Product, 2*n.Arc, 2*n.Arc+2*n.Label
	hidden := zeros(&p.hidden, len(heads)*width)
	for d, h := range heads {
		if d == 0 {
			continue
		}
		x, y := p.mlp[p.batch.Row(s, d)*m:], p.mlp[p.batch.Row(s, h)*m:]
		row := hidden[d*width:][:width]
		for j := range n.Label {
			row[j] = x[from+j] + y[from+n.Label+j]
		}
		leak(row[:n.Label])
		for j := range n.Product {
			row[n.Label+j] = x[product+j] * y[product+n.Product+j]
		}
		if t := p.training; t != nil {
			for j, f := range t.masks[n.Layers+2][s*width:][:width] {
				row[j] *= f
			}
		}
	}
	labels := zeros(&p.labels, len(heads)*n.label.Cols)
	n.labelBias.AddRows(len(heads), labels, n.label.Cols)
	n.label.MulAdd(len(heads), hidden, width, labels, n.label.Cols)
	return labels
}
