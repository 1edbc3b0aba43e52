package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"kg/internal/graph"
)

// newExport makes the command that writes the graph in other formats.
func newExport() *cobra.Command {
	var format, article, entity, out string
	names, about := graph.Formats()
	var list strings.Builder
	for i, name := range names {
		fmt.Fprintf(&list, "  %-14s%s\n", name, about[i])
	}
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the graph, or a part of it, in another format",
		Long: `export writes the whole graph, what one article says, or all that is said of one
entity, to standard output or to a file. The same graph gives the same bytes, so
two exports can be compared. The formats:

` + list.String() + `
With --format csv and a folder as --out, all three tables are written there.`,
		Example: `  kg export > graph.nq
  kg export --format jsonl | jq .predicate.lemma
  kg export --format dot --entity "Mara Lindqvist" | dot -Tsvg > mara.svg
  kg export --format svg --entity "Mara Lindqvist" --out mara.svg
  kg export --format csv --out tables/`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			store, err := openExisting(cmd.Flag("db").Value.String())
			if err != nil {
				return err
			}
			defer store.Close()
			var filter graph.Filter
			if article != "" {
				if filter.Article, err = findArticle(ctx, store, article); err != nil {
					return err
				}
			}
			if entity != "" {
				if filter.Node, err = findNode(ctx, store, entity); err != nil {
					return err
				}
			}
			return exportTo(ctx, store, cmd.OutOrStdout(), out, format, filter)
		},
	}
	dbFlag(cmd)
	cmd.Flags().StringVar(&format, "format", "nquads", "one of "+strings.Join(names, ", "))
	cmd.Flags().StringVar(&article, "article", "", "only this article: its ID, name, address or headline")
	cmd.Flags().StringVar(&entity, "entity", "", "only statements with this entity or phrase: its ID or name")
	cmd.Flags().StringVarP(&out, "out", "o", "", "file to write instead of standard output")
	cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// exportTo writes to out; to stdout if out is empty or "-".
func exportTo(ctx context.Context, store *graph.Store, stdout io.Writer, out, format string, filter graph.Filter) error {
	if out == "" || out == "-" {
		return store.Export(ctx, stdout, format, filter)
	}
	info, err := os.Stat(out)
	folder := err == nil && info.IsDir() || strings.HasSuffix(out, "/")
	if !folder {
		return exportFile(ctx, store, out, format, filter)
	}
	if format != "csv" {
		return usageError{fmt.Errorf("--out %s is a folder: only csv writes several files", out)}
	}
	if err := os.MkdirAll(out, 0o777); err != nil {
		return err
	}
	for table, name := range map[string]string{"csv": "statements", "csv-entities": "entities", "csv-evidence": "evidence"} {
		if err := exportFile(ctx, store, filepath.Join(out, name+".csv"), table, filter); err != nil {
			return err
		}
	}
	return nil
}

// exportFile writes a file whole or not at all.
func exportFile(ctx context.Context, store *graph.Store, path, format string, filter graph.Filter) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if err := store.Export(ctx, f, format, filter); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
