package graph

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/query"
	"github.com/cayleygraph/cayley/query/gizmo"
	"github.com/cayleygraph/quad"

	"kg/internal/graph/script"
)

// The kinds of cell.
const (
	KindArticle   = "article"
	KindEntity    = "entity"
	KindPhrase    = "phrase"
	KindPredicate = "predicate"
	KindStatement = "statement"
	KindNode      = "node" // any other IRI
	KindText      = "text"
	KindNumber    = "number"
	KindBool      = "bool"
	KindTime      = "time"
)

// A Cell is one value of a row.
type Cell struct {
	Name  string // of its column
	Kind  string
	Value string // the ID of a node without brackets, else the text
	Label string // what people call it: the name of an entity, the headline of an article; else the same as Value
}

// A Row is one answer to a query, its cells in the order of their names.
type Row []Cell

// Cell returns the cell of a column; a zero one if there is none.
func (r Row) Cell(name string) Cell {
	for _, c := range r {
		if c.Name == name {
			return c
		}
	}
	return Cell{}
}

// The limits of a query that break it off.
var (
	ErrDeadline = script.ErrDeadline
	ErrMemory   = script.ErrMemory
)

// A ScriptError is a mistake in a Gizmo script.
type ScriptError = script.Error

// Query runs a Gizmo script and returns its rows, at most limit of them (0: no
// limit). It stops at the deadline of ctx, whatever the script does.
func (s *Store) Query(ctx context.Context, text string, limit int) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		s, done := s.frozen()
		defer done()
		it, err := script.NewSession(s.qs).Execute(ctx, text, query.Options{Limit: limit, Collation: query.Raw})
		if err != nil {
			yield(nil, err)
			return
		}
		defer it.Close()
		names := labeler{s: s, known: map[string]string{}}
		rows := 0
		for it.Next(ctx) {
			row, err := names.row(ctx, it.Result())
			if err == nil && row == nil {
				continue
			}
			if rows++; !yield(row, err) || err != nil || rows == limit {
				return
			}
		}
		if err := it.Err(); err != nil {
			yield(nil, err)
		}
	}
}

// A labeler turns results into rows. It remembers the names of nodes.
type labeler struct {
	s     *Store
	known map[string]string
}

// row returns a result of Gizmo as a row; nil if it is none.
func (l *labeler) row(ctx context.Context, result any) (Row, error) {
	r, ok := result.(*gizmo.Result)
	if !ok {
		return nil, fmt.Errorf("unknown result %T", result)
	}
	if r.Tags != nil {
		return l.tags(ctx, r.Tags)
	}
	value := r.Val
	if r.Meta && !printable(value) {
		// The value of the last expression, which mostly is the path itself.
		return nil, nil
	}
	var row Row
	if object, ok := value.(map[string]any); ok {
		for name, v := range object {
			cell, err := l.native(ctx, name, v)
			if err != nil {
				return nil, err
			}
			row = append(row, cell)
		}
	} else {
		cell, err := l.native(ctx, "value", value)
		if err != nil {
			return nil, err
		}
		row = Row{cell}
	}
	slices.SortFunc(row, byName)
	return row, nil
}

func byName(a, b Cell) int { return strings.Compare(a.Name, b.Name) }

// printable reports whether a script that ends in value means it as its answer.
func printable(value any) bool {
	switch value.(type) {
	case string, bool, int, int64, float64:
		return true
	}
	return false
}

func (l *labeler) tags(ctx context.Context, tags map[string]graph.Ref) (Row, error) {
	row := make(Row, 0, len(tags))
	for name, ref := range tags {
		value, err := l.s.qs.NameOf(ref)
		if err != nil {
			return nil, err
		}
		if value == nil {
			continue
		}
		cell, err := l.cell(ctx, name, value)
		if err != nil {
			return nil, err
		}
		row = append(row, cell)
	}
	slices.SortFunc(row, byName)
	return row, nil
}

// native returns a value that a script made as a cell. A string in brackets is
// a node, as everywhere in Gizmo.
func (l *labeler) native(ctx context.Context, name string, value any) (Cell, error) {
	switch v := value.(type) {
	case string:
		if len(v) > 2 && v[0] == '<' && v[len(v)-1] == '>' {
			return l.cell(ctx, name, quad.IRI(v[1:len(v)-1]))
		}
		return Cell{name, KindText, v, v}, nil
	case bool:
		return l.cell(ctx, name, quad.Bool(v))
	case int:
		return l.cell(ctx, name, quad.Int(v))
	case int64:
		return l.cell(ctx, name, quad.Int(v))
	case float64:
		return l.cell(ctx, name, quad.Float(v))
	case time.Time:
		return l.cell(ctx, name, quad.Time(v))
	case quad.Value:
		return l.cell(ctx, name, v)
	}
	text := fmt.Sprint(value)
	return Cell{name, KindText, text, text}, nil
}

func (l *labeler) cell(ctx context.Context, name string, value quad.Value) (Cell, error) {
	c := Cell{Name: name, Kind: KindText, Value: native(value)}
	switch v := value.(type) {
	case quad.IRI:
		c.Kind = kindOf(string(v))
		label, err := l.label(ctx, v)
		c.Label = label
		return c, err
	case quad.Int:
		c.Kind = KindNumber
	case quad.Float:
		c.Kind, c.Value = KindNumber, strconv.FormatFloat(float64(v), 'g', -1, 64)
	case quad.Bool:
		c.Kind = KindBool
	case quad.Time:
		c.Kind, c.Value = KindTime, formatTime(time.Time(v))
	}
	c.Label = c.Value
	return c, nil
}

// formatTime writes a day as a day, and any other time to the second.
func formatTime(t time.Time) string {
	t = t.UTC()
	if t.Equal(t.Truncate(24 * time.Hour)) {
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339)
}

// kindOf returns the kind of a node by its ID.
func kindOf(id string) string {
	prefix, rest, ok := strings.Cut(id, "/")
	if !ok {
		return KindNode
	}
	switch prefix {
	case "article":
		return KindArticle
	case "ent":
		return KindEntity
	case "phrase":
		return KindPhrase
	case "rel":
		return KindPredicate
	case "stmt":
		if !strings.Contains(rest, "/") {
			return KindStatement
		}
	}
	return KindNode
}

// label returns what people call a node; its ID if it has no name.
func (l *labeler) label(ctx context.Context, node quad.IRI) (string, error) {
	if label, ok := l.known[string(node)]; ok {
		return label, nil
	}
	label, err := l.s.Label(ctx, string(node))
	l.known[string(node)] = label
	return label, err
}

// Label returns what people call a node: the name of an entity, a phrase or a
// predicate, the headline of an article. A node without a name gives its ID.
func (s *Store) Label(ctx context.Context, id string) (string, error) {
	s, done := s.frozen()
	defer done()
	p, err := s.of(ctx, quad.IRI(id), labels...)
	if err != nil {
		return id, err
	}
	if same := p.id(owlSameAs); same != "" && same != id {
		return s.Label(ctx, same)
	}
	for _, predicate := range labels[1:] {
		if label := common(p[predicate]); label != "" {
			return label, nil
		}
	}
	return id, nil
}

// labels are the properties that Label looks at, the best first.
var labels = []quad.IRI{owlSameAs, skosPrefLabel, rdfsLabel, schemaHeadline, schemaURL, schemaID}
