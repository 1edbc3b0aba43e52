package web

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"kg/internal/graph"
	"kg/internal/kg"
)

// json runs a function under a deadline and answers with what it returns.
func (s *server) json(f func(s *server, ctx context.Context, r *http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), s.opts.Timeout)
		defer cancel()
		var v any
		now, done, err := s.now(ctx)
		if err == nil {
			defer done()
			v, err = f(now, ctx, r)
		}
		if err != nil {
			writeError(w, s.statusOf(r, err), err)
			return
		}
		writeJSON(w, v)
	}
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-cache")
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.Encode(v) // an error here is a client that has gone away
}

// A cellJSON is a value of an answer: what it is, itself, what people call it,
// and its page.
type cellJSON struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
	Label string `json:"label"`
	Link  string `json:"link,omitempty"`
}

// A tableJSON is an answer: a cell for each column in each row.
type tableJSON struct {
	Columns []string     `json:"columns"`
	Rows    [][]cellJSON `json:"rows"`
	More    bool         `json:"more,omitempty"`
}

func newTableJSON(t *graph.Table) tableJSON {
	out := tableJSON{Columns: t.Columns, Rows: [][]cellJSON{}, More: t.More}
	for _, row := range t.Rows {
		cells := make([]cellJSON, len(row))
		for i, c := range row {
			cells[i] = cellJSON{c.Kind, c.Value, c.Label, link(c.Value)}
		}
		out.Rows = append(out.Rows, cells)
	}
	return out
}

// ScriptHandler answers POST /api/query: the body is a Gizmo script, the answer
// its rows. Run it in a process of its own where scripts come from elsewhere.
func ScriptHandler(store *graph.Store, opts Options) http.Handler {
	opts = opts.withDefaults()
	s := &server{store: store, opts: opts, memo: &memo{}}
	return s.json(func(s *server, ctx context.Context, r *http.Request) (any, error) {
		script, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxQuery))
		if err != nil {
			return nil, badRequest{err}
		}
		table, err := s.store.Run(ctx, string(script), opts.Rows)
		if err != nil {
			return nil, err
		}
		return newTableJSON(table), nil
	})
}

func (s *server) apiQuery(ctx context.Context, r *http.Request) (any, error) {
	q, err := s.queryNamed(r.PathValue("name"))
	if err != nil {
		return nil, err
	}
	args := map[string]string{}
	for name, values := range r.URL.Query() {
		if name != "limit" {
			args[name] = values[0]
		}
	}
	table, err := s.store.Ask(ctx, &q, args, s.limit(r))
	if graph.IsArgument(err) {
		return nil, badRequest{err}
	}
	if err != nil {
		return nil, err
	}
	return newTableJSON(table), nil
}

// limit returns the parameter limit, at most what this server gives.
func (s *server) limit(r *http.Request) int {
	n, err := strconv.Atoi(r.URL.Query().Get("limit"))
	if err != nil || n <= 0 {
		return s.opts.Rows
	}
	return min(n, s.opts.Rows)
}

func (s *server) apiStatus(ctx context.Context, _ *http.Request) (any, error) {
	c, err := s.counts(ctx)
	return map[string]int{"articles": c.Articles, "statements": c.Statements, "entities": c.Entities}, err
}

func (s *server) apiSearch(ctx context.Context, r *http.Request) (any, error) {
	hits, err := s.find(ctx, r.URL.Query().Get("q"), s.limit(r))
	if err != nil {
		return nil, err
	}
	rows := make([]cellJSON, len(hits))
	for i, h := range hits {
		rows[i] = cellJSON{h.Kind, strings.TrimPrefix(h.Link, "/"), h.Name, h.Link}
	}
	return map[string]any{"rows": rows}, nil
}

// A countJSON is a node with the number of statements that speak of it.
type countJSON struct {
	cellJSON
	Statements int `json:"statements"`
}

