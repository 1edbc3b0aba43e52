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
	isStirring // the object is who feels it
)

var formNames = map[string]forms{
	"clause": takesClause, "quote": takesQuote, "infinitive": takesInfinitive, "gerund": takesGerund,
	"object": takesObject, "predicate": takesPredicate, "recipient": takesRecipient, "urging": takesUrging,
	"raising": isRaising, "stirring": isStirring,
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
	if takes&isStirring != 0 && a.stirring(i) {
		return
	}
	form, content := a.verbContent(i, lemma, takes)
	if len(content) == 0 {
		form, content = a.loose(i, lemma)
	}
	if len(content) == 0 {
		return
	}
	source := a.sourceOf(i)
	switch form {
	case "clause", "quote":
		if a.Tokens[i].XPOS == "VB" && a.aside(i) {
			return
		}
	case "inserted":
	case "object":
		if a.is(a.first(i), "acl:relcl") {
			return
		}
		fallthrough
	default:
		if source < 0 || a.aside(i) {
			return
		}
	}
	a.add(form, source, i, a.cueSpan(i), content...)
}

// stirring adds the attribution of a verb such as anger: who is angered feels
// so about the subject.
func (a *attributor) stirring(i int) bool {
	object, subject := a.dep(i, "obj"), a.ownSubject(i)
	if object < i || subject < 0 || a.clauseContent(i, takesClause) >= 0 || a.complement(i) >= 0 {
		return false
	}
	a.add("stirring", object, i, a.cueSpan(i), a.phraseSpan(subject))
	return a.cues[i]
}

// aside reports whether verb i only narrows a noun or names a purpose: "the
// committee backing Moss", "a law to raise wages". Who thinks so is not what
// the sentence is about.
func (a *attributor) aside(i int) bool {
	top := a.chain(a.first(i))[0]
	if a.rel(top) == "acl" {
		return true
	}
	return a.infinitive(top) && !a.is(top, "root", "ccomp")
}

// verbContent returns what verb i says, thinks or wants.
func (a *attributor) verbContent(i int, lemma string, takes forms) (form string, content []nlp.Span) {
	if takes&(takesClause|takesRecipient|takesUrging) != 0 {
		if c := a.clauseContent(i, takes); c >= 0 {
			return "clause", []nlp.Span{a.stretch(i, c, takes)}
		}
	}
	if q := a.quoteObject(i, takes); q >= 0 {
		return "quote", []nlp.Span{a.quotes[q].span}
	}
	object := a.dep(i, "obj")
	if x := a.complement(i); x >= 0 {
		switch {
		case object >= 0 && object < x && takes&takesUrging != 0 && a.infinitive(x):
			return "urging", []nlp.Span{a.join2(a.phraseSpan(object), a.whole(x))}
		case object >= 0 && object < x && takes&takesPredicate != 0 && !a.infinitive(x):
			return "predicate", []nlp.Span{a.join2(a.phraseSpan(object), a.whole(x))}
		case a.infinitive(x) && takes&takesInfinitive != 0:
			return "infinitive", []nlp.Span{a.whole(x)}
		case a.Tokens[x].XPOS == "VBG" && takes&takesGerund != 0:
			return "gerund", []nlp.Span{a.whole(x)}
		}
	}
	if takes&takesPredicate != 0 && object >= 0 {
		if as := a.asPhrase(i, object); as >= 0 {
			return "predicate", []nlp.Span{a.until(i, a.join2(a.phraseSpan(object), a.whole(as)))}
		}
	}
	if takes&takesPredicate != 0 && takes&(takesClause|takesObject) == 0 && object > i && a.reach[i].End > a.reach[object].End+1 {
		return "predicate", []nlp.Span{a.until(i, nlp.Span{Start: a.reach[object].Start, End: a.reach[i].End})}
	}
	if takes&takesObject != 0 && object >= 0 && object > i && !a.pronounOnly(object) {
		return "object", []nlp.Span{a.objectSpan(i, object)}
	}
	for _, d := range a.deps[i] {
		if d < i || !a.is(d, "obl", "advcl", "xcomp", "ccomp") {
			continue
		}
		if of := a.sides(d); of >= 0 {
			return "preposition", []nlp.Span{a.afterPreposition(of, a.reach[of].Start)}
		}
		for _, p := range a.deps[d] {
			if a.is(p, "case", "mark") && p < d && a.words.verbPrepositions[lemma+" "+a.lower(p)] {
				if a.temporal(d) {
					continue
				}
				span := a.afterPreposition(d, p)
				for _, x := range a.deps[i] {
					if x > d && a.is(x, "xcomp", "advcl", "ccomp") && a.infinitive(x) && a.restrictive(x) {
						span.End = max(span.End, a.whole(x).End)
					}
				}
				span.End = a.more(i, span.End)
				return "preposition", []nlp.Span{span}
			}
		}
	}
	return "inserted", a.inserted(i, takes)
}

