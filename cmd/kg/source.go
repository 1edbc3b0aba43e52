package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"kg/internal/ingest"
)

// sourceFlags are the flags of the commands that read articles: what the
// sources do not say themselves.
type sourceFlags struct {
	date, publisher, title, url string
}

// add gives cmd the flags.
func (f *sourceFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.date, "date", "", "when the articles were published, if they do not say: 2024-03-01")
	cmd.Flags().StringVar(&f.publisher, "publisher", "", "who published them, if they do not say")
	cmd.Flags().StringVar(&f.title, "title", "", "their headline, if they do not say")
	cmd.Flags().StringVar(&f.url, "url", "", "their address, if they do not say")
}

// options returns the options for reading.
func (f *sourceFlags) options(cmd *cobra.Command) (ingest.Options, error) {
	opts := ingest.Options{Stdin: cmd.InOrStdin()}
	opts.Defaults.Publisher, opts.Defaults.Title, opts.Defaults.URL = f.publisher, f.title, f.url
	if f.date == "" {
		return opts, nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, f.date); err == nil {
			opts.Defaults.Published = t
			return opts, nil
		}
	}
	return opts, usageError{fmt.Errorf("--date %q: it is a date such as 2024-03-01", f.date)}
}
