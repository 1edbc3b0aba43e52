// Package web shows the graph in a browser: pages to explore it, and JSON of
// the same for programs.
//
// New lists the pages; each is a function in a file of its own that returns a
// template and its data. They work without script. Guard keeps other sites out,
// and Workers runs the queries that people type where they can do no harm.
package web

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"path"
	"strings"
	"time"

	"kg/internal/graph"
	"kg/internal/graph/webui"
	"kg/queries"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed static
var staticFiles embed.FS

// Options for New. The zero value is a read-only graph whose queries run in this
// process.
type Options struct {
	Timeout time.Duration   // deadline of a page and of a query; 10 s if 0
	Rows    int             // most rows of a query; 500 if 0
	Write   bool            // let Cayley's API change the graph
	Script  http.Handler    // runs scripts that people type; see Workers
	Queries []queries.Query // saved queries to offer; those of the program if nil
	Log     *slog.Logger    // where failures go; nowhere if nil
}

// withDefaults returns opts with its zero values replaced.
func (opts Options) withDefaults() Options {
	if opts.Timeout == 0 {
		opts.Timeout = webui.DefaultTimeout
	}
	if opts.Rows == 0 {
		opts.Rows = webui.DefaultRows
	}
	if opts.Queries == nil {
		opts.Queries = queries.All()
	}
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	return opts
}

// server is what the pages have in common. It is safe for concurrent use. Each
// request has one of its own, over the graph as it is at that moment.
type server struct {
	store     *graph.Store
	opts      Options
	templates map[string]*template.Template
	memo      *memo
}

// now returns s over the graph as it is now. Call done after it.
func (s *server) now(ctx context.Context) (now *server, done func(), err error) {
	if err := s.store.Refresh(ctx); err != nil {
		return nil, nil, err
	}
	one := *s
	one.store, done = s.store.View()
	return &one, done, nil
}

// New returns a handler of all pages over store, of our own JSON and of Cayley's
// web UI and API.
func New(store *graph.Store, opts Options) (http.Handler, error) {
	opts = opts.withDefaults()
	s := &server{store: store, opts: opts, memo: &memo{}}
	err := s.parse()
	if err != nil {
		return nil, err
	}
	script := opts.Script
	if script == nil {
		script = ScriptHandler(store, opts)
	}
	handle := store.Handle()
	if opts.Write {
		if handle, err = store.WritableHandle(); err != nil {
			return nil, err
		}
	}
	cayley, err := webui.New(handle, webui.Options{Write: opts.Write, Timeout: opts.Timeout, Rows: opts.Rows, Queries: opts.Script})
	if err != nil {
		return nil, err
	}
	static, err := fs.Sub(staticFiles, "static")
	if err != nil {
		return nil, err
	}

	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.page((*server).home))
	mux.HandleFunc("GET /search", s.page((*server).search))
	mux.HandleFunc("GET /articles", s.page((*server).articles))
	mux.HandleFunc("GET /entities", s.page((*server).entities))
	mux.HandleFunc("GET /article/{id...}", s.page((*server).article))
	mux.HandleFunc("GET /ent/{id...}", s.page((*server).node))
	mux.HandleFunc("GET /phrase/{id...}", s.page((*server).node))
	mux.HandleFunc("GET /rel/{id...}", s.page((*server).node))
	mux.HandleFunc("GET /stmt/{id...}", s.page((*server).statement))
	mux.HandleFunc("GET /topic", s.page((*server).topic))
	mux.HandleFunc("GET /between", s.page((*server).between))
	mux.HandleFunc("GET /graph/{id...}", s.page((*server).graph))
	mux.HandleFunc("GET /queries", s.page((*server).queryList))
	mux.HandleFunc("GET /query/{name}", s.page((*server).query))

	mux.HandleFunc("GET /api/status", s.json((*server).apiStatus))
	mux.HandleFunc("GET /api/search", s.json((*server).apiSearch))
	mux.HandleFunc("GET /api/entities", s.json((*server).apiEntities))
	mux.HandleFunc("GET /api/articles", s.json((*server).apiArticles))
	mux.HandleFunc("GET /api/statements", s.json((*server).apiStatements))
	mux.HandleFunc("GET /api/thing/{id...}", s.json((*server).apiThing))
	mux.HandleFunc("GET /api/graph/{id...}", s.json((*server).apiGraph))
	mux.HandleFunc("GET /api/queries", s.json((*server).apiQueries))
	mux.HandleFunc("GET /api/query/{name}", s.json((*server).apiQuery))
	mux.Handle("POST /api/query", script)

	mux.HandleFunc("GET /static/picture.css", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		io.WriteString(w, graph.PictureStyle())
	})
	mux.Handle("GET /static/", cached(http.StripPrefix("/static/", http.FileServerFS(static))))
	mux.Handle(webui.Prefix, cayley)
	mux.Handle("/api/v1/", cayley)
	mux.Handle("/api/v2/", cayley)
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/static/icon.svg", http.StatusFound)
	})
	mux.HandleFunc("/", s.page(func(*server, context.Context, *http.Request) (string, any, error) {
		return "", nil, errNoPage
	}))
	return mux, nil
}

