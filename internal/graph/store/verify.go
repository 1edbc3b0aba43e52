package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

// Verify reads the whole store and returns what is not as it should be: the
// checksums of snapshot and log, the chains and lists of every node against
// the quads, the counts, the tables. It takes about a microsecond a quad.
func (qs *QuadStore) Verify(ctx context.Context) error {
	qs.writer.Lock()
	defer qs.writer.Unlock()
	if qs.closed {
		return ErrClosed
	}
	var errs []error
	if qs.log != nil {
		errs = append(errs, verifySnapshotFile(qs.path, qs.log.generation), verifyLogFile(qs.log))
	}
	v := &verifier{View: &View{s: qs.state.Load(), close: func() {}}, ctx: ctx}
	v.commit = *v.s.commit.Load()
	errs = append(errs, v.run()...)
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("verify store %s: %w", qs.path, err)
	}
	return nil
}

func verifySnapshotFile(dir string, generation uint64) error {
	if generation == 0 {
		return nil
	}
	name := snapshotName(dir, generation)
	m, err := mapFile(name)
	if err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return nil // its writer has gone on; this reader will with Refresh
		}
		return err
	}
	defer m.unmap()
	if _, err := parseBase(m.bytes, generation); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := checkSections(m.bytes); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// verifyLogFile reads the log again, as far as it has been read or written.
func verifyLogFile(l *logFile) error {
	again := &logFile{File: l.File, end: logHeaderSize}
	var header [logHeaderSize]byte
	if _, err := l.ReadAt(header[:], 0); err != nil && err != io.EOF {
		return err
	}
	if err := checkLogHeader(header[:], l.generation); err != nil {
		return fmt.Errorf("%s: %w", l.Name(), err)
	}
	again.crc = headerCRC(header[:])
	r := &recordReader{l: again, size: l.end}
	for again.end < l.end {
		body, crc, err := r.next()
		if err != nil {
			return err
		}
		if body == nil {
			return fmt.Errorf("%s at byte %d: %w", l.Name(), again.end, errDamaged)
		}
		r.accept(body, crc)
	}
	return nil
}

// A verifier compares the parts of a state with each other.
type verifier struct {
	*View
	ctx  context.Context
	errs []error
}

// A damaged store may be wrong in a million places; a few say enough.
const maxFaults = 20

func (v *verifier) fault(format string, args ...any) {
	v.errs = append(v.errs, fmt.Errorf("%w: "+format, append([]any{errDamaged}, args...)...))
}

func (v *verifier) done(i uint32) bool {
	return len(v.errs) >= maxFaults || i%1024 == 0 && v.ctx.Err() != nil
}

func (v *verifier) run() []error {
	s := v.s
	var live, alive int64
	var counted [4]uint64
	for id := uint32(1); id <= v.commit.quads && !v.done(id); id++ {
		if !v.sees(id) {
			continue
		}
		live++
		v.checkQuad(id, &counted)
	}
	for id := uint32(1); id <= v.commit.nodes && !v.done(id); id++ {
		if s.gone(id) {
			continue
		}
		alive++
		v.checkNode(id, &counted)
	}
	if v.done(1) {
		return v.errs
	}
	if live != v.commit.live || alive != v.commit.alive {
		v.fault("%d quads and %d nodes, but the counts are %d and %d", live, alive, v.commit.live, v.commit.alive)
	}
	for d, n := range counted {
		if n != 0 {
			v.fault("the chains of direction %d do not have every quad once", d)
		}
	}
	return v.errs
}

// checkQuad adds the quad to a sum for each direction, from which checkNode
// takes what it finds in the chains: a quad that is in a wrong chain, or in
// none, leaves a rest.
func (v *verifier) checkQuad(id uint32, sum *[4]uint64) {
	q := v.s.quad(id)
	for d, n := range q {
		if n > v.commit.nodes || n == 0 && d != label {
			v.fault("quad %d has no %v", id, directions[d])
			return
		}
		if n != 0 {
			sum[d] += mix(uint64(id), 0x9E3779B97F4A7C15)
		}
	}
	if found, _ := v.s.findQuad(q); found != id {
		v.fault("quad %d is not found by its nodes", id)
	}
}

func (v *verifier) checkNode(id uint32, sum *[4]uint64) {
	b, _ := v.s.value(id)
	if decodeValue(b, false) == nil {
		v.fault("node %d has no value", id)
	} else if v.s.find(b, hashValue(b), v.commit.nodes) != id {
		v.fault("node %d is not found by its value", id)
	}
	any := false
	for d := range 4 {
		var n uint32
		c := v.cursor(id, d)
		for q := c.next(); q != 0; q = c.next() {
			if n++; n > v.s.count(id, d) || v.s.quad(q)[d] != id {
				break
			}
			sum[d] -= mix(uint64(q), 0x9E3779B97F4A7C15)
		}
		if n != v.s.count(id, d) {
			v.fault("node %d has not the %d quads as %v that it counts", id, v.s.count(id, d), directions[d])
			return
		}
		any = any || n > 0
	}
	if !any {
		v.fault("node %d has no quad", id)
	}
}
