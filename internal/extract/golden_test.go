package extract

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kg/internal/kg"
	"kg/internal/nlp"
	"kg/internal/nlp/conllu"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden reads the sentences of testdata/*.conllu, whose trees are checked
// by hand, and compares what is found in each with the golden file beside it:
// the sentence, its statements, its tuples.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.conllu")
	if err != nil || len(files) == 0 {
		t.Fatalf("no trees: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".conllu"), func(t *testing.T) {
			got := explain(t, readTrees(t, file))
			golden := strings.TrimSuffix(file, ".conllu") + ".golden"
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s: %s", golden, firstDifference(got, want))
			}
		})
	}
}

// TestNothing checks that nothing is found where nothing is said.
func TestNothing(t *testing.T) {
	doc := readTrees(t, "testdata/nothing.conllu")
	for _, s := range Statements(doc, nil, &kg.Article{Text: doc.Text}) {
		if s.Asserted() {
			t.Errorf("found %s", Line(&s))
		}
	}
}

// explain returns every sentence with its statements and tuples.
func explain(t *testing.T, doc *nlp.Doc) []byte {
	t.Helper()
	entities := make([]kg.Entity, len(doc.Chains))
	for i, chain := range doc.Chains {
		m := doc.Mentions[chain.Representative]
		name := doc.SpanText(m.Span)
		entities[i] = kg.Entity{ID: "ent/" + kg.Slug(name), Name: name, Type: m.Type}
	}
	statements := Statements(doc, entities, &kg.Article{Text: doc.Text, Published: doc.Date})
	tuples := Tuples(doc)
	var b bytes.Buffer
	for number, s := range doc.Sentences {
		fmt.Fprintf(&b, "%s\n", doc.SpanText(s))
		for i := range statements {
			if statements[i].Evidence.Sentence == number {
				fmt.Fprintf(&b, "  %s\n", Line(&statements[i]))
			}
		}
		for _, tuple := range tuples {
			if tuple.Sentence == number {
				fmt.Fprintf(&b, "  (%s; %s; %s)\n", tuple.Arguments[0], tuple.Predicate, strings.Join(tuple.Arguments[1:], "; "))
			}
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// readTrees returns the doc of a file. A name whose last column has a type is
// a mention; names of the same words are one chain.
func readTrees(t testing.TB, file string) *nlp.Doc {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	docs, err := conllu.Read(f)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	doc := docs[0].Doc
	doc.Date = time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)
	chains := map[string]int{}
	for i, misc := range docs[0].Misc {
		kind, ok := strings.CutPrefix(misc, "Type=")
		if !ok {
			continue
		}
		span := nlp.Span{Start: i, End: i + 1}
		for j := range doc.Tokens {
			if doc.Tokens[j].Head == i && (doc.Tokens[j].DepRel == "flat" || doc.Tokens[j].DepRel == "compound" && doc.Tokens[j].UPOS == "PROPN") {
				span.Start, span.End = min(span.Start, j), max(span.End, j+1)
			}
		}
		name := doc.SpanText(span)
		chain, known := chains[name]
		if !known {
			chain = len(doc.Chains)
			chains[name] = chain
			doc.Chains = append(doc.Chains, nlp.Chain{Representative: len(doc.Mentions)})
		}
		doc.Chains[chain].Mentions = append(doc.Chains[chain].Mentions, len(doc.Mentions))
		doc.Mentions = append(doc.Mentions, nlp.Mention{Span: span, Head: i, Kind: nlp.Name, Type: kind, Chain: chain})
	}
	return doc
}

func firstDifference(got, want []byte) string {
	g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := 0; i < len(g) && i < len(w); i++ {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d:\n got %s\nwant %s", i+1, g[i], w[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(g), len(w))
}
