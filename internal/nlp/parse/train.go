package parse

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"

	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// GreedyOptions for TrainGreedy. The zero value is good.
type GreedyOptions struct {
	Epochs   int // 0 means 12 without Silver, 5 with it
	Seed     uint64
	Silver   []*nlp.Doc      // docs with trees by a better parser
	Clusters *learn.Clusters // words of like use; may be nil
	KeepAll  bool            // do not drop small weights, for a model of a few sentences
	Log      io.Writer       // progress; may be nil
}

const (
	moveBits  = 24
	labelBits = 23
	moveBar   = 3   // weights nearer to zero are dropped: no loss, a quarter of the size
	labelBar  = 1.2 // the same; here a higher bar costs
	goldTurns = 3   // how often gold is seen for each time that silver is
	explore   = 0.9 // how often training follows its own choice and not the oracle's
)

// TrainGreedy makes a parser from docs with gold trees. Their tags should be
// those that a tagger gives, mistakes included.
func TrainGreedy(ctx context.Context, docs []*nlp.Doc, opts GreedyOptions) (*Greedy, error) {
	epochs := opts.Epochs
	if epochs == 0 && len(opts.Silver) > 0 {
		epochs = 5
	} else if epochs == 0 {
		epochs = 12
	}
	g, ids := newGreedy(docs, opts.Clusters)
	tr := &trainer{
		Greedy: g,
		moves:  learn.NewPerceptron(moveBits),
		labels: learn.NewPerceptron(labelBits),
		rng:    rand.New(rand.NewPCG(opts.Seed, 2)),
	}
	g.moves, g.labels = tr.moves, tr.labels
	trees := newTrees(docs, ids)
	if len(opts.Silver) > 0 {
		silver := newTrees(opts.Silver, ids)
		trees = append(slices.Repeat(trees, goldTurns), silver...)
	}
	for epoch := range epochs {
		tr.rng.Shuffle(len(trees), func(a, b int) { trees[a], trees[b] = trees[b], trees[a] })
		tr.explore = explore
		if epoch == 0 {
			tr.explore = 0
		}
		tr.right, tr.all = 0, 0
		for i := range trees {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			tr.learn(&trees[i])
		}
		if opts.Log != nil {
			fmt.Fprintf(opts.Log, "fast parser: epoch %d of %d, %.2f%% of transitions right\n", epoch+1, epochs, 100*float64(tr.right)/float64(max(tr.all, 1)))
		}
	}
	if opts.KeepAll {
		g.moves, g.labels = tr.moves.Compress(0), tr.labels.Compress(0)
	} else {
		g.moves, g.labels = tr.moves.Compress(moveBar), tr.labels.Compress(labelBar)
	}
	return g, nil
}

// A tree is the gold tree of a sentence in the numbers of a state.
type tree struct {
	tokens []nlp.Token
	heads  []int32
	rels   []uint16
}

func newTrees(docs []*nlp.Doc, ids map[string]uint16) []tree {
	var trees []tree
	for _, doc := range docs {
		for _, span := range doc.Sentences {
			trees = append(trees, newTree(doc, span, ids))
		}
	}
	return trees
}

func newTree(doc *nlp.Doc, span nlp.Span, ids map[string]uint16) tree {
	t := tree{tokens: doc.Tokens[span.Start:span.End]}
	for i := range t.tokens {
		head := int32(span.Len())
		if h := t.tokens[i].Head; h != nlp.Root {
			head = int32(h - span.Start)
		}
		t.heads = append(t.heads, head)
		t.rels = append(t.rels, ids[t.tokens[i].DepRel])
	}
	return t
}

// newGreedy returns a parser that knows the relations of docs, and their numbers.
func newGreedy(docs []*nlp.Doc, c *learn.Clusters) (*Greedy, map[string]uint16) {
	count := map[string]int{}
	for _, doc := range docs {
		for i := range doc.Tokens {
			count[doc.Tokens[i].DepRel]++
		}
	}
	g := &Greedy{clusters: c, allowed: map[string][2][]uint16{}}
	ids := map[string]uint16{}
	for rel, n := range count {
		if n >= 3 || rel == "root" {
			g.relations = append(g.relations, rel)
		}
	}
	slices.SortFunc(g.relations, func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), strings.Compare(a, b))
	})
	for i, rel := range g.relations {
		ids[rel] = uint16(i)
		if rel != "root" {
			g.all = append(g.all, uint16(i))
		}
	}
	g.root = []uint16{ids["root"]}
	seen := map[string]*[2]map[uint16]int{}
	for _, doc := range docs {
		for i := range doc.Tokens {
			tok := &doc.Tokens[i]
			id, found := ids[tok.DepRel]
			if !found || tok.Head == nlp.Root {
				continue
			}
			if seen[tok.XPOS] == nil {
				seen[tok.XPOS] = &[2]map[uint16]int{{}, {}}
			}
			seen[tok.XPOS][toRight(int32(tok.Head), int32(i))][id]++
		}
	}
	for xpos, sides := range seen {
		var allowed [2][]uint16
		for side, rels := range sides {
			for rel, n := range rels {
				if n >= 2 || len(rels) == 1 {
					allowed[side] = append(allowed[side], rel)
				}
			}
			slices.Sort(allowed[side])
		}
		g.allowed[xpos] = allowed
	}
	return g, ids
}

type trainer struct {
	*Greedy
	s             sentence
	moves, labels *learn.Perceptron
	rng           *rand.Rand
	explore       float64
	right, all    int // transitions chosen in this epoch
}

// learn parses one sentence and corrects the weights where a transition or a
// relation was wrong.
func (tr *trainer) learn(t *tree) {
	s := &tr.s
	tr.look(s, t.tokens)
	s.state.reset(len(t.tokens))
	for !s.state.done() {
		cost := s.state.costs(t.heads)
		features := tr.moveFeatures(s)
		scores := tr.moves.Four(features)
		choice, oracle := best(&s.state, scores), bestOf(cost, scores)
		tr.moves.Step()
		tr.all++
		if cost[choice] != cost[oracle] {
			tr.moves.Update(features, uint16(oracle), 1)
			tr.moves.Update(features, uint16(choice), -1)
		} else {
			tr.right++
		}
		move := oracle
		if tr.rng.Float64() < tr.explore {
			move = choice
		}
		rel := int32(none)
		if move != shift {
			rel = tr.learnLabel(t, move)
		}
		s.state.apply(move, rel)
	}
}

// learnLabel returns the relation for the arc of a transition, and corrects the
// weights if the arc is right and its relation is wrong.
func (tr *trainer) learnLabel(t *tree, move int) int32 {
	h, d := tr.s.state.arc(move)
	allowed := tr.allowedOn(&tr.s, h, d)
	features := tr.labelFeatures(&tr.s, h, d)
	choice, _ := tr.labels.Score(features, allowed)
	if t.heads[d] != h {
		return int32(choice)
	}
	gold := t.rels[d]
	tr.labels.Step()
	if gold == choice {
		return int32(choice)
	}
	tr.labels.Update(features, gold, 1)
	tr.labels.Update(features, choice, -1)
	if tr.rng.Float64() < tr.explore {
		return int32(choice)
	}
	return int32(gold)
}

// bestOf returns, of the transitions with the least cost, the one with the
// highest score.
func bestOf(cost [transitions]int, scores [4]float32) int {
	b := 0
	for t := range transitions {
		if cost[t] < cost[b] || cost[t] == cost[b] && scores[t] > scores[b] {
			b = t
		}
	}
	return b
}
