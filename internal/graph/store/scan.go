package store

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
)

// scanner is what all iterators of the package have in common.
type scanner struct {
	steps int
	err   error
}

// stop reports whether the context has ended; it looks every thousand steps.
func (s *scanner) stop(ctx context.Context) bool {
	s.steps++
	if s.steps%1000 == 0 {
		s.err = ctx.Err()
	}
	return s.err != nil
}

func (s *scanner) Err() error                      { return s.err }
func (*scanner) Close() error                      { return nil }
func (*scanner) TagResults(map[string]graph.Ref)   {}
func (*scanner) NextPath(ctx context.Context) bool { return false }

// quadsOf are the quads of a node in one direction.
type quadsOf struct {
	v  *View
	id uint32
	d  int
}

func (q *quadsOf) String() string { return "QuadsOf(" + directions[q.d].String() + ")" }
func (q *quadsOf) Iterate() iterator.Scanner {
	return &quadsScan{cursor: q.v.cursor(q.id, q.d)}
}
func (q *quadsOf) Lookup() iterator.Index                              { return &quadsIndex{q: q} }
func (q *quadsOf) SubIterators() []iterator.Shape                      { return nil }
func (q *quadsOf) Optimize(ctx context.Context) (iterator.Shape, bool) { return q, false }
func (q *quadsOf) Stats(ctx context.Context) (iterator.Costs, error) {
	return iterator.Costs{ContainsCost: 1, NextCost: 2, Size: q.v.size(q.id, q.d)}, nil
}

type quadsScan struct {
	scanner
	cursor cursor
	id     uint32
}

func (q *quadsScan) String() string { return "QuadsScan" }
func (q *quadsScan) Next(ctx context.Context) bool {
	q.id = 0
	if q.stop(ctx) {
		return false
	}
	q.id = q.cursor.nextContext(ctx, &q.scanner)
	return q.id != 0
}
func (q *quadsScan) Result() graph.Ref { return quadResult(q.cursor.v.s, q.id) }

func quadResult(s *state, id uint32) graph.Ref {
	if id == 0 {
		return nil
	}
	return quadRef{s, id}
}

func nodeResult(s *state, id uint32) graph.Ref {
	if id == 0 {
		return nil
	}
	return nodeRef{s, id}
}

type quadsIndex struct {
	scanner
	q  *quadsOf
	id uint32
}

func (q *quadsIndex) String() string { return "QuadsIndex" }
func (q *quadsIndex) Contains(ctx context.Context, r graph.Ref) bool {
	v := q.q.v
	q.id = v.quad(r)
	if q.id != 0 && (!v.sees(q.id) || v.s.end(q.id, q.q.d) != q.q.id) {
		q.id = 0
	}
	return q.id != 0
}
func (q *quadsIndex) Result() graph.Ref { return quadResult(q.q.v.s, q.id) }

// allNodes are the nodes that have a quad.
type allNodes struct{ v *View }

func (a *allNodes) String() string                                      { return "AllNodes" }
func (a *allNodes) Iterate() iterator.Scanner                           { return &allNodesScan{v: a.v} }
func (a *allNodes) Lookup() iterator.Index                              { return &allNodesIndex{v: a.v} }
func (a *allNodes) SubIterators() []iterator.Shape                      { return nil }
func (a *allNodes) Optimize(ctx context.Context) (iterator.Shape, bool) { return a, false }
func (a *allNodes) Stats(ctx context.Context) (iterator.Costs, error) {
	return iterator.Costs{ContainsCost: 1, NextCost: 2, Size: refs.Size{Value: a.v.commit.alive, Exact: true}}, nil
}

type allNodesScan struct {
	scanner
	v  *View
	id uint32
}

func (a *allNodesScan) String() string { return "AllNodesScan" }
func (a *allNodesScan) Next(ctx context.Context) bool {
	for a.id < a.v.commit.nodes && !a.stop(ctx) {
		a.id++
		if a.v.has(a.id) {
			return true
		}
	}
	a.id = a.v.commit.nodes + 1
	return false
}
func (a *allNodesScan) Result() graph.Ref {
	if a.id > a.v.commit.nodes {
		return nil
	}
	return nodeResult(a.v.s, a.id)
}

type allNodesIndex struct {
	scanner
	v  *View
	id uint32
}

func (a *allNodesIndex) String() string { return "AllNodesIndex" }
func (a *allNodesIndex) Contains(ctx context.Context, r graph.Ref) bool {
	a.id = a.v.node(r)
	if a.id != 0 && !a.v.has(a.id) {
		a.id = 0
	}
	return a.id != 0
}
func (a *allNodesIndex) Result() graph.Ref { return nodeResult(a.v.s, a.id) }

// allQuads are all quads.
type allQuads struct{ v *View }

func (a *allQuads) String() string                                      { return "AllQuads" }
func (a *allQuads) Iterate() iterator.Scanner                           { return &allQuadsScan{v: a.v} }
func (a *allQuads) Lookup() iterator.Index                              { return &allQuadsIndex{v: a.v} }
func (a *allQuads) SubIterators() []iterator.Shape                      { return nil }
func (a *allQuads) Optimize(ctx context.Context) (iterator.Shape, bool) { return a, false }
func (a *allQuads) Stats(ctx context.Context) (iterator.Costs, error) {
	return iterator.Costs{ContainsCost: 1, NextCost: 2, Size: refs.Size{Value: a.v.commit.live, Exact: true}}, nil
}

type allQuadsScan struct {
	scanner
	v  *View
	id uint32
}

func (a *allQuadsScan) String() string { return "AllQuadsScan" }
func (a *allQuadsScan) Next(ctx context.Context) bool {
	for a.id < a.v.commit.quads && !a.stop(ctx) {
		a.id++
		if a.v.sees(a.id) {
			return true
		}
	}
	a.id = a.v.commit.quads + 1
	return false
}
func (a *allQuadsScan) Result() graph.Ref {
	if a.id > a.v.commit.quads {
		return nil
	}
	return quadResult(a.v.s, a.id)
}

type allQuadsIndex struct {
	scanner
	v  *View
	id uint32
}

func (a *allQuadsIndex) String() string { return "AllQuadsIndex" }
func (a *allQuadsIndex) Contains(ctx context.Context, r graph.Ref) bool {
	a.id = a.v.quad(r)
	if a.id != 0 && !a.v.sees(a.id) {
		a.id = 0
	}
	return a.id != 0
}
func (a *allQuadsIndex) Result() graph.Ref { return quadResult(a.v.s, a.id) }
