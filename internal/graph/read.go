package graph

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"kg/internal/kg"
)

// A Filter chooses statements. The zero value chooses all.
type Filter struct {
	Article string // only those of this article
	Node    string // only those with this entity, phrase or predicate in any role
}

// scan returns the quads that have value in direction d.
func (s *Store) scan(ctx context.Context, d quad.Direction, value quad.Value) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for ref, err := range s.refs(ctx, d, value) {
			var q quad.Quad
			if err == nil {
				q, err = s.qs.Quad(ref)
			}
			if !yield(q, err) || err != nil {
				return
			}
		}
	}
}

// refs is scan without reading the quads.
func (s *Store) refs(ctx context.Context, d quad.Direction, value quad.Value) iter.Seq2[graph.Ref, error] {
	return func(yield func(graph.Ref, error) bool) {
		ref, err := s.qs.ValueOf(value)
		if err != nil || ref == nil {
			if err != nil {
				yield(nil, err)
			}
			return
		}
		it := s.qs.QuadIterator(d, ref).Iterate()
		defer it.Close()
		for it.Next(ctx) {
			if !yield(it.Result(), nil) {
				return
			}
		}
		if err := cmp.Or(it.Err(), ctx.Err()); err != nil {
			yield(nil, err)
		}
	}
}

// of returns the properties of a node: all, or only those that are named.
func (s *Store) of(ctx context.Context, node quad.IRI, only ...quad.IRI) (properties, error) {
	p := properties{}
	if len(only) > 0 {
		return p, s.pick(ctx, node, only, p)
	}
	for q, err := range s.scan(ctx, quad.Subject, node) {
		if err != nil {
			return nil, err
		}
		p.add(q)
	}
	return p, nil
}

// pick adds to p some properties of a node. It does not read the others, of
// which much-named entities have thousands.
func (s *Store) pick(ctx context.Context, node quad.IRI, predicates []quad.IRI, p properties) error {
	if r, ok := s.qs.(*reader); ok {
		return r.pick(ctx, node, predicates, p)
	}
	wanted := make(map[any]quad.IRI, len(predicates))
	for _, predicate := range predicates {
		ref, err := s.qs.ValueOf(predicate)
		if err != nil {
			return err
		}
		if ref != nil {
			wanted[ref.Key()] = predicate
		}
	}
	for q, err := range s.refs(ctx, quad.Subject, node) {
		if err != nil {
			return err
		}
		ref, err := s.qs.QuadDirection(q, quad.Predicate)
		if err != nil {
			return err
		}
		predicate, ok := wanted[ref.Key()]
		if !ok {
			continue
		}
		value, err := s.end(q, quad.Object)
		if err != nil {
			return err
		}
		p[predicate] = append(p[predicate], value)
	}
	return nil
}

// end returns what stands in one direction of a quad.
func (s *Store) end(q graph.Ref, d quad.Direction) (quad.Value, error) {
	ref, err := s.qs.QuadDirection(q, d)
	if err != nil {
		return nil, err
	}
	return s.qs.NameOf(ref)
}

// isA reports whether p are the properties of a node of that type.
func (p properties) isA(kind quad.IRI) bool { return slices.Contains(p[rdfType], quad.Value(kind)) }

