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
	"github.com/cayleygraph/cayley/query"
	"github.com/cayleygraph/quad"

	"kg/internal/graph/script"
	"kg/internal/graph/store"
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
// concurrent use: readers never wait for the writer.
type Store struct {
	opts   Options
	qs     graph.QuadStore
	files  *store.QuadStore // the same as qs; nil if that is a view or a database
	db     *postgres        // where qs is; nil if that is no database
	writer sync.Mutex       // one transaction after the other
}

// Open opens the graph in the folder path, or in the database at an address
// that begins with postgres://, and makes it if need be. An empty path gives an
// empty graph in memory.
//
// Of a folder, one process at a time may write, any number read beside it. A second writer
// gets an error that says who the first is. In a database writers take turns.
func Open(path string, opts Options) (*Store, error) {
	if isDatabase(path) {
		db, err := openPostgres(path, opts.ReadOnly)
		if err != nil {
			return nil, err
		}
		return &Store{opts: opts, qs: &reader{p: db}, db: db}, nil
	}
	qs, err := store.Open(path, store.Options{ReadOnly: opts.ReadOnly})
	if locked, ok := errors.AsType[*store.LockedError](err); ok {
		return nil, fmt.Errorf("%w: wait until it is done, or stop it", locked)
	}
	if err != nil {
		return nil, err
	}
	return &Store{opts: opts, qs: qs, files: qs}, nil
}

// Close ends the use of s.
func (s *Store) Close() error {
	if s.db != nil {
		return s.db.Close()
	}
	return s.qs.Close()
}

// Refresh makes s see what another process has written since it was opened.
func (s *Store) Refresh(ctx context.Context) error {
	if s.files == nil {
		return ctx.Err() // a database is always as it is
	}
	return s.files.Refresh(ctx)
}

// frozen returns s as it is now, whatever is written in the meantime, for work
// of many steps. Call done after it.
func (s *Store) frozen() (now *Store, done func()) {
	if s.db != nil {
		view := s.db.view()
		return &Store{opts: s.opts, qs: view}, view.close
	}
	if s.files == nil {
		return s, func() {}
	}
	view := s.files.View()
	return &Store{opts: s.opts, qs: view}, func() { view.Close() }
}

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
