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

// phraseSpan returns the span of the noun phrase of token i.
func (a *attributor) phraseSpan(i int) nlp.Span { return a.whole(i) }

// join2 returns the span from the beginning of x to the end of y.
func (a *attributor) join2(x, y nlp.Span) nlp.Span {
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
