package store

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/query"
	"github.com/cayleygraph/quad"
)

// What other backends of Cayley get wrong must not be wrong here. (A failed
// transaction is in store_test.go, two processes in process_test.go.)

func TestInvalidUTF8SpoilsNothing(t *testing.T) {
	qs := open(t, t.TempDir(), Options{})
	batch := []quad.Quad{{Subject: quad.IRI("x"), Predicate: quad.IRI("p"), Object: quad.String("bad \xff byte")}}
	for i := range 20 {
		batch = append(batch, quad.MakeIRI(fmt.Sprint("x", i), "p", "b", ""))
	}
	apply(t, qs, add(batch...))
	var later []quad.Quad
	for i := range 20 {
		later = append(later, quad.MakeIRI(fmt.Sprint("x", i), "q", fmt.Sprint("c", i), "l"))
	}
	apply(t, qs, add(later...))
	expect(t, qs, append(batch, later...)...)
}

func TestIgnoredDuplicateDoesNotCount(t *testing.T) {
	qs := open(t, "", Options{})
	apply(t, qs, add(ab, ab))
	apply(t, qs, add(ab))
	apply(t, qs, remove(ab))
	expect(t, qs)
	if r, err := qs.ValueOf(quad.IRI("a")); r != nil || err != nil {
		t.Errorf("a node without quads is still there: %v, %v", r, err)
	}
	if st, _ := qs.Stats(t.Context(), true); st.Nodes.Value != 0 || st.Quads.Value != 0 {
		t.Errorf("stats %+v, want nothing", st)
	}
}

func TestDeleteAndAddInOneCall(t *testing.T) {
	qs := open(t, t.TempDir(), Options{})
	apply(t, qs, add(ab, ac))
	apply(t, qs, remove(ab, ac), add(ab, ad))
	expect(t, qs, ab, ad)
	apply(t, qs, add(ac), remove(ac))
	expect(t, qs, ab, ad)
}

func TestLabelsAreApart(t *testing.T) {
	qs := open(t, "", Options{})
	q := func(l string) quad.Quad { return quad.MakeIRI("a", "p", "b", l) }
	apply(t, qs, add(q("l1"), q("l2"), q("")))
	apply(t, qs, remove(q("l1")))
	expect(t, qs, q("l2"), q(""))
	// Nor is a quad taken for another that shares all but one node.
	apply(t, qs, add(quad.MakeIRI("a", "p", "d", "l2"), quad.MakeIRI("c", "p", "d", "l2")))
	expect(t, qs, q("l2"), q(""), quad.MakeIRI("a", "p", "d", "l2"), quad.MakeIRI("c", "p", "d", "l2"))
}

func TestCountOfNodes(t *testing.T) {
	qs := open(t, "", Options{})
	apply(t, qs, add(ab, ac, ad))
	if n := ask(t.Context(), t, qs, `g.V().All()`); n != 7 {
		t.Errorf("%d nodes, want a, p, b, c, d, l1, l2", n)
	}
}

func TestRegularExpressions(t *testing.T) {
	qs := open(t, "", Options{})
	for i, v := range values {
		apply(t, qs, add(quad.Quad{Subject: quad.IRI("s"), Predicate: quad.IRI("p"), Object: v, Label: quad.Int(i)}))
	}
	for _, tt := range []struct {
		text string
		rows int
	}{
		{`g.V().Filter(regex("^a$")).All()`, 2},                  // a string and one with a language
		{`g.V().Filter(regex("^a$", true)).All()`, 4},            // an IRI and a blank node besides
		{`g.V().Filter(regex("^[a1]$")).All()`, 3},               // a typed string besides
		{`g.V().Filter(regex("a", true), regex("^b")).All()`, 1}, // bad \xff byte
		{`g.V("<s>").Out("<p>").Filter(regex("^a$")).All()`, 2},  // not of all nodes
		{`g.V("<s>").Out("<p>").And(g.V().Filter(regex("b"))).All()`, 1},
	} {
		if n := ask(t.Context(), t, qs, tt.text); n != tt.rows {
			t.Errorf("%s: %d rows, want %d", tt.text, n, tt.rows)
		}
	}
}

