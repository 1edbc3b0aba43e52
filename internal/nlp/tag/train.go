package tag

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"

	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// Options for Train. The zero value is good.
type Options struct {
	Epochs   int // 0 means 6
	Seed     uint64
	Clusters *learn.Clusters // words of like use; may be nil
	Silver   []*nlp.Doc      // docs that another tagger tagged; used for the tags only
	KeepAll  bool            // do not drop small weights, for a model of a few sentences
	Log      io.Writer       // progress; may be nil
}

const (
	tagBits    = 23
	wellKnown  = 12 // a word seen so often has no tags but those
	tagBar     = 1.2
	morphBar   = 0.7
	morphTurns = 3
)

// Train makes a model from docs with gold tags.
func Train(ctx context.Context, gold []*nlp.Doc, opts Options) (*Model, error) {
	epochs := opts.Epochs
	if epochs == 0 {
		epochs = 6
	}
	docs := slices.Concat(gold, opts.Silver)
	m := &Model{clusters: opts.Clusters}
	ids := m.count(docs)
	p := learn.NewPerceptron(tagBits)
	m.scorer = p
	rng := rand.New(rand.NewPCG(opts.Seed, 1))
	spans := allSentences(docs)
	var s sentence
	for epoch := range epochs {
		rng.Shuffle(len(spans), func(a, b int) { spans[a], spans[b] = spans[b], spans[a] })
		right, all := 0, 0
		for _, tokens := range spans {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			m.look(&s, tokens)
			for i := range tokens {
				tag := ids[pair{tokens[i].XPOS, tokens[i].UPOS}]
				s.tags[i] = learnStep(p, s.tagFeatures(i), s.words[i].candidates, tag)
				if s.tags[i] == tag {
					right++
				}
				all++
			}
		}
		if opts.Log != nil {
			fmt.Fprintf(opts.Log, "tagger: epoch %d of %d, %.2f%% right\n", epoch+1, epochs, 100*float64(right)/float64(max(all, 1)))
		}
	}
	bar, barOfMorph := float32(tagBar), float32(morphBar)
	if opts.KeepAll {
		bar, barOfMorph = 0, 0
	}
	m.scorer = p.Compress(bar)
	m.morph.scorer = m.trainMorph(gold, ids, morphTurns, rng).Compress(barOfMorph)
	m.lemmas = trainLemmas(gold)
	return m, nil
}

// learnStep lets p choose one of classes, corrects it, and returns its choice.
func learnStep(p *learn.Perceptron, features []uint64, classes []uint16, right uint16) uint16 {
	choice, _ := p.Score(features, classes)
	p.Step()
	if choice != right {
		p.Update(features, right, 1)
		p.Update(features, choice, -1)
	}
	return choice
}

// count fills the tags and words of m.
func (m *Model) count(docs []*nlp.Doc) map[pair]uint16 {
	ids := map[pair]uint16{}
	counts := map[string]map[uint16]int{}
	for _, doc := range docs {
		for i := range doc.Tokens {
			tok := &doc.Tokens[i]
			p := pair{tok.XPOS, tok.UPOS}
			id, found := ids[p]
			if !found {
				id = uint16(len(m.tags))
				ids[p] = id
				m.tags = append(m.tags, p)
			}
			key := learn.Key(tok.Text)
			if counts[key] == nil {
				counts[key] = map[uint16]int{}
			}
			counts[key][id]++
		}
	}
	rare := map[uint16]int{} // how many rare words have a tag
	m.words = map[string]known{}
	for key, count := range counts {
		total := 0
		for _, n := range count {
			total += n
		}
		var tags []uint16
		for _, tag := range byCount(count) {
			// One odd tag among hundreds is a slip of an annotator.
			if n := count[tag]; total < 40 || n >= 3 || n*500 >= total {
				tags = append(tags, tag)
			}
			if total <= 2 {
				rare[tag]++
			}
		}
		if total >= wellKnown {
			m.words[key] = known{tags, true}
		} else if total >= 2 {
			m.words[key] = known{tags[:min(2, len(tags))], false}
		}
	}
	for tag, n := range rare {
		if n >= 3 {
			m.open = append(m.open, tag)
		}
	}
	slices.Sort(m.open)
	if len(m.open) == 0 {
		for tag := range m.tags {
			m.open = append(m.open, uint16(tag))
		}
	}
	return ids
}

// allSentences returns the tokens of every sentence.
func allSentences(docs []*nlp.Doc) [][]nlp.Token {
	var all [][]nlp.Token
	for _, doc := range docs {
		for _, span := range doc.Sentences {
			all = append(all, doc.Tokens[span.Start:span.End])
		}
	}
	return all
}
