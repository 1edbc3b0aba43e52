package extract

import (
	"sync"

	"kg/internal/lexicon"
)

// forms is a set of forms in which a cue takes its content.
type forms uint16

const (
	takesClause forms = 1 << iota
	takesQuote
	takesInfinitive
	takesGerund
	takesObject
	takesPredicate
	takesRecipient
	takesUrging
	isStirring // the object is who feels it
)

var formNames = map[string]forms{
	"clause": takesClause, "quote": takesQuote, "infinitive": takesInfinitive, "gerund": takesGerund,
	"object": takesObject, "predicate": takesPredicate, "recipient": takesRecipient, "urging": takesUrging,
	"stirring": isStirring,
}

// attributionWords are the words that make cues: by lemma, with its particle
// or preposition where it has one.
type attributionWords struct {
	verbs, nouns, adjectives                            map[string]forms
	verbPrepositions, nounPrepositions, adjPrepositions lexicon.Set
	plain                                               lexicon.Set // verbs that have a clause as their content and little else
	labels                                              lexicon.Set // words before a colon that name nobody: update
	writings                                            lexicon.Set // nouns of what is written or said: letter, interview
	times                                               lexicon.Set
}

var cueWords = sync.OnceValue(func() *attributionWords {
	w := &attributionWords{}
	w.verbs, w.verbPrepositions = readForms("attribution-verbs")
	w.nouns, w.nounPrepositions = readForms("attribution-nouns")
	w.adjectives, w.adjPrepositions = readForms("attribution-adjectives")
	w.plain = lexicon.Words("verbs-of-speech")
	w.labels = lexicon.Words("headline-labels")
	w.writings = lexicon.Words("writings")
	w.times = lexicon.Words("time-nouns")
	return w
})

func readForms(list string) (map[string]forms, lexicon.Set) {
	takes, prepositions := map[string]forms{}, lexicon.Set{}
	for _, class := range lexicon.Classes(list) {
		for _, entry := range class.Entries {
			if class.Name == "preposition" || class.Name == "holder" {
				if class.Name == "holder" {
					entry = "holder " + entry
				}
				prepositions[entry] = true
			} else {
				takes[entry] |= formNames[class.Name]
			}
		}
	}
	return takes, prepositions
}

func (w *attributionWords) verb(lemma string) forms { return w.verbs[lemma] }

// phrasal returns the lemma of verb i with its particle: "point out".
func (a *attributor) phrasal(i int) string {
	lemma := a.lemma(i)
	if p := a.dep(i, "compound:prt"); p >= 0 {
		return lemma + " " + a.lower(p)
	}
	return lemma
}
