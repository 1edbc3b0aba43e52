package extract

import (
	"slices"
	"strings"

	"kg/internal/nlp"
)

// A Tuple is what a sentence says in its own words: the form in which open
// information extraction is measured. The preposition before the first
// argument behind the predicate belongs to the predicate.
type Tuple struct {
	Sentence   int // number of the sentence in the Doc
	Extractor  string
	Confidence float64
	Predicate  string
	Arguments  []string // the subject first
}

// Tuples returns the tuples of doc, which must be parsed, sentence by sentence.
func Tuples(doc *nlp.Doc) []Tuple {
	t := newTree(doc)
	var all []Tuple
	for number, s := range doc.Sentences {
		b := tupler{tree: t, sentence: number}
		for _, c := range t.clauses(s) {
			b.clause(&c)
		}
		b.phrases(s)
		all = append(all, b.tuples...)
	}
	return all
}

// A tupler collects the tuples of one sentence.
type tupler struct {
	*tree
	sentence int
	tuples   []Tuple
}

// add adds a tuple, unless it is there already or has no predicate.
func (b *tupler) add(extractor string, confidence float64, predicate string, arguments ...string) {
	arguments = slices.DeleteFunc(arguments, func(a string) bool { return a == "" })
	if predicate == "" || len(arguments) == 0 {
		return
	}
	for _, have := range b.tuples {
		if have.Predicate == predicate && slices.Equal(have.Arguments, arguments) {
			return
		}
	}
	if len(arguments) == 1 {
		confidence *= 0.2
	}
	b.tuples = append(b.tuples, Tuple{b.sentence, extractor, confidence, predicate, arguments})
}

// text returns tokens as the sentence has them, parted by spaces.
func (b *tupler) text(tokens []int) string {
	words := make([]string, len(tokens))
	for k, i := range tokens {
		words[k] = b.Tokens[i].Text
	}
	return strings.Join(words, " ")
}

// nominal returns the phrase of a without its preposition. Only whole decides
// over coordination: parts of it are phrases of their own.
func (b *tupler) nominal(a argument, whole bool) []int {
	return b.phrase(a.head, func(d int) bool {
		h := b.head(d)
		switch {
		case b.is(d, "acl:relcl", "appos"):
			return h == a.head && a.relative || !b.restrictive(d)
		case b.is(d, "acl"):
			return h == a.head && a.relative || !b.restrictive(d)
		case b.is(d, "parataxis", "discourse", "vocative", "advcl"):
			return h == a.head
		case h != a.head:
			return false
		case b.is(d, "conj", "cc", "cc:preconj"):
			return !whole
		case b.is(d, "case"):
			return slices.Contains(a.prep, d) || d < a.head && b.Tokens[d].XPOS != "POS"
		case b.is(d, "cop", "aux", "nsubj", "csubj", "mark", "expl"):
			return b.clausal(a.head)
		case b.is(d, "obl"):
			return b.clausal(a.head)
		case b.is(d, "advmod"):
			return b.clausal(a.head) && (b.Tokens[d].XPOS == "WRB" || b.negation(d) || b.Tokens[a.head].UPOS != "ADJ")
		}
		return false
	})
}

// parts returns the phrases of a, one for each part of its coordination.
func (b *tupler) parts(a argument) [][]int {
	if !a.there() {
		return nil
	}
	heads := b.conjuncts(a.head)
	heads = slices.DeleteFunc(heads, func(h int) bool {
		return h != a.head && b.predicate(h) && b.Tokens[h].UPOS == "VERB"
	})
	var all [][]int
	for _, h := range heads {
		part := a
		part.head = h
		if p := b.nominal(part, false); len(p) > 0 {
			all = append(all, p)
		}
	}
	return all
}

// clausal reports whether i is the head of a copular clause.
func (b *tupler) clausal(i int) bool { return b.dep(i, "cop") >= 0 }

