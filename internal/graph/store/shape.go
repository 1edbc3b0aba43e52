package store

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/shape"
)

// OptimizeShape answers a QuadsAction, "the objects of the quads with this
// subject and that predicate", by walking the shortest chain and comparing the
// other nodes in place, and regular expressions over all nodes from their
// bytes.
func (v *View) OptimizeShape(ctx context.Context, s shape.Shape) (shape.Shape, bool) {
	if f, ok := s.(shape.Filter); ok {
		if t := v.textNodesOf(f); t != nil {
			return textShape{t}, true
		}
	}
	action, ok := s.(shape.QuadsAction)
	if !ok || len(action.Filter) == 0 {
		return s, false
	}
	m := &match{v: v, result: index(action.Result)}
	for d, r := range action.Filter {
		id := v.node(r)
		if id == 0 {
			return shape.Null{}, true
		}
		m.want[index(d)] = id
	}
	for d, tags := range action.Save {
		m.tags[index(d)] = tags
		m.tagged = m.tagged || len(tags) > 0
	}
	m.lead = v.shortest(m.want)
	return matchShape{m}, true
}

// shortest returns the direction in which a node of want has fewest quads.
func (v *View) shortest(want [4]uint32) int {
	lead := -1
	var least uint32
	for d, id := range want {
		if id == 0 {
			continue
		}
		if n := v.s.count(id, d); lead < 0 || n < least {
			lead, least = d, n
		}
	}
	return lead
}

// A matchShape is a match as a shape of Cayley's.
type matchShape struct{ m *match }

func (s matchShape) BuildIterator(graph.QuadStore) iterator.Shape { return s.m }
func (s matchShape) Optimize(context.Context, shape.Optimizer) (shape.Shape, bool) {
	return s, false
}

// A match are the quads that have the wanted nodes; its results are one of
// their other nodes.
type match struct {
	v      *View
	want   [4]uint32 // 0 for any
	lead   int       // the direction to walk
	result int
	tags   [4][]string
	tagged bool
}

func (m *match) String() string                                      { return "Match" }
func (m *match) SubIterators() []iterator.Shape                      { return nil }
func (m *match) Optimize(ctx context.Context) (iterator.Shape, bool) { return m, false }
func (m *match) Iterate() iterator.Scanner {
	return &matchScan{m: m, cursor: m.v.cursor(m.want[m.lead], m.lead)}
}
func (m *match) Lookup() iterator.Index { return &matchIndex{m: m} }

func (m *match) Stats(ctx context.Context) (iterator.Costs, error) {
	size := m.v.size(m.want[m.lead], m.lead)
	for d := range 4 {
		if d != m.lead && (m.want[d] != 0 || m.needs(d) && d == label) {
			size.Exact = false
		}
	}
	return iterator.Costs{ContainsCost: 3, NextCost: 2, Size: refs.Size{Value: max(size.Value, 1), Exact: size.Exact && size.Value > 0}}, nil
}

// needs reports whether quads without a node in direction d do not count.
func (m *match) needs(d int) bool { return d == m.result || len(m.tags[d]) > 0 }

// accepts reports whether a quad that was found in the chain of direction lead
// has the other nodes of want. Only a label may be missing from a quad.
func (m *match) accepts(id uint32, want *[4]uint32, lead int) bool {
	for d, n := range want {
		if n != 0 && d != lead && m.v.s.end(id, d) != n {
			return false
		}
	}
	return !m.needs(label) || m.v.s.end(id, label) != 0
}

func (m *match) tag(quad uint32, dst map[string]graph.Ref) {
	if !m.tagged || quad == 0 {
		return
	}
	for d, tags := range m.tags {
		for _, t := range tags {
			dst[t] = nodeRef{m.v.s, m.v.s.end(quad, d)}
		}
	}
}

type matchScan struct {
	scanner
	m      *match
	cursor cursor
	quad   uint32
	result uint32
}

func (s *matchScan) String() string { return "MatchScan" }
func (s *matchScan) Next(ctx context.Context) bool {
	for {
		s.quad, s.result = s.cursor.nextContext(ctx, &s.scanner), 0
		if s.quad == 0 || s.stop(ctx) {
			s.quad = 0
			return false
		}
		if s.m.accepts(s.quad, &s.m.want, s.m.lead) {
			s.result = s.m.v.s.end(s.quad, s.m.result)
			return true
		}
	}
}
func (s *matchScan) Result() graph.Ref                   { return nodeResult(s.m.v.s, s.result) }
func (s *matchScan) TagResults(dst map[string]graph.Ref) { s.m.tag(s.quad, dst) }

// matchIndex finds the quads that lead to a given node.
type matchIndex struct {
	scanner
	m      *match
	want   [4]uint32 // with the given node
	result uint32
	cursor cursor
	quad   uint32
}

func (s *matchIndex) String() string { return "MatchIndex" }
func (s *matchIndex) Contains(ctx context.Context, r graph.Ref) bool {
	s.quad, s.result = 0, s.m.v.node(r)
	if s.result == 0 {
		return false
	}
	s.want = s.m.want
	if w := s.want[s.m.result]; w != 0 && w != s.result {
		return false
	}
	s.want[s.m.result] = s.result
	lead := s.m.v.shortest(s.want)
	s.cursor = s.m.v.cursor(s.want[lead], lead)
	return s.advance(ctx)
}

// NextPath keeps the last result and its tags when there is no further one:
// Cayley still reads them.
func (s *matchIndex) NextPath(ctx context.Context) bool {
	return s.quad != 0 && s.advance(ctx)
}

func (s *matchIndex) advance(ctx context.Context) bool {
	for {
		id := s.cursor.nextContext(ctx, &s.scanner)
		if id == 0 || s.stop(ctx) {
			return false
		}
		if s.m.accepts(id, &s.want, s.cursor.d) {
			s.quad = id
			return true
		}
	}
}
func (s *matchIndex) Result() graph.Ref {
	if s.quad == 0 {
		return nil
	}
	return nodeResult(s.m.v.s, s.result)
}
func (s *matchIndex) TagResults(dst map[string]graph.Ref) { s.m.tag(s.quad, dst) }
