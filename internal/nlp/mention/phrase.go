package mention

import (
	"strings"
	"unicode"

	"kg/internal/nlp"
)

// A tree is what the phrases of a doc are read from: the dependents of every
// token and how far its subtree reaches.
type tree struct {
	*nlp.Doc
	deps  [][]int
	reach []nlp.Span
}

func newTree(doc *nlp.Doc) *tree {
	n := len(doc.Tokens)
	t := &tree{Doc: doc, deps: make([][]int, n), reach: make([]nlp.Span, n)}
	counts := make([]int, n)
	for _, s := range doc.Sentences {
		for i := s.Start; i < s.End; i++ {
			if h := doc.Tokens[i].Head; s.Contains(h) && h != i {
				counts[h]++
			}
		}
	}
	all := make([]int, 0, n)
	for i, c := range counts {
		t.deps[i] = all[len(all) : len(all) : len(all)+c]
		all = all[:len(all)+c]
	}
	for i := range t.reach {
		t.reach[i] = nlp.Span{Start: i, End: i + 1}
	}
	for _, s := range doc.Sentences {
		for i := s.Start; i < s.End; i++ {
			if h := doc.Tokens[i].Head; s.Contains(h) && h != i {
				t.deps[h] = append(t.deps[h], i)
			}
		}
	}
	t.spread(counts)
	return t
}

// spread finds how far every subtree reaches, leaves first. counts are the
// numbers of dependents. A circle, which a bad tree may hold, stays as it is.
func (t *tree) spread(counts []int) {
	var ready []int
	for i, c := range counts {
		if c == 0 {
			ready = append(ready, i)
		}
	}
	sentence := make([]int, len(t.Tokens))
	for k, s := range t.Sentences {
		for i := s.Start; i < s.End; i++ {
			sentence[i] = k
		}
	}
	for len(ready) > 0 {
		i := ready[len(ready)-1]
		ready = ready[:len(ready)-1]
		h := t.Tokens[i].Head
		if h < 0 || h >= len(counts) || h == i || sentence[h] != sentence[i] {
			continue
		}
		t.reach[h].Start = min(t.reach[h].Start, t.reach[i].Start)
		t.reach[h].End = max(t.reach[h].End, t.reach[i].End)
		if counts[h]--; counts[h] == 0 {
			ready = append(ready, h)
		}
	}
}

// plain returns a relation without its subtype: "nmod" of "nmod:poss".
func plain(rel string) string {
	rel, _, _ = strings.Cut(rel, ":")
	return rel
}

func (t *tree) rel(i int) string { return plain(t.Tokens[i].DepRel) }

// dep returns the first dependent of i with the relation, subtypes included,
// or -1.
func (t *tree) dep(i int, rel string) int {
	for _, d := range t.deps[i] {
		if t.rel(d) == rel {
			return d
		}
	}
	return -1
}

// nominal are the relations in which an adjective or determiner stands for a
// noun: "the poor left", "this matters".
var nominal = map[string]bool{"nsubj": true, "obj": true, "obl": true, "nmod": true, "iobj": true, "appos": true}

// candidate reports whether token i may be the head of a mention.
func (t *tree) candidate(i int) bool {
	tok := &t.Tokens[i]
	switch rel := t.rel(i); {
	case rel == "flat" || rel == "fixed" || rel == "goeswith" || rel == "punct":
		return false
	case tok.UPOS == "NOUN" || tok.UPOS == "PROPN":
		return strings.ContainsFunc(tok.Text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '$' || r == '%' })
	case tok.UPOS == "PRON":
		return tok.XPOS == "PRP" || tok.XPOS == "PRP$" || tok.XPOS == "DT" || tok.XPOS == "NN"
	case tok.UPOS == "NUM":
		return rel != "nummod"
	case tok.UPOS == "DET" || tok.UPOS == "ADJ":
		return nominal[rel]
	}
	return false
}

// outer are the dependents of a noun that belong to the clause around it, not
// to its phrase: "Moss was a minister then".
var outer = map[string]bool{
	"conj": true, "cc": true, "case": true, "mark": true, "cop": true, "aux": true, "nsubj": true, "csubj": true,
	"advcl": true, "expl": true, "discourse": true, "vocative": true, "dislocated": true, "parataxis": true,
	"punct": true, "obl": true, "orphan": true, "list": true, "ccomp": true, "xcomp": true, "obj": true, "iobj": true,
}

// phrase returns the tokens of the noun phrase whose head is i.
func (t *tree) phrase(i int) nlp.Span {
	span := nlp.Span{Start: i, End: i + 1}
	clause := t.dep(i, "cop") >= 0 || t.dep(i, "nsubj") >= 0
	for _, d := range t.deps[i] {
		rel := t.rel(d)
		if outer[rel] || clause && rel == "advmod" {
			continue
		}
		span.Start = min(span.Start, t.reach[d].Start)
		span.End = max(span.End, t.reach[d].End)
	}
	// What does not belong to the phrase may still stand at its edges: "and
	// the harbour", "in the harbour".
	for span.Start < i && t.atEdge(span.Start, i) {
		span.Start++
	}
	for span.End > i+1 && t.Tokens[span.End-1].UPOS == "PUNCT" && !closes(t.Tokens[span.End-1].Text) {
		span.End--
	}
	return span
}

// atEdge reports whether token k at the left edge of the phrase of i does not
// belong to it.
func (t *tree) atEdge(k, i int) bool {
	tok := &t.Tokens[k]
	if tok.UPOS == "PUNCT" {
		return !strings.ContainsAny(tok.Text, "“\"‘([")
	}
	return tok.Head == i && outer[t.rel(k)] || tok.UPOS == "CCONJ"
}

func closes(text string) bool { return strings.ContainsAny(text, "”\"’)]%") }

// head returns the token of span that is nearest to the root.
func (t *tree) headOf(span nlp.Span) int {
	for i := span.Start; i < span.End; i++ {
		if h := t.Tokens[i].Head; !span.Contains(h) {
			return i
		}
	}
	return span.Start
}
