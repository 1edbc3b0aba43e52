package ingest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/mmcdole/gofeed"

	"kg/internal/kg"
)

// A record is an article as one object of JSON Lines.
type record struct {
	ID        json.RawMessage `json:"id"` // a string or a number
	URL       string          `json:"url"`
	Title     string          `json:"title"`
	Publisher string          `json:"publisher"`
	Date      string          `json:"date"`
	Language  string          `json:"language"`
	Text      string          `json:"text"`
}

// article reads one object.
func (rec *record) article() (kg.Article, error) {
	a := kg.Article{
		Source: strings.Trim(string(rec.ID), `"`), URL: rec.URL, Title: rec.Title, Publisher: rec.Publisher,
		Language: rec.Language, Text: strings.ToValidUTF8(rec.Text, "\uFFFD"),
	}
	if a.Source == "null" {
		a.Source = ""
	}
	if s := ""; json.Unmarshal(rec.ID, &s) == nil {
		a.Source = s
	}
	if rec.Date != "" {
		t, ok := parseDate(rec.Date)
		if !ok {
			return a, fmt.Errorf("date %q cannot be read", rec.Date)
		}
		a.Published = t
	}
	if strings.TrimSpace(a.Text) == "" {
		return a, errors.New(`no "text"`)
	}
	return a, nil
}

// jsonLines reads an article a line.
func (r *reader) jsonLines(path string, in *bufio.Reader) error {
	for n := 1; ; n++ {
		line, err := r.line(in)
		at := fmt.Sprintf("%s:%d", path, n)
		if err != nil && !errors.Is(err, io.EOF) {
			if stop := r.fail(at, err); stop != nil {
				return stop
			}
			if !errors.Is(err, errLongLine) {
				return nil
			}
			continue
		}
		if text := bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))); len(text) > 0 {
			if stop := r.object(at, text); stop != nil {
				return stop
			}
		}
		if err != nil {
			return nil
		}
	}
}

// object reads one JSON object as an article.
func (r *reader) object(path string, data []byte) error {
	var rec record
	if err := json.Unmarshal(data, &rec); err != nil {
		return r.fail(path, err)
	}
	a, err := rec.article()
	if err != nil {
		return r.fail(path, err)
	}
	if a.Source == "" {
		a.Source = strings.ReplaceAll(stem(path), ":", "-")
	}
	return r.give(path, a)
}

var errLongLine = errors.New("the line is too long")

// line returns the next line of in, of at most the limit; the rest of a longer
// one is passed over and errLongLine returned.
func (r *reader) line(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for long := false; ; {
		part, err := in.ReadSlice('\n')
		if int64(len(line)+len(part)) > r.opts.MaxBytes {
			long, line = true, nil
		}
		if !long {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			if r.ctx.Err() != nil {
				return nil, r.ctx.Err()
			}
		case long:
			return nil, errLongLine
		default:
			return line, err
		}
	}
}

// json reads a file of JSON: a JSON Feed, one article, an array of articles, or
// articles one behind the other.
func (r *reader) json(path string, in *bufio.Reader) error {
	data, err := r.all(in)
	if err != nil {
		return r.fail(path, err)
	}
	if gofeed.DetectFeedType(bytes.NewReader(data)) == gofeed.FeedTypeJSON {
		return r.feed(path, data, nil)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	for n := 1; ; n++ {
		var v json.RawMessage
		err := dec.Decode(&v)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return r.fail(path, err)
		}
		var list []json.RawMessage
		if json.Unmarshal(v, &list) != nil {
			list = []json.RawMessage{v}
		}
		for i, object := range list {
			if stop := r.object(fmt.Sprintf("%s:%d", path, n+i), object); stop != nil {
				return stop
			}
		}
	}
}
