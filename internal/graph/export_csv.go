package graph

import (
	"cmp"
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"kg/internal/kg"
)

// The tables of the CSV export. Their first columns lead from one to another.
var (
	entityColumns    = []string{"id", "name", "type", "aliases"}
	statementColumns = []string{"id", "subject_id", "subject", "predicate", "object_id", "object", "arguments",
		"speaker_id", "speaker", "polarity", "modality", "asserted", "inferred", "confidence", "extractor", "article"}
	evidenceColumns = []string{"statement", "article", "headline", "publisher", "published", "url",
		"sentence_index", "start", "end", "sentence"}
)

// writeTable writes rows under a line with the names of the columns.
func writeTable(w io.Writer, columns []string, rows [][]string) error {
	c := csv.NewWriter(w)
	c.Write(columns)
	c.WriteAll(rows) // flushes
	return c.Error()
}

func entityRow(e *kg.Entity) []string {
	return []string{e.ID, e.Name, e.Type, strings.Join(e.Aliases, "; ")}
}

func statementRow(s *kg.Statement, names func(id string) string) []string {
	name := func(t *kg.Term) string { return cmp.Or(names(t.Node()), t.Name, t.Text) }
	var args []string
	for i := range s.Arguments {
		a := &s.Arguments[i]
		args = append(args, a.Role+": "+cmp.Or(a.Value, a.Text))
	}
	return []string{s.ID, s.Subject.Node(), name(&s.Subject), s.Predicate.Lemma, s.Object.Node(), name(&s.Object),
		strings.Join(args, "; "), s.Speaker.Node(), name(&s.Speaker), s.Polarity.String(), s.Modality.String(),
		strconv.FormatBool(s.Asserted()), strconv.FormatBool(s.Inferred),
		strconv.FormatFloat(s.Confidence, 'g', -1, 64), s.Extractor, s.Evidence.Article}
}

func evidenceRow(s *kg.Statement, a *kg.Article) []string {
	published := ""
	if !a.Published.IsZero() {
		published = a.Published.UTC().Format("2006-01-02T15:04:05Z")
	}
	e := &s.Evidence
	return []string{s.ID, e.Article, a.Title, a.Publisher, published, a.URL,
		strconv.Itoa(e.Sentence), strconv.Itoa(e.Start), strconv.Itoa(e.End), e.Text}
}

// exportTable writes one table, of the statements that filter chooses: their
// rows, their evidence, or the entities in them.
func exportTable(table string) func(*Store, context.Context, io.Writer, Filter) error {
	return func(s *Store, ctx context.Context, w io.Writer, filter Filter) error {
		if table == "entities" {
			return s.exportEntities(ctx, w, filter)
		}
		statements, err := collect(s.Statements(ctx, filter))
		if err != nil {
			return err
		}
		if table == "statements" {
			names := s.nameCache(ctx)
			rows := make([][]string, len(statements))
			for i := range statements {
				rows[i] = statementRow(&statements[i], names)
			}
			return writeTable(w, statementColumns, rows)
		}
		article := &kg.Article{}
		rows := make([][]string, len(statements))
		for i := range statements {
			if id := statements[i].Evidence.Article; id != article.ID {
				if article, err = s.Article(ctx, id); err != nil {
					return err
				}
			}
			rows[i] = evidenceRow(&statements[i], article)
		}
		return writeTable(w, evidenceColumns, rows)
	}
}

func (s *Store) exportEntities(ctx context.Context, w io.Writer, filter Filter) error {
	wanted := map[string]bool{}
	if filter != (Filter{}) {
		for stmt, err := range s.Statements(ctx, filter) {
			if err != nil {
				return err
			}
			for _, t := range terms(&stmt) {
				wanted[t.Entity] = true
			}
		}
	}
	var rows [][]string
	for e, err := range s.Entities(ctx) {
		if err != nil {
			return err
		}
		if filter == (Filter{}) || wanted[e.ID] {
			rows = append(rows, entityRow(&e))
		}
	}
	return writeTable(w, entityColumns, rows)
}

// terms returns everything that s speaks of.
func terms(s *kg.Statement) []*kg.Term {
	all := []*kg.Term{&s.Subject, &s.Object, &s.Speaker}
	for i := range s.Arguments {
		all = append(all, &s.Arguments[i].Term)
	}
	for i := range s.Via {
		all = append(all, &s.Via[i])
	}
	return all
}
