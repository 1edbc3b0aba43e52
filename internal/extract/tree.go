package extract

import (
	"strings"

	"kg/internal/nlp"
)

// A tree is a Doc with the dependents of every token at hand.
type tree struct {
	*nlp.Doc
	heads    []int      // head of each token, or nlp.Root
	deps     [][]int    // dependents of each token, in order
	reach    []nlp.Span // from the first token below each token to the last, itself included
	sentence []int      // number of each token's sentence
}

// newTree returns doc with its dependents listed. Heads that make a circle or
// leave the sentence are cut: the token counts as a root.
func newTree(doc *nlp.Doc) *tree {
	n := len(doc.Tokens)
	t := &tree{Doc: doc, heads: make([]int, n), deps: make([][]int, n), reach: make([]nlp.Span, n), sentence: make([]int, n)}
	counts := make([]int, n)
	heads := t.heads
	for i := range heads {
		heads[i] = nlp.Root
	}
	for number, s := range doc.Sentences {
		for i := s.Start; i < s.End; i++ {
			t.sentence[i] = number
			if h := doc.Tokens[i].Head; s.Contains(h) && h != i && !circular(doc, s, i) {
				heads[i] = h
				counts[h]++
			}
		}
	}
	all := make([]int, 0, n)
	for i, c := range counts {
		start := len(all)
		all = all[:start+c]
		t.deps[i] = all[start : start : start+c]
	}
	for i, h := range heads {
		if h != nlp.Root {
			t.deps[h] = append(t.deps[h], i)
		}
	}
	for i := range t.reach {
		t.reach[i] = nlp.Span{Start: i, End: i + 1}
	}
	for i := range heads {
		for h := heads[i]; h != nlp.Root; h = heads[h] {
			t.reach[h].Start = min(t.reach[h].Start, i)
			t.reach[h].End = max(t.reach[h].End, i+1)
		}
	}
	return t
}

// circular reports whether the way up from token i never leaves sentence s.
func circular(doc *nlp.Doc, s nlp.Span, i int) bool {
	for steps, h := 0, doc.Tokens[i].Head; s.Contains(h); h = doc.Tokens[h].Head {
		if steps++; steps > s.Len() {
			return true
		}
	}
	return false
}

// rel returns the relation of token i to its head.
func (t *tree) rel(i int) string { return t.Tokens[i].DepRel }

// is reports whether the relation of token i is one of rels; "obl" stands for
// "obl:tmod" and the like as well.
func (t *tree) is(i int, rels ...string) bool {
	rel := t.Tokens[i].DepRel
	for _, r := range rels {
		if rel == r || len(rel) > len(r) && rel[len(r)] == ':' && rel[:len(r)] == r {
			return true
		}
	}
	return false
}

// head returns the head of token i, or nlp.Root.
func (t *tree) head(i int) int { return t.heads[i] }

// dep returns the first dependent of token i with one of rels, or -1.
func (t *tree) dep(i int, rels ...string) int {
	for _, d := range t.deps[i] {
		if t.is(d, rels...) {
			return d
		}
	}
	return -1
}

// lemma returns the lemma of token i in lower case.
func (t *tree) lemma(i int) string {
	if l := t.Tokens[i].Lemma; l != "" && l != "_" {
		return strings.ToLower(l)
	}
	return strings.ToLower(t.Tokens[i].Text)
}

// lower returns the text of token i in lower case.
func (t *tree) lower(i int) string { return strings.ToLower(t.Tokens[i].Text) }

// feat reports whether token i has feature f: "VerbForm=Inf".
func (t *tree) feat(i int, f string) bool {
	for _, have := range strings.Split(t.Tokens[i].Feats, "|") {
		if have == f {
			return true
		}
	}
	return false
}
