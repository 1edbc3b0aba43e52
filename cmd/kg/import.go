package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"kg/internal/graph"
)

// newImport makes the command that reads what export wrote.
func newImport() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "import FILE...",
		Short: "Add the articles of a dump that export wrote",
		Long: `import reads what kg export --format nquads or pquads wrote and adds its articles
to the graph, each whole or not at all. What is there already changes nothing. A
dump that was changed by hand or cut off is refused at the first article that
does not hold together. - is standard input.`,
		Example: `  kg export --format pquads > backup.pq
  kg import backup.pq --db other.db
  kg export | ssh elsewhere kg import -`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, files []string) error {
			if format != "" && format != "nquads" && format != "pquads" {
				return usageError{fmt.Errorf("--format %q: it is nquads or pquads", format)}
			}
			store, err := graph.Open(cmd.Flag("db").Value.String(), graph.Options{})
			if err != nil {
				return err
			}
			defer store.Close()
			all := 0
			for _, file := range files {
				n, err := importFile(cmd, store, file, format)
				all += n
				if err != nil {
					return fmt.Errorf("%s: %w", file, err)
				}
			}
			fmt.Fprintln(cmd.ErrOrStderr(), "added", count(all, "article"))
			return nil
		},
	}
	dbFlag(cmd)
	cmd.Flags().StringVar(&format, "format", "", "nquads or pquads; by the ending of the file if not given (.pq, .pquads)")
	return cmd
}

func importFile(cmd *cobra.Command, store *graph.Store, file, format string) (int, error) {
	in := cmd.InOrStdin()
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return 0, err
		}
		defer f.Close()
		in = f
	}
	if format == "" {
		format = "nquads"
		if ending := filepath.Ext(file); strings.HasPrefix(ending, ".pq") {
			format = "pquads"
		}
	}
	return store.Import(cmd.Context(), in, format)
}
