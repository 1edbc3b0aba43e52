package near

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// text makes n words.
func text(rng *rand.Rand, n int) []string {
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprintf("w%d", rng.IntN(5000))
	}
	return words
}

// jaccard is the exact share of runs that two texts have in common.
func jaccard(a, b []string) float64 {
	runs := func(words []string) map[string]bool {
		set := map[string]bool{}
		for i := range len(words) - runSize + 1 {
			set[strings.Join(words[i:i+runSize], " ")] = true
		}
		return set
	}
	x, y := runs(a), runs(b)
	same := 0
	for run := range x {
		if y[run] {
			same++
		}
	}
	return float64(same) / float64(len(x)+len(y)-same)
}

// TestCopies makes texts of which a third of the runs is shared: nearly all
// must be found, and their likeness be told.
func TestCopies(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	const n = 300
	found, likely := 0, 0
	for range n {
		a := text(rng, 600)
		b := slices.Concat(text(rng, 150), a[:300], text(rng, 150))
		if s := jaccard(a, b); math.Abs(s-1.0/3) > 0.02 {
			t.Fatalf("the texts share %.3f of their runs, want a third", s)
		}
		x, y := New(strings.Join(a, " ")), New(strings.ToUpper(strings.Join(b, ", ")))
		if slices.ContainsFunc(x.Bands(), func(key string) bool { return slices.Contains(y.Bands(), key) }) {
			found++
		}
		if x.Similarity(&y) >= Copy {
			likely++
		}
	}
	t.Logf("of %d pairs that share a third, %d have a band in common and %d are taken for copies", n, found, likely)
	if found < 98*n/100 || likely < 90*n/100 {
		t.Error("want 98 and 90 in a hundred")
	}
}

func TestStrangers(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		a, b := text(rng, 600), text(rng, 600)
		copy(b, a[:60]) // a common quotation
		x, y := New(strings.Join(a, " ")), New(strings.Join(b, " "))
		if s := x.Similarity(&y); s >= Copy {
			t.Errorf("texts that share %.3f are taken for copies: %.3f", jaccard(a, b), s)
		}
	}
}

func TestShort(t *testing.T) {
	x, y := New("Too short to say."), New("Too short to say.")
	if x.Similarity(&y) != 0 || x.Bands() != nil || x.String() != "" {
		t.Error("a short text is compared")
	}
}

func TestParse(t *testing.T) {
	x := New(strings.Repeat("one two three four five six seven ", 20))
	y, err := Parse(x.String())
	if err != nil || x != y {
		t.Errorf("Parse(String()) = %v, %v", y, err)
	}
	for _, bad := range []string{"x", "!!!!", x.String()[:20]} {
		if _, err := Parse(bad); err == nil {
			t.Errorf("Parse(%q) gives no error", bad)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	s := strings.Join(text(rand.New(rand.NewPCG(5, 6)), 600), " ")
	for b.Loop() {
		New(s)
	}
}
