package link

import (
	"strings"

	"kg/internal/kg"
	"kg/internal/nlp"
)

// aliasOf returns the name of a well-known organization or place of which k is
// a name. What many countries have, "Labour Party", is not ours if the article
// says that it is another country's.
func (l *linker) aliasOf(chain *nlp.Chain, k string) string {
	k = withoutOrdinal(k)
	if l.bodies[k] != "" {
		if c := l.homeOf(chain); c != "" {
			k = key(c) + " " + k
		}
	}
	if name := l.aliases[k]; name != "" {
		return name
	}
	return l.aliases[l.ofCountry(k)]
}

// body returns the entity of a body that many countries have: "Parliament". It
// is that of a country if the words beside it say so, or if only countries have
// such a body and the article is about one. Else it is one of this article:
// "the Council" is another one elsewhere.
func (l *linker) body(chain *nlp.Chain, best naming, names []naming) (kg.Entity, bool) {
	country, k := l.cutCountry(withoutOrdinal(best.key))
	class := l.bodies[k]
	if class == "" {
		return kg.Entity{}, false
	}
	if country == "" {
		country = l.homeOf(chain)
	}
	if country == "" && class == "national" {
		country = l.home
	}
	if country == "" {
		return entity(entityID(k+" "+articleKey(l.article)), best.text, organization, names), true
	}
	k = key(country) + " " + k
	if name := l.aliases[k]; name != "" {
		return l.known(name, organization, names), true
	}
	return entity(entityID(k), best.text, organization, names), true
}

// withoutOrdinal returns the key of a body without which one it is of those that
// were elected one after the other: "congress" for "12th congress".
func withoutOrdinal(k string) string {
	first, rest, found := strings.Cut(k, " ")
	if !found || first[0] < '0' || first[0] > '9' || first[len(first)-1] < 'a' {
		return k
	}
	return rest
}

// homeOf returns the country that the words beside the names of a chain say it
// belongs to: "Mali's Supreme Court", "the Malian Army", "the Parliament of
// Mali".
func (l *linker) homeOf(chain *nlp.Chain) string {
	for _, i := range chain.Mentions {
		m := &l.doc.Mentions[i]
		if m.Kind != nlp.Name {
			continue
		}
		for _, d := range l.deps[m.Head] {
			if m.Name.Contains(d) {
				continue
			}
			switch tok := &l.doc.Tokens[d]; tok.DepRel {
			case "nmod:poss", "amod", "compound", "nmod:desc", "nmod":
				if c := l.countryAt(d); c != "" {
					return c
				}
			}
		}
	}
	return ""
}

// countryAt returns the country that token i names, with the words of the name
// that hang on it, or of which it is the adjective.
func (l *linker) countryAt(i int) string {
	span := nlp.Span{Start: i, End: i + 1}
	for _, d := range l.deps[i] {
		if rel := l.doc.Tokens[d].DepRel; rel == "flat" || rel == "compound" || rel == "amod" && l.doc.Tokens[d].XPOS == "NNP" {
			span.Start, span.End = min(span.Start, d), max(span.End, d+1)
		}
	}
	k := key(clean(l.doc.SpanText(span)))
	if c := l.countries[k]; c != "" {
		return c
	}
	return l.demonyms[k]
}

// dominantCountry returns the country that the article is about: two thirds of
// all names and adjectives of countries are of it, and at least two.
func (l *linker) dominantCountry() string {
	counts := map[string]int{}
	total, best := 0, ""
	for i := range l.doc.Tokens {
		tok := &l.doc.Tokens[i]
		if tok.UPOS != "PROPN" && tok.UPOS != "ADJ" || tok.DepRel == "flat" {
			continue
		}
		if c := l.countryAt(i); c != "" {
			total++
			counts[c]++
			if counts[c] > counts[best] {
				best = c
			}
		}
	}
	if counts[best] < 2 || counts[best]*3 < total*2 {
		return ""
	}
	return best
}

// storm returns the key of a storm, which rises and falls through several kinds:
// "storm ada" for "hurricane ada" and "tropical storm ada". Other keys stay.
func (l *linker) storm(k string) string {
	words := strings.Fields(k)
	if len(words) > 2 && (words[0] == "tropical" || words[0] == "subtropical") {
		words = words[1:]
	}
	if len(words) != 2 || !storms[words[0]] || words[0] == "storm" && l.senses[words[1]] != "" {
		return k
	}
	return "storm " + words[1]
}

// storms are the kinds of storm that have names.
var storms = map[string]bool{"storm": true, "hurricane": true, "typhoon": true, "cyclone": true}
