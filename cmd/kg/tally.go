package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// An outcome is what became of one article that was read.
type outcome string

// The outcomes.
const (
	added     outcome = "new"
	unchanged outcome = "unchanged"
	updated   outcome = "updated" // a new version of one that was there
	skipped   outcome = "skipped"
	failure   outcome = "failed"
)

// An entry is one line of a report.
type entry struct {
	Path       string  `json:"path"`
	Outcome    outcome `json:"outcome"`
	Article    string  `json:"article,omitempty"`
	Replaces   string  `json:"replaces,omitempty"` // the version before
	Statements int     `json:"statements,omitempty"`
	Reason     string  `json:"reason,omitempty"` // why it was skipped or failed
	Millis     int64   `json:"ms,omitempty"`     // reading and extracting
}

// A tally counts what becomes of articles, shows how far the work is and writes
// the report. It is safe for concurrent use.
type tally struct {
	mu         sync.Mutex
	counts     map[outcome]int
	reasons    map[string]int
	statements int
	start      time.Time

	bar    *progressbar.ProgressBar // nil where nobody looks
	log    *slog.Logger
	report io.Writer // nil for none
	quiet  bool
}

// A tallyOptions says how a tally shows itself.
type tallyOptions struct {
	Terminal bool      // stderr is looked at by a person
	JSON     bool      // log as JSON
	Quiet    bool      // only what went wrong
	Total    int       // how many articles there are to read; -1 if unknown
	Report   io.Writer // where the report goes; nil for none
}

func newTally(stderr io.Writer, opts tallyOptions) *tally {
	t := &tally{counts: map[outcome]int{}, reasons: map[string]int{}, start: time.Now(), report: opts.Report, quiet: opts.Quiet}
	if opts.Terminal && !opts.Quiet && !opts.JSON {
		t.bar = progressbar.NewOptions(opts.Total,
			progressbar.OptionSetWriter(stderr), progressbar.OptionShowCount(), progressbar.OptionShowIts(),
			progressbar.OptionSetItsString("articles"), progressbar.OptionSetWidth(24), progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(opts.Total > 0), progressbar.OptionUseANSICodes(true))
		t.log = slog.New(slog.NewTextHandler(barWriter{t, stderr}, nil))
		return t
	}
	var handler slog.Handler = slog.NewTextHandler(stderr, nil)
	if opts.JSON {
		handler = slog.NewJSONHandler(stderr, nil)
	}
	t.log = slog.New(handler)
	return t
}

// A barWriter clears the bar before a line of the log.
type barWriter struct {
	t   *tally
	out io.Writer
}

func (w barWriter) Write(p []byte) (int, error) {
	if err := w.t.bar.Clear(); err != nil {
		return 0, err
	}
	return w.out.Write(p)
}

// add counts e, shows it and writes it to the report. The error is that of the
// report.
func (t *tally) add(e entry) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts[e.Outcome]++
	t.statements += e.Statements
	switch e.Outcome {
	case failure:
		t.log.Error(e.Reason, "path", e.Path)
	case skipped:
		t.reasons[e.Reason]++
		if !t.quiet && t.bar == nil {
			t.log.Info("skipped: "+e.Reason, "path", e.Path)
		}
	default:
		if !t.quiet && t.bar == nil {
			t.log.Info(string(e.Outcome), "path", e.Path, "article", e.Article, "statements", e.Statements, "ms", e.Millis)
		}
	}
	if t.bar != nil {
		t.bar.Describe(shorten(e.Path, 32) + fmt.Sprintf(" · %d statements", t.statements))
		if err := t.bar.Add(1); err != nil {
			return err
		}
	}
	if t.report == nil {
		return nil
	}
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	_, err = t.report.Write(append(line, '\n'))
	return err
}

// shorten returns path with its middle left out, so that it has at most n runes.
func shorten(path string, n int) string {
	runes := []rune(path)
	if len(runes) <= n {
		return path
	}
	return string(runes[:n/3]) + "…" + string(runes[len(runes)-(n-n/3-1):])
}

// summary says what became of all articles, in one or a few lines.
func (t *tally) summary() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.bar != nil {
		_ = t.bar.Finish() // the bar is only looked at
	}
	read := 0
	for _, n := range t.counts {
		read += n
	}
	took := time.Since(t.start)
	var b strings.Builder
	fmt.Fprintf(&b, "%s read: %d new, %d unchanged, %d updated, %d skipped, %d failed; %s in %s", count(read, "article"),
		t.counts[added], t.counts[unchanged], t.counts[updated], t.counts[skipped], t.counts[failure], count(t.statements, "statement"), took.Round(10*time.Millisecond))
	if took > time.Second && read > 1 {
		fmt.Fprintf(&b, " (%.1f articles/s)", float64(read)/took.Seconds())
	}
	for _, reason := range slices.Sorted(maps.Keys(t.reasons)) {
		fmt.Fprintf(&b, "\n  skipped %d: %s", t.reasons[reason], reason)
	}
	return b.String()
}

// failures returns how many articles failed.
func (t *tally) failures() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.counts[failure]
}

// count writes a number with its noun: 1 article, 2 articles.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// isTerminal reports whether w is a terminal that a person looks at.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
}

// total returns how many articles there are in sources, as far as that is seen
// without reading them: files, and the lines of JSON Lines. It is -1 where it
// is not seen.
func total(sources []string) int {
	n := 0
	for _, source := range sources {
		err := filepath.WalkDir(source, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			more, err := articlesIn(path)
			n += more
			return err
		})
		if err != nil {
			return -1
		}
	}
	return n
}

// articlesIn returns how many articles a file seems to hold.
func articlesIn(path string) (int, error) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".jsonl", ".ndjson":
	case ".gz", ".zip", ".warc", ".xml", ".rss", ".atom", ".opml", ".json":
		return 0, errUncounted
	default:
		return 1, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	n, buf := 0, make([]byte, 1<<20)
	for {
		k, err := f.Read(buf)
		n += bytes.Count(buf[:k], []byte("\n"))
		if err != nil {
			return n, nil
		}
	}
}

var errUncounted = errors.New("how many articles it holds is not seen from outside")
