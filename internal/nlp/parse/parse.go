// Package parse gives every sentence its dependency tree.
//
// There are two Parsers: a fast one (Greedy), which reads a sentence once from
// left to right, and an accurate one, a network.
package parse

import "kg/internal/nlp"

// A Parser finds the trees of tagged sentences. It is safe for concurrent use
// on different Docs.
type Parser interface {
	// Parse fills Head and DepRel of every token of doc, so that each sentence
	// is one tree with one root. Heads stay within the sentence. It may put
	// better UPOS and XPOS in place of those that are there.
	Parse(doc *nlp.Doc)
}

// Stage returns the stage that gives Parsed.
func Stage(p Parser) nlp.Stage {
	return nlp.Stage{Name: "parse", Needs: nlp.Segmented | nlp.Tagged, Gives: nlp.Parsed, Run: p.Parse}
}
