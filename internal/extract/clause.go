package extract

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"kg/internal/lexicon"

	"kg/internal/nlp"
)

// A clause is a predicate and what belongs to it, read off the tree once.
// Everything that is said of clauses, whatever its form, derives from this
// record.
//
// A chain of verbs is one predicate: in "the council plans to stop funding the
// school" it is plans, stop, funding, and head is funding.
type clause struct {
	head     int   // the word that carries the predicate: a verb, or what follows a copula
	chain    []int // the verbs, from the first to head; head alone if there is but one
	words    []int // the predicate as it stands: auxiliaries, negation, adverbs, particles
	copula   bool  // head is what the subject is: "the mill is a ruin"
	passive  bool  // the subject undergoes what the last verb says
	relative bool  // a relative clause: its pronoun is replaced by the antecedent
	reduced  bool  // a participle behind its noun or before its clause: no finite verb

	subject  argument // head is -1 if there is none
	agent    argument // of a passive: "by the yard"
	objects  []argument
	content  []argument // clauses and adjectives that complete the verb
	obliques []argument // with and without prepositions, in order
	adverbs  []argument // adverbs outside of words, in order
	clauses  []argument // adverbial clauses, in order
}

// An argument is a phrase that fills a place of a clause.
type argument struct {
	head     int   // its head token, or -1
	prep     []int // the prepositions before it
	rel      string
	from     int  // 1 + the token with which a clause begins that does not hang on it: what; or 0
	without  int  // a dependent of head that is no part of it: the verb of speech in a quotation; or 0
	lent     bool // taken over from another clause: the subject of "sold" in "bought and sold"
	relative bool // stands for a relative pronoun; the relative clause is not part of it
	together bool // its coordination is one: between A and B
}

var noArgument = argument{head: -1}

func (a argument) there() bool { return a.head >= 0 }

// clauses returns the clauses of sentence s in the order of their heads.
func (t *tree) clauses(s nlp.Span) []clause {
	var all []clause
	for i := s.Start; i < s.End; i++ {
		if t.predicate(i) && t.next(i) < 0 {
			all = append(all, t.clause(i))
		}
	}
	return all
}

// predicate reports whether token i carries a predicate.
func (t *tree) predicate(i int) bool {
	if i < 0 {
		return false
	}
	if !strings.ContainsFunc(t.Tokens[i].Text, unicode.IsLetter) && t.Tokens[i].UPOS != "NUM" && t.Tokens[i].UPOS != "SYM" {
		return false
	}
	if t.dep(i, "cop") >= 0 {
		return true
	}
	tok := &t.Tokens[i]
	if tok.UPOS != "VERB" && !(tok.UPOS == "AUX" && t.dep(i, "nsubj", "obj") >= 0 && !t.is(i, "aux", "cop")) {
		return false
	}
	switch {
	case t.is(i, "root", "ccomp", "xcomp", "advcl", "acl", "csubj", "parataxis"):
		return true
	case t.is(i, "conj"):
		return t.head(i) >= 0 && (t.predicate(t.head(i)) || t.dep(i, "nsubj") >= 0)
	}
	return t.dep(i, "nsubj") >= 0
}

// next returns the verb that goes on the chain of predicate i, or -1: climb in
// "managed to climb the tower", fall in "are likely to fall". A verb with an
// object ends the chain: "asked the yard to close".
func (t *tree) next(i int) int {
	if t.dep(i, "obj", "iobj") >= 0 {
		return -1
	}
	for _, d := range t.deps[i] {
		if d < i || t.dep(d, "nsubj", "csubj") >= 0 {
			continue
		}
		verbal := t.Tokens[d].UPOS == "VERB" || t.dep(d, "cop") >= 0
		switch {
		case t.is(d, "xcomp") && verbal:
			return d
		case t.is(d, "advcl", "ccomp") && verbal && t.Tokens[i].UPOS == "ADJ" && t.dep(i, "cop") >= 0 && t.infinitive(d):
			return d
		}
	}
	return -1
}

