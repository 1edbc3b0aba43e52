// Package segment cuts English text into tokens and sentences.
//
// Tokens are syntactic words in the sense of Universal Dependencies: "don't" is
// "do" and "n't", "long-term" is "long", "-" and "term". A text is cut into
// blocks at hard line breaks (block.go), a block into tokens (token.go and the
// files beside it), and those into sentences (sentence.go). Start with Segment.
package segment

import (
	"kg/internal/nlp"
)

// Stage returns the stage that gives Segmented.
func Stage() nlp.Stage {
	return nlp.Stage{Name: "segment", Gives: nlp.Segmented, Run: Segment}
}

// Segment fills Tokens and Sentences of doc from its Text. Nothing but white
// space is lost between tokens, and every token is in one sentence.
func Segment(doc *nlp.Doc) {
	doc.Tokens = make([]nlp.Token, 0, len(doc.Text)/5)
	doc.Sentences = nil
	for _, b := range blocks(doc.Text) {
		first := len(doc.Tokens)
		c := cutter{text: doc.Text[:b.end], tokens: doc.Tokens}
		c.cut(b.start)
		doc.Tokens = c.tokens
		doc.Sentences = appendSentences(doc.Sentences, doc.Text, doc.Tokens, first)
	}
}
