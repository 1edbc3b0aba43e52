package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"kg/internal/ingest"
	"kg/internal/kg"
	"kg/internal/nlp/english"
)

// sourceFlags are the flags of the commands that read articles.
type sourceFlags struct {
	date, publisher, title, url string
	filesFrom                   string
	parser                      string
	jobs                        int
	maxText                     int
	allowPrivate                bool
}

// add gives cmd the flags. The accurate parser is the default: what is read
// wrong stays wrong in the graph, and time is cheaper (docs/models.md has the
// figures).
func (f *sourceFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.date, "date", "", "when it was published, where the source does not say: 2024-03-01")
	flags.StringVar(&f.publisher, "publisher", "", "who published it, where the source does not say")
	flags.StringVar(&f.title, "title", "", "its headline, where the source does not say")
	flags.StringVar(&f.url, "url", "", "its address, where the source does not say")
	flags.StringVar(&f.filesFrom, "files-from", "", "read the names of further sources from a `file`, one a line; - is standard input")
	flags.StringVar(&f.parser, "parser", english.Accurate, "how to read sentences: fast or accurate")
	flags.IntVar(&f.jobs, "jobs", runtime.GOMAXPROCS(0), "how many articles to read at once")
	flags.IntVar(&f.maxText, "max-text", ingest.DefaultMaxText>>10, "how long one article may be, in `KB`; what is longer is reported, not read")
	flags.BoolVar(&f.allowPrivate, "allow-private", false, "also fetch from loopback and private addresses")
}

// options returns what the flags say of articles.
func (f *sourceFlags) options(stdin io.Reader) (ingest.Options, error) {
	opts := ingest.Options{
		Stdin:    stdin,
		MaxText:  f.maxText << 10,
		Defaults: kg.Article{URL: f.url, Title: f.title, Publisher: f.publisher},
		Fetcher:  ingest.NewFetcher(ingest.FetchOptions{AllowPrivate: f.allowPrivate, UserAgent: "kg/" + version}),
	}
	if f.jobs < 1 {
		return opts, usageError{fmt.Errorf("--jobs %d: it is at least 1", f.jobs)}
	}
	if f.maxText < 1 {
		return opts, usageError{fmt.Errorf("--max-text %d: it is at least 1", f.maxText)}
	}
	if f.date != "" {
		t, err := parseDay(f.date)
		if err != nil {
			return opts, usageError{fmt.Errorf("--date %q: write it as 2024-03-01 or 2024-03-01T12:00:00Z", f.date)}
		}
		opts.Defaults.Published = t
	}
	return opts, nil
}

// parseDay reads a day, or a time of RFC 3339.
func parseDay(s string) (time.Time, error) {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t, nil
	}
	return time.Parse(time.RFC3339, s)
}

// sources returns the sources that the arguments and --files-from name.
func (f *sourceFlags) sources(args []string, stdin io.Reader) ([]string, error) {
	if f.filesFrom == "" {
		if len(args) == 0 {
			return nil, usageError{fmt.Errorf("name at least one source: a file, a folder, an address, or - for standard input")}
		}
		return args, nil
	}
	in := stdin
	if f.filesFrom != "-" {
		file, err := os.Open(f.filesFrom)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		in = file
	}
	sources := append([]string(nil), args...)
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		if line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff")); line != "" {
			sources = append(sources, line)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read %s: %w", f.filesFrom, err)
	}
	return sources, nil
}

// A found is an item of a source, or the error beside it.
type found struct {
	ingest.Item
	err error
}

// articles reads sources.
func articles(ctx context.Context, sources []string, opts ingest.Options) iter.Seq[found] {
	return func(yield func(found) bool) {
		for item, err := range ingest.Articles(ctx, sources, opts) {
			if !yield(found{item, err}) {
				return
			}
		}
	}
}

// inOrder calls work on every value of in, n at once, and yields the results in
// the order of in. At most 2n values are under way, so that memory is bounded
// however many there are.
func inOrder[A, B any](n int, in iter.Seq[A], work func(A) B) iter.Seq[B] {
	return func(yield func(B) bool) {
		type job struct {
			value A
			done  chan B
		}
		todo, line := make(chan job), make(chan chan B, n)
		stop := make(chan struct{})
		var workers sync.WaitGroup
		for range n {
			workers.Go(func() {
				for j := range todo {
					j.done <- work(j.value)
				}
			})
		}
		workers.Go(func() {
			defer close(line)
			defer close(todo)
			for value := range in {
				j := job{value, make(chan B, 1)}
				select {
				case line <- j.done:
				case <-stop:
					return
				}
				select {
				case todo <- j:
				case <-stop:
					return
				}
			}
		})
		defer workers.Wait()
		defer close(stop)
		for done := range line {
			if !yield(<-done) {
				return
			}
		}
	}
}
