package graph

import (
	"context"
	"slices"

	"github.com/cayleygraph/quad"
)

// Has reports whether the article of an ID is in the graph as the extractors of
// Options.Version read it.
func (s *Store) Has(ctx context.Context, id string) (bool, error) {
	s, done := s.frozen()
	defer done()
	p, err := s.of(ctx, quad.IRI(id))
	if err != nil {
		return false, err
	}
	return p.isA(schemaArticle) && slices.Contains(p[kgVersion], quad.Value(quad.String(s.opts.Version))), nil
}
