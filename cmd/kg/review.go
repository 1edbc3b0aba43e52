package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"kg/internal/graph"
	"kg/internal/kg"
	"kg/internal/link"
)

// reviewCommand makes the command that asks about entities that may be one.
func (e *entityCommand) reviewCommand() *cobra.Command {
	var list bool
	limit := 20
	cmd := &cobra.Command{
		Use:   "review",
		Short: "Go through entities that may be one",
		Long: `review proposes pairs of entities that may be one, the likeliest and best known
first, each with a sentence about both, and asks for a key:

  s  the same      d  different      u  unsure: do not ask again
  k  skip for now  q  quit; what was answered counts`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return e.judge(cmd, func(ctx context.Context, store *graph.Store, ledger *link.Ledger) ([]link.Judgement, error) {
				proposals, err := propose(ctx, store, ledger, limit)
				if err != nil {
					return nil, err
				}
				r := review{entityCommand: e, store: store, out: cmd.OutOrStdout(), in: bufio.NewReader(cmd.InOrStdin())}
				return r.run(ctx, proposals, list)
			})
		},
	}
	cmd.Flags().BoolVar(&list, "list", false, "print the proposals and ask nothing")
	cmd.Flags().IntVar(&limit, "limit", limit, "at most so many proposals; 0 for all")
	return e.flags(cmd, true)
}

// propose returns pairs of entities of the graph that may be one.
func propose(ctx context.Context, store *graph.Store, ledger *link.Ledger, limit int) ([]link.Proposal, error) {
	index := map[string]int{}
	var known []link.Known
	for entity, err := range store.Entities(ctx) {
		if err != nil {
			return nil, err
		}
		index[entity.ID] = len(known)
		known = append(known, link.Known{Entity: entity})
	}
	for s, err := range store.Statements(ctx, graph.Filter{}) {
		if err != nil {
			return nil, err
		}
		for _, id := range entitiesOf(&s) {
			i, found := index[id]
			if !found {
				continue
			}
			if a := known[i].Articles; len(a) == 0 || a[len(a)-1] != s.Evidence.Article {
				known[i].Articles = append(a, s.Evidence.Article)
			}
		}
	}
	return link.Propose(known, ledger.Judged, limit), nil
}

// A review shows proposals and collects the answers.
type review struct {
	*entityCommand
	store *graph.Store
	in    *bufio.Reader
	out   io.Writer
}

func (r *review) run(ctx context.Context, proposals []link.Proposal, list bool) ([]link.Judgement, error) {
	if len(proposals) == 0 {
		fmt.Fprintln(r.out, "nothing to ask")
	}
	var all []link.Judgement
	for i := range proposals {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p := &proposals[i]
		fmt.Fprintf(r.out, "%d of %d: %s\n", i+1, len(proposals), flat(p.Why))
		for _, known := range []*link.Known{&p.Keep, &p.Other} {
			if err := r.show(ctx, known); err != nil {
				return nil, err
			}
		}
		if list {
			continue
		}
		verb, quit := r.ask()
		if quit {
			break
		}
		if verb != "" {
			all = append(all, r.judgement(verb, p.Keep.ID, p.Other.ID))
		}
	}
	return all, nil
}

// show prints an entity with a sentence that speaks of it.
func (r *review) show(ctx context.Context, known *link.Known) error {
	fmt.Fprintf(r.out, "  %s (%s, %s, %s)\n", flat(known.Name), known.ID, known.Type, count(len(known.Articles), "article"))
	for s, err := range r.store.Statements(ctx, graph.Filter{Node: known.ID}) {
		if err != nil {
			return err
		}
		source, err := r.store.Label(ctx, s.Evidence.Article)
		if err != nil {
			return err
		}
		fmt.Fprintf(r.out, "      %s\n      %s\n", flat(s.Evidence.Text), flat(source))
		break
	}
	return nil
}

// ask returns the judgement that a key stands for, empty for none, and whether
// the user wants to stop.
func (r *review) ask() (verb string, quit bool) {
	for {
		fmt.Fprint(r.out, "same, different, unsure, skip or quit [s d u k q]? ")
		key, err := r.key()
		fmt.Fprintln(r.out)
		switch {
		case err != nil:
			return "", true
		case key == 's':
			return link.Same, false
		case key == 'd':
			return link.Different, false
		case key == 'u':
			return link.Unsure, false
		case key == 'k':
			return "", false
		case key == 'q' || key == 3 || key == 4: // Ctrl-C and Ctrl-D of a raw terminal
			return "", true
		}
	}
}

// key reads a key: at once from a terminal, else the first letter of a line.
func (r *review) key() (byte, error) {
	if fd := int(os.Stdin.Fd()); r.in.Buffered() == 0 && term.IsTerminal(fd) {
		if state, err := term.MakeRaw(fd); err == nil {
			defer term.Restore(fd, state)
			return r.in.ReadByte()
		}
	}
	line, err := r.in.ReadString('\n')
	if line == "" {
		return 0, err
	}
	return line[0], nil
}

// entitiesOf returns the IDs of the entities in the terms of s.
func entitiesOf(s *kg.Statement) []string {
	var ids []string
	add := func(t *kg.Term) {
		if t.Entity != "" {
			ids = append(ids, t.Entity)
		}
	}
	add(&s.Subject)
	add(&s.Object)
	add(&s.Speaker)
	for i := range s.Arguments {
		add(&s.Arguments[i].Term)
	}
	for i := range s.Via {
		add(&s.Via[i])
	}
	return ids
}
