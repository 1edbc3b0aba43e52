package parse

import (
	"slices"
	"strings"
	"sync"

	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// A Network tags and parses: XPOS, UPOS, Feats, Lemma, Head and DepRel; and it
// finds names and the types of phrases: Name and Type. Words
// become sums of embeddings beside a word vector; LSTM layers read them in both
// directions; a biaffine form scores every head for every word. It needs only
// tokens and sentences, and is safe for concurrent use on different Docs.
//
// The design is that of Dozat and Manning (2017), with hashed prefixes, endings
// and clusters in place of characters.
type Network struct {
	shape
	words    map[string]int32 // row in word; others have unknownRow
	clusters *learn.Clusters  // the first of its words have a row in vectors
	tags     []string         // XPOS|UPOS
	feats    []string
	scripts  []string
	names    []string // IOB2
	types    []string
	unmarked []int // which of names MaybeName stands for, in training
	labels   []string

	// exceptions are the scripts of words that the treebanks lemmatise in one
	// way and the network, left alone, in another: see learnExceptions.
	exceptions map[wordTag]string

	word, hashed, vectors learn.Table
	layers                []learn.BiLSTM
	parameters

	work sync.Pool // of *pass
}

// A shape is the sizes of a Network.
type shape struct {
	Word    int // numbers in an embedding
	Hashes  int // rows of embeddings for prefixes, endings and the like
	Vector  int // numbers in a word vector
	Hidden  int // of an LSTM, each direction
	Layers  int
	Arc     int // what a word has to say as head, or as dependent
	Label   int // the same for the label, added
	Product int // the same for the label, multiplied
}

// input returns the width of what the first layer reads.
func (s shape) input() int { return s.Word + s.Vector }

// parameters are the matrices of a Network beside its layers.
type parameters struct {
	// mlp makes of each word: as dependent and as head of an arc, as dependent
	// and as head of a label to add, the same to multiply.
	mlp, mlpBias *learn.Matrix
	arc, arcBias *learn.Matrix
	label        *learn.Matrix
	labelBias    *learn.Matrix
	tag, tagBias *learn.Matrix // the tasks of the tag layer beside each other
}

func (s shape) mlpWidth() int { return 2 * (s.Arc + s.Label + s.Product) }

// The tasks of the tag layer.
const (
	tagTask = iota
	featTask
	scriptTask
	nameTask
	typeTask
	tasks
)

// classes returns what each task of the tag layer chooses from.
func (n *Network) classes() [tasks][]string {
	return [tasks][]string{n.tags, n.feats, n.scripts, n.names, n.types}
}

// columns returns where the scores of each task begin, and where they end.
func (n *Network) columns() (at [tasks + 1]int) {
	for k, list := range n.classes() {
		at[k+1] = at[k] + learn.Pad(len(list))
	}
	return at
}

// build makes the matrices, without values.
func (n *Network) build() {
	matrix := func(rows, cols int) *learn.Matrix { return &learn.Matrix{Rows: rows, Cols: cols} }
	in := n.input()
	n.layers = make([]learn.BiLSTM, n.Layers)
	for i := range n.layers {
		l := &n.layers[i]
		l.In, l.Hidden = in, n.Hidden
		for d := range 2 {
			l.Input[d] = matrix(in, 4*n.Hidden)
			l.Recurrent[d] = matrix(n.Hidden, 4*n.Hidden)
			l.Bias[d] = matrix(1, 4*n.Hidden)
		}
		in = 2 * n.Hidden
	}
	n.mlp, n.mlpBias = matrix(in, n.mlpWidth()), matrix(1, n.mlpWidth())
	n.arc, n.arcBias = matrix(n.Arc, n.Arc), matrix(1, n.Arc)
	labels := learn.Pad(len(n.labels))
	n.label, n.labelBias = matrix(n.Label+n.Product, labels), matrix(1, labels)
	tags := n.columns()[tasks]
	n.tag, n.tagBias = matrix(in, tags), matrix(1, tags)
}

// divide gives each matrix its part of values.
func (n *Network) divide(values []float32, give func(m *learn.Matrix, part []float32)) {
	at := 0
	for _, m := range n.matrices() {
		give(m, values[at:][:m.Len():m.Len()])
		at += m.Len()
	}
}

// flat puts the values of all matrices into one slice, which it returns.
func (n *Network) flat() []float32 {
	size := 0
	for _, m := range n.matrices() {
		size += m.Len()
	}
	values := make([]float32, size)
	n.divide(values, func(m *learn.Matrix, part []float32) {
		copy(part, m.Values)
		m.Values = part
	})
	return values
}

// matrices returns the matrices in the order in which build makes them.
func (n *Network) matrices() []*learn.Matrix {
	var all []*learn.Matrix
	for i := range n.layers {
		l := &n.layers[i]
		for d := range 2 {
			all = append(all, l.Input[d], l.Recurrent[d], l.Bias[d])
		}
	}
	return append(all, n.mlp, n.mlpBias, n.arc, n.arcBias, n.label, n.labelBias, n.tag, n.tagBias)
}

// NetworkStage returns the stage that tags and parses with n.
func NetworkStage(n *Network) nlp.Stage {
	return nlp.Stage{Name: "parse", Needs: nlp.Segmented, Gives: nlp.Tagged | nlp.Parsed | nlp.Named, Run: n.Parse}
}

const (
	longest   = 256 // tokens read at a time; longer sentences are read in pieces
	batchRows = 768 // tokens in a batch
)

// Parse fills the tags and the tree of every sentence of doc.
func (n *Network) Parse(doc *nlp.Doc) {
	var pieces []nlp.Span
	for _, s := range doc.Sentences {
		for start := s.Start; start < s.End; start += longest {
			pieces = append(pieces, nlp.Span{Start: start, End: min(start+longest, s.End)})
		}
	}
	slices.SortStableFunc(pieces, func(a, b nlp.Span) int { return b.Len() - a.Len() })
	p, _ := n.work.Get().(*pass)
	if p == nil {
		p = &pass{n: n}
	}
	defer n.work.Put(p)
	for len(pieces) > 0 {
		size, rows := 1, pieces[0].Len()
		for size < len(pieces) && rows+pieces[size].Len() <= batchRows {
			rows += pieces[size].Len()
			size++
		}
		batch := make([]*example, size)
		for i, span := range pieces[:size] {
			batch[i] = n.example(doc.Tokens[span.Start:span.End])
		}
		p.forward(batch)
		for i, span := range pieces[:size] {
			p.annotate(i, doc.Tokens[span.Start:span.End], span.Start)
		}
		pieces = pieces[size:]
	}
	for _, s := range doc.Sentences {
		n.join(doc, s)
		repair(doc, s)
	}
}

// join hangs the roots of the later pieces of a very long sentence on that of
// the first.
func (n *Network) join(doc *nlp.Doc, s nlp.Span) {
	root := nlp.Root
	for i := s.Start; i < s.End; i++ {
		tok := &doc.Tokens[i]
		switch {
		case tok.Head != nlp.Root:
		case root == nlp.Root:
			root = i
		default:
			tok.Head, tok.DepRel = root, "parataxis"
		}
	}
}

// annotate writes what the pass found for sequence s into tokens, the first of
// which is token first of its Doc.
func (p *pass) annotate(s int, tokens []nlp.Token, first int) {
	n := p.n
	classes, cols := n.classes(), n.columns()
	scoresOf := func(i, task int) []float32 {
		return p.tags[p.batch.Row(s, i+1)*cols[tasks]+cols[task]:][:len(classes[task])]
	}
	best := func(i, task int) string {
		at := -1
		scores := scoresOf(i, task)
		for j, v := range scores {
			if (at < 0 || v > scores[at]) && classes[task][j] != nlp.NoType {
				at = j
			}
		}
		return classes[task][at]
	}
	for i := range tokens {
		tok := &tokens[i]
		tok.XPOS, tok.UPOS, _ = strings.Cut(best(i, tagTask), "|")
		tok.Feats = best(i, featTask)
		tok.Lemma = n.lemma(tok, scoresOf(i, scriptTask))
		if len(n.types) > 1 {
			tok.Type = best(i, typeTask)
		}
	}
	if len(n.names) > 0 {
		n.bestNames(tokens, func(i int) []float32 { return scoresOf(i, nameTask) })
	}
	count := len(tokens) + 1
	scores, stride := p.arcScores(s, count)
	heads := bestTree(count, func(d, h int) float64 { return round(scores[d*stride+h]) })
	labels := p.labelScores(s, heads)
	width := n.label.Cols
	for i := range tokens {
		tok := &tokens[i]
		tok.Head = first + heads[i+1] - 1
		if heads[i+1] == 0 {
			tok.Head, tok.DepRel = nlp.Root, "root"
			continue
		}
		row := labels[(i+1)*width:][:len(n.labels)]
		at := -1
		for j, v := range row {
			if n.labels[j] != "root" && (at < 0 || v > row[at]) {
				at = j
			}
		}
		tok.DepRel = n.labels[at]
	}
}

// round drops the last digits of a score, which differ from one kind of
// processor to another, so that what is as good as equal is equal.
func round(x float32) float64 {
	const grid = 1 << 10
	return float64(int64(x*grid)) / grid
}
