package store

import (
	"context"
	"flag"

	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/query"
	_ "github.com/cayleygraph/cayley/query/gizmo"
	"github.com/cayleygraph/quad"
)

// A question is a Gizmo query of the kind that people ask of news.
type question struct{ name, text string }

func questions() []question {
	entity := func(i int) string { return `"<` + string(entityIRI(i)) + `>"` }
	verb := func(i int) string { return `"<` + string(verbIRI(i)) + `>"` }
	term := func(s string) string { return `"<` + ns + "term#" + s + `>"` }
	rdf := func(s string) string { return `"<` + rdfNS + s + `>"` }
	article, statement := `"<`+string(articleIRI(2000))+`>"`, `"<`+string(statementIRI(20000))+`>"`
	hot, hot2, middling := entity(0), entity(1), entity(300)
	save := `.Save(` + rdf("predicate") + `,"p").Save(` + rdf("object") + `,"o").Save(` + term("evidence") + `,"ev").Save(` + term("begin") + `,"b").Save(` +
		term("end") + `,"e").Save(` + term("confidence") + `,"c").Save(` + term("speaker") + `,"sp").Save(` + term("article") + `,"a")`
	return []question{
		{"out-edges of the hot entity", `g.V(` + hot + `).Out(null,"pred").All()`},
		{"out-edges of a middling entity", `g.V(` + middling + `).Out(null,"pred").All()`},
		{"in-edges of a middling entity", `g.V(` + middling + `).In(null,"pred").All()`},
		{"who opposes the hot entity", `g.V(` + hot + `).In(` + verb(1) + `).All()`},
		{"two hops by predicate", `g.V(` + middling + `).Out(` + verb(1) + `).Out(` + verb(2) + `).All()`},
		{"path a-x-b with tags", `g.V(` + middling + `).Tag("a").Out(null,"p1").Tag("mid").Out(null,"p2").Is(` + hot2 + `).Limit(50).All()`},
		{"opposes X and supports Y", `g.V(` + hot + `).In(` + verb(1) + `).Intersect(g.V(` + hot2 + `).In(` + verb(2) + `)).Unique().All()`},
		{"statements with subject X and object Y", `g.V(` + hot + `).In(` + rdf("subject") + `).And(g.V(` + middling + `).In(` + rdf("object") + `)).All()`},
		{"LabelContext, any node of an article", `g.V().LabelContext(` + article + `).Out(null,"pred").Limit(5).All()`},
		{"statements of an article", `g.V(` + article + `).In(` + term("article") + `).All()`},
		{"one statement with 8 properties", `g.V(` + statement + `)` + save + `.All()`},
		{"statements about an entity with 8 properties", `g.V(` + middling + `).In(` + rdf("subject") + `)` + save + `.All()`},
		{"the same for the hot entity, one predicate", `g.V(` + hot + `).In(` + rdf("subject") + `).Has(` + rdf("predicate") + `,` + verb(1) + `)` + save + `.All()`},
		{"the same with confidence over 0.9", `g.V(` + middling + `).In(` + rdf("subject") + `).Has(` + term("confidence") + `, gt(0.9)).All()`},
		{"edges with their provenance", `g.V(` + middling + `).LabelContext(g.V().Save(` + term("confidence") + `,"c").Save(` + term("evidence") + `,"ev"),"st").Out(null,"pred").All()`},
		{"count of statements", `g.emit(g.V(` + rdf("Statement") + `).In(` + rdf("type") + `).Count())`},
		{"count of nodes", `g.emit(g.V().Count())`},
		{"class and regular expression on the label", `g.V(` + term("Person") + `).In(` + term("class") + `).Has("<` + rdfsNS + `label>", regex("^mo.*ta")).All()`},
		{"regular expression over all nodes", `g.V().Filter(regex("zzzz")).All()`},
	}
}

// ask runs a query and returns the number of its rows.
func ask(ctx context.Context, tb testing.TB, qs graph.QuadStore, text string) int {
	tb.Helper()
	it, err := query.NewSession(qs, "gizmo").Execute(ctx, text, query.Options{Collation: query.JSON, Limit: -1})
	if err != nil {
		tb.Fatal(err)
	}
	defer it.Close()
	n := 0
	for it.Next(ctx) {
		if it.Result() != nil {
			n++
		}
	}
	if err := it.Err(); err != nil {
		tb.Fatal(err)
	}
	return n
}

// median runs f seven times.
func median(f func()) time.Duration {
	var d [7]time.Duration
	for i := range d {
		start := time.Now()
		f()
		d[i] = time.Since(start)
	}
	slices.Sort(d[:])
	return d[3]
}

var benchStore = flag.String("store", "", "folder of a store to keep between benchmarks")

