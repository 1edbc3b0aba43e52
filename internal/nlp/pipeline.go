package nlp

import (
	"context"
	"fmt"
	"strings"
)

// A Layer is a kind of annotation, or several.
type Layer uint8

// The layers, in the order in which they usually come.
const (
	Segmented  Layer = 1 << iota // Tokens, Sentences
	Tagged                       // UPOS, XPOS, Feats and Lemma of every token
	Parsed                       // Head and DepRel of every token
	Recognized                   // Mentions
	Resolved                     // Chains
	Named                        // Name and Type of every token; not all parsers give it
)

var layerNames = []string{"segmented", "tagged", "parsed", "recognized", "resolved", "named"}

func (l Layer) String() string {
	var names []string
	for i, name := range layerNames {
		if l&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, "+")
}

// A Stage adds annotation to a Doc.
//
// Run cannot fail: whatever the text, it gives the best annotation it can.
// It must be safe for concurrent use on different Docs.
type Stage struct {
	Name  string
	Needs Layer // must be there before Run
	Gives Layer // is there after Run
	Run   func(*Doc)
}

// A Pipeline is a list of stages in a working order. It is safe for concurrent
// use on different Docs.
type Pipeline struct{ stages []Stage }

// NewPipeline returns the pipeline of stages. It is an error if a stage needs a
// layer that no earlier one gives and that is not in given.
func NewPipeline(given Layer, stages ...Stage) (*Pipeline, error) {
	for _, s := range stages {
		if missing := s.Needs &^ given; missing != 0 {
			return nil, fmt.Errorf("stage %s needs a doc that is %s, which no stage before it gives", s.Name, missing)
		}
		given |= s.Gives
	}
	return &Pipeline{stages}, nil
}

// Annotate runs the stages on doc. The only error is that of ctx.
func (p *Pipeline) Annotate(ctx context.Context, doc *Doc) error {
	for _, s := range p.stages {
		if err := ctx.Err(); err != nil {
			return err
		}
		s.Run(doc)
		doc.layers |= s.Gives
	}
	return nil
}
