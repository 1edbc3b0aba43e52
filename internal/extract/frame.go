package extract

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"kg/internal/kg"
	"kg/internal/lexicon"
	"kg/internal/nlp"
)

// A frame is a clause as statements see it: the one who acts, what is done in
// lemmas, to whom, and everything else.
type frame struct {
	subject argument
	words   []int // the predicate with its preposition
	lemma   string
	object  argument
	clausal bool       // object is a clause
	others  []argument // further arguments
	status  status
	parts   []argument // the parts of object that are used
}

// idioms are verbs and nouns that say one thing together: take place.
var idioms = sync.OnceValue(func() lexicon.Set { return lexicon.Words("idioms") })

// lemmaOf returns the canonical form of the n-th verb of c with those that
// belong to it: particles, and the verbs before it that say more than how the
// clause is meant: agree to buy, but buy for "seems to buy".
func (r *reader) lemmaOf(c *clause) string {
	var parts []string
	for k, v := range c.chain[:len(c.chain)-1] {
		if r.carriesMeaning(v, c.chain[k+1]) {
			parts = append(parts, r.verbLemma(v))
			if r.infinitive(c.chain[k+1]) {
				parts = append(parts, "to")
			}
		}
	}
	return strings.Join(append(parts, r.verbLemma(c.head)), " ")
}

// verbLemma returns the lemma of verb v with its particle.
func (r *reader) verbLemma(v int) string {
	lemma := r.lemma(v)
	if p := r.dep(v, "compound:prt"); p >= 0 {
		lemma += " " + r.lower(p)
	}
	return lemma
}

// carriesMeaning reports whether verb v says more of the verb next than
// whether and when it is so: agree and threaten do, seem, fail and begin do not.
func (r *reader) carriesMeaning(v, next int) bool {
	if r.Tokens[v].UPOS != "VERB" || r.dep(v, "aux:pass") >= 0 || r.passive(v) && r.participle(v) {
		return false
	}
	switch r.embedding(v, next) {
	case "future", "hypothetical":
		switch r.lemma(v) {
		case "go", "try", "set", "look":
			return false
		}
		return true
	}
	return false
}

// frame returns the frame of c, which has no copula.
func (r *reader) frame(c *clause) frame {
	f := frame{subject: c.subject, words: slices.Clone(c.words), lemma: r.lemmaOf(c), object: noArgument, status: r.status(c)}
	obliques := slices.Clone(c.obliques)
	content := slices.Clone(c.content)
	objects := slices.Clone(c.objects)
	objects = slices.DeleteFunc(objects, func(a argument) bool {
		if len(a.prep) > 0 || a.relative || !r.isTime(a) || r.Tokens[a.head].UPOS == "NUM" {
			return false
		}
		obliques = append(obliques, a) // "said Friday that"
		return true
	})
	switch {
	case c.passive && c.agent.there() && !r.unnamed(c):
		f.subject = c.agent
		if c.subject.there() {
			objects = append([]argument{c.subject}, objects...)
		}
		f.words = append(f.words, c.agent.prep...)
	case c.passive && c.agent.there():
		f.lemma = r.passiveLemma(c)
		obliques = append([]argument{c.agent}, obliques...)
	case c.passive:
		f.lemma = r.passiveLemma(c)
	}
	if n := len(objects); n > 0 && !c.passive {
		if o := objects[n-1].head; idioms()[r.lemma(c.head)+" "+r.lemma(o)] && r.dep(o, "nmod:poss", "amod") < 0 {
			// "took place", "took part in the fair": the noun is no object.
			f.lemma += " " + r.lemma(o)
			f.words = append(f.words, o)
			objects = objects[:n-1]
			for _, d := range r.deps[o] {
				if r.is(d, "nmod") && d > o {
					obliques = append([]argument{{head: d, prep: r.preps(d), rel: "obl"}}, obliques...)
				}
			}
		}
	}
	if len(objects) > 0 {
		// Of two objects the last is the thing: "gave the tenant the keys".
		// Other verbs have but one.
		last := len(objects) - 1
		if last > 0 && !doubleObject()[r.lemma(c.head)] && !r.is(objects[0].head, "iobj") {
			objects, last = objects[:1], 0
		}
		f.object = objects[last]
		for _, o := range objects[:last] {
			o.rel = "iobj"
			f.others = append(f.others, o)
		}
	}
	if len(content) > 0 && f.object.there() && r.Tokens[f.object.head].XPOS == "WP" && f.object.head < content[0].head {
		// "refined what was the plan": what belongs to the clause.
		content[0].from = f.object.head + 1
		f.object = noArgument
	}
	if len(content) > 0 {
		a := content[0]
		noun := !r.predicate(a.head)
		switch {
		case !f.object.there():
			f.object, f.clausal = a, !noun
			content = content[1:]
		case r.is(a.head, "ccomp") || a.rel == "xcomp" && (inClass(f.lemma, "urge") || inClass(f.lemma, "want")) && r.infinitive(a.head):
			// "told reporters that": what is said is the object.
			f.object.rel, f.object.relative = "iobj", true
			f.others = append(f.others, f.object)
			f.object, f.clausal = a, true
			content = content[1:]
		}
	}
	if !f.object.there() {
		if k := r.completing(c, obliques); k >= 0 {
			f.object = obliques[k]
			obliques = slices.Delete(obliques, k, k+1)
			f.words = append(f.words, f.object.prep...)
			if prep := r.prepText(f.object.prep); prep != "" {
				f.lemma += " " + prep
			}
		}
	}
	f.others = append(f.others, obliques...)
	for _, a := range c.adverbs {
		if a.head > c.head && r.dep(a.head, "obl", "nmod") >= 0 {
			f.others = append(f.others, a) // "east of Lund"
		}
	}
	f.others = append(f.others, content...)
	slices.Sort(f.words)
	f.words = slices.Compact(f.words)
	return f
}

