package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"kg/internal/graph"
)

// newRm makes the command that takes articles out of the graph.
func newRm() *cobra.Command {
	var quiet bool
	var db *string
	cmd := &cobra.Command{
		Use:   "rm ARTICLE...",
		Short: "Take articles out of the graph, with everything that only they support",
		Long: `rm takes articles out of the graph with everything that only they support. What
other articles say as well stays. Afterwards the graph is what it would be had
they never been read.

An ARTICLE is an ID, the name of its file without the ending, its address or its
headline; kg ls lists them.`,
		Example: `  kg rm article/91c0f2aa04b7e6d3
  kg rm harbour https://news.example/toll.html`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			store, err := openWriting(*db)
			if err != nil {
				return err
			}
			failures := 0
			for _, name := range args {
				id, err := findArticle(ctx, store, name)
				n := 0
				if err == nil {
					n, err = store.CountStatements(ctx, graph.Filter{Article: id})
				}
				if err == nil {
					err = store.Remove(ctx, id)
				}
				switch {
				case ctx.Err() != nil:
					return errors.Join(ctx.Err(), store.Close())
				case err != nil:
					failures++
					fmt.Fprintf(cmd.ErrOrStderr(), "kg: %v\n", err)
				case !quiet:
					fmt.Fprintf(cmd.ErrOrStderr(), "took out %s with %s\n", id, count(n, "statement"))
				}
			}
			if err := store.Close(); err != nil {
				return err
			}
			if failures > 0 {
				return fmt.Errorf("%s could not be taken out", count(failures, "article"))
			}
			return nil
		},
	}
	db = dbFlag(cmd)
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "do not say what was taken out")
	return cmd
}
