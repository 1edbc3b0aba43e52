package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/cayleygraph/quad"
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
	ranked := make([]Ranked, 0, len(count))
	for id, n := range count {
		ranked = append(ranked, Ranked{id, n})
	}
	slices.SortFunc(ranked, func(a, b Ranked) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.ID, b.ID)) })
	if limit > 0 && len(ranked) > limit {
		ranked = ranked[:limit]
	}
	return ranked, nil
}
