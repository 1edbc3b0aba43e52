package parse

import (
	"testing"

	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// lemmatizer returns a network that knows no more than words of raw text, some
// scripts and one exception.
func lemmatizer(t testing.TB) *Network {
	t.Helper()
	var corpus learn.Corpus
	corpus.Add([]string{"charge", "bank", "walk", "carry", "space"})
	clusters, err := learn.TrainClusters(t.Context(), &corpus, 2, 3, 1, 1, t.Logf)
	if err != nil {
		t.Fatal(err)
	}
	return &Network{
		clusters:   clusters,
		words:      map[string]int32{"went": firstRow},
		scripts:    []string{"=", "k3|", "k3|e", "l0|", "!go", "l3|y", "k0|x"},
		exceptions: map[wordTag]string{{"ties", "NNS"}: "k3|ie"},
	}
}

func TestLemma(t *testing.T) {
	n := lemmatizer(t)
	tests := []struct {
		name, form, xpos, upos string
		order                  []int // scripts, the best first
		want                   string
	}{
		{"a word of the raw text wins", "charging", "VBG", "VERB", []int{1, 2}, "charge"},
		{"the best is one", "walking", "VBG", "VERB", []int{1, 2}, "walk"},
		{"none is one", "blorfing", "VBG", "VERB", []int{1, 2}, "blorf"},
		{"only among the best", "charging", "VBG", "VERB", []int{1, 0, 3, 4, 5, 6, 2}, "charge"},
		{"a name keeps its capital", "Space", "NNP", "PROPN", []int{3}, "Space"},
		{"a verb has none", "Carried", "VBD", "VERB", []int{0}, "carry"},
		{"a whole lemma for a word that was learnt", "went", "VBD", "VERB", []int{4}, "go"},
		{"and for no other", "mewx", "VBD", "VERB", []int{4, 0}, "mewx"},
		{"an irregular form", "grew", "VBD", "VERB", []int{4, 0}, "grow"},
		{"a letter doubled before the ending", "blogging", "VBG", "VERB", []int{1}, "blog"},
		{"and one that would be", "vined", "VBN", "VERB", []int{0}, "vine"},
		{"no more than the plural is cut", "grinters", "NNS", "NOUN", []int{1}, "grinter"},
		{"a number", "1,100", "CD", "NUM", []int{0}, "1100"},
		{"an exception", "ties", "NNS", "NOUN", []int{0}, "tie"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			scores := make([]float32, len(n.scripts))
			for i, script := range tt.order {
				scores[script] = float32(100 - i)
			}
			tok := &nlp.Token{Text: tt.form, XPOS: tt.xpos, UPOS: tt.upos}
			if got := n.lemma(tok, scores); got != tt.want {
				t.Errorf("lemma of %s = %q, want %q", tt.form, got, tt.want)
			}
		})
	}
}

// Whatever the form and the script, there is a lemma, and never broken letters.
func FuzzApplyScript(f *testing.F) {
	f.Add("Countries", "l3|y")
	f.Add("é", "k1|")
	f.Add("", "t0|x")
	f.Fuzz(func(t *testing.T, form, script string) {
		lemma := applyScript(form, script)
		if form != "" && lemma == "" {
			t.Errorf("applyScript(%q, %q) is empty", form, script)
		}
	})
}
