package graph

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cayleygraph/quad"
)

// OptimizeShape answers "the objects of the quads with one of these subjects and
// one of those predicates" with the links of those nodes.
func (r *reader) OptimizeShape(ctx context.Context, s shape.Shape) (shape.Shape, bool) {
	m := &match{r: r, save: map[quad.Direction][]string{}}
	switch s := s.(type) {
	case shape.QuadsAction:
		m.result = s.Result
		for d, ref := range s.Filter {
			if !m.restrict(d, []graph.Ref{ref}) {
				return shape.Null{}, true
			}
		}
		for d, tags := range s.Save {
			m.save[d] = tags
		}
	case shape.NodesFrom:
		quads, ok := s.Quads.(shape.Quads)
		m.result = s.Dir
		for _, filter := range quads {
			switch values := filter.Values.(type) {
			case shape.Fixed:
				ok = ok && m.want[filter.Dir-quad.Subject] == nil && m.restrict(filter.Dir, values)
			case shape.Save:
				_, all := values.From.(shape.AllNodes)
				ok = ok && all
				m.save[filter.Dir] = append(m.save[filter.Dir], values.Tags...)
			default:
				ok = false
			}
		}
		if !ok {
			return r.follow(s)
		}
	}
	if m.lead(&m.want) == 0 {
		return s, false
	}
	return matchShape{m}, true
}

// follow answers "where these predicates lead from what another question finds".
func (r *reader) follow(s shape.NodesFrom) (shape.Shape, bool) {
	quads, _ := s.Quads.(shape.Quads)
	if len(quads) != 2 {
		return s, false
	}
	for i, filter := range quads {
		values, ok := filter.Values.(shape.Fixed)
		if from := quads[1-i]; ok && filter.Dir == quad.Predicate && from.Dir != quad.Predicate {
			f := followShape{links: &predicateLinks{reader: r}, from: from, result: s.Dir}
			for _, ref := range values {
				if n := r.ref(ref); n != nil {
					f.links.predicates = append(f.links.predicates, n)
				}
			}
			return f, true
		}
	}
	return s, false
}

// predicateLinks are the quads of a reader with one of some predicates.
type predicateLinks struct {
	*reader
	predicates []*node
}

func (p *predicateLinks) QuadIterator(d quad.Direction, ref graph.Ref) iterator.Shape {
	n := p.ref(ref)
	if n == nil || len(p.predicates) == 0 {
		return iterator.NewNull()
	}
	return &quadsOf{r: p.reader, n: n, d: d, predicates: p.predicates}
}

// A followShape leads from other results over quads of certain predicates.
type followShape struct {
	links  *predicateLinks
	from   shape.QuadFilter
	result quad.Direction
}

func (f followShape) BuildIterator(qs graph.QuadStore) iterator.Shape {
	return graph.NewHasA(f.links, graph.NewLinksTo(f.links, f.from.Values.BuildIterator(qs), f.from.Dir), f.result)
}
func (f followShape) Optimize(context.Context, shape.Optimizer) (shape.Shape, bool) { return f, false }

// A matchShape is a match as a shape of Cayley's.
type matchShape struct{ m *match }

func (s matchShape) BuildIterator(graph.QuadStore) iterator.Shape { return s.m }
func (s matchShape) Optimize(context.Context, shape.Optimizer) (shape.Shape, bool) {
	return s, false
}

// A nodeSet are nodes one of which is wanted; nil means any.
type nodeSet map[refs.ValueHash]*node

// A match are the quads that have wanted nodes; its results are one of their
// other nodes.
type match struct {
	r      *reader
	want   [4]nodeSet
	result quad.Direction
	save   map[quad.Direction][]string
}

// restrict wants one of some nodes in direction d. It returns false if there are
// none.
func (m *match) restrict(d quad.Direction, values []graph.Ref) bool {
	set := nodeSet{}
	for _, ref := range values {
		if n := m.r.ref(ref); n != nil {
			set[n.hash] = n
		}
	}
	m.want[d-quad.Subject] = set
	return len(set) > 0
}

// lead returns the direction whose links are to be looked through for those
// with the nodes of want: that with the fewest nodes, and that of predicates
// only if there is no other; 0 if any quad will do.
func (m *match) lead(want *[4]nodeSet) (lead quad.Direction) {
	for _, d := range []quad.Direction{quad.Subject, quad.Label, quad.Object} {
		if set := want[d-quad.Subject]; set != nil && (lead == 0 || len(set) < len(want[lead-quad.Subject])) {
			lead = d
		}
	}
	if lead == 0 && want[quad.Predicate-quad.Subject] != nil {
		lead = quad.Predicate
	}
	return lead
}

