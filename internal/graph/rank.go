package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/cayleygraph/quad"

	"kg/internal/kg"
)

// Counts says how much is in the graph.
type Counts struct {
	Articles, Statements, Entities int
}

// Count counts what is in the graph.
func (s *Store) Count(ctx context.Context) (Counts, error) {
	var c Counts
	articles, err := s.subjects(ctx, rdfType, schemaArticle)
	if err != nil {
		return c, err
	}
	for _, err := range s.scan(ctx, quad.Predicate, provFrom) {
		if err != nil {
			return c, err
		}
		c.Statements++
	}
	entities, err := s.objects(ctx, schemaMentions)
	c.Articles, c.Entities = len(articles), len(entities)
	return c, err
}

// Size returns the number of quads, to tell whether the graph has changed; ok is
// false where that would be no quick question, on a database server.
func (s *Store) Size(ctx context.Context) (quads int64, ok bool) {
	if s.db != nil {
		return 0, false
	}
	stats, err := s.qs.Stats(ctx, true)
	return stats.Quads.Value, err == nil
}

// View returns s as it is now, whatever is written in the meantime: all that a
// page shows belongs together. Call done after it.
func (s *Store) View() (now *Store, done func()) { return s.frozen() }

// Ranked is a node and the number of statements with it.
type Ranked struct {
	ID    string
	Count int
}

// Rank returns the nodes of a kind (KindEntity, KindPhrase, KindPredicate) that
// most statements speak of, at most limit of them (0: all). It looks at quads
// and not at statements, so that it is quick on a large graph.
func (s *Store) Rank(ctx context.Context, kind string, limit int) ([]Ranked, error) {
	count := map[string]int{}
	for _, role := range roles {
		for q, err := range s.scan(ctx, quad.Predicate, role) {
			if err != nil {
				return nil, err
			}
			if id, ok := q.Object.(quad.IRI); ok && kindOf(string(id)) == kind {
				count[string(id)]++
			}
		}
	}
	return rank(count, limit), nil
}

// Contested returns what most statements with one of the predicates, or of the
// classes, are about: what is opposed, supported, called for. At most limit
// nodes, and it looks at no more than maxContested statements.
func (s *Store) Contested(ctx context.Context, lemmas []string, limit int) ([]Ranked, error) {
	var ids []string
	for _, lemma := range lemmas {
		ids = append(ids, kg.PredicateID(lemma))
	}
	ids, err := s.narrower(ctx, ids)
	if err != nil {
		return nil, err
	}
	count := map[string]int{}
	looked := 0
	for _, id := range ids {
		for q, err := range s.scan(ctx, quad.Object, quad.IRI(id)) {
			if err != nil {
				return nil, err
			}
			stmt, ok := q.Subject.(quad.IRI)
			if !ok || q.Predicate != quad.Value(rdfPredicate) {
				continue
			}
			if looked++; looked > maxContested {
				return rank(count, limit), nil
			}
			p, err := s.of(ctx, stmt)
			if err != nil {
				return nil, err
			}
			if object := p.id(rdfObject); object != "" {
				count[object]++
			}
		}
	}
	return rank(count, limit), nil
}

const maxContested = 20_000

// rank puts nodes in the order of their counts.
func rank(count map[string]int, limit int) []Ranked {
	ranked := make([]Ranked, 0, len(count))
	for id, n := range count {
		ranked = append(ranked, Ranked{id, n})
	}
	slices.SortFunc(ranked, func(a, b Ranked) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.ID, b.ID)) })
	if limit > 0 && len(ranked) > limit {
		ranked = ranked[:limit]
	}
	return ranked
}
