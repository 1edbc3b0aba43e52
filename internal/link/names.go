package link

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"kg/internal/kg"
	"kg/internal/lexicon"
)

// lists are the word lists that link reads.
type lists struct {
	countries map[string]string // key of any name of a country → its name
	demonyms  map[string]string // key of an adjective or a people → the country
	capitals  map[string]string // key of a capital → the country
	aliases   map[string]string // key of a name of an organization or place → its name
	places    map[string]bool   // keys of known places
	titles    map[string]bool
	fields    map[string]string // role → field
	verbs     lexicon.Set
	senses    map[string]string
	months    map[string]bool
	given     map[string]bool   // given names
	bodies    map[string]string // bodies that many countries have → "national", if only countries have them, or "other"
	gendered  map[string]string // titles, kin and given names → male or female
}

var loadLists = sync.OnceValue(func() *lists {
	l := &lists{
		countries: keyed("countries"), demonyms: keyed("demonyms"), capitals: keyed("capitals"),
		aliases: keyed("organizations"), places: map[string]bool{}, titles: map[string]bool{}, months: map[string]bool{}, given: map[string]bool{}, gendered: map[string]string{}, bodies: map[string]string{},
		fields: lexicon.Map("role-fields"), verbs: lexicon.Words("government-verbs"), senses: lexicon.Map("supersenses"),
	}
	for k, name := range keyed("place-aliases") {
		l.aliases[k] = name
	}
	for name := range lexicon.Map("place-names") {
		l.places[key(name)] = true
	}
	for name, class := range lexicon.Map("common-bodies") {
		l.bodies[key(name)] = class
	}
	for _, k := range slices.Sorted(maps.Keys(l.aliases)) {
		if canonical := l.ofCountry(k); l.aliases[canonical] == "" {
			l.aliases[canonical] = l.aliases[k]
		}
	}
	for name, gender := range lexicon.Map("given-names") {
		l.given[key(name)] = true
		l.gendered[key(name)] = gender
	}
	for word, gender := range lexicon.Map("gendered-nouns") {
		l.gendered[key(word)] = gender
	}
	for word, class := range lexicon.Map("name-words") {
		switch class {
		case "title":
			l.titles[key(word)] = true
		case "month":
			l.months[key(word)] = true
		}
	}
	return l
})

// keyed reads a list of classes as a map from the key of every entry, and of
// the class, to the class.
func keyed(list string) map[string]string {
	m := map[string]string{}
	for _, c := range lexicon.Classes(list) {
		for _, entry := range append([]string{c.Name}, c.Entries...) {
			if k := key(entry); m[k] == "" {
				m[k] = c.Name
			}
		}
	}
	return m
}

// key returns what names are compared by: letters and digits in lower case
// without accents, words parted by a space, "the" in front left out. "U.S." is
// "us", "Côte d’Ivoire" is "cote divoire".
func key(name string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r) || strings.ContainsRune(".'’‘`", r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(unicode.ToLower(r))
		default:
			space = true
		}
	}
	return strings.TrimPrefix(b.String(), "the ")
}

// ofCountry returns the key of a body with its country's name in front if it
// names a country: "mali defence ministry" for "malian defence ministry" and
// "defence ministry of mali".
func (l *lists) ofCountry(name string) string {
	country, body := l.cutCountry(name)
	if country == "" {
		return name
	}
	return key(country) + " " + body
}

// cutCountry parts the key of a body from the country that it names, if it
// does.
func (l *lists) cutCountry(key string) (country, body string) {
	words := strings.Fields(key)
	for n := min(3, len(words)-1); n > 0; n-- {
		front := strings.Join(words[:n], " ")
		if c := cmp.Or(l.countries[front], l.demonyms[front]); c != "" {
			return c, strings.Join(words[n:], " ")
		}
	}
	if body, owner, found := strings.Cut(key, " of "); found {
		if c := l.countries[strings.TrimPrefix(owner, "the ")]; c != "" {
			return c, body
		}
	}
	return "", key
}

// domains are the endings of addresses that stand for who owns them:
// "Harbour.com".
var domains = []string{".com", ".org", ".net", ".co.uk"}

// withoutDomain returns the name of whose site a name is, or "".
func withoutDomain(name string) string {
	for _, ending := range domains {
		if owner, found := strings.CutSuffix(strings.ToLower(name), ending); found && owner != "" && !strings.ContainsAny(owner, "./ ") {
			return owner
		}
	}
	return ""
}

// entityID returns the ID of what a name with the given key names.
func entityID(key string) string { return "ent/" + kg.Slug(key) }

// clean returns a name as it is shown: one space between words, no article and
// no possessive, no quotation marks, and not all in capitals if it is long.
func clean(name string) string {
	name = strings.Trim(strings.Join(strings.Fields(name), " "), "“”\"‘’',;:()[] ")
	for _, ending := range []string{"'s", "’s"} {
		name = strings.TrimSuffix(name, ending)
	}
	for _, article := range []string{"the ", "The ", "THE "} {
		name = strings.TrimPrefix(name, article)
	}
	return unshout(name)
}

// unshout turns "ADA MOSS" into "Ada Moss", and leaves "NATO" and "US" alone.
func unshout(name string) string {
	words := strings.Split(name, " ")
	if len(words) < 2 || slices.ContainsFunc(words, func(w string) bool {
		return len(w) < 3 || strings.ToUpper(w) != w || strings.ContainsAny(w, ".0123456789")
	}) {
		return name
	}
	for i, w := range words {
		r := []rune(w)
		words[i] = string(r[:1]) + strings.ToLower(string(r[1:]))
	}
	return strings.Join(words, " ")
}

// company are the endings that a company's name has or has not.
var company = []string{"inc", "corp", "corporation", "ltd", "limited", "llc", "plc", "co", "company", "gmbh", "ag", "sa", "nv"}

// withoutForm returns the key of an organization without its legal form: "acme"
// for "acme inc".
func withoutForm(key string) string {
	words := strings.Fields(key)
	for len(words) > 1 && slices.Contains(company, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}
