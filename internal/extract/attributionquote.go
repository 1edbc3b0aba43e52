package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kg/internal/nlp"
)

// quotations finds the speaker of every quotation that has a verb beside it.
func (a *attributor) quotations() {
	for q := range a.quotes {
		a.quotes[q].speech = a.speech(q)
		if !a.quotes[q].speech {
			continue
		}
		before, after := a.beside(q)
		cue := a.cueBefore(q, before)
		if cue >= 0 && a.cues[cue] {
			// "…," she said, "…": the quotation goes on behind the same verb,
			// unless it has one of its own.
			if own := a.cueAfter(q, after); own >= 0 && !a.cues[own] {
				cue = own
			} else {
				a.join(q, cue)
				continue
			}
		}
		if cue < 0 {
			cue = a.cueAfter(q, after)
		}
		if cue < 0 {
			a.signed(q)
			continue
		}
		if a.cues[cue] {
			a.join(q, cue)
			continue
		}
		source := a.quoteSource(cue, before, after)
		content := a.quotes[q].span
		if cue < content.Start {
			content.End = a.goesOn(q)
		}
		a.add("quote", source, cue, a.cueSpan(cue), content)
		if a.cues[cue] {
			a.quotes[q].found = len(a.found) - 1
		}
	}
}

// goesOn returns the end of the sentence if it goes on behind quotation q
// without a stop, and else the end of q: she said “You closed the yard” to
// please the owners.
func (a *attributor) goesOn(q int) int {
	span := a.quotes[q].span
	s := a.Sentences[a.sentence[span.End-1]]
	if span.End >= s.End || !a.quotes[q].closed || a.Tokens[span.End].UPOS == "PUNCT" || a.Tokens[span.End].UPOS == "CCONJ" ||
		a.stop(max(span.End-2, span.Start)) || a.Tokens[span.End].UPOS == "VERB" {
		return span.End
	}
	for k := span.End; k < s.End; k++ {
		if a.quoted[k] >= 0 && a.likeSpeech(a.quoted[k]) || a.speaking(k) {
			return span.End
		}
	}
	return s.End
}

// join adds quotation q to the attribution whose cue is given.
func (a *attributor) join(q, cue int) {
	for k := len(a.found) - 1; k >= 0; k-- {
		if a.found[k].CueHead == cue {
			a.found[k].Content = append(a.found[k].Content, a.without(a.quotes[q].span, a.found[k].Source, a.found[k].Cue)...)
			a.quotes[q].found = k
			return
		}
	}
}

// beside returns what stands before and after quotation q in the sentences
// that it begins and ends in, as far as the next quotations.
func (a *attributor) beside(q int) (before, after nlp.Span) {
	span := a.quotes[q].span
	first := a.begins(span)
	last := a.Sentences[a.sentence[span.End-1]]
	before = nlp.Span{Start: first.Start, End: span.Start}
	after = nlp.Span{Start: span.End, End: last.End}
	if last.End == span.End && last.End < len(a.Tokens) && !a.StartsParagraph(last.End) && a.runsOn(span.End) {
		after.End = a.Sentences[a.sentence[span.End]].End
	}
	for k := before.End - 1; k >= before.Start; k-- {
		if p := a.quoted[k]; p >= 0 && a.quotes[p].speech {
			before.Start = k + 1
			break
		}
	}
	for k := after.Start; k < after.End; k++ {
		if p := a.quoted[k]; p >= 0 && p != q && a.likeSpeech(p) {
			after.End = k
			break
		}
	}
	return before, after
}

// begins returns the sentence that a quotation begins in; an opening mark at
// the end of a sentence belongs to the next.
func (a *attributor) begins(span nlp.Span) nlp.Span {
	s := a.Sentences[a.sentence[span.Start]]
	if span.Start+1 == s.End && s.End < span.End {
		next := a.Sentences[a.sentence[s.End]]
		next.Start = span.Start
		return next
	}
	return s
}

// runsOn reports whether what follows a quotation at token i is the rest of its
// sentence, though the segmenter cut there: "Will it close?" asked Moss.
func (a *attributor) runsOn(i int) bool {
	r, _ := utf8.DecodeRuneInString(a.Tokens[i].Text)
	if unicode.IsLower(r) {
		return true
	}
	end := a.quotes[a.quoted[i-1]].span.End
	for k := end - 1; k >= end-2 && k >= 0; k-- {
		if a.Tokens[k].Text == "," {
			return true
		}
	}
	return false
}

