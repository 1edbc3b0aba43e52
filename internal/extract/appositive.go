package extract

import (
	"kg/internal/kg"
)

// appositives reads what stands beside a name between commas: "Ada Moss, a
// farmer from Lund, …". Whichever comes first, the name is the subject.
func appositives(r *reader, s *sentence) []finding {
	var all []finding
	for i := s.Start; i < s.End; i++ {
		h := r.head(i)
		if h < 0 || !r.is(i, "appos") {
			continue
		}
		name, what := h, i
		if r.Tokens[i].UPOS == "PROPN" && r.Tokens[h].UPOS == "NOUN" {
			name, what = i, h
		}
		if r.Tokens[name].UPOS != "PROPN" || r.Tokens[what].UPOS != "NOUN" || r.restrictive(i) || !r.sameKind(name, what) {
			continue
		}
		if r.listed(h, i) {
			continue
		}
		for _, part := range r.partsOf(argument{head: what}) {
			if part.head != what && !r.roleNoun(part.head) {
				continue
			}
			f := finding{at: name, trust: trust{form: "appositive"}, Statement: kg.Statement{
				Subject: r.term(argument{head: name}), Predicate: kg.Predicate{Lemma: "be"}, Object: r.what(part)}}
			f.Predicate.Offsets = kg.Offsets{Start: f.Subject.Offsets.End, End: f.Subject.Offsets.End}
			if r.roleNoun(part.head) {
				f.trust.classes = []string{"role"}
			} else if r.Tokens[name].UPOS == "PROPN" && r.dep(part.head, "det", "nmod:poss") < 0 {
				continue // "Lund, rain and wind": a list, not a description
			}
			all = append(all, f)
		}
	}
	return all
}

// what returns the term of a description: what somebody is, not the one who it
// is.
func (r *reader) what(a argument) kg.Term {
	term := r.words(r.full(a))
	term.Name = r.name(a.head)
	if plain := r.plain(a.head); plain != term.Name {
		term.Plain = plain
	}
	return term
}

// sameKind reports whether a description may be of a name: a person is no
// place, and a date is nobody.
func (r *reader) sameKind(name, what int) bool {
	kind := func(i int) string {
		if k, ok := r.mentions[i]; ok {
			return r.Mentions[k].Type
		}
		return ""
	}
	a, b := kind(name), kind(what)
	if _, ok := readTime(r.tree, what, r.span(r.full(argument{head: what}))); ok {
		return false
	}
	if a == "PERSON" && !r.roleNoun(what) && b != "PERSON" && b != "" {
		return false
	}
	return a == "" || b == "" || a == b || r.roleNoun(what) && a == "PERSON"
}

// listed reports whether i stands in a list after h: "Lund, Malmö and Ystad" is
// no description, nor is what a number follows, "Ada Moss, 45".
func (r *reader) listed(h, i int) bool {
	return len(r.conjuncts(h)) > 1 && r.conjuncts(h)[len(r.conjuncts(h))-1] > i || r.Tokens[i].UPOS == "NUM"
}
