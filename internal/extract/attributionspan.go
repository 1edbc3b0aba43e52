package extract

import "kg/internal/nlp"

// whole returns the span of everything below token i, as far as it hangs
// together. A quotation that begins in it belongs to it to its end.
func (a *attributor) whole(i int) nlp.Span {
	span := a.reach[i]
	if q := a.quoted[span.End-1]; q >= 0 && a.quotes[q].span.Start >= span.Start {
		span.End = max(span.End, a.quotes[q].span.End)
	}
	return span
}

// phraseSpan returns the span of the noun phrase of token i without remarks
// behind it: "the mill, which had burned", "the mill (built by Moss)".
func (a *attributor) phraseSpan(i int) nlp.Span {
	span := a.whole(i)
	end := span.End
	for k := i + 1; k < end; k++ {
		if a.is(k, "acl:relcl", "acl", "appos", "parataxis", "advcl", "dep") && a.reach[k].End >= end-1 && a.reach[k].Start > i && a.aparted(k) {
			span.End = min(span.End, a.reach[k].Start)
		}
	}
	return a.tidy(span)
}

// until cuts off what stands behind the complement of verb i and is none of it:
// a further verb, a remark between commas, a reason.
func (a *attributor) until(i int, span nlp.Span) nlp.Span {
	for k := i + 2; k < span.End; k++ {
		if a.quoted[k] >= 0 || a.reach[k].Start <= span.Start+1 {
			continue
		}
		if a.is(k, "advcl", "parataxis", "acl:relcl") && a.aparted(k) || a.is(k, "advcl") && a.head(k) == i ||
			a.is(k, "conj") && (a.head(k) == i || a.Tokens[k].UPOS == "VERB" && a.ownSubject(k) >= 0) || a.is(k, "obl") && a.head(k) == i && a.aparted(k) {
			span.End = min(span.End, a.reach[k].Start)
		}
	}
	return a.tidy(span)
}

// aparted reports whether a comma, dash or bracket stands before the phrase of
// d.
func (a *attributor) aparted(d int) bool {
	start := a.reach[d].Start
	for _, k := range []int{start - 1, start} {
		if k >= 0 && (a.stop(k) || a.Tokens[k].Text == "(") {
			return true
		}
	}
	return false
}

// hull returns the span from the beginning of x to the end of y.
func (a *attributor) hull(x, y nlp.Span) nlp.Span {
	return nlp.Span{Start: min(x.Start, y.Start), End: max(x.End, y.End)}
}

// sourceSpan returns the phrase of who speaks, whose head is given, without
// cue and content.
func (a *attributor) sourceSpan(head int, cue nlp.Span, content []nlp.Span) nlp.Span {
	span := a.reach[head]
	for _, p := range a.deps[head] {
		// "by the council": the preposition is none of it.
		if a.is(p, "case") && p < head && a.Tokens[p].XPOS != "POS" && span.Start <= p {
			span.Start = p + 1
		}
	}
	for _, o := range append([]nlp.Span{cue}, content...) {
		if o.Len() <= 0 || o.End <= span.Start || o.Start >= span.End {
			continue
		}
		if o.Contains(head) {
			return nlp.Span{Start: head, End: head + 1}
		}
		if o.Start > head {
			span.End = min(span.End, o.Start)
		} else {
			span.Start = max(span.Start, o.End)
		}
	}
	// A relative clause or participle that holds the cue is no part of it.
	for _, d := range a.deps[head] {
		if d > head && a.reach[d].Start < cue.End && cue.Start < a.reach[d].End && cue.Len() > 0 {
			span.End = min(span.End, max(a.reach[d].Start, head+1))
		}
	}
	return a.tidy(span)
}

// cueSpan returns the words of the cue whose head is token i: "has also said",
// "is critical of".
func (a *attributor) cueSpan(i int) nlp.Span {
	span := nlp.Span{Start: i, End: i + 1}
	for _, d := range a.deps[i] {
		if a.is(d, "aux", "cop", "compound:prt") || a.is(d, "advmod") && (d == i-1 || d == i+1) {
			span.Start, span.End = min(span.Start, d), max(span.End, d+1)
		}
	}
	// What stands between cannot be the subject.
	for _, d := range a.deps[i] {
		if a.is(d, "nsubj", "obj", "iobj") && span.Contains(d) {
			return nlp.Span{Start: i, End: i + 1}
		}
	}
	return span
}

// nounSpan returns the words of the cue whose head is noun i.
func (a *attributor) nounSpan(i int) nlp.Span { return nlp.Span{Start: i, End: i + 1} }

