package extract

import (
	"slices"

	"kg/internal/kg"
)

// A stanceNoun is a noun that says what a verb of a class of stance says, with
// what it is about: "opposition to the plan".
type stanceNoun struct {
	noun   int
	class  string
	about  argument // what stands behind the preposition
	clause int      // verb of an infinitive: "calls for the town to act", or -1
}

// infinitiveAfter returns the infinitive behind the nominal d of noun i, of
// which d is the subject wherever the tree hangs it: act in "calls for the town
// to act".
func (r *reader) infinitiveAfter(i, d int) int {
	for _, h := range []int{d, i, r.head(i)} {
		if h < 0 {
			continue
		}
		for _, v := range r.deps[h] {
			if v > d && r.is(v, "acl", "advcl", "xcomp") && r.rel(v) != "acl:relcl" && r.infinitive(v) && r.reach[v].Start <= r.reach[d].End+1 {
				return v
			}
		}
	}
	return -1
}

// stanceNounAt returns the stance noun at i, if there is one with what it is
// about.
func (r *reader) stanceNounAt(i int) (stanceNoun, bool) {
	if r.Tokens[i].UPOS != "NOUN" {
		return stanceNoun{}, false
	}
	preps := stanceHeads()[r.lemma(i)]
	if len(preps) == 0 {
		return stanceNoun{}, false
	}
	for _, d := range r.deps[i] {
		if d < i {
			continue
		}
		if r.is(d, "nmod") {
			cases := r.preps(d)
			if prep := r.prepText(cases); prep != "" {
				if class, ok := stanceNouns()[r.lemma(i)+" "+prep]; ok {
					n := stanceNoun{i, class, argument{head: d, prep: cases}, -1}
					if prep == "for" && class == "call for" {
						n.clause = r.infinitiveAfter(i, d)
					}
					return n, true
				}
			}
		}
		if r.is(d, "acl") && r.Tokens[d].UPOS == "VERB" && r.infinitive(d) {
			// "calls for the town to act", "calls to act"
			prep := "to"
			for _, m := range r.deps[d] {
				if r.is(m, "mark") && r.lower(m) == "for" {
					prep = "for"
				}
			}
			if class, ok := stanceNouns()[r.lemma(i)+" "+prep]; ok {
				return stanceNoun{i, class, noArgument, d}, true
			}
			if class, ok := stanceNouns()[r.lemma(i)+" for"]; ok && class == "call for" {
				return stanceNoun{i, class, noArgument, d}, true
			}
		}
	}
	return stanceNoun{}, false
}

// aboutTerms returns what n is about, part by part.
func (r *reader) aboutTerms(n stanceNoun) []kg.Term {
	if n.clause >= 0 && n.about.there() {
		who, what := r.full(n.about), r.clauseTerm(argument{head: n.clause, rel: "xcomp"})
		who = slices.DeleteFunc(who, func(i int) bool { return i >= r.reach[n.clause].Start })
		term := r.words(sorted(append(slices.Clone(who), r.phrase(n.clause, func(d int) bool { return false })...)))
		term.Name = r.joined(who) + " to " + what.Name
		term.Plain = what.Plain
		return []kg.Term{term}
	}
	if s := r.ownSubjectOf(n.clause); s >= 0 {
		what := r.clauseTerm(argument{head: n.clause, rel: "xcomp"})
		tokens := r.phrase(n.clause, func(d int) bool { return r.head(d) == n.clause && r.is(d, "mark") && r.lower(d) == "for" })
		term := r.words(tokens)
		term.Name = r.name(s) + " to " + r.joined(r.phrase(n.clause, func(d int) bool { return r.head(d) == n.clause && r.is(d, "mark", "nsubj", "punct") }))
		term.Plain = what.Plain
		return []kg.Term{term}
	}
	if n.clause >= 0 {
		return []kg.Term{r.clauseTerm(argument{head: n.clause, rel: "xcomp"})}
	}
	var all []kg.Term
	for _, part := range r.partsOf(n.about) {
		if r.usable(part) {
			all = append(all, r.term(part))
		}
	}
	return all
}

// ownSubjectOf returns the subject that hangs on verb i, or -1.
func (r *reader) ownSubjectOf(i int) int {
	if i < 0 {
		return -1
	}
	return r.dep(i, "nsubj")
}

