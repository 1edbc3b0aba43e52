package parse

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// In gold docs, MaybeName stands for Name where a text marks no names of
// MaybeType and a token may be in one.
const (
	MaybeName = "O?"
	MaybeType = "MISC"
)

// NetworkData is what a Network learns from. Gold docs may lack trees, and their
// tokens Name and Type.
type NetworkData struct {
	Gold     []*nlp.Doc
	Clusters *learn.Clusters
	Vectors  *learn.Vectors // of the first of the words of Clusters, in the same order
}

// NetworkOptions for TrainNetwork.
type NetworkOptions struct {
	Epochs int     // times to read Gold
	Rate   float64 // of learning at first; 0 is 0.002
	Seed   uint64

	// Epoch, if not nil, is called after each epoch.
	Epoch func(epoch int, n *Network)
	Log   func(format string, args ...any)

	shape shape // smaller in tests
}

// TrainNetwork makes a Network from gold trees and from clusters and vectors of
// raw text. The same seed gives the same network.
func TrainNetwork(ctx context.Context, data NetworkData, opts NetworkOptions) (*Network, error) {
	n := &Network{shape: opts.shape}
	if n.Layers == 0 {
		n.shape = shape{Word: 112, Hashes: 24 << 10, Hidden: 256, Layers: 3, Arc: 256, Label: 128, Product: 64}
	}
	n.Vector = data.Vectors.Dim
	if len(data.Vectors.Words) > len(data.Clusters.Words) {
		return nil, errors.New("more word vectors than words with a class")
	}
	for i, w := range data.Vectors.Words {
		if data.Clusters.Words[i] != w {
			return nil, errors.New("clusters and vectors are of different words")
		}
	}
	n.clusters = data.Clusters
	n.vectors = learn.Table{Dim: data.Vectors.Dim, Values: data.Vectors.Rows}
	if !n.count(data.Gold) {
		return nil, errors.New("no gold trees to learn from")
	}
	n.build()
	n.flat()
	n.start(rand.New(rand.NewPCG(opts.Seed, 0)), n.examples(data.Gold))
	return n, n.train(ctx, data, opts)
}

// count makes the lists of words and classes.
func (n *Network) count(gold []*nlp.Doc) bool {
	words, tags, feats, scripts, labels := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	names, types := map[string]int{}, map[string]int{}
	for _, doc := range gold {
		for i := range doc.Tokens {
			tok := &doc.Tokens[i]
			words[learn.Key(tok.Text)]++
			names[tok.Name]++
			types[tok.Type]++
			if !doc.Has(nlp.Tagged | nlp.Parsed) {
				continue
			}
			tags[tok.XPOS+"|"+tok.UPOS]++
			feats[tok.Feats]++
			scripts[scriptOf(tok.Text, tok.Lemma)]++
			labels[tok.DepRel]++
		}
	}
	n.setWords(frequent(words, 2))
	delete(names, "")
	delete(names, MaybeName)
	delete(types, "")
	n.names, n.types = frequent(names, 2), frequent(types, 2)
	for i, name := range n.names {
		if name == nlp.NoName || strings.HasSuffix(name, "-"+MaybeType) {
			n.unmarked = append(n.unmarked, i)
		}
	}
	n.tags, n.feats, n.scripts, n.labels = frequent(tags, 2), frequent(feats, 2), frequent(scripts, 3), frequent(labels, 2)
	return len(n.tags) > 0 && len(n.scripts) > 0 && len(n.labels) > 1
}

// frequent returns what was counted at least least times, in order.
func frequent(counts map[string]int, least int) []string {
	var list []string
	for _, s := range slices.Sorted(maps.Keys(counts)) {
		if counts[s] >= least {
			list = append(list, s)
		}
	}
	return list
}

func (n *Network) setWords(list []string) {
	n.words = make(map[string]int32, len(list))
	for i, w := range list {
		n.words[w] = int32(i + firstRow)
	}
}

