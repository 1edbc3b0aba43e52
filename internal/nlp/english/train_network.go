package english

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	"kg/internal/nlp"
	"kg/internal/nlp/learn"
	"kg/internal/nlp/parse"
	"kg/internal/nlp/segment"
)

const (
	goldEpochs    = 16
	silverByFile  = 350000 // words of each file of raw text, so that textbooks do not drown the news
	silverLongest = 60     // words of a sentence to learn from
)

// network trains the accurate parser and writes it. It returns its trees over
// raw text.
func (t *training) network(ctx context.Context, gold []*nlp.Doc, clusters *learn.Clusters, vectors *learn.Vectors) ([]*nlp.Doc, error) {
	data := parse.NetworkData{Gold: gold, Clusters: clusters, Vectors: vectors}
	opts := parse.NetworkOptions{Epochs: goldEpochs, Seed: t.Seed, Log: t.logf, Epoch: func(epoch int, n *parse.Network) {
		if err := t.scores(fmt.Sprintf("network after epoch %d", epoch), n.Parse); err != nil {
			t.logf("%v", err)
		}
	}}
	n, err := parse.TrainNetwork(ctx, data, opts)
	if err != nil {
		return nil, err
	}
	var file bytes.Buffer
	if err := n.Write(&file); err != nil {
		return nil, err
	}
	name := filepath.Join(t.Out, "accurate.model")
	t.logf("%s has %d bytes", name, file.Len())
	if err := os.WriteFile(name, file.Bytes(), 0o644); err != nil {
		return nil, err
	}
	return t.silver(ctx, n)
}

// silver parses part of the raw text, for the fast parser to learn from. Every
// paragraph is a Doc.
func (t *training) silver(ctx context.Context, n *parse.Network) ([]*nlp.Doc, error) {
	var docs []*nlp.Doc
	taken := map[string]int{}
	err := t.paragraphs(ctx, func(file, paragraph string) {
		if taken[file] >= silverByFile {
			return
		}
		doc := &nlp.Doc{Text: paragraph}
		segment.Segment(doc)
		doc.Sentences = fit(doc.Sentences)
		taken[file] += len(doc.Tokens)
		if len(doc.Sentences) > 0 {
			docs = append(docs, doc)
		}
	})
	if err != nil {
		return nil, err
	}
	var wg sync.WaitGroup
	var next atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(docs) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				n.Parse(docs[i])
				docs[i].Add(nlp.Segmented | nlp.Tagged | nlp.Parsed)
			}
		})
	}
	wg.Wait()
	t.logf("%d sentences of raw text parsed", sentences(docs))
	return docs, ctx.Err()
}

// fit returns the sentences that are not too long to learn from.
func fit(sentences []nlp.Span) []nlp.Span {
	var short []nlp.Span
	for _, s := range sentences {
		if s.Len() <= silverLongest {
			short = append(short, s)
		}
	}
	return short
}