// TestReadersAndWriter queries while another goroutine writes, replaces and
// makes snapshots: nothing waits for ever, and every view holds whole articles.
func TestReadersAndWriter(t *testing.T) {
	qs := open(t, t.TempDir(), Options{NoSync: true, Manual: true})
	ctx, cancel := context.WithTimeout(t.Context(), 700*time.Millisecond)
	defer cancel()
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := 0; ctx.Err() == nil; i++ {
			d := add(testArticle(i)...)
			if i >= 3 {
				d = append(d, remove(testArticle(i-3)...)...)
			}
			if err := qs.ApplyDeltas(d, lenient); err != nil {
				t.Error(err)
				return
			}
			if i%20 == 19 {
				if err := qs.Snapshot(context.Background()); err != nil {
					t.Error(err)
					return
				}
			}
		}
	})
	for range 3 {
		wg.Go(func() {
			for ctx.Err() == nil {
				v := qs.View()
				if n := ask(t.Context(), t, v, `g.V().Out("<says>").All()`); n%25 != 0 {
					t.Errorf("a view has %d quads: an article is half there", n)
				}
				if n := ask(t.Context(), t, v, `g.V("\"words of 3\"").In("<says>").All()`); n > 4*4 {
					t.Errorf("%d statements of 4 articles", n)
				}
				v.Close()
				// Without a view, the parts of a query may be of different
				// moments; it must still end without an error.
				ask(t.Context(), t, qs, `g.V("\"words of 3\"").In("<says>").Labels().All()`)
			}
		})
	}
	wg.Wait()
	if err := qs.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestDeadline stops queries that would scan for ever.
func TestDeadline(t *testing.T) {
	qs := open(t, "", Options{})
	var batch []quad.Quad
	for i := range 3000 {
		batch = append(batch, quad.MakeIRI(fmt.Sprint("n", i), "p", fmt.Sprint("n", (i+1)%3000), ""))
		batch = append(batch, quad.MakeIRI("hub", "p", fmt.Sprint("n", i), ""), quad.MakeIRI(fmt.Sprint("n", i), "p", "hub", ""))
	}
	apply(t, qs, add(batch...))
	for _, text := range []string{
		`g.V("<hub>").Out().Out().Out().Out().Out().Count()`,
		`g.V().Out().Out().Out().Filter(regex("never")).All()`,
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		start := time.Now()
		it, err := query.NewSession(qs, "gizmo").Execute(ctx, text, query.Options{Collation: query.JSON, Limit: -1})
		if err == nil {
			for it.Next(ctx) {
			}
			err = it.Err()
			it.Close()
		}
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("%s took %v, %v", text, d, err)
		}
		cancel()
	}
}

// TestFullDisk writes to a disk that takes no more: the transaction fails, no
// trace of it is left, and when there is room again the store goes on.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	qs := open(t, dir, Options{})
	apply(t, qs, add(ab))
	for _, room := range []int{0, 1, 7, 8, 9, 20} {
		qs.log.room = &room
		err := qs.ApplyDeltas(add(ac, ad), lenient)
		if err == nil || !strings.Contains(err.Error(), "no space") {
			t.Fatalf("full disk: %v", err)
		}
		qs.log.room = nil
		expect(t, qs, ab)
	}
	apply(t, qs, add(ad))
	expect(t, qs, ab, ad)
	qs.Close()
	qs = open(t, dir, Options{})
	expect(t, qs, ab, ad)
	if err := qs.Verify(t.Context()); err != nil || qs.Cut() != 0 {
		t.Errorf("after a full disk: %v, %d bytes cut", err, qs.Cut())
	}
}

// TestReaderOfATakenBackRecord has a reader that has read a record which the
// writer then took back.
func TestReaderOfATakenBackRecord(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, Options{NoSync: true})
	apply(t, w, add(ab))
	end := w.log.end
	apply(t, w, add(ac))
	r := open(t, dir, Options{ReadOnly: true})
	expect(t, r, ab, ac)
	w.Close()
	if err := os.Truncate(logName(dir, 0), end); err != nil {
		t.Fatal(err)
	}
	w = open(t, dir, Options{NoSync: true})
	apply(t, w, add(ad))
	apply(t, w, add(quad.MakeIRI("e", "p", "f", "")))
	if err := r.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	expect(t, r, ab, ad, quad.MakeIRI("e", "p", "f", ""))
}

var _ graph.QuadStore = (*View)(nil)
