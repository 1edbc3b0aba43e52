package mention

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"

	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// TrainOptions for Train.
type TrainOptions struct {
	Named    []NamedDoc // docs with gold names
	Docs     []*nlp.Doc // docs with gold mentions; the annotation below them is as the pipeline gives it
	Clusters *learn.Clusters
	Log      func(format string, args ...any)
}

// Train trains a Model.
func Train(ctx context.Context, opts TrainOptions) (*Model, error) {
	// The names that the other models learn from are found by a tagger that has
	// not seen them.
	names, err := trainNames(ctx, opts.Named, opts.Clusters, nameEpochs, opts.Log)
	if err != nil {
		return nil, err
	}
	m := &Model{clusters: opts.Clusters, names: names}
	var heads, kinds []example
	for _, doc := range opts.Docs {
		h, k := m.examples(doc)
		heads, kinds = append(heads, h...), append(kinds, k...)
	}
	m.heads = trainClasses(heads, 2, 20, 8)
	m.types = trainClasses(kinds, len(types), 21, 10)
	named := slices.Clone(opts.Named)
	for _, doc := range opts.Docs {
		named = append(named, NamedDoc{Doc: doc, Names: NamesOf(doc), HasMisc: true})
	}
	if m.names, err = trainNames(ctx, named, opts.Clusters, nameEpochs, opts.Log); err != nil {
		return nil, err
	}
	return m, ctx.Err()
}

// nameEpochs is how often the name tagger sees its examples. More fit the
// mistakes of the annotators as well.
const nameEpochs = 4

// TypeOf returns our word for a type of GUM: "ORG" for "organization".
func TypeOf(gum string) string {
	if gum == "organization" {
		return Organization
	}
	return strings.ToUpper(gum)
}

// An example is a candidate with its class.
type example struct {
	features []uint64
	class    uint16
}

// examples returns what a doc with gold mentions teaches: which candidates are
// heads, and the types of those that are.
func (m *Model) examples(doc *nlp.Doc) (heads, kinds []example) {
	gold := map[int]string{}
	for _, mention := range doc.Mentions {
		if _, taken := gold[mention.Head]; !taken {
			gold[mention.Head] = TypeOf(mention.Type)
		}
	}
	all := words(doc, m.clusters)
	v := newView(doc, all, m.namesOf(doc, all))
	for i := range doc.Tokens {
		if !v.candidate(i) && !v.headsName(i) {
			continue
		}
		features := v.features(i, v.phrase(i), nil)
		kind, is := gold[i]
		if !is {
			heads = append(heads, example{features, 0})
			continue
		}
		heads = append(heads, example{features, 1})
		for k := range types {
			if types[k] == kind && doc.Tokens[i].UPOS != "PRON" {
				kinds = append(kinds, example{features, uint16(k)})
			}
		}
	}
	return heads, kinds
}

// trainClasses trains an averaged perceptron of 1<<bits weights.
func trainClasses(examples []example, classes, bits, epochs int) *learn.Linear {
	weights := learn.NewPerceptron(bits)
	random := rand.New(rand.NewPCG(3, 4))
	scores := make([]float32, classes)
	for range epochs {
		random.Shuffle(len(examples), func(i, j int) { examples[i], examples[j] = examples[j], examples[i] })
		for k := range examples {
			e := &examples[k]
			clear(scores)
			weights.Scores(e.features, scores)
			scores[e.class]-- // it has to win by a margin
			best := uint16(0)
			for c := range scores {
				if scores[c] > scores[best] {
					best = uint16(c)
				}
			}
			if best != e.class {
				weights.Update(e.features, e.class, 1)
				weights.Update(e.features, best, -1)
			}
			weights.Step()
		}
	}
	return weights.Compress(classBar)
}

// classBar is the average weight below which a feature is dropped.
const classBar = 0.02
