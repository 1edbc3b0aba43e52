package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kg/internal/ingest"
)

// minEvery is the shortest time between two rounds: feeds do not change faster,
// and their hosts are to be spared.
const minEvery = time.Minute

// newWatch makes the command that polls feeds.
func newWatch() *cobra.Command {
	var sources sourceFlags
	var show showFlags
	var db *string
	var once bool
	var every time.Duration
	var state string
	cmd := &cobra.Command{
		Use:   "watch FEED...",
		Short: "Read the new articles of feeds, again and again",
		Long: `watch reads feeds and adds their new articles to the graph, until it is stopped
with Ctrl-C. It asks a server only for what has changed (ETag, Last-Modified),
obeys robots.txt and makes at most one request a second to a host.

What has been read is remembered in the file feeds.json in the folder of the graph,
so that watch goes on where it stopped. A FEED is the address of a feed (RSS, Atom,
JSON Feed), of a list of feeds (OPML) or of a sitemap, or such a list in a file.`,
		Example: `  kg watch https://example.org/feed.xml
  kg watch feeds.opml --every 1h
  kg watch --once feeds.opml            for cron`,
		RunE: func(cmd *cobra.Command, args []string) error {
			feeds, err := sources.sources(args, cmd.InOrStdin())
			if err != nil {
				return err
			}
			if every < minEvery {
				return usageError{fmt.Errorf("--every %v: it is at least %v", every, minEvery)}
			}
			if state == "" {
				if strings.Contains(*db, "://") {
					return usageError{errors.New("the graph is not a folder here: name a file with --state")}
				}
				state = filepath.Join(*db, "feeds.json")
			}
			for {
				if err := watchRound(cmd, &ingestion{sources: &sources, show: &show, db: *db}, feeds, state); err != nil {
					if once || cmd.Context().Err() != nil {
						return err
					}
					fmt.Fprintf(cmd.ErrOrStderr(), "kg: %v\n", err) // the next round may do better
				}
				if once {
					return nil
				}
				select {
				case <-cmd.Context().Done():
					return cmd.Context().Err()
				case <-time.After(every):
				}
			}
		},
	}
	db = dbFlag(cmd)
	sources.add(cmd)
	show.add(cmd)
	cmd.Flags().BoolVar(&once, "once", false, "one round, then stop")
	cmd.Flags().DurationVar(&every, "every", 15*time.Minute, "the time between two rounds")
	cmd.Flags().StringVar(&state, "state", "", "where to remember what has been read; a `file` in the graph's folder by default")
	return cmd
}

// watchRound reads what is new in feeds, then remembers it. What was read and
// not yet remembered is read again and changes nothing.
func watchRound(cmd *cobra.Command, in *ingestion, feeds []string, state string) (err error) {
	if in.memory, err = ingest.ReadMemory(state); err != nil {
		return err
	}
	if err := in.run(cmd, feeds); err != nil {
		if cmd.Context().Err() != nil {
			return err // what was on its way is not remembered
		}
		return firstError(in.memory.Write(state), err)
	}
	return in.memory.Write(state)
}
