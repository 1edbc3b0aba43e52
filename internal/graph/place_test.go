package graph

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"kg/internal/kg"
)

// story is an article of one statement that the article itself asserts.
func story(url, text string, published time.Time) *reading {
	const sentence = "Marrow opposes the dam."
	text = sentence + " " + text
	term := func(words string) kg.Term {
		start := strings.Index(sentence, words)
		return kg.Term{Text: words, Name: words, Offsets: kg.Offsets{Start: start, End: start + len(words)}}
	}
	r := &reading{article: kg.Article{URL: url, Text: text, Published: published}}
	r.article.ID = kg.ArticleID(&r.article)
	s := kg.Statement{
		Subject: term("Marrow"), Object: term("the dam"),
		Predicate: kg.Predicate{Text: "opposes", Lemma: "oppose"}, Extractor: "verb", Confidence: 0.9,
		Evidence: kg.Evidence{Article: r.article.ID, Text: sentence, Offsets: kg.Offsets{End: len(sentence)}},
	}
	s.ID = kg.NewID(&s)
	r.statements = []kg.Statement{s}
	return r
}

// edges returns how many edges there are.
func edges(t testing.TB, s *Store) int {
	t.Helper()
	report, err := s.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Faults {
		t.Error(f)
	}
	return report.Edges
}

func TestVersions(t *testing.T) {
	const url = "https://tansy.example/1"
	day := func(d int) time.Time { return time.Date(2031, 5, d, 0, 0, 0, 0, time.UTC) }
	first, second, third := story(url, "first", day(1)), story(url, "second", day(2)), story(url, "third", day(3))
	for _, order := range [][]*reading{{first, second, third}, {third, first, second}, {second, third, first}} {
		s := open(t, Options{})
		for _, r := range order {
			add(t, s, r)
			add(t, s, r)
		}
		line, err := s.Versions(t.Context(), url)
		if want := []string{first.article.ID, second.article.ID, third.article.ID}; err != nil || !slices.Equal(line, want) {
			t.Errorf("Versions = %v, %v, want %v", line, err, want)
		}
		if n := edges(t, s); n != 1 {
			t.Errorf("%d edges, want that of the latest version alone", n)
		}
		for _, gone := range []*reading{third, first} {
			if err := s.Remove(t.Context(), gone.article.ID); err != nil {
				t.Fatal(err)
			}
			if n := edges(t, s); n != 1 {
				t.Errorf("%d edges after %q is gone, want 1", n, gone.article.Text)
			}
		}
		only := open(t, Options{})
		add(t, only, second)
		if dump(t, s) != dump(t, only) {
			t.Error("the versions that are gone left something behind")
		}
	}
}

// The version that is read last is the latest where no date says otherwise.
func TestUndatedVersions(t *testing.T) {
	s := open(t, Options{})
	a, b := story("https://tansy.example/1", "b", time.Time{}), story("https://tansy.example/1", "a", time.Time{})
	add(t, s, a)
	add(t, s, b)
	line, err := s.Versions(t.Context(), a.article.URL)
	if want := []string{a.article.ID, b.article.ID}; err != nil || !slices.Equal(line, want) {
		t.Errorf("Versions = %v, %v, want %v", line, err, want)
	}
}

func TestCopies(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	words := func(n int) string {
		var list []string
		for range n {
			list = append(list, fmt.Sprintf("w%d", rng.IntN(3000)))
		}
		return strings.Join(list, " ")
	}
	common := words(200)
	one := story("https://a.example/1", common+" "+words(100), time.Time{})
	two := story("https://b.example/1", words(90)+" "+common, time.Time{})
	later := story("https://a.example/1", common+" "+words(50), time.Time{}) // a version, not a copy, of one
	other := story("https://c.example/1", words(300), time.Time{})
	s, reversed := open(t, Options{}), open(t, Options{})
	for _, r := range []*reading{one, two, other} {
		add(t, s, r)
	}
	for _, r := range []*reading{other, two, one} {
		add(t, reversed, r)
	}
	if dump(t, s) != dump(t, reversed) {
		t.Error("the order of reading changes the graph")
	}
	for _, tt := range []struct{ of, want *reading }{{one, two}, {two, one}, {other, nil}} {
		copies, err := s.Copies(t.Context(), tt.of.article.ID)
		if tt.want == nil && len(copies) > 0 || tt.want != nil && !slices.Equal(copies, []string{tt.want.article.ID}) || err != nil {
			t.Errorf("Copies(%s) = %v, %v", tt.of.article.URL, copies, err)
		}
	}
	before := dump(t, s)
	add(t, s, later)
	if copies, err := s.Copies(t.Context(), later.article.ID); err != nil || !slices.Equal(copies, []string{two.article.ID}) {
		t.Errorf("Copies of the later version = %v, %v", copies, err)
	}
	edges(t, s)
	if err := s.Remove(t.Context(), later.article.ID); err != nil {
		t.Fatal(err)
	}
	if dump(t, s) != before {
		t.Error("a copy that is gone left something behind")
	}
}
