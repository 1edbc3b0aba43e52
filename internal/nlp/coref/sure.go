package coref

import (
	"slices"
	"strings"

	"kg/internal/nlp"
)

// sure returns an antecedent of ref i that needs no model: the same name again,
// the last name of somebody named in full before, an acronym of a name, another
// name of the same country. It returns first if there is none, or if two things
// are called the same.
func (r *resolver) sure(i int, candidates []int) int {
	m := &r.refs[i]
	if m.Kind == nlp.Nominal && m.head == presidency && m.key == "the" && len(m.mods) == 0 && m.home == "" && m.number == one && m.Span.Len() == 2 {
		if a := r.leader; a != first && r.of[a] >= 0 && !r.clusters[r.of[a]].blocked(r.refs, m, &r.refs[a]) {
			return a
		}
	}
	if m.Kind != nlp.Name {
		return first
	}
	found, same := first, false
	half := first // somebody whose name has m's only word neither first nor last
	for _, a := range candidates {
		if !certain(m, &r.refs[a]) {
			if half == first && halfName(m, &r.refs[a]) {
				half = a
			}
			continue
		}
		equal := compare(m.name, r.refs[a].name) == equal
		switch {
		case found == first || equal && !same:
			found, same = a, equal
		case same && !equal:
		case r.of[a] == r.of[found]:
			found = max(found, a)
		case same:
			return first
		default:
			// Two of one last name: the one who was named first is the one
			// whom the text is about.
			found = min(found, a)
		}
	}
	if found == first {
		return half
	}
	return found
}

// The office of somebody after whom an administration is called.
const presidency, presidentsBody = "president", "administration"

// leader returns the person after whom doc calls an administration, "the Moss
// administration": whom it then calls "the president". There is none if it
// names two, or calls another one president.
func leader(doc *nlp.Doc, refs []ref) int {
	found := first
	for i := range refs {
		m := &refs[i]
		if m.Kind != nlp.Name || m.Type != "PERSON" || len(m.name) == 0 {
			continue
		}
		titled := false
		for k := m.Span.Start; k < m.Name.Start; k++ {
			titled = titled || strings.EqualFold(doc.Tokens[k].Lemma, presidency)
		}
		if !titled && !(m.governor == presidentsBody && (m.role == "compound" || m.role == "nmod:poss")) {
			continue
		}
		if found == first {
			found = i
		} else if lastOf(m.name) != lastOf(refs[found].name) {
			return first
		}
	}
	if found != first && !slices.ContainsFunc(refs, func(m ref) bool {
		return m.Kind == nlp.Name && m.governor == presidentsBody && len(m.name) > 0 && lastOf(m.name) == lastOf(refs[found].name)
	}) {
		return first
	}
	return found
}

// halfName reports whether m is one of two last names of a person: "Soto" of
// "Ada Soto Moreno".
func halfName(m, a *ref) bool {
	return m.Type == "PERSON" && a.Type == "PERSON" && len(m.name) == 1 && len(a.name) > 2 &&
		slices.Contains(a.name[1:len(a.name)-1], m.name[0]) && len(m.name[0]) > 2
}

// certain reports whether the names m and a are surely of one thing.
func certain(m, a *ref) bool {
	if a.Kind != nlp.Name {
		return false
	}
	if sameCountry(m, a) {
		return true
	}
	people := m.Type == "PERSON" && a.Type == "PERSON"
	switch compare(m.name, a.name) {
	case equal:
		return m.Type == a.Type || len(m.name) > 1 || m.number == a.number
	case within:
		return people && personsAgree(m.name, a.name) && (lastOf(m.name) == lastOf(a.name))
	case acronymOf:
		if m.Type == "PERSON" || a.Type == "PERSON" {
			return people || m.opens && a.Type == "PERSON"
		}
		return m.Type == a.Type || len(m.name[0]) > 2 && len(a.name[0]) > 2
	}
	return false
}

func lastOf(name []string) string { return name[len(name)-1] }
