package graph

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"kg/internal/kg"
)

// open returns an empty graph that closes with the test.
func open(t testing.TB, opts Options) *Store {
	t.Helper()
	s, err := Open("", opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func add(t testing.TB, s *Store, r *reading) {
	t.Helper()
	if err := s.Add(t.Context(), &r.article, r.entities, r.statements); err != nil {
		t.Fatal(err)
	}
}

// dump returns all quads as sorted lines.
func dump(t testing.TB, s *Store) string {
	t.Helper()
	var lines []string
	for q, err := range s.Quads(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, q.NQuad())
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// The words that random readings are made of. They are few, so that articles
// share entities, phrases and predicates, and some are awkward.
var (
	someNames = []string{"Ilse Marrow", "Marrow", "Port Tansy", "the Tansy council", "Öland & Söhne", "he", "<b>", `"quoted" \ back`,
		"a\nline", "x", "日本", "the new harbour", "The new harbour", "…", "", "emoji 🎣", "1,200 crowns"}
	someLemmas = []string{"oppose", "call for", "call-for", "be", "build", "Agree", "", "reject", "…"}
	someTypes  = []string{"PERSON", "ORG", "PLACE", "EVENT", "time", ""}
	someRoles  = []string{"time", "place", "for", "because of", ""}
)

func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }

func randomOffsets(rng *rand.Rand) kg.Offsets {
	start := rng.IntN(500)
	return kg.Offsets{Start: start, End: start + rng.IntN(50)}
}

func randomSpans(rng *rand.Rand) []kg.Offsets {
	if rng.IntN(3) > 0 {
		return nil
	}
	return []kg.Offsets{randomOffsets(rng), randomOffsets(rng)}
}

func randomTerm(rng *rand.Rand) kg.Term {
	t := kg.Term{Text: pick(rng, someNames), Name: pick(rng, someNames), Offsets: randomOffsets(rng), Spans: randomSpans(rng)}
	if t.IsZero() {
		return kg.Term{}
	}
	t.Type = pick(rng, someTypes)
	switch rng.IntN(4) {
	case 0:
		t.Plain = pick(rng, someNames)
	case 1:
		t.Value = "2031-05-0" + fmt.Sprint(1+rng.IntN(9))
	case 2:
		t.Entity = "ent/" + kg.Slug(pick(rng, someNames))
	}
	return t
}

func randomReading(rng *rand.Rand) *reading {
	r := &reading{article: kg.Article{
		Source: pick(rng, someNames), URL: "https://tansy.example/" + fmt.Sprint(rng.IntN(5)), Title: pick(rng, someNames),
		Publisher: pick(rng, someNames), Language: "en", Text: fmt.Sprint(strings.Repeat("word ", rng.IntN(20)), rng.IntN(1000)),
	}}
	if rng.IntN(2) == 0 {
		r.article.Published = time.Date(2031, 5, 1, 0, 0, rng.IntN(10_000_000), 0, time.UTC)
	} else {
		r.article.URL = "" // the order of versions without a date is that of reading
	}
	r.article.ID = kg.ArticleID(&r.article)
	for range rng.IntN(4) {
		e := kg.Entity{Name: pick(rng, someNames), Type: pick(rng, someTypes)}
		for range rng.IntN(3) {
			e.Aliases = append(e.Aliases, pick(rng, someNames))
		}
		e.ID = "ent/" + kg.Slug(e.Name)
		r.entities = append(r.entities, e)
	}
	for range rng.IntN(12) {
		r.statements = append(r.statements, randomStatement(rng, r.article.ID))
	}
	return r
}

func randomStatement(rng *rand.Rand, article string) kg.Statement {
	s := kg.Statement{
		Subject:   randomTerm(rng),
		Predicate: kg.Predicate{Text: pick(rng, someNames), Lemma: pick(rng, someLemmas), Offsets: randomOffsets(rng), Spans: randomSpans(rng)},
		Object:    randomTerm(rng),
		Polarity:  kg.Polarity(rng.IntN(2)), Modality: kg.Modality(rng.IntN(6)), Inferred: rng.IntN(5) == 0,
		Evidence:  kg.Evidence{Article: article, Sentence: rng.IntN(9), Text: pick(rng, someNames), Offsets: randomOffsets(rng)},
		Extractor: pick(rng, []string{"verb", "copula"}), Confidence: float64(rng.IntN(1001)) / 1000,
	}
	if rng.IntN(2) == 0 {
		s.Polarity, s.Modality, s.Inferred = kg.Positive, kg.Actual, false
	}
	if rng.IntN(3) == 0 {
		s.Speaker = randomTerm(rng)
		for range rng.IntN(3) {
			if via := randomTerm(rng); !via.IsZero() {
				s.Via = append(s.Via, via)
			}
		}
	}
	for range rng.IntN(3) {
		s.Arguments = append(s.Arguments, kg.Argument{Role: pick(rng, someRoles), Term: randomTerm(rng)})
	}
	for range rng.IntN(3) {
		s.Predicate.Broader = append(s.Predicate.Broader, pick(rng, []string{"oppose", "criticise", "call for"}))
	}
	s.ID = kg.NewID(&s)
	return s
}

// readings returns n random readings of different articles.
func readings(rng *rand.Rand, n int) []*reading {
	var all []*reading
	seen := map[string]bool{}
	for len(all) < n {
		if r := randomReading(rng); !seen[r.article.ID] {
			seen[r.article.ID] = true
			all = append(all, r)
		}
	}
	return all
}

// What goes into the graph comes out the same.
func TestRoundTrip(t *testing.T) {
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 1))
		s := open(t, Options{})
		all := readings(rng, 3)
		for _, r := range all {
			add(t, s, r)
		}
		for _, r := range all {
			article, err := s.Article(t.Context(), r.article.ID)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(*article, r.article) {
				t.Fatalf("seed %d: article = %+v\nwant %+v", seed, *article, r.article)
			}
			var got []kg.Statement
			for stmt, err := range s.Statements(t.Context(), Filter{Article: r.article.ID}) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, stmt)
			}
			want := slices.Clone(r.statements)
			slices.SortFunc(want, func(a, b kg.Statement) int { return statementOrder(&a, &b) })
			for i := range max(len(got), len(want)) {
				if i >= len(got) || i >= len(want) || !reflect.DeepEqual(got[i], want[i]) {
					t.Fatalf("seed %d: statement %d of %d = %+v\nwant (of %d) %+v", seed, i, len(got), at(got, i), len(want), at(want, i))
				}
			}
		}
	}
}

