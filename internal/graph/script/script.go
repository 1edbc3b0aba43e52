// Package script runs Gizmo scripts so that nothing in them can harm the
// program that runs them.
//
// Gizmo is Cayley's. As it comes, a wrong argument, as in g.V().out({}), ends
// the whole program, since it panics in a goroutine of its own; a script may
// take all memory there is; and what an iterator does within one step goes on
// after the deadline. A Session has none of this. Start with Execute.
package script

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime/metrics"
	"sync"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/query"
	"github.com/cayleygraph/cayley/query/gizmo"
	"github.com/dop251/goja"
)

// The limits that break a script off.
var (
	ErrDeadline = errors.New("the query took too long")
	ErrMemory   = errors.New("the query needs too much memory")
)

// What one script may take.
const (
	maxHeap   = 256 << 20 // bytes by which the memory of the program may grow
	maxString = 64 << 20  // bytes that one call may make
	maxCalls  = 5000      // calls within calls
)

// Language returns Gizmo as a Session runs it, for Cayley's own pages.
func Language() query.Language {
	return query.Language{Name: gizmo.Name, Session: func(qs graph.QuadStore) query.Session { return NewSession(qs) }}
}

// A Session runs scripts on a store.
type Session struct{ qs graph.QuadStore }

// NewSession returns a session on qs.
func NewSession(qs graph.QuadStore) *Session { return &Session{qs} }

// guard takes from scripts what they do not need and could do harm with: calls
// that ask for any amount of memory at once.
var guard = sync.OnceValue(func() *goja.Program {
	return goja.MustCompile("", fmt.Sprintf(`(() => {
	const most = %d
	for (const name of ["repeat", "padStart", "padEnd"]) {
		const make = String.prototype[name]
		String.prototype[name] = function (n, ...rest) {
			if (n > most || name == "repeat" && n * String(this).length > most)
				throw new RangeError("a string of more than " + most + " bytes")
			return make.call(this, n, ...rest)
		}
	}
	const concat = String.prototype.concat
	String.prototype.concat = function (...parts) {
		let length = String(this).length
		for (const part of parts) length += String(part).length
		if (length > most) throw new RangeError("a string of more than " + most + " bytes")
		return concat.apply(this, parts)
	}
	for (const name of Object.getOwnPropertyNames(globalThis))
		if (name.endsWith("Array") && name != "Array" || name.endsWith("ArrayBuffer")) delete globalThis[name]
})()`, maxString), true)
})

// Execute begins a script. It runs at the first call of Next, and what it finds
// comes as it is asked for.
func (s *Session) Execute(ctx context.Context, text string, opt query.Options) (query.Iterator, error) {
	session := gizmo.NewSession(s.qs)
	results, err := session.Execute(ctx, text, opt)
	if err != nil {
		return nil, newError(err)
	}
	vm := *field[*goja.Runtime](session, "vm")
	vm.SetMaxCallStackSize(maxCalls)
	if _, err := vm.RunProgram(guard()); err != nil {
		return nil, err
	}
	return &run{session: session, results: results, vm: vm}, nil
}

// field returns where a field of one of Cayley's structs lies that it keeps to
// itself. The version of Cayley is fixed in go.mod, and the tests of this
// package use every one of them.
func field[T any](object any, name string) *T {
	return (*T)(reflect.ValueOf(object).Elem().FieldByName(name).Addr().UnsafePointer())
}

// A run is one script that runs.
type run struct {
	session *gizmo.Session
	results query.Iterator // Cayley's; it knows how results are written
	vm      *goja.Runtime

	found  chan *gizmo.Result
	failed chan error
	ctx    context.Context
	cancel context.CancelCauseFunc
	err    error
}

// Next waits for the next result. The first call starts the script, and its
// ctx is the one that ends it.
func (r *run) Next(ctx context.Context) bool {
	if r.err != nil {
		return false
	}
	if r.ctx == nil {
		r.start(ctx)
	}
	select {
	case result := <-r.found:
		*field[*gizmo.Result](r.results, "cur") = result
		return true
	case err := <-r.failed:
		r.err = r.reason(err)
	case <-r.ctx.Done():
		r.stop(r.ctx.Err())
	case <-ctx.Done():
		r.stop(context.Cause(ctx))
	}
	return false
}

func (r *run) start(ctx context.Context) {
	r.ctx, r.cancel = context.WithCancelCause(ctx)
	r.found = make(chan *gizmo.Result)
	r.failed = make(chan error, 1)
	// Iterators take their context from the session, not from Execute.
	*field[context.Context](r.session, "ctx") = r.ctx
	*field[chan *gizmo.Result](r.session, "out") = r.found
	program := *field[*goja.Program](r.session, "p")
	go r.watchMemory()
	go func() { r.failed <- r.run(program) }()
}

// run runs the script to its end.
func (r *run) run(program *goja.Program) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &Error{Message: fmt.Sprint(p)}
		}
	}()
	value, err := r.vm.RunProgram(program)
	if err != nil || goja.IsNull(value) || goja.IsUndefined(value) {
		return err
	}
	select {
	case r.found <- &gizmo.Result{Meta: true, Val: value.Export()}:
	case <-r.ctx.Done():
	}
	return nil
}

// reason says why the script has ended; nil if it came to its end.
func (r *run) reason(err error) error {
	switch cause := context.Cause(r.ctx); {
	case errors.Is(cause, context.DeadlineExceeded):
		return ErrDeadline
	case cause != nil:
		return cause
	case err != nil:
		return newError(err)
	}
	return nil
}

func (r *run) Result() any { return r.results.Result() }
func (r *run) Err() error  { return r.err }

// stop ends the script because of err.
func (r *run) stop(err error) {
	r.cancel(err) // unless it has another cause already
	r.vm.Interrupt(err)
	r.err = r.reason(err)
}

// Close ends the script.
func (r *run) Close() error {
	if r.ctx != nil && r.err == nil {
		r.stop(context.Canceled)
	}
	return nil
}

// watchMemory ends the script when the memory of the program has grown too much.
//
// JavaScript has no limit of its own: a loop that doubles a string fills the
// memory of a machine within a second.
func (r *run) watchMemory() {
	// As much again as lives now may be garbage that is not yet collected.
	most := 2*read("/gc/heap/live:bytes") + maxHeap
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-r.ctx.Done():
			return
		case <-tick.C:
			if read("/memory/classes/heap/objects:bytes") > most {
				r.vm.Interrupt(ErrMemory) // at once: the next step may double it again
				r.cancel(ErrMemory)
				return
			}
		}
	}
}

func read(metric string) uint64 {
	sample := []metrics.Sample{{Name: metric}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
