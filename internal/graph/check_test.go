package graph

import (
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"kg/internal/kg"
)

// sound returns an article whose statements stand in it word for word.
func sound() *reading {
	text := "Ilse Marrow opposed the toll. Venn said she was wrong."
	at := func(words string) kg.Offsets {
		i := strings.Index(text, words)
		return kg.Offsets{Start: i, End: i + len(words)}
	}
	marrow := kg.Term{Text: "Ilse Marrow", Name: "Ilse Marrow", Entity: "ent/ilse-marrow", Type: "PERSON", Offsets: at("Ilse Marrow")}
	r := &reading{article: kg.Article{Source: "toll", Title: "The toll", Text: text}}
	r.article.ID = kg.ArticleID(&r.article)
	r.entities = []kg.Entity{{ID: "ent/ilse-marrow", Name: "Ilse Marrow", Type: "PERSON"}, {ID: "ent/venn", Name: "Venn", Type: "PERSON"}}
	opposed := kg.Statement{
		Subject:   marrow,
		Predicate: kg.Predicate{Text: "opposed", Lemma: "oppose", Offsets: at("opposed")},
		Object:    kg.Term{Text: "the toll", Name: "toll", Offsets: at("the toll")},
		Evidence:  kg.Evidence{Article: r.article.ID, Text: "Ilse Marrow opposed the toll.", Offsets: at("Ilse Marrow opposed the toll.")},
		Extractor: "verb", Confidence: 0.9,
	}
	she := marrow
	she.Text, she.Offsets = "she", at("she")
	wrong := kg.Statement{
		Subject:   she,
		Predicate: kg.Predicate{Text: "was", Lemma: "be", Offsets: at("was")},
		Object:    kg.Term{Text: "wrong", Name: "wrong", Offsets: at("wrong")},
		Speaker:   kg.Term{Text: "Venn", Name: "Venn", Entity: "ent/venn", Offsets: at("Venn")},
		Evidence:  kg.Evidence{Article: r.article.ID, Sentence: 1, Text: "Venn said she was wrong.", Offsets: at("Venn said she was wrong.")},
		Extractor: "copula", Confidence: 0.5,
	}
	for _, s := range []kg.Statement{opposed, wrong} {
		s.ID = kg.NewID(&s)
		r.statements = append(r.statements, s)
	}
	return r
}

func check(t testing.TB, s *Store) *Report {
	t.Helper()
	report, err := s.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestCheckSound(t *testing.T) {
	s := open(t, Options{Version: "1"})
	add(t, s, sound())
	want := &Report{Articles: 1, Entities: 2, Statements: 2, Edges: 1, Quads: len(strings.Split(dump(t, s), "\n"))}
	if got := check(t, s); !reflect.DeepEqual(got, want) {
		t.Errorf("Check = %+v, want %+v", got, want)
	}
}

// Whatever single quad is taken out of a sound graph or changed in it, Check
// finds that it is no longer sound. The few that are facts of their own, which
// nothing else depends on, are named here.
func TestCheckFindsEveryLoss(t *testing.T) {
	free := map[string]bool{
		string(schemaID): true, string(schemaHeadline): true, string(kgVersion): true,
		string(subjectTerm.name): true, string(subjectTerm.kind): true, string(speakerTerm.kind): true, string(kgPredText): true,
	}
	r := sound()
	s := open(t, Options{Version: "1"})
	add(t, s, r)
	var all []quad.Quad
	for q, err := range s.Quads(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, q)
	}
	for _, q := range all {
		apply(t, s, graph.Delta{Quad: q, Action: graph.Delete})
		if report := check(t, s); len(report.Faults) == 0 != free[native(q.Predicate)] {
			t.Errorf("without %v Check finds %v", q, report.Faults)
		}
		apply(t, s, graph.Delta{Quad: q, Action: graph.Add})
	}
	if report := check(t, s); len(report.Faults) > 0 {
		t.Fatalf("with all quads back Check finds %v", report.Faults)
	}
	id := quad.IRI(r.statements[1].ID)
	article := quad.IRI(r.article.ID)
	for name, q := range map[string]quad.Quad{
		"an edge that nobody asserts":       {Subject: quad.IRI("ent/venn"), Predicate: quad.IRI("rel/be"), Object: quad.IRI("phrase/wrong"), Label: id},
		"an edge of no statement":           {Subject: quad.IRI("ent/venn"), Predicate: quad.IRI("rel/be"), Object: quad.IRI("phrase/wrong"), Label: quad.IRI("stmt/none")},
		"a quad of no article":              {Subject: quad.IRI("ent/venn"), Predicate: rdfsLabel, Object: quad.String("V."), Label: quad.IRI("article/none")},
		"a quad without a label":            {Subject: quad.IRI("ent/venn"), Predicate: rdfsLabel, Object: quad.String("V.")},
		"a second sentence":                 {Subject: id, Predicate: kgSentence, Object: quad.String("No."), Label: article},
		"a second subject":                  {Subject: id, Predicate: rdfSubject, Object: quad.IRI("ent/venn"), Label: article},
		"a statement with nothing in it":    {Subject: quad.IRI("stmt/empty"), Predicate: rdfType, Object: rdfStatement, Label: article},
		"an argument that no statement has": {Subject: id + "/argument/7", Predicate: kgRole, Object: quad.String("for"), Label: article},
	} {
		apply(t, s, graph.Delta{Quad: q, Action: graph.Add})
		if report := check(t, s); len(report.Faults) == 0 {
			t.Errorf("Check does not find %s", name)
		}
		apply(t, s, graph.Delta{Quad: q, Action: graph.Delete})
	}
}