// speech reports whether quotation q is what somebody said rather than words
// picked out of it: it begins like a sentence and is not part of another.
func (a *attributor) speech(q int) bool {
	span := a.quotes[q].span
	words, capital, ends := 0, false, false
	for i := span.Start; i < span.End; i++ {
		text := a.Tokens[i].Text
		r, _ := utf8.DecodeRuneInString(text)
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			if words == 0 {
				capital = unicode.IsUpper(r) || unicode.IsDigit(r)
			}
			words++
			ends = false
		} else if strings.ContainsAny(text, ",.?!—–…-") {
			ends = true
		}
	}
	if words == 0 {
		return false
	}
	s := a.begins(span)
	at := span.Start - 1
	for at >= s.Start && a.quoted[at] < 0 && a.Tokens[at].Text == "(" {
		at--
	}
	if at < s.Start || a.bare(s.Start, span.Start) {
		if words == 1 {
			return ends && span.End < a.Sentences[a.sentence[span.End-1]].End-1 && a.cueAfter(q, nlp.Span{Start: span.End, End: a.Sentences[a.sentence[span.End-1]].End}) >= 0
		}
		return words > 1 && (ends || capital && words > 3 || span.End >= a.Sentences[a.sentence[span.End-1]].End-1)
	}
	switch a.Tokens[at].Text {
	case ":":
		return words > 1 || ends
	case ",":
		if capital && (words > 2 || ends) {
			return true
		}
		// "…," she said, "and …"
		return ends && words > 1 && a.midQuote(q, s)
	case "-", "–", "—", "--":
		return capital && ends && words > 2 || ends && words > 2 && a.midQuote(q, s)
	}
	return capital && words > 1 && (ends || words > 3) && a.words.verb(a.verbLemma(at))&(takesQuote|takesClause) != 0 && a.Tokens[at].UPOS == "VERB"
}

// midQuote reports whether q follows another quotation in sentence s with a
// verb of saying between them.
func (a *attributor) midQuote(q int, s nlp.Span) bool {
	if q == 0 || !a.quotes[q-1].speech || a.quotes[q-1].span.End <= s.Start {
		return false
	}
	for i := a.quotes[q-1].span.End; i < a.quotes[q].span.Start; i++ {
		if a.speaking(i) {
			return true
		}
	}
	return false
}

// likeSpeech says the same of a quotation that was not looked at yet.
func (a *attributor) likeSpeech(q int) bool { return a.quotes[q].speech || a.speech(q) }

// bare reports whether there is nothing but punctuation and conjunctions
// between tokens from and to.
func (a *attributor) bare(from, to int) bool {
	for i := from; i < to; i++ {
		if a.Tokens[i].UPOS != "PUNCT" && a.Tokens[i].UPOS != "CCONJ" && a.Tokens[i].UPOS != "SYM" {
			return false
		}
	}
	return true
}

// speaking reports whether token i is a verb that can introduce a quotation.
func (a *attributor) speaking(i int) bool {
	tok := &a.Tokens[i]
	return (tok.UPOS == "VERB" || strings.HasPrefix(tok.XPOS, "VB")) && tok.UPOS != "AUX" &&
		a.words.verb(a.phrasal(i))&(takesQuote|takesClause|takesRecipient) != 0
}

// cueBefore returns the verb before quotation q that introduces it, or -1.
func (a *attributor) cueBefore(q int, before nlp.Span) int {
	if before.Len() == 0 {
		return -1
	}
	last := before.End - 1
	colon := a.Tokens[last].Text == ":"
	best := -1
	for i := before.End - 1; i >= before.Start; i-- {
		if a.quoted[i] >= 0 && a.quoted[i] != q && a.quotes[a.quoted[i]].speech {
			break
		}
		if !a.speaking(i) || a.is(i, "acl:relcl") && !colon && before.End-i > 8 {
			continue
		}
		if best < 0 {
			best = i
			if !a.is(i, "acl", "acl:relcl", "xcomp") {
				break
			}
			continue
		}
		// "said in a statement posted on Friday": a participle is passed over
		// for the verb of the clause.
		if !a.is(i, "acl", "acl:relcl") && a.ownSubject(i) >= 0 {
			best = i
			break
		}
	}
	if best < 0 && colon {
		for i := before.End - 1; i >= before.Start; i-- {
			if a.Tokens[i].UPOS == "VERB" && !a.is(i, "acl", "acl:relcl", "amod") {
				return i
			}
		}
	}
	return best
}

// cueAfter returns the verb after quotation q that says who spoke, or -1:
// "…," said Moss; "…," she said.
func (a *attributor) cueAfter(q int, after nlp.Span) int {
	verb := -1
	for i := after.Start; i < after.End && i < after.Start+40; i++ {
		if i == after.Start && a.Tokens[i].UPOS == "CCONJ" {
			return -1
		}
		if a.Tokens[i].Text == "according" && i+1 < after.End && a.lower(i+1) == "to" {
			return -1 // read as such
		}
		if a.Tokens[i].UPOS != "VERB" {
			continue
		}
		if a.is(i, "amod", "compound") {
			continue
		}
		if a.speaking(i) && !a.is(i, "acl") {
			if a.is(i, "acl:relcl") && a.reach[i].Start > after.Start+1 && a.aheadVerb(i, after) {
				continue
			}
			return i
		}
		if verb < 0 && !a.is(i, "acl", "acl:relcl") && i < after.Start+8 {
			verb = i
		}
	}
	return -1
}

