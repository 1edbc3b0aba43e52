// Package store keeps quads in a folder, behind Cayley's graph.QuadStore.
//
// Open is the way in. A folder holds a snapshot (immutable arrays, mapped into
// memory) and a log of the transactions since; state.go says how the two look
// like one graph, docs/store.md how they lie on disk. One process writes, any
// number read. The package knows quads and nothing of what they mean.
package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"sync/atomic"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// Name is the name under which Register tells Cayley of this store.
const Name = "kg"

var (
	// ErrReadOnly is the error of a write to a store opened for reading.
	ErrReadOnly = errors.New("the store is open for reading only")
	// ErrClosed is the error of a write to a store that has been closed.
	ErrClosed = errors.New("the store is closed")
)

// Options for Open. The zero value opens for reading and writing, and waits
// for the disk after every transaction.
type Options struct {
	ReadOnly bool
	NoSync   bool // do not wait for the disk: faster, and a power cut may lose what was written last
	Manual   bool // make a snapshot only when Snapshot is called
}

// A QuadStore is an open store. It is safe for concurrent use: readers never
// wait for the writer.
//
// Each iterator sees the store as it was when the iterator was made. For a
// query of several iterators that must agree, use View.
type QuadStore struct {
	path string
	opts Options

	state atomic.Pointer[state]

	writer   sync.Mutex // held by whoever changes the store or follows its files
	log      *logFile   // nil in memory and after Close
	lock     *lockFile  // nil in memory and for readers
	broken   error      // set when the log could not be put right after a failed write
	cut      int64      // bytes of damaged log left out when opening
	pins     pins
	closed   bool
	recorder recorder
	value    []byte // of the node at hand, encoded

	background *background // the snapshot that is being made beside the writer
	huge       int         // hugeTail, less in tests
	notBefore  int         // length of the tail before which no snapshot is tried again
	failed     error       // why the last one that was tried is not there
}

// Register tells Cayley of the store, so that graph.NewQuadStore(Name, path,
// nil) opens one. It may be called once in a program.
func Register() {
	graph.RegisterQuadStore(Name, graph.QuadStoreRegistration{
		NewFunc: func(path string, o graph.Options) (graph.QuadStore, error) {
			opts, err := options(o)
			if err != nil {
				return nil, err
			}
			return Open(path, opts)
		},
		InitFunc: func(path string, _ graph.Options) error {
			s, err := Open(path, Options{})
			if err != nil {
				return err
			}
			return s.Close()
		},
		IsPersistent: true,
	})
}

func options(o graph.Options) (Options, error) {
	readOnly, err := o.BoolKey("read_only", false)
	if err != nil {
		return Options{}, err
	}
	noSync, err := o.BoolKey("nosync", false)
	return Options{ReadOnly: readOnly, NoSync: noSync}, err
}

// Open opens the store in the folder path, and makes it if there is none. An
// empty path gives an empty store in memory.
//
// If another process has the store open for writing, the error is a
// *LockedError. Readers are never refused.
func Open(path string, opts Options) (*QuadStore, error) {
	qs := &QuadStore{path: path, opts: opts, huge: hugeTail}
	if path == "" {
		qs.state.Store(newState(nil))
		return qs, nil
	}
	if err := qs.open(); err != nil {
		qs.release()
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	return qs, nil
}

func (qs *QuadStore) open() error {
	if qs.opts.ReadOnly {
		if info, err := os.Stat(qs.path); err != nil {
			return err
		} else if !info.IsDir() {
			return fmt.Errorf("not a folder: %w", fs.ErrInvalid)
		}
		if err := ours(qs.path); err != nil {
			return err
		}
		return qs.load()
	}
	if err := os.MkdirAll(qs.path, 0o755); err != nil {
		return err
	}
	if err := ours(qs.path); err != nil {
		return err
	}
	lock, err := takeLock(qs.path)
	if err != nil {
		return err
	}
	qs.lock = lock
	if err := clean(qs.path); err != nil {
		return err
	}
	return qs.load()
}

// Close ends the use of the store. What was written is safe already; Close
// makes a snapshot if that makes the next Open faster. Its error also tells if
// the store could not make the last snapshot that it meant to make by itself.
func (qs *QuadStore) Close() error {
	qs.writer.Lock()
	defer qs.writer.Unlock()
	if qs.closed {
		return nil
	}
	qs.closed = true
	qs.stopBackground()
	if qs.lock != nil && qs.broken == nil && !qs.opts.Manual && qs.tailIsLong() {
		qs.failed = qs.snapshot(context.Background())
	}
	err := qs.failed
	if err != nil {
		err = fmt.Errorf("snapshot of store %s: %w", qs.path, err)
	}
	return errors.Join(err, qs.release())
}

func (qs *QuadStore) release() error {
	var errs []error
	if qs.log != nil {
		errs = append(errs, qs.log.Close())
		qs.log = nil
	}
	if qs.lock != nil {
		errs = append(errs, qs.lock.release())
		qs.lock = nil
	}
	return errors.Join(errs...)
}

// Cut returns how many bytes at the end of the log were damaged, by a crash or
// by the disk, and left out when the store was opened. They are kept beside
// the log in a file that ends in ".damaged".
func (qs *QuadStore) Cut() int64 { return qs.cut }

// Stats returns the number of nodes and quads. Both are exact.
func (qs *QuadStore) Stats(ctx context.Context, exact bool) (graph.Stats, error) {
	return qs.current().Stats(ctx, exact)
}

// NewQuadWriter returns a writer for bulk loads. Every batch is a transaction.
func (qs *QuadStore) NewQuadWriter() (quad.WriteCloser, error) { return bulkWriter{qs}, nil }

type bulkWriter struct{ qs *QuadStore }

func (w bulkWriter) WriteQuad(q quad.Quad) error {
	_, err := w.WriteQuads([]quad.Quad{q})
	return err
}

func (w bulkWriter) WriteQuads(batch []quad.Quad) (int, error) {
	deltas := make([]graph.Delta, len(batch))
	for i := range batch {
		deltas[i] = graph.Delta{Quad: batch[i], Action: graph.Add}
	}
	if err := w.qs.ApplyDeltas(deltas, graph.IgnoreOpts{IgnoreDup: true, IgnoreMissing: true}); err != nil {
		return 0, err
	}
	return len(batch), nil
}

func (w bulkWriter) Close() error { return nil }
