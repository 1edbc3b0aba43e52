package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kg/internal/graph"
	"kg/internal/kg"
)

// newShow makes the command that shows one thing with its evidence.
func newShow() *cobra.Command {
	var s shower
	var db *string
	cmd := &cobra.Command{
		Use:   "show THING",
		Short: "Show an entity, a phrase, a statement or an article with its evidence",
		Long: `show prints an entity or a phrase with everything that is said of it, an article
with everything that it says, or a statement with all that is known of it. Each
statement comes with the sentence and the article that it was read in.

A THING is an ID, the name or an alias of an entity, the words of a phrase, or the
file name, address or headline of an article.`,
		Example: `  kg show Blinken
  kg show stmt/7f3a91c0f2aa04b7
  kg show harbour --text
  kg show "gaza strip" --format jsonl`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if s.format != "text" && s.format != "jsonl" {
				return usageError{fmt.Errorf("--format %s: want text or jsonl", s.format)}
			}
			store, err := openExisting(*db)
			if err != nil {
				return err
			}
			defer store.Close()
			s.store, s.w = store, cmd.OutOrStdout()
			return s.show(cmd.Context(), strings.Join(args, " "))
		},
	}
	db = dbFlag(cmd)
	cmd.Flags().StringVar(&s.format, "format", "text", "text, or jsonl: its statements, one object a line")
	cmd.Flags().BoolVar(&s.text, "text", false, "print the text of an article as well")
	cmd.Flags().IntVar(&s.limit, "limit", 100, "at most so many statements; 0 for all")
	return cmd
}

// A shower prints one thing.
type shower struct {
	store  *graph.Store
	w      io.Writer
	format string
	text   bool
	limit  int
}

// show finds out what a user means by thing and prints it.
func (s *shower) show(ctx context.Context, thing string) error {
	for _, id := range []string{thing, "stmt/" + thing} {
		stmt, err := s.store.Statement(ctx, id)
		if err == nil {
			return s.statement(ctx, stmt)
		} else if !errors.Is(err, graph.ErrNotFound) {
			return err
		}
	}
	id, err := findArticle(ctx, s.store, thing)
	if err == nil {
		return s.article(ctx, id)
	} else if !errors.Is(err, graph.ErrNotFound) {
		return err
	}
	if id, err = findNode(ctx, s.store, thing); err != nil {
		return err
	}
	return s.node(ctx, id)
}

func (s *shower) article(ctx context.Context, id string) error {
	a, err := s.store.Article(ctx, id)
	if err != nil {
		return err
	}
	if s.format == "text" {
		fmt.Fprintln(s.w, flat(cmp.Or(a.Title, a.Source, a.ID)))
		s.fact("id", a.ID)
		s.fact("name", a.Source)
		s.fact("publisher", a.Publisher)
		s.fact("published", day(a.Published))
		s.fact("url", a.URL)
		s.fact("language", a.Language)
		if s.text {
			fmt.Fprintf(s.w, "\n%s\n", strings.TrimSpace(a.Text))
		}
		fmt.Fprintln(s.w)
	}
	return s.statements(ctx, graph.Filter{Article: id})
}

func (s *shower) node(ctx context.Context, id string) error {
	if s.format == "text" {
		label, err := s.store.Label(ctx, id)
		if err != nil {
			return err
		}
		fmt.Fprintln(s.w, flat(label))
		if e, err := s.store.Entity(ctx, id); err == nil {
			id = e.ID
			s.fact("id", e.ID)
			s.fact("type", e.Type)
			s.fact("also", strings.Join(e.Aliases, "; "))
		} else {
			s.fact("id", id)
		}
		fmt.Fprintln(s.w)
	}
	return s.statements(ctx, graph.Filter{Node: id})
}

// fact prints one line of what is known, if it is.
func (s *shower) fact(name, value string) {
	if value != "" {
		fmt.Fprintf(s.w, "  %-11s %s\n", name, flat(value))
	}
}

// statements prints the statements that filter chooses, with their evidence.
func (s *shower) statements(ctx context.Context, filter graph.Filter) error {
	n := 0
	for stmt, err := range s.store.Statements(ctx, filter) {
		if err != nil {
			return err
		}
		if n++; s.limit > 0 && n > s.limit {
			all, err := s.store.CountStatements(ctx, filter)
			if err == nil && s.format == "text" {
				fmt.Fprintf(s.w, "… and %s more; --limit 0 shows all\n", count(all-s.limit, "statement"))
			}
			return err
		}
		if s.format == "jsonl" {
			if err := s.record(ctx, &stmt); err != nil {
				return err
			}
			continue
		}
		source, err := s.store.Label(ctx, stmt.Evidence.Article)
		if err != nil {
			return err
		}
		fmt.Fprintf(s.w, "%s\n    %s\n    %s  %s\n", flat(summary(&stmt)), flat(stmt.Evidence.Text), flat(source), stmt.ID)
	}
	return nil
}