// passiveLemma returns the lemma of a passive that stays one: "be cover".
func (r *reader) passiveLemma(c *clause) string {
	word := r.lower(c.head)
	if p := r.dep(c.head, "compound:prt"); p >= 0 {
		word += " " + r.lower(p)
	}
	return "be " + word
}

// unnamed reports whether the agent of c is somebody of whom nothing is known,
// "a protester", while the one who undergoes it has a name.
func (r *reader) unnamed(c *clause) bool {
	k, ok := r.mentions[c.subject.head]
	if !ok || r.entityOf(k) == nil {
		return false
	}
	if tok := &r.Tokens[c.agent.head]; tok.UPOS == "PRON" {
		return tok.XPOS != "PRP" // by those who …, by someone
	} else if tok.UPOS != "NOUN" {
		return false
	}
	d := r.dep(c.agent.head, "det")
	return d >= 0 && (r.lower(d) == "a" || r.lower(d) == "an") && !inClass(r.lemma(c.head), "oppose") && !inClass(r.lemma(c.head), "support")
}

// completing returns the index of the oblique that completes the predicate of
// c, which has no object: behind it, with a preposition, and no time.
func (r *reader) completing(c *clause, obliques []argument) int {
	for k, a := range obliques {
		if len(a.prep) > 0 && r.lower(a.prep[0]) != "according" && (a.head > c.head || a.relative) && !r.isTime(a) {
			if !a.relative && a.prep[0] > c.head && r.comma(c.head, a.prep[0]) {
				return -1 // far off: it may belong to anything
			}
			return k
		}
	}
	return -1
}

// prepText returns prepositions in lower case.
func (r *reader) prepText(preps []int) string {
	parts := make([]string, len(preps))
	for k, i := range preps {
		parts[k] = r.lower(i)
	}
	return strings.Join(parts, " ")
}

// isTime reports whether a says when, or for how long. What something is
// compared with is none: "lower than last year".
func (r *reader) isTime(a argument) bool {
	if r.prepText(a.prep) == "than" {
		return false
	}
	_, ok := readTime(r.tree, a.head, r.span(r.full(a)))
	return ok
}

// argumentsOf returns the further arguments of a statement with their roles.
func (r *reader) argumentsOf(others []argument, clauses []argument) []kg.Argument {
	var all []kg.Argument
	for _, a := range others {
		switch {
		case r.predicate(a.head) && (r.is(a.head, "ccomp", "xcomp") || a.rel == "xcomp"):
			all = append(all, kg.Argument{Role: "content", Term: r.clauseTerm(a)})
			continue
		case a.rel == "iobj":
			all = append(all, kg.Argument{Role: "to", Term: r.term(a)})
			continue
		}
		if len(a.prep) > 0 && r.lower(a.prep[0]) == "according" {
			continue // the speaker
		}
		for _, part := range r.partsOf(a) {
			term := r.term(part)
			role := r.prepText(part.prep)
			span := r.span(r.full(part))
			if value, ok := readTime(r.tree, part.head, span); ok && role != "than" {
				role, term.Value = "time", value
			} else if r.isPlace(part, &term) {
				role = "place"
			} else if role == "" {
				role = "manner"
				if r.Tokens[part.head].UPOS == "ADV" {
					role = "adverb"
				} else if part.rel == "obj" {
					role = "object"
				}
			}
			all = append(all, kg.Argument{Role: role, Term: term})
		}
	}
	for _, a := range clauses {
		role := r.marker(a.head)
		if role == "" || r.infinitive(a.head) {
			continue
		}
		if term := r.clauseTerm(argument{head: a.head, rel: "advcl"}); term.Text != "" {
			all = append(all, kg.Argument{Role: role, Term: term})
		}
	}
	return all
}

