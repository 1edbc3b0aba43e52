package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kg/internal/graph"
	"kg/internal/ingest"
	"kg/internal/kg"
	"kg/internal/nlp"
	"kg/internal/nlp/english"
)

// newIngest makes the command that reads articles into the graph.
func newIngest() *cobra.Command {
	var sources sourceFlags
	var show showFlags
	var dryRun, again bool
	var db *string
	cmd := &cobra.Command{
		Use:   "ingest SOURCE...",
		Short: "Read articles and add what they say to the graph",
		Long: `ingest reads articles, works out what they say, and adds it to the graph. An
article goes in whole or not at all, and one that is there already changes
nothing, so the same command may be run again after it was stopped.

A SOURCE is a text file, Markdown, a page (HTML), PDF, JSON Lines (one article an
object: id, url, title, publisher, date, language, text), a feed (RSS, Atom, JSON
Feed), a list of feeds (OPML), a sitemap, a web archive (WARC), any of these in
gzip or zip, a folder of them, an address, or - for standard input.`,
		Example: `  kg ingest article.txt --date 2024-03-01
  kg ingest news/ more-news.jsonl.gz
  kg ingest https://example.org/news/feed.xml
  find archive -name '*.html' | kg ingest --files-from - --report report.jsonl`,
		RunE: func(cmd *cobra.Command, args []string) error {
			names, err := sources.sources(args, cmd.InOrStdin())
			if err != nil {
				return err
			}
			in := ingestion{sources: &sources, show: &show, dryRun: dryRun, again: again, db: *db}
			return in.run(cmd, names)
		},
	}
	db = dbFlag(cmd)
	sources.add(cmd)
	show.add(cmd)
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "read and extract, but write nothing")
	cmd.Flags().BoolVar(&again, "again", false, "read articles anew that are in the graph already")
	return cmd
}

// An ingestion is one run of kg ingest.
type ingestion struct {
	sources       *sourceFlags
	show          *showFlags
	dryRun, again bool
	db            string

	memory   *ingest.Memory // nil remembers nothing
	store    *graph.Store
	known    *graph.Store // tells which articles are there: store, or in a dry run the graph as it is
	pipeline *nlp.Pipeline
}

// An incoming is what was read of one source, on its way into the graph.
type incoming struct {
	*reading
	entry entry
	known bool // it is in the graph already
	err   error
}

