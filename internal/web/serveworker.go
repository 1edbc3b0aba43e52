package web

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime/metrics"
	"sync"
	"time"
)

// outOfMemory is what a worker says before it ends itself.
const outOfMemory = "the query process is out of memory"

// exitMemory and exitTime are the statuses of a worker that ended itself.
const (
	exitMemory = 3
	exitTime   = 4
)

// ServeWorker is the other end of Workers: it answers the requests that come on
// in with handler and writes the answers to out, until in ends. A request may
// take memory more bytes than the process has now, and timeout; past that the
// process ends itself.
func ServeWorker(in io.ReadCloser, out io.WriteCloser, handler http.Handler, memory int64, timeout time.Duration) error {
	if err := limitMemory(memory); err != nil {
		return fmt.Errorf("limit the memory of the query process: %w", err)
	}
	stop := watchMemory(memory)
	defer stop()
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// Something inside that does not look at its context: a regular
		// expression that goes back and forth without end.
		late := time.AfterFunc(timeout+grace, func() { os.Exit(exitTime) })
		defer late.Stop()
		handler.ServeHTTP(w, r)
	})}
	listener := &oneConn{conn: make(chan net.Conn, 1), done: make(chan struct{})}
	listener.conn <- &pipeConn{Reader: in, Writer: out, in: in, out: out, closed: listener.stop}
	err := server.Serve(listener)
	if err == errServed {
		return nil
	}
	return err
}

// watchMemory ends the process when the heap, with what is not yet collected,
// has grown by memory bytes. It is the bound where the system has none, and a
// clearer end where it has one.
func watchMemory(memory int64) (stop func()) {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	limit := sample[0].Value.Uint64() + uint64(memory)
	done := make(chan struct{})
	go func() {
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
			}
			if metrics.Read(sample); sample[0].Value.Uint64() > limit {
				fmt.Fprintln(os.Stderr, "kg:", outOfMemory)
				os.Exit(exitMemory)
			}
		}
	}()
	return sync.OnceFunc(func() { close(done) })
}

// errServed ends the server when its one connection has ended.
var errServed = fmt.Errorf("served")

// oneConn is a listener with one connection.
type oneConn struct {
	conn chan net.Conn
	done chan struct{}
	once sync.Once
}

func (l *oneConn) Accept() (net.Conn, error) {
	select {
	case c := <-l.conn:
		return c, nil
	case <-l.done:
		return nil, errServed
	}
}

func (l *oneConn) stop()          { l.once.Do(func() { close(l.done) }) }
func (l *oneConn) Close() error   { l.stop(); return nil }
func (l *oneConn) Addr() net.Addr { return pipeAddr{} }

// pipeConn is a connection over two pipes. Its deadlines do nothing; the other
// end has a clock.
type pipeConn struct {
	io.Reader
	io.Writer
	in, out io.Closer
	closed  func()
}

func (c *pipeConn) Close() error {
	defer c.closed()
	c.in.Close()
	return c.out.Close()
}
func (c *pipeConn) LocalAddr() net.Addr              { return pipeAddr{} }
func (c *pipeConn) RemoteAddr() net.Addr             { return pipeAddr{} }
func (c *pipeConn) SetDeadline(time.Time) error      { return nil }
func (c *pipeConn) SetReadDeadline(time.Time) error  { return nil }
func (c *pipeConn) SetWriteDeadline(time.Time) error { return nil }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "pipe" }
