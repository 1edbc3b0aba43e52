package link

import (
	"strings"

	"kg/internal/nlp"
)

// country returns the country that a chain speaks of, if it does: by one of its
// names, by its government's, or by its capital where that acts like a
// government.
func (l *linker) country(chain *nlp.Chain, names []naming) string {
	for _, n := range names {
		if n.count*2 < most(names) {
			continue // a slip among other names
		}
		if c := l.countries[n.key]; c != "" {
			return c
		}
		if c := l.government(n.key); c != "" {
			return c
		}
	}
	for _, n := range names {
		if c := l.capitals[n.key]; c != "" && l.acts(chain) {
			return c
		}
	}
	return ""
}

// namesOfCountry returns those of names that are names of country, its
// government or its capital.
func (l *linker) namesOfCountry(country string, names []naming) []naming {
	var kept []naming
	for _, n := range names {
		if l.countries[n.key] == country || l.capitals[n.key] == country || l.government(n.key) == country {
			kept = append(kept, n)
		}
	}
	return kept
}

// government returns the country of a government's name: "united states
// government", "government of israel", "israeli government".
func (l *linker) government(key string) string {
	rest, found := strings.CutSuffix(key, " government")
	if !found {
		if rest, found = strings.CutPrefix(key, "government of "); !found {
			return ""
		}
		rest = strings.TrimPrefix(rest, "the ")
	}
	rest = strings.TrimSuffix(rest, " federal")
	if c := l.countries[rest]; c != "" {
		return c
	}
	return l.demonyms[rest]
}

// governmentOf returns the country whose government a chain without names
// speaks of: "the Israeli government".
func (l *linker) governmentOf(chain *nlp.Chain) string {
	for _, i := range chain.Mentions {
		m := &l.doc.Mentions[i]
		if m.Kind == nlp.Nominal && l.lemma(m.Head) == "government" {
			if c := l.government(key(l.phrase(m))); c != "" {
				return c
			}
		}
	}
	return ""
}

// acts reports whether the article lets the place of a chain act as governments
// do, and never speaks of it as a place: "Washington warned", not "in
// Washington".
func (l *linker) acts(chain *nlp.Chain) bool {
	acting := false
	for _, i := range chain.Mentions {
		m := &l.doc.Mentions[i]
		if m.Kind != nlp.Name {
			continue
		}
		for _, d := range l.deps[m.Head] {
			if tok := &l.doc.Tokens[d]; tok.DepRel == "case" && d < m.Head && locative[strings.ToLower(tok.Text)] {
				return false
			}
		}
		tok := &l.doc.Tokens[m.Head]
		if tok.Head < 0 {
			continue
		}
		switch tok.DepRel {
		case "nsubj":
			acting = acting || l.verbs[l.lemma(tok.Head)]
		case "nmod:poss":
			switch l.senses[l.lemma(tok.Head)] {
			case "communication", "act", "cognition", "state", "relation", "motive", "feeling", "attribute":
				acting = true
			}
		}
	}
	return acting
}

// locative are the prepositions of places.
var locative = map[string]bool{"in": true, "at": true, "near": true, "around": true, "outside": true}

// most returns how often the most frequent of names is used.
func most(names []naming) int {
	n := 0
	for i := range names {
		n = max(n, names[i].count)
	}
	return n
}
