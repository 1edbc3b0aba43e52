package graph

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"
)

// A cursor reads quads, or nodes, in pieces.
type cursor struct {
	r     *reader
	query string
	args  []any
	nodes bool
	name  string // in the database; empty before it is opened

	piece []graph.Ref
	done  bool
}

// next returns the next result, nil at the end.
func (c *cursor) next(ctx context.Context) (graph.Ref, error) {
	if len(c.piece) == 0 && !c.done {
		if err := c.fetch(ctx); err != nil {
			return nil, err
		}
	}
	if len(c.piece) == 0 {
		return nil, nil
	}
	ref := c.piece[0]
	c.piece = c.piece[1:]
	return ref, nil
}

func (c *cursor) fetch(ctx context.Context) error {
	r := c.r
	ctx, unlock := r.lock(ctx)
	defer unlock()
	if c.name == "" {
		r.cursors++
		c.name = fmt.Sprintf("kg_%d", r.cursors)
		rows, err := r.query(ctx, "DECLARE "+c.name+" NO SCROLL CURSOR FOR "+c.query, c.args...)
		if err != nil {
			return err
		}
		if err := rows.Close(); err != nil {
			return err
		}
	}
	rows, err := r.query(ctx, fmt.Sprintf("FETCH %d FROM %s", pieceRows, c.name))
	if err != nil {
		return err
	}
	if c.nodes {
		err = scanNodes(rows, func(hash refs.ValueHash, value quad.Value) {
			c.piece = append(c.piece, &node{hash: hash, value: value, named: true})
		})
		var together batch
		for _, n := range c.piece {
			together.add(n.(*node))
		}
	} else {
		var links []*link
		links, err = r.scanLinks(rows)
		for _, l := range links {
			c.piece = append(c.piece, l)
		}
	}
	c.done = len(c.piece) < pieceRows
	return err
}

// scanner is what all iterators over a reader have in common.
type scanner struct {
	steps int
	err   error
}

// stop reports whether the context has ended; it looks every thousand steps.
func (s *scanner) stop(ctx context.Context) bool {
	if s.steps++; s.steps%1000 == 0 && s.err == nil {
		s.err = ctx.Err()
	}
	return s.err != nil
}

func (s *scanner) Err() error                      { return s.err }
func (*scanner) Close() error                      { return nil }
func (*scanner) TagResults(map[string]graph.Ref)   {}
func (*scanner) NextPath(ctx context.Context) bool { return false }

// An everything is all nodes, or all quads.
type everything struct {
	r     *reader
	quads bool
}

func (e *everything) String() string                                      { return "Everything" }
func (e *everything) SubIterators() []iterator.Shape                      { return nil }
func (e *everything) Optimize(ctx context.Context) (iterator.Shape, bool) { return e, false }
func (e *everything) Lookup() iterator.Index                              { return &everythingIndex{} }
func (e *everything) Stats(ctx context.Context) (iterator.Costs, error) {
	st, err := e.r.Stats(ctx, false)
	size := st.Nodes
	if e.quads {
		size = st.Quads
	}
	return iterator.Costs{ContainsCost: 1, NextCost: 2, Size: size}, err
}

func (e *everything) Iterate() iterator.Scanner {
	s := &everythingScan{}
	r := e.r
	if !r.keep { // a cursor needs a transaction
		r = r.p.view()
		s.own = r
	}
	s.cursor = cursor{r: r, nodes: !e.quads, query: "SELECT hash, " + strings.Join(valueColumns, ", ") + " FROM nodes"}
	if e.quads {
		s.cursor.query = quadColumnsSQL
	}
	return s
}

type everythingScan struct {
	scanner
	own    *reader // to be closed with it
	cursor cursor
	result graph.Ref
}

func (s *everythingScan) String() string    { return "EverythingScan" }
func (s *everythingScan) Result() graph.Ref { return s.result }
func (s *everythingScan) Close() error {
	if s.own != nil {
		s.own.close()
	}
	return nil
}
func (s *everythingScan) Next(ctx context.Context) bool {
	s.result = nil
	if !s.stop(ctx) {
		s.result, s.err = s.cursor.next(ctx)
	}
	return s.result != nil
}

// An everythingIndex has whatever is asked.
type everythingIndex struct {
	scanner
	result graph.Ref
}

func (s *everythingIndex) String() string    { return "EverythingIndex" }
func (s *everythingIndex) Result() graph.Ref { return s.result }
func (s *everythingIndex) Contains(_ context.Context, ref graph.Ref) bool {
	s.result = ref
	return ref != nil
}

// quadsOf are the quads of a node in one direction, with one of some predicates
// if there are any.
type quadsOf struct {
	r          *reader
	n          *node
	d          quad.Direction
	predicates []*node
}

