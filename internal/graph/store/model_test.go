package store

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"pgregory.net/rapid"
)

// A model is what the store should be: a set of quads.
type model map[quad.Quad]bool

func (m model) quads() []quad.Quad { return slices.Collect(maps.Keys(m)) }

var values = []quad.Value{
	quad.IRI("a"), quad.IRI("b"), quad.IRI("c"), quad.IRI(""), quad.BNode("a"), quad.String("a"), quad.String(""),
	quad.String("bad \xff byte"), quad.LangString{Value: "a", Lang: "fr-CA"}, quad.TypedString{Value: "1", Type: "t"},
	quad.Int(-5), quad.Int(0), quad.Float(0.1), quad.Float(math.Inf(1)), quad.Bool(true), quad.Bool(false),
	quad.Time(time.Date(2351, 2, 3, 4, 5, 6, 7, time.UTC)), quad.IRI("p"), quad.IRI("l1"), quad.IRI("l2"),
}

func anyQuad(t *rapid.T) quad.Quad {
	v := func(n int) quad.Value { return values[rapid.IntRange(0, n-1).Draw(t, "value")] }
	q := quad.Quad{Subject: v(6), Predicate: v(3), Object: v(len(values))}
	if i := rapid.IntRange(0, 4).Draw(t, "label"); i > 0 {
		q.Label = values[len(values)-i]
	}
	return q
}

// TestModel does what people do with a store, in any order, and compares it
// with a map all the while.
func TestModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		dir := t.TempDir()
		qs, err := Open(dir, Options{NoSync: true, Manual: true})
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { qs.Close() }()
		reader, err := Open(dir, Options{ReadOnly: true})
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { reader.Close() }()
		m := model{}
		var view *View
		var seen model
		must := func(err error) {
			if err != nil {
				rt.Fatal(err)
			}
		}
		rt.Repeat(map[string]func(*rapid.T){
			"write": func(rt *rapid.T) {
				var d []graph.Delta
				for range rapid.IntRange(1, 12).Draw(rt, "deltas") {
					q := anyQuad(rt)
					if rapid.Bool().Draw(rt, "add") {
						d, m[q] = append(d, graph.Delta{Quad: q, Action: graph.Add}), true
					} else {
						d = append(d, graph.Delta{Quad: q, Action: graph.Delete})
						delete(m, q)
					}
				}
				must(qs.ApplyDeltas(d, lenient))
			},
			"fail": func(rt *rapid.T) {
				d := add(anyQuad(rt), anyQuad(rt))
				d = append(d, remove(d[0].Quad)...)
				if err := qs.ApplyDeltas(append(d, add(quad.Quad{})...), lenient); err == nil {
					rt.Fatal("an empty quad was taken")
				}
			},
			"snapshot": func(rt *rapid.T) { must(qs.Snapshot(t.Context())) },
			"reopen": func(rt *rapid.T) {
				must(qs.Close())
				qs, err = Open(dir, Options{NoSync: true, Manual: true})
				must(err)
			},
			"view": func(rt *rapid.T) {
				if view != nil {
					view.Close()
				}
				view, seen = qs.View(), maps.Clone(m)
			},
			"refresh": func(rt *rapid.T) {
				must(reader.Refresh(t.Context()))
				compare(rt, reader, m)
			},
			"": func(rt *rapid.T) {
				compare(rt, qs, m)
				if view != nil {
					compare(rt, view, seen)
				}
			},
		})
		if view != nil {
			view.Close()
		}
		if err := qs.Verify(t.Context()); err != nil {
			rt.Fatal(err)
		}
	})
}

// compare looks at a store from every side.
func compare(t *rapid.T, qs graph.QuadStore, m model) {
	t.Helper()
	ctx := t.Context()
	text := func(quads []quad.Quad) []string {
		out := []string{}
		for _, q := range quads {
			out = append(out, fmt.Sprintf("%#v", q))
		}
		slices.Sort(out)
		return out
	}
	same := func(what string, got, want []quad.Quad) {
		if g, w := text(got), text(want); !slices.Equal(g, w) {
			t.Fatalf("%s: got\n%q, want\n%q", what, g, w)
		}
	}
	collect := func(it interface {
		Next(ctx context.Context) bool
		Result() graph.Ref
	}) []quad.Quad {
		var out []quad.Quad
		for it.Next(ctx) {
			q, err := qs.Quad(it.Result())
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, q)
		}
		return out
	}
	same("all quads", collect(qs.QuadsAllIterator().Iterate()), m.quads())
	nodes := map[quad.Value]bool{}
	for q := range m {
		for _, d := range directions {
			if v := q.Get(d); v != nil {
				nodes[v] = true
			}
		}
	}
	st, err := qs.Stats(ctx, true)
	if err != nil || st.Quads.Value != int64(len(m)) || st.Nodes.Value != int64(len(nodes)) {
		t.Fatalf("stats %+v, %v; want %d quads, %d nodes", st, err, len(m), len(nodes))
	}
	count := 0
	for it := qs.NodesAllIterator().Iterate(); it.Next(ctx); count++ {
		v, err := qs.NameOf(it.Result())
		if err != nil || !nodes[v] {
			t.Fatalf("all nodes: %v, %v", v, err)
		}
	}
	if count != len(nodes) {
		t.Fatalf("all nodes: %d, want %d", count, len(nodes))
	}
	for _, v := range values {
		r, err := qs.ValueOf(v)
		if err != nil || (r != nil) != nodes[v] {
			t.Fatalf("value of %#v: %v, %v", v, r, err)
		}
		if r == nil {
			continue
		}
		for _, d := range directions {
			var want []quad.Quad
			for q := range m {
				if q.Get(d) == v {
					want = append(want, q)
				}
			}
			same(fmt.Sprintf("%v of %#v", d, v), collect(qs.QuadIterator(d, r).Iterate()), want)
			size, err := qs.QuadIteratorSize(ctx, d, r)
			if err != nil || size.Exact && size.Value != int64(len(want)) {
				t.Fatalf("size of %v of %#v: %v, %v; want %d", d, v, size, err, len(want))
			}
		}
	}
}