func (s *server) apiEntities(ctx context.Context, r *http.Request) (any, error) {
	ranked, err := s.ranked(ctx)
	if err != nil {
		return nil, err
	}
	ranked = ranked[:min(len(ranked), s.limit(r))]
	views, err := s.viewer(ctx).counted(ranked)
	if err != nil {
		return nil, err
	}
	rows := make([]countJSON, len(views))
	for i, v := range views {
		rows[i] = countJSON{cellJSON{graph.KindEntity, ranked[i].ID, v.Name, v.Link}, v.Count}
	}
	return map[string]any{"rows": rows}, nil
}

func (s *server) apiArticles(ctx context.Context, r *http.Request) (any, error) {
	all, err := s.newest(ctx)
	if err != nil {
		return nil, err
	}
	rows := []cellJSON{}
	for _, a := range all[:min(len(all), s.limit(r))] {
		rows = append(rows, cellJSON{graph.KindArticle, a.ID, a.Title, a.Link})
	}
	return map[string]any{"rows": rows}, nil
}

// apiStatements answers with statements as kg export writes them: those of an
// article, those with a node, or both.
func (s *server) apiStatements(ctx context.Context, r *http.Request) (any, error) {
	filter := graph.Filter{Article: r.URL.Query().Get("article"), Node: r.URL.Query().Get("node")}
	if filter == (graph.Filter{}) {
		return nil, badRequest{fmt.Errorf("say which statements: ?article=article/… or ?node=ent/…")}
	}
	limit := s.limit(r)
	v := s.viewer(ctx)
	rows := []kg.Record{}
	for stmt, err := range s.store.Statements(ctx, filter) {
		if err != nil {
			return nil, err
		}
		if len(rows) == limit {
			break
		}
		rows = append(rows, v.record(&stmt))
	}
	return map[string]any{"rows": rows}, nil
}

func (v *viewer) record(s *kg.Statement) kg.Record {
	return kg.NewRecord(s, s.Evidence.Article, func(id string) (kg.Entity, bool) {
		e := v.entity(id)
		return *e, e.Name != ""
	})
}

// apiThing answers with the entity, statement or article of an ID.
func (s *server) apiThing(ctx context.Context, r *http.Request) (any, error) {
	id := r.PathValue("id")
	switch kind, _, _ := strings.Cut(id, "/"); kind {
	case "ent":
		e, err := s.store.Entity(ctx, id)
		if err != nil {
			return nil, err
		}
		return map[string]any{"kind": graph.KindEntity, "value": e.ID, "label": e.Name, "link": link(e.ID), "type": e.Type, "aliases": e.Aliases}, nil
	case "stmt":
		stmt, err := s.store.Statement(ctx, id)
		if err != nil {
			return nil, err
		}
		return s.viewer(ctx).record(stmt), nil
	case "article":
		a, err := s.store.Article(ctx, id)
		if err != nil {
			return nil, err
		}
		view := newArticleView(a)
		return map[string]any{"kind": graph.KindArticle, "value": a.ID, "label": view.Title, "link": view.Link, "url": a.URL,
			"publisher": a.Publisher, "date": dateKey(a.Published), "text": a.Text}, nil
	}
	return nil, fmt.Errorf("%q is no entity, statement or article: %w", id, graph.ErrNotFound)
}

func (s *server) apiGraph(ctx context.Context, r *http.Request) (any, error) {
	return s.neighbourhood(ctx, r, &graphPage{})
}

func (s *server) apiQueries(context.Context, *http.Request) (any, error) {
	type param struct {
		Name     string `json:"name"`
		Type     string `json:"type"`
		Default  string `json:"default,omitempty"`
		Optional bool   `json:"optional,omitempty"`
		Help     string `json:"help,omitempty"`
	}
	type query struct {
		Name    string  `json:"name"`
		Title   string  `json:"title"`
		About   string  `json:"about"`
		Params  []param `json:"params"`
		Example string  `json:"example,omitempty"`
		Link    string  `json:"link"`
	}
	var out []query
	for _, q := range s.opts.Queries {
		one := query{Name: q.Name, Title: q.Title, About: q.Description, Params: []param{}, Example: q.Example, Link: "/query/" + q.Name}
		for _, p := range q.Params {
			one.Params = append(one.Params, param(p))
		}
		out = append(out, one)
	}
	return map[string]any{"queries": out}, nil
}
