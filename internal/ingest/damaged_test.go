package ingest

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"
)

// pdfOf makes a PDF of lines, by hand: one page, one font.
func pdfOf(lines ...string) string {
	var content strings.Builder
	for i, line := range lines {
		fmt.Fprintf(&content, "BT /F1 11 Tf 1 0 0 1 50 %d Tm (%s) Tj ET\n", 750-14*i, strings.NewReplacer("(", `\(`, ")", `\)`).Replace(line))
	}
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", content.Len(), content.String()),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var offsets []int
	for i, object := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref)
	return b.String()
}

func TestPDF(t *testing.T) {
	dir := write(t, map[string]string{"a.pdf": pdfOf(
		"The council of Port Maren met on Tuesday and voted to keep the har-",
		"bour open, which pleased the mayor and the men who work at the docks.",
		"It was late.", "The minister was not amused by the vote and said that he would appeal.")})
	articles, problems := collect(t, Options{}, dir)
	if len(articles) != 1 {
		t.Fatalf("problems %q", problems)
	}
	want := "The council of Port Maren met on Tuesday and voted to keep the harbour open, which pleased the mayor and the men who work at the docks. It was late.\n\nThe minister was not amused by the vote and said that he would appeal."
	if got := articles[0].Text; got != want {
		t.Errorf("text = %q\nwant   %q", got, want)
	}
}

// seeds are whole inputs of every kind, to be damaged.
func seeds(t testing.TB) []string {
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	w, err := z.Create("a.html")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(w, page(body))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	out := []string{
		body, page(body), `{"id":"b1","title":"T","date":"2024-03-01","text":"` + body + `"}`,
		`<rss version="2.0"><channel><title>C</title><item><title>One</title><description>` + body + `</description></item></channel></rss>`,
		"WARC/1.1\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: 60\r\n\r\n<html><p>" + body,
		pdfOf(body, body), archive.String(), packed(t, body), "# T\n\n* " + body,
	}
	rng := rand.New(rand.NewPCG(5, 6))
	for _, l := range pageLayouts {
		p := makePage(rng)
		page, _ := l.make(&p)
		out = append(out, page)
	}
	return out
}

// damage returns s with a tail cut off, bytes flipped, a piece repeated or
// marks put in.
func damage(rng *rand.Rand, s string) []byte {
	b := []byte(s)
	switch rng.IntN(5) {
	case 0:
		return b[:rng.IntN(len(b)+1)]
	case 1:
		for range 1 + rng.IntN(30) {
			b[rng.IntN(len(b))] = byte(rng.UintN(256))
		}
	case 2:
		i := rng.IntN(len(b))
		j := i + rng.IntN(len(b)-i)
		return append(append(append([]byte{}, b[:j]...), bytes.Repeat(b[i:j], 1+rng.IntN(40))...), b[j:]...)
	case 3:
		i := rng.IntN(len(b))
		mark := []string{"<div>", "<", "&", "\x00", "\xff\xfe", "[[[[", "{", "]]>", "<!--", "\u202e"}[rng.IntN(10)]
		return append(append(append([]byte{}, b[:i]...), strings.Repeat(mark, 1+rng.IntN(3000))...), b[i:]...)
	default:
		for i := range b { // the bytes of another character set
			if b[i] > 127 || rng.IntN(40) == 0 {
				b[i] = 128 + byte(rng.UintN(128))
			}
		}
	}
	return b
}

// TestDamaged reads damaged inputs of every kind: each gives articles or a
// message within its time, and none a panic.
func TestDamaged(t *testing.T) {
	n := 10_000
	if testing.Short() {
		n = 500
	}
	rng := rand.New(rand.NewPCG(3, 4))
	inputs := seeds(t)
	var slowest time.Duration
	for i := range n {
		data := damage(rng, inputs[rng.IntN(len(inputs))])
		start := time.Now()
		for item, err := range Articles(t.Context(), []string{"-"}, Options{Stdin: bytes.NewReader(data)}) {
			if err != nil && err.Error() == "" || err == nil && item.Skipped == "" && item.Article.Text == "" {
				t.Fatalf("input %d: neither text nor a message", i)
			}
		}
		slowest = max(slowest, time.Since(start))
	}
	t.Logf("%d inputs, the slowest took %v", n, slowest)
	if slowest > 10*time.Second {
		t.Errorf("an input took %v", slowest)
	}
}

// An endless reader repeats a piece of text up to a length.
type endless struct {
	piece string
	left  int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, fmt.Errorf("cut off")
	}
	n := min(len(p), e.left)
	for i := 0; i < n; {
		i += copy(p[i:n], e.piece)
	}
	e.left -= n
	return n, nil
}

// TestHuge reads inputs far over the limit: each is refused with a message, in
// little memory.
func TestHuge(t *testing.T) {
	bomb := packed(t, strings.Repeat(" ", 200<<20))
	inputs := map[string]func() Options{
		"one line of 100 MB":  func() Options { return Options{Stdin: &endless{"a b ", 100 << 20}} },
		"JSON line of 100 MB": func() Options { return Options{Stdin: &endless{`{"text":"a b `, 100 << 20}} },
		"HTML without end":    func() Options { return Options{Stdin: &endless{"<html><p>a b <div>", 100 << 20}} },
		"a bomb":              func() Options { return Options{Stdin: strings.NewReader(bomb)} },
		"deep nesting": func() Options {
			return Options{Stdin: strings.NewReader("<html>" + strings.Repeat("<div>", 200_000) + body)}
		},
		"deep JSON":            func() Options { return Options{Stdin: strings.NewReader(strings.Repeat("[", 1_000_000))} },
		"one word of 1 MB":     func() Options { return Options{Stdin: strings.NewReader(strings.Repeat("x", 1<<20))} },
		"many headers in WARC": func() Options { return Options{Stdin: &endless{"WARC/1.0\r\nA: b\r\n", 100 << 20}} },
	}
	for name, opts := range inputs {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			_, problems := collect(t, opts(), "-")
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
			if name != "one word of 1 MB" && len(problems) == 0 {
				t.Error("no message")
			}
			for _, p := range problems {
				if len(p) > 400 {
					t.Errorf("a message of %d bytes", len(p))
				}
			}
		})
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.Sys > 1<<30 {
		t.Errorf("took %d MB from the system", m.Sys>>20)
	}
}

func FuzzPage(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add([]byte(s), "text/html; charset=windows-1252")
	}
	address, err := url.Parse("https://courier.example/2024/03/01/a")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		a, err := readPage(data, contentType, address)
		if err == nil && strings.TrimSpace(a.Text) == "" {
			t.Error("neither text nor an error")
		}
	})
}

func FuzzArticles(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		for range Articles(ctx, []string{"-"}, Options{Stdin: bytes.NewReader(data), MaxBytes: 1 << 20}) {
		}
		if ctx.Err() != nil {
			t.Error("took over 10 s")
		}
	})
}
