package main

import (
	"fmt"
	"regexp"

	"github.com/spf13/cobra"

	"kg/internal/nlp/english"
)

// newTrain makes the command that makes the models. It is for developers and
// hidden from the help of users.
func newTrain() *cobra.Command {
	var opts english.TrainOptions
	var holdOut string
	cmd := &cobra.Command{
		Use:    "train",
		Short:  "Make the models from treebanks and raw text",
		Hidden: true,
		Example: `  kg train --trees ../shared/data/ud --text ../shared/data/raw --names ../shared/data/ner
  kg train --trees ../shared/data/ud --hold-out '^GUM_news_(afghan|crane)$' --out /tmp`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if holdOut != "" {
				re, err := regexp.Compile(holdOut)
				if err != nil {
					return usageError{fmt.Errorf("--hold-out: %w", err)}
				}
				opts.HoldOut = re
			}
			opts.Log = cmd.ErrOrStderr()
			return english.Train(cmd.Context(), opts)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&opts.Trees, "trees", "", "folder with the treebanks, NAME-train.conllu and NAME-dev.conllu")
	flags.StringVar(&opts.Text, "text", "", "folder with raw text, NAME.txt.gz; without it only a lesser fast parser is made")
	flags.StringVar(&opts.Names, "names", "", "folder with names, uner-ewt-train.iob2 and wikigold.conll.txt; without it no models of mentions and chains are made")
	flags.BoolVar(&opts.Only, "only-entities", false, "make only the models of mentions and chains, with the word classes of the program")
	flags.StringVar(&opts.Out, "out", "internal/nlp/english", "folder where the models go")
	flags.Uint64Var(&opts.Seed, "seed", 1, "the same seed makes the same models")
	flags.StringVar(&holdOut, "hold-out", "", "regular expression: documents to leave out of training")
	cobra.CheckErr(cmd.MarkFlagRequired("trees"))
	return cmd
}
