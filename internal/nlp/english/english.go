// Package english is the English pipeline: which stages, in which order, with
// which models.
//
// New puts it together; Train makes the models, which are files of this folder
// and part of the program.
package english

import (
	"fmt"

	"kg/internal/nlp"
	"kg/internal/nlp/parse"
	"kg/internal/nlp/segment"
	"kg/internal/nlp/tag"
)

// The parsers to choose from.
const (
	Fast     = "fast"     // a greedy parser: thousands of sentences a second
	Accurate = "accurate" // a network: hundreds
)

// Options for New. The zero value is the whole pipeline with the fast parser.
type Options struct {
	Parser string    // Fast or Accurate; empty means Fast
	Given  nlp.Layer // what docs come with: their stages are left out
	Want   nlp.Layer // the last layer that is wanted; zero means all
}

// New returns the pipeline from text to chains. Models are loaded when they are
// first needed, and kept.
func New(opts Options) (*nlp.Pipeline, error) {
	stages := []nlp.Stage{segment.Stage()}
	switch opts.Parser {
	case "", Fast:
		m, err := fast()
		if err != nil {
			return nil, fmt.Errorf("load the fast parser: %w", err)
		}
		stages = append(stages, tag.Stage(m.tagger), parse.Stage(m.parser))
	case Accurate:
		n, err := accurate()
		if err != nil {
			return nil, fmt.Errorf("load the accurate parser: %w", err)
		}
		stages = append(stages, parse.NetworkStage(n))
	default:
		return nil, fmt.Errorf("parser %q: it is %s or %s", opts.Parser, Fast, Accurate)
	}
	if opts.Want == 0 || opts.Want&(nlp.Recognized|nlp.Resolved) != 0 {
		m, err := entities()
		if err != nil {
			return nil, fmt.Errorf("load the models of mentions and chains: %w", err)
		}
		stages = append(stages, m.Stages()...)
	}
	return nlp.NewPipeline(opts.Given, opts.wanted(stages)...)
}

// wanted returns those of stages that are to be run.
func (o *Options) wanted(stages []nlp.Stage) []nlp.Stage {
	var run []nlp.Stage
	for _, s := range stages {
		if s.Gives&^o.Given != 0 {
			run = append(run, s)
		}
		if o.Want != 0 && s.Gives&o.Want == o.Want {
			break
		}
	}
	return run
}