// quoteObject returns the quotation of some words that stands directly behind
// verb i, or -1: "chanted “let us in”".
func (a *attributor) quoteObject(i int, takes forms) int {
	if takes&(takesQuote|takesClause) == 0 || i+1 >= len(a.Tokens) {
		return -1
	}
	k := i + 1
	if (a.Tokens[k].Text == "," || a.Tokens[k].Text == ":") && k+1 < len(a.Tokens) {
		k++
	}
	if a.sentence[k] != a.sentence[i] && k == i+1 {
		return -1
	}
	if q := a.quoted[k]; q >= 0 && a.quotes[q].span.Start == k && a.quoted[i] != q && a.quotes[q].found < 0 {
		return q
	}
	return -1
}

// loose reads the content of a verb that is nothing but a verb of saying or
// thinking off the words, where the tree does not give it one: the clause that
// "that" begins, what follows the verb, or what stands before "…, said Moss."
func (a *attributor) loose(i int, lemma string) (form string, content []nlp.Span) {
	if !a.words.plain[lemma] || a.Tokens[i].XPOS == "VB" || a.Tokens[i].XPOS == "VBN" {
		return "", nil
	}
	s := a.Sentences[a.sentence[i]]
	end := s.End
	for _, d := range a.deps[i] {
		if d > i && a.is(d, "cc") {
			end = d
			break
		}
	}
	verbs := 0
	for k := i + 1; k < end; k++ {
		if a.lower(k) == "that" && a.Tokens[k].UPOS == "SCONJ" && verbs == 0 && k < i+15 {
			return "clause", []nlp.Span{{Start: k, End: end}}
		}
		if a.Tokens[k].UPOS == "VERB" || a.Tokens[k].UPOS == "AUX" {
			verbs++
		}
	}
	after := i+1 < s.End && a.stop(i+1)
	if i+1 < end && !after && verbs > 0 && a.ownSubject(i) >= 0 && a.ownSubject(i) < i {
		start := i + 1
		for _, d := range a.deps[i] {
			if d == start || d > start && a.reach[d].Start == start {
				if a.temporal(d) || a.is(d, "obl") && a.writing(d) {
					start = d + 1
				}
			}
		}
		return "clause", []nlp.Span{{Start: start, End: end}}
	}
	start := i
	if own := a.ownSubject(i); own >= 0 {
		start = min(start, a.reach[own].Start)
	}
	if start-1 > s.Start+2 && a.Tokens[start-1].Text == "," {
		return "inserted", a.without(nlp.Span{Start: s.Start, End: start})
	}
	return "", nil
}

