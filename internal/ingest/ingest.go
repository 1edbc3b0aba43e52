// Package ingest reads news articles from where reporters have them: files and
// folders, pages, feeds, archives, addresses.
//
// Names of sources go in, a kg.Article for each article comes out, and an error
// for each one that could not be read; one bad article never stops the others.
// Start with Articles; a format has a file of its own and is listed in
// formats.
package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"kg/internal/kg"
)

// An Item is what one step of reading gives.
type Item struct {
	Article kg.Article
	Path    string // where it was found: FILE, FILE:LINE, ARCHIVE!MEMBER or an address
	Skipped string // why it is left out though nothing is wrong with it: "not English (de)"; mostly empty
}

// Options for Articles. The zero value reads files and refuses addresses.
type Options struct {
	Defaults kg.Article // what is taken where the source does not say: URL, Title, Publisher, Published
	Stdin    io.Reader  // what "-" reads
	Fetcher  *Fetcher   // reads addresses; nil refuses them
	Memory   *Memory    // what was fetched before and need not be fetched again; nil remembers nothing
	MaxBytes int64      // how large one file, page, line or member of an archive may be; 0 is DefaultMaxBytes
	MaxText  int        // how long the text of one article may be, in bytes; 0 is DefaultMaxText
	Own      []string   // files and folders that are passed over: where the caller writes
}

// DefaultMaxBytes is how large one file, page, line or member of an archive may
// be.
const DefaultMaxBytes = 32 << 20

// DefaultMaxText is how long the text of one article may be: 20,000 words. What
// is longer is a book or no text at all, and would hold up those behind it.
const DefaultMaxText = 128 << 10

// Articles reads all sources in their order: files, folders (in the order of
// names), patterns of files, addresses, and "-" for standard input. An error
// concerns the item beside it alone, whose Path is set; reading goes on. It
// ends early only with ctx.
func Articles(ctx context.Context, sources []string, opts Options) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		if opts.MaxBytes <= 0 {
			opts.MaxBytes = DefaultMaxBytes
		}
		if opts.MaxText <= 0 {
			opts.MaxText = DefaultMaxText
		}
		r := &reader{ctx: ctx, opts: opts, yield: yield, seen: map[string]bool{}}
		for _, source := range sources {
			if err := r.source(source); err != nil {
				return
			}
		}
	}
}

// A reader reads sources and hands on what it finds.
type reader struct {
	ctx   context.Context
	opts  Options
	yield func(Item, error) bool

	seen   map[string]bool // addresses that were read, so that none is read twice
	handed int             // how many items there were
	failed int             // how many of them could not be read
	depth  int             // how many addresses led to the one that is being read
}

// maxDepth is how far a chain of addresses is followed: a list of feeds, a
// feed, a page; an index of sitemaps, a sitemap, a page.
const maxDepth = 4

// errStop says that the caller wants no more, or that the context has ended.
// It is the only error that ends reading.
var errStop = errors.New("stop")

// give hands on an article after it is made whole.
func (r *reader) give(path string, a kg.Article) error {
	item := Item{Article: r.complete(path, a), Path: path}
	if strings.TrimSpace(item.Article.Text) == "" {
		return r.fail(path, errNoText)
	}
	if n := len(item.Article.Text); n > r.opts.MaxText {
		return r.fail(path, fmt.Errorf("a text of %d KB is too long for an article: at most %d KB are read (--max-text)", n>>10, r.opts.MaxText>>10))
	}
	item.Skipped = foreign(&item.Article)
	return r.hand(item, nil)
}

// fail hands on that what stands at path could not be read.
func (r *reader) fail(path string, err error) error {
	if errors.Is(err, errStop) {
		return err
	}
	r.failed++
	return r.hand(Item{Path: path}, fmt.Errorf("%s: %w", path, err))
}

// skip hands on that what stands at path is left out.
func (r *reader) skip(path, why string) error { return r.hand(Item{Path: path, Skipped: why}, nil) }