// content returns the words of a clause that completes a verb, without the
// complementizer.
func (b *tupler) content(a argument) []int {
	return b.phrase(a.head, func(d int) bool {
		return b.head(d) == a.head && (d == a.without && d > 0 || b.is(d, "mark") && b.lower(d) == "that")
	})
}

// clause adds the tuples of c, one for each part of its coordinations.
func (b *tupler) clause(c *clause) {
	if c.subject.there() && b.is(c.subject.head, "expl") && b.lower(c.subject.head) == "there" {
		return
	}
	if m := b.dep(c.chain[0], "mark", "case"); m >= 0 && c.reduced && b.lower(m) == "without" {
		return
	}
	subjects := b.parts(c.subject)
	if len(subjects) == 0 {
		return
	}
	predicate := slices.Clone(c.words)
	inserted := ""
	if c.reduced && len(c.chain) == 1 {
		inserted = b.be(c)
	}
	var slots []slot // the places behind the predicate that are coordinated
	var rest []string

	object := func(a argument) {
		slots = append(slots, slot{nil, b.parts(a)})
	}
	obliques := slices.Clone(c.obliques)
	if c.agent.there() {
		obliques = append([]argument{c.agent}, obliques...)
	}
	switch {
	case c.copula:
		if len(b.conjuncts(c.head)) > 0 {
			if k := b.closest(c, obliques); k >= 0 && b.Tokens[c.head].UPOS == "ADJ" && b.restrictive(obliques[k].head) && len(b.conjuncts(c.head)) == 1 {
				predicate = append(predicate, b.complements(c)[0]...)
				slices.Sort(predicate)
				predicate = slices.Compact(predicate)
				slots = append(slots, slot{obliques[k].prep, b.parts(obliques[k])})
				obliques = slices.Delete(obliques, k, k+1)
			} else {
				slots = append(slots, slot{b.preps(c.head), b.complements(c)})
			}
		}
	case len(c.objects) > 0:
		for _, o := range c.objects {
			object(o)
		}
	case len(c.content) > 0 && b.nounish(c.content[0].head):
		a := c.content[0]
		slots = append(slots, slot{b.preps(a.head), b.parts(argument{head: a.head, prep: b.preps(a.head), rel: a.rel})})
		c.content = c.content[1:]
	case len(c.content) > 0:
	default:
		if k := b.closest(c, obliques); k >= 0 {
			slots = append(slots, slot{obliques[k].prep, b.parts(obliques[k])})
			obliques = slices.Delete(obliques, k, k+1)
		}
	}
	for _, a := range c.content {
		rest = append(rest, b.text(b.content(a)))
	}
	for _, a := range obliques {
		if connectivePhrases()[strings.ToLower(b.text(b.withPreps(a)))] {
			continue
		}
		rest = append(rest, b.text(b.withPreps(a)))
	}
	for _, a := range c.clauses {
		if b.restrictive(a.head) && a.head > c.head {
			rest = append(rest, b.text(b.below(a.head)))
		}
	}
	for _, a := range c.adverbs {
		if !connectives()[b.lower(a.head)] && b.Tokens[a.head].XPOS != "WRB" {
			rest = append(rest, b.text(b.below(a.head)))
		}
	}
	b.distribute(c, inserted, predicate, subjects, slots, rest)
}

// A slot is a place behind the predicate with its preposition and the parts
// that fill it.
type slot struct {
	prep  []int
	parts [][]int
}

