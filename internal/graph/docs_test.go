package graph

import (
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"
)

func document(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/graph.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The recipes of the document run, and find something where the graph has it.
func TestRecipes(t *testing.T) {
	s := open(t, Options{})
	r := sound()
	r.article.Publisher = "The Courier"
	r.article.ID = "article/91c0f2aa04b7e6d3"
	for i := range r.statements {
		r.statements[i].Evidence.Article = r.article.ID
		r.statements[i].Confidence = 0.95
	}
	add(t, s, r)
	blocks := regexp.MustCompile("(?s)```js\n(.*?)```").FindAllStringSubmatch(document(t), -1)
	ran := 0
	for _, block := range blocks {
		script := strings.ReplaceAll(block[1], "ilse-varga", "ilse-marrow")
		if strings.HasPrefix(script, "// title:") {
			continue
		}
		ran++
		if rows, err := ask(t.Context(), s, script); err != nil || len(rows) == 0 {
			t.Errorf("%s\ngives %q, error %v", script, rows, err)
		}
	}
	if ran < 4 {
		t.Errorf("%d recipes", ran)
	}
}

// The document names every property that the graph has.
func TestVocabularyIsDocumented(t *testing.T) {
	s := open(t, Options{Version: "1"})
	for seed := range uint64(20) {
		for _, r := range readings(rand.New(rand.NewPCG(seed, 4)), 3) {
			add(t, s, r)
		}
	}
	for i := range 3 {
		r := tale(i)
		r.article.URL = "https://toll.example/"
		add(t, s, r)
		add(t, s, tale(i))
	}
	text := document(t)
	for q, err := range s.Quads(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		predicate := native(q.Predicate)
		for _, term := range []string{"object", "speaker"} {
			predicate = strings.Replace(predicate, "kg:"+term, "kg:subject", 1)
		}
		bare := strings.TrimPrefix(predicate, "kg:")
		known := strings.Contains(text, "`"+predicate+"`") || strings.Contains(text, "kg:subject"+strings.ToUpper(bare[:1])+bare[1:]) ||
			strings.HasPrefix(predicate, "rel/") || strings.Contains(text, predicate)
		if !known {
			t.Errorf("docs/graph.md does not name %s", predicate)
		}
	}
}