// quads returns where to find the quads with the nodes of want.
func (m *match) quads(want *[4]nodeSet) []*quadsOf {
	d := m.lead(want)
	var predicates []*node
	if set := want[quad.Predicate-quad.Subject]; set != nil && d != quad.Predicate {
		for _, hash := range slices.SortedFunc(maps.Keys(set), compareHashes) {
			predicates = append(predicates, set[hash])
		}
	}
	var all []*quadsOf
	for _, n := range want[d-quad.Subject] {
		all = append(all, &quadsOf{r: m.r, n: n, d: d, predicates: predicates})
	}
	slices.SortFunc(all, func(a, b *quadsOf) int { return cmp.Or(cmp.Compare(a.n.at, b.n.at), compareHashes(a.n.hash, b.n.hash)) })
	return all
}

func compareHashes(a, b refs.ValueHash) int { return bytes.Compare(a[:], b[:]) }

func (m *match) String() string                                      { return "Match" }
func (m *match) SubIterators() []iterator.Shape                      { return nil }
func (m *match) Optimize(ctx context.Context) (iterator.Shape, bool) { return m, false }
func (m *match) Lookup() iterator.Index                              { return &matchIndex{m: m} }
func (m *match) Iterate() iterator.Scanner {
	return &matchScan{m: m, want: &m.want, left: m.quads(&m.want)}
}
func (m *match) Stats(ctx context.Context) (iterator.Costs, error) {
	var total int64
	for _, q := range m.quads(&m.want) {
		size, err := m.r.size(ctx, q.n, q.d, q.predicates...)
		if err != nil {
			return iterator.Costs{}, err
		}
		total += size
	}
	return iterator.Costs{ContainsCost: 3, NextCost: 2, Size: refs.Size{Value: max(total, 1)}}, nil
}

// accepts reports whether l has the nodes of want. Only a label may be missing
// from a quad.
func (m *match) accepts(l *link, want *[4]nodeSet) bool {
	for i, set := range want {
		if set != nil && (l[i] == nil || set[l[i].hash] == nil) {
			return false
		}
	}
	return l.end(quad.Label) != nil || m.result != quad.Label && len(m.save[quad.Label]) == 0
}

// A matchScan runs through the quads of a match.
type matchScan struct {
	m     *match
	want  *[4]nodeSet
	left  []*quadsOf
	quads quadsScan
	found *link
}

func (s *matchScan) String() string                { return "MatchScan" }
func (s *matchScan) Err() error                    { return s.quads.Err() }
func (s *matchScan) Close() error                  { return s.quads.Close() }
func (s *matchScan) NextPath(context.Context) bool { return false }

// Next keeps the last result when there is no further one: Cayley still reads
// it, and its tags.
func (s *matchScan) Next(ctx context.Context) bool {
	for {
		for s.quads.q != nil && s.quads.Next(ctx) {
			if s.m.accepts(s.quads.result, s.want) {
				s.found = s.quads.result
				return true
			}
		}
		if s.quads.err != nil || len(s.left) == 0 {
			return false
		}
		_ = s.quads.Close() // of a transaction that only reads
		s.quads, s.left = quadsScan{q: s.left[0]}, s.left[1:]
	}
}

func (s *matchScan) Result() graph.Ref {
	if s.found == nil {
		return nil
	}
	return s.found.end(s.m.result)
}

func (s *matchScan) TagResults(dst map[string]graph.Ref) {
	if s.found == nil {
		return
	}
	for d, tags := range s.m.save {
		for _, t := range tags {
			dst[t] = s.found.end(d)
		}
	}
}

// matchIndex finds the quads that lead to a given node.
type matchIndex struct {
	m    *match
	want [4]nodeSet // with the given node
	scan matchScan
}

func (s *matchIndex) String() string                      { return "MatchIndex" }
func (s *matchIndex) Err() error                          { return s.scan.Err() }
func (s *matchIndex) Close() error                        { return s.scan.Close() }
func (s *matchIndex) Result() graph.Ref                   { return s.scan.Result() }
func (s *matchIndex) TagResults(dst map[string]graph.Ref) { s.scan.TagResults(dst) }
func (s *matchIndex) NextPath(ctx context.Context) bool {
	return s.scan.found != nil && s.scan.Next(ctx)
}
func (s *matchIndex) Contains(ctx context.Context, ref graph.Ref) bool {
	_ = s.scan.Close() // of a transaction that only reads
	s.scan = matchScan{m: s.m, want: &s.want}
	n := s.m.r.ref(ref)
	i := s.m.result - quad.Subject
	if n == nil || s.m.want[i] != nil && s.m.want[i][n.hash] == nil {
		return false
	}
	s.want = s.m.want
	s.want[i] = nodeSet{n.hash: n}
	s.scan.left = s.m.quads(&s.want)
	return s.scan.Next(ctx)
}