// infinitive reports whether verb i has "to" before it.
func (t *tree) infinitive(i int) bool {
	for _, d := range t.deps[i] {
		if t.is(d, "mark") && d < i && t.lower(d) == "to" && t.Tokens[i].XPOS != "VBG" {
			return true
		}
	}
	return false
}

// first returns the first part of the coordination that i is in, and i itself
// if it is in none.
func (t *tree) first(i int) int {
	for t.is(i, "conj") && t.head(i) >= 0 {
		i = t.head(i)
	}
	return i
}

// clause reads the clause of predicate i.
func (t *tree) clause(i int) clause {
	c := clause{head: i, chain: t.chain(i), copula: t.dep(i, "cop") >= 0, subject: noArgument, agent: noArgument}
	c.subject = t.subject(c.chain[0], 0)
	c.passive = t.passive(i)
	if t.planned(&c) {
		c.copula = false
	}
	c.reduced = t.participle(c.chain[0])
	c.words = t.words(&c)
	t.arguments(&c)
	t.relative(&c)
	t.share(&c)
	t.quoted(&c)
	return c
}

// chain returns the verbs of the chain that ends with i.
func (t *tree) chain(i int) []int {
	h := t.head(i)
	switch {
	case h < 0:
	case t.is(i, "xcomp", "advcl", "ccomp") && t.next(h) == i:
		return append(t.chain(h), i)
	case t.is(i, "conj") && t.dep(i, "nsubj", "aux", "cop") < 0:
		// "managed to climb and paint the tower": paint goes on the chain as
		// climb does.
		first := t.first(i)
		if first != i && t.Tokens[first].XPOS == t.Tokens[i].XPOS {
			if before := t.chain(first); len(before) > 1 {
				return append(slices.Clone(before[:len(before)-1]), i)
			}
		}
	}
	return []int{i}
}

// passive reports whether verb i is a passive.
func (t *tree) passive(i int) bool {
	if t.Tokens[i].UPOS != "VERB" || t.Tokens[i].XPOS != "VBN" && t.Tokens[i].XPOS != "VBD" {
		return false
	}
	switch {
	case t.dep(i, "aux:pass") >= 0:
		return true
	case t.dep(i, "obl:agent") >= 0 && t.Tokens[i].XPOS == "VBN":
		return true
	case t.dep(i, "aux", "nsubj") >= 0:
		return false
	case t.is(i, "conj"):
		first := t.first(i)
		if t.dep(first, "cop") >= 0 && t.Tokens[i].XPOS == "VBN" && t.dep(i, "obj") < 0 {
			return true // "is old and born in Lund"
		}
		return first != i && t.Tokens[first].XPOS == "VBN" && t.passive(first)
	case t.participle(i):
		// With an object it is a past tense that the tree took for a
		// participle, unless the verb has two: "the boy given a book".
		return t.dep(i, "obj") < 0 || doubleObject()[t.lemma(i)]
	}
	return t.is(i, "xcomp") && t.Tokens[i].XPOS == "VBN"
}

// doubleObject are verbs that keep an object in the passive: given a book.
var doubleObject = sync.OnceValue(func() lexicon.Set { return lexicon.Words("double-object-verbs") })

// participle reports whether i is a participle that stands for a clause:
// "farmers growing rye", "tired of the delay, Moss left".
func (t *tree) participle(i int) bool {
	tag := t.Tokens[i].XPOS
	if tag == "VBN" && t.headless(i) {
		return false
	}
	return (t.rel(i) == "acl" || t.rel(i) == "advcl" || t.is(i, "conj") && t.head(i) >= 0 && t.participle(t.first(i)) && t.dep(i, "nsubj") < 0) &&
		(tag == "VBG" || tag == "VBN") && t.dep(i, "aux", "nsubj", "cop") < 0
}

// headless reports whether i hangs as a participle on a noun that the whole
// sentence hangs on, and so is the verb of the sentence: "The judges called for
// a vote" with called below judges.
func (t *tree) headless(i int) bool {
	h := t.head(i)
	if h < 0 || t.rel(i) != "acl" || h > i || t.rel(h) != "root" || t.dep(h, "cop", "nsubj", "acl:relcl") >= 0 || t.dep(i, "obl:agent", "aux") >= 0 {
		return false
	}
	last := t.reach[h].End - 1
	return t.Tokens[i].Text != "" && strings.HasSuffix(t.lower(i), "ed") && last > i+1 && t.Tokens[last].Text == "."
}

