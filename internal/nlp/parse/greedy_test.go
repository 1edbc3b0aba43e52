package parse

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// projective returns the heads of a random tree without crossing arcs over
// tokens from to end; n, ROOT, is the head of its root.
func projective(rng *rand.Rand, heads []int32, from, end, head int) {
	if from >= end {
		return
	}
	root := from + rng.IntN(end-from)
	heads[root] = int32(head)
	// Each side falls into the subtrees of some dependents.
	for _, side := range [][2]int{{from, root}, {root + 1, end}} {
		for at := side[0]; at < side[1]; {
			to := at + 1 + rng.IntN(side[1]-at)
			projective(rng, heads, at, to, root)
			at = to
		}
	}
}

// TestOracle follows transitions without cost: they build every tree without
// crossing arcs, and there is always one until the tree is done.
func TestOracle(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 2000 {
		n := 1 + rng.IntN(12)
		heads := make([]int32, n)
		projective(rng, heads, 0, n, n)
		var s state
		s.reset(n)
		for !s.done() {
			cost := s.costs(heads)
			var free []int
			for move, c := range cost {
				if c == 0 {
					free = append(free, move)
				}
			}
			if len(free) == 0 {
				t.Fatalf("tree %v: stack %v, next %d: costs %v", heads, s.stack, s.next, cost)
			}
			s.apply(free[rng.IntN(len(free))], 1)
		}
		for i, h := range heads {
			if s.nodes[i].head != h {
				t.Fatalf("tree %v: token %d got head %d", heads, i, s.nodes[i].head)
			}
		}
	}
}

// TestCosts compares the dynamic oracle with the truth: the arcs that can be
// built from a state, found by trying everything.
func TestCosts(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	for range 300 {
		n := 1 + rng.IntN(6)
		heads := make([]int32, n)
		projective(rng, heads, 0, n, n)
		s := newState(n)
		for !s.done() {
			cost := s.costs(heads)
			reach := most(s, heads)
			var legal []int
			for move := range transitions {
				if !s.legal(move) {
					continue
				}
				legal = append(legal, move)
				{
					after := copyOf(s)
					after.apply(move, 1)
					if got, want := cost[move], reach-most(after, heads); got != want {
						t.Fatalf("tree %v, stack %v, next %d: cost of %d is %d, want %d", heads, s.stack, s.next, move, got, want)
					}
				}
			}
			s.apply(legal[rng.IntN(len(legal))], 1)
		}
	}
}

func newState(n int) *state {
	var s state
	s.reset(n)
	return &s
}

func copyOf(s *state) *state {
	c := *s
	c.stack, c.nodes = slices.Clone(s.stack), slices.Clone(s.nodes)
	return &c
}

// most returns how many arcs of the tree a state can end with.
func most(s *state, heads []int32) int {
	if s.done() {
		n := 0
		for i, h := range heads {
			if s.nodes[i].head == h {
				n++
			}
		}
		return n
	}
	best := 0
	for move := range transitions {
		if s.legal(move) {
			after := copyOf(s)
			after.apply(move, 1)
			best = max(best, most(after, heads))
		}
	}
	return best
}

// toy returns docs of made-up clauses: a subject, a verb and perhaps an object.
func toy() []*nlp.Doc {
	var docs []*nlp.Doc
	nouns, verbs := []string{"Ann", "Lee", "Ray", "rain", "snow"}, []string{"saw", "left", "heard", "met"}
	for i := range 60 {
		doc := &nlp.Doc{Tokens: []nlp.Token{
			{Text: nouns[i%5], UPOS: "NOUN", XPOS: "NN", Head: 1, DepRel: "nsubj"},
			{Text: verbs[i%4], UPOS: "VERB", XPOS: "VBD", Head: nlp.Root, DepRel: "root"},
		}}
		if i%3 > 0 {
			doc.Tokens = append(doc.Tokens, nlp.Token{Text: nouns[i%4], UPOS: "NOUN", XPOS: "NN", Head: 1, DepRel: "obj"})
		}
		doc.Tokens = append(doc.Tokens, nlp.Token{Text: ".", UPOS: "PUNCT", XPOS: ".", Head: 1, DepRel: "punct"})
		doc.Sentences = []nlp.Span{{Start: 0, End: len(doc.Tokens)}}
		docs = append(docs, doc)
	}
	return docs
}

// TestTrainGreedy learns a small grammar, and finds the same trees after the
// model was stored.
func TestTrainGreedy(t *testing.T) {
	if testing.Short() {
		t.Skip("trains a model")
	}
	gold := toy()
	c := &learn.Clusters{}
	g, err := TrainGreedy(t.Context(), gold, GreedyOptions{Epochs: 5, KeepAll: true, Seed: 1, Clusters: c})
	if err != nil {
		t.Fatal(err)
	}
	var e learn.Encoder
	g.Encode(&e)
	stored := decode(t, &e, c)
	for _, doc := range gold {
		for name, p := range map[string]Parser{"trained": g, "stored": stored} {
			ours := *doc
			ours.Tokens = slices.Clone(doc.Tokens)
			for i := range ours.Tokens {
				ours.Tokens[i].Head, ours.Tokens[i].DepRel = nlp.Root, ""
			}
			p.Parse(&ours)
			if !slices.Equal(ours.Tokens, doc.Tokens) {
				t.Fatalf("%s: %+v, want %+v", name, ours.Tokens, doc.Tokens)
			}
		}
	}
}

// decode stores a model and loads it again.
func decode(t *testing.T, e *learn.Encoder, c *learn.Clusters) *Greedy {
	t.Helper()
	var file bytes.Buffer
	if _, err := e.WriteTo(&file); err != nil {
		t.Fatal(err)
	}
	d, err := learn.NewDecoder(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	g := DecodeGreedy(d, c)
	if err := d.Err(); err != nil {
		t.Fatal(err)
	}
	return g
}
