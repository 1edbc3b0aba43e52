package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"kg/internal/graph"
	"kg/internal/link"
)

// dbFlag gives cmd the flag --db and returns its value: where the graph is.
func dbFlag(cmd *cobra.Command) *string {
	path := os.Getenv("KG_DB")
	if path == "" {
		path = "kg.db"
	}
	return cmd.Flags().String("db", path, "the graph; the variable KG_DB sets another default")
}

// openExisting opens a graph to read it. One that is not there is the user's
// mistake, not an empty graph.
func openExisting(path string) (*graph.Store, error) {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) && !strings.Contains(path, "://") {
		return nil, fmt.Errorf("there is no graph %s: read an article with kg ingest, or say with --db where it is", path)
	}
	return graph.Open(path, graph.Options{ReadOnly: true})
}

// openWriting opens a graph that is there already to change it.
func openWriting(path string) (*graph.Store, error) {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) && !strings.Contains(path, "://") {
		return nil, fmt.Errorf("there is no graph %s: say with --db where it is", path)
	}
	return openJudged(path, graph.Options{Version: version})
}

// openJudged opens a graph to write, under the judgements of users that are
// kept beside it.
func openJudged(path string, opts graph.Options) (*graph.Store, error) {
	if path != "" {
		ledger, err := link.ReadLedger(ledgerPath(path))
		if err != nil {
			return nil, err
		}
		opts.Judge = ledger
	}
	return graph.Open(path, opts)
}

// findArticle returns the ID of the article that a user means: by its ID, with
// or without "article/", its name, its address or its headline.
func findArticle(ctx context.Context, store *graph.Store, text string) (string, error) {
	for _, id := range []string{text, "article/" + text} {
		if _, err := store.Article(ctx, id); err == nil {
			return id, nil
		}
	}
	found, err := store.FindArticles(ctx, text)
	if err != nil {
		return "", err
	}
	switch len(found) {
	case 0:
		return "", fmt.Errorf("no article %q: %w", text, graph.ErrNotFound)
	case 1:
		return found[0], nil
	}
	return "", fmt.Errorf("%q may be one of %s: say which", text, strings.Join(found, ", "))
}

// findNode returns the ID of the entity or phrase that a user means: by its ID
// or any of its names.
func findNode(ctx context.Context, store *graph.Store, text string) (string, error) {
	if _, err := store.Entity(ctx, text); err == nil || strings.HasPrefix(text, "phrase/") || strings.HasPrefix(text, "rel/") {
		return text, nil
	}
	matches, err := store.Find(ctx, text, 0)
	if err != nil {
		return "", err
	}
	var exact, all []string
	for _, m := range matches {
		all = append(all, m.ID)
		if m.Exact {
			exact = append(exact, m.ID)
		}
	}
	if len(exact) > 0 {
		all = exact
	}
	switch len(all) {
	case 0:
		return "", fmt.Errorf("nothing is called %q: %w", text, graph.ErrNotFound)
	case 1:
		return all[0], nil
	}
	return "", fmt.Errorf("%q may be one of %s: say which", text, strings.Join(all[:min(len(all), 10)], ", "))
}