// subjects returns the subjects of all quads with a predicate and any of some
// objects, in the order of the alphabet, each once.
func (s *Store) subjects(ctx context.Context, predicate quad.IRI, objects ...quad.Value) ([]string, error) {
	if r, ok := s.qs.(*reader); ok {
		return r.subjects(ctx, predicate, objects)
	}
	var ids []string
	for _, object := range objects {
		for q, err := range s.scan(ctx, quad.Object, object) {
			if err != nil {
				return nil, err
			}
			if id, ok := q.Subject.(quad.IRI); ok && q.Predicate == quad.Value(predicate) {
				ids = append(ids, string(id))
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// Article returns the article of an ID.
func (s *Store) Article(ctx context.Context, id string) (*kg.Article, error) {
	s, done := s.frozen()
	defer done()
	p, err := s.of(ctx, quad.IRI(id))
	if err != nil {
		return nil, err
	}
	if !p.isA(schemaArticle) {
		return nil, fmt.Errorf("article %q: %w", id, ErrNotFound)
	}
	a := newArticle(id, p)
	return &a, nil
}

// Statement returns the statement of an ID.
func (s *Store) Statement(ctx context.Context, id string) (*kg.Statement, error) {
	s, done := s.frozen()
	defer done()
	p, err := s.of(ctx, quad.IRI(id))
	if err != nil {
		return nil, err
	}
	if !p.isA(rdfStatement) {
		return nil, fmt.Errorf("statement %q: %w", id, ErrNotFound)
	}
	stmt, err := newStatement(id, p, func(node quad.IRI) (properties, error) { return s.of(ctx, node) })
	return &stmt, err
}

// Entity returns the entity of an ID, with the names that all articles give it.
// One that a user merged into another gives that other.
func (s *Store) Entity(ctx context.Context, id string) (*kg.Entity, error) {
	s, done := s.frozen()
	defer done()
	id, err := s.canonical(ctx, id)
	if err != nil {
		return nil, err
	}
	members, err := s.subjects(ctx, owlSameAs, quad.IRI(id))
	if err != nil {
		return nil, err
	}
	p, err := s.of(ctx, quad.IRI(id))
	if err != nil {
		return nil, err
	}
	for _, member := range members {
		for q, err := range s.scan(ctx, quad.Subject, quad.IRI(member)) {
			if err != nil {
				return nil, err
			}
			// The name of the one that stays is the name of both.
			if q.Predicate == quad.Value(rdfsLabel) && len(p[rdfsLabel]) > 0 {
				q.Predicate = skosAltLabel
			}
			p.add(q)
		}
	}
	if len(p[rdfsLabel])+len(p[skosPrefLabel]) == 0 || p.isA(kgPhrase) || p.isA(rdfProperty) {
		return nil, fmt.Errorf("entity %q: %w", id, ErrNotFound)
	}
	e := newEntity(id, p)
	return &e, nil
}

// Articles returns all articles, in the order of their IDs.
func (s *Store) Articles(ctx context.Context) iter.Seq2[kg.Article, error] {
	return func(yield func(kg.Article, error) bool) {
		s, done := s.frozen()
		defer done()
		ids, err := s.subjects(ctx, rdfType, schemaArticle)
		if err != nil {
			yield(kg.Article{}, err)
			return
		}
		for _, id := range ids {
			a, err := s.Article(ctx, id)
			if err != nil {
				yield(kg.Article{}, err)
				return
			}
			if !yield(*a, nil) {
				return
			}
		}
	}
}

// Entities returns all entities, in the order of their IDs.
func (s *Store) Entities(ctx context.Context) iter.Seq2[kg.Entity, error] {
	return func(yield func(kg.Entity, error) bool) {
		s, done := s.frozen()
		defer done()
		ids, err := s.objects(ctx, schemaMentions)
		if err != nil {
			yield(kg.Entity{}, err)
			return
		}
		for _, id := range ids {
			e, err := s.Entity(ctx, id)
			if err != nil {
				yield(kg.Entity{}, err)
				return
			}
			if e.ID != id {
				continue // merged into another
			}
			if !yield(*e, nil) {
				return
			}
		}
	}
}

// objects returns the nodes that a predicate points to, in the order of the
// alphabet, each once.
func (s *Store) objects(ctx context.Context, predicate quad.IRI) ([]string, error) {
	seen := map[string]bool{}
	var ids []string
	for q, err := range s.scan(ctx, quad.Predicate, predicate) {
		if err != nil {
			return nil, err
		}
		if id, ok := q.Object.(quad.IRI); ok && !seen[string(id)] {
			seen[string(id)] = true
			ids = append(ids, string(id))
		}
	}
	slices.Sort(ids)
	return ids, nil
}

// Statements returns the statements that filter chooses, article by article, in
// the order in which they stand there.
func (s *Store) Statements(ctx context.Context, filter Filter) iter.Seq2[kg.Statement, error] {
	return func(yield func(kg.Statement, error) bool) {
		s, done := s.frozen()
		defer done()
		batches, err := s.batches(ctx, filter)
		if err != nil {
			yield(kg.Statement{}, err)
			return
		}
		for _, ids := range batches {
			stmts, err := s.statements(ctx, ids)
			if err != nil {
				yield(kg.Statement{}, err)
				return
			}
			for _, stmt := range stmts {
				if !yield(stmt, nil) {
					return
				}
			}
		}
	}
}

func (s *Store) statements(ctx context.Context, ids []string) ([]kg.Statement, error) {
	stmts := make([]kg.Statement, 0, len(ids))
	for _, id := range ids {
		stmt, err := s.Statement(ctx, id)
		if err != nil {
			return nil, err
		}
		stmts = append(stmts, *stmt)
	}
	slices.SortFunc(stmts, func(a, b kg.Statement) int { return statementOrder(&a, &b) })
	return stmts, nil
}

// batches returns the IDs of the statements that filter chooses, those of one
// article together.
func (s *Store) batches(ctx context.Context, filter Filter) ([][]string, error) {
	articles := []string{filter.Article}
	if filter.Node != "" {
		return s.statementsOf(ctx, quad.IRI(filter.Node), filter.Article)
	}
	if filter.Article == "" {
		var err error
		if articles, err = s.subjects(ctx, rdfType, schemaArticle); err != nil {
			return nil, err
		}
	}
	var batches [][]string
	for _, article := range articles {
		ids, err := s.subjects(ctx, provFrom, quad.IRI(article))
		if err != nil {
			return nil, err
		}
		batches = append(batches, ids)
	}
	return batches, nil
}

// roles are the predicates by which a statement, or a part of it, points to
// what it speaks of.
var roles = []quad.IRI{rdfSubject, rdfObject, rdfPredicate, speakerTerm.node, rdfValue}

// statementsOf returns the IDs of the statements with node in any role, by
// article.
func (s *Store) statementsOf(ctx context.Context, node quad.IRI, article string) ([][]string, error) {
	byArticle := map[string][]string{}
	for q, err := range s.scan(ctx, quad.Object, node) {
		if err != nil {
			return nil, err
		}
		predicate, _ := q.Predicate.(quad.IRI)
		label, _ := q.Label.(quad.IRI)
		if !slices.Contains(roles, predicate) || article != "" && string(label) != article {
			continue
		}
		id, _ := q.Subject.(quad.IRI)
		byArticle[string(label)] = append(byArticle[string(label)], whole(id))
	}
	var batches [][]string
	for _, article := range sortedKeys(byArticle) {
		ids := byArticle[article]
		slices.Sort(ids)
		batches = append(batches, slices.Compact(ids))
	}
	return batches, nil
}

// Quads returns all quads, in no order.
func (s *Store) Quads(ctx context.Context) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		s, done := s.frozen()
		defer done()
		it := s.qs.QuadsAllIterator().Iterate()
		defer it.Close()
		for it.Next(ctx) {
			q, err := s.qs.Quad(it.Result())
			if !yield(q, err) || err != nil {
				return
			}
		}
		if err := it.Err(); err != nil {
			yield(quad.Quad{}, err)
		} else if err := ctx.Err(); err != nil {
			yield(quad.Quad{}, err)
		}
	}
}
