package parse

import (
	"slices"
	"strings"
	"sync"

	"kg/internal/lexicon"
)

// irregular are the past forms that no ending tells.
var irregular = sync.OnceValue(func() map[string]string { return lexicon.Map("irregular-verbs") })

// baseForms returns the lemmas that a regular plural, past form or participle
// can have by the rules of English spelling, in small letters and the likeliest
// first: "dig" of "digging". It returns nil if the form is not regular.
func baseForms(form, xpos string) []string {
	form = strings.ToLower(form)
	switch xpos {
	case "VBD", "VBN":
		if base, found := irregular()[form]; found {
			return []string{base}
		}
		if stem, found := strings.CutSuffix(form, "ied"); found && len(stem) > 1 {
			return []string{stem + "y", stem + "ie"}
		}
		if stem, found := strings.CutSuffix(form, "ed"); found {
			return verbForms(stem)
		}
	case "VBG":
		if stem, found := strings.CutSuffix(form, "ying"); found && len(stem) == 1 {
			return []string{stem + "ie"}
		}
		if stem, found := strings.CutSuffix(form, "ing"); found {
			return verbForms(stem)
		}
	case "NNS", "VBZ":
		if stem, found := strings.CutSuffix(form, "ies"); found && len(stem) > 1 {
			return []string{stem + "y", stem + "ie"}
		}
		if stem, found := strings.CutSuffix(form, "es"); found && hisses(stem) {
			return []string{stem, stem + "e"}
		}
		if stem, found := strings.CutSuffix(form, "s"); found && !strings.HasSuffix(stem, "s") {
			return []string{stem, strings.TrimSuffix(stem, "e")}
		}
	}
	return nil
}

// verbForms returns what may stand before "-ed" and "-ing".
func verbForms(stem string) []string {
	if !strings.ContainsAny(stem, "aeiouy") {
		return nil
	}
	n := len(stem)
	switch {
	case doubled(stem) && strings.IndexByte("bdgklmnprtvz", stem[n-1]) >= 0:
		if strings.IndexByte("lkz", stem[n-1]) >= 0 {
			return []string{stem, stem[:n-1]} // call, control
		}
		return []string{stem[:n-1], stem}
	case short(stem): // "fined" is not of "fin", which would double its n
		return []string{stem + "e"}
	}
	return []string{stem, stem + "e"}
}

// short reports whether stem is one syllable that doubles its last letter
// before a vowel: one vowel between consonants.
func short(stem string) bool {
	n := len(stem)
	return n > 2 && !vowel(stem[n-1]) && strings.IndexByte("wxy", stem[n-1]) < 0 && vowel(stem[n-2]) && !strings.ContainsAny(stem[:n-2], "aeiouy")
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// doubled reports whether stem ends with the same letter twice.
func doubled(stem string) bool {
	n := len(stem)
	return n > 2 && stem[n-1] == stem[n-2]
}

// hisses reports whether a word that ends like stem takes "-es".
func hisses(stem string) bool {
	return slices.ContainsFunc([]string{"s", "x", "z", "ch", "sh", "o"}, func(end string) bool { return strings.HasSuffix(stem, end) })
}
