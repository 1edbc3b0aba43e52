package coref

import (
	"cmp"

	"kg/internal/nlp"
)

// A cluster is a chain in the making, with what is known of the thing it refers
// to.
type cluster struct {
	refs    []int
	names   []int // those that are names with different words
	number  number
	gender  gender
	kind    string // type of the first name, or of the first nominal
	home    string // the country that it is said to be of, or that it is
	named   bool
	pronoun bool // only pronouns so far
}

// add takes ref r into c.
func (c *cluster) add(refs []ref, i int) {
	r := &refs[i]
	c.refs = append(c.refs, i)
	if c.number == anyNumber {
		c.number = r.number
	}
	if c.gender == anyGender {
		c.gender = r.gender
	}
	if c.home == "" {
		c.home = cmp.Or(r.country, r.home)
	}
	if r.Kind == nlp.Name && (!c.named || len(r.name) > 1) {
		known := false
		for _, n := range c.names {
			known = known || compare(refs[n].name, r.name) == equal
		}
		if !known && len(c.names) < 8 {
			c.names = append(c.names, i)
		}
	}
	switch {
	case r.Kind == nlp.Name && !c.named:
		c.kind, c.named = r.Type, true
	case c.kind == "" || c.pronoun && r.Kind != nlp.Pronoun:
		c.kind = r.Type
	}
	c.pronoun = len(c.refs) == 1 && r.Kind == nlp.Pronoun || c.pronoun && r.Kind == nlp.Pronoun
}

// blocked reports whether ref m cannot refer to what c refers to, antecedent a
// being one of its mentions.
func (c *cluster) blocked(refs []ref, m, a *ref) bool {
	apposed := m.role == "appos"
	// "[the minister of [the harbour]]": a phrase and a part of it differ.
	if m.denied == a.Head || a.denied == m.Head {
		return true // "it is not our harbour"
	}
	if !apposed && (a.Span.Start <= m.Span.Start && m.Span.End <= a.Span.End || m.Span.Start <= a.Span.Start && a.Span.End <= m.Span.End) {
		return true
	}
	if m.person == 1 && a.person != 1 && m.quote >= 0 && a.order != m.speaker && !c.has(m.speaker) && (m.speaker >= 0 || m.number == many) {
		return true // "we" in a quotation is not who is spoken of
	}
	if m.person == 1 && a.person == 1 && m.quote != a.quote && m.speaker >= 0 && a.speaker >= 0 && m.speaker != a.speaker && !c.has(m.speaker) {
		return true // what another one calls "we"
	}
	if m.gender != anyGender && c.gender != anyGender && m.gender != c.gender && (m.Kind == nlp.Pronoun || c.pronoun || m.Type == "PERSON") {
		if m.gender != thing && c.gender != thing || m.Kind == nlp.Pronoun {
			return true
		}
	}
	if m.fresh && !apposed && !m.predicate {
		return true
	}
	if m.Kind == nlp.Nominal && m.key == "a" && c.named && !m.predicate && (m.role == "nsubj" || m.role == "nsubj:pass") {
		return true // "a spokesman" who does something is somebody new
	}
	if m.home != "" && c.home != "" && m.home != c.home && c.kind != "PERSON" {
		return true // "the Malian army" and "the Chadian army"
	}
	return m.Kind == nlp.Name && c.calledOtherwise(refs, m, a)
}

// calledOtherwise reports whether c has a name that is not one of what the name
// m names, a being the mention of c that m may refer back to.
func (c *cluster) calledOtherwise(refs []ref, m, a *ref) bool {
	apposed := m.role == "appos"
	for _, i := range c.names {
		n := &refs[i]
		if m.country != n.country {
			return true // "US Congress" and "Nevada" are not the US
		}
		agreed := compare(m.name, n.name)
		switch {
		case sameCountry(m, n), m.opens && agreed == acronymOf:
		case m.Type == "PERSON" && n.Type == "PERSON":
			if !personsAgree(m.name, n.name) && agreed != acronymOf && (!apposed || len(m.name) > 1 && len(n.name) > 1) {
				return true
			}
		case apposed:
		case agreed == noMatch, agreed == sharing, agreed == within && m.Type != n.Type && (m.Type == "PLACE" || n.Type == "PLACE"):
			return true
		}
	}
	return false
}

// has reports whether ref i is in c.
func (c *cluster) has(i int) bool {
	for k := len(c.refs) - 1; k >= 0 && k >= len(c.refs)-32; k-- {
		if c.refs[k] == i {
			return true
		}
	}
	return false
}

// sameCountry reports whether two names are of one country.
func sameCountry(a, b *ref) bool { return a.country != "" && a.country == b.country }
