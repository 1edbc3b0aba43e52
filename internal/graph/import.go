package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/nquads"
	"github.com/cayleygraph/quad/pquads"

	"kg/internal/kg"
)

// Import adds the articles of a dump that Export wrote, as "nquads" or "pquads",
// each whole or not at all, and returns how many there were. It reads what was
// extracted and lays it down anew, so that a dump cannot bring in what Check
// would find fault with. The judgements of a user are not in a dump but in the
// user's ledger.
func (s *Store) Import(ctx context.Context, r io.Reader, format string) (articles int, err error) {
	var quads quad.ReadCloser
	switch format {
	case "nquads":
		quads = nquads.NewReader(r, true)
	case "pquads":
		quads = pquads.NewReader(r, maxPQuad)
	default:
		return 0, fmt.Errorf("unknown format %q: use nquads or pquads", format)
	}
	defer quads.Close()
	dump, err := readDump(quads)
	if err != nil {
		return 0, err
	}
	for _, id := range sortedKeys(dump) {
		if err := s.restore(ctx, id, dump[id]); err != nil {
			return articles, err
		}
		articles++
	}
	return articles, nil
}

const maxPQuad = 256 << 20 // bytes of one quad: the text of an article is in one

// readDump returns the quads of each article. Edges are left out: they follow
// from the statements.
func readDump(quads quad.Reader) (map[string]map[quad.Quad]bool, error) {
	dump := map[string]map[quad.Quad]bool{}
	for n := 1; ; n++ {
		q, err := quads.ReadQuad()
		if errors.Is(err, io.EOF) {
			return dump, nil
		}
		if err != nil {
			return nil, fmt.Errorf("quad %d: %w", n, err)
		}
		q = quad.Quad{Subject: unwritten(q.Subject), Predicate: unwritten(q.Predicate), Object: unwritten(q.Object), Label: unwritten(q.Label)}
		label, _ := q.Label.(quad.IRI)
		if kindOf(string(label)) != KindArticle {
			continue
		}
		if dump[string(label)] == nil {
			dump[string(label)] = map[quad.Quad]bool{}
		}
		dump[string(label)][q] = true
	}
}

// restore adds one article of a dump.
func (s *Store) restore(ctx context.Context, id string, quads map[quad.Quad]bool) error {
	r, err := newReading(id, quads)
	if err != nil {
		return fmt.Errorf("%s: %w", id, err)
	}
	if want := kg.ArticleID(&r.article); want != id {
		return fmt.Errorf("%s: its words and dates belong to %s: the dump was changed or is cut off", id, want)
	}
	c := &checker{s: s, known: map[string]bool{}, entities: map[string]bool{}}
	for i := range r.statements {
		stmt := &r.statements[i]
		if want := kg.NewID(stmt); want != stmt.ID {
			return fmt.Errorf("%s: what is left of it would be %s: the dump was changed or is cut off", stmt.ID, want)
		}
		c.statement(&r.article, stmt)
	}
	if len(c.report.Faults) > 0 {
		return fmt.Errorf("%s: %s", id, c.report.Faults[0])
	}
	return s.replace(ctx, &r.article, true, func(at place) ([]quad.Quad, error) { return r.quads(at, r.judged) })
}

// unwritten is the inverse of what writing N-Quads does to a value.
func unwritten(v quad.Value) quad.Value {
	switch v := v.(type) {
	case quad.IRI:
		return relative(string(v))
	case quad.TypedString:
		text := string(v.Value)
		switch absolute(v.Type) {
		case xsdInteger:
			if n, err := strconv.ParseInt(text, 10, 64); err == nil {
				return quad.Int(n)
			}
		case xsdDouble:
			if f, err := strconv.ParseFloat(text, 64); err == nil {
				return quad.Float(f)
			}
		case xsdBoolean:
			if b, err := strconv.ParseBool(text); err == nil {
				return quad.Bool(b)
			}
		case xsdTime:
			if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
				return quad.Time(t.UTC())
			}
		case xsd + "string":
			return v.Value
		}
	}
	return v
}
