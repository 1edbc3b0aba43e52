package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kg/internal/graph"
	"kg/internal/kg"
)

// newDiff makes the command that compares two versions of an article.
func newDiff() *cobra.Command {
	var db *string
	var format string
	cmd := &cobra.Command{
		Use:   "diff ARTICLE [OLDER]",
		Short: "Show what a version of an article says otherwise than the one before",
		Long: `diff compares what two versions of an article say: an article that was read
again under the same address with other words, and the version before it, or any
two articles. An ARTICLE is an ID, a name, an address or a headline.

  -  a statement that is gone
  +  a statement that is new
  ~  the same subject and predicate, otherwise changed`,
		Example: `  kg diff https://example.org/news/harbour
  kg diff article/91c0aa35b7d2e4f1 article/5d3e8a77c4f0b612 --format jsonl`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if format != "text" && format != "jsonl" {
				return usageError{fmt.Errorf("--format %q: it is text or jsonl", format)}
			}
			store, err := openExisting(*db)
			if err != nil {
				return err
			}
			defer store.Close()
			changed, older, err := versions(cmd.Context(), store, args)
			if err != nil {
				return err
			}
			changes, err := store.Diff(cmd.Context(), older, changed)
			if err != nil {
				return err
			}
			if format == "jsonl" {
				return printChangeRecords(cmd.OutOrStdout(), changes)
			}
			return printChanges(cmd.OutOrStdout(), older, changed, changes)
		},
	}
	db = dbFlag(cmd)
	cmd.Flags().StringVar(&format, "format", "text", "text or jsonl")
	return cmd
}

// versions returns the IDs of the articles to compare: those that are named, or
// the latest under an address and the version before it.
func versions(ctx context.Context, store *graph.Store, args []string) (changed, older string, err error) {
	var line []string
	if line, err = store.Versions(ctx, args[0]); err != nil {
		return "", "", err
	}
	if len(line) > 0 {
		changed = line[len(line)-1]
	} else if changed, err = findArticle(ctx, store, args[0]); err != nil {
		return "", "", err
	}
	if len(args) == 2 {
		older, err = findArticle(ctx, store, args[1])
		return changed, older, err
	}
	a, err := store.Article(ctx, changed)
	if err != nil {
		return "", "", err
	}
	if line, err = store.Versions(ctx, a.URL); err != nil {
		return "", "", err
	}
	i := slices.Index(line, changed)
	if i < 1 {
		return "", "", errors.New("there is no older version of it: name the article to compare with")
	}
	return changed, line[i-1], nil
}

func printChanges(w io.Writer, older, changed string, changes []graph.Change) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s → %s\n", older, changed)
	for _, c := range changes {
		switch {
		case c.New == nil:
			fmt.Fprintf(&b, "- %s\n", oneLine(c.Old))
		case c.Old == nil:
			fmt.Fprintf(&b, "+ %s\n", oneLine(c.New))
		default:
			fmt.Fprintf(&b, "~ %s\n→ %s\n", oneLine(c.Old), oneLine(c.New))
		}
	}
	if len(changes) == 0 {
		fmt.Fprintln(&b, "both say the same")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// oneLine writes a statement as people read it, with its sentence.
func oneLine(s *kg.Statement) string {
	var b strings.Builder
	if !s.Speaker.IsZero() {
		fmt.Fprintf(&b, "%s: ", s.Speaker.Name)
	}
	fmt.Fprintf(&b, "%s –%s→ %s", s.Subject.Name, s.Predicate.Lemma, s.Object.Name)
	for _, a := range s.Arguments {
		fmt.Fprintf(&b, ", %s: %s", a.Role, a.Name)
	}
	if s.Polarity != kg.Positive {
		fmt.Fprintf(&b, " [%s]", s.Polarity)
	}
	if s.Modality != kg.Actual {
		fmt.Fprintf(&b, " [%s]", s.Modality)
	}
	return fmt.Sprintf("%s  (%s)", b.String(), strings.Join(strings.Fields(s.Evidence.Text), " "))
}

// A changeRecord is a change as one line of JSON.
type changeRecord struct {
	Change string     `json:"change"` // gone, new or changed
	Old    *kg.Record `json:"old,omitempty"`
	New    *kg.Record `json:"new,omitempty"`
}

func printChangeRecords(w io.Writer, changes []graph.Change) error {
	for _, c := range changes {
		r := changeRecord{Change: "changed"}
		if c.Old != nil {
			old := kg.NewRecord(c.Old, c.Old.Evidence.Article, nil)
			r.Old = &old
		} else {
			r.Change = "new"
		}
		if c.New != nil {
			now := kg.NewRecord(c.New, c.New.Evidence.Article, nil)
			r.New = &now
		} else {
			r.Change = "gone"
		}
		if err := printLine(w, r); err != nil {
			return err
		}
	}
	return nil
}