func (r *reader) hand(item Item, err error) error {
	if ctxErr := r.ctx.Err(); ctxErr != nil {
		r.yield(Item{Path: item.Path}, ctxErr)
		return errStop
	}
	r.handed++
	if !r.yield(item, err) {
		return errStop
	}
	return nil
}

// complete fills in what the source did not say.
func (r *reader) complete(path string, a kg.Article) kg.Article {
	d := &r.opts.Defaults
	a.URL = firstOf(a.URL, d.URL)
	a.Title = firstOf(a.Title, d.Title)
	a.Publisher = firstOf(a.Publisher, d.Publisher)
	a.Language = firstOf(a.Language, d.Language)
	if a.Published.IsZero() {
		a.Published = d.Published
	}
	a.Source = firstOf(a.Source, stem(path))
	a.ID = kg.ArticleID(&a)
	return a
}

// stem returns the last part of path without its ending.
func stem(path string) string {
	if i := strings.LastIndexAny(path, "/!"+string(filepath.Separator)); i >= 0 && i+1 < len(path) {
		path = path[i+1:]
	}
	path = strings.TrimSuffix(path, ".gz")
	return strings.TrimSuffix(path, filepath.Ext(path))
}

// source reads one source as the user named it.
func (r *reader) source(name string) error {
	switch {
	case name == "-":
		return r.stdin()
	case isAddress(name):
		return r.address(name)
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return r.pattern(name, err)
	case err != nil:
		return r.fail(name, plain(err))
	case info.IsDir():
		return r.folder(name)
	}
	return r.file(name)
}

// plain takes the path and the system call off an error of package os, since
// the path is said by fail.
func plain(err error) error {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Err
	}
	return err
}

func (r *reader) stdin() error {
	if r.opts.Stdin == nil {
		return r.fail("-", errors.New("there is no standard input"))
	}
	return r.read("-", "", r.opts.Stdin)
}

// pattern reads the files that match name; missing says that there is no file
// of that very name.
func (r *reader) pattern(name string, missing error) error {
	files, err := filepath.Glob(name)
	if err != nil {
		return r.fail(name, err)
	}
	if len(files) == 0 {
		return r.fail(name, plain(missing))
	}
	for _, file := range files {
		if err := r.source(file); err != nil {
			return err
		}
	}
	return nil
}

// folder reads the files below dir whose ending is known. Names that begin with
// a dot are passed over.
func (r *reader) folder(dir string) error {
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return r.fail(path, plain(err))
		case r.own(path, d):
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		case path != dir && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		case d.IsDir():
			return r.ctx.Err()
		case d.Type()&fs.ModeType != 0 && d.Type()&fs.ModeSymlink == 0:
			return r.skip(path, "not a regular file")
		case !known(path):
			return r.skip(path, "unknown kind of file")
		}
		return r.file(path)
	})
	if err != nil && !errors.Is(err, errStop) {
		return r.fail(dir, err)
	}
	return err
}

// own reports whether path is one of those that are passed over.
func (r *reader) own(path string, d fs.DirEntry) bool {
	return slices.ContainsFunc(r.opts.Own, func(own string) bool {
		if filepath.Base(own) != d.Name() {
			return false
		}
		there, err := os.Stat(own)
		if err != nil {
			return false
		}
		here, err := os.Stat(path)
		return err == nil && os.SameFile(here, there)
	})
}

func (r *reader) file(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return r.fail(path, plain(err))
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && !info.Mode().IsRegular() && info.IsDir() {
		return r.folder(path)
	}
	return r.read(path, path, f)
}

// known reports whether the ending of path is one that formats or wrappers
// read.
func known(path string) bool {
	ext := strings.ToLower(filepath.Ext(path))
	if ext == ".gz" {
		return true
	}
	return slices.ContainsFunc(formats(), func(f format) bool { return slices.Contains(f.endings, ext) })
}
