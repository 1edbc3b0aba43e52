package extract

import (
	"strings"
	"sync"

	"kg/internal/lexicon"
	"kg/internal/nlp"
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
	isRaising
)

var formNames = map[string]forms{
	"clause": takesClause, "quote": takesQuote, "infinitive": takesInfinitive, "gerund": takesGerund,
	"object": takesObject, "predicate": takesPredicate, "recipient": takesRecipient, "urging": takesUrging,
	"raising": isRaising,
}

// attributionWords are the words that make cues: by lemma, with its particle
// or preposition where it has one.
type attributionWords struct {
	verbs, nouns, adjectives                            map[string]forms
	verbPrepositions, nounPrepositions, adjPrepositions lexicon.Set
}

var cueWords = sync.OnceValue(func() *attributionWords {
	w := &attributionWords{}
	w.verbs, w.verbPrepositions = readForms("attribution-verbs")
	w.nouns, w.nounPrepositions = readForms("attribution-nouns")
	w.adjectives, w.adjPrepositions = readForms("attribution-adjectives")
	return w
})

func readForms(list string) (map[string]forms, lexicon.Set) {
	takes, prepositions := map[string]forms{}, lexicon.Set{}
	for _, class := range lexicon.Classes(list) {
		for _, entry := range class.Entries {
			if class.Name == "preposition" {
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

// cue adds the attribution that token i is the cue of, if it is one.
func (a *attributor) cue(i int) {
	if a.cues[i] || a.quotedSpeech(i) {
		return
	}
	tok := &a.Tokens[i]
	switch tok.UPOS {
	case "VERB":
		a.verbCue(i)
	case "AUX":
		if !a.is(i, "aux", "cop") {
			a.verbCue(i)
		}
	case "NOUN":
		a.nounCue(i)
	case "ADJ":
		a.adjectiveCue(i)
	}
	if a.lower(i) == "according" {
		a.according(i)
	}
}

// quotedSpeech reports whether token i stands in a quotation of whole
// sentences: what is said there is not looked into by the article.
func (a *attributor) quotedSpeech(i int) bool {
	q := a.quoted[i]
	return q >= 0 && a.quotes[q].speech
}

// verbCue adds the attribution of verb i.
func (a *attributor) verbCue(i int) {
	lemma := a.phrasal(i)
	takes := a.words.verb(lemma)
	if a.passive(i) {
		a.passiveCue(i, takes)
		return
	}
	content := a.verbContent(i, lemma, takes)
	if len(content) == 0 {
		return
	}
	a.add(a.sourceOf(i), i, a.cueSpan(i), content...)
}

// verbContent returns what verb i says, thinks or wants.
func (a *attributor) verbContent(i int, lemma string, takes forms) []nlp.Span {
	if takes&(takesClause|takesRecipient|takesUrging) != 0 {
		if c := a.clauseContent(i, takes); c >= 0 {
			return []nlp.Span{a.whole(c)}
		}
	}
	object := a.dep(i, "obj")
	if x := a.complement(i); x >= 0 {
		switch {
		case object >= 0 && object < x && takes&takesUrging != 0 && a.infinitive(x):
			return []nlp.Span{a.join2(a.phraseSpan(object), a.whole(x))}
		case object >= 0 && object < x && takes&takesPredicate != 0 && !a.infinitive(x):
			return []nlp.Span{a.join2(a.phraseSpan(object), a.whole(x))}
		case a.infinitive(x) && takes&takesInfinitive != 0:
			return []nlp.Span{a.whole(x)}
		case a.Tokens[x].XPOS == "VBG" && takes&takesGerund != 0:
			return []nlp.Span{a.whole(x)}
		}
	}
	if takes&takesPredicate != 0 && object >= 0 {
		if as := a.asPhrase(i, object); as >= 0 {
			return []nlp.Span{a.join2(a.phraseSpan(object), a.reach[as])}
		}
	}
	if takes&takesObject != 0 && object >= 0 && object > i && !a.pronounOnly(object) {
		return []nlp.Span{a.objectSpan(i, object)}
	}
	for _, d := range a.deps[i] {
		if d < i || !a.is(d, "obl", "advcl", "xcomp", "ccomp") {
			continue
		}
		for _, p := range a.deps[d] {
			if a.is(p, "case", "mark") && p < d && a.words.verbPrepositions[lemma+" "+a.lower(p)] {
				return []nlp.Span{a.afterPreposition(d, p)}
			}
		}
	}
	return a.inserted(i, takes)
}

// pronounOnly reports whether object is a pronoun that says nothing of its
// own: "said so", "did it".
func (a *attributor) pronounOnly(object int) bool {
	switch a.lower(object) {
	case "it", "this", "that", "so", "itself", "himself", "herself", "themselves", "what", "which", "who", "whom", "something", "anything", "nothing", "everything", "much", "little", "more":
		return true
	}
	return false
}

// clauseContent returns the head of the clause that completes verb i, or -1.
func (a *attributor) clauseContent(i int, takes forms) int {
	for _, d := range a.deps[i] {
		switch {
		case a.is(d, "ccomp", "csubj") && a.rel(d) != "csubj" || a.rel(d) == "csubj" && d > i:
			if a.quotedWhole(d) {
				continue
			}
			return d
		case a.is(d, "xcomp") && a.Tokens[d].UPOS != "VERB" && a.dep(d, "nsubj") >= 0:
			return d
		case a.is(d, "xcomp", "advcl") && a.whether(d):
			return d
		}
	}
	return -1
}

// whether reports whether clause d begins with a question word or "that".
func (a *attributor) whether(d int) bool {
	for _, m := range a.deps[d] {
		if m > d {
			break
		}
		switch a.lower(m) {
		case "whether", "that", "how", "what", "why", "where", "when", "who", "which":
			if a.is(d, "advcl") && a.lower(m) == "when" {
				continue
			}
			return a.is(m, "mark", "advmod", "obj", "nsubj", "det") && !(a.is(d, "advcl") && a.lower(m) != "that" && a.lower(m) != "whether")
		}
	}
	return false
}

// quotedWhole reports whether clause d is in a quotation that has its speaker.
func (a *attributor) quotedWhole(d int) bool {
	q := a.quoted[d]
	return q >= 0 && a.quotes[q].found >= 0
}

// complement returns the open complement of verb i, or -1: leave in "wants to
// leave".
func (a *attributor) complement(i int) int {
	for _, d := range a.deps[i] {
		if d > i && (a.is(d, "xcomp") || a.is(d, "ccomp", "advcl") && a.infinitive(d) && a.dep(d, "nsubj") < 0 && a.is(d, "ccomp")) {
			return d
		}
	}
	return -1
}

// asPhrase returns the phrase "as …" that says what verb i makes of its
// object, or -1.
func (a *attributor) asPhrase(i, object int) int {
	for _, d := range a.deps[i] {
		if d > object && a.is(d, "obl", "advcl", "xcomp") {
			for _, p := range a.deps[d] {
				if p < d && a.is(p, "case", "mark") && a.lower(p) == "as" {
					return d
				}
			}
		}
	}
	return -1
}

// objectSpan returns the object of verb i with what belongs to it: "accused
// the yard of fraud".
func (a *attributor) objectSpan(i, object int) nlp.Span {
	span := a.phraseSpan(object)
	for _, d := range a.deps[i] {
		if d <= object || !a.is(d, "obl", "advcl") || a.restrictive(d) == false {
			continue
		}
		for _, p := range a.deps[d] {
			if p > d || !a.is(p, "case", "mark") {
				continue
			}
			switch a.lower(p) {
			case "of", "for", "as", "to", "about", "over", "against", "with", "from", "by", "into":
				span.End = max(span.End, a.reach[d].End)
			}
		}
	}
	return span
}

// afterPreposition returns what stands in the phrase of d behind its
// preposition.
func (a *attributor) afterPreposition(d, preposition int) nlp.Span {
	span := a.whole(d)
	if preposition+1 < span.End {
		span.Start = max(span.Start, preposition+1)
	}
	return span
}

// inserted returns the clause that verb i is put in or behind: "the yard, she
// said, will close".
func (a *attributor) inserted(i int, takes forms) []nlp.Span {
	if takes&takesClause == 0 || !a.is(i, "parataxis") || a.dep(i, "nsubj") < 0 || a.dep(i, "obj", "xcomp") >= 0 {
		return nil
	}
	host := a.head(i)
	if host < 0 || a.reach[i].Len() > 25 {
		return nil
	}
	span := a.reach[host]
	if i < host && a.reach[i].Start == span.Start {
		// "Moss said: the yard will close"
		return a.without(nlp.Span{Start: a.reach[i].End, End: span.End})
	}
	return a.without(span, a.reach[i])
}

// passiveCue adds the attribution of the passive verb i: "was praised by
// Moss", "is expected to close", "it was reported that".
func (a *attributor) passiveCue(i int, takes forms) {
	lemma := a.phrasal(i)
	agent := -1
	for _, d := range a.deps[i] {
		if d > i && a.is(d, "obl") && a.lower(max(a.reach[d].Start, 0)) == "by" {
			agent = d
		}
	}
	subject := a.subject(i, 0)
	if c := a.clauseContent(i, takes); c >= 0 && takes&(takesClause|takesRecipient) != 0 {
		a.add(agent, i, a.cueSpan(i), a.whole(c))
		return
	}
	var content []nlp.Span
	if subject.there() && subject.head < i {
		content = append(content, a.phraseSpan(subject.head))
	}
	if x := a.complement(i); x >= 0 && takes&(takesUrging|takesPredicate|takesClause) != 0 {
		a.add(agent, i, a.cueSpan(i), append(content, a.whole(x))...)
		return
	}
	if len(content) == 0 {
		return
	}
	if takes&takesPredicate != 0 {
		if as := a.asPhrase(i, i); as >= 0 {
			a.add(agent, i, a.cueSpan(i), append(content, a.reach[as])...)
			return
		}
	}
	if agent >= 0 && takes&takesObject != 0 {
		a.add(agent, i, a.cueSpan(i), content...)
		return
	}
	if a.words.adjPrepositions[lemma] {
		return
	}
	a.participleAdjective(i)
}

// participleAdjective reads a participle that is used like an adjective: "was
// worried about the yard".
func (a *attributor) participleAdjective(i int) { a.adjective(i, a.lower(i)) }

// nounCue adds the attribution of noun i: "her claim that", "support for".
func (a *attributor) nounCue(i int) {
	lemma := a.lemma(i)
	takes := a.words.nouns[lemma]
	for _, d := range a.deps[i] {
		if d < i {
			continue
		}
		switch {
		case a.is(d, "acl", "ccomp") && takes&takesClause != 0 && a.lower(a.reach[d].Start) == "that" && a.rel(d) != "acl:relcl":
			a.add(a.owner(i), i, a.nounSpan(i), a.whole(d))
			return
		case a.is(d, "acl") && takes&takesInfinitive != 0 && a.infinitive(d):
			if owner := a.owner(i); owner >= 0 {
				a.add(owner, i, a.nounSpan(i), a.whole(d))
			}
			return
		case a.is(d, "nmod", "acl"):
			for _, p := range a.deps[d] {
				if p < d && a.is(p, "case", "mark") && a.words.nounPrepositions[lemma+" "+a.lower(p)] {
					if owner := a.owner(i); owner >= 0 {
						a.add(owner, i, a.nounSpan(i), a.afterPreposition(d, p))
					}
					return
				}
			}
		}
	}
}

// owner returns whose noun i is: its possessor, or the subject of the verb
// that lends it: "voiced support for".
func (a *attributor) owner(i int) int {
	if p := a.dep(i, "nmod:poss"); p >= 0 {
		return p
	}
	if h := a.head(i); h >= 0 && a.is(i, "obj") && lightVerbList()[a.phrasal(h)] && !a.passive(h) {
		return a.sourceOf(h)
	}
	return -1
}

// adjectiveCue adds the attribution of adjective i: "is sure that".
func (a *attributor) adjectiveCue(i int) {
	if a.dep(i, "cop") >= 0 || a.is(i, "xcomp", "advcl", "acl", "conj") {
		a.adjective(i, a.lemma(i))
	}
}

func (a *attributor) adjective(i int, lemma string) {
	takes := a.words.adjectives[lemma]
	source := a.sourceOf(i)
	if source >= 0 && a.lower(source) == "it" {
		return
	}
	for _, d := range a.deps[i] {
		if d < i {
			continue
		}
		switch {
		case takes&takesClause != 0 && (a.is(d, "ccomp") && !a.infinitive(d) || a.is(d, "advcl", "xcomp") && a.lower(a.reach[d].Start) == "that"),
			takes&takesInfinitive != 0 && a.is(d, "xcomp", "advcl", "ccomp") && a.infinitive(d):
			a.add(source, i, a.cueSpan(i), a.whole(d))
			return
		case a.is(d, "obl", "advcl", "nmod"):
			for _, p := range a.deps[d] {
				if p < d && a.is(p, "case", "mark") && a.words.adjPrepositions[lemma+" "+a.lower(p)] {
					a.add(source, i, a.cueSpan(i), a.afterPreposition(d, p))
					return
				}
			}
		}
	}
}

// according adds the attribution of "according to …" at token i.
func (a *attributor) according(i int) {
	if i+1 >= len(a.Tokens) || a.lower(i+1) != "to" {
		return
	}
	source := a.head(i)
	if source < i {
		source = a.dep(i, "obl", "nmod")
	}
	if source < i {
		return
	}
	host := a.head(source)
	for host >= 0 && a.is(host, "nmod", "obl", "obj", "nsubj", "appos", "conj", "amod", "compound", "xcomp") && !a.predicate(host) {
		host = a.head(host)
	}
	if a.head(i) == host && host >= 0 && host < i {
		host = a.head(i)
	}
	if host < 0 {
		return
	}
	phrase := nlp.Span{Start: i, End: max(a.reach[source].End, i+2)}
	a.add(source, i, nlp.Span{Start: i, End: i + 2}, a.without(a.whole(host), phrase)...)
}

// headlines reads "Moss: the yard will close" and "The yard will close – Moss"
// where the name stands alone before a colon in a short line.
func (a *attributor) headlines() {}

// sourceOf returns the head of who says what predicate i says, or -1.
func (a *attributor) sourceOf(i int) int {
	s := a.subject(i, 0)
	if !s.there() || a.is(s.head, "expl") || a.is(s.head, "csubj") {
		return -1
	}
	return s.head
}

// quoteSource returns the head of who speaks by verb cue, or -1.
func (a *attributor) quoteSource(cue int, before, after nlp.Span) int {
	s := a.sourceOf(cue)
	if s >= 0 && !a.quotedSpeech(s) && !strings.EqualFold(a.Tokens[s].Text, "it") {
		return s
	}
	segment := after
	if before.Contains(cue) {
		segment = before
	}
	nominal := func(k int) bool {
		switch a.Tokens[k].UPOS {
		case "PROPN", "NOUN", "PRON":
			return a.quoted[k] < 0
		}
		return false
	}
	if segment.Contains(cue) {
		for k := cue + 1; k < segment.End && k < cue+8 && segment == after; k++ {
			if nominal(k) {
				for h := a.head(k); h > cue && segment.Contains(h) && nominal(h); h = a.head(h) {
					k = h
				}
				return k
			}
			if a.Tokens[k].UPOS != "DET" && a.Tokens[k].UPOS != "ADJ" && a.Tokens[k].UPOS != "ADV" {
				break
			}
		}
		for k := cue - 1; k >= segment.Start; k-- {
			if nominal(k) && (a.head(k) < segment.Start || a.head(k) >= segment.End || !nominal(a.head(k))) {
				return k
			}
		}
	}
	return s
}
