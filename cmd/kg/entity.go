package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/user"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kg/internal/graph"
	"kg/internal/link"
)

// newEntity makes the command with which users decide which things are the
// same.
func newEntity() *cobra.Command {
	e := &entityCommand{}
	cmd := &cobra.Command{
		Use:   "entity",
		Short: "Say which things are the same, and which are not",
		Long: `entity shows and corrects which names stand for one thing. What you decide is
kept in a text file beside the graph (kg.db.ledger: who, when, what and why), holds
for articles that are read later, and takes effect at once. Nothing is lost:
undo takes a judgement back.

An ENTITY is an ID or any name of it that only one thing has.`,
		Example: `  kg entity show Blinken
  kg entity merge ent/antony-blinken ent/blinken-63d65d9f
  kg entity split "Ada Moss" --article harbour --name "Ada Moss (goalkeeper)"
  kg entity review`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(e.showCommand(), e.mergeCommand("merge KEEP OTHER...", "Make entities one: what is said of the others goes to the first", cobra.MinimumNArgs(2)),
		e.mergeCommand("same ENTITY ENTITY", "Say that two entities are one, as merge does", cobra.ExactArgs(2)),
		e.differentCommand(), e.splitCommand(), e.renameCommand(), e.logCommand(), e.undoCommand(), e.reviewCommand())
	return cmd
}

// entityCommand holds the flags that the commands below kg entity share.
type entityCommand struct {
	db, by, why string
}

// ledgerPath returns where the judgements about a graph are kept: beside it, or
// in the current folder if the graph is on a server.
func ledgerPath(db string) string {
	if path := os.Getenv("KG_LEDGER"); path != "" {
		return path
	}
	if strings.Contains(db, "://") {
		return "kg.ledger"
	}
	return strings.TrimSuffix(db, "/") + ".ledger"
}

// flags gives cmd the flags that all have, and those of judgements.
func (e *entityCommand) flags(cmd *cobra.Command, judges bool) *cobra.Command {
	db := dbFlag(cmd)
	cmd.PreRun = func(*cobra.Command, []string) { e.db = *db }
	if judges {
		cmd.Flags().StringVar(&e.by, "by", "", "who decides; the name of the user if it is not given")
		cmd.Flags().StringVar(&e.why, "why", "", "the reason, for those who read the ledger later")
	}
	return cmd
}

// judgement returns a judgement of the user, of this moment.
func (e *entityCommand) judgement(verb, a, b string) link.Judgement {
	who := e.by
	if who == "" {
		if u, err := user.Current(); err == nil {
			who = u.Username
		}
	}
	return link.Judgement{Time: time.Now(), Who: who, Verb: verb, A: a, B: b, Why: e.why}
}

// judge opens the graph, lets decide make judgements, writes them down and
// makes the graph follow them.
func (e *entityCommand) judge(cmd *cobra.Command, decide func(ctx context.Context, store *graph.Store, ledger *link.Ledger) ([]link.Judgement, error)) (err error) {
	ctx := cmd.Context()
	ledger, err := link.ReadLedger(ledgerPath(e.db))
	if err != nil {
		return err
	}
	store, err := openWriting(e.db)
	if err != nil {
		return err
	}
	defer func() { err = firstError(err, store.Close()) }()
	judgements, err := decide(ctx, store, ledger)
	if err != nil || len(judgements) == 0 {
		return err
	}
	for _, j := range judgements {
		if err := link.Add(ledgerPath(e.db), j); err != nil {
			return err
		}
	}
	return e.follow(ctx, cmd, store)
}

// follow makes the graph what the ledger says.
func (e *entityCommand) follow(ctx context.Context, cmd *cobra.Command, store *graph.Store) error {
	ledger, err := link.ReadLedger(ledgerPath(e.db))
	if err != nil {
		return err
	}
	changed, err := store.Relink(ctx, ledger)
	if err != nil {
		return fmt.Errorf("the judgement is in %s, but the graph does not follow it yet: %w", ledgerPath(e.db), err)
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "changed %s\n", count(changed, "article"))
	return nil
}

// entityOf returns the ID of the entity that a user means.
func entityOf(ctx context.Context, store *graph.Store, text string) (string, error) {
	id, err := findNode(ctx, store, text)
	if err == nil && !strings.HasPrefix(id, "ent/") {
		return "", fmt.Errorf("%q is no entity but %s", text, id)
	}
	return id, err
}

func (e *entityCommand) showCommand() *cobra.Command {
	limit := 5
	cmd := &cobra.Command{
		Use:   "show ENTITY",
		Short: "Show an entity, what is said of it, and the judgements about it",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			store, err := openExisting(e.db)
			if err != nil {
				return err
			}
			defer store.Close()
			id, err := entityOf(ctx, store, strings.Join(args, " "))
			if err != nil {
				return err
			}
			s := shower{store: store, w: cmd.OutOrStdout(), format: "text", limit: limit}
			if err := s.node(ctx, id); err != nil {
				return err
			}
			ledger, err := link.ReadLedger(ledgerPath(e.db))
			if err != nil {
				return err
			}
			for _, j := range ledger.Judgements {
				if ledger.Is(j.A, id) || j.B != "" && ledger.Is(j.B, id) {
					fmt.Fprintln(cmd.OutOrStdout(), describe(&j))
				}
			}
			return nil
		},
	}
	cmd.Flags().IntVar(&limit, "limit", limit, "at most so many statements; 0 for all")
	return e.flags(cmd, false)
}