// run reads every source and says what became of it.
func (in *ingestion) run(cmd *cobra.Command, sources []string) (err error) {
	// Articles come and go by the thousand: collecting twice as often costs
	// nothing that can be measured and saves a quarter of the memory.
	defer debug.SetGCPercent(debug.SetGCPercent(50))
	ctx := cmd.Context()
	opts, err := in.sources.options(cmd.InOrStdin())
	if err != nil {
		return err
	}
	opts.Memory = in.memory
	opts.Own = []string{in.db, ledgerPath(in.db), in.show.report}
	if in.pipeline, err = newPipeline(english.Options{Parser: in.sources.parser}); err != nil {
		return err
	}
	path := in.db
	if in.dryRun {
		path = "" // in memory: nothing is written
	}
	if in.store, err = openJudged(path, graph.Options{Version: extractorVersion(in.sources.parser)}); err != nil {
		return err
	}
	defer func() { err = firstError(err, in.store.Close()) }()
	in.known = in.store
	if _, missing := os.Stat(in.db); in.dryRun && (missing == nil || strings.Contains(in.db, "://")) {
		if in.known, err = graph.Open(in.db, graph.Options{ReadOnly: true, Version: extractorVersion(in.sources.parser)}); err != nil {
			return err
		}
		defer func() { err = firstError(err, in.known.Close()) }()
	}

	t, closeReport, err := in.show.tally(cmd.ErrOrStderr(), sources)
	if err != nil {
		return err
	}
	defer func() { err = firstError(err, closeReport()) }()

	for r := range inOrder(in.sources.jobs, articles(ctx, sources, opts), func(f found) incoming { return in.read(ctx, f) }) {
		if ctx.Err() != nil {
			break
		}
		if err := t.add(in.write(ctx, &r)); err != nil {
			return fmt.Errorf("write the report: %w", err)
		}
	}
	summary := t.summary()
	if len(t.counts) == 0 && ctx.Err() == nil {
		summary = "no article was found in " + strings.Join(sources, ", ")
	}
	if !in.show.quiet {
		fmt.Fprintln(cmd.ErrOrStderr(), summary)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if n := t.failures(); n > 0 {
		return fmt.Errorf("%s could not be read", count(n, "article"))
	}
	return nil
}

// read works out what an article says, unless the graph has it.
func (in *ingestion) read(ctx context.Context, f found) incoming {
	r := incoming{entry: entry{Path: f.Path, Article: f.Article.ID, Outcome: skipped, Reason: f.Skipped}, err: f.err}
	if r.err != nil || f.Skipped != "" {
		return r
	}
	if !in.again {
		if r.known, r.err = in.known.Has(ctx, f.Article.ID); r.known || r.err != nil {
			return r
		}
	}
	start := time.Now()
	r.reading, r.err = readArticle(ctx, in.pipeline, &f.Article, &nlp.Doc{Text: f.Article.Text, Date: f.Article.Published})
	r.entry.Millis = time.Since(start).Milliseconds()
	return r
}

// write puts what was read into the graph and says what became of it.
func (in *ingestion) write(ctx context.Context, r *incoming) entry {
	e := r.entry
	switch {
	case r.err != nil:
	case e.Reason != "":
		return e
	case r.known:
		e.Outcome = unchanged
		return e
	default:
		e.Outcome, e.Statements = added, len(r.statements)
		r.err = in.store.Add(ctx, r.article, r.entities, r.statements)
		if e.Replaces = in.older(ctx, r.article); e.Replaces != "" {
			e.Outcome = updated
		}
	}
	if r.err != nil {
		e.Outcome, e.Statements, e.Reason = failure, 0, reason(r.err, e.Path)
	}
	return e
}

// maxReason is how many runes of an error are told: some repeat what they met.
const maxReason = 150

// reason says why what stands at path failed, without saying path again.
func reason(err error, path string) string {
	return shorten(strings.TrimPrefix(err.Error(), path+": "), maxReason)
}

// older returns the version of an article before it; empty if there is none.
func (in *ingestion) older(ctx context.Context, a *kg.Article) string {
	line, err := in.store.Versions(ctx, a.URL)
	if i := slices.Index(line, a.ID); err == nil && i > 0 {
		return line[i-1]
	}
	return ""
}

// showFlags say how a command that reads many articles shows what it does.
type showFlags struct {
	quiet, json bool
	report      string
}

func (f *showFlags) add(cmd *cobra.Command) {
	cmd.Flags().BoolVarP(&f.quiet, "quiet", "q", false, "say only what goes wrong")
	cmd.Flags().BoolVar(&f.json, "json-log", false, "log as JSON")
	cmd.Flags().StringVar(&f.report, "report", "", "write what became of each article to a `file`, as JSON Lines")
}

// tally returns a tally for sources, and a function that closes its report.
func (f *showFlags) tally(stderr io.Writer, sources []string) (*tally, func() error, error) {
	opts := tallyOptions{Terminal: isTerminal(stderr), JSON: f.json, Quiet: f.quiet, Total: -1}
	if opts.Terminal {
		opts.Total = total(sources)
	}
	if f.report == "" {
		return newTally(stderr, opts), func() error { return nil }, nil
	}
	file, err := os.Create(f.report)
	if err != nil {
		return nil, nil, err
	}
	opts.Report = file
	return newTally(stderr, opts), file.Close, nil
}

// firstError returns the first of errs that is one.
func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
