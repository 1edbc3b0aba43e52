package english

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"kg/internal/nlp"
	"kg/internal/nlp/conllu"
	"kg/internal/nlp/parse"
	"kg/internal/nlp/segment"
	"kg/internal/nlp/tag"
)

// pipeline returns the pipeline to trees.
func pipeline(t testing.TB, parser string) *nlp.Pipeline {
	t.Helper()
	p, err := New(Options{Parser: parser, Want: nlp.Parsed})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func annotated(t testing.TB, p *nlp.Pipeline, text string) *nlp.Doc {
	t.Helper()
	doc := &nlp.Doc{Text: text}
	if err := p.Annotate(context.Background(), doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// checkTrees fails unless every sentence is one tree with one root, and every
// token has its tags.
func checkTrees(t testing.TB, doc *nlp.Doc) {
	t.Helper()
	for _, s := range doc.Sentences {
		roots := 0
		for i := s.Start; i < s.End; i++ {
			tok := &doc.Tokens[i]
			if doc.Text[tok.Start:tok.End()] != tok.Text {
				t.Fatalf("token %q does not stand at %d", tok.Text, tok.Start)
			}
			if tok.UPOS == "" || tok.XPOS == "" || tok.Lemma == "" || tok.DepRel == "" {
				t.Fatalf("token %q is not annotated: %+v", tok.Text, tok)
			}
			if tok.Head == nlp.Root {
				roots++
				continue
			}
			at, steps := i, 0
			for ; at != nlp.Root && steps <= s.Len(); steps++ {
				if !s.Contains(at) {
					t.Fatalf("head %d outside of sentence %v", at, s)
				}
				at = doc.Tokens[at].Head
			}
			if at != nlp.Root {
				t.Fatalf("token %q hangs on a circle", tok.Text)
			}
		}
		if roots != 1 {
			t.Fatalf("sentence %q has %d roots", doc.SpanText(s), roots)
		}
	}
}

// TestPlain parses sentences on which no parser may fail.
func TestPlain(t *testing.T) {
	p := pipeline(t, Fast)
	tests := []struct{ text, want string }{ // form/UPOS/lemma/head/relation
		{"The mayor resigned.", "The/DET/the/mayor/det mayor/NOUN/mayor/resigned/nsubj resigned/VERB/resign/-/root ./PUNCT/./resigned/punct"},
		{"She didn't see the old bridges.", "She/PRON/she/see/nsubj did/AUX/do/see/aux n't/PART/not/see/advmod see/VERB/see/-/root the/DET/the/bridges/det old/ADJ/old/bridges/amod bridges/NOUN/bridge/see/obj ./PUNCT/./see/punct"},
		{"The bridge was closed by the city on Monday.", "The/DET/the/bridge/det bridge/NOUN/bridge/closed/nsubj:pass was/AUX/be/closed/aux:pass closed/VERB/close/-/root by/ADP/by/city/case the/DET/the/city/det city/NOUN/city/closed/obl:agent on/ADP/on/Monday/case Monday/PROPN/Monday/closed/obl ./PUNCT/./closed/punct"},
	}
	for _, tt := range tests {
		doc := annotated(t, p, tt.text)
		checkTrees(t, doc)
		var got []string
		for _, tok := range doc.Tokens {
			head := "-"
			if tok.Head != nlp.Root {
				head = doc.Tokens[tok.Head].Text
			}
			got = append(got, strings.Join([]string{tok.Text, tok.UPOS, tok.Lemma, head, tok.DepRel}, "/"))
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, s, tt.want)
		}
	}
}

func TestOptions(t *testing.T) {
	if _, err := New(Options{Parser: "slow"}); err == nil || !strings.Contains(err.Error(), `"slow"`) {
		t.Errorf("an unknown parser gives error %v", err)
	}
	all, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	if doc := annotated(t, all, "It rained."); !doc.Has(nlp.Segmented | nlp.Tagged | nlp.Parsed | nlp.Recognized | nlp.Resolved) {
		t.Error("the whole pipeline leaves a layer out")
	}
	if doc := annotated(t, pipeline(t, Fast), "It rained."); doc.Has(nlp.Recognized) {
		t.Error("more layers than wanted")
	}
	given, err := New(Options{Given: nlp.Segmented, Want: nlp.Parsed})
	if err != nil {
		t.Fatal(err)
	}
	doc := &nlp.Doc{Text: "It rained", Tokens: []nlp.Token{{Text: "It rained"}}, Sentences: []nlp.Span{{Start: 0, End: 1}}}
	if err := given.Annotate(t.Context(), doc); err != nil || len(doc.Tokens) != 1 || doc.Tokens[0].UPOS == "" {
		t.Errorf("given tokens became %+v, error %v", doc.Tokens, err)
	}
}

// texts returns the sample articles.
func texts(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("../../../docs/samples/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	var all []string
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(text))
	}
	return all
}

// TestConcurrent annotates articles one after the other, and again all at once:
// the results are the same.
func TestConcurrent(t *testing.T) {
	p, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	all := texts(t)
	want := make([]*nlp.Doc, len(all))
	for i, text := range all {
		want[i] = annotated(t, p, text)
		checkTrees(t, want[i])
	}
	var wg sync.WaitGroup
	for range 4 {
		for i, text := range all {
			wg.Go(func() {
				doc := &nlp.Doc{Text: text}
				if err := p.Annotate(context.Background(), doc); err != nil || !reflect.DeepEqual(doc, want[i]) {
					t.Errorf("article %d annotated beside others differs; error %v", i, err)
				}
			})
		}
	}
	wg.Wait()
}

// awkward are texts that are none.
func awkward() map[string]string {
	rng := rand.New(rand.NewPCG(1, 1))
	noise := make([]rune, 20000)
	for i := range noise {
		noise[i] = rune(rng.IntN(0x2fff))
	}
	return map[string]string{
		"empty":             "",
		"space":             " \n\t\u00a0\u2028 ",
		"noise":             string(noise),
		"no space":          strings.Repeat("abc", 1<<20/3),
		"no space, hyphens": strings.Repeat("ab-", 1<<18/3),
		"apostrophes":       strings.Repeat("'s", 1<<17),
		"clitics":           "it" + strings.Repeat("'d", 1<<16),
		"dots":              strings.Repeat(".", 1<<18),
		"dotted":            strings.Repeat("a.", 1<<17),
		"digits":            strings.Repeat("1-", 1<<17),
		"brackets":          strings.Repeat("( ", 1<<15),
		"quotes":            strings.Repeat("\" “ ' ", 1<<14),
		"emoji":             strings.Repeat("👩‍👩‍👧🏽 ☔️", 5000),
		"right to left":     strings.Repeat("مرحبا بالعالم. שלום עולם! ", 2000),
		"NUL":               strings.Repeat("It\x00 rained.\x00 ", 2000),
		"one sentence":      strings.Repeat("and the old mayor of Norwick saw a bridge ", 600),
		"lines":             strings.Repeat("rain\r\n", 20000),
		"at signs":          strings.Repeat("a@", 1<<16),
		"addresses":         strings.Repeat("http://", 1<<15),
	}
}

// TestAwkward gives the pipeline what is no English: it takes a bounded time and
// makes trees of it.
func TestAwkward(t *testing.T) {
	p := pipeline(t, Fast)
	for name, text := range awkward() {
		if testing.Short() {
			text = text[:min(len(text), 1<<14)]
			text = strings.ToValidUTF8(text, "")
		}
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			doc := annotated(t, p, text)
			checkTrees(t, doc)
			if d := time.Since(start); d > 30*time.Second {
				t.Errorf("%d bytes took %v", len(text), d)
			}
		})
	}
}

