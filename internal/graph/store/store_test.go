package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

var lenient = graph.IgnoreOpts{IgnoreDup: true, IgnoreMissing: true}

func add(quads ...quad.Quad) []graph.Delta    { return deltas(graph.Add, quads) }
func remove(quads ...quad.Quad) []graph.Delta { return deltas(graph.Delete, quads) }

func deltas(action graph.Procedure, quads []quad.Quad) []graph.Delta {
	out := make([]graph.Delta, len(quads))
	for i, q := range quads {
		out[i] = graph.Delta{Quad: q, Action: action}
	}
	return out
}

func apply(t testing.TB, qs *QuadStore, d ...[]graph.Delta) {
	t.Helper()
	if err := qs.ApplyDeltas(slices.Concat(d...), lenient); err != nil {
		t.Fatal(err)
	}
}

// dump returns the quads of a store, sorted, as text.
func dump(t testing.TB, qs graph.QuadStore) []string {
	t.Helper()
	out := []string{}
	it := qs.QuadsAllIterator().Iterate()
	defer it.Close()
	for it.Next(t.Context()) {
		q, err := qs.Quad(it.Result())
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, q.NQuad())
	}
	if err := it.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

func expect(t testing.TB, qs graph.QuadStore, quads ...quad.Quad) {
	t.Helper()
	want := []string{}
	for _, q := range quads {
		want = append(want, q.NQuad())
	}
	slices.Sort(want)
	if got := dump(t, qs); !slices.Equal(got, want) {
		t.Errorf("quads are\n%q, want\n%q", got, want)
	}
}

var (
	ab = quad.MakeIRI("a", "p", "b", "l1")
	ac = quad.MakeIRI("a", "p", "c", "l1")
	ad = quad.MakeIRI("a", "p", "d", "l2")
)

func TestReopen(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kg.db")
	qs := open(t, dir, Options{})
	apply(t, qs, add(ab, ac))
	apply(t, qs, remove(ab), add(ad))
	qs.Close()
	qs = open(t, dir, Options{})
	expect(t, qs, ac, ad)
	apply(t, qs, add(ab))
	expect(t, qs, ab, ac, ad)
}

func TestSecondWriter(t *testing.T) {
	dir := t.TempDir()
	qs := open(t, dir, Options{})
	_, err := Open(dir, Options{})
	var locked *LockedError
	if !errors.As(err, &locked) || locked.PID != os.Getpid() {
		t.Fatalf("second writer: %v, want a LockedError with PID %d", err, os.Getpid())
	}
	qs.Close()
	open(t, dir, Options{})
}

func TestReader(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(filepath.Join(dir, "none"), Options{ReadOnly: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("reading where nothing is: %v", err)
	}
	w := open(t, dir, Options{})
	r := open(t, dir, Options{ReadOnly: true})
	expect(t, r)
	apply(t, w, add(ab))
	if err := r.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	expect(t, r, ab)
	apply(t, w, remove(ab), add(ac))
	expect(t, r, ab)
	if err := r.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	expect(t, r, ac)
	if err := r.ApplyDeltas(add(ad), lenient); !errors.Is(err, ErrReadOnly) {
		t.Errorf("writing to a reader: %v", err)
	}
}

func TestView(t *testing.T) {
	qs := open(t, "", Options{})
	apply(t, qs, add(ab, ac))
	v := qs.View()
	defer v.Close()
	apply(t, qs, remove(ab, ac), add(ad))
	apply(t, qs, add(ab))
	expect(t, v, ab, ac)
	expect(t, qs, ab, ad)
	for _, tt := range []struct {
		name string
		in   bool
	}{{"c", true}, {"d", false}, {"a", true}} {
		ref, err := v.ValueOf(quad.IRI(tt.name))
		if err != nil || (ref != nil) != tt.in {
			t.Errorf("node %s in the view: %v, %v", tt.name, ref, err)
		}
	}
}

func TestFailedTransactionLeavesNoTrace(t *testing.T) {
	qs := open(t, t.TempDir(), Options{})
	apply(t, qs, add(ab))
	xb, yb, xc := quad.MakeIRI("x", "p", "b", "l1"), quad.MakeIRI("y", "p", "b", "l1"), quad.MakeIRI("x", "q", "c", "l1")
	err := qs.ApplyDeltas(add(xb, ab), graph.IgnoreOpts{})
	if !graph.IsQuadExist(err) {
		t.Fatalf("duplicate: %v", err)
	}
	err = qs.ApplyDeltas(append(remove(ab), remove(xb)...), graph.IgnoreOpts{})
	if !graph.IsQuadNotExist(err) {
		t.Fatalf("missing: %v", err)
	}
	expect(t, qs, ab)
	apply(t, qs, add(yb))
	apply(t, qs, add(xc))
	expect(t, qs, ab, yb, xc)
}
