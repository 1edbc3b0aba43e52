package graph

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/internal/kg"
)

// A Fault is something in the graph that must not be so.
type Fault struct {
	Where   string // the article, statement or other node
	Problem string
}

func (f Fault) String() string { return f.Where + ": " + f.Problem }

// A Report says what Check has seen.
type Report struct {
	Articles, Entities, Statements, Edges, Quads int

	Faults []Fault // the first keptFaults, sorted
	More   int     // how many faults were only counted
}

// keptFaults is how many faults a Report holds: a graph of something else has
// one for every quad.
const keptFaults = 10_000

// Check proves that the graph is sound:
//
//   - every article, read back and laid down again, makes exactly the quads that
//     it has: nothing is half there, and every edge has a statement that
//     asserts it;
//   - every quad belongs to an article, or to a user's judgement;
//   - every statement has its article, a sentence that stands there word for
//     word, and an extractor; its terms stand in the article as well;
//   - every entity has a name.
func (s *Store) Check(ctx context.Context) (*Report, error) {
	s, done := s.frozen()
	defer done()
	c := &checker{s: s, known: map[string]bool{string(kgJudgements): true}, entities: map[string]bool{}}
	ids, err := s.subjects(ctx, rdfType, schemaArticle)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if err := c.article(ctx, id); err != nil {
			return nil, err
		}
	}
	if err := c.labels(ctx); err != nil {
		return nil, err
	}
	c.report.Articles, c.report.Entities = len(ids), len(c.entities)
	slices.SortFunc(c.report.Faults, func(a, b Fault) int {
		return cmp.Or(strings.Compare(a.Where, b.Where), strings.Compare(a.Problem, b.Problem))
	})
	return &c.report, nil
}

// Verify proves that the files of the graph are sound: checksums, chains and
// counts. damaged is how many bytes at the end of the log were left out when it
// was opened, as after a crash; what they held had not been reported as done.
func (s *Store) Verify(ctx context.Context) (damaged int64, err error) {
	if s.files == nil {
		return 0, ctx.Err() // a database looks after itself
	}
	return s.files.Cut(), s.files.Verify(ctx)
}

type checker struct {
	s        *Store
	report   Report
	known    map[string]bool // labels that quads may carry
	entities map[string]bool
}

func (c *checker) fault(where, format string, args ...any) {
	if len(c.report.Faults) == keptFaults {
		c.report.More++
		return
	}
	c.report.Faults = append(c.report.Faults, Fault{where, fmt.Sprintf(format, args...)})
}

// article checks one article against what it says.
func (c *checker) article(ctx context.Context, id string) error {
	have, err := c.s.articleQuads(ctx, id)
	if err != nil {
		return err
	}
	c.known[id] = true
	r, err := newReading(id, have)
	if err != nil {
		c.fault(id, "%v", err)
		return nil
	}
	for i := range r.statements {
		c.known[r.statements[i].ID] = true
		c.statement(&r.article, &r.statements[i])
	}
	c.names(r, have)
	at, err := c.s.placeOf(ctx, id)
	if err != nil {
		return err
	}
	if err := c.place(ctx, &r.article, at); err != nil {
		return err
	}
	want, err := r.quads(at, r.judged)
	if err != nil {
		c.fault(id, "%v", err)
	}
	for _, d := range difference(have, want) {
		where := nodeOf(d.Quad)
		if d.Action > 0 {
			c.fault(where, "lacks %s", d.Quad.NQuad())
		} else {
			c.fault(where, "should not have %s", d.Quad.NQuad())
		}
	}
	c.report.Statements += len(r.statements)
	for q := range have {
		if q.Label != quad.Value(quad.IRI(id)) {
			c.report.Edges++
		}
	}
	return nil
}

// place checks that an article stands where it should among the others.
func (c *checker) place(ctx context.Context, a *kg.Article, at place) error {
	copies, err := c.s.findCopies(ctx, a)
	if err != nil {
		return err
	}
	if !slices.Equal(copies, at.copies) {
		c.fault(a.ID, "names %v as its copies, which are %v", at.copies, copies)
	}
	all, err := c.s.subjects(ctx, schemaURL, quad.String(a.URL))
	if err != nil {
		return err
	}
	line, err := c.s.Versions(ctx, a.URL)
	if err != nil {
		return err
	}
	if len(line) != len(all) {
		c.fault(a.ID, "is one of %d versions of %s, of which %d are in order", len(all), a.URL, len(line))
	}
	return nil
}

// nodeOf returns what a faulty quad is about: for an edge its statement, else
// its subject.
func nodeOf(q quad.Quad) string {
	if label := native(q.Label); kindOf(label) == KindStatement {
		return label
	}
	return whole(quad.IRI(native(q.Subject)))
}

// statement checks that a statement can be traced.
func (c *checker) statement(a *kg.Article, s *kg.Statement) {
	if s.Evidence.Article != a.ID {
		c.fault(s.ID, "comes from %q, but stands in %s", s.Evidence.Article, a.ID)
	}
	if s.Extractor == "" {
		c.fault(s.ID, "names no extractor")
	}
	if s.Evidence.Text == "" {
		c.fault(s.ID, "has no sentence")
	}
	if s.Confidence < 0 || s.Confidence > 1 {
		c.fault(s.ID, "has confidence %v", s.Confidence)
	}
	stands := func(what, text string, o kg.Offsets) {
		if o.Start < 0 || o.End < o.Start || o.End > len(a.Text) || a.Text[o.Start:o.End] != text {
			c.fault(s.ID, "%s %q does not stand at %d-%d of the article", what, text, o.Start, o.End)
		}
	}
	stands("sentence", s.Evidence.Text, s.Evidence.Offsets)
	for _, t := range allTerms(s) {
		if !t.IsZero() && t.Text != "" && len(t.Spans) == 0 {
			stands("term", t.Text, t.Offsets)
		}
	}
}

// allTerms returns all terms of a statement.
func allTerms(s *kg.Statement) []*kg.Term {
	all := []*kg.Term{&s.Subject, &s.Object, &s.Speaker}
	for i := range s.Arguments {
		all = append(all, &s.Arguments[i].Term)
	}
	for i := range s.Via {
		all = append(all, &s.Via[i])
	}
	return all
}

// names checks that every entity that an article's statements speak of has a
// name there.
func (c *checker) names(r *reading, have map[quad.Quad]bool) {
	named := map[string]bool{}
	for _, e := range r.entities {
		c.entities[e.ID] = true
		named[e.ID] = e.Name != ""
	}
	for i := range r.statements {
		for _, t := range allTerms(&r.statements[i]) {
			if t.Entity != "" && !named[t.Entity] {
				c.fault(r.statements[i].ID, "speaks of %s, which has no name in %s", t.Entity, r.article.ID)
			}
		}
	}
}

// labels checks that every quad belongs to something.
func (c *checker) labels(ctx context.Context) error {
	for q, err := range c.s.Quads(ctx) {
		if err != nil {
			return err
		}
		c.report.Quads++
		if label := native(q.Label); !c.known[label] {
			c.fault(cmp.Or(label, "no label"), "is no article or statement, but has %s", q.NQuad())
		}
	}
	return nil
}