// TestLongSentence parses given tokens: 5,000 of them in one sentence.
func TestLongSentence(t *testing.T) {
	p, err := New(Options{Given: nlp.Segmented, Want: nlp.Parsed})
	if err != nil {
		t.Fatal(err)
	}
	doc := &nlp.Doc{}
	for i, word := range strings.Fields(strings.Repeat("and the old mayor saw a bridge , ", 625)) {
		doc.Tokens = append(doc.Tokens, nlp.Token{Text: word, Start: len(doc.Text)})
		doc.Text += word + " "
		doc.Sentences = []nlp.Span{{Start: 0, End: i + 1}}
	}
	if err := p.Annotate(t.Context(), doc); err != nil {
		t.Fatal(err)
	}
	checkTrees(t, doc)
}

// TestBadModel loads damaged model files: an error each, and no panic.
func TestBadModel(t *testing.T) {
	for _, n := range []int{0, 1, 9, 1000, len(fastModel) / 2, len(fastModel) - 1} {
		if _, err := LoadModel(fastModel[:n]); err == nil {
			t.Errorf("the first %d bytes of a model load without an error", n)
		}
	}
}

// TestModelFile writes the model that was loaded: the same file.
func TestModelFile(t *testing.T) {
	if testing.Short() {
		t.Skip("compresses a model")
	}
	m, err := fast()
	if err != nil {
		t.Fatal(err)
	}
	if file, err := m.file(); err != nil || !bytes.Equal(file, fastModel) {
		t.Errorf("the model changes when it is loaded and stored; error %v", err)
	}
}

