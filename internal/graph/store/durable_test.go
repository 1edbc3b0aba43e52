package store

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// history is a small life of a store: what it held after each transaction.
func history() (txs [][]graph.Delta, states [][]string) {
	now := map[string]bool{}
	step := func(d ...[]graph.Delta) {
		tx := slices.Concat(d...)
		for _, x := range tx {
			if x.Action == graph.Add {
				now[x.Quad.NQuad()] = true
			} else {
				delete(now, x.Quad.NQuad())
			}
		}
		held := []string{}
		for q := range now {
			held = append(held, q)
		}
		slices.Sort(held)
		txs, states = append(txs, tx), append(states, held)
	}
	states = append(states, []string{})
	step(add(ab, ac))
	step(add(ad), remove(ab))
	step(add(ab, quad.Make("s", quad.IRI("q"), quad.Int(7), nil)))
	step(remove(ac, ad))
	return txs, states
}

// copyStore copies the files of a store into a new folder.
func copyStore(t testing.TB, dir string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

// opensOnBoundary opens a damaged store to read and to write. It may be
// refused; if not, it must hold what it held after some transaction.
func opensOnBoundary(t *testing.T, dir string, states [][]string, what string) (held int) {
	t.Helper()
	held = -1
	for _, readOnly := range []bool{true, false} {
		qs, err := Open(dir, Options{ReadOnly: readOnly, NoSync: true, Manual: true})
		if err != nil {
			if !errors.Is(err, errDamaged) && !bytes.Contains([]byte(err.Error()), []byte("newer version")) {
				t.Fatalf("%s: %v", what, err)
			}
			continue
		}
		got := dump(t, qs)
		held = slices.IndexFunc(states, func(s []string) bool { return slices.Equal(s, got) })
		if held < 0 {
			t.Fatalf("%s: holds %q", what, got)
		}
		if err := qs.Verify(t.Context()); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if !readOnly {
			apply(t, qs, add(quad.MakeIRI("x", "y", "z", "")))
		}
		qs.Close()
	}
	return held
}

// TestDamagedLog cuts a log at every byte and flips every byte of it.
func TestDamagedLog(t *testing.T) {
	dir := t.TempDir()
	txs, states := history()
	qs := open(t, dir, Options{NoSync: true, Manual: true})
	ends := []int64{qs.log.end}
	for _, tx := range txs {
		apply(t, qs, tx)
		ends = append(ends, qs.log.end)
	}
	qs.Close()
	name := logName(dir, 0)
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	try := func(b []byte, what string) int {
		to := t.TempDir()
		if err := os.WriteFile(logName(to, 0), b, 0o644); err != nil {
			t.Fatal(err)
		}
		return opensOnBoundary(t, to, states, what)
	}
	for n := range len(whole) {
		want := 0
		for want+1 < len(ends) && ends[want+1] <= int64(n) {
			want++
		}
		if got := try(whole[:n], "torn"); got != want {
			t.Errorf("log cut to %d bytes holds transaction %d, want %d", n, got, want)
		}
		for _, bit := range []byte{1, 0x80} {
			b := bytes.Clone(whole)
			b[n] ^= bit
			got := try(b, "flipped")
			if n < logHeaderSize && got >= 0 || n >= logHeaderSize && (got < 0 || ends[got] > int64(n)) {
				t.Errorf("log with byte %d flipped holds transaction %d", n, got)
			}
		}
	}
}

// TestDamagedSnapshot cuts a snapshot and flips every byte of it: it is
// refused. A bit that means nothing, between two sections, may pass.
func TestDamagedSnapshot(t *testing.T) {
	dir := t.TempDir()
	txs, states := history()
	qs := open(t, dir, Options{NoSync: true, Manual: true})
	for _, tx := range txs {
		apply(t, qs, tx)
	}
	if err := qs.Snapshot(t.Context()); err != nil {
		t.Fatal(err)
	}
	qs.Close()
	whole, err := os.ReadFile(snapshotName(dir, 1))
	if err != nil {
		t.Fatal(err)
	}
	final := states[len(states)-1:]
	to := copyStore(t, dir)
	if opensOnBoundary(t, copyStore(t, dir), final, "whole") != 0 {
		t.Fatal("the whole snapshot is refused")
	}
	refused := 0
	try := func(b []byte, what string) bool {
		if err := os.WriteFile(snapshotName(to, 1), b, 0o644); err != nil {
			t.Fatal(err)
		}
		qs, err := Open(to, Options{ReadOnly: true})
		if err != nil {
			refused++
			return false
		}
		defer qs.Close()
		if got := dump(t, qs); !slices.Equal(got, final[0]) {
			t.Fatalf("%s: holds %q", what, got)
		}
		return true
	}
	for n := range len(whole) {
		if (n < 64 || n > snapshotHeader-8) && try(whole[:n], "torn") {
			t.Errorf("snapshot cut to %d bytes opens", n)
		}
		b := bytes.Clone(whole)
		b[n] ^= 0x10
		try(b, "flipped")
	}
	if refused < len(whole) {
		t.Errorf("%d of %d damaged snapshots refused", refused, len(whole))
	}
}

// TestUncheckedSnapshot reads a damaged snapshot as a large one is read,
// without comparing the checksums first: whatever it says, it does not panic
// and it ends, and Verify notices.
func TestUncheckedSnapshot(t *testing.T) {
	dir := t.TempDir()
	qs := open(t, dir, Options{NoSync: true, Manual: true})
	if err := newGenerator(3, 20).batches(300, 100, func(q []quad.Quad) error { return qs.ApplyDeltas(add(q...), lenient) }); err != nil {
		t.Fatal(err)
	}
	if err := qs.Snapshot(t.Context()); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(snapshotName(dir, 1))
	if err != nil {
		t.Fatal(err)
	}
	unnoticed := 0
	step := 1
	if testing.Short() {
		step = 37
	}
	for n := snapshotHeader; n < len(whole); n += step {
		b := bytes.Clone(whole)
		b[n] ^= 0xFF
		base, err := parseBase(b, 1)
		if err != nil {
			continue
		}
		if walk(t.Context(), base) == nil && checkSections(b) == nil {
			unnoticed++
		}
	}
	// Up to seven bytes before each section have no meaning.
	if unnoticed > 7*sectionCount {
		t.Errorf("%d flipped bytes were not noticed", unnoticed)
	}
}

// walk reads everything of a base.
func walk(ctx context.Context, b *base) error {
	qs := &QuadStore{}
	qs.state.Store(newState(b))
	return qs.Verify(ctx)
}

func FuzzLog(f *testing.F) {
	dir := f.TempDir()
	qs := open(f, dir, Options{NoSync: true, Manual: true})
	txs, _ := history()
	for _, tx := range txs {
		apply(f, qs, tx)
	}
	whole, err := os.ReadFile(logName(dir, 0))
	if err != nil {
		f.Fatal(err)
	}
	r := &recordReader{l: &logFile{File: qs.log.File, end: logHeaderSize, crc: headerCRC(whole[:logHeaderSize])}, size: int64(len(whole))}
	for {
		body, crc, err := r.next()
		if err != nil {
			f.Fatal(err)
		}
		if body == nil {
			break
		}
		f.Add(bytes.Clone(body))
		r.accept(body, crc)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		s := newState(nil)
		err := s.replay(body)
		if err != nil {
			if !errors.Is(err, errDamaged) {
				t.Fatal(err)
			}
			s.discard()
		} else {
			s.publish(s.commit.Load().version)
		}
		again := &QuadStore{}
		again.state.Store(s)
		if verr := again.Verify(t.Context()); err != nil && verr != nil {
			t.Fatalf("a refused record left a trace: %v", verr)
		}
	})
}