// nominals reads what nouns say that stand for verbs of stance, if it is said
// whose: "the union's opposition to the plan", "the rejection of the offer by
// the board", "the mayor's calls for calm", "anger grows among teachers".
func nominals(r *reader, s *sentence) []finding {
	var all []finding
	for i := s.Start; i < s.End; i++ {
		n, ok := r.stanceNounAt(i)
		if !ok {
			if c := r.clauseOver(i); c != nil && r.is(i, "obj") && r.light(c) {
				n, ok = r.besides(c, i)
			}
		}
		if !ok {
			continue
		}
		all = append(all, r.turnedDown(n)...)
		for _, who := range r.holders(n) {
			st := r.nominalStatus(i, who)
			for _, about := range r.aboutTerms(n) {
				all = append(all, finding{at: i, status: st, trust: trust{form: "nominal"}, Statement: kg.Statement{
					Subject: r.term(who), Predicate: r.predicateOf(append([]int{i}, n.about.prep...), n.class), Object: about}})
			}
		}
	}
	return all
}

// turnedDown infers who says no: where calls for the town to act have been
// rejected, the town rejects them.
func (r *reader) turnedDown(n stanceNoun) []finding {
	c := r.clauseOver(n.noun)
	if c == nil || !c.passive || c.agent.there() || c.subject.head != n.noun || n.class != "call for" || n.clause < 0 || !inClass(r.lemma(c.head), "reject") {
		return nil
	}
	who := n.about
	if s := r.ownSubjectOf(n.clause); s >= 0 {
		who = argument{head: s, rel: "nsubj"}
	}
	if !r.usable(who) {
		return nil
	}
	object := r.term(argument{head: n.noun})
	return []finding{{at: c.head, status: r.status(c), trust: trust{form: "judgement"}, Statement: kg.Statement{
		Subject: r.term(who), Predicate: r.predicateOf(c.words, r.lemma(c.head)), Object: object, Inferred: true}}}
}

// holders returns those whose stance noun n is: a possessive, "by …", a name
// before it, those among whom it grows.
func (r *reader) holders(n stanceNoun) []argument {
	var all []argument
	for _, d := range r.deps[n.noun] {
		switch {
		case r.is(d, "nmod:poss"):
			if c := r.clauseOver(n.noun); r.Tokens[d].UPOS == "PRON" && c != nil && r.light(c) {
				continue // "reiterated his opposition": the light verb says whose
			}
			all = append(all, argument{head: d, rel: "nmod:poss"})
		case r.is(d, "compound", "nmod:desc") && r.Tokens[d].UPOS == "PROPN" && d < n.noun:
			if typ := r.typeOf(d); typ == "PERSON" || typ == "ORG" || typ == "ORGANIZATION" || typ == "PLACE" || typ == "" {
				all = append(all, argument{head: d, rel: "compound"})
			}
		case r.is(d, "nmod", "obl:agent", "obl") && d > n.noun && d != n.about.head:
			switch preps := r.preps(d); r.prepText(preps) {
			case "by", "from", "among", "within":
				all = append(all, argument{head: d, prep: preps, rel: "nmod"})
			}
		}
	}
	if h := r.head(n.noun); len(all) == 0 && h >= 0 && r.is(n.noun, "nsubj") {
		if c := r.clauseOf[h]; c != nil && r.spreads(h) {
			for _, a := range c.obliques {
				switch r.prepText(a.prep) {
				case "among", "within", "from":
					all = append(all, a)
				}
			}
		}
	}
	if len(all) == 0 {
		// "growing anger within its ranks" hangs on the verb in many trees.
		return nil
	}
	var parts []argument
	for _, a := range all {
		for _, part := range r.partsOf(a) {
			if r.usable(part) && !r.isTime(part) {
				parts = append(parts, part)
			}
		}
	}
	return parts
}

// spreads reports whether verb i says that something is there and grows.
func (r *reader) spreads(i int) bool {
	switch r.lemma(i) {
	case "grow", "rise", "mount", "spread", "increase", "swell", "come", "emerge", "remain", "be", "exist", "build", "deepen", "intensify", "surge", "erupt", "persist":
		return true
	}
	return false
}

// nominalStatus returns the status of a stance noun: what is somebody's is
// there; otherwise it is as the clause around it is meant.
func (r *reader) nominalStatus(i int, who argument) status {
	st := status{}
	if who.rel == "nmod:poss" || who.rel == "compound" {
		if !r.noneOf(argument{head: i}) {
			// "his support could fade" still has his support; but "would win
			// their support" has not.
			if c := r.clauseOver(i); c != nil && slices.ContainsFunc(c.objects, func(a argument) bool { return a.head == i }) {
				if up := r.status(c); up.modality != kg.Actual {
					st.modality = up.modality
				}
			}
			return st
		}
	}
	if c := r.clauseOver(i); c != nil {
		st = status{}.under(r.status(c))
		if r.status(c).negative && st.modality == kg.Hypothetical {
			st.modality = kg.Hypothetical
		}
	}
	return st
}

// clauseOver returns the clause that token i stands in, or nil.
func (r *reader) clauseOver(i int) *clause {
	for depth := 0; i >= 0 && depth < 40; depth++ {
		if c := r.clauseOf[i]; c != nil {
			return c
		}
		i = r.head(i)
	}
	return nil
}
