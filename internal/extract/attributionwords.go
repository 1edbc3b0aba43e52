package extract

import (
	"strings"
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
	inflected                                           map[string]string // forms of verbs, for where the tagger does not know the lemma
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
	w.inflected = lexicon.Map("irregular-verbs")
	for verb := range w.verbs {
		w.inflect(verb)
	}
	for phrase := range w.verbPrepositions {
		verb, _, _ := strings.Cut(phrase, " ")
		w.inflect(verb)
	}
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
	lemma := a.verbLemma(i)
	if p := a.dep(i, "compound:prt"); p >= 0 {
		return lemma + " " + a.lower(p)
	}
	if p := i + 1; p < len(a.Tokens) && a.is(p, "advmod") && a.head(p) == i {
		switch a.lower(p) {
		case "back", "out", "up", "down", "off", "away", "forth", "forward":
			return lemma + " " + a.lower(p)
		}
	}
	return lemma
}

// verbLemma returns the lemma of verb i. Where the tagger's is none of the
// words known here and the verb is a form of one, it returns that.
func (a *attributor) verbLemma(i int) string {
	lemma := a.lemma(i)
	if a.words.verbs[lemma] == 0 {
		if verb := a.words.inflected[a.lower(i)]; verb != "" {
			return verb
		}
	}
	return lemma
}

// inflect adds the regular forms of verb: cried, mocked, hoped, blogged.
func (w *attributionWords) inflect(verb string) {
	n := len(verb)
	if n < 3 || strings.ContainsAny(verb, " -") {
		return
	}
	add := func(forms ...string) {
		for _, form := range forms {
			if _, taken := w.inflected[form]; !taken && w.verbs[form] == 0 {
				w.inflected[form] = verb
			}
		}
	}
	vowel := func(k int) bool { return strings.IndexByte("aeiou", verb[k]) >= 0 }
	switch last := verb[n-1]; {
	case last == 'e':
		add(verb+"d", verb+"s", verb[:n-1]+"ing")
	case last == 'y' && !vowel(n-2):
		add(verb[:n-1]+"ied", verb[:n-1]+"ies", verb+"ing")
	default:
		add(verb+"ed", verb+"s", verb+"es", verb+"ing")
		if vowel(n-2) && !vowel(n-3) && !vowel(n-1) && last != 'w' && last != 'x' && last != 'y' {
			add(verb+string(last)+"ed", verb+string(last)+"ing")
		}
	}
}
