package extract

import (
	"kg/internal/kg"
)

// possessives reads who belongs to what: "the Herald's Ada Moss" works for it,
// and "Acme's chairman, Carl Ryd" is read with the apposition.
func possessives(r *reader, s *sentence) []finding {
	var all []finding
	for i := s.Start; i < s.End; i++ {
		h := r.head(i)
		if h < 0 || !r.is(i, "nmod:poss") || r.Tokens[i].UPOS != "PROPN" || r.Tokens[h].UPOS != "PROPN" {
			continue
		}
		owner, member := r.typeOf(i), r.typeOf(h)
		if member != "PERSON" || owner != "ORG" && owner != "ORGANIZATION" {
			continue
		}
		f := finding{at: h, trust: trust{form: "possessive", classes: []string{"role"}}, Statement: kg.Statement{
			Subject: r.term(argument{head: h}), Predicate: kg.Predicate{Lemma: "be affiliated with"}, Object: r.term(argument{head: i})}}
		f.Predicate.Offsets = kg.Offsets{Start: f.Object.Offsets.End, End: f.Object.Offsets.End}
		all = append(all, f)
	}
	return all
}

// typeOf returns the type of the mention with head i, or "".
func (r *reader) typeOf(i int) string {
	if k, ok := r.mentions[i]; ok {
		return r.Mentions[k].Type
	}
	return ""
}
