package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/ledongthuc/pdf"
	"golang.org/x/text/unicode/norm"

	"kg/internal/kg"
)

// maxPages is how many pages of one document are read.
const maxPages = 5000

// pdf reads the text of a PDF document: one article.
func (r *reader) pdf(path string, in *bufio.Reader) error {
	data, err := r.all(in)
	if err != nil {
		return r.fail(path, err)
	}
	a, err := r.readPDF(data)
	if err != nil {
		return r.fail(path, err)
	}
	return r.give(path, a)
}

// readPDF reads the lines of every page and joins them to paragraphs. The
// library panics on some damaged files.
func (r *reader) readPDF(data []byte) (a kg.Article, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("damaged PDF: %v", p)
		}
	}()
	doc, err := pdf.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return a, err
	}
	var lines []string
	for n := 1; n <= min(doc.NumPage(), maxPages); n++ {
		if err := r.ctx.Err(); err != nil {
			return a, err
		}
		page := doc.Page(n)
		if page.V.IsNull() {
			continue
		}
		lines = append(lines, pageLines(page.Content().Text)...)
		lines = append(lines, "")
	}
	a.Text = joinLines(lines)
	if a.Text == "" {
		return a, errors.New("the PDF holds no text (it may be a scan)")
	}
	a.Title = headline(a.Text)
	return a, nil
}

// pageLines puts the glyphs of a page together to lines, in the order in which
// they are drawn, which is that of reading far more often than an order by
// place is: in two columns, and in pages whose axis points down. An empty line
// stands where the step from line to line is wide, and hardBreak where the size
// of the letters changes, as after a heading.
func pageLines(glyphs []pdf.Text) []string {
	spaced := strings.Count(glyphText(glyphs), " ") > len(glyphs)/20 // spaces are drawn, gaps are kerning
	var lines []string
	var b strings.Builder
	var last pdf.Text
	step := 0.0 // the usual distance of two lines
	for i, g := range glyphs {
		size := max(g.FontSize, 1)
		down := math.Abs(g.Y - last.Y)
		switch {
		case i == 0:
		case down > size/2:
			lines = append(lines, norm.NFKC.String(clean(b.String())))
			b.Reset()
			switch {
			case size > 1.15*last.FontSize || last.FontSize > 1.15*size:
				lines = append(lines, hardBreak)
			case step > 0 && down > 1.35*step:
				lines = append(lines, "")
			}
			if step == 0 || down < step {
				step = down
			}
		case !spaced && g.X-(last.X+last.W) > size/5:
			b.WriteByte(' ')
		}
		b.WriteString(g.S)
		last = g
	}
	return append(lines, norm.NFKC.String(clean(b.String())))
}

// hardBreak is a line that ends a paragraph even in the middle of a sentence.
const hardBreak = "\f"

func glyphText(glyphs []pdf.Text) string {
	var b strings.Builder
	for _, g := range glyphs {
		b.WriteString(g.S)
	}
	return b.String()
}

// joinLines makes paragraphs of the lines of a page: a line that ends a
// sentence and is short, or stands before an empty one, ends a paragraph, and
// a word cut by a hyphen is put together.
func joinLines(lines []string) string {
	width := 0
	for _, line := range lines {
		width = max(width, len(line))
	}
	var paragraphs []string
	var b strings.Builder
	flush := func() {
		if p := strings.TrimSpace(strings.ToValidUTF8(b.String(), "\uFFFD")); p != "" {
			paragraphs = append(paragraphs, p)
		}
		b.Reset()
	}
	for _, line := range lines {
		switch soft := strings.TrimSuffix(line, "-"); {
		case line == hardBreak:
			flush()
		case line == "":
			if !endsOpen(b.String()) {
				flush()
			}
		case soft != line && len(line) > width/2:
			b.WriteString(soft)
		default:
			b.WriteString(line)
			b.WriteByte(' ')
			if len(line) < width*3/4 && !endsOpen(b.String()) {
				flush()
			}
		}
	}
	flush()
	return strings.Join(paragraphs, "\n\n")
}

// endsOpen reports whether text stops in the middle of a sentence.
func endsOpen(text string) bool {
	text = strings.TrimRight(text, " ”\"’)")
	return text != "" && !strings.ContainsAny(text[len(text)-1:], ".!?:")
}
