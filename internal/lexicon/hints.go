package lexicon

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// A Hint says in which lists of names a word stands, a bit each.
type Hint uint16

// The lists that a word can stand in.
const (
	GivenMale Hint = 1 << iota
	GivenFemale
	FamousFirst
	FamousLast
	CityName
	CountryName
	RegionName
	InPlaceName // part of a longer name of a place in the text
	PersonTitle
	OrgWord
	Demonym
	Month
	HintLists int = iota // how many there are
)

// Hints are the word lists that models look words up in, to know more of a word
// than the texts that they learnt from.
type Hints struct {
	words  map[string]Hint
	places map[string][]string // names of several words, by their first word
	senses map[string]string
	second map[string]string
}

// LoadHints returns the Hints, read once.
var LoadHints = sync.OnceValue(func() *Hints {
	h := &Hints{words: map[string]Hint{}, places: map[string][]string{}, senses: Map("supersenses"), second: Map("supersenses-second")}
	add := func(list string, bits map[string]Hint) {
		for _, class := range Classes(list) {
			bit := bits[class.Name]
			for _, entry := range class.Entries {
				if first, _, several := strings.Cut(entry, " "); several {
					if list == "place-names" {
						h.places[first] = append(h.places[first], entry)
					}
					continue
				}
				h.words[entry] |= bit
			}
		}
	}
	add("given-names", map[string]Hint{"male": GivenMale, "female": GivenFemale})
	add("famous-names", map[string]Hint{"first": FamousFirst, "last": FamousLast})
	add("place-names", map[string]Hint{"city": CityName, "capital": CityName, "country": CountryName, "state": CountryName,
		"region": RegionName, "land": RegionName, "water": RegionName})
	add("name-words", map[string]Hint{"title": PersonTitle, "organization": OrgWord, "month": Month, "demonym": Demonym})
	for entry := range Map("demonyms") {
		h.words[entry] |= Demonym
	}
	return h
})

// Of returns the lists in which form stands, as it is or, if it is in capitals
// alone, with one in front.
func (h *Hints) Of(form string) Hint {
	hint := h.words[form]
	if strings.IndexFunc(form, unicode.IsLower) < 0 {
		hint |= h.words[TitleCase(form)]
	}
	return hint
}

// Places returns the names of places of several words that begin with first.
func (h *Hints) Places(first string) []string { return h.places[first] }

// Senses returns what kind of thing the noun with this lemma, in small letters,
// mostly names, and what else; both are empty if it stands in no list.
func (h *Hints) Senses(lemma string) (first, second string) {
	return h.senses[lemma], h.second[lemma]
}

// TitleCase returns form with all letters but the first in lower case.
func TitleCase(form string) string {
	_, size := utf8.DecodeRuneInString(form)
	return form[:size] + strings.ToLower(form[size:])
}