// start sets all parameters to small random numbers, but for hashed features
// that gold does not have: what is never learnt shall say nothing.
func (n *Network) start(rng *rand.Rand, gold []*example) {
	uniform := func(m *learn.Matrix, limit float64) {
		for i := range m.Values {
			m.Values[i] = float32((2*rng.Float64() - 1) * limit)
		}
	}
	glorot := func(m *learn.Matrix) float64 { return math.Sqrt(6 / float64(m.Rows+m.Cols)) }
	for i := range n.layers {
		l := &n.layers[i]
		for d := range 2 {
			uniform(l.Input[d], math.Sqrt(3/float64(l.In+l.Hidden)))
			uniform(l.Recurrent[d], math.Sqrt(3/float64(l.In+l.Hidden)))
			for j := range l.Hidden { // remember at first
				l.Bias[d].Values[l.Hidden+j] = 1
			}
		}
	}
	uniform(n.mlp, glorot(n.mlp))
	uniform(n.arc, 0.3*glorot(n.arc))
	uniform(n.label, glorot(n.label))
	uniform(n.tag, glorot(n.tag))
	table := func(rows int) learn.Table {
		t := learn.Table{Dim: n.Word, Values: make([]float32, rows*n.Word)}
		for i := range t.Values {
			t.Values[i] = float32(rng.NormFloat64() * 0.3)
		}
		return t
	}
	n.word, n.hashed = table(len(n.words)+firstRow), table(n.Hashes)
	used := make([]bool, n.Hashes)
	for _, x := range gold {
		for _, features := range x.hashed {
			for _, h := range features {
				if h != missing {
					used[h] = true
				}
			}
		}
	}
	for h := range used {
		if !used[h] {
			clear(n.hashed.Row(h))
		}
	}
}

const (
	workers    = 2    // goroutines, each with its part of every batch; their number decides the result
	batchSize  = 576  // tokens
	warmUp     = 200  // steps
	clip       = 2    // longest gradient
	longestFit = 120  // tokens of a sentence to learn from
	usualRate  = 2e-3 // of learning
)

var adam = learn.Adam{Mean: 0.9, Square: 0.95, Epsilon: 1e-8}

// A networkTrainer holds what is needed from step to step.
type networkTrainer struct {
	n            *Network
	opts         NetworkOptions
	values       []float32
	mean, square []float32
	passes       [workers]*pass
	tables       [2]tableTrainer
	rng          *rand.Rand
}

// tableTrainer holds the same for a table.
type tableTrainer struct {
	table        *learn.Table
	mean, square []float32
	gradients    [workers]*sparse
}

// train walks down the gradient, then learns what lemmas are left.
func (n *Network) train(ctx context.Context, data NetworkData, opts NetworkOptions) error {
	if opts.Rate == 0 {
		opts.Rate = usualRate
	}
	values := n.flat()
	gold := n.examples(data.Gold)
	tr := &networkTrainer{n: n, opts: opts, values: values, mean: make([]float32, len(values)), square: make([]float32, len(values)), rng: rand.New(rand.NewPCG(opts.Seed, 1))}
	frequency := make([]int, n.word.Rows())
	for _, x := range gold {
		for _, w := range x.words {
			frequency[w]++
		}
	}
	tr.tables = [2]tableTrainer{{table: &n.word}, {table: &n.hashed}}
	for i := range tr.tables {
		t := &tr.tables[i]
		t.mean, t.square = make([]float32, len(t.table.Values)), make([]float32, len(t.table.Values))
	}
	for k := range tr.passes {
		g := newGradient(n, len(values))
		tr.passes[k] = &pass{n: n, training: &training{rng: rand.New(rand.NewPCG(opts.Seed, uint64(k+2))), frequency: frequency, gradient: g}}
		tr.tables[0].gradients[k], tr.tables[1].gradients[k] = &g.word, &g.hashed
	}
	n.pack(true)
	steps := 0
	for epoch := range opts.Epochs {
		batches := tr.batches(gold)
		var sum loss
		for i, batch := range batches {
			if err := ctx.Err(); err != nil {
				return err
			}
			done := (float64(epoch) + float64(i)/float64(len(batches))) / float64(opts.Epochs)
			steps++
			l := tr.step(batch, opts.Rate*(1-done)*min(1, float64(steps)/warmUp))
			sum.add(l)
			if i%200 == 199 {
				tr.log(epoch, i+1, len(batches), &sum)
				sum = loss{}
			}
		}
		if opts.Epoch != nil {
			opts.Epoch(epoch+1, n)
		}
	}
	n.learnExceptions(data.Gold)
	return nil
}

func (tr *networkTrainer) log(epoch, i, of int, l *loss) {
	t := float64(max(l.trees, 1))
	var costs strings.Builder
	for _, c := range l.tasks {
		fmt.Fprintf(&costs, " %.3f", c/float64(max(l.tokens, 1)))
	}
	tr.opts.Log("network: epoch %d of %d, batch %d of %d: heads %.1f %%, labels %.1f %%; cost of arcs %.3f, labels %.3f, tags and the like%s", epoch+1, tr.opts.Epochs, i, of,
		100*float64(l.rightArcs)/t, 100*float64(l.rightLabels)/t, l.arc/t, l.label/t, costs.String())
}

