package extract

import (
	"kg/internal/nlp"
)

// bothSides returns the content of verb i with what stands before the verb where
// it is put in between commas: "The tunnel, she said, will cost too much."
func (a *attributor) bothSides(i int, span nlp.Span) []nlp.Span {
	start := i
	if own := a.ownSubject(i); own >= 0 && own < i {
		start = min(start, a.reach[own].Start)
	}
	s := a.Sentences[a.sentence[i]]
	if span.Start <= i || start < s.Start+2 || a.Tokens[start-1].Text != "," || a.Tokens[span.Start-1].Text != "," && a.Tokens[span.Start].Text != "," ||
		a.quoted[i] >= 0 || !a.words.plain[a.verbLemma(i)] || !a.main(i) && !a.is(i, "acl:relcl") || a.pronounRelative(max(a.ownSubject(i), 0)) || a.Tokens[s.Start].UPOS == "ADP" || a.Tokens[s.Start].UPOS == "SCONJ" {
		return []nlp.Span{span}
	}
	return append(a.without(nlp.Span{Start: s.Start, End: start}), span)
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

// verbContent returns what verb i says, thinks or wants.
func (a *attributor) verbContent(i int, lemma string, takes forms) (form string, content []nlp.Span) {
	if takes&(takesClause|takesRecipient|takesUrging) != 0 {
		if c := a.clauseContent(i, takes); c >= 0 {
			return "clause", a.bothSides(i, a.stretch(i, c, takes))
		}
	}
	if q := a.quoteObject(i, takes); q >= 0 {
		return "quote", []nlp.Span{a.quotes[q].span}
	}
	object := a.dep(i, "obj")
	if x := a.complement(i); x >= 0 {
		switch {
		case object >= 0 && object < x && takes&takesUrging != 0 && a.infinitive(x):
			return "urging", []nlp.Span{a.hull(a.phraseSpan(object), a.whole(x))}
		case object >= 0 && object < x && takes&takesPredicate != 0 && !a.infinitive(x):
			return "predicate", []nlp.Span{a.hull(a.phraseSpan(object), a.whole(x))}
		case a.infinitive(x) && takes&takesInfinitive != 0:
			return "infinitive", []nlp.Span{a.whole(x)}
		case a.Tokens[x].XPOS == "VBG" && takes&takesGerund != 0:
			return "gerund", []nlp.Span{a.whole(x)}
		}
	}
	if takes&takesPredicate != 0 && object >= 0 {
		if as := a.asPhrase(i, object); as >= 0 {
			return "predicate", []nlp.Span{a.until(i, a.hull(a.phraseSpan(object), a.whole(as)))}
		}
	}
	if q := object + 1; takes&takesPredicate != 0 && object > i && q < len(a.Tokens) && a.quoted[q] >= 0 && a.quotes[a.quoted[q]].span.Start == q {
		return "predicate", []nlp.Span{a.hull(a.reach[object], a.quotes[a.quoted[q]].span)} // called Moss “a liar”
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
		for p := a.reach[d].Start; p < d; p++ {
			if a.is(p, "case", "mark") && (a.head(p) == d || p == a.reach[d].Start) && a.words.verbPrepositions[lemma+" "+a.lower(p)] {
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
	if i+1 < end && !after && verbs > 0 && a.Tokens[i+1].UPOS != "ADP" && a.Tokens[i+1].UPOS != "ADV" && a.ownSubject(i) >= 0 && a.ownSubject(i) < i {
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
