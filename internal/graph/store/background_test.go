package store

import (
	"context"
	"hash/crc32"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/cayleygraph/quad"
)

// TestBackground writes, removes and brings back while snapshots are made
// beside it, and compares the store with what was done to it: as it is, as a
// reader sees it, and after it has been opened again.
func TestBackground(t *testing.T) {
	dir := t.TempDir()
	qs, err := Open(dir, Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	qs.huge = 1000
	reader := open(t, dir, Options{ReadOnly: true})
	const articles = 600
	have := func(i, round int) bool { return (i*7+round)%5 != 0 }
	want := map[string]bool{}
	write := func(round int) {
		for i := range articles {
			if have(i, round) {
				apply(t, qs, add(testArticle(i)...))
			} else {
				apply(t, qs, remove(testArticle(i)...))
			}
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		for ctx.Err() == nil {
			v := qs.View()
			if n := len(dump(t, v)); n%25 != 0 {
				t.Errorf("a view has %d quads: an article is half there", n)
			}
			v.Close()
			if err := reader.Refresh(t.Context()); err != nil {
				t.Error(err)
			}
			if n := len(dump(t, reader.View())); n%25 != 0 {
				t.Errorf("the reader has %d quads: an article is half there", n)
			}
		}
	})
	rounds := 4
	for round := range rounds {
		write(round)
	}
	cancel()
	wg.Wait()
	for i := range articles {
		if have(i, rounds-1) {
			for _, q := range testArticle(i) {
				want[q.NQuad()] = true
			}
		}
	}
	check := func(qs *QuadStore) {
		t.Helper()
		got := dump(t, qs)
		if len(got) != len(want) || slices.ContainsFunc(got, func(q string) bool { return !want[q] }) {
			t.Fatalf("%d quads, want %d", len(got), len(want))
		}
		if err := qs.Verify(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	check(qs)
	settle(qs)
	if g := qs.log.generation; g < 3 {
		t.Errorf("%d snapshots were made", g)
	}
	if err := reader.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	check(reader)
	if err := qs.Close(); err != nil {
		t.Fatal(err)
	}
	check(open(t, dir, Options{NoSync: true}))
}

// TestMerge loads the same news with and without snapshots in between, and
// takes some of it out again: every question gets the same answer.
func TestMerge(t *testing.T) {
	var plain []int
	for _, manual := range []bool{true, false} {
		dir := t.TempDir()
		qs := open(t, dir, Options{NoSync: true, Manual: manual})
		qs.huge = 5000
		n := 0
		if err := newGenerator(1, 500).batches(40_000, 1000, func(q []quad.Quad) error {
			if n++; n%3 == 0 {
				if err := qs.ApplyDeltas(remove(q[:len(q)/2]...), lenient); err != nil {
					return err
				}
				defer apply(t, qs, remove(q[len(q)/3:len(q)/2]...))
			}
			return qs.ApplyDeltas(add(q...), lenient)
		}); err != nil {
			t.Fatal(err)
		}
		settle(qs)
		if !manual {
			if err := qs.Snapshot(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if err := qs.Verify(t.Context()); err != nil {
			t.Fatal(err)
		}
		var rows []int
		for _, q := range questions() {
			rows = append(rows, ask(t.Context(), t, qs, q.text))
		}
		quads := dump(t, qs)
		hash := crc32.ChecksumIEEE([]byte(strings.Join(quads, "\n")))
		rows = append(rows, len(quads), int(hash))
		if manual {
			plain = rows
		} else if !slices.Equal(rows, plain) {
			t.Errorf("answers %v, without snapshots %v", rows, plain)
		}
	}
}

// settle waits for the snapshot that is being made.
func settle(qs *QuadStore) {
	qs.writer.Lock()
	b := qs.background
	qs.writer.Unlock()
	if b != nil {
		<-b.done
	}
}

// TestCatchUp has a successor made step by step, with everything that may
// happen in between.
func TestCatchUp(t *testing.T) {
	dir := t.TempDir()
	qs := open(t, dir, Options{NoSync: true, Manual: true})
	de := quad.MakeIRI("d", "p", "e", "l3")
	apply(t, qs, add(ab, ac, de))
	if err := qs.Snapshot(t.Context()); err != nil {
		t.Fatal(err)
	}
	apply(t, qs, remove(de)) // d and e are gone when the view is made
	v := qs.View()
	n, err := qs.successor(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	v.Close()
	b := &background{}
	qs.background = b
	step := func() {
		t.Helper()
		died := b.died
		b.died = nil
		if err := n.catchUp(t.Context(), *n.old.commit.Load(), died); err != nil {
			t.Fatal(err)
		}
	}
	ae := quad.MakeIRI("a", "q", "e", "")
	apply(t, qs, add(ad, ae), remove(ab)) // e is there again
	step()
	apply(t, qs, remove(ad), add(ab))
	apply(t, qs, add(de), remove(ac))
	apply(t, qs, remove(de))
	step()
	apply(t, qs, add(ad))
	step()
	step()
	qs.background = nil
	if err := qs.install(n); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		expect(t, qs, ab, ad, ae)
		if err := qs.Verify(t.Context()); err != nil {
			t.Fatal(err)
		}
		qs.Close()
		qs = open(t, dir, Options{NoSync: true, Manual: true})
	}
}

// TestFailedSnapshot cannot make the snapshots that it means to make by
// itself: writing goes on, and Close tells.
func TestFailedSnapshot(t *testing.T) {
	dir := t.TempDir()
	qs, err := Open(dir, Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	qs.huge = 100
	// A folder with something in it stands where the snapshot would.
	if err := os.MkdirAll(snapshotName(dir, 1)+".new/x", 0o755); err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		apply(t, qs, add(testArticle(i)...))
	}
	settle(qs)
	if err := qs.Close(); err == nil || !strings.Contains(err.Error(), "snapshot.1.new") {
		t.Errorf("closed without a snapshot: %v", err)
	}
	if err := os.RemoveAll(snapshotName(dir, 1) + ".new"); err != nil {
		t.Fatal(err)
	}
	qs = open(t, dir, Options{NoSync: true})
	if n := len(wholeArticles(t, qs)); n != 20 {
		t.Errorf("%d articles of 20", n)
	}
	if err := qs.Snapshot(t.Context()); err != nil {
		t.Error(err)
	}
}