// subject returns the subject of verb i, its own or that which it takes from
// the clause above.
func (t *tree) subject(i, depth int) argument {
	if own := t.ownSubject(i); own >= 0 {
		return argument{head: own, rel: t.rel(own)}
	}
	h := t.head(i)
	if h < 0 || depth > 8 {
		return noArgument
	}
	lend := func(a argument) argument {
		a.lent = true
		return a
	}
	if o := t.controlled(i); o >= 0 {
		return argument{head: o, rel: t.rel(o), lent: true}
	}
	switch {
	case t.is(i, "conj"):
		if t.predicate(h) {
			if t.infinitive(i) && !t.infinitive(h) {
				return noArgument
			}
			return lend(t.subject(h, depth+1))
		}
	case t.is(i, "xcomp"):
		if o := t.dep(h, "obj", "iobj"); o >= 0 && o < i {
			if _, takes := embeddingNouns()[t.lemma(o)]; takes && t.infinitive(i) {
				return noArgument // "questioned his power to sign it"
			}
			return argument{head: o, rel: t.rel(o), lent: true}
		}
		return lend(t.subject(h, depth+1))
	case t.using(i):
		return lend(t.user(h, depth))
	case t.is(i, "advcl") && t.rel(i) != "advcl:relcl":
		if m := t.dep(i, "mark", "case"); m >= 0 && t.lower(m) == "as" && t.Tokens[i].XPOS != "VBD" {
			// "described the offer as designed to fail"
			if o := t.dep(h, "obj"); o >= 0 && o < i {
				return argument{head: o, rel: t.rel(o), lent: true}
			}
		}
		if o := t.undergoes(i, h); o >= 0 {
			return argument{head: o, rel: t.rel(o), lent: true}
		}
		if t.predicate(h) {
			return lend(t.subject(t.chain(h)[0], depth+1))
		}
	case t.is(i, "ccomp") && t.Tokens[i].XPOS == "VBG":
		return lend(t.subject(h, depth+1))
	case t.rel(i) == "acl" && (t.Tokens[i].XPOS == "VBG" || t.Tokens[i].XPOS == "VBN") && t.dep(i, "mark") < 0 && !t.participleOfNumber(h):
		return argument{head: h, rel: "nsubj", lent: true, relative: true}
	}
	return noArgument
}

// using reports whether i is the participle of use behind a noun that does not
// use anything itself, but what is done to it does: "sent letters using a
// machine".
func (t *tree) using(i int) bool {
	h := t.head(i)
	return t.lower(i) == "using" && t.participle(i) && (t.is(h, "obj", "obl", "nsubj:pass") || t.passive(h)) && !t.is(h, "obl:agent")
}

// user returns who uses what the participle of use below token h names: who
// does what h is part of.
func (t *tree) user(h, depth int) argument {
	for !t.predicate(h) {
		if h = t.head(h); h < 0 {
			return noArgument
		}
	}
	if !t.passive(h) {
		return t.subject(t.chain(h)[0], depth+1)
	}
	if agent := t.dep(h, "obl:agent"); agent >= 0 {
		return argument{head: agent, rel: "nsubj"}
	}
	return noArgument
}

// undergoes returns the object of verb h that is the subject of the gerund i
// behind it, or -1: "prevented the crowd from entering", "accused the firm of
// hiding it", "criticised her for leaving".
func (t *tree) undergoes(i, h int) int {
	m := t.dep(i, "mark", "case")
	o := t.dep(h, "obj", "nsubj:pass")
	if m < 0 || o < 0 || o > i || t.Tokens[i].XPOS != "VBG" {
		return -1
	}
	switch t.lower(m) {
	case "from", "of", "into":
		return o
	case "for", "over":
		for _, class := range classesOf(t.lemma(h)) {
			switch class {
			case "praise", "criticise", "accuse", "sue", "arrest", "convict", "dismiss from office", "acquit":
				return o
			}
		}
	}
	return -1
}

