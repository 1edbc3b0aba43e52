// Package graph keeps statements in a Cayley graph and answers questions about
// them.
//
// Nouns go in (Store.Add) and come out again (Articles, Statements, Entities);
// Query runs Gizmo. quads.go says how a statement lies in the graph and
// statements.go reads it back. Nothing outside this folder knows Cayley, and no
// quad leaves it.
package graph

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/cayley/query"
	"github.com/cayleygraph/quad"

	"kg/internal/graph/script"
)

// ErrNotFound is the error of a look-up that finds nothing.
var ErrNotFound = errors.New("not in the graph")

// Options for Open. The zero value opens the graph for reading and writing.
type Options struct {
	ReadOnly bool
	Version  string // version of the extractors, kept with every article
	Judge    Judge  // says which entities are the same; nil for none
}

// A Store is a graph of articles, statements and entities. It is safe for
// concurrent use.
type Store struct {
	opts   Options
	qs     graph.QuadStore
	writer sync.Mutex // one transaction after the other

	// Cayley's store in memory may not be read while it is written.
	memory sync.RWMutex
}

// Open opens the graph in the folder path and makes it if need be. An empty
// path gives an empty graph in memory.
func Open(path string, opts Options) (*Store, error) {
	if path != "" {
		return nil, fmt.Errorf("open graph %s: not yet on disk", path)
	}
	return &Store{opts: opts, qs: memstore.New()}, nil
}

// Close ends the use of s.
func (s *Store) Close() error { return s.qs.Close() }

// Refresh makes s see what another process has written since it was opened.
func (s *Store) Refresh(ctx context.Context) error { return ctx.Err() }

// safeGizmo puts the Gizmo that a Session runs in the place of Cayley's own.
var safeGizmo = sync.OnceFunc(func() { query.RegisterLanguage(script.Language()) })

// Handle returns s as Cayley knows it, for its own web pages.
func (s *Store) Handle() *graph.Handle {
	safeGizmo()
	return &graph.Handle{QuadStore: s.qs, QuadWriter: denied{}}
}

// denied is a writer that writes nothing: what goes into the graph goes through
// Add.
type denied struct{}

var errDenied = errors.New("the graph is read-only")

func (denied) AddQuad(quad.Quad) error                   { return errDenied }
func (denied) AddQuadSet([]quad.Quad) error              { return errDenied }
func (denied) RemoveQuad(quad.Quad) error                { return errDenied }
func (denied) ApplyTransaction(*graph.Transaction) error { return errDenied }
func (denied) RemoveNode(quad.Value) error               { return errDenied }
func (denied) WriteQuad(quad.Quad) error                 { return errDenied }
func (denied) WriteQuads([]quad.Quad) (int, error)       { return 0, errDenied }
func (denied) Close() error                              { return nil }