// isPlace reports whether a says where.
func (r *reader) isPlace(a argument, term *kg.Term) bool {
	if term.Type != "PLACE" || len(a.prep) == 0 {
		return false
	}
	switch r.lower(a.prep[0]) {
	case "in", "at", "on", "near", "inside", "outside", "within", "around", "across", "throughout", "off":
		return true
	}
	return false
}

// partsOf returns a, once for each part of its coordination.
func (r *reader) partsOf(a argument) []argument {
	if !a.there() {
		return nil
	}
	if prep := r.prepText(a.prep); prep == "between" || prep == "among" {
		a.together = true
		return []argument{a}
	}
	var all []argument
	for _, h := range r.conjuncts(a.head) {
		if h != a.head && r.besideModifier(a.head, h) {
			continue
		}
		if k, ok := r.mentions[a.head]; ok && h != a.head && r.Mentions[k].Kind == nlp.Name && r.Mentions[k].Span.Contains(h) {
			continue // one name: "the Ministry of Roads and Bridges"
		}
		if h != a.head && len(a.prep) == 0 && a.rel == "" && r.dep(a.head, "cop") >= 0 && r.dep(a.head, "case") < 0 && r.dep(h, "case") >= 0 {
			continue // "unlawful and of no effect"
		}
		if h != a.head && (r.Tokens[h].UPOS == "VERB" && r.predicate(h) || !r.nounLike(h)) {
			continue
		}
		part := a
		part.head = h
		all = append(all, part)
	}
	return all
}

// besideModifier reports whether the part h of the coordination of head goes
// with what narrows head rather than with head itself: Brask in "farmers from
// Lund and Brask".
func (r *reader) besideModifier(head, h int) bool {
	if r.Tokens[h].UPOS != "PROPN" || r.Tokens[head].UPOS != "NOUN" || r.typeOf(h) == "PERSON" {
		return false
	}
	for _, d := range r.deps[head] {
		if r.is(d, "nmod") && d > head && d < h && r.Tokens[d].UPOS == "PROPN" && r.typeOf(d) == r.typeOf(h) && len(r.preps(d)) > 0 && r.preps(h) == nil {
			return true
		}
	}
	return false
}

// nounLike reports whether i can be a part of its own in a coordination.
func (r *reader) nounLike(i int) bool {
	switch r.Tokens[i].UPOS {
	case "NOUN", "PROPN", "PRON", "NUM", "ADJ", "SYM", "X", "VERB":
		return true
	}
	return false
}

// predicateOf returns the predicate that words and lemma make.
func (r *reader) predicateOf(words []int, lemma string) kg.Predicate {
	p := kg.Predicate{Lemma: lemma}
	if len(words) > 0 {
		term := r.words(words)
		p.Text, p.Offsets, p.Spans = term.Text, term.Offsets, term.Spans
	}
	return p
}

// usable reports whether a can be the end of a statement: a noun, a name, a
// pronoun that means somebody.
func (r *reader) usable(a argument) bool {
	if !a.there() || r.is(a.head, "expl") {
		return false
	}
	tok := &r.Tokens[a.head]
	switch tok.XPOS {
	case "WDT", "WP", "WRB", "EX", "WP$":
		return false
	}
	if tok.UPOS == "VERB" && (tok.XPOS != "VBG" || a.relative || a.rel == "nsubj") {
		return false
	}
	if tok.UPOS == "ADJ" && a.rel == "nsubj" && r.dep(a.head, "det") < 0 && tok.XPOS == "JJ" {
		return false
	}
	return tok.UPOS == "SYM" || tok.UPOS != "PUNCT" && strings.ContainsFunc(tok.Text, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) })
}
