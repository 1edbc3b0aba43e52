package extract

import (
	"slices"
	"sync"

	"kg/internal/kg"
	"kg/internal/lexicon"
	"kg/internal/nlp"
)

// verbs reads what finite and infinite verbs say: "Acme has agreed to buy
// Beta", "the ban that the court overruled", "farmers growing rye".
func verbs(r *reader, s *sentence) []finding {
	var all []finding
	for k := range s.clauses {
		c := &s.clauses[k]
		if c.copula {
			continue
		}
		all = append(all, r.matrix(c)...)
		if !r.light(c) {
			all = append(all, r.verbal(c)...)
		}
	}
	return all
}

// verbal returns the statements of the last verb of c.
func (r *reader) verbal(c *clause) []finding {
	if r.there(c) {
		return r.existential(c)
	}
	f := r.frame(c)
	if !r.usable(f.subject) || r.Tokens[c.head].UPOS == "AUX" {
		return nil
	}
	if cue, ok := r.cues[c.head]; ok && (!f.clausal || r.unfinished(f.object)) && said(r.attributions[cue].Form) {
		return r.saying(c, &f, cue)
	}
	return r.frameFindings(c, &f)
}

// there reports whether c says that there is something.
func (r *reader) there(c *clause) bool {
	d := r.dep(c.chain[0], "expl")
	if d < 0 && c.head != c.chain[0] {
		d = r.dep(c.head, "expl")
	}
	return d >= 0 && r.lower(d) == "there"
}

// frameFindings returns the statements that frame f makes, one for each choice
// of the parts of its subject and object.
func (r *reader) frameFindings(c *clause, f *frame) []finding {
	var all []finding
	if f.clausal && r.unfinished(f.object) {
		return nil
	}
	arguments := r.argumentsOf(f.others, c.clauses)
	predicate := r.predicateOf(f.words, f.lemma)
	objects := []kg.Term{{}}
	switch {
	case f.clausal:
		objects[0] = r.clauseTerm(f.object)
	case f.object.there():
		objects = nil
		for _, part := range r.partsOf(f.object) {
			if !r.usable(part) {
				continue
			}
			objects = append(objects, r.term(part))
			f.parts = append(f.parts, part)
		}
	}
	if len(objects) == 0 {
		objects = []kg.Term{{}}
	}
	t := r.trustOf(c)
	for _, subject := range r.partsOf(f.subject) {
		if !r.usable(subject) {
			continue
		}
		who := r.term(subject)
		for k, object := range objects {
			if object.Entity != "" && object.Entity == who.Entity && k < len(f.parts) && becoming[r.lemma(c.head)] {
				object = r.what(f.parts[k])
			}
			all = append(all, finding{at: c.head, status: f.status, trust: t, clausal: f.clausal, Statement: kg.Statement{
				Subject: who, Predicate: predicate, Object: object, Arguments: slices.Clone(arguments)}})
		}
	}
	return all
}

// dative are verbs of speech whose object is the one who hears: tell.
var dative = sync.OnceValue(func() lexicon.Set { return lexicon.Words("verbs-of-telling") })

// holdsVerb reports whether a finite verb stands in span.
func (r *reader) holdsVerb(span nlp.Span) bool {
	for i := span.Start; i < span.End; i++ {
		if r.finite(i) || r.Tokens[i].XPOS == "VBN" && r.dep(i, "aux:pass") >= 0 {
			return true
		}
	}
	return false
}

// finite reports whether token i is a finite verb.
func (r *reader) finite(i int) bool {
	switch r.Tokens[i].XPOS {
	case "VBZ", "VBP", "VBD", "MD":
		return true
	}
	return false
}

// becoming are verbs whose object says what the subject is.
var becoming = map[string]bool{"become": true, "remain": true, "name": true, "elect": true, "appoint": true, "call": true, "stay": true}

// unfinished reports whether the clause a has a finite verb and no subject: the
// tree has gone wrong there.
func (r *reader) unfinished(a argument) bool {
	if a.from > 0 {
		return false
	}
	switch tag := r.Tokens[r.reach[a.head].Start].XPOS; tag {
	case "WP", "WRB", "WDT", "WP$":
		return false // "refined what was the plan"
	}
	switch r.Tokens[a.head].XPOS {
	case "VBZ", "VBP", "VBD":
		return r.ownSubject(a.head) < 0 && r.rel(a.head) != "parataxis"
	}
	if k := r.dep(a.head, "cop"); k >= 0 {
		switch r.Tokens[k].XPOS {
		case "VBZ", "VBP", "VBD":
			return r.ownSubject(a.head) < 0
		}
	}
	return false
}

// matrix returns the statements of the verbs of a chain before the last that
// say something themselves: in "Acme has agreed to buy Beta" that Acme agreed.
func (r *reader) matrix(c *clause) []finding {
	var all []finding
	for k, v := range c.chain[:len(c.chain)-1] {
		next := c.chain[k+1]
		if k == 0 && c.agent.there() && !c.passive && r.dep(v, "aux:pass") >= 0 {
			all = append(all, r.toldBy(c, v, next)...)
			continue
		}
		if !r.carriesMeaning(v, next) && !r.stanceVerb(v) || !r.usable(c.subject) || r.first(next) != next {
			continue
		}
		words := r.wordsUpTo(c, v)
		lemma := r.verbLemma(v)
		st := r.local(c, k+1).within(r.outer(c.chain[0]))
		object := r.clauseTerm(argument{head: next, rel: "xcomp"})
		for _, subject := range r.partsOf(c.subject) {
			if !r.usable(subject) {
				continue
			}
			all = append(all, finding{at: v, status: st, trust: r.trustOf(c), Statement: kg.Statement{
				Subject: r.term(subject), Predicate: r.predicateOf(words, lemma), Object: object}})
		}
	}
	return all
}

