// Package webui serves Cayley's own web UI and its HTTP API, version 2, over a
// running graph.
//
// The UI is the one inside the Cayley module. As shipped it wants an editor and
// a font from the internet and a server on a fixed port; bundle.go lists what
// is repaired while serving. Start with New; a process that answers nothing but
// queries uses API.
package webui

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/cayleygraph/cayley/graph"
	_ "github.com/cayleygraph/cayley/query/gizmo" // the languages that the UI offers
	_ "github.com/cayleygraph/cayley/query/graphql"
	_ "github.com/cayleygraph/cayley/query/mql"
	cayleyhttp "github.com/cayleygraph/cayley/server/http"
	_ "github.com/cayleygraph/quad/jsonld" // the formats that the API reads and writes
	_ "github.com/cayleygraph/quad/nquads"
	_ "github.com/cayleygraph/quad/pquads"
	"github.com/julienschmidt/httprouter"
)

// Prefix is where the UI is mounted. The API is at /api/v2/, where Cayley's
// clients look for it.
const Prefix = "/cayley/"

// What a query may cost where Options do not say.
const (
	DefaultTimeout = 10 * time.Second
	DefaultRows    = 500
)

const (
	maxQuery = 1 << 20   // bytes of a query
	maxWrite = 256 << 20 // bytes of quads in one request
	maxNames = 1 << 20   // bytes of a list of nodes to name
)

// Options for New and API. The zero value is a read-only graph.
type Options struct {
	Write   bool          // allow /api/v2/write and /api/v2/delete
	Timeout time.Duration // deadline of a query; DefaultTimeout if 0
	Rows    int           // most rows of a result; DefaultRows if 0

	// Queries answers what reads the graph at /api/v2/, such as a process
	// with bounded memory. It is API itself if nil.
	Queries http.Handler
}

// New serves the UI below Prefix and the API below /api/. It is safe for
// concurrent use.
func New(h *graph.Handle, opts Options) (http.Handler, error) {
	files, err := bundle()
	if err != nil {
		return nil, err
	}
	api := API(h, opts)
	queries := opts.Queries
	if queries == nil {
		queries = api
	}
	mux := http.NewServeMux()
	mux.Handle("GET "+Prefix, files)
	mux.HandleFunc("POST "+Prefix+"names", names(h.QuadStore))
	mux.Handle("/api/v2/", queries)
	mux.Handle("/api/v2/write", api)
	mux.Handle("/api/v2/delete", api)
	mux.Handle("/api/v2/node/delete", api)
	mux.HandleFunc("POST /api/v1/shape/{lang}", shape)
	return mux, nil
}

// API serves Cayley's API alone.
func API(h *graph.Handle, opts Options) http.Handler {
	router := httprouter.New()
	api := cayleyhttp.NewBoundAPIv2(h, router)
	api.SetReadOnly(!opts.Write)
	api.SetBatchSize(10_000)
	api.SetQueryTimeout(orElse(opts.Timeout, DefaultTimeout))
	api.SetQueryLimit(orElse(opts.Rows, DefaultRows))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		limit := int64(maxQuery)
		if r.URL.Path == "/api/v2/write" || r.URL.Path == "/api/v2/delete" {
			limit = maxWrite
		}
		if err := readBody(w, r, limit); err != nil {
			fail(w, err)
			return
		}
		router.ServeHTTP(w, r)
	})
}

func orElse[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

// readBody replaces the body of r by its bytes. Cayley cuts a query that is too
// long and runs what is left, so the length is checked here.
func readBody(w http.ResponseWriter, r *http.Request, limit int64) error {
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if err != nil {
		return err
	}
	r.Body = io.NopCloser(bytes.NewReader(data))
	return nil
}

// fail answers as Cayley does: {"error": "…"}.
func fail(w http.ResponseWriter, err error) {
	status := http.StatusBadRequest
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		status = http.StatusRequestEntityTooLarge
	}
	writeJSON(w, status, map[string]string{"error": err.Error()})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.Encode(v) // an error here is a client that has gone away
}

// shape answers the UI's page "Query Shape". Cayley removed what it shows, and
// the page ignores errors, so the answer is an ordinary one.
func shape(w http.ResponseWriter, r *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{
		"message": "This version of Cayley no longer computes the shape of a query. Use the page Query to run it.",
		"lang":    r.PathValue("lang"),
	})
}
