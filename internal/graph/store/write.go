package store

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// scratch is what a transaction is put together in, kept for the next one.
type scratch struct {
	value  []byte
	values []byte
	ops    []byte
	body   []byte
}

// ApplyDeltas changes the store, wholly or not at all, in the order given: a
// quad that is deleted and then added is there afterwards. When it returns
// without error, the change is on the disk.
func (qs *QuadStore) ApplyDeltas(in []graph.Delta, opts graph.IgnoreOpts) error {
	qs.writer.Lock()
	defer qs.writer.Unlock()
	if err := qs.writable(); err != nil {
		return err
	}
	s := qs.state.Load()
	n, ops, err := qs.stage(s, in, opts)
	if err != nil || ops == 0 {
		s.discard()
		return err
	}
	if qs.log != nil {
		if err := qs.record(n, ops); err != nil {
			s.discard()
			return fmt.Errorf("write store %s: %w", qs.path, err)
		}
	}
	s.publish(qs.pins.oldest(s))
	qs.maintain()
	return nil
}

func (qs *QuadStore) writable() error {
	switch {
	case qs.closed:
		return ErrClosed
	case qs.opts.ReadOnly:
		return ErrReadOnly
	case qs.broken != nil:
		return fmt.Errorf("store %s: open it again, an earlier write failed: %w", qs.path, qs.broken)
	}
	return nil
}

// stage stages deltas and encodes them into the scratch. It returns the number
// of new values and of operations.
func (qs *QuadStore) stage(s *state, in []graph.Delta, opts graph.IgnoreOpts) (values, ops int, err error) {
	sc := &qs.scratch
	sc.values, sc.ops = sc.values[:0], sc.ops[:0]
	var last [4]uint32
	for i := range in {
		d := &in[i]
		switch d.Action {
		case graph.Add:
			var key [4]uint32
			fresh, err := qs.nodes(s, &d.Quad, &key)
			if err != nil {
				return 0, 0, &graph.DeltaError{Delta: *d, Err: err}
			}
			values += fresh
			if fresh == 0 && s.findQuad(key) != 0 {
				if opts.IgnoreDup {
					continue
				}
				return 0, 0, &graph.DeltaError{Delta: *d, Err: graph.ErrQuadExists}
			}
			if _, err := s.stageQuad(key); err != nil {
				return 0, 0, err
			}
			sc.ops = append(sc.ops, opAdd)
			for j := range key {
				sc.ops = binary.AppendVarint(sc.ops, int64(key[j])-int64(last[j]))
			}
			last = key
		case graph.Delete:
			id := qs.existing(s, &d.Quad)
			if id == 0 {
				if opts.IgnoreMissing {
					continue
				}
				return 0, 0, &graph.DeltaError{Delta: *d, Err: graph.ErrQuadNotExist}
			}
			s.stageDeath(id)
			sc.ops = binary.AppendUvarint(append(sc.ops, opRemove), uint64(id))
		default:
			return 0, 0, &graph.DeltaError{Delta: *d, Err: graph.ErrInvalidAction}
		}
		ops++
	}
	return values, ops, nil
}

var errIncomplete = errors.New("a quad needs subject, predicate and object")

// nodes finds or stages the nodes of a quad; it returns how many are new.
func (qs *QuadStore) nodes(s *state, q *quad.Quad, key *[4]uint32) (fresh int, err error) {
	if q.Subject == nil || q.Predicate == nil || q.Object == nil {
		return 0, errIncomplete
	}
	sc := &qs.scratch
	for j, v := range [4]quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
		if v == nil {
			continue
		}
		if sc.value, err = appendValue(sc.value[:0], v); err != nil {
			return 0, err
		}
		hash := hashValue(sc.value)
		if key[j] = s.find(sc.value, hash, s.lastNode); key[j] != 0 {
			continue
		}
		if key[j], err = s.stageNode(sc.value, hash); err != nil {
			return 0, err
		}
		sc.values = binary.AppendUvarint(sc.values, uint64(len(sc.value)))
		sc.values = append(sc.values, sc.value...)
		fresh++
	}
	return fresh, nil
}

// existing returns the number of a live quad, 0 if there is none.
func (qs *QuadStore) existing(s *state, q *quad.Quad) uint32 {
	var key [4]uint32
	for j, v := range [4]quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
		if v == nil {
			continue
		}
		b, err := appendValue(qs.scratch.value[:0], v)
		if err != nil {
			return 0
		}
		qs.scratch.value = b
		if key[j] = s.find(b, hashValue(b), s.lastNode); key[j] == 0 {
			return 0
		}
	}
	return s.findQuad(key)
}

// record writes the scratch to the log.
func (qs *QuadStore) record(values, ops int) error {
	sc := &qs.scratch
	b := binary.AppendUvarint(sc.body[:0], uint64(values))
	b = binary.AppendUvarint(b, uint64(ops))
	b = append(append(b, sc.values...), sc.ops...)
	sc.body = b
	err, broken := qs.log.write(b, !qs.opts.NoSync)
	qs.broken = broken
	if cap(b) > 16<<20 {
		qs.scratch = scratch{}
	}
	return err
}