// toldBy returns the statement of a passive that leads a chain and has an agent:
// "the guards were told by the mayor to leave".
func (r *reader) toldBy(c *clause, v, next int) []finding {
	var all []finding
	st := r.local(c, 1).within(r.outer(v))
	object := r.clauseTerm(argument{head: next, rel: "xcomp"})
	for _, who := range r.partsOf(c.agent) {
		for _, whom := range r.partsOf(c.subject) {
			if !r.usable(who) || !r.usable(whom) {
				continue
			}
			all = append(all, finding{at: v, status: st, trust: r.trustOf(c), Statement: kg.Statement{
				Subject: r.term(who), Predicate: r.predicateOf(r.wordsUpTo(c, v), r.verbLemma(v)), Object: object,
				Arguments: []kg.Argument{{Role: "to", Term: r.term(whom)}}}})
		}
	}
	return all
}

// stanceVerb reports whether v takes a stand: refuse in "refused to sell".
func (r *reader) stanceVerb(v int) bool {
	return r.Tokens[v].UPOS == "VERB" && (inClass(r.lemma(v), "reject") || inClass(r.lemma(v), "deny")) && r.dep(v, "aux:pass") < 0
}

// wordsUpTo returns the words of c up to verb v.
func (r *reader) wordsUpTo(c *clause, v int) []int {
	last := v
	if p := r.dep(v, "compound:prt"); p > v {
		last = p
	}
	return slices.DeleteFunc(slices.Clone(c.words), func(i int) bool { return i > last })
}

// saying returns the statement of a verb of speech whose content is beside it
// in the text, not below it in the tree.
func (r *reader) saying(c *clause, f *frame, cue int) []finding {
	for _, span := range r.attributions[cue].Content {
		if span.Len() == 0 || r.sentence[span.Start] != r.sentence[c.head] {
			continue
		}
		within := f.object.there() && len(f.object.prep) == 0 && span.Contains(f.object.head)
		if within && !f.clausal && dative()[r.lemma(c.head)] {
			// "told reporters that": those who hear are no part of what is said.
			full := r.full(f.object)
			span.Start, within = max(span.Start, full[len(full)-1]+1), false
			if span.Len() < 3 {
				continue
			}
		}
		if form := r.attributions[cue].Form; within && !f.clausal && form != "according" && span.Len() > 3 && r.holdsVerb(span) {
			// "reported three malls were damaged": a clause, whatever the tree says.
		} else if f.object.there() && !within && span.Contains(f.object.head) || within && span.Len() <= len(r.full(f.object))+1 {
			continue
		}
		if f.object.there() && !within && !f.clausal && len(f.object.prep) == 0 && f.object.head < span.Start && !dative()[r.lemma(c.head)] && r.Tokens[f.object.head].UPOS != "PRON" {
			// "announced the region, to be called Norrland, would govern itself":
			// what looks like an object is the subject of what is announced.
			span.Start, within = r.reach[f.object.head].Start, true
		}
		object := r.quoted(span)
		if object.Text == "" {
			continue
		}
		if f.clausal && r.unfinished(f.object) && r.finite(span.Start) {
			return nil // "fires that media said were under control"
		}
		g := *f
		if g.clausal || within {
			g.object, g.clausal = noArgument, false
		}
		g.lemma, g.words = r.lemmaOf(c), c.words
		g.others = slices.DeleteFunc(slices.Clone(g.others), func(a argument) bool { return span.Contains(a.head) })
		if g.object.there() {
			if len(g.object.prep) == 0 {
				g.object.rel = "iobj" // "told reporters"
			}
			g.others = append([]argument{g.object}, g.others...)
			g.object = noArgument
		}
		all := r.frameFindings(c, &g)
		for k := range all {
			all[k].Object, all[k].clausal = object, true
			all[k].Predicate.Lemma = r.sayLemma(all[k].Predicate.Lemma, r.attributions[cue].Form)
		}
		return all
	}
	return r.frameFindings(c, f)
}

// existential returns what "there is" says: that the thing exists, where.
func (r *reader) existential(c *clause) []finding {
	subject := -1
	for _, d := range r.deps[c.head] {
		if r.is(d, "nsubj", "obj") && r.lower(d) != "there" {
			subject = d
			break
		}
	}
	if subject < 0 {
		return nil
	}
	st := r.status(c)
	if r.noneOf(argument{head: subject}) && !r.noneOf(c.subject) {
		st.negative = !st.negative
	}
	obliques := slices.Clone(c.obliques)
	var all []finding
	for _, part := range r.partsOf(argument{head: subject, rel: "nsubj"}) {
		if !r.usable(part) {
			continue
		}
		all = append(all, finding{at: c.head, status: st, trust: r.trustOf(c), Statement: kg.Statement{
			Subject: r.term(part), Predicate: r.predicateOf(c.words, "exist"), Arguments: r.argumentsOf(obliques, c.clauses)}})
	}
	return all
}
