package web

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"time"
)

// Workers answer requests in processes of their own, one request at a time in
// each. A query may be any program: one that doubles a string or tries a hopeless
// regular expression cannot be stopped from inside, but its process can be
// bounded and ended.
//
// A Workers is an http.Handler, safe for concurrent use; Close ends its
// processes.
type Workers struct {
	command func() *exec.Cmd
	timeout time.Duration
	slots   chan struct{} // one for each process that may run

	mu     sync.Mutex
	idle   []*worker
	closed bool
}

// grace is what a worker gets beyond its deadline to say itself that the query
// took too long.
const grace = 2 * time.Second

// NewWorkers returns workers that are started by command, which must lead to
// ServeWorker, and that are ended when a request takes longer than timeout.
func NewWorkers(command func() *exec.Cmd, timeout time.Duration) *Workers {
	return &Workers{command: command, timeout: timeout, slots: make(chan struct{}, max(2, runtime.NumCPU()))}
}

// Close ends the processes.
func (ws *Workers) Close() {
	ws.mu.Lock()
	idle := ws.idle
	ws.idle, ws.closed = nil, true
	ws.mu.Unlock()
	for _, w := range idle {
		w.end()
	}
}

// ServeHTTP hands r to a worker.
func (ws *Workers) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	select {
	case ws.slots <- struct{}{}:
		defer func() { <-ws.slots }()
	case <-r.Context().Done():
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxQuery))
	if err != nil {
		status := http.StatusBadRequest
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			status = http.StatusRequestEntityTooLarge
		}
		writeError(rw, status, err)
		return
	}
	w, err := ws.take()
	if err != nil {
		writeError(rw, http.StatusInternalServerError, fmt.Errorf("start a query process: %w", err))
		return
	}
	if ws.exchange(rw, r, w, body) {
		ws.put(w)
	}
}

const maxQuery = 1 << 20 // bytes

// exchange sends r to w and its answer to rw, and reports whether w can take
// another request.
func (ws *Workers) exchange(rw http.ResponseWriter, r *http.Request, w *worker, body []byte) bool {
	start := time.Now()
	ctx, cancel := context.WithTimeout(r.Context(), ws.timeout+grace)
	defer cancel()
	unwatch := context.AfterFunc(ctx, w.end)
	defer unwatch()

	out := r.Clone(ctx)
	out.Body = io.NopCloser(bytes.NewReader(body))
	out.ContentLength = int64(len(body))
	out.TransferEncoding = nil
	out.Header.Del("Connection")
	// The answer is read while the request is written, in case the worker
	// answers early.
	go out.Write(w.in)
	res, err := http.ReadResponse(w.out, out)
	if err != nil {
		w.end()
		writeError(rw, http.StatusBadRequest, ws.why(ctx, w))
		return false
	}
	for _, name := range []string{"Content-Type", "Content-Encoding"} {
		if v := res.Header.Get(name); v != "" {
			rw.Header().Set(name, v)
		}
	}
	rw.WriteHeader(res.StatusCode)
	if _, err := io.Copy(rw, res.Body); err != nil {
		w.end()
		panic(http.ErrAbortHandler) // the status is sent: let the client see a broken answer
	}
	if time.Since(start) >= ws.timeout {
		// What the query left running may go on for ever.
		w.end()
		return false
	}
	return unwatch()
}

// why says why w gave no answer.
func (ws *Workers) why(ctx context.Context, w *worker) error {
	said := w.said()
	for _, sign := range []string{"out of memory", "cannot allocate memory", "pthread_create failed", "SIGSEGV"} {
		// The last two are how C code ends when it gets no memory.
		if strings.Contains(said, sign) {
			return errors.New("the query needed more memory than it may have and was stopped")
		}
	}
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("the query took longer than %v and was stopped", ws.timeout)
	case strings.Contains(said, "panic:"):
		_, reason, _ := strings.Cut(said, "panic: ")
		reason, _, _ = strings.Cut(reason, "\n")
		return fmt.Errorf("the query failed: %s", reason)
	}
	line, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
	return fmt.Errorf("the query process ended: %s", strings.TrimPrefix(line, "kg: "))
}

func writeError(w http.ResponseWriter, status int, err error) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]string{"error": err.Error()})
}

// take returns an idle worker or starts one.
func (ws *Workers) take() (*worker, error) {
	ws.mu.Lock()
	for len(ws.idle) > 0 {
		w := ws.idle[len(ws.idle)-1]
		ws.idle = ws.idle[:len(ws.idle)-1]
		if w.alive() {
			ws.mu.Unlock()
			return w, nil
		}
	}
	ws.mu.Unlock()
	return startWorker(ws.command())
}

func (ws *Workers) put(w *worker) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	if ws.closed {
		go w.end()
		return
	}
	ws.idle = append(ws.idle, w)
}

// A worker is a process that answers HTTP requests on its standard input and
// output.
type worker struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	stderr tail
	exited chan struct{}
}

func startWorker(cmd *exec.Cmd) (*worker, error) {
	w := &worker{cmd: cmd, exited: make(chan struct{})}
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	cmd.Stderr = &w.stderr
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	w.in, w.out = in, bufio.NewReader(out)
	go func() {
		cmd.Process.Wait() // not cmd.Wait, which closes out before it is read
		close(w.exited)
	}()
	return w, nil
}

func (w *worker) alive() bool {
	select {
	case <-w.exited:
		return false
	default:
		return true
	}
}

// end kills the process and waits until it is gone. It may be called twice.
func (w *worker) end() {
	w.cmd.Process.Kill()
	<-w.exited
	w.in.Close()
}

// said returns the start of what the process wrote to standard error, once it
// is gone.
func (w *worker) said() string {
	<-w.exited
	time.Sleep(10 * time.Millisecond) // the copy of its last words is another goroutine's
	return w.stderr.String()
}

// A tail keeps the first few kilobytes that are written to it; a crash says the
// reason first.
type tail struct {
	mu   sync.Mutex
	text []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p[:min(len(p), 4096-len(t.text))]...)
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.text)
}
