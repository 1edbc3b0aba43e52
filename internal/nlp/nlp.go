// Package nlp holds an annotated text, the Doc, and the Pipeline of stages that
// annotate it.
//
// Text goes in; tokens, sentences, tags, trees, mentions and chains come out.
// The stages are in the folders below; english puts them together.
package nlp

import (
	"strings"
	"time"
)

// A Doc is a text and what the pipeline has found in it so far.
//
// Everything refers to tokens by index into Tokens, which is flat over the
// whole document. A Doc belongs to one goroutine.
type Doc struct {
	Text      string
	Date      time.Time // when it was written; anchors "yesterday"
	Tokens    []Token
	Sentences []Span
	Mentions  []Mention
	Chains    []Chain

	layers Layer
}

// What Token.Name and, in gold data, Token.Type say of most tokens.
const (
	NoName = "O"
	NoType = "-"
)

// Root is the Head of a token that has none.
const Root = -1

// A Token is a syntactic word in the sense of Universal Dependencies.
type Token struct {
	Text   string
	Start  int    // byte offset in Doc.Text
	UPOS   string // universal part of speech: NOUN
	XPOS   string // Penn tag: NNS
	Feats  string // Number=Plur
	Lemma  string
	Head   int    // index of the governing token; Root if there is none
	DepRel string // relation to Head: nsubj

	// Name says where the token stands in a name, in IOB2: B-PLACE on the first
	// token of one, I-PLACE on the others, O outside.
	Name string
	// Type is that of what the phrase with this head refers to, if it refers to
	// anything: PERSON. In gold data it is NoType if it does not.
	Type string
}

// End returns the byte offset in Doc.Text after the last byte of t.
func (t *Token) End() int { return t.Start + len(t.Text) }

// A Span is a half-open range of tokens.
type Span struct{ Start, End int }

// Len returns the number of tokens in s.
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether token i is in s.
func (s Span) Contains(i int) bool { return s.Start <= i && i < s.End }

// The kinds of mention.
const (
	Name    = "name"
	Nominal = "nominal"
	Pronoun = "pronoun"
)

// A Mention is a phrase that refers to something.
type Mention struct {
	Span  Span
	Head  int    // its head token
	Kind  string // Name, Nominal or Pronoun
	Type  string // PERSON, ORG, PLACE, …
	Name  Span   // of a name, the bare name: "Ada Moss" in "the minister Ada Moss"; else empty
	Chain int    // index into Doc.Chains
}

// A Chain is a set of mentions that refer to the same thing. Every mention is
// in exactly one chain; a chain may be of one mention.
type Chain struct {
	Mentions       []int // indexes into Doc.Mentions, in order of appearance
	Representative int   // the most informative of them, an index into Doc.Mentions
}

// SpanText returns the text from the first token of span to its last.
func (d *Doc) SpanText(span Span) string {
	if span.Len() <= 0 {
		return ""
	}
	return d.Text[d.Tokens[span.Start].Start:d.Tokens[span.End-1].End()]
}

// StartsParagraph reports whether a line break stands between token i and the
// one before it. The first token starts a paragraph.
func (d *Doc) StartsParagraph(i int) bool {
	if i == 0 {
		return true
	}
	return strings.ContainsAny(d.Text[d.Tokens[i-1].End():d.Tokens[i].Start], "\n\r")
}

// Names returns the names that Token.Name says of, in order.
func (d *Doc) Names() []Span {
	var names []Span
	for i := range d.Tokens {
		label := d.Tokens[i].Name
		switch {
		case strings.HasPrefix(label, "B-"):
			names = append(names, Span{i, i + 1})
		case strings.HasPrefix(label, "I-") && len(names) > 0 && names[len(names)-1].End == i:
			names[len(names)-1].End++
		}
	}
	return names
}

// Layers returns what is there.
func (d *Doc) Layers() Layer { return d.layers }

// Has reports whether all of layer is there.
func (d *Doc) Has(layer Layer) bool { return d.layers&layer == layer }

// Add says that layer is there, for those who make a Doc by other means than a
// Pipeline: a reader of gold data, a test.
func (d *Doc) Add(layer Layer) { d.layers |= layer }
