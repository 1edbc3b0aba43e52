package graph

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	cayleywriter "github.com/cayleygraph/cayley/writer"
	"github.com/cayleygraph/quad"
)

// WritableHandle is Handle with a writer. What it writes is the user's own
// affair: Check says what no longer holds together.
func (s *Store) WritableHandle() (*graph.Handle, error) {
	h := s.Handle()
	if s.opts.ReadOnly {
		return h, nil
	}
	single, err := cayleywriter.NewSingle(s.qs, graph.IgnoreOpts{IgnoreDup: true, IgnoreMissing: true})
	if err != nil {
		return nil, err
	}
	h.QuadWriter = rawWriter{s, single}
	return h, nil
}

// A rawWriter takes its turn with everything else that writes.
type rawWriter struct {
	s      *Store
	writer graph.QuadWriter
}

func (w rawWriter) turn(write func() error) error {
	_, release, err := w.s.exclusive(context.Background())
	if err != nil {
		return err
	}
	defer release()
	return write()
}

func (w rawWriter) AddQuad(q quad.Quad) error {
	return w.turn(func() error { return w.writer.AddQuad(q) })
}

func (w rawWriter) AddQuadSet(set []quad.Quad) error {
	return w.turn(func() error { return w.writer.AddQuadSet(set) })
}

func (w rawWriter) RemoveQuad(q quad.Quad) error {
	return w.turn(func() error { return w.writer.RemoveQuad(q) })
}

func (w rawWriter) ApplyTransaction(t *graph.Transaction) error {
	return w.turn(func() error { return w.writer.ApplyTransaction(t) })
}

func (w rawWriter) RemoveNode(v quad.Value) error {
	return w.turn(func() error { return w.writer.RemoveNode(v) })
}

func (w rawWriter) Close() error { return w.writer.Close() }