// ownSubject returns the subject of i that hangs on it, or -1. Of two, the one
// beside the verb: "what he did was run".
func (t *tree) ownSubject(i int) int {
	subject := -1
	for _, d := range t.deps[i] {
		if t.is(d, "nsubj", "csubj") && t.rel(d) != "nsubj:outer" {
			subject = d
		}
	}
	if subject < 0 {
		subject = t.dep(i, "nsubj:outer")
	}
	if e := t.dep(i, "expl"); e >= 0 && (subject < 0 || t.is(subject, "csubj")) {
		// "it is clear that the mill closed": the clause completes the verb.
		return e
	}
	return subject
}

// arguments fills in what hangs on the verbs of c.
func (t *tree) arguments(c *clause) {
	defer t.control(c)
	for k, v := range c.chain {
		for _, d := range t.deps[v] {
			if slices.Contains(c.chain, d) || slices.Contains(c.words, d) || k+1 < len(c.chain) && d == t.first(c.chain[k+1]) {
				continue // the last: a verb that the next of the chain is coordinated with
			}
			a := argument{head: d, rel: t.rel(d)}
			switch {
			case t.is(d, "obj", "iobj"):
				c.objects = append(c.objects, a)
			case t.rel(d) == "obl:agent":
				a.prep = t.preps(d)
				if t.means(d) {
					c.obliques = append(c.obliques, a)
					continue
				}
				c.agent = a
			case t.is(d, "obl"):
				a.prep = t.preps(d)
				if len(a.prep) == 2 && t.lower(a.prep[0]) == "at" && (t.lower(a.prep[1]) == "least" || t.lower(a.prep[1]) == "most") {
					a.prep = nil
					c.objects = append(c.objects, a) // "injured at least nine others"
					continue
				}
				if c.passive && v == c.head && len(a.prep) == 1 && t.lower(a.prep[0]) == "by" && !c.agent.there() && !t.dated(d) && !t.means(d) {
					c.agent = a
					continue
				}
				c.obliques = append(c.obliques, a)
			case t.is(d, "ccomp", "xcomp") && t.parted(d):
			case t.is(d, "ccomp", "xcomp"):
				c.content = append(c.content, a)
			case t.is(d, "csubj") && d > v && d != c.subject.head:
				c.content = append(c.content, a)
			case t.is(d, "advmod"):
				c.adverbs = append(c.adverbs, a)
			case t.is(d, "advcl"):
				c.clauses = append(c.clauses, a)
			}
		}
	}
}

// meansNouns are nouns that say by what means.
var meansNouns = sync.OnceValue(func() lexicon.Set { return lexicon.Words("means") })

// means reports whether nominal i is such a noun, bare: "by ambulance".
func (t *tree) means(i int) bool {
	return t.Tokens[i].UPOS == "NOUN" && meansNouns()[t.lemma(i)] && t.dep(i, "det", "nmod:poss", "amod") < 0
}

// dated reports whether the head of an oblique is a day, month or year: "by
// Friday" is no agent.
func (t *tree) dated(i int) bool {
	tok := &t.Tokens[i]
	return tok.UPOS == "NUM"
}

// preps returns the prepositions of token i with their fixed parts: because of.
func (t *tree) preps(i int) []int {
	var preps []int
	for _, d := range t.deps[i] {
		if t.is(d, "case") && d < i && t.Tokens[d].XPOS != "POS" && t.Tokens[d].UPOS != "PUNCT" {
			preps = append(preps, slices.DeleteFunc(t.below(d), func(k int) bool { return t.Tokens[k].UPOS == "PUNCT" })...)
		}
	}
	return preps
}

// below returns token i and all that hang under it, in order.
func (t *tree) below(i int) []int {
	all := []int{i}
	for k := 0; k < len(all); k++ {
		all = append(all, t.deps[all[k]]...)
	}
	slices.Sort(all)
	return all
}