// benchmarkStore returns the folder of a loaded store.
func benchmarkStore(b *testing.B) string {
	b.Helper()
	dir := *benchStore
	if dir == "" {
		dir = filepath.Join(b.TempDir(), "kg.db")
	}
	qs, err := Open(dir, Options{NoSync: true})
	if err != nil {
		b.Fatal(err)
	}
	defer qs.Close()
	if st, _ := qs.Stats(b.Context(), true); st.Quads.Value > 0 {
		return dir
	}
	start := time.Now()
	if err := newGenerator(1, 20_000*max(1, *benchQuads/1_000_000)).batches(*benchQuads, 10_000, func(q []quad.Quad) error {
		return qs.ApplyDeltas(add(q...), lenient)
	}); err != nil {
		b.Fatal(err)
	}
	b.Logf("loaded %d quads in %v", *benchQuads, time.Since(start))
	return dir
}

// BenchmarkQueries asks every question of a store, at rest and while a load
// runs, and reports milliseconds, the median of seven.
func BenchmarkQueries(b *testing.B) {
	dir := benchmarkStore(b)
	qs := open(b, dir, Options{})
	// Loads go on behind the articles that are there.
	g := newGenerator(2, 20_000)
	g.articles, g.statements = 1<<30, 1<<30
	for _, loading := range []bool{false, true} {
		ctx, cancel := context.WithCancel(b.Context())
		var wg sync.WaitGroup
		loaded := 0
		start := time.Now()
		if loading {
			wg.Go(func() {
				for ctx.Err() == nil {
					q := g.article(nil)
					if err := qs.ApplyDeltas(add(q...), lenient); err != nil {
						b.Error(err)
						return
					}
					loaded += len(q)
				}
			})
		}
		for _, q := range questions() {
			name := strings.ReplaceAll(q.name, " ", "-")
			if loading {
				name += "/loading"
			}
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					rows := 0
					d := median(func() {
						v := qs.View()
						defer v.Close()
						rows = ask(b.Context(), b, v, q.text)
					})
					b.ReportMetric(d.Seconds()*1000, "ms")
					b.ReportMetric(float64(rows), "rows")
				}
			})
		}
		cancel()
		wg.Wait()
		if loading {
			b.Logf("loaded beside the queries: %.0f quads/s", float64(loaded)/time.Since(start).Seconds())
		}
	}
}

// BenchmarkOpen opens a loaded store and asks for one statement. Memory means
// something only if the store was loaded before: see -store.
func BenchmarkOpen(b *testing.B) { benchmarkOpen(b, 10) }

// BenchmarkOpenWide asks for the statements about an entity, of which there
// are hundreds in a store of ten million quads.
func BenchmarkOpenWide(b *testing.B) { benchmarkOpen(b, 11) }

func benchmarkOpen(b *testing.B, question int) {
	dir := benchmarkStore(b)
	text := questions()[question].text
	for b.Loop() {
		start := time.Now()
		qs, err := Open(dir, Options{ReadOnly: true})
		if err != nil {
			b.Fatal(err)
		}
		opened := time.Since(start)
		rows := ask(b.Context(), b, qs, text)
		b.ReportMetric(opened.Seconds()*1000, "ms-open")
		b.ReportMetric(time.Since(start).Seconds()*1000, "ms-with-query")
		b.ReportMetric(float64(rows), "rows")
		b.ReportMetric(float64(memory())/1e6, "MB-resident")
		b.ReportMetric(float64(folderSize(b, dir))/1e6, "MB-disk")
		qs.Close()
	}
}

// BenchmarkReplace takes one article out and puts it in again, a thousand times.
func BenchmarkReplace(b *testing.B) {
	dir := benchmarkStore(b)
	qs := open(b, dir, Options{NoSync: true})
	g := newGenerator(3, 20_000)
	g.articles, g.statements = 1<<28, 1<<28
	article := g.article(nil)
	for b.Loop() {
		var slowest, last time.Duration
		start := time.Now()
		for range 1000 {
			t := time.Now()
			if err := qs.ApplyDeltas(add(article...), lenient); err != nil {
				b.Fatal(err)
			}
			var found []quad.Quad
			r, err := qs.ValueOf(article[0].Label)
			if err != nil {
				b.Fatal(err)
			}
			for it := qs.QuadIterator(quad.Label, r).Iterate(); it.Next(b.Context()); {
				q, err := qs.Quad(it.Result())
				if err != nil {
					b.Fatal(err)
				}
				found = append(found, q)
			}
			if err := qs.ApplyDeltas(remove(found...), lenient); err != nil {
				b.Fatal(err)
			}
			last = time.Since(t)
			slowest = max(slowest, last)
		}
		b.ReportMetric(time.Since(start).Seconds(), "ms-each")
		b.ReportMetric(last.Seconds()*1000, "ms-last")
		b.ReportMetric(slowest.Seconds()*1000, "ms-slowest")
		before := folderSize(b, dir)
		if err := qs.Snapshot(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(before)/1e6, "MB-before")
		b.ReportMetric(float64(folderSize(b, dir))/1e6, "MB-after")
	}
}
