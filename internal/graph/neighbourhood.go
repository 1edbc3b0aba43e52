package graph

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"kg/internal/kg"
)

// A Neighbourhood is what lies around a node, laid out to be drawn.
type Neighbourhood struct {
	Nodes []Place `json:"nodes"`
	Edges []Line  `json:"edges"`
	More  int     `json:"more,omitempty"` // neighbours that were left out
}

// A Place is a node and the middle of its box.
type Place struct {
	ID     string  `json:"id"`
	Name   string  `json:"name"`
	Type   string  `json:"type,omitempty"`
	Kind   string  `json:"kind"`
	Depth  int     `json:"depth"` // steps from the middle
	X      float64 `json:"x"`
	Y      float64 `json:"y"`
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

// A Line is all that is said from one node to another.
type Line struct {
	Source     string   `json:"source"`
	Target     string   `json:"target"`
	Predicates []string `json:"predicates"` // each once, the commonest first
	Statements []string `json:"statements"`
	Quote      string   `json:"quote"`    // the sentence of the first
	Asserted   bool     `json:"asserted"` // some article says so itself
	Negative   bool     `json:"negative"` // all of them are denials
	from, to   int
}

// Bounds of a Neighbourhood, so that a hub of a large graph is drawn as quickly
// as any other node, and readably.
const (
	maxDepth          = 3
	maxPlaces         = 80
	maxNodeStatements = 2000 // looked at around one node
)

// Neighbourhood returns the nodes within depth steps of a node and what is said
// between them, at most limit nodes: those with most to do with the middle.
func (s *Store) Neighbourhood(ctx context.Context, id string, depth, limit int) (*Neighbourhood, error) {
	depth, limit = min(max(depth, 1), maxDepth), min(max(limit, 2), maxPlaces)
	name, err := s.Label(ctx, id)
	if err != nil {
		return nil, err
	}
	b := neighbours{at: map[string]int{id: 0}, lines: map[[2]string]*lineCount{}}
	n := &Neighbourhood{Nodes: []Place{{ID: id, Name: name, Kind: kindOf(id)}}}
	left := map[string]bool{}
	for step := 1; step <= depth; step++ {
		for _, place := range slices.Clone(n.Nodes) {
			if place.Depth != step-1 {
				continue
			}
			if err := b.look(ctx, s, place.ID); err != nil {
				return nil, err
			}
		}
		for _, candidate := range b.candidates() {
			if len(n.Nodes) == limit {
				left[candidate] = true
				continue
			}
			b.at[candidate] = len(n.Nodes)
			n.Nodes = append(n.Nodes, Place{ID: candidate, Kind: kindOf(candidate), Depth: step})
		}
	}
	if len(b.seen) == 0 && name == id {
		return nil, ErrNotFound
	}
	for i := range n.Nodes {
		if err := s.describe(ctx, &n.Nodes[i]); err != nil {
			return nil, err
		}
	}
	n.More = len(left)
	n.Edges = b.edges()
	layout(n)
	return n, nil
}

func (s *Store) describe(ctx context.Context, p *Place) error {
	if p.Kind == KindEntity {
		e, err := s.Entity(ctx, p.ID)
		if err == nil {
			p.Name, p.Type = e.Name, e.Type
			return nil
		}
		if !errors.Is(err, ErrNotFound) {
			return err
		}
	}
	name, err := s.Label(ctx, p.ID)
	p.Name = name
	return err
}

// neighbours collects what is said around some nodes.
type neighbours struct {
	at    map[string]int // nodes that are drawn
	seen  []string       // statements, for the count
	lines map[[2]string]*lineCount
}

type lineCount struct {
	Line
	predicates map[string]int
	positive   bool
}

// look adds the statements that lead from or to a node.
func (b *neighbours) look(ctx context.Context, s *Store, id string) error {
	looked := 0
	for stmt, err := range s.Statements(ctx, Filter{Node: id}) {
		if err != nil {
			return err
		}
		if looked++; looked > maxNodeStatements {
			return nil
		}
		b.seen = append(b.seen, stmt.ID)
		source, target := stmt.Subject.Node(), stmt.Object.Node()
		if source == "" || target == "" || source == target || source != id && target != id {
			continue
		}
		key := [2]string{source, target}
		line := b.lines[key]
		if line == nil {
			line = &lineCount{Line: Line{Source: source, Target: target, Quote: stmt.Evidence.Text}, predicates: map[string]int{}}
			b.lines[key] = line
		}
		if slices.Contains(line.Statements, stmt.ID) {
			continue
		}
		line.Statements = append(line.Statements, stmt.ID)
		line.predicates[lineLabel(&stmt)]++
		line.Asserted = line.Asserted || stmt.Asserted()
		line.positive = line.positive || stmt.Polarity == kg.Positive
	}
	return nil
}

func lineLabel(s *kg.Statement) string {
	if s.Polarity == kg.Negative {
		return "not " + s.Predicate.Lemma
	}
	return s.Predicate.Lemma
}

// candidates returns the nodes beside those that are drawn: entities before
// phrases, those with more to say before others.
func (b *neighbours) candidates() []string {
	weight := map[string]int{}
	for key, line := range b.lines {
		for i, end := range key {
			_, drawn := b.at[end]
			if _, other := b.at[key[1-i]]; !drawn && other {
				weight[end] += len(line.Statements)
			}
		}
	}
	found := sortedKeys(weight)
	slices.SortStableFunc(found, func(x, y string) int {
		return cmp.Or(cmp.Compare(clutter(x), clutter(y)), cmp.Compare(weight[y], weight[x]))
	})
	return found
}

// clutter says how little a node adds to a drawing: entities least, phrases that
// are half a sentence most.
func clutter(id string) int {
	switch {
	case kindOf(id) == KindEntity:
		return 0
	case len(id) < 40:
		return 1
	}
	return 2
}

// edges returns the lines between nodes that are drawn.
func (b *neighbours) edges() []Line {
	var out []Line
	for key, line := range b.lines {
		from, ok := b.at[key[0]]
		to, both := b.at[key[1]]
		if !ok || !both {
			continue
		}
		line.from, line.to, line.Negative = from, to, !line.positive
		line.Predicates = sortedKeys(line.predicates)
		slices.SortStableFunc(line.Predicates, func(x, y string) int { return cmp.Compare(line.predicates[y], line.predicates[x]) })
		out = append(out, line.Line)
	}
	slices.SortFunc(out, func(x, y Line) int {
		return cmp.Or(strings.Compare(x.Source, y.Source), strings.Compare(x.Target, y.Target))
	})
	return out
}