func (q *quadsOf) String() string                                      { return "QuadsOf" }
func (q *quadsOf) Iterate() iterator.Scanner                           { return &quadsScan{q: q} }
func (q *quadsOf) Lookup() iterator.Index                              { return &quadsIndex{q: q} }
func (q *quadsOf) SubIterators() []iterator.Shape                      { return nil }
func (q *quadsOf) Optimize(ctx context.Context) (iterator.Shape, bool) { return q, false }
func (q *quadsOf) Stats(ctx context.Context) (iterator.Costs, error) {
	size, err := q.r.size(ctx, q.n, q.d, q.predicates...)
	return iterator.Costs{ContainsCost: 1, NextCost: 2, Size: refs.Size{Value: size}}, err
}

type quadsScan struct {
	scanner
	q      *quadsOf
	begun  bool
	links  []*link
	cursor *cursor // where there are too many links
	own    *reader
	result *link
}

func (s *quadsScan) String() string { return "QuadsScan" }
func (s *quadsScan) Result() graph.Ref {
	if s.result == nil {
		return nil
	}
	return s.result
}
func (s *quadsScan) Close() error {
	if s.own != nil {
		s.own.close()
	}
	return nil
}

func (s *quadsScan) Next(ctx context.Context) bool {
	s.result = nil
	if !s.begun {
		s.begun = true
		s.begin(ctx)
	}
	if s.stop(ctx) {
		return false
	}
	if s.cursor != nil {
		var ref graph.Ref
		ref, s.err = s.cursor.next(ctx)
		s.result, _ = ref.(*link)
	} else if len(s.links) > 0 {
		s.result, s.links = s.links[0], s.links[1:]
	}
	return s.result != nil
}

func (s *quadsScan) begin(ctx context.Context) {
	q := s.q
	all := false
	if q.d != quad.Predicate {
		s.links, all, s.err = q.r.linksOf(ctx, q.n, q.d, q.predicates...)
	}
	if s.err != nil || all {
		return
	}
	r := q.r
	if !r.keep {
		r = r.p.view()
		s.own = r
	}
	where, args := condition(q.d, []*node{q.n}, q.predicates)
	s.cursor = &cursor{r: r, query: quadColumnsSQL + " WHERE " + where, args: args}
}

type quadsIndex struct {
	scanner
	q      *quadsOf
	result graph.Ref
}

func (s *quadsIndex) String() string    { return "QuadsIndex" }
func (s *quadsIndex) Result() graph.Ref { return s.result }
func (s *quadsIndex) Contains(_ context.Context, ref graph.Ref) bool {
	s.result = nil
	if l, ok := ref.(*link); ok && l.end(s.q.d) != nil && l.end(s.q.d).hash == s.q.n.hash {
		s.result = ref
	}
	return s.result != nil
}

// pick is Store.pick in one query, for many nodes.
func (r *reader) pick(ctx context.Context, node quad.IRI, predicates []quad.IRI, p properties) error {
	for q, err := range r.quadsOf(ctx, quad.Subject, node, predicates) {
		if err != nil {
			return err
		}
		p.add(q)
	}
	return nil
}

// subjects is Store.subjects without the quads that have another predicate.
func (r *reader) subjects(ctx context.Context, predicate quad.IRI, objects []quad.Value) ([]string, error) {
	nodes := make([]*node, len(objects))
	for i, object := range objects {
		nodes[i] = r.ref(refs.PreFetched(object))
	}
	links, err := r.into(ctx, nodes, r.ref(refs.PreFetched(predicate)))
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, l := range links {
		subject, err := r.NameOf(l.end(quad.Subject))
		if err != nil {
			return nil, err
		}
		if id, ok := subject.(quad.IRI); ok {
			ids = append(ids, string(id))
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// into returns the links with a predicate to any of some objects: those of one
// from what is kept, those of many in one question.
func (r *reader) into(ctx context.Context, objects []*node, predicate *node) ([]*link, error) {
	if len(objects) > 1 {
		ctx, unlock := r.lock(ctx)
		links, err := r.load(ctx, objects, quad.Object, []*node{predicate})
		unlock()
		if err != nil || len(links) <= mostLinks {
			return links, err
		}
	}
	var links []*link
	for _, object := range objects {
		s := quadsScan{q: &quadsOf{r: r, n: object, d: quad.Object, predicates: []*node{predicate}}}
		for s.Next(ctx) {
			links = append(links, s.result)
		}
		if err := errors.Join(s.Err(), s.Close()); err != nil {
			return nil, err
		}
	}
	return links, nil
}

// quadsOf returns the quads that have a value in direction d and one of some
// predicates.
func (r *reader) quadsOf(ctx context.Context, d quad.Direction, value quad.Value, predicates []quad.IRI) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		s := quadsScan{q: &quadsOf{r: r, n: r.ref(refs.PreFetched(value)), d: d}}
		for _, p := range predicates {
			s.q.predicates = append(s.q.predicates, r.ref(refs.PreFetched(p)))
		}
		defer s.Close()
		for s.Next(ctx) {
			q, err := r.Quad(s.result)
			if !yield(q, err) || err != nil {
				return
			}
		}
		if s.err != nil {
			yield(quad.Quad{}, s.err)
		}
	}
}
