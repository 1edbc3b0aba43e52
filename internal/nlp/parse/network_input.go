package parse

import (
	"slices"
	"strings"

	"kg/internal/lexicon"
	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// The rows of the table of words that are not words.
const (
	unknownRow = iota
	rootRow
	firstRow
)

// hashedFeatures is the number of hashed embeddings of a token.
const hashedFeatures = 15

// missing stands where a token has no feature, or no known gold class.
const missing = -1

// either is the gold class of a token that is outside of any name or in one of
// a kind that its text does not mark.
const either = -2

// An example is a sentence in numbers. Position 0 is the root, token i stands at
// i+1.
type example struct {
	words   []int32
	hashed  [][hashedFeatures]int32
	vectors []int32

	// What is right, in training only; missing where the class is too rare.
	heads, labels []int32 // nil without a tree
	classes       [tasks][]int32
}

func (x *example) len() int { return len(x.words) }

// example returns tokens in numbers.
func (n *Network) example(tokens []nlp.Token) *example {
	size := len(tokens) + 1
	x := &example{words: make([]int32, size), hashed: make([][hashedFeatures]int32, size), vectors: make([]int32, size)}
	x.words[0], x.vectors[0] = rootRow, missing
	for k := range x.hashed[0] {
		x.hashed[0][k] = missing
	}
	hints := lexicon.LoadHints()
	longer := longerNames(hints, tokens)
	for i := range tokens {
		form := learn.Straight(tokens[i].Text)
		key := learn.Key(form)
		x.words[i+1] = n.words[key]
		x.vectors[i+1] = missing
		rank, known := n.clusters.Rank(key)
		if known && rank < n.vectors.Rows() {
			x.vectors[i+1] = int32(rank)
		}
		features := &x.hashed[i+1]
		hash := func(k int, h uint64) {
			features[k] = int32(learn.Mix(uint64(k), h) % uint64(n.Hashes))
		}
		hash(0, learn.Hash(form))
		for k := 1; k <= 3; k++ {
			hash(k, learn.Hash(key[:min(k, len(key))]))
		}
		for k := 1; k <= 5; k++ {
			hash(3+k, learn.Hash(key[len(key)-min(k, len(key)):]))
		}
		hash(9, learn.Hash(learn.Shape(form)))
		features[10], features[11] = missing, missing
		if coarse, fine, ok := n.clusters.Of(key); ok {
			hash(10, uint64(coarse))
			hash(11, uint64(fine))
		}
		for k := 12; k < hashedFeatures; k++ {
			features[k] = missing
		}
		if hint := hintOf(hints, form) | longer[i]; hint != 0 {
			hash(12, uint64(hint))
		}
		if first, second := sensesOf(hints, key); first != "" {
			hash(13, learn.Hash(first))
			hash(14, learn.Mix(learn.Hash(first), learn.Hash(second)))
		}
	}
	return x
}

// gold returns a sentence with what is right. Heads are indexes into the Doc of
// which tokens begin at first.
// known are the layers of the Doc.
func (n *Network) gold(tokens []nlp.Token, first int, known nlp.Layer, numbers *numbers) *example {
	x := n.example(tokens)
	unknown := func() []int32 { return slices.Repeat([]int32{missing}, x.len()) }
	for k := range x.classes {
		x.classes[k] = unknown()
	}
	set := func(i, task int, class string) { x.classes[task][i+1] = numbers.classes[task].of(class) }
	for i := range tokens {
		tok := &tokens[i]
		if known&nlp.Tagged != 0 {
			set(i, tagTask, tok.XPOS+"|"+tok.UPOS)
			set(i, featTask, tok.Feats)
			set(i, scriptTask, scriptOf(tok.Text, tok.Lemma))
		}
		set(i, typeTask, tok.Type)
		set(i, nameTask, tok.Name)
		if tok.Name == MaybeName {
			x.classes[nameTask][i+1] = either
		}
	}
	if known&nlp.Parsed == 0 {
		return x
	}
	x.heads, x.labels = unknown(), unknown()
	for i := range tokens {
		tok := &tokens[i]
		x.heads[i+1] = 0
		if tok.Head != nlp.Root {
			x.heads[i+1] = int32(tok.Head - first + 1)
		}
		x.labels[i+1] = numbers.labels.of(tok.DepRel)
	}
	return x
}

// numbers number what the network chooses from.
type numbers struct {
	labels  numbering
	classes [tasks]numbering
}

type numbering map[string]int32

func (m numbering) of(name string) int32 {
	if i, ok := m[name]; ok {
		return i
	}
	return missing
}

func number(names []string) numbering {
	m := make(numbering, len(names))
	for i, name := range names {
		m[name] = int32(i)
	}
	return m
}

func (n *Network) numbers() *numbers {
	m := &numbers{labels: number(n.labels)}
	for k, list := range n.classes() {
		m.classes[k] = number(list)
	}
	return m
}

// bareLabel returns a relation without its subtype: nsubj of nsubj:pass.
func bareLabel(rel string) string {
	bare, _, _ := strings.Cut(rel, ":")
	return bare
}
