package graph

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"kg/internal/kg"
)

// Add puts an article into the graph with everything that it says, or nothing
// of it. An article that is there already is replaced: the same words change
// nothing. One with other words under the same address becomes the latest
// version; the older ones stay as history, without edges.
func (s *Store) Add(ctx context.Context, article *kg.Article, entities []kg.Entity, statements []kg.Statement) error {
	return s.replace(ctx, article, true, func(at place) ([]quad.Quad, error) {
		return quads(article, entities, statements, s.opts, at)
	})
}

// Remove takes an article out of the graph, with everything that only it
// supports.
func (s *Store) Remove(ctx context.Context, article string) error {
	a, err := s.Article(ctx, article)
	if err != nil {
		return err
	}
	return s.replace(ctx, a, false, func(place) ([]quad.Quad, error) { return nil, nil })
}

// replace makes what want returns the quads of an article that comes or goes,
// in one transaction with what that changes in the articles around it.
func (s *Store) replace(ctx context.Context, article *kg.Article, comes bool, want func(place) ([]quad.Quad, error)) error {
	s, release, err := s.exclusive(ctx)
	if err != nil {
		return err
	}
	defer release()
	have, err := s.articleQuads(ctx, article.ID)
	if err != nil {
		return err
	}
	at, around, err := s.settle(ctx, article, comes)
	if err != nil {
		return err
	}
	quads, err := want(at)
	if err != nil {
		return err
	}
	if err := s.apply(ctx, append(difference(have, quads), around...)); err != nil {
		return fmt.Errorf("write %s: %w", article.ID, err)
	}
	return nil
}

// exclusive waits until nobody else writes, in this process and, in a database,
// in others, and keeps them from it until release is called. now is s for the
// one who writes, good for one transaction.
func (s *Store) exclusive(ctx context.Context) (now *Store, release func(), err error) {
	if s.opts.ReadOnly {
		return nil, nil, errDenied
	}
	s.writer.Lock()
	if s.db == nil {
		return s, s.writer.Unlock, nil
	}
	tx, err := s.db.exclusive(ctx)
	if err != nil {
		s.writer.Unlock()
		return nil, nil, err
	}
	view := s.db.view()
	view.tx = tx
	return &Store{opts: s.opts, qs: view}, func() { view.close(); s.writer.Unlock() }, nil
}

// apply writes deltas as one transaction.
func (s *Store) apply(ctx context.Context, deltas []graph.Delta) error {
	if err := ctx.Err(); err != nil || len(deltas) == 0 {
		return err
	}
	if r, ok := s.qs.(*reader); ok {
		return r.apply(deltas)
	}
	return s.qs.ApplyDeltas(deltas, graph.IgnoreOpts{IgnoreDup: true, IgnoreMissing: true})
}

// articleQuads returns the quads that an article supports: those that carry it
// as a label, and the edges that carry one of its statements.
func (s *Store) articleQuads(ctx context.Context, article string) (map[quad.Quad]bool, error) {
	have := map[quad.Quad]bool{}
	var stmts []quad.IRI
	for q, err := range s.scan(ctx, quad.Label, quad.IRI(article)) {
		if err != nil {
			return nil, err
		}
		have[q] = true
		if id, ok := q.Subject.(quad.IRI); ok && q.Predicate == quad.Value(provFrom) {
			stmts = append(stmts, id)
		}
	}
	for _, id := range stmts {
		for q, err := range s.scan(ctx, quad.Label, id) {
			if err != nil {
				return nil, err
			}
			have[q] = true
		}
	}
	return have, nil
}

// difference returns what turns have into want.
func difference(have map[quad.Quad]bool, want []quad.Quad) []graph.Delta {
	var deltas []graph.Delta
	kept := make(map[quad.Quad]bool, len(want))
	for _, q := range want {
		kept[q] = true
		if !have[q] {
			deltas = append(deltas, graph.Delta{Quad: q, Action: graph.Add})
		}
	}
	var gone []graph.Delta
	for q := range have {
		if !kept[q] {
			gone = append(gone, graph.Delta{Quad: q, Action: graph.Delete})
		}
	}
	slices.SortFunc(gone, func(a, b graph.Delta) int { return strings.Compare(a.Quad.NQuad(), b.Quad.NQuad()) })
	return append(gone, deltas...)
}

// whole returns the statement that a node is part of:
// "stmt/7f3a" for "stmt/7f3a/argument/0".
func whole(node quad.IRI) string {
	id := string(node)
	if rest, ok := strings.CutPrefix(id, "stmt/"); ok {
		if i := strings.IndexByte(rest, '/'); i >= 0 {
			return id[:len("stmt/")+i]
		}
	}
	return id
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
