package store

import (
	"context"
	"errors"
	"os"
)

// A log is replayed when the store is opened, and lies on the heap, at about a
// hundred bytes a quad, so it is kept short: it becomes part of a snapshot
// when the store is closed with more than longTail changes in it, and beside
// the writer when it has grown to tailLimit.
const (
	longTail = 30_000
	hugeTail = 500_000
	wideTail = 750_000
)

func (qs *QuadStore) tailIsLong() bool {
	s := qs.state.Load()
	return s.tail > longTail+int(s.base.quads/256)
}

// tailLimit is a quarter of the snapshot, so that a load that grows a store
// from nothing writes every quad five times, but not so much that the heap
// grows with the store; of a very large store it is a 24th.
func (qs *QuadStore) tailLimit() int {
	n := int(qs.state.Load().base.quads)
	return max(qs.huge, min(n/4, wideTail), n/24)
}

// Snapshot makes a snapshot now: the next Open is as fast as can be, and the
// space of what was removed is free. It does nothing if there is nothing to do.
// Writers wait meanwhile, readers do not.
func (qs *QuadStore) Snapshot(ctx context.Context) error {
	qs.writer.Lock()
	defer qs.writer.Unlock()
	qs.stopBackground()
	if err := qs.writable(); err != nil {
		return err
	}
	if qs.log == nil || qs.state.Load().tail == 0 {
		return nil
	}
	return qs.snapshot(ctx)
}

// snapshot makes a snapshot of all that is there.
func (qs *QuadStore) snapshot(ctx context.Context) error {
	v := qs.View()
	n, err := qs.successor(ctx, v)
	v.Close()
	if err != nil {
		return err
	}
	return qs.install(n)
}

// A background is a snapshot that is being made while the writer goes on.
type background struct {
	cancel context.CancelFunc
	done   chan struct{}
	from   int      // the length of the tail when it began
	died   []uint32 // quads removed since; of the writer
}

// maintain begins a snapshot if the tail has grown huge.
func (qs *QuadStore) maintain() {
	s := qs.state.Load()
	if qs.log == nil || qs.opts.Manual || qs.background != nil || s.tail < max(qs.tailLimit(), qs.notBefore) {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	b := &background{cancel: cancel, done: make(chan struct{}), from: s.tail}
	qs.background = b
	v := qs.View()
	go func() {
		defer close(b.done)
		defer cancel()
		qs.run(ctx, b, v)
	}()
}

// run makes a snapshot of v, catches up with what has been written since, and
// makes the store go on from there. That it cannot is no fault of any
// transaction: the log goes on, it is tried again when the tail is twice as
// long, and Close tells.
func (qs *QuadStore) run(ctx context.Context, b *background, v *View) {
	n, err := qs.successor(ctx, v)
	v.Close()
	if err == nil {
		err = qs.approach(ctx, b, n)
	}
	qs.writer.Lock()
	defer qs.writer.Unlock()
	qs.background = nil
	if err == nil && qs.broken == nil {
		err = n.catchUp(ctx, *n.old.commit.Load(), b.died)
	}
	switch {
	case n == nil:
	case err == nil && qs.broken == nil:
		err = qs.install(n)
	default:
		err = errors.Join(err, n.abandon())
	}
	qs.failed, qs.notBefore = err, 0
	if err != nil {
		qs.notBefore = 2 * v.s.tail
	}
	if ctx.Err() != nil {
		qs.failed = nil // it was stopped
	}
}

// approach catches up with the writer until what is left takes but a moment.
func (qs *QuadStore) approach(ctx context.Context, b *background, n *successor) error {
	const moment = 2000
	for last := 0; ; {
		qs.writer.Lock()
		c, died := *n.old.commit.Load(), b.died
		b.died = nil
		qs.writer.Unlock()
		left := int(c.quads-n.commit.quads) + len(died)
		if err := n.catchUp(ctx, c, died); err != nil {
			return err
		}
		if err := n.sync(); err != nil {
			return err
		}
		// If the writer is nearly as fast, it has to wait in the end.
		if left < moment || last > 0 && left > last/4*3 {
			return nil
		}
		last = left
	}
}

// stopBackground stops the snapshot that is being made, if there is one. The
// writer's lock is held, but not while it waits.
func (qs *QuadStore) stopBackground() {
	for b := qs.background; b != nil; b = qs.background {
		b.cancel()
		qs.writer.Unlock()
		<-b.done
		qs.writer.Lock()
	}
}

// lockForWriting takes the writer's lock. If a snapshot is being made and has
// fallen behind by half a tail, it waits for it: the heap is not for that.
func (qs *QuadStore) lockForWriting() {
	for {
		qs.writer.Lock()
		s, b := qs.state.Load(), qs.background
		if b == nil || s.tail-b.from < qs.tailLimit()/2 {
			return
		}
		qs.writer.Unlock()
		<-b.done
	}
}

// install makes a successor the store.
func (qs *QuadStore) install(n *successor) error {
	err := n.sync()
	if err == nil {
		err = qs.syncDir()
	}
	if err == nil {
		err = os.Rename(n.name+".new", n.name)
	}
	if err != nil {
		return errors.Join(err, n.abandon())
	}
	// From here on the store is of the new generation, come what may.
	old := qs.log
	qs.log = n.log
	qs.state.Store(n.state)
	if err := qs.syncDir(); err != nil {
		qs.broken = err
		return errors.Join(err, old.Close())
	}
	// Reading the old snapshot from end to end has brought much of it into
	// memory; whoever still uses it gets back what he needs.
	n.old.base.dropPages()
	return errors.Join(old.Close(), clean(qs.path))
}