func FuzzSnapshot(f *testing.F) {
	dir := f.TempDir()
	qs := open(f, dir, Options{NoSync: true, Manual: true})
	apply(f, qs, add(ab, ac, ad))
	if err := qs.Snapshot(f.Context()); err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(snapshotName(dir, 1))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole[snapshotHeader:])
	f.Fuzz(func(t *testing.T, body []byte) {
		// The header is good; what stands behind it is anything.
		b := append(bytes.Clone(whole[:snapshotHeader]), body...)
		if base, err := parseBase(b, 1); err == nil {
			walk(t.Context(), base)
		}
	})
}

// TestNewerFormat opens what a later version of the program has written.
func TestNewerFormat(t *testing.T) {
	dir := t.TempDir()
	qs := open(t, dir, Options{})
	apply(t, qs, add(ab))
	qs.Close()
	b, err := os.ReadFile(logName(dir, 0))
	if err != nil {
		t.Fatal(err)
	}
	b[8]++
	if err := os.WriteFile(logName(dir, 0), b, 0o644); err != nil {
		t.Fatal(err)
	}
	_, err = Open(dir, Options{})
	if err == nil || !bytes.Contains([]byte(err.Error()), []byte("newer version")) {
		t.Errorf("a newer log: %v", err)
	}
}

// TestCutLogIsKept opens a store with half a record at its end.
func TestCutLogIsKept(t *testing.T) {
	dir := t.TempDir()
	qs := open(t, dir, Options{})
	apply(t, qs, add(ab))
	end := qs.log.end
	apply(t, qs, add(ac))
	qs.Close()
	if err := os.Truncate(logName(dir, 0), end+9); err != nil {
		t.Fatal(err)
	}
	qs = open(t, dir, Options{})
	expect(t, qs, ab)
	kept, err := os.ReadFile(filepath.Join(dir, "log.0.damaged"))
	if qs.Cut() != 9 || len(kept) != 9 || err != nil {
		t.Errorf("cut %d bytes, kept %d, %v; want 9", qs.Cut(), len(kept), err)
	}
}
