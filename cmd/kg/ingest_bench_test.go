package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"kg/internal/kg"
)

// newsFile has open news to make articles of; it is beside the checkout.
const newsFile = "../../../shared/data/news/wikinews-2019.jsonl"

// articleWords is how long the articles of the benchmark are.
const articleWords = 600

// midName is a capitalised word that does not begin a sentence.
var midName = regexp.MustCompile(`([a-z,] )([A-Z][a-z]{3,})`)

// writeNews writes n articles of about articleWords words: open news, several
// joined to one where they are shorter, and said again with changed names.
func writeNews(tb testing.TB, file string, n int) {
	tb.Helper()
	f, err := os.Open(newsFile)
	if err != nil {
		tb.Skip("no open news beside the checkout: ", err)
	}
	defer f.Close()
	var texts []string
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	joined := ""
	for lines.Scan() {
		var a struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			tb.Fatal(err)
		}
		joined += a.Text + "\n\n"
		if words := strings.Fields(joined); len(words) >= articleWords {
			texts, joined = append(texts, joined), ""
		}
	}
	if err := lines.Err(); err != nil {
		tb.Fatal(err)
	}
	var out bytes.Buffer
	for i := range n {
		text := texts[i%len(texts)]
		if round := i / len(texts); round > 0 {
			text = midName.ReplaceAllString(text, "${1}${2}"+syllable(round))
		}
		line, err := kg.MarshalLine(map[string]string{
			"id": fmt.Sprintf("a%05d", i), "url": fmt.Sprintf("https://news.example/%d", i), "date": fmt.Sprintf("2019-%02d-%02d", 1+i%12, 1+i%28), "text": text,
		})
		if err != nil {
			tb.Fatal(err)
		}
		out.Write(line)
	}
	if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
		tb.Fatal(err)
	}
}

// syllable returns a different ending of a name for each n.
func syllable(n int) string {
	s := ""
	for ; n > 0; n /= 60 {
		s += string("bdfgklmnprst"[n%12]) + string("aeiou"[n/12%5])
	}
	return s
}

// BenchmarkIngest reads 200 articles of about 600 words into a graph on disk,
// with as many readers as there are cores.
func BenchmarkIngest(b *testing.B) {
	for _, parser := range []string{"fast", "accurate"} {
		b.Run(parser, func(b *testing.B) {
			dir := b.TempDir()
			file := filepath.Join(dir, "news.jsonl")
			const n = 200
			writeNews(b, file, n)
			for i := 0; b.Loop(); i++ {
				var stderr bytes.Buffer
				args := []string{"ingest", "-q", "--parser", parser, "--db", filepath.Join(dir, fmt.Sprint(i, ".db")), file}
				if code := run(b.Context(), args, nil, &stderr, &stderr); code != done {
					b.Fatalf("exit status %d: %s", code, &stderr)
				}
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "articles/s")
		})
	}
}

// TestWriteNews writes a set of articles where NEWS_SET says, for measurements
// of the whole program: NEWS_SET=FILE:COUNT.
func TestWriteNews(t *testing.T) {
	file, count, found := strings.Cut(os.Getenv("NEWS_SET"), ":")
	if !found {
		t.Skip("NEWS_SET is not set")
	}
	var n int
	if _, err := fmt.Sscan(count, &n); err != nil {
		t.Fatal(err)
	}
	writeNews(t, file, n)
}
