// Package link says which thing in the world a chain speaks of: the same thing
// has the same ID in every article, whatever the order in which they are read.
//
// An ID is made from the best name in the chain and from nothing outside of the
// article: countries and well-known bodies have one name for all their names, a
// last name that stands alone gets an ID of its article. What that leaves apart
// or mixes, users put right: see Ledger. Start with Entities.
package link

import (
	"strings"

	"kg/internal/kg"
	"kg/internal/nlp"
)

// Types of mentions that link treats each in its own way.
const (
	person       = "PERSON"
	organization = "ORG"
	place        = "PLACE"
	moment       = "TIME"
	event        = "EVENT"
)

// Entities returns the entities of doc, aligned with doc.Chains: entry i is
// what chain i speaks of. Its ID is empty if that is no entity but what a
// phrase says: "an open letter". Two chains may speak of one entity.
func Entities(doc *nlp.Doc, article *kg.Article) []kg.Entity {
	l := &linker{lists: loadLists(), doc: doc, article: article, deps: make([][]int, len(doc.Tokens)), named: map[string]bool{}, lones: map[int]string{}}
	for i := range doc.Tokens {
		if h := doc.Tokens[i].Head; h >= 0 && h < len(l.deps) && h != i {
			l.deps[h] = append(l.deps[h], i)
		}
	}
	l.sport = l.aboutSport()
	l.home = l.dominantCountry()
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Kind == nlp.Name && !l.within(i) {
			l.named[key(clean(doc.SpanText(m.Name)))] = true
		}
	}
	entities := make([]kg.Entity, len(doc.Chains))
	for i := range doc.Chains {
		entities[i] = l.entity(i)
	}
	l.fullNames(entities)
	l.share(entities)
	return entities
}

// A linker links one article.
type linker struct {
	*lists
	doc     *nlp.Doc
	article *kg.Article
	deps    [][]int         // dependents of each token
	sport   bool            // the article is about sport
	home    string          // the country that the article is about, if it is about one
	named   map[string]bool // the keys of all names
	lones   map[int]string  // chains of people who are called by one name only → that name
}

// A naming is a name that a chain goes by, and how often.
type naming struct {
	text  string // as it is shown
	key   string
	count int
	group bool // it names many: "Palestinians"
}

// entity returns what a chain speaks of.
func (l *linker) entity(index int) kg.Entity {
	chain := &l.doc.Chains[index]
	names := l.names(chain)
	m := &l.doc.Mentions[chain.Representative]
	if len(names) == 0 || m.Type == moment {
		e := kg.Entity{Name: l.phrase(m), Type: m.Type}
		if country := l.governmentOf(chain); country != "" {
			return l.known(country, place, append([]naming{{text: e.Name}}, names...))
		}
		return e
	}
	kind := l.typeOf(chain)
	if country := l.country(chain, names); country != "" {
		return l.known(country, place, l.namesOfCountry(country, names))
	}
	if kind != person {
		for _, n := range names {
			if name := l.aliasOf(chain, n.key); name != "" {
				if kind != place {
					kind = organization
				}
				return l.known(name, kind, names)
			}
		}
	}
	for _, n := range names {
		if k := l.storm(n.key); k != n.key {
			return entity(entityID(k), n.text, event, names)
		}
		if l.bodies[n.key] != "" {
			kind = organization
		}
	}
	if kind == person && !names[0].group {
		return l.person(index, names)
	}
	best := fullest(names)
	k := best.key
	if e, found := l.body(chain, best, names); found {
		return e
	}
	if kind == organization {
		if k = withoutForm(k); l.places[k] && !strings.Contains(k, " ") {
			// "Liverpool" the club is not Liverpool the city.
			k += " organization"
		}
	}
	return entity(entityID(k), best.text, kind, names)
}

// known returns the entity with a name of the lists.
func (l *linker) known(name, kind string, names []naming) kg.Entity {
	return entity(entityID(key(name)), name, kind, names)
}

