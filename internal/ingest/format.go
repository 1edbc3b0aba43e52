package ingest

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// A format is a kind of file that holds articles.
type format struct {
	name    string
	endings []string
	looks   func(head []byte) bool // reports whether a file that begins like this is of this kind; nil never
	read    func(r *reader, path string, in *bufio.Reader) error
}

// formats are tried in this order: the first whose ending fits, and where the
// ending says nothing the first whose beginning fits. Text comes last, since
// anything readable is text.
func formats() []format {
	return []format{
		{"PDF", []string{".pdf"}, beginsWith("%pdf-"), (*reader).pdf},
		{"zip", []string{".zip"}, beginsWith("pk\x03\x04", "pk\x05\x06"), (*reader).zip},
		{"WARC", []string{".warc"}, beginsWith("warc/"), (*reader).warc},
		{"JSON Lines", []string{".jsonl", ".ndjson"}, objectOnLine, (*reader).jsonLines},
		{"JSON", []string{".json"}, beginsWith("{", "["), (*reader).json},
		{"HTML", []string{".html", ".htm", ".xhtml"}, beginsWith("<!doctype html", "<html"), (*reader).html},
		{"XML", []string{".xml", ".rss", ".atom", ".rdf", ".opml"}, beginsWith("<?xml", "<rss", "<feed", "<rdf:rdf", "<opml", "<urlset", "<sitemapindex"), (*reader).xml},
		{"markup", nil, beginsWith("<"), (*reader).html},
		{"Markdown", []string{".md", ".markdown"}, nil, (*reader).markdown},
		{"text", []string{".txt", ".text"}, readable, (*reader).text},
	}
}

// head is how many bytes of a file are looked at to tell its kind.
const head = 1024

// read reads what in holds. name is that of the file, for its ending, and may be
// empty; path is what items and errors are called. A file that holds nothing is reported, too.
func (r *reader) read(path, name string, in io.Reader) error {
	before := r.handed
	if err := r.open(path, name, in); err != nil || r.handed > before || r.opts.Memory != nil {
		return err
	}
	return r.skip(path, "nothing to read in it")
}

// open reads what in holds by its kind.
func (r *reader) open(path, name string, in io.Reader) error {
	b := bufio.NewReaderSize(in, 64<<10)
	start, err := b.Peek(head)
	if err != nil && !errors.Is(err, io.EOF) {
		return r.fail(path, plain(err))
	}
	if len(start) == 0 {
		return r.fail(path, errors.New("the file is empty"))
	}
	if bytes.HasPrefix(start, []byte{0x1f, 0x8b}) {
		return r.gzip(path, name, b)
	}
	f, ok := formatOf(name, start)
	if !ok {
		return r.fail(path, errors.New("this is neither text nor any other kind of file that can be read"))
	}
	return f.read(r, path, b)
}

func formatOf(name string, start []byte) (format, bool) {
	ext := strings.ToLower(filepath.Ext(name))
	all := formats()
	byEnding := slices.IndexFunc(all, func(f format) bool { return slices.Contains(f.endings, ext) })
	if byEnding >= 0 {
		return all[byEnding], true
	}
	for _, f := range all {
		if f.looks != nil && f.looks(start) {
			return f, true
		}
	}
	return format{}, false
}

// gzip unpacks what in holds and reads it as if it had the name without ".gz".
// A bomb is stopped by the limit of what is inside.
func (r *reader) gzip(path, name string, in io.Reader) error {
	z, err := gzip.NewReader(in)
	if err != nil {
		return r.fail(path, err)
	}
	defer z.Close()
	inner := strings.TrimSuffix(name, ".gz")
	if strings.HasSuffix(strings.ToLower(inner), ".gz") {
		return r.fail(path, errors.New("packed more than once"))
	}
	return r.read(path, inner, z)
}

// all reads the rest of in, which may hold no more than the limit.
func (r *reader) all(in io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(in, r.opts.MaxBytes+1))
	if err != nil {
		return nil, plain(err)
	}
	if int64(len(data)) > r.opts.MaxBytes {
		return nil, fmt.Errorf("larger than %d MB", r.opts.MaxBytes>>20)
	}
	return data, nil
}

// beginsWith returns a test for any of prefixes, without regard to case, after
// a byte order mark and white space.
func beginsWith(prefixes ...string) func([]byte) bool {
	return func(start []byte) bool {
		start = bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(start, []byte("\xef\xbb\xbf"))))
		return slices.ContainsFunc(prefixes, func(p string) bool { return bytes.HasPrefix(start, []byte(p)) })
	}
}

// objectOnLine reports whether a file begins with an object that does not break
// its line after the brace, as one that was printed for people does.
func objectOnLine(start []byte) bool {
	start = bytes.TrimPrefix(start, []byte("\xef\xbb\xbf"))
	return bytes.HasPrefix(start, []byte("{")) && !bytes.HasPrefix(bytes.TrimLeft(start[1:], " \t\r"), []byte("\n"))
}

// readable reports whether a file that begins like start may be text: UTF-16
// with its mark, or anything without the control characters that text never
// has.
func readable(start []byte) bool {
	if bytes.HasPrefix(start, []byte{0xff, 0xfe}) || bytes.HasPrefix(start, []byte{0xfe, 0xff}) {
		return true
	}
	for len(start) > 0 {
		c, size := utf8.DecodeRune(start)
		if c < ' ' && !strings.ContainsRune("\t\n\v\f\r\x1b", c) {
			return false
		}
		start = start[size:]
	}
	return true
}
