package mention

import (
	"context"
	"math/rand/v2"

	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// A GoldName is a name as people marked it.
type GoldName struct {
	nlp.Span
	Type string // Person, Organization, Place or Misc
}

// NamedDoc is a doc, annotated as the pipeline would, with its gold names.
type NamedDoc struct {
	Doc     *nlp.Doc
	Names   []GoldName
	HasMisc bool // Names of type Misc are marked as well; else they are unknown
}

// sentenceOfNames is a sentence in training.
type sentenceOfNames struct {
	features [][]uint64
	gold     []label
	hasMisc  bool
}

// trainNames trains the name tagger: an averaged structured perceptron.
func trainNames(ctx context.Context, docs []NamedDoc, clusters *learn.Clusters, epochs int, log func(string, ...any)) (*learn.Linear, error) {
	var sentences []sentenceOfNames
	for _, d := range docs {
		var gold []nameSpan
		for _, n := range d.Names {
			for k, kind := range nameTypes {
				if kind == n.Type {
					gold = append(gold, nameSpan{n.Span, k})
				}
			}
		}
		all := words(d.Doc, clusters)
		c := newSurroundings(d.Doc, all)
		for _, s := range d.Doc.Sentences {
			sentences = append(sentences, sentenceOfNames{nameFeatures(d.Doc, all, c, s), toLabels(gold, s.Start, s.Len()), d.HasMisc})
		}
	}
	weights := learn.NewPerceptron(22)
	random := rand.New(rand.NewPCG(1, 2))
	var d decoder
	for epoch := range epochs {
		random.Shuffle(len(sentences), func(i, j int) { sentences[i], sentences[j] = sentences[j], sentences[i] })
		wrong := 0
		for k := range sentences {
			if k%512 == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			s := &sentences[k]
			wrong += updateNames(weights, &d, s)
		}
		log("names: epoch %d, %d wrong labels", epoch+1, wrong)
	}
	return weights.Compress(nameBar), nil
}

// nameBar is the average weight below which a feature of names is dropped.
const nameBar = 0.02

// labelsAllowed are the labels that a sentence may have: all, or those without
// Misc.
func labelsAllowed(misc bool) *[labels]bool {
	var allowed [labels]bool
	for l := range allowed {
		allowed[l] = misc || l == 0 || nameTypes[(l-1)/4] != Misc
	}
	return &allowed
}

var withMisc, withoutMisc = labelsAllowed(true), labelsAllowed(false)

// updateNames decodes s with the weights of the moment and moves them away from
// what is wrong. It returns the number of wrong labels.
func updateNames(weights *learn.Perceptron, d *decoder, s *sentenceOfNames) int {
	allowed := withoutMisc
	if s.hasMisc {
		allowed = withMisc
	}
	found := d.decode(weights, s.features, allowed)
	wrong := 0
	for i, l := range found {
		if l == s.gold[i] {
			continue
		}
		wrong++
		weights.Update(s.features[i], uint16(s.gold[i]), 1)
		weights.Update(s.features[i], uint16(l), -1)
	}
	if wrong > 0 {
		before := [2]label{}
		for i, l := range found {
			now := [2]label{s.gold[i], l}
			if before[0] != before[1] || now[0] != now[1] {
				weights.Update([]uint64{transition(before[0])}, uint16(now[0]), 1)
				weights.Update([]uint64{transition(before[1])}, uint16(now[1]), -1)
			}
			before = now
		}
	}
	weights.Step()
	return wrong
}
