package extract

import (
	"slices"
	"strings"
	"sync"

	"kg/internal/lexicon"
)

// stances gives the class of every predicate that the word list has, stanceNouns
// that of every noun with its preposition, and stanceHeads the prepositions
// that each noun may have.
var (
	stances     = sync.OnceValue(func() map[string]string { return lexicon.Map("stance") })
	stanceNouns = sync.OnceValue(func() map[string]string { return lexicon.Map("stance-nouns") })
	stanceHeads = sync.OnceValue(func() map[string][]string {
		heads := map[string][]string{}
		for _, c := range lexicon.Classes("stance-nouns") {
			for _, entry := range c.Entries {
				if noun, prep, found := cutLast(entry); found {
					heads[noun] = append(heads[noun], prep)
				}
			}
		}
		return heads
	})
	broader = sync.OnceValue(func() map[string]string { return lexicon.Map("broader") })
)

// cutLast cuts a phrase before its last word.
func cutLast(phrase string) (before, last string, found bool) {
	k := strings.LastIndexByte(phrase, ' ')
	if k < 0 {
		return phrase, "", false
	}
	return phrase[:k], phrase[k+1:], true
}

// classesOf returns the classes that a predicate belongs to, nearest first:
// "denounce" is criticise, and so oppose. A class does not belong to itself.
func classesOf(lemma string) []string {
	class, known := stances()[lemma]
	if !known {
		class, known = stances()[strings.TrimPrefix(lemma, "be ")]
	}
	if !known {
		// "accuse of", "urge to": a further preposition changes nothing.
		if before, last, found := cutLast(lemma); found && !strings.HasPrefix(lemma, "be ") && prepositions()[last] {
			class, known = stances()[before]
		}
	}
	if !known {
		return nil
	}
	var all []string
	for depth := 0; class != "" && depth < 4; depth++ {
		if class != lemma && !slices.Contains(all, class) {
			all = append(all, class)
		}
		class = broader()[class]
	}
	return all
}

// prepositions are the words that may end a predicate.
var prepositions = sync.OnceValue(func() lexicon.Set { return lexicon.Words("prepositions") })

// inClass reports whether predicate lemma is of class or of one below it.
func inClass(lemma, class string) bool {
	return lemma == class || slices.Contains(classesOf(lemma), class)
}
