package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

// maxFaults is how many faults kg check prints.
const maxFaults = 100

// newCheck makes the command that proves that the graph is sound.
func newCheck() *cobra.Command {
	var quiet, deep bool
	var db *string
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Prove that the graph is sound",
		Long: `check reads the whole graph and proves that it is sound: every article is there
with all its quads and no other; every statement has its article, a sentence that
stands there word for word, and an extractor; every edge has a statement that
asserts it, and every such statement its edge; every entity has a name. It prints
what breaks this, and then ends with status 1. With --deep it verifies the files
first: their checksums, chains and counts.`,
		Example: `  kg check
  kg check --deep
  kg check --db news.db && echo sound`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			store, err := openExisting(*db)
			if err != nil {
				return err
			}
			defer store.Close()
			if deep {
				damaged, err := store.Verify(cmd.Context())
				if err != nil {
					return err
				}
				if damaged > 0 {
					fmt.Fprintf(cmd.ErrOrStderr(), "kg: %d bytes at the end of the log are damaged and left out\n", damaged)
				}
			}
			report, err := store.Check(cmd.Context())
			if err != nil {
				return err
			}
			for i, fault := range report.Faults {
				if i == maxFaults {
					fmt.Fprintf(cmd.OutOrStdout(), "… and %d more\n", len(report.Faults)+report.More-i)
					break
				}
				fmt.Fprintln(cmd.OutOrStdout(), flat(fault.String()))
			}
			if !quiet {
				fmt.Fprintf(cmd.ErrOrStderr(), "%s, %s, %s, %s, %s\n", count(report.Articles, "article"), plural(report.Entities, "entity", "entities"),
					count(report.Statements, "statement"), count(report.Edges, "edge"), count(report.Quads, "quad"))
			}
			if n := len(report.Faults) + report.More; n > 0 {
				return errors.New("the graph is not sound: " + count(n, "fault"))
			}
			return nil
		},
	}
	db = dbFlag(cmd)
	cmd.Flags().BoolVar(&deep, "deep", false, "verify the files of the graph as well")
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "print faults only")
	return cmd
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
