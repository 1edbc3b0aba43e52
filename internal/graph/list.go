package graph

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"
)

// CountStatements returns how many statements filter chooses.
func (s *Store) CountStatements(ctx context.Context, filter Filter) (int, error) {
	batches, err := s.batches(ctx, filter)
	n := 0
	for _, ids := range batches {
		n += len(ids)
	}
	return n, err
}

// ListArticles returns a table of all articles, by date.
func (s *Store) ListArticles(ctx context.Context) (*Table, error) {
	s, done := s.frozen()
	defer done()
	var rows []Row
	for a, err := range s.Articles(ctx) {
		if err != nil {
			return nil, err
		}
		n, err := s.CountStatements(ctx, Filter{Article: a.ID})
		if err != nil {
			return nil, err
		}
		row := Row{textCell("name", a.Source), textCell("publisher", a.Publisher), numberCell("statements", n),
			{"article", KindArticle, a.ID, cmp.Or(a.Title, a.URL, a.Source, a.ID)}, textCell("id", a.ID)}
		if !a.Published.IsZero() {
			day := formatTime(a.Published)
			row = append(row, Cell{"published", KindTime, day, day})
		}
		rows = append(rows, row)
	}
	return newTable(rows, []string{"published", "publisher", "article", "statements", "name", "id"}, []string{"published", "article"}, 0), nil
}

// ListEntities returns a table of all entities, those first that most is said
// of.
func (s *Store) ListEntities(ctx context.Context) (*Table, error) {
	s, done := s.frozen()
	defer done()
	var rows []Row
	for e, err := range s.Entities(ctx) {
		if err != nil {
			return nil, err
		}
		n, err := s.CountStatements(ctx, Filter{Node: e.ID})
		if err != nil {
			return nil, err
		}
		rows = append(rows, Row{{"entity", KindEntity, e.ID, cmp.Or(e.Name, e.ID)}, textCell("type", e.Type),
			numberCell("statements", n), textCell("aliases", strings.Join(e.Aliases, "; ")), textCell("id", e.ID)})
	}
	return newTable(rows, []string{"entity", "type", "statements", "aliases", "id"}, []string{"-statements", "entity"}, 0), nil
}

// ListPredicates returns a table of all predicates that statements have, the
// commonest first.
func (s *Store) ListPredicates(ctx context.Context) (*Table, error) {
	s, done := s.frozen()
	defer done()
	counts := map[string]int{}
	for q, err := range s.scan(ctx, quad.Predicate, rdfPredicate) {
		if err != nil {
			return nil, err
		}
		counts[native(q.Object)]++
	}
	var rows []Row
	for _, id := range sortedKeys(counts) {
		p, err := s.of(ctx, quad.IRI(id), rdfsLabel, skosBroader)
		if err != nil {
			return nil, err
		}
		var classes []string
		for _, class := range p[skosBroader] {
			classes = append(classes, unslug(quad.IRI(native(class))))
		}
		slices.Sort(classes)
		rows = append(rows, Row{{"predicate", KindPredicate, id, cmp.Or(common(p[rdfsLabel]), id)},
			textCell("classes", strings.Join(slices.Compact(classes), ", ")), numberCell("statements", counts[id]), textCell("id", id)})
	}
	return newTable(rows, []string{"predicate", "classes", "statements", "id"}, []string{"-statements", "predicate"}, 0), nil
}

func textCell(name, text string) Cell { return Cell{name, KindText, text, text} }

func numberCell(name string, n int) Cell {
	text := strconv.Itoa(n)
	return Cell{name, KindNumber, text, text}
}
