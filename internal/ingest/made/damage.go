package made

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
)

// Damage returns s with a tail cut off, bytes flipped, a piece repeated or
// marks put in.
func Damage(rng *rand.Rand, s string) []byte {
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

// A Huge is an input far over every limit, or one that takes long to read for
// its size.
type Huge struct {
	Name, Ending string
	Open         func() io.Reader
}

// Huges returns all of them. Those that are endless end in an error after 100 MB.
func Huges() []Huge {
	again := func(piece string) func() io.Reader {
		return func() io.Reader { return &endless{piece, 100 << 20} }
	}
	text := func(make func() string) func() io.Reader {
		return func() io.Reader { return strings.NewReader(make()) }
	}
	return []Huge{
		{"one line of 100 MB", ".txt", again("a b ")},
		{"JSON line of 100 MB", ".jsonl", again(`{"text":"a b `)},
		{"HTML without end", ".html", again("<html><p>a b <div>")},
		{"many headers in WARC", ".warc", again("WARC/1.0\r\nA: b\r\n")},
		{"a bomb", ".txt.gz", text(func() string { return Gzip(strings.Repeat(" ", 200<<20)) })},
		{"a bomb in zip", ".zip", text(func() string { return Zip("a.txt", strings.Repeat("a ", 100<<20)) })},
		{"deep nesting", ".html", text(func() string { return "<html>" + strings.Repeat("<div>", 200_000) + Text })},
		{"deep JSON", ".json", text(func() string { return strings.Repeat("[", 1_000_000) })},
		{"many paragraphs", ".html", text(func() string { return "<html>" + strings.Repeat("<p>a b", 2_000_000) })},
		{"as many paragraphs as may be", ".html", text(func() string { return "<html><body><article>" + strings.Repeat("<p>a", 99_990) })},
		{"one word of 1 MB", ".txt", text(func() string { return strings.Repeat("x", 1<<20) })},
		{"a book", ".txt", text(func() string { return strings.Repeat(Text+"\n\n", 10_000) })},
		{"as much text as may be", ".txt", text(func() string { return strings.Repeat(Text+"\n\n", 1_200) })},
		{"one sentence without end", ".txt", text(func() string { return strings.Repeat("Ilse Varga met him, ", 6_000) })},
		{"quotation marks", ".txt", text(func() string { return strings.Repeat("“", 40_000) })},
		{"commas", ".txt", text(func() string { return strings.Repeat("A, ", 40_000) })},
		{"abbreviations", ".txt", text(func() string { return strings.Repeat("Mr. ", 30_000) })},
	}
}

// An endless repeats a piece of text up to a length.
type endless struct {
	piece string
	left  int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, errCut
	}
	n := min(len(p), e.left)
	for i := 0; i < n; {
		i += copy(p[i:n], e.piece)
	}
	e.left -= n
	return n, nil
}

var errCut = errors.New("cut off")
