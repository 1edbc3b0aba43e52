package coref

import (
	"context"
	"math/rand/v2"

	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// An Example is a doc as the stage will meet it, with the gold chain of each of
// its mentions, or -1 for a mention that is none.
type Example struct {
	Doc  *nlp.Doc
	Gold []int
}

// TrainOptions for Train.
type TrainOptions struct {
	Examples []Example
	Clusters *learn.Clusters
	Epochs   int
	Log      func(format string, args ...any)
}

// The costs of mistakes: how much better than each the right choice has to
// score. Choices of "first" are most of all; without the first cost they would win too often.
const (
	costMissed = 3.0 // first of its thing, but it refers back
	costLinked = 1.0 // refers back, but it is the first
	costWrong  = 1.5 // refers back to another thing
)

// Train trains a Model: an averaged perceptron over the choices that it makes
// while it reads, with the chains as it has built them so far.
func Train(ctx context.Context, opts TrainOptions) (*Model, error) {
	weights := learn.NewPerceptron(21)
	random := rand.New(rand.NewPCG(5, 6))
	order := random.Perm(len(opts.Examples))
	for epoch := range opts.Epochs {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		wrong, all := 0, 0
		for _, k := range order {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			w, n := learnFrom(weights, &opts.Examples[k], opts.Clusters)
			wrong, all = wrong+w, all+n
		}
		opts.Log("coref: epoch %d, %d wrong of %d choices", epoch+1, wrong, all)
	}
	return &Model{clusters: opts.Clusters, weights: weights.Compress(bar)}, nil
}

// bar is the average weight below which a feature is dropped.
const bar = 0.01

// learnFrom reads an example once and moves the weights where a choice is
// wrong, or right by too little.
func learnFrom(weights *learn.Perceptron, e *Example, clusters *learn.Clusters) (wrong, all int) {
	r := newResolver(e.Doc, clusters)
	for _, i := range r.order {
		candidates := r.open(i)
		if a := r.sure(i, candidates); a != first {
			r.join(i, a)
			continue
		}
		linked := false // some candidate is right
		for _, a := range candidates {
			linked = linked || e.Gold[i] >= 0 && e.Gold[a] == e.Gold[i]
		}
		start := r.scoreStart(weights, i, candidates)
		right, other := choice{first, -1e9}, choice{first, -1e9}
		chosen := choice{first, start}
		if linked {
			other = choice{first, start + costMissed}
		} else {
			right = choice{first, start}
		}
		for _, a := range candidates {
			s := r.scorePair(weights, i, a)
			if s > chosen.score {
				chosen = choice{a, s}
			}
			switch {
			case linked && e.Gold[a] == e.Gold[i]:
				if s > right.score {
					right = choice{a, s}
				}
			case linked:
				if s+costWrong > other.score {
					other = choice{a, s + costWrong}
				}
			case s+costLinked > other.score:
				other = choice{a, s + costLinked}
			}
		}
		all++
		if other.score > right.score {
			r.update(weights, i, right.antecedent, candidates, 1)
			r.update(weights, i, other.antecedent, candidates, -1)
		}
		if chosen.antecedent != first != linked || linked && e.Gold[chosen.antecedent] != e.Gold[i] {
			wrong++
		}
		weights.Step()
		r.join(i, chosen.antecedent)
	}
	return wrong, all
}

func (r *resolver) update(weights *learn.Perceptron, i, a int, candidates []int, delta float32) {
	if a == first {
		weights.Update(r.startFeatures(i, candidates), 0, delta)
		return
	}
	weights.Update(r.pairFeatures(i, a), 0, delta)
}
