package english

import (
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"kg/internal/nlp"
	"kg/internal/nlp/parse"
	"kg/internal/nlp/segment"
)

const orvelia = `ORVELIA CITY — Mara Quist, the new head of the Tarsk Bank, said on Monday that it would not buy "any part" of Pellgrave.
"We looked at the books," she told reporters. "They don't add up." Two men who had advised the bank were arrested in June.`

func annotateWith(t testing.TB, opts Options, text string) *nlp.Doc {
	t.Helper()
	p, err := New(opts)
	if err != nil {
		t.Fatal(err)
	}
	doc := &nlp.Doc{Text: text}
	if err := p.Annotate(t.Context(), doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// What a reader sees at once in easy sentences.
func TestAccurate(t *testing.T) {
	doc := annotateWith(t, Options{Parser: Accurate, Want: nlp.Parsed}, orvelia)
	find := func(text string) *nlp.Token {
		for i := range doc.Tokens {
			if doc.Tokens[i].Text == text {
				return &doc.Tokens[i]
			}
		}
		t.Fatalf("no token %q", text)
		return nil
	}
	tests := []struct{ word, upos, lemma, rel, head string }{
		{"Quist", "PROPN", "Quist", "flat", "Mara"},
		{"Mara", "PROPN", "Mara", "nsubj", "said"},
		{"head", "NOUN", "head", "appos", "Mara"},
		{"buy", "VERB", "buy", "ccomp", "said"},
		{"part", "NOUN", "part", "obj", "buy"},
		{"advised", "VERB", "advise", "acl:relcl", "men"},
		{"men", "NOUN", "man", "nsubj:pass", "arrested"},
	}
	for _, tt := range tests {
		tok := find(tt.word)
		head := "none"
		if tok.Head != nlp.Root {
			head = doc.Tokens[tok.Head].Text
		}
		if tok.UPOS != tt.upos || tok.Lemma != tt.lemma || tok.DepRel != tt.rel || head != tt.head {
			t.Errorf("%s: %s %s, %s of %s; want %s %s, %s of %s", tt.word, tok.UPOS, tok.Lemma, tok.DepRel, head, tt.upos, tt.lemma, tt.rel, tt.head)
		}
	}
}

// Several goroutines may parse at once, and the result is always the same.
func TestAccurateConcurrent(t *testing.T) {
	opts := Options{Parser: Accurate, Want: nlp.Parsed}
	want := annotateWith(t, opts, orvelia)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 3 {
				if doc := annotateWith(t, opts, orvelia); !slices.Equal(doc.Tokens, want.Tokens) {
					t.Error("another result")
				}
			}
		})
	}
	wg.Wait()
}

// BenchmarkAccurate parses sentences of 21 tokens, 30 a doc.
func BenchmarkAccurate(b *testing.B) {
	n, err := accurate()
	if err != nil {
		b.Fatal(err)
	}
	doc := &nlp.Doc{Text: strings.Repeat("Shares of Tarsk Bank rose 3 per cent on Monday after it agreed to buy a small firm in Orvelia City. ", 30)}
	segment.Segment(doc)
	for b.Loop() {
		n.Parse(doc)
	}
	b.ReportMetric(float64(len(doc.Sentences)*b.N)/b.Elapsed().Seconds(), "sentences/s")
	b.ReportMetric(float64(len(doc.Tokens))/float64(len(doc.Sentences)), "tokens/sentence")
}

// BenchmarkLoadAccurate reads the model file; the heap is what stays.
func BenchmarkLoadAccurate(b *testing.B) {
	var before, after runtime.MemStats
	var n *parse.Network
	for b.Loop() {
		n = nil
		runtime.GC()
		runtime.ReadMemStats(&before)
		var err error
		if n, err = parse.LoadNetwork(accurateModel); err != nil {
			b.Fatal(err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(n)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB-heap")
	b.ReportMetric(float64(len(accurateModel))/1e6, "MB-file")
}
