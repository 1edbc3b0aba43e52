package graph

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Cayley and its stores have faults that have been seen to lose or mix up data.
// None may reach somebody who uses this package; each has a test here, but for
// those of the formats (export_test.go), of scripts (query_test.go) and of
// several processes (process_test.go).

// In Cayley's stores a failed transaction leaves numbers of nodes behind, and
// what is written next is mixed up with it.
func TestFailedAddLeavesNoTrace(t *testing.T) {
	s, want := open(t, Options{}), open(t, Options{})
	add(t, s, tale(1))
	bad := tale(2)
	bad.statements[1].Object.Entity = "ent/no good>"
	if err := s.Add(t.Context(), &bad.article, bad.entities, bad.statements); err == nil || !strings.Contains(err.Error(), "no good") {
		t.Fatalf("error %v, want one that names the ID", err)
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Add(stopped, &bad.article, bad.entities, bad.statements); err == nil {
		t.Fatal("Add after cancel gives no error")
	}
	for i := 2; i < 5; i++ {
		add(t, s, tale(i))
	}
	for i := 1; i < 5; i++ {
		add(t, want, tale(i))
	}
	if got, want := dump(t, s), dump(t, want); got != want {
		t.Errorf("after a failed Add\n%s\nwant\n%s", got, want)
	}
}

// One string that is no UTF-8 makes Cayley's stores fail, and then mix up what
// comes after it.
func TestInvalidUTF8(t *testing.T) {
	s := open(t, Options{})
	r := sound()
	r.article.Title = "The \xff toll"
	r.entities[0].Aliases = []string{"\xc3("}
	add(t, s, r)
	add(t, s, tale(1))
	if report := check(t, s); len(report.Faults) > 0 {
		t.Error(report.Faults)
	}
	a, err := s.Article(t.Context(), r.article.ID)
	if err != nil || a.Title != "The \uFFFD toll" {
		t.Errorf("Title = %q, %v", a.Title, err)
	}
}

// A quad that is written twice counts twice in Cayley's stores, so that its
// nodes stay when it goes. And memstore counts quads as nodes.
func TestNothingStays(t *testing.T) {
	s := open(t, Options{})
	for range 3 {
		add(t, s, tale(1))
	}
	count := func() string {
		rows, err := ask(t.Context(), s, `g.V().count()`)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(rows, "")
	}
	nodes := map[string]bool{}
	for q, err := range s.Quads(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range []any{q.Subject, q.Predicate, q.Object, q.Label} {
			nodes[fmt.Sprint(v)] = true
		}
	}
	if got, want := count(), fmt.Sprint("value=", len(nodes)); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if err := s.Remove(t.Context(), tale(1).article.ID); err != nil {
		t.Fatal(err)
	}
	if got := count(); got != "value=0" {
		t.Errorf("after Remove %s", got)
	}
}

// A transaction that takes out a quad and puts it in again loses it in
// Cayley's stores.
func TestReplaceKeepsWhatStays(t *testing.T) {
	s, want := open(t, Options{}), open(t, Options{})
	r := tale(1)
	add(t, s, r)
	r.statements[0].Confidence, r.statements[0].Polarity = 0.25, 1
	add(t, s, r)
	add(t, want, r)
	if got, want := dump(t, s), dump(t, want); got != want {
		t.Errorf("replaced\n%s\nwant\n%s", got, want)
	}
}

// Some of Cayley's stores keep one quad for each triple, whatever the label.
func TestTwoArticlesSayTheSame(t *testing.T) {
	s := open(t, Options{})
	add(t, s, tale(1))
	add(t, s, tale(2))
	script := `g.V("<ent/ilse-marrow>").labelContext(g.V(), "stmt").out("<rel/oppose>").all()`
	rows, err := ask(t.Context(), s, script)
	if err != nil || len(rows) != 2 {
		t.Errorf("edges %q, error %v, want two", rows, err)
	}
	if err := s.Remove(t.Context(), tale(1).article.ID); err != nil {
		t.Fatal(err)
	}
	if rows, err = ask(t.Context(), s, script); err != nil || len(rows) != 1 {
		t.Errorf("edges %q, error %v, want one", rows, err)
	}
}

// Cayley's stores on disk hang for good when queries run beside a writer.
func TestQueryBesideAdd(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "kg.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	done := make(chan error, 3)
	stop := make(chan struct{})
	for range cap(done) {
		go func() {
			for {
				select {
				case <-stop:
					done <- nil
					return
				default:
				}
				rows, err := ask(ctx, s, `
					const all = g.V("<rdf:Statement>").in("<rdf:type>").count()
					const whole = g.V("<rdf:Statement>").in("<rdf:type>").has("<kg:sentence>").has("<rdf:subject>").count()
					g.emit(all == whole)`)
				if err == nil && rows[0] != "value=true" {
					err = fmt.Errorf("a query sees half an article: %q", rows)
				}
				if err != nil {
					done <- err
					return
				}
			}
		}()
	}
	for i := range 24 {
		add(t, s, tale(i%6))
		if i%3 == 2 {
			if err := s.Remove(ctx, tale(i%6).article.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	close(stop)
	for range cap(done) {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

// Of two saveOpt with something between them Cayley forgets the first. The
// saved queries put them last, one after the other.
func TestSaveOpt(t *testing.T) {
	s := open(t, Options{})
	add(t, s, sound())
	rows, err := ask(t.Context(), s, `g.V("<rdf:Statement>").in("<rdf:type>")
		.save("<kg:polarity>", "polarity")
		.saveOpt("<kg:speaker>", "speaker").saveOpt("<rdf:object>", "object").saveOpt("<kg:nothing>", "nothing")
		.all()`)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(rows, "\n")
	for _, want := range []string{"object=toll polarity=positive", "object=wrong polarity=positive speaker=Venn"} {
		if !strings.Contains(got, want) {
			t.Errorf("rows %q, want %q", got, want)
		}
	}
}
