// Package english is the English pipeline: which stages, in which order, with
// which models.
package english

import (
	"fmt"

	"kg/internal/nlp"
)

// The parsers to choose from.
const (
	Fast     = "fast"     // a greedy parser: thousands of sentences a second
	Accurate = "accurate" // a network: hundreds
)

// Options for New. The zero value is the fast parser.
type Options struct {
	Parser string // Fast or Accurate; empty means Fast
}

// New returns the whole pipeline, from text to chains.
func New(opts Options) (*nlp.Pipeline, error) {
	switch opts.Parser {
	case "", Fast, Accurate:
	default:
		return nil, fmt.Errorf("parser %q: it is %s or %s", opts.Parser, Fast, Accurate)
	}
	return nil, fmt.Errorf("parser %q has no model yet", opts.Parser)
}