// relative puts the antecedent in the place of the relative pronoun, or in the
// empty place if there is none: "the ban that the court overruled", "the ban
// the court overruled".
func (t *tree) relative(c *clause) {
	top := c.chain[0]
	if first := t.first(top); first != top && t.rel(first) == "acl:relcl" && (c.subject.lent || !c.subject.there()) {
		top = first
	}
	if t.rel(top) != "acl:relcl" && !t.contact(top) {
		return
	}
	noun := t.head(top)
	if noun < 0 {
		return
	}
	c.relative = true
	if up := t.head(noun); up >= 0 && t.Tokens[noun].UPOS == "PROPN" && t.is(noun, "nmod") && t.Tokens[up].UPOS == "NOUN" && eventVerbs()[t.lemma(c.head)] && t.dep(top, "nsubj") >= 0 && t.Tokens[t.dep(top, "nsubj")].XPOS == "WDT" {
		noun = up
	}
	antecedent := func(a argument) argument {
		return argument{head: noun, prep: a.prep, rel: a.rel, relative: true, lent: a.lent}
	}
	if c.subject.there() && t.pronounRelative(c.subject.head) {
		c.subject = antecedent(c.subject)
		return
	}
	if top != c.chain[0] {
		return
	}
	for _, list := range [][]argument{c.objects, c.obliques} {
		for k, a := range list {
			if t.pronounRelative(a.head) {
				list[k] = antecedent(a)
				return
			}
		}
	}
	for k, a := range c.adverbs {
		if tag := t.Tokens[a.head].XPOS; tag == "WRB" {
			// "the place where they met": where stands for in the place.
			c.adverbs = slices.Delete(c.adverbs, k, k+1)
			return
		}
	}
	if c.subject.there() && c.subject.head != noun && len(c.objects) == 0 && len(c.content) == 0 && !c.passive && !c.copula {
		if stranded := t.stranded(c.head); stranded >= 0 {
			c.obliques = slices.DeleteFunc(c.obliques, func(a argument) bool { return a.head == stranded })
			c.adverbs = slices.DeleteFunc(c.adverbs, func(a argument) bool { return a.head == stranded })
			c.obliques = append(c.obliques, argument{head: noun, prep: []int{stranded}, rel: "obl", relative: true})
			return
		}
		c.objects = append(c.objects, argument{head: noun, rel: "obj", relative: true})
	}
}

// eventVerbs say what events do.
var eventVerbs = sync.OnceValue(func() lexicon.Set { return lexicon.Words("event-verbs") })

// contact reports whether i is a relative clause without a pronoun that the
// tree calls something else: "the speech Moss gave".
func (t *tree) contact(i int) bool {
	return t.rel(i) == "acl" && t.ownSubject(i) >= 0 && (t.Tokens[i].XPOS != "VBN" && t.Tokens[i].XPOS != "VBG" || t.dep(i, "aux") >= 0) && t.dep(i, "mark") < 0 && t.head(i) >= 0 && t.head(i) < i
}

// stranded returns the preposition that verb i leaves at its end, or -1: "the
// firm she works for".
func (t *tree) stranded(i int) int {
	for _, d := range t.deps[i] {
		if d > i && t.Tokens[d].UPOS == "ADP" && len(t.deps[d]) == 0 && t.is(d, "obl", "case", "advmod", "compound") {
			return d
		}
	}
	return -1
}

// pronounRelative reports whether i is a relative pronoun.
func (t *tree) pronounRelative(i int) bool {
	switch t.Tokens[i].XPOS {
	case "WDT", "WP":
		return true
	}
	return t.lower(i) == "that" && t.Tokens[i].UPOS == "PRON" && t.Tokens[i].XPOS != "DT"
}

// share gives c what it has in common with the other parts of its
// coordination: in "bought and sold the mill" bought gets the object of sold.
func (t *tree) share(c *clause) {
	if len(c.objects) > 0 || len(c.content) > 0 || c.agent.there() || c.copula || len(c.obliques) > 0 || len(c.adverbs) > 0 {
		return
	}
	for _, d := range t.deps[c.head] {
		if !t.is(d, "conj") || t.Tokens[d].UPOS != "VERB" || t.dep(d, "nsubj") >= 0 || d-c.head > 4 {
			continue
		}
		if t.passive(d) != c.passive || t.comma(c.head, d) {
			continue
		}
		if o := t.dep(d, "obj"); o > d && !c.passive {
			c.objects = append(c.objects, argument{head: o, rel: "obj", lent: true})
		} else if o := t.dep(d, "obl:agent"); o > d {
			c.agent = argument{head: o, prep: t.preps(o), rel: "obl:agent", lent: true}
		}
		return
	}
}

