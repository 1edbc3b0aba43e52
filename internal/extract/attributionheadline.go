package extract

import (
	"kg/internal/nlp"
)

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
	content := a.whole(host)
	for _, d := range a.deps[host] {
		// "The mill burned, according to Moss, and the town has no other."
		if d > phrase.End && a.is(d, "conj") && host < i && a.ownSubject(d) >= 0 && a.comma(phrase.End-1, a.reach[d].Start+1) {
			content.End = min(content.End, a.reach[d].Start)
		}
	}
	a.add("according", source, i, nlp.Span{Start: i, End: i + 2}, a.without(content, phrase)...)
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
			if !a.crossed(nlp.Span{Start: colon + 1, End: end}) {
				a.add("headline", head, colon, nlp.Span{Start: colon, End: colon + 1}, nlp.Span{Start: colon + 1, End: end})
			}
		}
	}
}

// crossed reports whether the content of an attribution is in span that is not
// all of it, with its cue: what somebody says in an interview may tell what
// others say.
func (a *attributor) crossed(span nlp.Span) bool {
	for k := range a.found {
		if a.found[k].CueHead < 0 || !span.Contains(a.found[k].CueHead) {
			for _, piece := range a.found[k].Content {
				if piece.Start < span.End && span.Start < piece.End {
					return true
				}
			}
		}
	}
	return false
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
