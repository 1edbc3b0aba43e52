package link

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kg/internal/kg"
	"kg/internal/nlp"
)

// person returns the person that a chain speaks of.
//
// The ID comes from the shortest name that has a first and a last name, which
// is how most articles call somebody: "Ada Moss", not "Ada B. Moss". Somebody
// who is only called by one name gets an ID of this article: another Moss
// elsewhere may be another person. Those who are known by a title and one name
// keep both: "Pope Anselm".
func (l *linker) person(index int, names []naming) kg.Entity {
	chain := &l.doc.Chains[index]
	best := naming{}
	for _, n := range names {
		words := len(l.untitled(n.key))
		if words >= 2 && !headless(n, names) && (best.key == "" || words < len(l.untitled(best.key))) {
			best = n
		}
	}
	if best.key == "" {
		return l.lone(index, names)
	}
	k := strings.Join(l.untitled(best.key), " ")
	if field := l.field(chain); field != "" {
		k += " " + field
	}
	return entity(entityID(k), l.untitledText(best.text), person, names)
}

// headless reports whether n is a last name of two words: it begins in small
// letters, "de Moss", or is the end of another of names from such a word on.
func headless(n naming, names []naming) bool {
	if r, _ := utf8.DecodeRuneInString(n.text); unicode.IsLower(r) {
		return true
	}
	return slices.ContainsFunc(names, func(o naming) bool {
		front, found := strings.CutSuffix(o.text, strings.ToLower(n.text[:1])+n.text[1:])
		return found && front != ""
	})
}

// fullNames gives people who are called by one name only in a chain the entity
// of the one person or storm in the article whose full name has it, at its end
// or, behind a title, at its beginning, or of the company that is called so.
func (l *linker) fullNames(entities []kg.Entity) {
	for _, i := range slices.Sorted(maps.Keys(l.lones)) {
		found := -1
		for j := range entities {
			if l.lones[j] != "" || !l.fullNameOf(i, j, &entities[j]) {
				continue
			}
			if found >= 0 && entities[j].ID != entities[found].ID {
				found = -1
				break
			}
			found = j
		}
		if found >= 0 {
			for _, name := range append([]string{entities[i].Name}, entities[i].Aliases...) {
				addName(&entities[found], name)
			}
			entities[i] = entities[found]
		}
	}
}

// fullNameOf reports whether the one name of chain i may be short for that of e,
// of which chain j speaks.
func (l *linker) fullNameOf(i, j int, e *kg.Entity) bool {
	words := strings.Fields(key(e.Name))
	if len(words) < 2 {
		return false
	}
	switch e.Type {
	case person, event:
	case organization:
		return words[0] == l.lones[i] && withoutForm(key(e.Name)) != key(e.Name) && len(words) <= 3
	default:
		return false
	}
	if a, b := l.gender(i), l.gender(j); a != "" && b != "" && a != b {
		return false
	}
	return words[len(words)-1] == l.lones[i] || words[0] == l.lones[i] && l.titled(i)
}

// titled reports whether a title stands before a name of chain i.
func (l *linker) titled(i int) bool {
	for _, k := range l.doc.Chains[i].Mentions {
		if m := &l.doc.Mentions[k]; m.Kind == nlp.Name && m.Name.Start > 0 && l.titles[key(l.doc.Tokens[m.Name.Start-1].Text)] {
			return true
		}
	}
	return false
}

// gender returns whether the words of chain i are those of a man or a woman:
// "male", "female" or "".
func (l *linker) gender(i int) string {
	for _, k := range l.doc.Chains[i].Mentions {
		m := &l.doc.Mentions[k]
		start, end := m.Head, m.Head+1
		if m.Kind == nlp.Name {
			start, end = max(0, min(m.Span.Start, m.Name.Start-1)), m.Name.Start
			if m.Name.Len() > 1 {
				end++ // the given name
			}
		}
		for t := start; t < end; t++ {
			word := strings.ToLower(l.doc.Tokens[t].Text)
			switch word {
			case "he", "him", "his":
				return "male"
			case "she", "her", "hers":
				return "female"
			}
			if g := l.gendered[key(word)]; g != "" {
				return g
			}
		}
	}
	return ""
}

// untitled returns the words of the key of a person's name without titles in
// front: "mr moss" is "moss".
func (l *linker) untitled(key string) []string {
	words := strings.Fields(key)
	for len(words) > 1 && (l.titles[words[0]] || len(words) > 2 && l.role(words[0])) {
		words = words[1:]
	}
	for i := 2; i < len(words); i++ {
		if words[i] == "of" {
			return words[:i] // "Ada Moss of Maren"
		}
	}
	return words
}

