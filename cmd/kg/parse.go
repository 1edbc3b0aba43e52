package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"kg/internal/ingest"
	"kg/internal/nlp"
	"kg/internal/nlp/conllu"
	"kg/internal/nlp/english"
)

// newParse makes the command that prints the annotation.
func newParse() *cobra.Command {
	var parser, input string
	cmd := &cobra.Command{
		Use:   "parse SOURCE...",
		Short: "Print the sentences, words, tags and trees of texts as CoNLL-U",
		Long: `parse prints how the program reads a text: its sentences and words, and of each
word the part of speech, the features, the lemma, the word that it depends on and
the relation between them. The format is CoNLL-U; the last column has the byte
offsets of the word.

A SOURCE is a text file, a page, JSON Lines, a folder of these, or - for standard
input. With --input conllu, sources are CoNLL-U files: their words and sentences
are kept, all other columns are made anew.`,
		Example: `  kg parse article.txt
  echo "Ann Lee, a doctor, left Norwick on Monday." | kg parse -
  kg parse --input conllu --parser accurate gold.conllu`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, sources []string) error {
			opts := english.Options{Parser: parser, Want: nlp.Parsed}
			switch input {
			case "text":
			case "conllu":
				opts.Given = nlp.Segmented
			default:
				return usageError{fmt.Errorf("--input %q: it is text or conllu", input)}
			}
			p, err := newPipeline(opts)
			if err != nil {
				return err
			}
			print := parsePrinter{p, cmd.OutOrStdout()}
			if input == "conllu" {
				return print.gold(cmd.Context(), sources, cmd.InOrStdin())
			}
			return print.texts(cmd, sources)
		},
	}
	cmd.Flags().StringVar(&parser, "parser", english.Accurate, "fast or accurate")
	cmd.Flags().StringVar(&input, "input", "text", "text or conllu")
	return cmd
}

// newPipeline is english.New, with a wrong parser as the user's mistake.
func newPipeline(opts english.Options) (*nlp.Pipeline, error) {
	if opts.Parser != english.Fast && opts.Parser != english.Accurate {
		return nil, usageError{fmt.Errorf("--parser %q: it is %s or %s", opts.Parser, english.Fast, english.Accurate)}
	}
	return english.New(opts)
}

// A parsePrinter annotates docs and prints them.
type parsePrinter struct {
	pipeline *nlp.Pipeline
	out      io.Writer
}

func (p parsePrinter) doc(ctx context.Context, doc *nlp.Doc, id string) error {
	if err := p.pipeline.Annotate(ctx, doc); err != nil {
		return err
	}
	return conllu.Write(p.out, doc, id)
}

// texts prints articles. One that cannot be read does not stop the others.
func (p parsePrinter) texts(cmd *cobra.Command, sources []string) error {
	ctx := cmd.Context()
	bad := 0
	for item, err := range ingest.Articles(ctx, sources, ingest.Options{Stdin: cmd.InOrStdin()}) {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			bad++
			fmt.Fprintf(cmd.ErrOrStderr(), "kg: %v\n", err)
			continue
		case item.Article.Text == "":
			fmt.Fprintf(cmd.ErrOrStderr(), "kg: %s: left out: %s\n", item.Path, item.Skipped)
			continue
		}
		doc := &nlp.Doc{Text: item.Article.Text, Date: item.Article.Published}
		if err := p.doc(ctx, doc, item.Article.Source); err != nil {
			return err
		}
	}
	if bad > 0 {
		return fmt.Errorf("%d of the sources could not be read", bad)
	}
	return nil
}

// gold prints the docs of CoNLL-U files with our annotation.
func (p parsePrinter) gold(ctx context.Context, files []string, stdin io.Reader) error {
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
		documents, err := conllu.Read(in)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, d := range documents {
			if err := p.doc(ctx, d.Doc, d.ID); err != nil {
				return err
			}
		}
	}
	return nil
}
