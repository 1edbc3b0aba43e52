package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"

	"kg/internal/kg"
)

// text reads a file of plain text: one article. Valid UTF-8 is kept to the
// byte, so that offsets are those of the file.
func (r *reader) text(path string, in *bufio.Reader) error {
	data, err := r.all(in)
	if err != nil {
		return r.fail(path, err)
	}
	text, err := decode(data)
	if err != nil {
		return r.fail(path, err)
	}
	return r.give(path, kg.Article{Title: headline(text), Text: text})
}

// decode returns data as valid UTF-8: as it is, or by its byte order mark, or
// by what its bytes look like.
func decode(data []byte) (string, error) {
	if bytes.IndexByte(data, 0) >= 0 && !utf16Mark(data) {
		return "", errors.New("not text: it holds a NUL byte")
	}
	if utf8.Valid(data) {
		return string(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))), nil
	}
	if utf16Mark(data) {
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data)
		return string(out), err
	}
	guess, err := chardet.NewTextDetector().DetectBest(data[:min(len(data), 64<<10)])
	if err != nil {
		return "", fmt.Errorf("character set unknown: %w", err)
	}
	enc, _ := charset.Lookup(guess.Charset)
	if enc == nil {
		return "", fmt.Errorf("character set %s cannot be read", guess.Charset)
	}
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return "", fmt.Errorf("decode %s: %w", guess.Charset, err)
	}
	return strings.ToValidUTF8(string(out), "\uFFFD"), nil
}

func utf16Mark(data []byte) bool {
	return bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff})
}

// maxHeadline is how long, in bytes, a first line may be to be a headline.
const maxHeadline = 200

// headline returns the first line of text if it stands alone and does not end
// like a sentence, else nothing.
func headline(text string) string {
	first, rest, found := strings.Cut(strings.TrimLeft(text, "\r\n "), "\n")
	first = strings.TrimSpace(first)
	second, _, _ := strings.Cut(rest, "\n")
	if !found || first == "" || len(first) > maxHeadline || strings.TrimSpace(second) != "" {
		return ""
	}
	if strings.HasSuffix(strings.TrimRight(first, "”\"’)"), ".") {
		return ""
	}
	return first
}
