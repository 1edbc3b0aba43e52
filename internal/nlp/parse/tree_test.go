package parse

import (
	"math"
	"math/rand/v2"
	"testing"
)

// eachTree calls f with every assignment of heads that is a tree in which the
// root has one dependent.
func eachTree(n int, f func(heads []int)) {
	heads := make([]int, n)
	var fill func(d int)
	fill = func(d int) {
		if d == n {
			if isTree(heads) {
				f(heads)
			}
			return
		}
		for heads[d] = range n {
			if heads[d] != d {
				fill(d + 1)
			}
		}
	}
	fill(1)
}

func isTree(heads []int) bool {
	roots := 0
	for d := 1; d < len(heads); d++ {
		if heads[d] == 0 {
			roots++
		}
		steps := 0
		for at := d; at != 0; at = heads[at] {
			if steps++; steps > len(heads) {
				return false
			}
		}
	}
	return roots == 1
}

func TestBestTree(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for trial := range 400 {
		n := 2 + trial%5
		s := make([]float64, n*n)
		for i := range s {
			s[i] = math.Round(rng.NormFloat64()*16) / 4 // with equal scores
		}
		total := func(heads []int) (sum float64) {
			for d := 1; d < n; d++ {
				sum += s[d*n+heads[d]]
			}
			return sum
		}
		want := math.Inf(-1)
		eachTree(n, func(heads []int) { want = max(want, total(heads)) })
		heads := bestTree(n, func(d, h int) float64 { return s[d*n+h] })
		if !isTree(heads) {
			t.Fatalf("%v is no tree with one root", heads)
		}
		if got := total(heads); math.Abs(got-want) > 1e-9 {
			t.Fatalf("n=%d: tree of %g, the best has %g", n, got, want)
		}
	}
	for n := range 3 {
		if heads := bestTree(n, func(d, h int) float64 { return math.Inf(-1) }); n == 2 && heads[1] != 0 {
			t.Error(heads)
		}
	}
}

func BenchmarkBestTree(b *testing.B) {
	const n = 300
	rng := rand.New(rand.NewPCG(1, 2))
	s := make([]float64, n*n)
	for i := range s {
		s[i] = rng.Float64()
	}
	for b.Loop() {
		bestTree(n, func(d, h int) float64 { return s[d*n+h] })
	}
}