// examples returns the sentences of docs that are not too long.
func (n *Network) examples(docs []*nlp.Doc) []*example {
	numbers := n.numbers()
	var all []*example
	for _, doc := range docs {
		for _, s := range doc.Sentences {
			if 0 < s.Len() && s.Len() <= longestFit {
				all = append(all, n.gold(doc.Tokens[s.Start:s.End], s.Start, doc.Layers(), numbers))
			}
		}
	}
	return all
}

// batches puts sentences of like length together, in a random order.
func (tr *networkTrainer) batches(examples []*example) [][]*example {
	order := make([]*example, len(examples))
	for i, at := range tr.rng.Perm(len(examples)) {
		order[i] = examples[at]
	}
	length := make(map[*example]float64, len(order))
	for _, x := range order {
		length[x] = float64(x.len()) * (1 + 0.1*tr.rng.Float64())
	}
	slices.SortStableFunc(order, func(a, b *example) int { return cmp.Compare(length[b], length[a]) })
	var batches [][]*example
	start, rows := 0, 0
	for i, x := range order {
		if rows += x.len(); rows >= batchSize || i+1 == len(order) {
			batch := slices.Clone(order[start : i+1])
			slices.SortStableFunc(batch, func(a, b *example) int { return b.len() - a.len() })
			batches = append(batches, batch)
			start, rows = i+1, 0
		}
	}
	tr.rng.Shuffle(len(batches), func(i, j int) { batches[i], batches[j] = batches[j], batches[i] })
	return batches
}

// parallel calls f for each worker at the same time.
func parallel(f func(k int)) {
	var wg sync.WaitGroup
	for k := range workers {
		wg.Go(func() { f(k) })
	}
	wg.Wait()
}

// step learns from one batch.
func (tr *networkTrainer) step(batch []*example, rate float64) loss {
	var losses [workers]loss
	parallel(func(k int) {
		var part []*example
		for i := k; i < len(batch); i += workers {
			part = append(part, batch[i])
		}
		if len(part) > 0 {
			tr.passes[k].forward(part)
			losses[k] = tr.passes[k].backward()
		}
	})
	for k := 1; k < workers; k++ {
		losses[0].add(losses[k])
	}
	scale := 1 / float32(max(losses[0].tokens, 1))
	share := func(k int) (from, to int) {
		size := learn.Pad(len(tr.values) / workers)
		return min(k*size, len(tr.values)), min((k+1)*size, len(tr.values))
	}
	var square [workers]float64
	parallel(func(k int) {
		from, to := share(k)
		sum := tr.passes[0].training.gradient.all[from:to]
		for _, p := range tr.passes[1:] {
			g := p.training.gradient.all[from:to]
			learn.Axpy(1, g, sum)
			clear(g)
		}
		// In pieces, for the sum of many squares would lose the small ones.
		for len(sum) > 0 {
			piece := sum[:min(4096, len(sum))]
			square[k] += float64(learn.Dot(piece, piece))
			sum = sum[len(piece):]
		}
	})
	var length float64
	for _, s := range square {
		length += s
	}
	if length = math.Sqrt(length) * float64(scale); length > clip {
		scale *= float32(clip / length)
	}
	parallel(func(k int) {
		from, to := share(k)
		g := tr.passes[0].training.gradient.all[from:to]
		for i := range g {
			g[i] *= scale
		}
		adam.Step(float32(rate), tr.values[from:to], tr.mean[from:to], tr.square[from:to], g)
		clear(g)
	})
	parallel(func(k int) {
		for i, m := range tr.n.matrices() {
			if i%workers == k {
				m.Pack(true)
			}
		}
		for i := range tr.tables {
			if i%workers == k {
				tr.tables[i].step(scale, float32(rate))
			}
		}
	})
	return losses[0]
}

// step changes the rows that the batch touched.
func (t *tableTrainer) step(scale, rate float32) {
	for _, g := range t.gradients {
		for _, row := range g.touched {
			if !g.seen[row] {
				continue // another worker touched it too, and it is done
			}
			at := int(row) * g.dim
			sum := t.gradients[0].values[at:][:g.dim]
			for _, other := range t.gradients[1:] {
				learn.Axpy(1, other.values[at:][:g.dim], sum)
			}
			for j := range sum {
				sum[j] *= scale
			}
			adam.Step(rate, t.table.Values[at:][:g.dim], t.mean[at:][:g.dim], t.square[at:][:g.dim], sum)
			for _, other := range t.gradients {
				clear(other.values[at:][:g.dim])
				other.seen[row] = false
			}
		}
		g.touched = g.touched[:0]
	}
}

// pack makes all matrices ready; the transposes are needed to learn.
func (n *Network) pack(transposed bool) {
	for _, m := range n.matrices() {
		m.Pack(transposed)
	}
}
