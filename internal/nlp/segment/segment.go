// Package segment cuts English text into tokens and sentences.
//
// Tokens are syntactic words in the sense of Universal Dependencies: "don't" is
// "do" and "n't". Start with Segment.
package segment

import (
	"unicode"
	"unicode/utf8"

	"kg/internal/nlp"
)

// Stage returns the stage that gives Segmented.
func Stage() nlp.Stage {
	return nlp.Stage{Name: "segment", Gives: nlp.Segmented, Run: Segment}
}

// Segment fills Tokens and Sentences of doc from its Text.
func Segment(doc *nlp.Doc) {
	doc.Tokens, doc.Sentences = nil, nil
	text := doc.Text
	start := -1
	flush := func(end int) {
		if start >= 0 && start < end {
			doc.Tokens = append(doc.Tokens, nlp.Token{Text: text[start:end], Start: start, Head: nlp.Root})
		}
		start = -1
	}
	for pos, r := range text {
		switch {
		case unicode.IsSpace(r):
			flush(pos)
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if start < 0 {
				start = pos
			}
		default:
			flush(pos)
			start = pos
			flush(pos + max(1, utf8.RuneLen(r)))
		}
	}
	flush(len(text))
	first := 0
	for i := range doc.Tokens {
		if doc.Tokens[i].Text == "." || i+1 == len(doc.Tokens) || doc.StartsParagraph(i+1) {
			doc.Sentences = append(doc.Sentences, nlp.Span{Start: first, End: i + 1})
			first = i + 1
		}
	}
}
