package graph

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/pquads"

	"kg/internal/kg"
)

// A format is a way to write the graph, or the part of it that a filter
// chooses.
type format struct {
	name  string
	about string
	write func(s *Store, ctx context.Context, w io.Writer, filter Filter) error
}

// formats are the formats that Export writes. Each has a file of its own.
var formats = []format{
	{"nquads", "N-Quads, sorted, for any RDF tool", exportQuads(writeNQuads)},
	{"jsonl", "JSON Lines, a statement in each line", (*Store).exportJSONL},
	{"jsonld", "JSON-LD, a named graph for each article", exportQuads(writeJSONLD)},
	{"graphml", "GraphML for Gephi, yEd and Cytoscape", exportNetwork(writeGraphML)},
	{"dot", "DOT for Graphviz", exportNetwork(writeDOT)},
	{"svg", "a picture of what lies around an entity", (*Store).exportSVG},
	{"csv", "the table of statements", exportTable("statements")},
	{"csv-entities", "the table of entities", exportTable("entities")},
	{"csv-evidence", "the table of evidence", exportTable("evidence")},
	{"pquads", "Cayley's own binary format, the exact copy", exportQuads(writePQuads)},
}

// Formats returns the names of the formats that Export writes, with a few words
// about each.
func Formats() (names, about []string) {
	for _, f := range formats {
		names, about = append(names, f.name), append(about, f.about)
	}
	return names, about
}

// Export writes what filter chooses in a format, as it is now, whatever is
// written in the meantime. The same graph gives the same bytes.
func (s *Store) Export(ctx context.Context, w io.Writer, format string, filter Filter) error {
	s, done := s.frozen()
	defer done()
	for _, f := range formats {
		if f.name == format {
			if err := f.write(s, ctx, w, filter); err != nil {
				return fmt.Errorf("export %s: %w", format, err)
			}
			return nil
		}
	}
	names, _ := Formats()
	return fmt.Errorf("unknown format %q: use one of %s", format, strings.Join(names, ", "))
}

// collect returns everything that seq yields, or its first error.
func collect[T any](seq func(func(T, error) bool)) ([]T, error) {
	var all []T
	for v, err := range seq {
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

func exportQuads(write func(io.Writer, []quad.Quad) error) func(*Store, context.Context, io.Writer, Filter) error {
	return func(s *Store, ctx context.Context, w io.Writer, filter Filter) error {
		quads, err := s.chosenQuads(ctx, filter)
		if err != nil {
			return err
		}
		return write(w, quads)
	}
}

// chosenQuads returns the quads that make up what filter chooses: of an article
// all that it supports; of a node the statements with it, what they speak of and
// where they were read.
func (s *Store) chosenQuads(ctx context.Context, filter Filter) ([]quad.Quad, error) {
	switch {
	case filter.Node != "":
		return s.quadsAbout(ctx, filter)
	case filter.Article != "":
		quads, err := s.articleQuads(ctx, filter.Article)
		return slices.Collect(maps.Keys(quads)), err
	}
	return collect(s.Quads(ctx))
}

// quadsAbout follows the statements that filter chooses to the nodes that they
// point to, but to no other statement.
func (s *Store) quadsAbout(ctx context.Context, filter Filter) ([]quad.Quad, error) {
	statements, err := collect(s.Statements(ctx, filter))
	if err != nil {
		return nil, err
	}
	chosen := map[quad.Value]bool{quad.IRI(filter.Node): true}
	labels := map[quad.Value]bool{}
	for i := range statements {
		chosen[quad.IRI(statements[i].ID)] = true
		labels[quad.IRI(statements[i].ID)] = true
		labels[quad.IRI(statements[i].Evidence.Article)] = true
	}
	todo := slices.Collect(maps.Keys(chosen))
	var quads []quad.Quad
	for len(todo) > 0 {
		node := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for q, err := range s.scan(ctx, quad.Subject, node) {
			if err != nil {
				return nil, err
			}
			if !labels[q.Label] {
				continue
			}
			quads = append(quads, q)
			object, ok := q.Object.(quad.IRI)
			other := strings.HasPrefix(string(object), "stmt/") && !chosen[quad.IRI(whole(object))]
			if ok && !chosen[object] && !other {
				chosen[object] = true
				todo = append(todo, object)
			}
		}
	}
	return quads, nil
}

func writePQuads(w io.Writer, quads []quad.Quad) error {
	quads = slices.Clone(quads)
	slices.SortFunc(quads, func(a, b quad.Quad) int { return strings.Compare(nquad(a), nquad(b)) })
	pw := pquads.NewWriter(w, nil)
	if _, err := pw.WriteQuads(quads); err != nil {
		return err
	}
	return pw.Close()
}

// exportJSONL writes each statement as users see it.
func (s *Store) exportJSONL(ctx context.Context, w io.Writer, filter Filter) error {
	entities := s.entityCache(ctx)
	for stmt, err := range s.Statements(ctx, filter) {
		if err != nil {
			return err
		}
		line, err := kg.MarshalLine(kg.NewRecord(&stmt, stmt.Evidence.Article, entities))
		if err != nil {
			return err
		}
		if _, err := w.Write(line); err != nil {
			return err
		}
	}
	return nil
}

// entityCache returns a function that looks entities up, each once.
func (s *Store) entityCache(ctx context.Context) func(id string) (kg.Entity, bool) {
	known := map[string]*kg.Entity{}
	return func(id string) (kg.Entity, bool) {
		e, ok := known[id]
		if !ok {
			e, _ = s.Entity(ctx, id) // one that is missing has no aliases
			known[id] = e
		}
		if e == nil {
			return kg.Entity{}, false
		}
		return *e, true
	}
}

// nameCache returns a function that gives the name of an entity; "" for other
// nodes.
func (s *Store) nameCache(ctx context.Context) func(id string) string {
	entities := s.entityCache(ctx)
	return func(id string) string {
		if !strings.HasPrefix(id, "ent/") {
			return ""
		}
		e, _ := entities(id)
		return e.Name
	}
}

func exportNetwork(write func(io.Writer, network) error) func(*Store, context.Context, io.Writer, Filter) error {
	return func(s *Store, ctx context.Context, w io.Writer, filter Filter) error {
		statements, err := collect(s.Statements(ctx, filter))
		if err != nil {
			return err
		}
		return write(w, newNetwork(statements, s.nameCache(ctx)))
	}
}
