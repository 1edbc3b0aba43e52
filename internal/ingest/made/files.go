package made

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"strings"
)

// Text is a short article.
const Text = "The council of Port Maren met on Tuesday. It voted to keep the harbour open, and the mayor was pleased."

// HTML makes a page of five paragraphs of text.
func HTML(text string) string {
	return `<!doctype html><html lang="en"><head><title>Council votes</title></head><body><article><h1>Council votes</h1><p>` +
		strings.Repeat(text+"</p><p>", 5) + `</p></article></body></html>`
}

// Gzip packs text.
func Gzip(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	fmt.Fprint(z, text)
	must(z.Close())
	return b.String()
}

// Zip makes an archive of one file.
func Zip(name, text string) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	must(err)
	fmt.Fprint(w, text)
	must(z.Close())
	return b.String()
}

// must panics on errors of writing to memory, which has none.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// PDF makes a PDF of lines, by hand: one page, one font.
func PDF(lines ...string) string {
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

// A File is an input with the ending that its name has.
type File struct{ Ending, Data string }

// Whole returns whole inputs of every kind, to be damaged.
func Whole() []File {
	files := []File{
		{".txt", Text}, {".html", HTML(Text)}, {".jsonl", `{"id":"b1","title":"T","date":"2024-03-01","text":"` + Text + `"}`},
		{".rss", `<rss version="2.0"><channel><title>C</title><item><title>One</title><description>` + Text + `</description></item></channel></rss>`},
		{".warc", "WARC/1.1\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: 60\r\n\r\n<html><p>" + Text},
		{".pdf", PDF(Text, Text)}, {".zip", Zip("a.html", HTML(Text))}, {".txt.gz", Gzip(Text)}, {".md", "# T\n\n* " + Text},
	}
	rng := rand.New(rand.NewPCG(5, 6))
	for _, l := range Layouts {
		p := NewPage(rng)
		page, _ := l.Make(&p)
		files = append(files, File{".html", page})
	}
	return files
}