// stretch returns the span of clause c, the content of verb i, with what the
// tree gives to the verb though it belongs to the content: a subject taken for
// an object of "said", a reason or a place at the end.
func (a *attributor) stretch(i, c int, takes forms) nlp.Span {
	span := a.whole(c)
	if span.Start <= i {
		return span
	}
	if takes&(takesRecipient|takesUrging) == 0 {
		for _, d := range a.deps[i] {
			if d > i && d < span.Start && a.is(d, "obj", "nsubj", "iobj") && a.ownSubject(i) != d {
				span.Start = min(span.Start, a.reach[d].Start)
			}
		}
	}
	s := a.Sentences[a.sentence[i]]
	for span.End < s.End {
		k := span.End
		for k < s.End && a.Tokens[k].UPOS == "PUNCT" && a.quoted[k] < 0 {
			k++
		}
		if k >= s.End {
			break
		}
		top := k
		for h := a.head(top); h >= 0 && h != i && !a.above(h, i); h = a.head(top) {
			top = h
		}
		if a.reach[top].End <= span.End || !a.trails(i, top) {
			break
		}
		span.End = a.reach[top].End
	}
	if q := a.quoted[span.End-1]; q >= 0 && a.quotes[q].span.Start >= span.Start {
		span.End = max(span.End, a.quotes[q].span.End)
	}
	return a.shorten(i, c, span)
}

// shorten cuts off the end of span, the content of verb i, where a further verb
// of saying has the same speaker: "said the yard would close, adding that …",
// "said the yard would close and added that …".
func (a *attributor) shorten(i, c int, span nlp.Span) nlp.Span {
	for k := max(c, span.Start) + 2; k < span.End; k++ {
		if a.quoted[k] >= 0 || a.Tokens[k].UPOS != "VERB" || a.words.verb(a.phrasal(k))&(takesClause|takesRecipient) == 0 {
			continue
		}
		switch {
		case a.Tokens[k].XPOS == "VBG" && a.Tokens[k-1].Text == ",":
			if !a.words.plain[a.verbLemma(k)] {
				continue
			}
			span.End = k - 1
		case a.is(k, "conj") && a.ownSubject(k) < 0 && a.resumes(i, c, k):
			span.End = a.cueSpan(k).Start - 1
		default:
			continue
		}
		if s := a.sourceOf(i); s >= 0 {
			a.lent[k] = s
		}
		return span
	}
	return span
}

// resumes reports whether verb k, coordinated with something in the content c
// of cue i, rather goes on with i: it is finite, has content of its own and the
// tense of i but not that of c.
func (a *attributor) resumes(i, c, k int) bool {
	first := a.cueSpan(k).Start
	if first == 0 || a.lower(first-1) != "and" && a.lower(first-1) != "but" || a.clauseContent(k, takesClause) < 0 {
		return false
	}
	tense := func(v int) string {
		for _, d := range a.deps[v] {
			if a.is(d, "aux", "cop") {
				return a.Tokens[d].XPOS
			}
		}
		return a.Tokens[v].XPOS
	}
	return tense(k) == tense(i) && tense(c) != tense(i) && (tense(k) == "VBD" || tense(k) == "VBZ" || tense(k) == "VBP")
}

// above reports whether token h is above token i in the tree.
func (a *attributor) above(h, i int) bool {
	for i = a.head(i); i >= 0; i = a.head(i) {
		if i == h {
			return true
		}
	}
	return false
}

// trails reports whether d, which the tree hangs on the cue i behind its
// content, rather belongs to the content.
func (a *attributor) trails(i, d int) bool {
	if a.head(d) != i {
		return false
	}
	switch {
	case a.is(d, "cc", "nsubj", "parataxis"):
		return false
	case a.is(d, "conj"):
		return a.lower(a.reach[d].Start) == "that"
	case a.is(d, "advcl"):
		switch a.lower(a.reach[d].Start) {
		case "because", "if", "unless", "until", "since", "that", "although", "though", "whether", "so", "than":
			return true
		}
		return false
	case a.is(d, "obl", "advmod"):
		return !a.writing(d) && !(a.reach[d].Start > 0 && a.stop(a.reach[d].Start-1) && a.restrictive(d) == false && a.reach[d].Len() > 12)
	}
	return true
}

// temporal reports whether token i is the head of a phrase of time: Monday,
// last week.
func (a *attributor) temporal(i int) bool {
	if a.is(i, "obl:tmod") {
		return true
	}
	switch a.Tokens[i].UPOS {
	case "NOUN", "PROPN":
		return a.words.times[a.lemma(i)] || a.words.times[a.lower(i)]
	case "NUM":
		text := a.Tokens[i].Text
		return len(text) == 4 && (text[0] == '1' || text[0] == '2')
	}
	return false
}