// distribute adds a tuple for each choice of the parts of subjects and slots.
func (b *tupler) distribute(c *clause, inserted string, predicate []int, subjects [][]int, slots []slot, rest []string) {
	words := b.text(predicate)
	if inserted != "" {
		words = strings.TrimSpace(inserted + " " + words)
	}
	for k, s := range slots {
		if k == 0 && len(s.prep) > 0 {
			words += " " + b.text(s.prep)
		}
	}
	choices := [][]string{nil}
	for k, s := range slots {
		var longer [][]string
		for _, c := range choices {
			for _, p := range s.parts {
				text := b.text(p)
				if k > 0 && len(s.prep) > 0 {
					text = b.text(s.prep) + " " + text
				}
				longer = append(longer, append(slices.Clone(c), text))
			}
		}
		if len(longer) > 0 && len(longer) <= 40 {
			choices = longer
		}
	}
	extractor, confidence := b.confidence(c)
	for _, s := range subjects {
		for _, choice := range choices {
			b.add(extractor, confidence, words, append(append([]string{b.text(s)}, choice...), rest...)...)
		}
	}
}

// confidence names the form of c and says how far tuples of that form are to
// be trusted.
func (b *tupler) confidence(c *clause) (string, float64) {
	form := b.form(c)
	return form, formConfidence[form]
}

// formConfidence is how well tuples of each form agree with what people read,
// measured on development data.
var formConfidence = map[string]float64{
	"verb": 0.75, "conjunct": 0.7, "copula": 0.65, "adverbial": 0.6, "relative": 0.55, "content": 0.5, "acl": 0.45,
	"participle": 0.45, "adverbial-lent": 0.45, "purpose": 0.4, "control": 0.4, "acl-other": 0.35,
}

// nounish reports whether the complement i is a noun or an adjective rather
// than a clause: happy in "she seems happy".
func (b *tupler) nounish(i int) bool {
	return b.Tokens[i].UPOS != "VERB" && b.dep(i, "nsubj", "cop") < 0
}

// complements returns what c says its subject is, part by part.
func (b *tupler) complements(c *clause) [][]int {
	return b.parts(argument{head: c.head, prep: b.preps(c.head)})
}

// closest returns the index of the oblique that goes with the predicate: the
// first behind it that has a preposition, or any.
func (b *tupler) closest(c *clause, obliques []argument) int {
	best := -1
	for k, a := range obliques {
		if len(a.prep) > 0 && a.head > c.head || a.rel == "obl:agent" || a.relative {
			return k
		}
		if best < 0 && a.head > c.head {
			best = k
		}
	}
	return best
}

// withPreps returns the whole phrase of a with its preposition.
func (b *tupler) withPreps(a argument) []int {
	tokens := append(slices.Clone(a.prep), b.nominal(a, true)...)
	slices.Sort(tokens)
	return slices.Compact(tokens)
}

// be returns the form of be that makes a sentence of a participle.
func (b *tupler) be(c *clause) string {
	plural := b.feat(c.subject.head, "Number=Plur") || len(b.conjuncts(c.subject.head)) > 1
	past := false
	for i := b.head(c.chain[0]); i >= 0; i = b.head(i) {
		if b.feat(i, "Tense=Past") && b.Tokens[i].UPOS == "VERB" {
			past = true
		}
		for _, d := range b.deps[i] {
			if b.is(d, "aux", "cop") && b.feat(d, "Tense=Past") {
				past = true
			}
		}
	}
	switch {
	case past && plural:
		return "were"
	case past:
		return "was"
	case plural:
		return "are"
	}
	return "is"
}

// phrases adds the tuples that stand in noun phrases: appositions.
func (b *tupler) phrases(s nlp.Span) {
	for i := s.Start; i < s.End; i++ {
		h := b.head(i)
		if h < 0 {
			continue
		}
		if !b.is(i, "appos") {
			continue
		}
		one, other := h, i
		if b.Tokens[i].UPOS == "PROPN" {
			one, other = i, h
		}
		if b.Tokens[one].UPOS == "PROPN" && b.Tokens[other].UPOS == "NOUN" {
			name := b.text(b.nominal(argument{head: one}, false))
			for _, what := range b.parts(argument{head: other}) {
				b.add("appositive", 0.4, "is", name, b.text(what))
			}
		}
	}
}