func FuzzPipeline(f *testing.F) {
	p := pipeline(f, Fast)
	f.Add("The mayor didn't resign. \"Why?\" she asked.")
	f.Add("NORWICK (AP) — 5% — “…” \x00 😀 http://x.y")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			t.Skip("articles are valid UTF-8")
		}
		doc := annotated(t, p, text)
		checkTrees(t, doc)
		var out bytes.Buffer
		if err := conllu.Write(&out, doc, "x"); err != nil {
			t.Fatal(err)
		}
	})
}

// sample is plain news of about 21 tokens a sentence.
const sample = `The city council of Norwick voted on Tuesday to close the old bridge over the river Lee until the end of the year. ` +
	`"We did not take this decision lightly," said Mayor Ann Ray, who had warned for months that the bridge was no longer safe. ` +
	`Engineers from the regional roads agency, which inspects about 1,200 bridges every year, found cracks in two of the main pillars. ` +
	`Residents of the eastern districts, where most of the city's factories stand, will have to drive 15 kilometers farther to work. ` +
	`Opposition members accused the mayor of ignoring earlier reports and called for an independent inquiry into the repairs of 2019.
`

func benchmarkDoc(b *testing.B, parser string) {
	p := pipeline(b, parser)
	text := strings.Repeat(sample, 20)
	annotated(b, p, sample)
	b.ReportAllocs()
	sentences, tokens := 0, 0
	for b.Loop() {
		doc := annotated(b, p, text)
		sentences += len(doc.Sentences)
		tokens += len(doc.Tokens)
	}
	b.ReportMetric(float64(sentences)/b.Elapsed().Seconds(), "sentences/s")
	b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "tokens/s")
}

// BenchmarkFast annotates plain news up to its trees.
func BenchmarkFast(b *testing.B) { benchmarkDoc(b, Fast) }

// BenchmarkStages measures the stages of the fast parser one by one.
func BenchmarkStages(b *testing.B) {
	m, err := fast()
	if err != nil {
		b.Fatal(err)
	}
	doc := annotated(b, pipeline(b, Fast), strings.Repeat(sample, 20))
	for _, stage := range []nlp.Stage{segment.Stage(), tag.Stage(m.tagger), parse.Stage(m.parser)} {
		b.Run(stage.Name, func(b *testing.B) {
			tokens := 0
			for b.Loop() {
				d := clone(doc)
				stage.Run(d)
				tokens += len(d.Tokens)
			}
			b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "tokens/s")
		})
	}
}

// BenchmarkLoad loads the model of the fast parser, and reports the heap that it
// takes.
func BenchmarkLoad(b *testing.B) {
	var before, after runtime.MemStats
	var m *Model
	runtime.GC()
	runtime.ReadMemStats(&before)
	for b.Loop() {
		var err error
		if m, err = LoadModel(fastModel); err != nil {
			b.Fatal(err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB-heap")
	b.ReportMetric(float64(len(fastModel))/1e6, "MB-file")
	runtime.KeepAlive(m)
}
