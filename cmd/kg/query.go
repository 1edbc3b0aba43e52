package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kg/internal/graph"
	"kg/queries"
)

// newQuery makes the command that asks the graph.
func newQuery() *cobra.Command {
	var q question
	cmd := &cobra.Command{
		Use:   "query [NAME] [PARAMETER=VALUE...]",
		Short: "Ask the graph: a saved query, or any Gizmo script",
		Long: `query runs a saved query and prints its answer, each row with the sentence and the
article that it comes from. Without a name it lists the saved queries; with one
and --about it says what that asks and what it wants to know.

Names and words find entities and phrases in any case and by any alias. A
parameter may also be an ID: entity=ent/antony-blinken.

-e and -f run a script of your own in Gizmo, Cayley's query language: JavaScript
with paths through the graph. docs/graph.md says what the graph holds.`,
		Example: `  kg query
  kg query who-opposes topic=reoccupation
  kg query between a=Blinken b=Israel --format jsonl
  kg query who-supports --about
  kg query -e 'g.V("<rel/oppose>").in("<rdf:predicate>").save("<kg:sentence>", "sentence").all()'
  kg query -f mine.js --format csv
  kg query --queries my-queries/ my-query topic=harbour`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return q.run(cmd, args)
		},
		ValidArgsFunction: q.complete,
	}
	q.db = dbFlag(cmd)
	flags := cmd.Flags()
	flags.StringVarP(&q.script, "eval", "e", "", "Gizmo script to run")
	flags.StringVarP(&q.file, "file", "f", "", "file with a Gizmo script to run; - for standard input")
	flags.StringVar(&q.folder, "queries", "", "folder with saved queries of your own, NAME.js each")
	flags.BoolVar(&q.about, "about", false, "say what a saved query asks, and print its script")
	flags.IntVar(&q.limit, "limit", 1000, "at most so many rows; 0 for all")
	flags.DurationVar(&q.timeout, "timeout", 10*time.Second, "stop after so long")
	q.out.add(cmd)
	cmd.MarkFlagsMutuallyExclusive("eval", "file")
	return cmd
}

// A question is one call of kg query.
type question struct {
	db                   *string
	script, file, folder string
	about                bool
	limit                int
	timeout              time.Duration
	out                  tableFlags
}

func (q *question) run(cmd *cobra.Command, args []string) error {
	if err := q.out.check(); err != nil {
		return err
	}
	if q.limit < 0 || q.timeout <= 0 {
		return usageError{errors.New("--limit and --timeout cannot be negative")}
	}
	if cmd.Flags().Changed("eval") || q.file != "" {
		if len(args) > 0 {
			return usageError{fmt.Errorf("-e and -f run a script, which has no parameters: %q", args[0])}
		}
		return q.runScript(cmd)
	}
	all, err := q.saved()
	if err != nil {
		return err
	}
	name, values, err := parseArguments(args)
	if err != nil {
		return err
	}
	if name == "" {
		return q.out.write(cmd.OutOrStdout(), listQueries(all))
	}
	saved, ok := queries.ByName(all, name)
	if !ok {
		return usageError{fmt.Errorf("there is no saved query %q: kg query lists them", name)}
	}
	if q.about {
		return explainQuery(cmd.OutOrStdout(), &saved)
	}
	return q.ask(cmd, func(ctx context.Context, store *graph.Store) (*graph.Table, error) {
		table, err := store.Ask(ctx, &saved, values, q.limit)
		switch {
		case errors.Is(err, graph.ErrNotFound):
			fmt.Fprintf(cmd.ErrOrStderr(), "kg: %v\n", err)
			return &graph.Table{Columns: saved.Columns}, nil
		case graph.IsArgument(err):
			return nil, usageError{err}
		}
		return table, err
	})
}

// runScript runs the script of -e or -f.
func (q *question) runScript(cmd *cobra.Command) error {
	name, script := "-e", q.script
	if q.file != "" {
		text, err := readScript(q.file, cmd.InOrStdin())
		if err != nil {
			return err
		}
		name, script = q.file, text
	}
	return q.ask(cmd, func(ctx context.Context, store *graph.Store) (*graph.Table, error) {
		table, err := store.Run(ctx, script, q.limit)
		if err != nil {
			err = fmt.Errorf("%s: %w", name, err)
		}
		return table, err
	})
}

