package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"kg/internal/graph"
	"kg/queries"
)

// queriesPage is the data of queries.html.
type queriesPage struct {
	head
	Queries []queries.Query
}

func (s *server) queryList(context.Context, *http.Request) (string, any, error) {
	return "queries", queriesPage{head{Title: "Questions"}, s.opts.Queries}, nil
}

// A cellView is a value of an answer.
type cellView struct {
	Text string
	Link string
}

// An answer is a row: its evidence stands below its other cells.
type answer struct {
	Cells   []cellView
	Quote   string
	Article cellView
}

// A field is a parameter of a query with what the user gave.
type field struct {
	queries.Param
	Value string
}

// queryPage is the data of query.html.
type queryPage struct {
	head
	Asked   queries.Query
	Fields  []field
	Columns []string
	Rows    []answer
	Done    bool
	More    bool
	Address string // of the same answer as JSON
	Problem string
}

func (s *server) query(ctx context.Context, r *http.Request) (string, any, error) {
	q, err := s.queryNamed(r.PathValue("name"))
	if err != nil {
		return "", nil, err
	}
	p := queryPage{head: head{Title: q.Title}, Asked: q, Address: "/api" + r.URL.RequestURI()}
	args := map[string]string{}
	ready := true
	for _, param := range q.Params {
		f := field{param, param.Default}
		if given := r.URL.Query()[param.Name]; len(given) > 0 {
			f.Value = given[0]
		}
		args[param.Name] = f.Value
		ready = ready && (f.Value != "" || param.Optional)
		p.Fields = append(p.Fields, f)
	}
	if !ready {
		return "query", p, nil
	}
	table, err := s.store.Ask(ctx, &q, args, s.opts.Rows)
	if err != nil {
		// A name that nobody has is a usual answer, not a broken page.
		p.Problem = err.Error()
		return "query", p, nil
	}
	p.Done, p.More = true, table.More
	proof := slices.Contains(table.Columns, "sentence")
	for _, column := range table.Columns {
		if !proof || column != "sentence" && column != "article" {
			p.Columns = append(p.Columns, column)
		}
	}
	for _, row := range table.Rows {
		var one answer
		for i, c := range row {
			cell := cellView{Text: c.Label, Link: link(c.Value)}
			switch column := table.Columns[i]; {
			case column == "sentence":
				one.Quote = c.Label
			case column == "article" && proof:
				one.Article = cell
			default:
				one.Cells = append(one.Cells, cell)
			}
		}
		p.Rows = append(p.Rows, one)
	}
	return "query", p, nil
}

func (s *server) queryNamed(name string) (queries.Query, error) {
	q, ok := queries.ByName(s.opts.Queries, name)
	if !ok {
		return q, fmt.Errorf("there is no query %q: %w", name, graph.ErrNotFound)
	}
	return q, nil
}
