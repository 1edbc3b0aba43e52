package extract

import (
	"path/filepath"
	"testing"

	"kg/internal/kg"
	"kg/internal/nlp"
)

// BenchmarkStatements measures the reading of statements, the parse excluded,
// in sentences a second.
func BenchmarkStatements(b *testing.B) {
	files, err := filepath.Glob("testdata/*.conllu")
	if err != nil || len(files) == 0 {
		b.Fatalf("no trees: %v", err)
	}
	var docs []*nlp.Doc
	for _, file := range files {
		docs = append(docs, readTrees(b, file))
	}
	sentences := 0
	for b.Loop() {
		for _, doc := range docs {
			sentences += len(doc.Sentences)
			Statements(doc, nil, &kg.Article{Text: doc.Text})
		}
	}
	b.ReportMetric(float64(sentences)/b.Elapsed().Seconds(), "sentences/s")
}