// parted reports whether a semicolon stands before the clause of d: it is a
// sentence of its own.
func (t *tree) parted(d int) bool {
	start := t.reach[d].Start
	return start > 0 && t.Tokens[start-1].Text == ";" || t.Tokens[start].Text == ";"
}

// comma reports whether a comma stands between tokens i and j.
func (t *tree) comma(i, j int) bool {
	for k := i; k < j; k++ {
		if t.Tokens[k].Text == "," {
			return true
		}
	}
	return false
}

// quoted gives a verb of speech that is put in or behind what is said its
// content: "the mill will close, said Moss".
func (t *tree) quoted(c *clause) {
	if c.rel(t) != "parataxis" || len(c.content) > 0 || len(c.objects) > 0 || c.passive || c.copula {
		return
	}
	if h := t.head(c.chain[0]); h >= 0 && t.predicate(h) {
		c.content = append(c.content, argument{head: h, rel: "parataxis", without: c.chain[0]})
	}
}

// rel returns the relation of c to what it hangs on.
func (c *clause) rel(t *tree) string { return t.rel(c.chain[0]) }

// control takes the infinitive behind the object of c for what completes the
// verb, where the verb asks for one: "urged the town to act" is not about a town
// that acts, nor does the urging have that purpose.
func (t *tree) control(c *clause) {
	if len(c.objects) == 0 || len(c.content) > 0 || !t.controls(c.head) {
		return
	}
	o := c.objects[len(c.objects)-1].head
	for _, d := range t.deps[o] {
		if t.rel(d) == "acl" && t.infinitive(d) && d > o {
			c.content = append(c.content, argument{head: d, rel: "xcomp"})
			return
		}
	}
	for k, a := range c.clauses {
		if t.infinitive(a.head) && a.head > o && t.dep(a.head, "nsubj") < 0 && t.restrictive(a.head) {
			c.content = append(c.content, argument{head: a.head, rel: "xcomp"})
			c.clauses = slices.Delete(c.clauses, k, k+1)
			return
		}
	}
}

// controlVerbs take an object and an infinitive of which it is the subject.
var controlVerbs = sync.OnceValue(func() lexicon.Set { return lexicon.Words("control-verbs") })

// controls reports whether verb i is such a verb.
func (t *tree) controls(i int) bool { return controlVerbs()[t.lemma(i)] }

// controlled returns the object that is the subject of the infinitive i, when
// the tree hangs it on the object or takes it for a purpose.
func (t *tree) controlled(i int) int {
	h := t.head(i)
	if h < 0 || !t.infinitive(i) {
		return -1
	}
	switch {
	case t.rel(i) == "acl" && t.is(h, "obj", "iobj") && t.head(h) >= 0 && t.controls(t.head(h)) && h < i:
		return h
	case t.is(i, "advcl") && t.controls(h) && t.restrictive(i):
		if o := t.dep(h, "obj", "iobj"); o >= 0 && o < i {
			return o
		}
	}
	return -1
}

// participleOfNumber reports whether noun h cannot have a participle of which
// it is the subject: a bare number or an amount.
func (t *tree) participleOfNumber(h int) bool {
	return t.Tokens[h].UPOS == "SYM" || t.Tokens[h].UPOS == "PUNCT"
}

// planned reports whether c says what is arranged, "the law is to take effect",
// rather than what something consists in, "the aim is to win".
func (t *tree) planned(c *clause) bool {
	if !c.copula || t.Tokens[c.head].UPOS != "VERB" || !t.infinitive(c.head) || !c.subject.there() {
		return false
	}
	return !aims()[t.lemma(c.subject.head)] && t.Tokens[c.subject.head].XPOS != "WP" && !t.is(c.subject.head, "csubj")
}

// aims are nouns that an infinitive fills with content: aim, purpose.
var aims = sync.OnceValue(func() lexicon.Set { return lexicon.Words("aims") })
