package store

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cayleygraph/quad"
)

// A QuadStore reads through a view of the moment.

// ValueOf returns the reference of a value, nil if it is not in the graph.
func (qs *QuadStore) ValueOf(v quad.Value) (graph.Ref, error) { return qs.current().ValueOf(v) }

// NameOf returns the value of a reference.
func (qs *QuadStore) NameOf(r graph.Ref) (quad.Value, error) { return qs.current().NameOf(r) }

// Quad returns the quad of a reference.
func (qs *QuadStore) Quad(r graph.Ref) (quad.Quad, error) { return qs.current().Quad(r) }

// QuadDirection returns the node of a quad in direction d, nil if it has none.
func (qs *QuadStore) QuadDirection(r graph.Ref, d quad.Direction) (graph.Ref, error) {
	return qs.current().QuadDirection(r, d)
}

// QuadIteratorSize returns how many quads QuadIterator has.
func (qs *QuadStore) QuadIteratorSize(ctx context.Context, d quad.Direction, r graph.Ref) (refs.Size, error) {
	return qs.current().QuadIteratorSize(ctx, d, r)
}

// QuadIterator returns the quads that have node r in direction d.
func (qs *QuadStore) QuadIterator(d quad.Direction, r graph.Ref) iterator.Shape {
	return qs.current().QuadIterator(d, r)
}

// NodesAllIterator returns all nodes that have a quad.
func (qs *QuadStore) NodesAllIterator() iterator.Shape { return qs.current().NodesAllIterator() }

// QuadsAllIterator returns all quads.
func (qs *QuadStore) QuadsAllIterator() iterator.Shape { return qs.current().QuadsAllIterator() }

// OptimizeShape answers what Cayley asks of quads directly from the chains.
func (qs *QuadStore) OptimizeShape(ctx context.Context, s shape.Shape) (shape.Shape, bool) {
	return qs.current().OptimizeShape(ctx, s)
}