func apply(t testing.TB, s *Store, deltas ...graph.Delta) {
	t.Helper()
	if err := s.qs.ApplyDeltas(deltas, graph.IgnoreOpts{}); err != nil {
		t.Fatal(err)
	}
}

// A verdict is a Judge for tests: what is read as one entity is another.
type verdict map[string]string

func (v verdict) Entity(_ *kg.Statement, t *kg.Term) string { return v[t.Entity] }
func (v verdict) Concerned() []string                       { return slices.Sorted(maps.Keys(v)) }
func (v verdict) Same() map[string]string                   { return v }
func (verdict) Named() []kg.Entity                          { return []kg.Entity{{ID: "ent/ilse-marrow", Name: "Mayor Marrow"}} }

// Judging later is the same as judging from the start, and can be undone.
func TestRelink(t *testing.T) {
	judge := verdict{"ent/he": "ent/ilse-marrow", "ent/marrow": "ent/ilse-marrow"}
	for seed := range uint64(15) {
		rng := rand.New(rand.NewPCG(seed, 3))
		later, before, never := open(t, Options{}), open(t, Options{}), open(t, Options{})
		if _, err := before.Relink(t.Context(), judge); err != nil {
			t.Fatal(err)
		}
		for _, r := range append(readings(rng, 4), sound()) {
			for _, s := range []*Store{later, before, never} {
				add(t, s, r)
			}
		}
		if _, err := later.Relink(t.Context(), judge); err != nil {
			t.Fatal(err)
		}
		if got, want := dump(t, later), dump(t, before); got != want {
			t.Fatalf("seed %d: judged later\n%s\nwant\n%s", seed, got, want)
		}
		e, err := later.Entity(t.Context(), "ent/ilse-marrow")
		if err != nil || e.Name != "Mayor Marrow" {
			t.Fatalf("seed %d: Entity = %+v, %v", seed, e, err)
		}
		for _, fault := range check(t, later).Faults {
			if strings.Contains(fault.Problem, "lacks") || strings.Contains(fault.Problem, "should not") {
				t.Fatalf("seed %d: %v", seed, fault)
			}
		}
		if _, err := later.Relink(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if got, want := dump(t, later), dump(t, never); got != want {
			t.Fatalf("seed %d: judgements undone\n%s\nwant\n%s", seed, got, want)
		}
	}
}
