package graph

import (
	"context"
	"fmt"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"kg/internal/kg"
)

// A Judge says which entity a term speaks of, where a user has decided: the
// entities that he found to be the same, or not the same.
//
// A Store asks it about every term that goes in, and again in Relink. The
// entity as it was read stays on the statement, so that every judgement can be
// undone.
type Judge interface {
	// Entity returns the ID of the entity that t speaks of, given the one that
	// was read (t.Entity, never empty). s is the statement that t is part of.
	// An empty one means the one that was read.
	Entity(s *kg.Statement, t *kg.Term) string

	// Concerned returns the IDs of all entities that any judgement is about:
	// Entity changes no other.
	Concerned() []string

	// Same returns each entity that was merged into another, with the ID of
	// that other.
	Same() map[string]string

	// Named returns the entities that a user gave a name, a type or aliases of
	// his own.
	Named() []kg.Entity
}

// Relink makes the graph what it would be had the judgements of judge been
// there from the start, in one transaction. It returns how many articles that
// changes.
func (s *Store) Relink(ctx context.Context, judge Judge) (changed int, err error) {
	now, release, err := s.exclusive(ctx)
	if err != nil {
		return 0, err
	}
	defer release()
	deltas, err := now.judgements(ctx, judge)
	if err != nil {
		return 0, err
	}
	ids, err := now.concerned(ctx, judge)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		have, err := now.articleQuads(ctx, id)
		if err != nil {
			return 0, err
		}
		r, err := newReading(id, have)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", id, err)
		}
		at, err := now.placeOf(ctx, id)
		if err != nil {
			return 0, err
		}
		want, err := r.quads(at, judge)
		if err != nil {
			return 0, err
		}
		if d := difference(have, want); len(d) > 0 {
			deltas = append(deltas, d...)
			changed++
		}
	}
	s.opts.Judge = judge
	return changed, now.apply(ctx, deltas)
}

// concerned returns the articles that speak of what judge decides, or of what
// was decided before.
func (s *Store) concerned(ctx context.Context, judge Judge) ([]string, error) {
	found := map[string]bool{}
	collect := func(d quad.Direction, node quad.IRI) error {
		for q, err := range s.refs(ctx, d, node) {
			if err != nil {
				return err
			}
			label, err := s.end(q, quad.Label)
			if err != nil {
				return err
			}
			if id := native(label); kindOf(id) == KindArticle {
				found[id] = true
			}
		}
		return nil
	}
	if judge != nil {
		for _, id := range judge.Concerned() {
			if err := collect(quad.Object, quad.IRI(id)); err != nil {
				return nil, err
			}
		}
	}
	for _, v := range []termVocabulary{subjectTerm, objectTerm, speakerTerm, argumentTerm} {
		if err := collect(quad.Predicate, v.mention); err != nil {
			return nil, err
		}
	}
	return sortedKeys(found), nil
}

// judgements returns what turns the judgements in the graph into those of
// judge.
func (s *Store) judgements(ctx context.Context, judge Judge) ([]graph.Delta, error) {
	have := map[quad.Quad]bool{}
	for q, err := range s.scan(ctx, quad.Label, kgJudgements) {
		if err != nil {
			return nil, err
		}
		have[q] = true
	}
	b := &builder{label: kgJudgements, seen: map[quad.Quad]bool{}}
	if judge != nil {
		same := judge.Same()
		for _, id := range sortedKeys(same) {
			b.link(b.iri(id), owlSameAs, b.iri(same[id]))
		}
		for _, e := range judge.Named() {
			id := b.iri(e.ID)
			b.link(kgJudgements, schemaMentions, id) // also one that no article names
			b.set(id, skosPrefLabel, quad.String(e.Name))
			b.set(id, kgJudgedType, quad.String(e.Type))
			for _, alias := range e.Aliases {
				b.set(id, skosAltLabel, quad.String(alias))
			}
		}
	}
	return difference(have, b.quads), b.err
}

// canonical returns the entity that a user said an entity is; mostly itself.
func (s *Store) canonical(ctx context.Context, id string) (string, error) {
	same, err := s.of(ctx, quad.IRI(id), owlSameAs)
	if err != nil || len(same) == 0 {
		return id, err
	}
	return same.id(owlSameAs), nil
}
