package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"kg/internal/graph"
	"kg/internal/kg"
)

// A readingRecord is an article with all that it says, as one line of JSON: what
// one machine extracts and another loads.
type readingRecord struct {
	Version    string         `json:"version"` // of the extractors
	Article    kg.Article     `json:"article"`
	Entities   []kg.Entity    `json:"entities"`
	Statements []kg.Statement `json:"statements"`
}

// printReadings writes what load reads.
func printReadings(parser string) func(io.Writer, *reading) error {
	return func(w io.Writer, r *reading) error {
		return printLine(w, readingRecord{extractorVersion(parser), *r.article, r.entities, r.statements})
	}
}

// extractorVersion names the extractors and the parser they stand on: what
// another version made may differ.
func extractorVersion(parser string) string { return version + " " + parser }

// newLoad makes the command that puts what extract found into the graph.
func newLoad() *cobra.Command {
	var db *string
	var show showFlags
	cmd := &cobra.Command{
		Use:   "load [FILE...]",
		Short: "Add to the graph what extract has found elsewhere",
		Long: `load reads what kg extract --format readings prints, from files or standard
input, and adds it to the graph: many machines extract, one or many load. Lines
that are in the graph already change nothing.`,
		Example: `  kg extract --format readings news/ | kg load
  kg load part-1.jsonl part-2.jsonl --db postgres://host/news`,
		RunE: func(cmd *cobra.Command, files []string) error {
			if len(files) == 0 {
				files = []string{"-"}
			}
			t, closeReport, err := show.tally(cmd.ErrOrStderr(), files)
			if err != nil {
				return err
			}
			l := loader{cmd: cmd, db: *db, tally: t}
			err = l.files(files)
			err = firstError(err, l.close(), closeReport())
			if summary := t.summary(); !show.quiet {
				fmt.Fprintln(cmd.ErrOrStderr(), summary)
			}
			if n := t.failures(); err == nil && n > 0 {
				err = fmt.Errorf("%s could not be loaded", count(n, "article"))
			}
			return err
		},
	}
	db = dbFlag(cmd)
	show.add(cmd)
	return cmd
}

// A loader puts readings into a graph. The graph is opened for the version of
// the extractors that the first line names.
type loader struct {
	cmd   *cobra.Command
	db    string
	tally *tally

	store   *graph.Store
	version string
}

func (l *loader) close() error {
	if l.store == nil {
		return nil
	}
	return l.store.Close()
}

func (l *loader) files(names []string) error {
	for _, name := range names {
		in := l.cmd.InOrStdin()
		if name != "-" {
			f, err := os.Open(name)
			if err != nil {
				return err
			}
			defer f.Close()
			in = f
		}
		if err := l.lines(name, bufio.NewReaderSize(in, 1<<20)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// lines loads every line of in. One that is broken does not stop the others.
func (l *loader) lines(name string, in *bufio.Reader) error {
	for n := 1; ; n++ {
		if err := l.cmd.Context().Err(); err != nil {
			return err
		}
		line, err := in.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if len(bytes.TrimSpace(line)) > 0 {
			if err := l.line(fmt.Sprintf("%s:%d", name, n), line); err != nil {
				return err
			}
		}
		if err != nil {
			return nil
		}
	}
}

// line loads one article. The error is one that concerns all of them.
func (l *loader) line(path string, line []byte) error {
	e := entry{Path: path}
	var r readingRecord
	err := json.Unmarshal(line, &r)
	if err == nil && !strings.HasPrefix(r.Article.ID, "article/") {
		err = errors.New("no article: it takes what kg extract --format readings prints")
	}
	if err == nil && r.Article.ID != kg.ArticleID(&r.Article) {
		err = fmt.Errorf("the article is not the one that was read: its ID should be %s", kg.ArticleID(&r.Article))
	}
	if err == nil && l.store == nil {
		if l.store, err = openJudged(l.db, graph.Options{Version: r.Version}); err != nil {
			return err
		}
		l.version = r.Version
	}
	if err == nil && r.Version != l.version {
		err = fmt.Errorf("read by %q, the lines before by %q: load them apart", r.Version, l.version)
	}
	if err != nil {
		e.Outcome, e.Reason = failure, fmt.Sprintf("%s: %v", path, err)
		return l.tally.add(e)
	}
	e.Article = r.Article.ID
	known, err := l.store.Has(l.cmd.Context(), r.Article.ID)
	switch {
	case err != nil:
		return err
	case known:
		e.Outcome = unchanged
	default:
		e.Outcome, e.Statements = added, len(r.Statements)
		if err := l.store.Add(l.cmd.Context(), &r.Article, r.Entities, r.Statements); err != nil {
			e.Outcome, e.Statements, e.Reason = failure, 0, err.Error()
		}
	}
	return l.tally.add(e)
}