// sides returns the head of what phrase d takes sides for, or -1: closure in
// "in favour of closure".
func (a *attributor) sides(d int) int {
	switch a.lemma(d) {
	case "favor", "favour", "support", "opposition", "defense", "defence", "praise":
	default:
		return -1
	}
	if start := a.reach[d].Start; a.lower(start) != "in" {
		return -1
	}
	return a.dep(d, "nmod")
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

// clauseContent returns the head of the clause that completes verb i, or -1;
// of two the one behind the verb.
func (a *attributor) clauseContent(i int, takes forms) int {
	found := -1
	for _, d := range a.deps[i] {
		if a.quotedWhole(d) || a.rel(d) == "csubj" && d < i {
			continue
		}
		if a.is(d, "ccomp", "csubj") || a.is(d, "xcomp") && a.Tokens[d].UPOS != "VERB" && a.dep(d, "nsubj") >= 0 ||
			a.is(d, "xcomp", "advcl") && a.whether(d) {
			if d > i {
				return d
			}
			found = d
		}
	}
	return found
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
			for k := a.reach[d].Start; k < d; k++ {
				if a.is(k, "case", "mark") && a.lower(k) == "as" {
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
	span.End = a.more(i, span.End)
	return span
}

// more returns the end of what goes on from token end with further phrases of
// verb i that complete its object: of fraud, as a joke, for selling the mill.
func (a *attributor) more(i, end int) int {
	for _, d := range a.deps[i] {
		if a.reach[d].Start != end || !a.is(d, "obl", "advcl", "xcomp") || a.temporal(d) {
			continue
		}
		switch a.lower(end) {
		case "of", "for", "as", "to", "about", "over", "against", "with", "from", "into", "on", "instead", "rather", "toward", "towards", "along", "between", "among", "without", "because", "if", "than":
			if a.writing(d) && a.lower(end) != "of" && a.lower(end) != "for" && a.lower(end) != "about" {
				return end
			}
			end = a.reach[d].End
		}
	}
	return end
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
	span, own := a.reach[host], a.reach[i]
	s := a.Sentences[a.sentence[i]]
	if i < host && own.Start == span.Start {
		// "Moss said: the yard will close"
		return a.without(nlp.Span{Start: own.End, End: span.End})
	}
	if own.Start > s.Start && own.End < s.End && a.stop(own.Start-1) && (a.stop(own.End) || a.stop(own.End-1)) {
		// Between commas it belongs to the words on both sides.
		if span.Start >= own.Start {
			span.Start = s.Start
		}
		if a.bare(min(span.End, own.End), span.End) || span.End <= own.End+1 {
			span.End = s.End
		}
	}
	return a.without(span, own)
}

// passiveCue adds the attribution of the passive verb i: "was praised by
// Moss", "is expected to close", "it was reported that".
func (a *attributor) passiveCue(i int, takes forms) {
	lemma := a.phrasal(i)
	if a.rel(i) == "acl" {
		return
	}
	agent := -1
	for _, d := range a.deps[i] {
		if d > i && a.is(d, "obl") && a.lower(max(a.reach[d].Start, 0)) == "by" {
			agent = d
		}
	}
	subject := a.subject(i, 0)
	if c := a.clauseContent(i, takes); c >= 0 && takes&(takesClause|takesRecipient) != 0 {
		a.add("passive", agent, i, a.cueSpan(i), a.whole(c))
		return
	}
	var content []nlp.Span
	if subject.there() && subject.head < i {
		content = append(content, a.phraseSpan(subject.head))
	}
	if x := a.complement(i); x >= 0 && takes&(takesUrging|takesPredicate|takesClause) != 0 {
		a.add("passive", agent, i, a.cueSpan(i), append(content, a.whole(x))...)
		return
	}
	if len(content) == 0 {
		return
	}
	if takes&takesPredicate != 0 {
		as := a.asPhrase(i, i)
		if as < 0 {
			as = a.dep(i, "obj", "xcomp")
		}
		if as > i {
			a.add("passive", agent, i, a.cueSpan(i), append(content, a.reach[as])...)
			return
		}
	}
	if agent >= 0 && takes&takesObject != 0 {
		a.add("passive", agent, i, a.cueSpan(i), content...)
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
	if a.dep(i, "cop") >= 0 {
		for _, d := range a.deps[i] {
			for _, p := range a.deps[d] {
				if d > i && p < d && a.is(p, "case", "mark") && a.words.nounPrepositions["holder "+lemma+" "+a.lower(p)] {
					if source := a.sourceOf(i); source >= 0 {
						a.add("holder", source, i, a.cueSpan(i), a.afterPreposition(d, p))
					}
					return
				}
			}
		}
	}
	for _, d := range a.deps[i] {
		if d < i {
			continue
		}
		switch {
		case a.is(d, "acl", "ccomp") && takes&takesClause != 0 && a.lower(a.reach[d].Start) == "that" && a.rel(d) != "acl:relcl":
			a.add("noun clause", a.owner(i), i, a.nounSpan(i), a.whole(d))
			return
		case a.is(d, "acl") && takes&takesInfinitive != 0 && a.infinitive(d):
			if owner := a.owner(i); owner >= 0 {
				a.add("noun infinitive", owner, i, a.nounSpan(i), a.whole(d))
			}
			return
		case a.is(d, "nmod", "acl"):
			for _, p := range a.deps[d] {
				if p < d && a.is(p, "case", "mark") && (a.words.nounPrepositions[lemma+" "+a.lower(p)] || takes != 0 && a.lent2(i)) {
					if owner := a.owner(i); owner >= 0 || a.is(i, "root") {
						a.add("noun", owner, i, a.nounSpan(i), a.afterPreposition(d, p))
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

// lent2 reports whether noun i is the object of a light verb: "take issue".
func (a *attributor) lent2(i int) bool {
	h := a.head(i)
	return h >= 0 && a.is(i, "obj") && lightVerbList()[a.phrasal(h)]
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
	if a.is(i, "acl", "advcl") {
		return
	}
	if source < 0 || a.lower(source) == "it" {
		// "it is unclear whether the yard will close": nobody says so.
		for _, d := range a.deps[i] {
			if d > i && takes&takesClause != 0 && a.is(d, "ccomp", "csubj", "advcl", "xcomp") && a.whether(d) {
				a.add("adjective clause", -1, i, a.cueSpan(i), a.whole(d))
				return
			}
		}
		return
	}
	for _, d := range a.deps[i] {
		if d < i {
			continue
		}
		switch {
		case takes&takesClause != 0 && (a.is(d, "ccomp") && !a.infinitive(d) || a.is(d, "advcl", "xcomp") && a.lower(a.reach[d].Start) == "that"),
			takes&takesInfinitive != 0 && a.is(d, "xcomp", "advcl", "ccomp") && a.infinitive(d):
			a.add("adjective", source, i, a.cueSpan(i), a.whole(d))
			return
		case a.is(d, "obl", "advcl", "nmod"):
			for _, p := range a.deps[d] {
				if p < d && a.is(p, "case", "mark") && a.words.adjPrepositions[lemma+" "+a.lower(p)] {
					a.add("adjective", source, i, a.cueSpan(i), a.afterPreposition(d, p))
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
	for host >= 0 && a.head(host) >= 0 && !a.main(host) {
		host = a.head(host)
	}
	if host < 0 {
		return
	}
	phrase := nlp.Span{Start: i, End: max(a.reach[source].End, i+2)}
	a.add("according", source, i, nlp.Span{Start: i, End: i + 2}, a.without(a.whole(host), phrase)...)
}

// main reports whether token i is the head of a clause that can stand alone.
func (a *attributor) main(i int) bool {
	switch {
	case a.is(i, "root", "parataxis", "ccomp"):
		return true
	case a.is(i, "conj"):
		return a.predicate(i) && a.dep(i, "nsubj") >= 0
	}
	return false
}

// headlines reads "Moss: the yard will close", a name before a colon at the
// beginning of a paragraph, as in headlines and transcripts.
func (a *attributor) headlines() {
	for _, s := range a.Sentences {
		if !a.StartsParagraph(s.Start) {
			continue
		}
		colon := -1
		for k := s.Start; k < s.End && k < s.Start+9; k++ {
			if a.Tokens[k].Text == ":" {
				colon = k
				break
			}
		}
		if colon <= s.Start || a.StartsParagraph(colon) || s.End-colon < 4 || a.cues[colon] || a.StartsParagraph(colon+1) {
			continue
		}
		if head := a.nameOnly(nlp.Span{Start: s.Start, End: colon}); head >= 0 {
			end := s.End
			for _, next := range a.Sentences[a.sentence[s.Start]+1:] {
				if a.StartsParagraph(next.Start) || a.quoted[next.Start] < 0 && a.quoted[s.End-1] < 0 && a.title(s) {
					break
				}
				end = next.End
			}
			if !a.taken(nlp.Span{Start: colon + 1, End: end}) {
				a.add("headline", head, colon, nlp.Span{Start: colon, End: colon + 1}, nlp.Span{Start: colon + 1, End: end})
			}
		}
	}
}

// title reports whether sentence s ends without a full stop, as headlines do.
func (a *attributor) title(s nlp.Span) bool {
	switch a.Tokens[s.End-1].Text {
	case ".", "!", "?":
		return false
	}
	return true
}

// nameOnly returns the head of span if it is a name, with or without a title,
// and nothing else, or -1.
func (a *attributor) nameOnly(span nlp.Span) int {
	head := -1
	for k := span.Start; k < span.End; k++ {
		switch a.Tokens[k].UPOS {
		case "PROPN":
			if head < 0 || a.head(head) == k {
				head = k
			}
			if h := a.head(k); !span.Contains(h) {
				head = k
			}
			if a.words.labels[a.lower(k)] {
				return -1
			}
		case "PUNCT", "ADP", "DET":
			if a.Tokens[k].Text == "\"" {
				return -1
			}
		case "NOUN", "ADJ":
			if a.words.labels[a.lower(k)] {
				return -1
			}
		default:
			return -1
		}
	}
	return head
}

// sourceOf returns the head of who says what predicate i says, or -1.
func (a *attributor) sourceOf(i int) int {
	if s, ok := a.lent[i]; ok {
		return s
	}
	if a.rel(i) == "acl" && a.Tokens[i].XPOS == "VBG" {
		// "issued a statement saying": who issued it says so.
		if noun := a.head(i); noun >= 0 && a.is(noun, "obj", "obl") && a.Tokens[noun].UPOS == "NOUN" && a.writing(noun) {
			if v := a.head(noun); v >= 0 && a.Tokens[v].UPOS == "VERB" && !a.passive(v) {
				i = v
			}
		}
	}
	s := a.subject(i, 0)
	if s.there() && a.temporal(s.head) {
		for _, d := range a.deps[i] {
			if a.is(d, "nsubj") && !a.temporal(d) {
				return d
			}
		}
		s = noArgument
	}
	if !s.there() && !a.passive(i) {
		return a.nominalBefore(i)
	}
	if !s.there() || a.is(s.head, "expl") || a.is(s.head, "csubj") {
		return -1
	}
	return s.head
}

// nominalBefore returns the head of a noun phrase that stands directly before
// the finite verb i, though the tree does not make it its subject, or -1.
func (a *attributor) nominalBefore(i int) int {
	s := a.Sentences[a.sentence[i]]
	switch a.Tokens[i].XPOS {
	case "VBD", "VBZ", "VBP":
	case "VBG":
		// "Speaking in Brask, she said …, adding …": the subject of the sentence.
		for k := s.Start; k < s.End; k++ {
			if a.rel(k) == "root" && k != i && a.is(i, "advcl", "conj", "parataxis") {
				return a.ownSubject(k)
			}
		}
		if a.dep(i, "aux") < 0 {
			return -1
		}
	default:
		if a.dep(i, "aux") < 0 {
			return -1
		}
	}
	for k := i - 1; k >= s.Start && k > i-8; k-- {
		switch a.Tokens[k].UPOS {
		case "ADV", "AUX", "PART":
			continue
		case "PUNCT":
			if a.Tokens[k].Text == "," || a.Tokens[k].Text == ")" {
				continue
			}
			return -1
		case "PROPN", "NOUN", "PRON":
			if a.quoted[k] >= 0 || a.temporal(k) {
				return -1
			}
			for h := a.head(k); h >= s.Start && h < i && (a.Tokens[h].UPOS == "PROPN" || a.Tokens[h].UPOS == "NOUN") && a.is(k, "nmod", "flat", "compound", "appos"); h = a.head(h) {
				k = h
			}
			return k
		}
		return -1
	}
	return -1
}

// writing reports whether noun i is something that says things: a statement.
func (a *attributor) writing(i int) bool {
	lemma := a.lemma(i)
	return a.words.nouns[lemma] != 0 || a.words.writings[lemma]
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
			return a.quoted[k] < 0 && !a.temporal(k)
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
