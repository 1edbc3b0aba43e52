package extract

import (
	"kg/internal/nlp"
)

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
	if x := a.complement(i); x >= 0 && takes&(takesUrging|takesPredicate) != 0 {
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
