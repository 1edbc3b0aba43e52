// Package coref joins the mentions of a Doc that refer to the same thing.
//
// A Doc with mentions goes in; Chains come out, in order of their first
// mention. Start with Stage.
package coref

import (
	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// A Model decides which mentions belong together. It is safe for concurrent
// use.
type Model struct{}

// Encode writes m.
func (m *Model) Encode(e *learn.Encoder) {}

// Decode reads what Encode wrote.
func Decode(d *learn.Decoder) *Model { return &Model{} }

// Stage returns the stage that gives Resolved.
func Stage(m *Model) nlp.Stage {
	return nlp.Stage{Name: "coref", Needs: nlp.Parsed | nlp.Recognized, Gives: nlp.Resolved, Run: m.Resolve}
}

// Resolve fills doc.Chains, and Chain of every mention.
func (m *Model) Resolve(doc *nlp.Doc) {
	byText := map[string]int{}
	for i := range doc.Mentions {
		mention := &doc.Mentions[i]
		text := doc.SpanText(mention.Span)
		chain, found := byText[text]
		if !found || mention.Kind != nlp.Name {
			chain = len(doc.Chains)
			byText[text] = chain
			doc.Chains = append(doc.Chains, nlp.Chain{Representative: i})
		}
		mention.Chain = chain
		doc.Chains[chain].Mentions = append(doc.Chains[chain].Mentions, i)
	}
}
