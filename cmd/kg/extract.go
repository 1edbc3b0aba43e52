package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"kg/internal/ingest"
	"kg/internal/kg"
	"kg/internal/nlp"
	"kg/internal/nlp/english"
)

// newExtract makes the command that prints what articles say.
func newExtract() *cobra.Command {
	var (
		format             string
		explain, sentences bool
		flags              sourceFlags
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
  readings      articles with all that they say, for kg load
  carb          the words of each sentence as tuples, parted by tabs:
                sentence, confidence, predicate, arguments; needs --sentences

With --sentences, sources are files of one sentence a line, its words parted by
spaces; they are not cut any further. With --explain, each sentence is printed
with its tree and with what every extractor found in it.`,
		Example: `  kg extract article.txt
  kg extract --explain article.txt | less
  echo "Ann Lee, a doctor, left Norwick on Monday." | kg extract --date 2024-03-01 -
  kg extract --format carb --sentences sentences.txt`,
		RunE: func(cmd *cobra.Command, args []string) error {
			sources, err := flags.sources(args, cmd.InOrStdin())
			if err != nil {
				return err
			}
			x := extraction{explain: explain, jobs: flags.jobs, out: bufio.NewWriter(cmd.OutOrStdout()), log: cmd.ErrOrStderr()}
			opts := english.Options{Parser: flags.parser}
			switch format {
			case "jsonl":
				x.print = printStatements
			case "attributions":
				x.print = printAttributions
			case "mentions":
				x.print = printMentions
			case "readings":
				x.print = printReadings(flags.parser)
			case "carb":
				if !sentences {
					return usageError{fmt.Errorf("--format carb needs --sentences")}
				}
				opts.Want = nlp.Parsed
				x.print = printTuples
			default:
				return usageError{fmt.Errorf("--format %q: it is jsonl, attributions, mentions, readings or carb", format)}
			}
			if explain {
				x.print = printExplanation
			}
			if sentences {
				opts.Given = nlp.Segmented
			}
			if x.pipeline, err = newPipeline(opts); err != nil {
				return err
			}
			read, err := flags.options(cmd.InOrStdin())
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
	cmd.Flags().StringVar(&format, "format", "jsonl", "jsonl, attributions, mentions, readings or carb")
	cmd.Flags().BoolVar(&explain, "explain", false, "print each sentence, its tree and who found what in it")
	cmd.Flags().BoolVar(&sentences, "sentences", false, "sources are sentences, one a line, cut into words by spaces")
	flags.add(cmd)
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

// articles prints what the articles of sources say, in their order. One that
// cannot be read does not stop the others.
func (x *extraction) articles(ctx context.Context, sources []string, opts ingest.Options) error {
	bad := 0
	for r := range inOrder(x.jobs, articles(ctx, sources, opts), func(f found) result { return x.read(ctx, f) }) {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case r.err != nil:
			bad++
			fmt.Fprintf(x.log, "kg: %v\n", r.err)
		default:
			if err := x.print(x.out, r.reading); err != nil {
				return err
			}
		}
	}
	if bad > 0 {
		return fmt.Errorf("%s could not be read", count(bad, "article"))
	}
	return ctx.Err()
}

// A result is a reading, or why there is none.
type result struct {
	*reading
	err error
}

func (x *extraction) read(ctx context.Context, f found) result {
	switch {
	case f.err != nil:
		return result{err: f.err}
	case f.Skipped != "":
		return result{err: fmt.Errorf("%s: left out: %s", f.Path, f.Skipped)}
	}
	r, err := readArticle(ctx, x.pipeline, &f.Article, &nlp.Doc{Text: f.Article.Text, Date: f.Article.Published})
	if err != nil {
		err = fmt.Errorf("%s: %w", f.Path, err)
	}
	return result{r, err}
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
		r, err := readArticle(ctx, x.pipeline, article, doc)
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
