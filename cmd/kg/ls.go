package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kg/internal/graph"
	"kg/queries"
)

// listings are what kg ls can list; the first is what it lists unasked.
var listings = []string{"articles", "entities", "predicates", "queries"}

// newLs makes the command that lists what is in the graph.
func newLs() *cobra.Command {
	var out tableFlags
	var db *string
	cmd := &cobra.Command{
		Use:   "ls [articles|entities|predicates|queries]",
		Short: "List what is in the graph",
		Long: `ls lists the articles of the graph with the number of their statements; or its
entities and its predicates, those first that most is said of; or the saved
queries.`,
		Example: `  kg ls
  kg ls entities --format csv > entities.csv
  kg ls predicates | head -20`,
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: listings,
		RunE: func(cmd *cobra.Command, args []string) error {
			what := listings[0]
			if len(args) > 0 {
				what = args[0]
			}
			if !slices.Contains(listings, what) {
				return usageError{fmt.Errorf("ls %s: want one of %s", what, strings.Join(listings, ", "))}
			}
			if err := out.check(); err != nil {
				return err
			}
			if what == "queries" {
				return out.write(cmd.OutOrStdout(), listQueries(queries.All()))
			}
			store, err := openExisting(*db)
			if err != nil {
				return err
			}
			defer store.Close()
			table, err := list(cmd.Context(), store, what)
			if err != nil {
				return err
			}
			return out.write(cmd.OutOrStdout(), table)
		},
	}
	db = dbFlag(cmd)
	out.add(cmd)
	return cmd
}

func list(ctx context.Context, store *graph.Store, what string) (*graph.Table, error) {
	switch what {
	case "entities":
		return store.ListEntities(ctx)
	case "predicates":
		return store.ListPredicates(ctx)
	}
	return store.ListArticles(ctx)
}
