package parse

import (
	"slices"
	"strings"
	"sync"

	"kg/internal/lexicon"
	"kg/internal/nlp"
)

// repair puts right what a sentence and its names say against the tree. The
// network scores arcs one by one and cannot see that they do not go together.
func repair(doc *nlp.Doc, s nlp.Span) {
	t := &repairer{doc.Tokens, s}
	for i := s.Start; i < s.End; i++ {
		t.modifierBeforeObject(i)
		t.subjectAfterFor(i)
		t.nameBeforeNoun(i)
		t.splitPerfect(i)
	}
}

// A repairer looks at one sentence.
type repairer struct {
	tokens []nlp.Token
	span   nlp.Span
}

// has reports whether token i has a dependent with one of rels.
func (t *repairer) has(i int, rels ...string) bool {
	for d := t.span.Start; d < t.span.End; d++ {
		if t.tokens[d].Head == i && slices.Contains(rels, bareLabel(t.tokens[d].DepRel)) {
			return true
		}
	}
	return false
}

// doubleObject are the verbs that take two objects.
var doubleObject = sync.OnceValue(func() lexicon.Set { return lexicon.Words("double-object-verbs") })

// modifierBeforeObject hangs "US" in "reiterated US opposition" on the noun: a
// verb that takes one object has no other.
func (t *repairer) modifierBeforeObject(i int) {
	tok := &t.tokens[i]
	if tok.DepRel != "iobj" || tok.UPOS != "PROPN" || tok.Head >= i || doubleObject()[t.tokens[tok.Head].Lemma] || t.has(i, "det", "case", "conj") {
		return
	}
	for o := i + 1; o < t.span.End; o++ {
		switch noun := &t.tokens[o]; {
		case noun.DepRel == "obj" && noun.Head == tok.Head && noun.UPOS == "NOUN":
			if !t.has(o, "det", "nmod:poss") {
				tok.Head, tok.DepRel = o, "compound"
			}
			return
		case noun.UPOS != "ADJ" && noun.UPOS != "NOUN":
			return
		}
	}
}

// subjectAfterFor makes "Orvelia" in "calls for Orvelia to leave" the subject of
// the clause that "for" opens, not a part of the calls.
func (t *repairer) subjectAfterFor(i int) {
	tok := &t.tokens[i]
	if tok.DepRel != "mark" || tok.Lemma != "for" {
		return
	}
	verb := tok.Head
	for d := i + 1; d < verb; d++ {
		if noun := &t.tokens[d]; noun.DepRel == "nmod" && noun.Head == t.tokens[verb].Head && noun.Head < i && !t.has(d, "case") && !t.has(verb, "nsubj") {
			noun.Head, noun.DepRel = verb, "nsubj"
			return
		}
	}
}

// splitPerfect makes "has" in "has in many ways refused" the auxiliary of the
// participle, though a phrase stands between them.
func (t *repairer) splitPerfect(i int) {
	have := &t.tokens[i]
	if have.Lemma != "have" || have.UPOS != "VERB" || t.has(i, "obj", "xcomp", "ccomp", "aux") {
		return
	}
	for v := i + 1; v < t.span.End && t.below(v, i); v++ {
		if t.tokens[v].UPOS == "PUNCT" {
			return
		}
		if next := v + 1; next < t.span.End && t.participleOf(next, i) {
			verb := &t.tokens[next]
			verb.Head, verb.DepRel = have.Head, have.DepRel
			for d := t.span.Start; d < t.span.End; d++ {
				if t.tokens[d].Head == i {
					t.tokens[d].Head = next
				}
			}
			have.Head, have.DepRel, have.UPOS = next, "aux", "AUX"
			return
		}
	}
}

// participleOf reports whether token v is a participle with neither a subject
// nor a conjunction of its own that hangs on have or beside it.
func (t *repairer) participleOf(v, have int) bool {
	tok := &t.tokens[v]
	return tok.XPOS == "VBN" && (tok.Head == have || tok.Head == t.tokens[have].Head) && bareLabel(tok.DepRel) != "amod" &&
		!t.has(v, "nsubj", "aux", "mark", "cc", "cop")
}

// below reports whether token i is below token top in the tree.
func (t *repairer) below(i, top int) bool {
	for range t.span.Len() {
		if i = t.tokens[i].Head; i == top || i == nlp.Root {
			return i == top
		}
	}
	return false
}

// nameBeforeNoun makes "staffers" in "hundreds of Agency for Coastal Protection
// staffers" what the name before it belongs to: a bare noun behind a name is a
// part of the phrase that the name begins.
func (t *repairer) nameBeforeNoun(i int) {
	noun := &t.tokens[i]
	if noun.UPOS != "NOUN" || bareLabel(noun.DepRel) != "obl" || i == t.span.Start || !strings.HasPrefix(t.tokens[i-1].Name, "I-") {
		return
	}
	start := i - 1
	for start > t.span.Start && strings.HasPrefix(t.tokens[start].Name, "I-") {
		start--
	}
	name := nlp.Span{Start: start, End: i}
	head := -1
	for k := start; k < i; k++ {
		if !name.Contains(t.tokens[k].Head) && t.tokens[k].Head != i {
			if head >= 0 {
				return // the name itself is torn
			}
			head = k
		}
	}
	if head < 0 || t.tokens[head].Head < 0 || t.tokens[head].Head >= i || t.startsPhrase(i, name) {
		return
	}
	last := &t.tokens[i-1]
	for d := t.span.Start; d < t.span.End; d++ {
		switch tok := &t.tokens[d]; {
		case name.Contains(d) && tok.Head == i && d != i-1:
			tok.Head = i - 1
		case d < start && tok.Head == head:
			tok.Head = i // "of", "the"
		}
	}
	if last.Head == i && head != i-1 {
		last.Head, last.DepRel = head, "nmod"
	}
	noun.Head, noun.DepRel = t.tokens[head].Head, t.tokens[head].DepRel
	t.tokens[head].Head, t.tokens[head].DepRel = i, "compound"
}

// startsPhrase reports whether the noun i begins a phrase of its own, though a
// name stands before it: it has an article or a preposition outside the name,
// or names a time.
func (t *repairer) startsPhrase(i int, name nlp.Span) bool {
	for d := t.span.Start; d < i; d++ {
		if t.tokens[d].Head == i && !name.Contains(d) {
			return true
		}
	}
	return t.tokens[i].DepRel != "obl" || t.tokens[i].Type == "TIME"
}
