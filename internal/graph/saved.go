package graph

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/internal/kg"
	"kg/queries"
)

// A Table is the answer to a query.
type Table struct {
	Columns []string
	Rows    [][]Cell // a cell for each column; a zero one where there is none
	More    bool     // there are more rows than were asked for
}

// maxRows is how many rows a query may have before they are sorted.
const maxRows = 200_000

// An ArgumentError is a wrong parameter of a saved query.
type ArgumentError struct{ message string }

func (e *ArgumentError) Error() string { return e.message }

// Ask runs a saved query and returns its answer, sorted as its header says, at
// most limit rows of it (0: no limit). args are its parameters as the user
// gives them: names, words or numbers. The error is ErrNotFound if nothing in
// the graph is called as one of them says.
func (s *Store) Ask(ctx context.Context, q *queries.Query, args map[string]string, limit int) (*Table, error) {
	s, done := s.frozen()
	defer done()
	script, err := s.Bind(ctx, q, args)
	if err != nil {
		return nil, err
	}
	var rows []Row
	for row, err := range s.Query(ctx, script, maxRows) {
		if err != nil {
			return nil, fmt.Errorf("query %s: %w", q.Name, err)
		}
		rows = append(rows, row)
	}
	return newTable(rows, q.Columns, q.Sort, limit), nil
}

// Run runs a script and returns its answer, in its own order.
func (s *Store) Run(ctx context.Context, script string, limit int) (*Table, error) {
	var rows []Row
	ask := limit
	if limit > 0 {
		ask++ // one more tells whether there are more
	}
	for row, err := range s.Query(ctx, script, ask) {
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return newTable(rows, nil, nil, limit), nil
}

// newTable puts rows in columns and in order. Without columns it has all that
// there are: the end of each path ("id") first, the others by name.
func newTable(rows []Row, columns, order []string, limit int) *Table {
	t := &Table{Columns: columns, Rows: make([][]Cell, 0, len(rows))}
	if len(columns) == 0 {
		t.Columns = columnsOf(rows)
	}
	for _, row := range rows {
		cells := make([]Cell, len(t.Columns))
		for i, name := range t.Columns {
			cells[i] = row.Cell(name)
			cells[i].Name = name
		}
		t.Rows = append(t.Rows, cells)
	}
	if len(order) > 0 {
		t.sort(order)
	}
	if limit > 0 && len(t.Rows) > limit {
		t.Rows, t.More = t.Rows[:limit], true
	}
	return t
}

func columnsOf(rows []Row) []string {
	seen := map[string]bool{}
	var columns []string
	for _, row := range rows {
		for _, c := range row {
			if !seen[c.Name] {
				seen[c.Name] = true
				columns = append(columns, c.Name)
			}
		}
	}
	slices.SortFunc(columns, func(a, b string) int {
		return cmp.Or(compareBool(b == "id", a == "id"), strings.Compare(a, b))
	})
	return columns
}

// sort orders the rows by some columns and then by all, so that the order never
// depends on that in which articles were read. Rows that say the same become
// one.
func (t *Table) sort(order []string) {
	slices.SortStableFunc(t.Rows, func(a, b []Cell) int {
		for _, name := range order {
			column, down := strings.CutPrefix(name, "-")
			i := slices.Index(t.Columns, column)
			if i < 0 {
				continue
			}
			if c := compareCells(a[i], b[i]); c != 0 {
				if down {
					return -c
				}
				return c
			}
		}
		return slices.CompareFunc(a, b, compareCells)
	})
	t.Rows = slices.CompactFunc(t.Rows, func(a, b []Cell) bool { return slices.Equal(a, b) })
}

func compareCells(a, b Cell) int {
	if a.Kind == KindNumber && b.Kind == KindNumber {
		x, _ := strconv.ParseFloat(a.Value, 64)
		y, _ := strconv.ParseFloat(b.Value, 64)
		if c := cmp.Compare(x, y); c != 0 {
			return c
		}
	}
	return cmp.Or(strings.Compare(a.Label, b.Label), strings.Compare(a.Value, b.Value))
}

// Bind returns the script of a saved query with its parameters. Names and words
// become the nodes that they find.
func (s *Store) Bind(ctx context.Context, q *queries.Query, args map[string]string) (string, error) {
	for _, name := range sortedKeys(args) {
		if _, ok := q.Param(name); !ok {
			return "", &ArgumentError{fmt.Sprintf("query %s has no parameter %q: it has %s", q.Name, name, paramNames(q))}
		}
	}
	values := map[string]any{}

	for _, p := range q.Params {
		text, ok := args[p.Name]
		if !ok {
			text = p.Default
		}
		if strings.TrimSpace(text) == "" {
			if !p.Optional {
				return "", &ArgumentError{fmt.Sprintf("query %s needs %s=…: for example\n  %s", q.Name, p.Name, q.Example)}
			}
			values[p.Name] = empty(p.Type)
			continue
		}

		value, err := s.value(ctx, p, text)
		if err != nil {
			return "", err
		}
		values[p.Name] = value
	}
	return q.Bind(values)
}

func paramNames(q *queries.Query) string {
	var names []string
	for _, p := range q.Params {
		names = append(names, p.Name)
	}
	return cmp.Or(strings.Join(names, ", "), "none")
}

// empty is the value of a parameter that is left out. A list of nodes has one
// that does not exist: in Gizmo, no nodes at all mean every node.
func empty(kind string) any {
	switch {
	case queries.Nodes(kind):
		return []string{}
	case kind == queries.Number:
		return 0
	}
	return ""
}

// value reads one parameter.
func (s *Store) value(ctx context.Context, p queries.Param, text string) (any, error) {
	switch p.Type {
	case queries.Number:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
			return nil, &ArgumentError{fmt.Sprintf("%s=%s: want a number", p.Name, text)}
		}
		return n, nil
	case queries.Text:
		return text, nil
	case queries.Predicate:
		return s.predicates(ctx, text)
	}
	nodes, err := s.nodes(ctx, p.Type, text)
	if err == nil && len(nodes) == 0 {
		err = fmt.Errorf("%s %q: %w", p.Type, text, ErrNotFound)
	}
	return brackets(nodes), err
}

