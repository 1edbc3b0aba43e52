package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"kg/internal/kg"
)

// errNoText says that a page has no main text.
var errNoText = errors.New("no article text found")

// readPage reads one HTML page: its main text and what it says of itself.
// contentType is that of the response, and may be empty; address is where the
// page was found, and may be nil.
func readPage(data []byte, contentType string, address *url.URL) (kg.Article, error) {
	if start := data[:min(len(data), head)]; !readable(start) && !strings.Contains(strings.ToLower(contentType), "utf-16") {
		return kg.Article{}, errors.New("not a page: it begins with bytes that no text has")
	}
	utf8Reader, err := charset.NewReader(bytes.NewReader(data), contentType)
	if err != nil {
		return kg.Article{}, fmt.Errorf("decode page: %w", err)
	}
	text, err := io.ReadAll(utf8Reader)
	if err != nil {
		return kg.Article{}, fmt.Errorf("decode page: %w", err)
	}
	doc, err := parseHTML(text)
	if err != nil {
		return kg.Article{}, err
	}
	meta := readMeta(doc)
	a := kg.Article{
		Title:     meta.title,
		Publisher: meta.publisher,
		Published: pageDate(doc, meta, address),
		Language:  meta.language,
		URL:       canonical(meta.canonical, address),
	}
	main, err := readability.FromDocument(doc, address)
	if err != nil {
		return kg.Article{}, fmt.Errorf("find the article in the page: %w", err)
	}
	if a.Title == "" {
		a.Title = clean(main.Title())
	}
	if a.Publisher == "" {
		a.Publisher = clean(main.SiteName())
	}
	if main.Node != nil {
		if a.Text, err = mainText(&main, a.Title); err != nil {
			return kg.Article{}, err
		}
	}
	if len(meta.body) > 2*len(a.Text) {
		a.Text = meta.body // the page carries its text only as data
	}
	if strings.TrimSpace(a.Text) == "" {
		return kg.Article{}, errNoText
	}
	return a, nil
}

// maxTags is how many tags a page may have: large ones have some ten thousand,
// and each takes a thousand bytes of memory.
const maxTags = 100_000

// parseHTML reads a page, or a piece of one, of bounded size.
func parseHTML(text []byte) (*html.Node, error) {
	if n := bytes.Count(text, []byte("<")); n > maxTags {
		return nil, fmt.Errorf("%d tags are too many for a page", n)
	}
	doc, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("parse HTML: %w", err)
	}
	return doc, nil
}

// canonical resolves the address that a page gives itself against where it was
// found. Anything but http and https is not believed.
func canonical(own string, address *url.URL) string {
	found := ""
	if address != nil {
		found = address.String()
	}
	u, err := url.Parse(own)
	if own == "" || err != nil {
		return found
	}
	if address != nil {
		u = address.ResolveReference(u)
	}
	if u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return found
	}
	u.Fragment = ""
	return u.String()
}

// silent are the elements whose text is not part of an article's.
var silent = map[atom.Atom]bool{
	atom.Figcaption: true, atom.Button: true, atom.Form: true, atom.Nav: true, atom.Aside: true, atom.Time: true,
	atom.Footer: true, atom.Noscript: true,
}

// mainText returns the text that readability found, a paragraph a block, parted
// by empty lines. A first paragraph that only repeats the title is left out.
func mainText(main *readability.Article, title string) (string, error) {
	var drop []*html.Node
	for n := range main.Node.Descendants() {
		if n.Type == html.ElementNode && silent[n.DataAtom] {
			drop = append(drop, n)
		}
	}
	for _, n := range drop {
		n.Parent.RemoveChild(n)
	}
	var b strings.Builder
	if err := main.RenderText(&b); err != nil {
		return "", fmt.Errorf("render the article of the page: %w", err)
	}
	var paragraphs []string
	for line := range strings.Lines(b.String()) {
		if p := clean(line); p != "" && (len(paragraphs) > 0 || !strings.EqualFold(p, title)) {
			paragraphs = append(paragraphs, p)
		}
	}
	return strings.Join(paragraphs, "\n\n"), nil
}

// clean returns s as one line: every run of white space is one space.
func clean(s string) string { return strings.Join(strings.Fields(s), " ") }
