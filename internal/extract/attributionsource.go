package extract

import (
	"strings"

	"kg/internal/nlp"
)

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