func at(stmts []kg.Statement, i int) any {
	if i < len(stmts) {
		return stmts[i]
	}
	return nil
}

// Reading again changes nothing, the order of reading does not matter, and
// taking an article out leaves what would be there without it.
func TestAddRemove(t *testing.T) {
	for seed := range uint64(30) {
		rng := rand.New(rand.NewPCG(seed, 2))
		all := readings(rng, 5)
		one, other, without := open(t, Options{}), open(t, Options{}), open(t, Options{})
		for _, r := range all {
			add(t, one, r)
		}
		for _, i := range rng.Perm(len(all)) {
			add(t, other, all[i])
			add(t, other, all[rng.IntN(i+1)])
		}
		if dump(t, one) != dump(t, other) {
			t.Fatalf("seed %d: the order of reading changes the graph", seed)
		}
		gone := rng.IntN(len(all))
		for i, r := range all {
			if i != gone {
				add(t, without, r)
			}
		}
		if err := one.Remove(t.Context(), all[gone].article.ID); err != nil {
			t.Fatal(err)
		}
		if got, want := dump(t, one), dump(t, without); got != want {
			t.Fatalf("seed %d: after Remove\n%s\nwant\n%s", seed, got, want)
		}
		add(t, one, all[gone])
		if dump(t, one) != dump(t, other) {
			t.Fatalf("seed %d: removing and reading again changes the graph", seed)
		}
		for _, r := range all {
			if err := one.Remove(t.Context(), r.article.ID); err != nil {
				t.Fatal(err)
			}
		}
		if left := dump(t, one); left != "" {
			t.Fatalf("seed %d: with all articles gone there is still\n%s", seed, left)
		}
	}
}