// aheadVerb reports whether a verb of saying outside relative clauses follows
// token i: "…," Moss, who runs the yard, said.
func (a *attributor) aheadVerb(i int, after nlp.Span) bool {
	for k := i + 1; k < after.End; k++ {
		if a.speaking(k) && !a.is(k, "acl", "acl:relcl") {
			return true
		}
	}
	return false
}

// continuations gives quotations without a verb of their own to the speaker
// before them.
func (a *attributor) continuations() {
	for q := range a.quotes {
		quote := &a.quotes[q]
		if !quote.speech || quote.found >= 0 || a.taken(quote.span) {
			continue
		}
		if !quote.closed && q+1 < len(a.quotes) && a.quotes[q+1].found >= 0 && a.bare(quote.span.End, a.quotes[q+1].span.Start) {
			// It is closed in the next paragraph, and its speaker is named there.
			k := a.quotes[q+1].found
			a.found[k].Content = append([]nlp.Span{quote.span}, a.found[k].Content...)
			quote.found = k
			continue
		}
		if k := a.speakerBefore(q); k >= 0 {
			a.found[k].Content = append(a.found[k].Content, a.tidy(quote.span))
			quote.found = k
		}
	}
}

// taken reports whether a part of span is in an attribution already.
func (a *attributor) taken(span nlp.Span) bool {
	for k := range a.found {
		for _, piece := range a.found[k].Content {
			if piece.Start < span.End && span.Start < piece.End {
				return true
			}
		}
		if span.Contains(a.found[k].CueHead) && a.found[k].CueHead >= 0 {
			return true
		}
	}
	return false
}

// speakerBefore returns the attribution that quotation q goes on with, or -1:
// the last one in the same paragraph; for the beginning of a paragraph the one
// that the quotation before it belongs to.
func (a *attributor) speakerBefore(q int) int {
	span := a.quotes[q].span
	paragraph := span.Start
	for paragraph > 0 && !a.StartsParagraph(paragraph) {
		paragraph--
	}
	if paragraph < span.Start && !a.bare(paragraph, span.Start) {
		best := -1
		for k := range a.found {
			x := &a.found[k]
			if x.CueHead < paragraph || x.CueHead >= span.Start || a.quoted[x.CueHead] >= 0 || a.inside(x.CueHead) {
				continue
			}
			rank, top := a.voice(x), -1
			if best >= 0 {
				top = a.voice(&a.found[best])
			}
			if rank > top || rank == top && x.CueHead > a.found[best].CueHead {
				best = k
			}
		}
		return best
	}
	if q > 0 && a.quotes[q-1].found >= 0 && a.bare(a.quotes[q-1].span.End, span.Start) {
		return a.quotes[q-1].found
	}
	return -1
}

// inside reports whether token i stands in the content of an attribution.
func (a *attributor) inside(i int) bool {
	for k := range a.found {
		if a.found[k].holds(i) {
			return true
		}
	}
	return false
}

// signed reads the name that stands behind a quotation and a dash, to the end
// of the paragraph: “…” – Ada Moss.
func (a *attributor) signed(q int) {
	dash := a.quotes[q].span.End
	if dash+1 >= len(a.Tokens) || a.quotes[q].found >= 0 {
		return
	}
	switch a.Tokens[dash].Text {
	case "-", "--", "–", "—", "―", "~":
	default:
		return
	}
	head := -1
	for k := dash + 1; k < len(a.Tokens); k++ {
		if a.StartsParagraph(k) {
			break
		}
		if k > dash+15 || a.quoted[k] >= 0 {
			return
		}
		switch a.Tokens[k].UPOS {
		case "PROPN":
			if head < 0 {
				head = k
				for h := a.head(head); h > head && h < dash+8 && a.Tokens[h].UPOS == "PROPN"; h = a.head(head) {
					head = h
				}
			}
		case "VERB", "AUX":
			return
		}
	}
	if head < 0 {
		return
	}
	a.add("signature", head, dash, nlp.Span{Start: dash, End: dash + 1}, a.quotes[q].span)
	if a.cues[dash] {
		a.quotes[q].found = len(a.found) - 1
		name := nlp.Span{Start: dash + 1, End: dash + 1}
		for name.End < len(a.Tokens) && !a.StartsParagraph(name.End) && !a.stop(name.End) {
			name.End++
		}
		if name.Contains(head) {
			a.found[len(a.found)-1].Source = name
		}
	}
}

// voice says how likely a quotation that follows goes on with x: with words
// said in a clause of its own rather than beside another, rather than with
// thoughts.
func (a *attributor) voice(x *Attribution) int {
	switch x.Form {
	case "quote", "clause", "inserted", "according":
		if a.Tokens[x.CueHead].XPOS == "VBG" && a.is(x.CueHead, "advcl", "acl") {
			return 1
		}
		return 2
	}
	return 0
}

// said reports whether an attribution of that form is about words rather than
// thoughts.
func said(form string) bool {
	return form == "quote" || form == "clause" || form == "inserted" || form == "according"
}
