// Package tag gives every token its part of speech (UPOS and XPOS), its
// morphological features and its lemma.
//
// A Model goes through a sentence from left to right and chooses XPOS and UPOS
// together by a linear model (features.go), then the features and the lemma
// that fit the tags (morph.go, lemma.go). Train makes a Model from docs with
// gold tags; Stage runs it.
package tag

import (
	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// Stage returns the stage that gives Tagged.
func Stage(m *Model) nlp.Stage {
	return nlp.Stage{Name: "tag", Needs: nlp.Segmented, Gives: nlp.Tagged, Run: m.Tag}
}

// A Model is a trained tagger. It is safe for concurrent use.
type Model struct {
	tags     []pair
	words    map[string]known // by learn.Key
	open     []uint16         // the tags of words that are not known well
	clusters *learn.Clusters  // may be nil
	scorer   learn.Scorer
	morph    morph
	lemmas   lemmas
}

// A pair is one XPOS with one UPOS. A tag is an index into Model.tags.
type pair struct{ xpos, upos string }

// known is what training saw of a word.
type known struct {
	tags []uint16 // the most frequent first
	all  bool     // seen so often that it will have no others
}

// Tag fills UPOS, XPOS, Feats and Lemma of every token of doc.
func (m *Model) Tag(doc *nlp.Doc) {
	var s sentence
	for _, span := range doc.Sentences {
		tokens := doc.Tokens[span.Start:span.End]
		m.look(&s, tokens)
		m.choose(&s)
		for i := range tokens {
			tokens[i].XPOS, tokens[i].UPOS = m.tags[s.tags[i]].xpos, m.tags[s.tags[i]].upos
		}
		m.inflect(&s, tokens)
	}
}

// choose tags a sentence greedily from left to right.
func (m *Model) choose(s *sentence) {
	for i := range s.words {
		if only := s.words[i].candidates; len(only) == 1 {
			s.tags[i] = only[0]
			continue
		}
		s.tags[i], _ = m.scorer.Score(s.tagFeatures(i), s.words[i].candidates)
	}
}

// inflect fills Feats and Lemma of tokens, whose tags are in s.
func (m *Model) inflect(s *sentence, tokens []nlp.Token) {
	for i := range tokens {
		tokens[i].Feats = m.morph.choose(m, s, i)
		tokens[i].Lemma = m.lemmas.lemma(&tokens[i], i == 0)
	}
}
