// Command kg reads news articles, keeps what they say in a graph together with
// where it was said, and answers questions about it.
//
// Each command has a file of its own; commands lists them. reading.go is the
// middle of the program, ingest.go what is around it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// The exit statuses of the program.
const (
	done   = 0
	failed = 1
	misuse = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the program with its surroundings as arguments. It returns the exit
// status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return done
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		fmt.Fprintln(stderr, "kg: stopped")
		return failed
	}
	fmt.Fprintf(stderr, "kg: %v\n", err)
	if _, ok := errors.AsType[usageError](err); ok {
		return misuse
	}
	return failed
}

// A usageError is the user's: a wrong flag, a missing argument.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// commands makes every command, in the order in which help lists them.
var commands = []func() *cobra.Command{
	newIngest,
	newWatch,
	newDiff,
	newExtract,
	newLoad,
	newParse,
	newQuery,
	newShow,
	newLs,
	newRm,
	newEntity,
	newCheck,
	newTrain,
	newExport,
	newImport,
	newServe,
	newServeQueries,
	newVersion,
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "kg",
		Short: "A knowledge graph of what the news says, and who says so",
		Long: `kg reads news articles, works out what they say, keeps it in a graph together
with where it was said, and answers questions about it.`,
		Example: `  kg ingest article.txt                     read an article
  kg query who-opposes topic=reoccupation   ask a saved query
  kg serve                                  explore the graph in a browser`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	for _, command := range commands {
		root.AddCommand(command())
	}
	misuseArgs(root)
	return root
}

// misuseArgs makes the complaints about arguments of cmd and the commands below
// it usage errors.
func misuseArgs(cmd *cobra.Command) {
	if check := cmd.Args; check != nil {
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				return usageError{err}
			}
			return nil
		}
	}
	for _, sub := range cmd.Commands() {
		misuseArgs(sub)
	}
}
