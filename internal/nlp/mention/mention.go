// Package mention finds the phrases that refer to something: names, nominals
// and pronouns, each with its head and its type.
//
// A Doc with trees goes in; Mentions come out, in order of appearance. Every
// mention is a chain of its own until coref joins them. Start with Stage.
package mention

import (
	"sort"

	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// The types of what mentions refer to.
const (
	Person       = "PERSON"
	Organization = "ORG"
	Place        = "PLACE"
	Time         = "TIME"
	Event        = "EVENT"
	Object       = "OBJECT"
	Abstract     = "ABSTRACT"
	Animal       = "ANIMAL"
	Plant        = "PLANT"
	Substance    = "SUBSTANCE"
)

// A Model finds names and types. It is safe for concurrent use.
type Model struct{}

// Encode writes m.
func (m *Model) Encode(e *learn.Encoder) {}

// Decode reads what Encode wrote.
func Decode(d *learn.Decoder) *Model { return &Model{} }

// Stage returns the stage that gives Recognized.
func Stage(m *Model) nlp.Stage {
	return nlp.Stage{Name: "mention", Needs: nlp.Segmented | nlp.Tagged | nlp.Parsed, Gives: nlp.Recognized, Run: m.Find}
}

// Find fills doc.Mentions.
func (m *Model) Find(doc *nlp.Doc) {
	for i := range doc.Tokens {
		tok := &doc.Tokens[i]
		mention := nlp.Mention{Span: nlp.Span{Start: i, End: i + 1}, Head: i, Type: Abstract}
		switch {
		case tok.UPOS == "PROPN" && tok.DepRel != "flat" && tok.DepRel != "compound":
			mention.Kind, mention.Type = nlp.Name, Person
			for mention.Span.Start > 0 && doc.Tokens[mention.Span.Start-1].Head == i && doc.Tokens[mention.Span.Start-1].UPOS == "PROPN" {
				mention.Span.Start--
			}
			for mention.Span.End < len(doc.Tokens) && doc.Tokens[mention.Span.End].Head == i && doc.Tokens[mention.Span.End].DepRel == "flat" {
				mention.Span.End++
			}
		case tok.UPOS == "NOUN" && tok.DepRel != "compound":
			mention.Kind = nlp.Nominal
		case tok.UPOS == "PRON" && (tok.XPOS == "PRP" || tok.XPOS == "PRP$"):
			mention.Kind, mention.Type = nlp.Pronoun, Person
		default:
			continue
		}
		doc.Mentions = append(doc.Mentions, mention)
	}
	sort.SliceStable(doc.Mentions, func(a, b int) bool { return doc.Mentions[a].Span.Start < doc.Mentions[b].Span.Start })
}