// describe prints a judgement on one line.
func describe(j *link.Judgement) string {
	parts := []string{strconv.Itoa(j.Line), j.Time.Format(time.DateOnly), j.Who, j.Verb, j.A, j.B, j.Where, j.Text}
	if j.Why != "" {
		parts = append(parts, "("+j.Why+")")
	}
	return flat(strings.Join(strings.Fields(strings.Join(parts, " ")), " "))
}

func (e *entityCommand) mergeCommand(use, short string, args cobra.PositionalArgs) *cobra.Command {
	return e.flags(&cobra.Command{
		Use:   use,
		Short: short,
		Args:  args,
		RunE: func(cmd *cobra.Command, args []string) error {
			return e.judge(cmd, func(ctx context.Context, store *graph.Store, _ *link.Ledger) ([]link.Judgement, error) {
				keep, err := entityOf(ctx, store, args[0])
				if err != nil {
					return nil, err
				}
				var all []link.Judgement
				for _, text := range args[1:] {
					other, err := entityOf(ctx, store, text)
					if err != nil {
						return nil, err
					}
					all = append(all, e.judgement(link.Same, keep, other))
				}
				return all, nil
			})
		},
	}, true)
}

func (e *entityCommand) differentCommand() *cobra.Command {
	return e.flags(&cobra.Command{
		Use:   "different ENTITY ENTITY",
		Short: "Say that two entities are not one, and undo their merging",
		Long: `different says that two entities are not one. A judgement that they are the same
counts no more, and review does not ask about them again. Give IDs for entities
that were merged: kg entity log shows them.`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return e.judge(cmd, func(ctx context.Context, store *graph.Store, ledger *link.Ledger) ([]link.Judgement, error) {
				var ids [2]string
				for i, text := range args {
					if ids[i] = text; ledger.Names(text) {
						continue // a merged entity is not in the graph any more
					}
					id, err := entityOf(ctx, store, text)
					if err != nil {
						return nil, err
					}
					ids[i] = id
				}
				return []link.Judgement{e.judgement(link.Different, ids[0], ids[1])}, nil
			})
		},
	}, true)
}

