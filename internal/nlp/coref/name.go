package coref

import (
	"slices"
	"strings"
	"unicode"
)

// A match says how two names agree.
type match uint8

const (
	noMatch   match = iota
	equal           // Ada Moss, Ada Moss
	within          // Moss or Ada, Ada Moss; Harbour Ministry, Ministry
	acronymOf       // Coastal Lending Bank, CLB
	sharing         // some words are the same: Ada Moss, Ida Moss
)

// compare says how the names of a and b agree. Each is a list of words in lower
// case.
func compare(a, b []string) match {
	switch {
	case len(a) == 0 || len(b) == 0:
		return noMatch
	case slices.Equal(a, b):
		return equal
	case contains(a, b) || contains(b, a):
		return within
	case len(a) == 1 && isAcronym(a[0], b) || len(b) == 1 && isAcronym(b[0], a):
		return acronymOf
	}
	for _, w := range a {
		if len(w) > 2 && slices.Contains(b, w) && !small[w] {
			return sharing
		}
	}
	return noMatch
}

// small are the words inside names that tell nothing.
var small = map[string]bool{"of": true, "the": true, "and": true, "for": true, "de": true}

// contains reports whether all words of b stand in a, in their order.
func contains(a, b []string) bool {
	if len(b) >= len(a) {
		return false
	}
	k := 0
	for _, w := range a {
		if k < len(b) && w == b[k] {
			k++
		}
	}
	return k == len(b)
}

// isAcronym reports whether short is made of the first letters of the words of
// long, small words counted or not, or of the first letters after a word that
// short begins with: "usaid" of "us agency for international development".
func isAcronym(short string, long []string) bool {
	if len(short) < 2 || len(long) < 2 {
		return false
	}
	for _, counted := range []bool{false, true} {
		var initials strings.Builder
		for i, w := range long {
			switch {
			case small[w] && !counted:
			case i == 0 && len(w) <= 3 && len(long) > 2 && strings.HasPrefix(short, w) && len(short) > len(w)+1:
				initials.WriteString(w)
			default:
				for _, r := range w {
					if unicode.IsLetter(r) {
						initials.WriteRune(r)
					}
					break
				}
			}
		}
		if initials.String() == short {
			return true
		}
	}
	return false
}

// personsAgree reports whether two names of people can be of one person: "Moss"
// and "Ada Moss" can, "Ada Moss" and "Ida Moss" cannot.
func personsAgree(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	if slices.Equal(a, b) || contains(a, b) || contains(b, a) {
		return true
	}
	if len(a) == 2 && len(b) == 2 && (a[1] == b[0] || b[1] == a[0]) {
		return true // "Ana Soto" and "Soto Moreno" are Ana Soto Moreno
	}
	lastA, lastB := a[len(a)-1], b[len(b)-1]
	if lastA != lastB || len(a) == 1 || len(b) == 1 {
		return false
	}
	first, second := a[0], b[0]
	return first == second || len(first) == 1 && strings.HasPrefix(second, first) || len(second) == 1 && strings.HasPrefix(first, second)
}
