// Package tag gives every token its part of speech (UPOS and XPOS), its
// morphological features and its lemma.
//
// A Model is trained by Train from docs with gold tags; Stage runs it.
package tag

import "kg/internal/nlp"

// Stage returns the stage that gives Tagged.
func Stage(m *Model) nlp.Stage {
	return nlp.Stage{Name: "tag", Needs: nlp.Segmented, Gives: nlp.Tagged, Run: m.Tag}
}

// A Model is a trained tagger. It is safe for concurrent use.
type Model struct{}

// Tag fills UPOS, XPOS, Feats and Lemma of every token of doc.
func (m *Model) Tag(doc *nlp.Doc) {}

// Inflect fills Feats and Lemma of every token of doc for the UPOS and XPOS that
// it has, for a parser that gives better tags than Tag.
func (m *Model) Inflect(doc *nlp.Doc) {}