var errNoPage = fmt.Errorf("there is no such page: %w", graph.ErrNotFound)

// parse reads the templates: every page is laid into layout.html and may use the
// pieces of parts.html.
func (s *server) parse() error {
	s.templates = map[string]*template.Template{}
	files, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		return err
	}
	for _, file := range files {
		name := path.Base(file)
		if name == "layout.html" || name == "parts.html" {
			continue
		}
		t, err := template.New("layout.html").Funcs(template.FuncMap{"plural": plural, "link": link}).
			ParseFS(templateFiles, "templates/layout.html", "templates/parts.html", file)
		if err != nil {
			return fmt.Errorf("template %s: %w", name, err)
		}
		s.templates[strings.TrimSuffix(name, ".html")] = t
	}
	return nil
}

// policy lets pages load nothing but what this server has.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// A pageFunc makes a page: the name of a template and its data.
type pageFunc func(s *server, ctx context.Context, r *http.Request) (name string, data any, err error)

// page runs a pageFunc under a deadline and turns its error into a page.
func (s *server) page(f pageFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), s.opts.Timeout)
		defer cancel()
		name, data := "", any(nil)
		now, done, err := s.now(ctx)
		if err == nil {
			defer done()
			name, data, err = f(now, ctx, r)
		}
		status := http.StatusOK
		if err != nil {
			status = s.statusOf(r, err)
			name, data = "error", failure{head: head{Title: http.StatusText(status)}, Message: err.Error()}
		}
		var b bytes.Buffer
		if err := s.templates[name].Execute(&b, data); err != nil {
			s.opts.Log.Error("page", "path", r.URL.Path, "error", err)
			http.Error(w, "kg: this page could not be made", http.StatusInternalServerError)
			return
		}
		header := w.Header()
		header.Set("Content-Type", "text/html; charset=utf-8")
		header.Set("Content-Security-Policy", policy)
		header.Set("Cache-Control", "no-cache")
		w.WriteHeader(status)
		w.Write(b.Bytes())
	}
}

// failure is the data of error.html.
type failure struct {
	head
	Message string
}

// head is what every page tells the layout.
type head struct {
	Title string
	Query string // what is in the search field
}

// statusOf returns the status for an error and logs those that are our fault.
func (s *server) statusOf(r *http.Request, err error) int {
	_, wrong := errors.AsType[badRequest](err)
	script, _ := errors.AsType[*graph.ScriptError](err)
	switch {
	case errors.Is(err, graph.ErrNotFound):
		return http.StatusNotFound
	case wrong || script != nil:
		return http.StatusBadRequest
	case errors.Is(err, graph.ErrDeadline), errors.Is(err, graph.ErrMemory), errors.Is(err, context.DeadlineExceeded):
		return http.StatusServiceUnavailable
	}
	s.opts.Log.Error("request", "path", r.URL.Path, "error", err)
	return http.StatusInternalServerError
}

// A badRequest is the user's mistake.
type badRequest struct{ error }

func (e badRequest) Unwrap() error { return e.error }

// cached lets browsers keep the static files for a while.
func cached(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "max-age=60")
		next.ServeHTTP(w, r)
	})
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(n) + " " + many
}

// number writes n with its thousands apart: 12,345.
func number(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// link returns the page of a node; "" if there is none.
func link(id string) string {
	for _, kind := range []string{"article/", "ent/", "phrase/", "rel/", "stmt/"} {
		if strings.HasPrefix(id, kind) {
			if kind == "stmt/" {
				id, _, _ = strings.Cut(id, "/argument/")
				id, _, _ = strings.Cut(id, "/via/")
			}
			return "/" + id
		}
	}
	return ""
}
