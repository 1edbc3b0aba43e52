package ingest

import (
	"bufio"
	"bytes"
	"fmt"
	"net/url"

	"github.com/yuin/goldmark"

	"codeberg.org/readeck/go-readability/v2/render"

	"kg/internal/kg"
)

// html reads a saved page: one article.
func (r *reader) html(path string, in *bufio.Reader) error {
	data, err := r.all(in)
	if err != nil {
		return r.fail(path, err)
	}
	return r.page(path, data, "", nil)
}

// page reads one page as it was saved or fetched.
func (r *reader) page(path string, data []byte, contentType string, address *url.URL) error {
	a, err := readPage(data, contentType, address)
	if err != nil {
		return r.fail(path, err)
	}
	return r.give(path, a)
}

// markdown reads a file of Markdown: one article. A front matter is passed
// over.
func (r *reader) markdown(path string, in *bufio.Reader) error {
	data, err := r.all(in)
	if err != nil {
		return r.fail(path, err)
	}
	text, err := decode(data)
	if err != nil {
		return r.fail(path, err)
	}
	var page bytes.Buffer
	if err := goldmark.Convert([]byte(withoutFrontMatter(text)), &page); err != nil {
		return r.fail(path, fmt.Errorf("read Markdown: %w", err))
	}
	body, err := fragmentText(page.String())
	if err != nil {
		return r.fail(path, err)
	}
	return r.give(path, kg.Article{Title: headline(body), Text: body})
}

// withoutFrontMatter cuts the settings between two lines of three dashes at the
// top.
func withoutFrontMatter(text string) string {
	const fence = "---\n"
	if len(text) < len(fence) || text[:len(fence)] != fence {
		return text
	}
	if _, rest, found := bytes.Cut([]byte(text[len(fence):]), []byte("\n"+fence)); found {
		return string(rest)
	}
	return text
}

// fragmentText returns the text of a piece of HTML, its blocks parted by empty
// lines.
func fragmentText(fragment string) (string, error) {
	doc, err := parseHTML([]byte(fragment))
	if err != nil {
		return "", err
	}
	return paragraphs(render.InnerText(doc)), nil
}
