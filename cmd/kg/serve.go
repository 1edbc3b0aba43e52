package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"kg/internal/graph"
	"kg/internal/graph/webui"
	"kg/internal/web"
	"kg/queries"
)

// A service is one call of kg serve or of its worker.
type service struct {
	db, addr, folder string
	write            bool
	timeout          time.Duration
	rows, memory     int
	jsonLog          bool
}

// newServe makes the command that shows the graph in a browser.
func newServe() *cobra.Command {
	var s service
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Explore the graph in a browser",
		Long: `serve shows the graph in a browser: pages to explore it, Cayley's own web UI with
its query editor at /cayley/, and HTTP APIs at /api/. It prints its address and
runs until Ctrl-C. Articles that kg ingest adds meanwhile are seen at once.

It is for people on this machine: it listens on the loopback address only and
answers no page of another site. Queries that people type run in processes of
their own with a deadline and bounded memory. Nothing is loaded from elsewhere.

The APIs: /api/search?q=, /api/entities, /api/articles, /api/statements?node= or
?article=, /api/thing/ID, /api/graph/ID, /api/queries, /api/query/NAME?PARAM=,
and POST /api/query with a Gizmo script; Cayley's own is at /api/v2/.`,
		Example: `  kg serve
  kg serve --addr 127.0.0.1:8080 --db news.db
  curl -s "http://127.0.0.1:8080/api/query/who-opposes?topic=toll"`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return s.serve(cmd) },
	}
	s.flags(cmd)
	cmd.Flags().StringVar(&s.addr, "addr", "127.0.0.1:0", "loopback address and port; port 0 is any that is free")
	cmd.Flags().StringVar(&s.folder, "queries", "", "folder with saved queries of your own, NAME.js each")
	cmd.Flags().BoolVar(&s.write, "write", false, "let Cayley's API change the graph; nothing else can write meanwhile")
	cmd.Flags().BoolVar(&s.jsonLog, "json-log", false, "log as JSON")
	return cmd
}

// flags are those that kg serve hands on to its workers.
func (s *service) flags(cmd *cobra.Command) {
	dbFlag(cmd)
	cmd.Flags().DurationVar(&s.timeout, "timeout", webui.DefaultTimeout, "deadline of a query")
	cmd.Flags().IntVar(&s.rows, "rows", webui.DefaultRows, "most rows of an answer")
	cmd.Flags().IntVar(&s.memory, "memory", 512, "most memory of a query, in MB")
}

func (s *service) check(cmd *cobra.Command) error {
	s.db = cmd.Flag("db").Value.String()
	if s.timeout <= 0 || s.rows <= 0 || s.memory <= 0 {
		return usageError{errors.New("--timeout, --rows and --memory must be more than 0")}
	}
	return nil
}

func (s *service) serve(cmd *cobra.Command) error {
	if err := s.check(cmd); err != nil {
		return err
	}
	if err := loopback(s.addr); err != nil {
		return usageError{err}
	}
	store, err := s.open()
	if err != nil {
		return err
	}
	defer store.Close()
	program, err := os.Executable()
	if err != nil {
		return err
	}
	workers := web.NewWorkers(func() *exec.Cmd { return exec.Command(program, s.workerArgs()...) }, s.timeout)
	defer workers.Close()
	logger := slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), nil))
	if s.jsonLog {
		logger = slog.New(slog.NewJSONHandler(cmd.ErrOrStderr(), nil))
	}
	opts := web.Options{Timeout: s.timeout, Rows: s.rows, Write: s.write, Script: workers, Log: logger}
	if s.folder != "" {
		own, err := queries.Load(os.DirFS(s.folder))
		if err != nil {
			return err
		}
		opts.Queries = append(own, queries.All()...)
	}
	handler, err := web.New(store, opts)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", s.addr)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	fmt.Fprintf(cmd.OutOrStdout(), "http://%s/\n", listener.Addr())
	return listen(cmd.Context(), web.NewServer(listener.Addr(), handler), listener)
}

// listen serves until ctx ends, and lets requests that are under way finish.
func listen(ctx context.Context, server *http.Server, listener net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		server.Close() // who is not done by now is cut off
	}
	return nil
}

// open opens the graph; to write if asked to.
func (s *service) open() (*graph.Store, error) {
	if s.write {
		return openJudged(s.db, graph.Options{})
	}
	return openExisting(s.db)
}

// loopback reports an error if addr is not an address of this machine alone.
func loopback(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("--addr %q: want HOST:PORT", addr)
	}
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	return fmt.Errorf("--addr %q: kg serve answers on this machine only, so use 127.0.0.1 or ::1", addr)
}

// workerArgs starts this program as a worker of s.
func (s *service) workerArgs() []string {
	return []string{"serve-queries", "--db", s.db, "--timeout", s.timeout.String(), "--rows", strconv.Itoa(s.rows), "--memory", strconv.Itoa(s.memory)}
}

// newServeQueries makes the command that kg serve starts to run queries in: it
// speaks HTTP on its standard input and output.
func newServeQueries() *cobra.Command {
	var s service
	cmd := &cobra.Command{
		Use:    "serve-queries",
		Short:  "Run the queries of kg serve",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := s.check(cmd); err != nil {
				return err
			}
			store, err := openExisting(s.db)
			if err != nil {
				return err
			}
			defer store.Close()
			opts := web.Options{Timeout: s.timeout, Rows: s.rows}
			mux := http.NewServeMux()
			mux.Handle("/api/v2/", webui.API(store.Handle(), webui.Options{Timeout: s.timeout, Rows: s.rows}))
			mux.Handle("POST /api/query", web.ScriptHandler(store, opts))
			fresh := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if err := store.Refresh(r.Context()); err != nil {
					http.Error(w, err.Error(), http.StatusInternalServerError)
					return
				}
				mux.ServeHTTP(w, r)
			})
			return web.ServeWorker(os.Stdin, os.Stdout, fresh, int64(s.memory)<<20, s.timeout)
		},
	}
	s.flags(cmd)
	return cmd
}
