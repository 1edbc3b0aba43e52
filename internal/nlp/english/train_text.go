package english

import (
	"bufio"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"kg/internal/nlp"
	"kg/internal/nlp/learn"
	"kg/internal/nlp/segment"
)

// What is learnt from raw text, and how much of it is kept in a model.
const (
	coarseClasses   = 48
	fineClasses     = 400
	clusterPasses   = 6
	leastClustered  = 4
	wordsClustered  = 36000
	vectorSize      = 96
	vectorEpochs    = 5
	leastVectorized = 5
	wordsVectorized = 28000
)

// longestLine is the longest paragraph of raw text, in bytes.
const longestLine = 1 << 24

// paragraphs calls f with every line of the files NAME.txt.gz in the folder of
// raw text, in the order of their names.
func (t *training) paragraphs(ctx context.Context, f func(file string, paragraph string)) error {
	files, err := filepath.Glob(filepath.Join(t.Text, "*.txt.gz"))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("no raw text: %s has no *.txt.gz", t.Text)
	}
	for _, name := range files {
		if err := eachLine(ctx, name, func(line string) { f(name, line) }); err != nil {
			return fmt.Errorf("raw text %s: %w", name, err)
		}
	}
	return nil
}

func eachLine(ctx context.Context, name string, f func(line string)) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(unpacked)
	lines.Buffer(nil, longestLine)
	for lines.Scan() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if line := lines.Text(); line != "" {
			f(line)
		}
	}
	return lines.Err()
}

// corpus reads the raw text.
func (t *training) corpus(ctx context.Context) (*learn.Corpus, error) {
	corpus := new(learn.Corpus)
	err := t.paragraphs(ctx, func(_, paragraph string) {
		doc := &nlp.Doc{Text: paragraph}
		segment.Segment(doc)
		for _, s := range doc.Sentences {
			words := make([]string, 0, s.Len())
			for _, tok := range doc.Tokens[s.Start:s.End] {
				// A copy, for the key is mostly a part of the paragraph, which
				// is not to be kept for it.
				words = append(words, strings.Clone(learn.Key(tok.Text)))
			}
			corpus.Add(words)
		}
	})
	return corpus, err
}

// text learns clusters and vectors from the raw text, side by side.
func (t *training) text(ctx context.Context) (*learn.Clusters, *learn.Vectors, error) {
	corpus, err := t.corpus(ctx)
	if err != nil {
		return nil, nil, err
	}
	t.logf("%d words of raw text", corpus.Len())
	var clusters *learn.Clusters
	var clusterErr error
	var wg sync.WaitGroup
	wg.Go(func() {
		clusters, clusterErr = learn.TrainClusters(ctx, corpus, coarseClasses, fineClasses, leastClustered, clusterPasses, t.logf)
	})
	vectors, err := learn.TrainVectors(ctx, corpus, learn.VectorOptions{Dim: vectorSize, MinCount: leastVectorized, Epochs: vectorEpochs, Seed: t.Seed}, t.logf)
	wg.Wait()
	if err == nil {
		err = clusterErr
	}
	if err != nil {
		return nil, nil, err
	}
	clusters.Truncate(wordsClustered)
	vectors.Truncate(wordsVectorized)
	return clusters, vectors, nil
}