// nodes returns what an entity, topic or statement is called. An ID stands for
// itself.
func (s *Store) nodes(ctx context.Context, kind, text string) ([]string, error) {
	if id := strings.Trim(text, "<>"); kind == queries.Statement || kindOf(id) != KindNode {
		ref, err := s.qs.ValueOf(quad.IRI(id))
		if err != nil || ref != nil {
			return []string{id}, err
		}
		return nil, nil
	}
	if kind == queries.Topic {
		return s.Topic(ctx, text)
	}
	return s.Named(ctx, text)
}

// Named returns the entities and phrases that are called so. If none is called
// just so, those that have the words in their name.
func (s *Store) Named(ctx context.Context, name string) ([]string, error) {
	matches, err := s.Find(ctx, name, 0)
	if err != nil || len(matches) == 0 {
		return nil, err
	}
	var ids []string
	for _, m := range matches {
		if m.Exact == matches[0].Exact && (m.Exact || m.Kind == matches[0].Kind) {
			ids = append(ids, m.ID)
		}
	}
	return ids, nil
}

// Topic returns the entities and phrases that have the words in their name, and
// the phrases that are a kind of those: "the second reoccupation" for
// "reoccupation".
func (s *Store) Topic(ctx context.Context, words string) ([]string, error) {
	matches, err := s.Find(ctx, words, 0)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, m := range matches {
		ids = append(ids, m.ID)
	}
	return s.narrower(ctx, ids)
}

// predicates returns the predicates of a list, "call for, demand", with all
// that belong to them.
func (s *Store) predicates(ctx context.Context, list string) ([]string, error) {
	var ids []string
	for lemma := range strings.SplitSeq(list, ",") {
		if lemma = strings.TrimSpace(lemma); lemma != "" {
			id := strings.Trim(lemma, "<>")
			if kindOf(id) != KindPredicate {
				id = kg.PredicateID(lemma)
			}
			ids = append(ids, id)
		}
	}
	all, err := s.narrower(ctx, ids)
	return brackets(all), err
}

// narrower returns nodes with everything that is a kind of them.
func (s *Store) narrower(ctx context.Context, nodes []string) ([]string, error) {
	seen := map[string]bool{}
	var all []string
	for next := nodes; len(next) > 0; {
		var new []quad.Value
		for _, node := range next {
			if !seen[node] {
				seen[node] = true
				all = append(all, node)
				new = append(new, quad.IRI(node))
			}
		}
		below, err := s.subjects(ctx, skosBroader, new...)
		if err != nil {
			return nil, err
		}
		next = below
	}
	return all, nil
}

// brackets writes IDs as Gizmo wants them: "<ent/ilse-marrow>".
func brackets(ids []string) []string {
	nodes := make([]string, len(ids))
	for i, id := range ids {
		nodes[i] = "<" + id + ">"
	}
	return nodes
}

// IsArgument reports whether err is a wrong parameter of a saved query.
func IsArgument(err error) bool {
	_, ok := errors.AsType[*ArgumentError](err)
	return ok
}