// entity makes an entity with all other names as aliases.
func entity(id, name, kind string, names []naming) kg.Entity {
	e := kg.Entity{ID: id, Name: name, Type: kind}
	for _, n := range names {
		if n.text != name {
			e.Aliases = append(e.Aliases, n.text)
		}
	}
	return e
}

// names returns the names of a chain in order of first use.
func (l *linker) names(chain *nlp.Chain) []naming {
	var names []naming
	index := map[string]int{}
	for _, i := range chain.Mentions {
		m := &l.doc.Mentions[i]
		if m.Kind != nlp.Name {
			continue
		}
		text := clean(l.doc.SpanText(m.Name))
		k := key(text)
		if start := m.Name.Start; start > 0 && l.countries[k] == "" {
			// "Arabia" of "Saudi Arabia"
			if whole := clean(l.doc.SpanText(nlp.Span{Start: start - 1, End: m.Name.End})); l.demonyms[key(l.doc.Tokens[start-1].Text)] != "" && l.countries[key(whole)] != "" {
				text, k = whole, key(whole)
			}
		}
		if owner, rest, found := strings.Cut(strings.ReplaceAll(text, "’", "'"), "'s "); found && l.countries[key(owner)] != "" {
			k = key(owner + " " + rest)
		}
		if owner := withoutDomain(text); l.aliases[key(owner)] != "" || l.named[key(owner)] {
			k = key(owner)
		}
		if k == "" || l.months[k] || !l.named[k] && !l.places[k] && l.countries[k] == "" && l.within(i) {
			continue
		}
		at, known := index[text]
		if !known {
			at = len(names)
			index[text] = at
			tok := &l.doc.Tokens[m.Name.End-1]
			group := tok.XPOS == "NNPS" || tok.XPOS == "NNS" || l.demonyms[k] != "" && m.Name.Len() == 1
			names = append(names, naming{text: text, key: k, group: group})
		}
		names[at].count++
	}
	return names
}

// within reports whether mention i is part of a longer name: "Maren" of "Maren
// District Court". Such a part names something only if it does so elsewhere, or
// is known to.
func (l *linker) within(i int) bool {
	m := &l.doc.Mentions[i]
	for _, step := range []int{-1, 1} {
		for k := i + step; k >= 0 && k < len(l.doc.Mentions) && (k-i)*step <= 8; k += step {
			o := &l.doc.Mentions[k]
			if o.Kind == nlp.Name && o.Name.Len() > m.Name.Len() && o.Name.Start <= m.Name.Start && m.Name.End <= o.Name.End {
				return true
			}
		}
	}
	return false
}

// typeOf returns the type of most name mentions of a chain.
func (l *linker) typeOf(chain *nlp.Chain) string {
	votes := map[string]int{}
	best := ""
	for _, i := range chain.Mentions {
		if m := &l.doc.Mentions[i]; m.Kind == nlp.Name {
			votes[m.Type]++
			if votes[m.Type] > votes[best] {
				best = m.Type
			}
		}
	}
	return best
}

// fullest returns the name of most words that is used; of equals the first. An
// acronym loses against the words that it stands for.
func fullest(names []naming) naming {
	best := names[0]
	for _, n := range names[1:] {
		if strings.Count(n.key, " ") > strings.Count(best.key, " ") {
			best = n
		}
	}
	return best
}

// share gives chains with the same ID the same name and all aliases, so that
// the article speaks of each entity with one voice.
func (l *linker) share(entities []kg.Entity) {
	first := map[string]int{}
	for i := range entities {
		e := &entities[i]
		if e.ID == "" {
			continue
		}
		j, known := first[e.ID]
		if !known {
			first[e.ID] = i
			continue
		}
		for _, name := range append([]string{e.Name}, e.Aliases...) {
			addName(&entities[j], name)
		}
	}
	for i := range entities {
		if j, known := first[entities[i].ID]; known && j != i {
			entities[i] = entities[j]
		}
	}
}
