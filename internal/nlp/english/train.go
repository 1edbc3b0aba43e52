package english

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"time"

	"kg/internal/nlp"
	"kg/internal/nlp/conllu"
	"kg/internal/nlp/learn"
	"kg/internal/nlp/parse"
	"kg/internal/nlp/tag"
)

// TrainOptions for Train.
type TrainOptions struct {
	Trees   string         // folder with NAME-train.conllu and NAME-dev.conllu
	Names   string         // folder with names in the texts of the treebanks; empty: no models of mentions and chains
	Text    string         // folder with raw text, NAME.txt.gz; empty: only the fast parser, less good
	Out     string         // folder where the models go
	Seed    uint64         // the same seed makes the same models
	Only    bool           // only the models of mentions and chains
	HoldOut *regexp.Regexp // documents of the training files to leave out; may be nil
	Log     io.Writer      // progress and scores
}

// The files of TrainOptions.Trees.
var (
	trainFiles = []string{"ewt-train.conllu", "gum-train.conllu"}
	devFiles   = []string{"ewt-dev.conllu", "gum-dev.conllu"}
)

// folds is how many parts the training data has when it is tagged: each by a
// tagger that was trained on the others, so that the parser learns from tags as
// good as those that it will see.
const folds = 4

// Train makes the models from treebanks and raw text and writes them to files.
// The fast parser learns from the accurate one, so that comes first.
func Train(ctx context.Context, opts TrainOptions) error {
	t := &training{TrainOptions: opts, start: time.Now()}
	if opts.Only {
		m, err := fast()
		if err != nil {
			return err
		}
		return t.entities(ctx, m.clusters)
	}
	ewt, gum, err := t.treebanks()
	if err != nil {
		return err
	}
	var named []*nlp.Doc
	if t.Names != "" {
		if named, err = t.markNames(ewt, gum); err != nil {
			return err
		}
	}
	gold := docsOf(ewt, gum)
	t.logf("%d documents, %d sentences, %d words to train on", len(gold), sentences(gold), words(gold))
	clusters, silver := &learn.Clusters{}, []*nlp.Doc(nil)
	if t.Text != "" {
		var vectors *learn.Vectors
		if clusters, vectors, err = t.text(ctx); err != nil {
			return err
		}
		if silver, err = t.network(ctx, append(named, gold...), clusters, vectors); err != nil {
			return err
		}
	}
	m, err := t.fast(ctx, gold, silver, clusters)
	if err != nil {
		return err
	}
	if err := t.scores("fast parser", func(doc *nlp.Doc) {
		m.tagger.Tag(doc)
		m.parser.Parse(doc)
	}); err != nil {
		return err
	}
	file, err := m.file()
	if err != nil {
		return err
	}
	name := filepath.Join(opts.Out, "fast.model")
	t.logf("%s has %d bytes", name, len(file))
	if err := os.WriteFile(name, file, 0o644); err != nil || t.Names == "" {
		return err
	}
	return t.entities(ctx, clusters)
}

// A training is one run of Train.
type training struct {
	TrainOptions
	start   time.Time
	logging sync.Mutex
}

func (t *training) logf(format string, args ...any) {
	elapsed := time.Since(t.start).Round(time.Second)
	t.logging.Lock()
	defer t.logging.Unlock()
	fmt.Fprintf(t.Log, "%6s  %s\n", elapsed, fmt.Sprintf(format, args...))
}

// docsOf returns the docs of parts of the treebanks.
func docsOf(parts ...[]*conllu.Document) []*nlp.Doc {
	var docs []*nlp.Doc
	for _, part := range parts {
		for _, d := range part {
			docs = append(docs, d.Doc)
		}
	}
	return docs
}

// fast trains tagger and parser of the fast parser on gold, and on silver, docs
// that a better parser annotated.
func (t *training) fast(ctx context.Context, gold, silver []*nlp.Doc, c *learn.Clusters) (*Model, error) {
	tagged, err := t.jackknife(ctx, gold, silver, c)
	if err != nil {
		return nil, err
	}
	t.logf("training words tagged, %.2f%% of XPOS right", xposRight(gold, tagged))
	m := &Model{clusters: c}
	if m.tagger, err = tag.Train(ctx, gold, tag.Options{Seed: t.Seed, Clusters: c, Silver: silver, Log: t.Log}); err != nil {
		return nil, err
	}
	t.logf("tagger done")
	if m.parser, err = parse.TrainGreedy(ctx, tagged[:len(gold)], parse.GreedyOptions{Seed: t.Seed, Clusters: c, Silver: tagged[len(gold):], Log: t.Log}); err != nil {
		return nil, err
	}
	t.logf("fast parser done")
	return m, nil
}

// jackknife returns the docs of gold, then those of silver, with their trees and
// with tags by taggers that have not seen them.
func (t *training) jackknife(ctx context.Context, gold, silver []*nlp.Doc, c *learn.Clusters) ([]*nlp.Doc, error) {
	tagged := make([]*nlp.Doc, len(gold)+len(silver))
	for i, doc := range gold {
		tagged[i] = clone(doc)
	}
	for i, doc := range silver {
		tagged[len(gold)+i] = clone(doc)
	}
	errs := make([]error, folds)
	var wg sync.WaitGroup
	turn := make(chan struct{}, 2) // taggers in training take much memory
	for fold := range folds {
		wg.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			var others []*nlp.Doc
			for i, doc := range gold {
				if i%folds != fold {
					others = append(others, doc)
				}
			}
			m, err := tag.Train(ctx, others, tag.Options{Seed: t.Seed, Clusters: c})
			if err != nil {
				errs[fold] = err
				return
			}
			for i := fold; i < len(tagged); i += folds {
				m.Tag(tagged[i])
			}
		})
	}
	wg.Wait()
	return tagged, errors.Join(errs...)
}

// clone returns a copy of doc with tokens of its own.
func clone(doc *nlp.Doc) *nlp.Doc {
	c := *doc
	c.Tokens = slices.Clone(doc.Tokens)
	return &c
}

func sentences(docs []*nlp.Doc) (n int) {
	for _, doc := range docs {
		n += len(doc.Sentences)
	}
	return n
}

func words(docs []*nlp.Doc) (n int) {
	for _, doc := range docs {
		n += len(doc.Tokens)
	}
	return n
}

func xposRight(gold, tagged []*nlp.Doc) float64 {
	right := 0
	for i := range gold {
		for j := range gold[i].Tokens {
			if gold[i].Tokens[j].XPOS == tagged[i].Tokens[j].XPOS {
				right++
			}
		}
	}
	return percent(right, words(gold))
}
