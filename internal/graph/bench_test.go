package graph

import (
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"kg/internal/kg"
	"kg/queries"
)

// BenchmarkSaved opens a graph of 10,000 statements and asks each saved query,
// as a call of kg query does.
func BenchmarkSaved(b *testing.B) {
	folder := filepath.Join(b.TempDir(), "kg.db")
	stock(b, folder, 200, 50)
	for _, q := range queries.All() {
		b.Run(q.Name, func(b *testing.B) {
			for b.Loop() {
				s, err := Open(folder, Options{ReadOnly: true})
				if err != nil {
					b.Fatal(err)
				}
				if _, err := s.Ask(b.Context(), &q, savedArgs[q.Name], 1000); err != nil {
					b.Fatal(err)
				}
				s.Close()
			}
		})
	}
}

// BenchmarkAdd puts articles of fifty statements into a graph on disk.
func BenchmarkAdd(b *testing.B) {
	s, err := Open(filepath.Join(b.TempDir(), "kg.db"), Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	rng := rand.New(rand.NewPCG(1, 1))
	for i := 0; b.Loop(); i++ {
		add(b, s, news(rng, i, 50))
	}
	b.ReportMetric(50*float64(b.N)/b.Elapsed().Seconds(), "statements/s")
}

// stock makes a graph of some articles with as many statements each.
func stock(b *testing.B, folder string, articles, statements int) {
	b.Helper()
	s, err := Open(folder, Options{})
	if err != nil {
		b.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	for i := range articles {
		add(b, s, news(rng, i, statements))
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

// news returns an article about a few of many persons and things. Some are in
// the news often, most hardly ever.
func news(rng *rand.Rand, i, statements int) *reading {
	r := &reading{article: kg.Article{Source: fmt.Sprint(i), URL: fmt.Sprint("https://news.example/", i), Title: fmt.Sprint("News number ", i)}}
	r.article.ID = kg.ArticleID(&r.article)
	often := func(n int) int { return int(math.Pow(rng.Float64(), 3) * float64(n)) }
	person := func() kg.Term {
		name := fmt.Sprint("Person ", often(1000))
		id := "ent/" + kg.Slug(name)
		r.entities = append(r.entities, kg.Entity{ID: id, Name: name, Type: "PERSON"})
		return kg.Term{Text: name, Name: name, Entity: id, Type: "PERSON"}
	}
	stances := []string{"oppose", "support", "call for", "reject"}
	for j := range statements {
		lemma := fmt.Sprint("do number ", often(300))
		thing := fmt.Sprint("thing ", often(2000), " of kind ", rng.IntN(5))
		s := kg.Statement{
			Subject: person(), Predicate: kg.Predicate{Text: lemma, Lemma: lemma},
			Object:    kg.Term{Text: "the " + thing, Name: thing, Plain: "thing"},
			Evidence:  kg.Evidence{Article: r.article.ID, Sentence: j, Text: fmt.Sprintf("Sentence %d of article %d says so.", j, i), Offsets: kg.Offsets{Start: 100 * j, End: 100*j + 90}},
			Extractor: "verb", Confidence: float64(rng.IntN(100)) / 100,
		}
		if rng.IntN(4) == 0 {
			s.Predicate.Broader = []string{stances[rng.IntN(len(stances))]}
		}
		if rng.IntN(3) == 0 {
			s.Object = person()
		}
		if rng.IntN(3) == 0 {
			s.Speaker = person()
		}
		if rng.IntN(5) == 0 {
			s.Modality = kg.Modality(rng.IntN(6))
		}
		if rng.IntN(8) == 0 {
			s.Polarity = kg.Negative
		}
		if rng.IntN(4) == 0 {
			s.Arguments = []kg.Argument{{Role: "time", Term: kg.Term{Text: "on Monday", Name: "on Monday", Value: fmt.Sprintf("2031-05-%02d", 1+rng.IntN(28))}}}
		}
		s.ID = kg.NewID(&s)
		r.statements = append(r.statements, s)
	}
	return r
}