func (s *shower) record(ctx context.Context, stmt *kg.Statement) error {
	return printLine(s.w, kg.NewRecord(stmt, stmt.Evidence.Article, func(id string) (kg.Entity, bool) {
		e, err := s.store.Entity(ctx, id)
		if err != nil {
			return kg.Entity{}, false
		}
		return *e, true
	}))
}

// statement prints everything that is known of one statement.
func (s *shower) statement(ctx context.Context, stmt *kg.Statement) error {
	if s.format == "jsonl" {
		return s.record(ctx, stmt)
	}
	a, err := s.store.Article(ctx, stmt.Evidence.Article)
	if err != nil {
		return err
	}
	fmt.Fprintln(s.w, flat(summary(stmt)))
	s.fact("id", stmt.ID)
	s.term("subject", &stmt.Subject)
	p := &stmt.Predicate
	s.fact("predicate", fmt.Sprintf("%s  %q", strings.Join(append([]string{p.Lemma}, p.Broader...), " < "), p.Text))
	s.term("object", &stmt.Object)
	for i := range stmt.Arguments {
		s.term(cmp.Or(stmt.Arguments[i].Role, "argument"), &stmt.Arguments[i].Term)
	}
	s.term("speaker", &stmt.Speaker)
	for i := range stmt.Via {
		s.term("via", &stmt.Via[i])
	}
	s.fact("polarity", stmt.Polarity.String())
	s.fact("modality", stmt.Modality.String())
	if stmt.Inferred {
		s.fact("inferred", "yes")
	}
	s.fact("confidence", fmt.Sprintf("%.2f", stmt.Confidence))
	s.fact("extractor", stmt.Extractor)
	s.fact("sentence", stmt.Evidence.Text)
	s.fact("article", strings.Join(nonEmpty(cmp.Or(a.Title, a.Source), a.Publisher, day(a.Published), a.URL), ", "))
	s.fact("", fmt.Sprintf("%s, bytes %d to %d", a.ID, stmt.Evidence.Start, stmt.Evidence.End))
	return nil
}

func (s *shower) term(role string, t *kg.Term) {
	if !t.IsZero() {
		s.fact(role, strings.Join(nonEmpty(cmp.Or(t.Name, t.Text), t.Value, t.Node(), t.Type), "  ")+fmt.Sprintf("  %q", t.Text))
	}
}

// summary returns a statement in one line:
// "Ilse Marrow | oppose | toll  (negative; says Venn; inferred)".
func summary(stmt *kg.Statement) string {
	name := func(t *kg.Term) string { return cmp.Or(t.Name, t.Text) }
	var b strings.Builder
	fmt.Fprintf(&b, "%s | %s", cmp.Or(name(&stmt.Subject), "–"), stmt.Predicate.Lemma)
	if object := name(&stmt.Object); object != "" {
		b.WriteString(" | " + object)
	}
	for i := range stmt.Arguments {
		arg := &stmt.Arguments[i]
		fmt.Fprintf(&b, " | %s: %s", arg.Role, cmp.Or(arg.Value, name(&arg.Term)))
	}
	var notes []string
	if stmt.Polarity != kg.Positive {
		notes = append(notes, stmt.Polarity.String())
	}
	if stmt.Modality != kg.Actual {
		notes = append(notes, stmt.Modality.String())
	}
	if speaker := name(&stmt.Speaker); speaker != "" {
		notes = append(notes, "says "+speaker)
	}
	for i := range stmt.Via {
		notes = append(notes, "says "+name(&stmt.Via[i]))
	}
	if stmt.Inferred {
		notes = append(notes, "inferred")
	}
	if len(notes) > 0 {
		b.WriteString("  (" + strings.Join(notes, "; ") + ")")
	}
	return b.String()
}

// day returns a date as people write it; "" for none.
func day(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case t.Equal(t.Truncate(24 * time.Hour)):
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339)
}

func nonEmpty(texts ...string) []string {
	var kept []string
	for _, t := range texts {
		if t != "" {
			kept = append(kept, t)
		}
	}
	return kept
}
