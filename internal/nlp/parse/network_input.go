package parse

import (
	"strings"

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
const hashedFeatures = 12

// missing stands where a token has no feature, or no known gold class.
const missing = -1

// An example is a sentence in numbers. Position 0 is the root, token i stands at
// i+1.
type example struct {
	words   []int32
	hashed  [][hashedFeatures]int32
	vectors []int32

	// What is right, in training only; missing where the class is too rare.
	heads, labels, tags, feats, scripts []int32
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
	}
	return x
}

// gold returns a sentence with what is right. Heads are indexes into the Doc of
// which tokens begin at first.
func (n *Network) gold(tokens []nlp.Token, first int, classes *classes) *example {
	x := n.example(tokens)
	for _, list := range []*[]int32{&x.heads, &x.labels, &x.tags, &x.feats, &x.scripts} {
		*list = make([]int32, x.len())
		(*list)[0] = missing
	}
	for i := range tokens {
		tok := &tokens[i]
		if tok.Head != nlp.Root {
			x.heads[i+1] = int32(tok.Head - first + 1)
		}
		x.labels[i+1] = classes.labels.of(tok.DepRel)
		x.tags[i+1] = classes.tags.of(tok.XPOS + "|" + tok.UPOS)
		x.feats[i+1] = classes.feats.of(tok.Feats)
		x.scripts[i+1] = classes.scripts.of(scriptOf(tok.Text, tok.Lemma))
	}
	return x
}

// classes number what the network chooses from.
type classes struct{ labels, tags, feats, scripts numbering }

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

func (n *Network) classes() *classes {
	return &classes{number(n.labels), number(n.tags), number(n.feats), number(n.scripts)}
}

// bareLabel returns a relation without its subtype: nsubj of nsubj:pass.
func bareLabel(rel string) string {
	bare, _, _ := strings.Cut(rel, ":")
	return bare
}
