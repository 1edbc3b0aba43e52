package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"runtime"

	"github.com/spf13/cobra"

	"kg/internal/extract"
	"kg/internal/ingest"
	"kg/internal/kg"
	"kg/internal/link"
	"kg/internal/nlp"
	"kg/internal/nlp/english"
)

// newExtract makes the command that prints what articles say.
func newExtract() *cobra.Command {
	var (
		parser, format     string
		explain, sentences bool
		jobs               int
		source             sourceFlags
	)
	cmd := &cobra.Command{
		Use:   "extract SOURCE...",
		Short: "Print what articles say, without a graph",
		Long: `extract reads articles as ingest does and prints what they say. No graph is
touched.

Formats:
  jsonl         statements, one JSON object a line (the default)
  attributions  who says or thinks what, one JSON object a line
  mentions      the names, phrases and pronouns of each thing, one JSON object a line
  carb          the words of each sentence as tuples, parted by tabs:
                sentence, confidence, predicate, arguments; needs --sentences

With --sentences, sources are files of one sentence a line, its words parted by
spaces; they are not cut any further. With --explain, each sentence is printed
with its tree and with what every extractor found in it.`,
		Example: `  kg extract article.txt
  kg extract --explain article.txt | less
  echo "Ann Lee, a doctor, left Norwick on Monday." | kg extract --date 2024-03-01 -
  kg extract --format carb --sentences sentences.txt`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, sources []string) error {
			x := extraction{explain: explain, jobs: jobs, out: bufio.NewWriter(cmd.OutOrStdout()), log: cmd.ErrOrStderr()}
			opts := english.Options{Parser: parser}
			switch format {
			case "jsonl":
				x.print = printStatements
			case "attributions":
				x.print = printAttributions
			case "mentions":
				x.print = printMentions
			case "carb":
				if !sentences {
					return usageError{fmt.Errorf("--format carb needs --sentences")}
				}
				opts.Want = nlp.Parsed
				x.print = printTuples
			default:
				return usageError{fmt.Errorf("--format %q: it is jsonl, attributions, mentions or carb", format)}
			}
			if explain {
				x.print = printExplanation
			}
			if sentences {
				opts.Given = nlp.Segmented
			}
			var err error
			if x.pipeline, err = newPipeline(opts); err != nil {
				return err
			}
			read, err := source.options(cmd)
			if err != nil {
				return err
			}
			if sentences {
				err = x.sentences(cmd.Context(), sources, cmd.InOrStdin())
			} else {
				err = x.articles(cmd.Context(), sources, read)
			}
			if flushed := x.out.Flush(); err == nil {
				err = flushed
			}
			return err
		},
	}
	cmd.Flags().StringVar(&parser, "parser", english.Fast, "fast or accurate")
	cmd.Flags().StringVar(&format, "format", "jsonl", "jsonl, attributions, mentions or carb")
	cmd.Flags().BoolVar(&explain, "explain", false, "print each sentence, its tree and who found what in it")
	cmd.Flags().BoolVar(&sentences, "sentences", false, "sources are sentences, one a line, cut into words by spaces")
	cmd.Flags().IntVar(&jobs, "jobs", runtime.NumCPU(), "how many articles to read at a time")
	source.add(cmd)
	return cmd
}

// An extraction reads articles and prints what they say.
type extraction struct {
	pipeline *nlp.Pipeline
	print    func(w io.Writer, r *reading) error
	explain  bool
	jobs     int
	out      *bufio.Writer
	log      io.Writer
}

// A reading is an article with what was found in it.
type reading struct {
	article    *kg.Article
	doc        *nlp.Doc
	entities   []kg.Entity
	statements []kg.Statement
}

// entity returns the entity with an ID.
func (r *reading) entity(id string) (kg.Entity, bool) {
	for _, e := range r.entities {
		if e.ID == id {
			return e, true
		}
	}
	return kg.Entity{}, false
}

// read returns what article says. doc is its text, with words and sentences if
// they are given.
func (x *extraction) read(ctx context.Context, article *kg.Article, doc *nlp.Doc) (*reading, error) {
	if err := x.pipeline.Annotate(ctx, doc); err != nil {
		return nil, err
	}
	r := &reading{article: article, doc: doc}
	if doc.Has(nlp.Resolved) {
		r.entities = link.Entities(doc, article)
		r.statements = extract.Statements(doc, r.entities, article)
	}
	return r, nil
}

// articles prints what the articles of sources say, in their order. One that
// cannot be read does not stop the others.
func (x *extraction) articles(ctx context.Context, sources []string, opts ingest.Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type result struct {
		r   *reading
		err error
	}
	queue := make(chan chan result, max(x.jobs, 1))
	bad := 0
	var stopped error
	go func() {
		defer close(queue)
		for item, err := range ingest.Articles(ctx, sources, opts) {
			done := make(chan result, 1)
			switch {
			case ctx.Err() != nil:
				return
			case err != nil:
				done <- result{err: err}
			case item.Skipped != "":
				done <- result{err: fmt.Errorf("%s: left out: %s", item.Path, item.Skipped)}
			default:
				go func(article kg.Article) {
					doc := &nlp.Doc{Text: article.Text, Date: article.Published}
					r, err := x.read(ctx, &article, doc)
					done <- result{r, err}
				}(item.Article)
			}
			select {
			case queue <- done:
			case <-ctx.Done():
				return
			}
		}
	}()
	for done := range queue {
		result := <-done
		switch {
		case ctx.Err() != nil:
			stopped = ctx.Err()
		case result.err != nil:
			bad++
			fmt.Fprintf(x.log, "kg: %v\n", result.err)
			continue
		default:
			stopped = x.print(x.out, result.r)
		}
		if stopped != nil {
			return stopped
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if bad > 0 {
		return fmt.Errorf("%d of the sources could not be read", bad)
	}
	return nil
}

// sentences prints what the sentences of files say, each line a sentence.
func (x *extraction) sentences(ctx context.Context, files []string, stdin io.Reader) error {
	for _, name := range files {
		in := stdin
		if name != "-" {
			f, err := os.Open(name)
			if err != nil {
				return err
			}
			defer f.Close()
			in = f
		}
		text, err := io.ReadAll(in)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		doc := docOfLines(string(text))
		article := &kg.Article{Source: name, Text: doc.Text}
		article.ID = kg.ArticleID(article)
		r, err := x.read(ctx, article, doc)
		if err != nil {
			return err
		}
		if err := x.print(x.out, r); err != nil {
			return err
		}
	}
	return nil
}

// docOfLines returns a doc of which every line that has words is a sentence and
// every run of other characters than spaces a word.
func docOfLines(text string) *nlp.Doc {
	doc := &nlp.Doc{Text: text}
	start, word := 0, -1
	cut := func(i int) {
		if word >= 0 {
			doc.Tokens = append(doc.Tokens, nlp.Token{Text: text[word:i], Start: word, Head: nlp.Root})
			word = -1
		}
	}
	end := func() {
		if len(doc.Tokens) > start {
			doc.Sentences = append(doc.Sentences, nlp.Span{Start: start, End: len(doc.Tokens)})
			start = len(doc.Tokens)
		}
	}
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\n', '\r':
			cut(i)
			end()
		case ' ', '\t':
			cut(i)
		default:
			if word < 0 {
				word = i
			}
		}
	}
	cut(len(text))
	end()
	doc.Add(nlp.Segmented)
	return doc
}
