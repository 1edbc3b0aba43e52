package learn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// toy is a text in which animals, foods and towns stand in the same places.
func toy() *Corpus {
	animals := strings.Fields("cat dog horse mouse")
	foods := strings.Fields("bread cheese soup rice")
	towns := strings.Fields("oslo lima perth turin")
	rng := rand.New(rand.NewPCG(1, 1))
	pick := func(from []string) string { return from[rng.IntN(len(from))] }
	c := new(Corpus)
	for range 3000 {
		c.Add([]string{"the", pick(animals), "ate", "some", pick(foods), "in", pick(towns), "."})
		c.Add([]string{"in", pick(towns), "a", pick(animals), "slept", "."})
	}
	return c
}

func TestClusters(t *testing.T) {
	c, err := TrainClusters(t.Context(), toy(), 6, 10, 3, 8, t.Logf)
	if err != nil {
		t.Fatal(err)
	}
	class := func(word string) int {
		coarse, _, ok := c.Of(word)
		if !ok {
			t.Fatalf("%q has no class", word)
		}
		return coarse
	}
	if class("cat") != class("mouse") || class("bread") != class("rice") || class("cat") == class("bread") {
		t.Errorf("cat %d, mouse %d, bread %d, rice %d", class("cat"), class("mouse"), class("bread"), class("rice"))
	}
	if _, _, ok := c.Of("unheard"); ok {
		t.Error("a word that was never seen has a class")
	}
	again, _ := TrainClusters(t.Context(), toy(), 6, 10, 3, 8, t.Logf)
	if !slices.Equal(c.Fine, again.Fine) {
		t.Error("the same text gives other classes")
	}
}

func TestVectors(t *testing.T) {
	v, err := TrainVectors(t.Context(), toy(), VectorOptions{Dim: 16, MinCount: 3, Epochs: 5, Seed: 1}, t.Logf)
	if err != nil {
		t.Fatal(err)
	}
	row := func(word string) []float32 { return v.Rows[slices.Index(v.Words, word)*v.Dim:][:v.Dim] }
	cosine := func(a, b string) float64 {
		x, y := row(a), row(b)
		return float64(Dot(x, y)) / math.Sqrt(float64(Dot(x, x)*Dot(y, y)))
	}
	for _, pair := range [][3]string{{"cat", "mouse", "soup"}, {"oslo", "turin", "dog"}, {"bread", "rice", "lima"}} {
		if near, far := cosine(pair[0], pair[1]), cosine(pair[0], pair[2]); near < far+0.2 {
			t.Errorf("%v: near %.2f, far %.2f", pair, near, far)
		}
	}
	again, _ := TrainVectors(t.Context(), toy(), VectorOptions{Dim: 16, MinCount: 3, Epochs: 5, Seed: 1}, t.Logf)
	if !slices.Equal(v.Rows, again.Rows) {
		t.Error("the same seed gives other vectors")
	}
}

func TestPad(t *testing.T) {
	if s := fmt.Sprint(Pad(0), Pad(1), Pad(16), Pad(17)); s != "0 16 16 32" {
		t.Error("Pad", s)
	}
}
