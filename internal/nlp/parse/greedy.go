package parse

import (
	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// Greedy is a parser that goes through a sentence once, from left to right, and
// never takes anything back. A linear model chooses each transition, a second
// one the relation of each arc.
type Greedy struct {
	relations []string // the most frequent first
	// allowed are the relations that training saw on dependents with an XPOS:
	// first those whose head stands on the left, then on the right.
	allowed  map[string][2][]uint16
	root     []uint16 // the relations of the root
	all      []uint16
	clusters *learn.Clusters // may be nil
	moves    learn.Scorer
	labels   learn.Scorer
}

// Parse implements Parser.
func (g *Greedy) Parse(doc *nlp.Doc) {
	var s sentence
	for _, span := range doc.Sentences {
		tokens := doc.Tokens[span.Start:span.End]
		g.look(&s, tokens)
		s.state.reset(len(tokens))
		for !s.state.done() {
			t, rel := g.choose(&s)
			s.state.apply(t, rel)
		}
		for i := range tokens {
			n := &s.state.nodes[i]
			tokens[i].Head, tokens[i].DepRel = span.Start+int(n.head), g.relations[n.rel]
			if int(n.head) == len(tokens) {
				tokens[i].Head, tokens[i].DepRel = nlp.Root, "root"
			}
		}
	}
}

// choose returns the best transition and relation in the state of s.
func (g *Greedy) choose(s *sentence) (t int, rel int32) {
	scores := g.moves.Four(g.moveFeatures(s))
	t = best(&s.state, scores)
	if t == shift {
		return t, none
	}
	return t, g.label(s, t)
}

// label returns the best relation for the arc that transition t would make.
func (g *Greedy) label(s *sentence, t int) int32 {
	h, d := s.state.arc(t)
	allowed := g.allowedOn(s, h, d)
	if len(allowed) == 1 {
		return int32(allowed[0])
	}
	rel, _ := g.labels.Score(g.labelFeatures(s, h, d), allowed)
	return int32(rel)
}

// best returns the legal transition with the highest score.
func best(s *state, scores [4]float32) int {
	b := -1
	for t := range transitions {
		if s.legal(t) && (b < 0 || scores[t] > scores[b]) {
			b = t
		}
	}
	return b
}

// allowedOn returns the relations that dependent d can have under head h.
func (g *Greedy) allowedOn(s *sentence, h, d int32) []uint16 {
	if h == s.state.n {
		return g.root
	}
	if allowed := s.words[d].allowed[toRight(h, d)]; len(allowed) > 0 {
		return allowed
	}
	return g.all
}

// toRight is 1 if the head h stands right of d, else 0.
func toRight(h, d int32) int {
	if h > d {
		return 1
	}
	return 0
}