func readScript(file string, stdin io.Reader) (string, error) {
	if file == "-" {
		text, err := io.ReadAll(stdin)
		return string(text), err
	}
	text, err := os.ReadFile(file)
	return string(text), err
}

// ask opens the graph, gets an answer within the time, and prints it.
func (q *question) ask(cmd *cobra.Command, answer func(context.Context, *graph.Store) (*graph.Table, error)) error {
	store, err := openExisting(*q.db)
	if err != nil {
		return err
	}
	defer store.Close()
	limitMemory()
	ctx, cancel := context.WithTimeout(cmd.Context(), q.timeout)
	defer cancel()
	table, err := answer(ctx, store)
	switch {
	case errors.Is(err, graph.ErrDeadline):
		return fmt.Errorf("%w: it was stopped after %v (--timeout)", err, q.timeout)
	case err != nil:
		return err
	}
	if err := q.out.write(cmd.OutOrStdout(), table); err != nil {
		return err
	}
	if table.More {
		fmt.Fprintf(cmd.ErrOrStderr(), "kg: the first %d rows; --limit 0 gives all\n", len(table.Rows))
	}
	return nil
}

// saved returns the queries of the program and those of --queries, which go
// before others of the same name.
func (q *question) saved() ([]queries.Query, error) {
	all := queries.All()
	if q.folder == "" {
		return all, nil
	}
	info, err := os.Stat(q.folder)
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("--queries %s is no folder", q.folder)
	}
	if err != nil {
		return nil, err
	}
	own, err := queries.Load(os.DirFS(q.folder))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", q.folder, err)
	}
	for _, query := range all {
		if _, ok := queries.ByName(own, query.Name); !ok {
			own = append(own, query)
		}
	}
	return own, nil
}

// parseArguments parts the name of a query from its parameters. The name may
// come in several words: "top entities".
func parseArguments(args []string) (name string, values map[string]string, err error) {
	var words []string
	values = map[string]string{}
	for _, arg := range args {
		key, value, ok := strings.Cut(arg, "=")
		switch {
		case !ok && len(values) == 0:
			words = append(words, arg)
		case !ok || key == "":
			return "", nil, usageError{fmt.Errorf("%q is no PARAMETER=VALUE", arg)}
		default:
			if _, twice := values[key]; twice {
				return "", nil, usageError{fmt.Errorf("parameter %s is given twice", key)}
			}
			values[key] = value
		}
	}
	if len(words) == 0 && len(values) > 0 {
		return "", nil, usageError{errors.New("say which query: kg query lists them")}
	}
	return strings.Join(words, "-"), values, nil
}

func listQueries(all []queries.Query) *graph.Table {
	table := &graph.Table{Columns: []string{"query", "asks", "parameters"}}
	text := func(column, value string) graph.Cell {
		return graph.Cell{Name: column, Kind: graph.KindText, Value: value, Label: value}
	}
	for _, q := range all {
		var params []string
		for _, p := range q.Params {
			name := p.Name + "="
			if p.Optional {
				name = "[" + name + "]"
			}
			params = append(params, name)
		}
		table.Rows = append(table.Rows, []graph.Cell{text("query", q.Name), text("asks", q.Title), text("parameters", strings.Join(params, " "))})
	}
	return table
}

// explainQuery says what a saved query asks.
func explainQuery(w io.Writer, q *queries.Query) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n\n%s\n\n", q.Name, q.Title, q.Description)
	for _, p := range q.Params {
		fmt.Fprintf(&b, "  %-12s %-10s %s", p.Name+"=", p.Type, p.Help)
		switch {
		case p.Default != "":
			fmt.Fprintf(&b, " (%s)", p.Default)
		case p.Optional:
			b.WriteString(" (may be left out)")
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "\nFor example:\n  %s\n\n%s", q.Example, q.Script)
	_, err := io.WriteString(w, b.String())
	return err
}

// complete offers the names of queries, and then their parameters.
func (q *question) complete(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	all, err := q.saved()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	name, given, err := parseArguments(args)
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var offers []string
	if name == "" {
		for _, query := range all {
			offers = append(offers, cobra.CompletionWithDesc(query.Name, query.Title))
		}
		return offers, cobra.ShellCompDirectiveNoFileComp
	}
	query, _ := queries.ByName(all, name)
	for _, p := range query.Params {
		if _, ok := given[p.Name]; !ok {
			offers = append(offers, cobra.CompletionWithDesc(p.Name+"=", p.Help))
		}
	}
	return offers, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}
