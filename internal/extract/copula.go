package extract

import (
	"slices"
	"sync"

	"kg/internal/kg"
	"kg/internal/lexicon"
)

// copulas reads what a form of be says: "Acme is a bank in Lund", "the bridge is
// unsafe", "exports depend", "most firms are dependent on exports".
func copulas(r *reader, s *sentence) []finding {
	var all []finding
	for k := range s.clauses {
		c := &s.clauses[k]
		if !c.copula || !r.usable(c.subject) {
			continue
		}
		all = append(all, r.copular(c)...)
	}
	return all
}

func (r *reader) copular(c *clause) []finding {
	if m := r.dep(c.head, "case"); m >= 0 && r.lower(m) == "according" {
		return nil
	}
	if tok := &r.Tokens[c.head]; tok.UPOS == "VERB" && (tok.XPOS != "VBN" && tok.XPOS != "VBG" || r.dep(c.head, "obj") >= 0) {
		return nil // a tree gone wrong, or "the aim is to win", which says nothing of who
	}
	if r.lower(c.subject.head) == "it" && (len(c.content) > 0 || len(c.clauses) > 0 && r.infinitive(c.clauses[0].head)) {
		return nil // "it is likely that", "it is time to": the clause says what is so
	}
	st := r.status(c)
	obliques := slices.Clone(c.obliques)
	words := slices.Clone(c.words)
	var objects []kg.Term
	var parts []argument
	lemmas := []string{"be"}
	switch tok := &r.Tokens[c.head]; {
	case r.dep(c.head, "case") >= 0 && tok.UPOS != "ADJ":
		preps := r.preps(c.head)
		lemmas[0] = "be " + r.prepText(preps)
		words = append(words, preps...)
		for _, part := range r.partsOf(argument{head: c.head, prep: preps}) {
			objects = append(objects, r.term(part))
		}
	case tok.UPOS == "ADJ" || tok.UPOS == "VERB" || tok.UPOS == "ADV":
		if k := r.completing(c, obliques); k >= 0 {
			a := obliques[k]
			obliques = slices.Delete(obliques, k, k+1)
			lemmas[0] = "be " + r.lower(c.head) + " " + r.prepText(a.prep)
			words = append(append(words, c.head), a.prep...)
			for _, part := range r.partsOf(a) {
				if r.usable(part) {
					objects = append(objects, r.term(part))
				}
			}
		} else {
			obliques = slices.DeleteFunc(obliques, func(a argument) bool { return a.head < c.head && len(a.prep) == 0 && r.reach[a.head].End >= c.head })
			for _, part := range r.partsOf(argument{head: c.head}) {
				objects = append(objects, r.term(part))
			}
		}
	default:
		parts = r.partsOf(argument{head: c.head})
		for _, part := range parts {
			objects = append(objects, r.term(part))
		}
	}
	slices.Sort(words)
	words = slices.Compact(words)
	arguments := r.argumentsOf(append(obliques, c.content...), c.clauses)
	t := r.trustOf(c)
	if r.roleNoun(c.head) {
		t.classes = []string{"role"}
	}
	var all []finding
	for _, subject := range r.partsOf(c.subject) {
		if !r.usable(subject) {
			continue
		}
		who := r.term(subject)
		for k, object := range objects {
			if object.Entity != "" && object.Entity == who.Entity {
				switch {
				case r.Tokens[subject.head].UPOS == "NOUN" && (len(parts) == 0 || r.Tokens[parts[k].head].UPOS == "PROPN"):
					who = r.what(subject) // "the mill is in Lund", "the winner was Moss"
				case k < len(parts):
					object = r.what(parts[k]) // "Moss is the mayor": what she is, not who
				}
			}
			if who.Name == object.Name && pronoun(who.Text) {
				who.Name, who.Entity = who.Text, "" // "it is a quiet town"
			}
			all = append(all, finding{at: c.head, status: st, trust: t, Statement: kg.Statement{
				Subject: who, Predicate: r.predicateOf(words, lemmas[0]), Object: object, Arguments: slices.Clone(arguments)}})
		}
	}
	return all
}

// roleNouns are nouns that say what somebody is: mayor, sister.
var roleNouns = sync.OnceValue(func() lexicon.Set { return lexicon.Words("role-nouns") })

// roleNoun reports whether token i is such a noun.
func (r *reader) roleNoun(i int) bool {
	tok := &r.Tokens[i]
	if tok.UPOS != "NOUN" && tok.UPOS != "PROPN" {
		return false
	}
	return roleNouns()[r.lemma(i)] || roleNouns()[r.lower(i)]
}