// role reports whether a word says what somebody is: "oceanographer".
func (l *linker) role(word string) bool {
	return l.senses[word] == "person" && !l.given[word]
}

// untitledText returns a name as it is shown in the words that untitled leaves.
func (l *linker) untitledText(text string) string {
	words := strings.Fields(text)
	kept := l.untitled(key(text))
	for len(words) > len(kept) && len(kept) > 0 && key(words[0]) != kept[0] {
		words = words[1:]
	}
	for i := 2; i < len(words); i++ {
		if words[i] == "of" {
			words = words[:i]
		}
	}
	return strings.Join(words, " ")
}

// crowned are the titles that make one name enough.
var crowned = []string{"pope", "king", "queen", "prince", "princess"}

// lone returns the person of a chain that has one name only.
func (l *linker) lone(index int, names []naming) kg.Entity {
	chain := &l.doc.Chains[index]
	for _, n := range names {
		words := strings.Fields(n.key)
		if len(words) > 1 && slices.Contains(crowned, words[0]) {
			return entity(entityID(n.key), n.text, person, names)
		}
	}
	for _, i := range chain.Mentions {
		m := &l.doc.Mentions[i]
		if m.Kind != nlp.Name || m.Name.Start == 0 {
			continue
		}
		title := l.doc.Tokens[m.Name.Start-1].Text
		if m.Name.Start > m.Span.Start && slices.Contains(crowned, strings.ToLower(title)) {
			name := title + " " + clean(l.doc.SpanText(m.Name))
			return entity(entityID(key(name)), name, person, names)
		}
	}
	best := fullest(names)
	k := strings.Join(l.untitled(best.key), " ")
	l.lones[index] = k
	return entity(entityID(k+" "+articleKey(l.article)), best.text, person, names)
}

// articleKey returns what tells an article from others in an ID.
func articleKey(a *kg.Article) string {
	id := a.ID
	if id == "" {
		id = kg.ArticleID(a)
	}
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:4])
}

// The fields that keep namesakes apart. In any other field, and if an article
// says nothing or names several, a person has no field.
const (
	sport   = "sport"
	affairs = "affairs"
)

// field returns the field of a person if it is one that tells namesakes apart:
// "the goalkeeper Ada Moss" is not Ada Moss, the minister.
func (l *linker) field(chain *nlp.Chain) string {
	field := ""
	for _, role := range l.roles(chain) {
		f := l.fields[role]
		switch {
		case f == "" || f == field:
		case field == "":
			field = f
		case field == sport && f == affairs && (role == "chief" || role == "leader" || role == "chair" || role == "head"):
		default:
			return "" // an actor and governor
		}
	}
	if field == "" && l.sport {
		return sport
	}
	if field == affairs {
		return ""
	}
	return field
}

// roles returns the lemmas of what a chain is said to be: titles before a name,
// "the minister" in apposition or elsewhere in the chain.
func (l *linker) roles(chain *nlp.Chain) []string {
	var roles []string
	for _, i := range chain.Mentions {
		m := &l.doc.Mentions[i]
		switch m.Kind {
		case nlp.Nominal:
			roles = append(roles, l.lemma(m.Head))
		case nlp.Name:
			for k := m.Span.Start; k < m.Name.Start; k++ {
				roles = append(roles, l.lemma(k))
			}
			for _, d := range l.deps[m.Head] {
				if rel := l.doc.Tokens[d].DepRel; rel == "appos" {
					roles = append(roles, l.lemma(d))
				}
			}
		}
	}
	return roles
}

func (l *linker) lemma(i int) string { return strings.ToLower(l.doc.Tokens[i].Lemma) }

// aboutSport reports whether the article speaks of sport: one word in sixty
// says so.
func (l *linker) aboutSport() bool {
	n := 0
	for i := range l.doc.Tokens {
		if l.doc.Tokens[i].UPOS == "NOUN" && l.fields[l.lemma(i)] == sport {
			n++
		}
	}
	return n >= 4 && n*60 >= len(l.doc.Tokens)
}

// addName adds a name to those of e.
func addName(e *kg.Entity, name string) {
	if name != e.Name && !slices.Contains(e.Aliases, name) {
		e.Aliases = append(e.Aliases, name)
	}
}