func (e *entityCommand) splitCommand() *cobra.Command {
	var articles, words []string
	var name string
	cmd := &cobra.Command{
		Use:   "split ENTITY",
		Short: "Say that some of what is said of an entity is about another one",
		Long: `split takes what some articles say of an entity, or what is said of it under some
name, away from it and gives it to a new entity.`,
		Example: `  kg entity split ent/ada-moss --article harbour --name "Ada Moss (goalkeeper)"
  kg entity split ent/ada-moss --called "young Moss"`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(articles)+len(words) == 0 {
				return usageError{fmt.Errorf("split needs --article or --called: what belongs to the other entity")}
			}
			return e.judge(cmd, func(ctx context.Context, store *graph.Store, ledger *link.Ledger) ([]link.Judgement, error) {
				id, err := entityOf(ctx, store, args[0])
				if err != nil {
					return nil, err
				}
				old, err := store.Entity(ctx, id)
				if err != nil {
					return nil, err
				}
				where := words
				for _, a := range articles {
					article, err := findArticle(ctx, store, a)
					if err != nil {
						return nil, err
					}
					where = append(where, article)
				}
				other := e.free(ctx, store, ledger, id)
				var all []link.Judgement
				for _, w := range where {
					j := e.judgement(link.Split, id, other)
					j.Where = w
					all = append(all, j)
				}
				named := e.judgement(link.Rename, other, "")
				named.Text, named.Where = cmp.Or(name, old.Name), old.Type
				fmt.Fprintln(cmd.OutOrStdout(), other)
				return append(all, named), nil
			})
		},
	}
	cmd.Flags().StringArrayVar(&articles, "article", nil, "an article that speaks of the other one; may be repeated")
	cmd.Flags().StringArrayVar(&words, "called", nil, "the words that stand for the other one; may be repeated")
	cmd.Flags().StringVar(&name, "name", "", "the name of the new entity; that of the old one if it is not given")
	return e.flags(cmd, true)
}

// free returns an ID beside id that nothing has: "ent/ada-moss-2".
func (e *entityCommand) free(ctx context.Context, store *graph.Store, ledger *link.Ledger, id string) string {
	for n := 2; ; n++ {
		other := fmt.Sprintf("%s-%d", id, n)
		if _, err := store.Entity(ctx, other); err != nil && !ledger.Names(other) {
			return other
		}
	}
}

func (e *entityCommand) renameCommand() *cobra.Command {
	var kind string
	cmd := &cobra.Command{
		Use:   "rename ENTITY NAME",
		Short: "Give an entity another name; the old ones still find it",
		Args:  cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return e.judge(cmd, func(ctx context.Context, store *graph.Store, _ *link.Ledger) ([]link.Judgement, error) {
				id, err := entityOf(ctx, store, args[0])
				if err != nil {
					return nil, err
				}
				j := e.judgement(link.Rename, id, "")
				j.Text, j.Where = args[1], kind
				return []link.Judgement{j}, nil
			})
		},
	}
	cmd.Flags().StringVar(&kind, "type", "", "its type, if that was wrong as well: PERSON, ORG, PLACE")
	return e.flags(cmd, true)
}

func (e *entityCommand) logCommand() *cobra.Command {
	return e.flags(&cobra.Command{
		Use:   "log",
		Short: "List the judgements that count, with their numbers",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ledger, err := link.ReadLedger(ledgerPath(e.db))
			if err != nil {
				return err
			}
			for _, j := range ledger.Judgements {
				fmt.Fprintln(cmd.OutOrStdout(), describe(&j))
			}
			return nil
		},
	}, false)
}

func (e *entityCommand) undoCommand() *cobra.Command {
	return e.flags(&cobra.Command{
		Use:   "undo [NUMBER]",
		Short: "Take a judgement back: the last one, or the one with a number",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return e.judge(cmd, func(_ context.Context, _ *graph.Store, ledger *link.Ledger) ([]link.Judgement, error) {
				n := len(ledger.Judgements)
				if n == 0 {
					return nil, fmt.Errorf("there is no judgement to undo in %s", ledgerPath(e.db))
				}
				last := ledger.Judgements[n-1]
				line := strconv.Itoa(last.Line)
				if len(args) > 0 {
					line = args[0]
				}
				for _, j := range ledger.Judgements {
					if strconv.Itoa(j.Line) == line {
						undo := e.judgement(link.Undo, "", "")
						undo.Text = line
						return []link.Judgement{undo}, nil
					}
				}
				return nil, fmt.Errorf("no judgement has number %s: kg entity log lists them", line)
			})
		},
	}, true)
}
