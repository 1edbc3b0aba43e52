package store

import (
	"errors"
	"fmt"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// ApplyDeltas changes the store, wholly or not at all, in the order given: a
// quad that is deleted and then added is there afterwards. When it returns
// without error, the change is on the disk.
func (qs *QuadStore) ApplyDeltas(in []graph.Delta, opts graph.IgnoreOpts) error {
	qs.lockForWriting()
	defer qs.writer.Unlock()
	if err := qs.writable(); err != nil {
		return err
	}
	s := qs.state.Load()
	r := &qs.recorder
	r.reset()
	if err := qs.stage(s, in, opts); err != nil || r.ops == 0 {
		s.discard()
		return err
	}
	if qs.log != nil {
		var err error
		if err, qs.broken = qs.log.write(r.body(), !qs.opts.NoSync); err != nil {
			s.discard()
			return fmt.Errorf("write store %s: %w", qs.path, err)
		}
	}
	if qs.background != nil {
		qs.background.died = append(qs.background.died, s.dying...)
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

// stage stages deltas and records them.
func (qs *QuadStore) stage(s *state, in []graph.Delta, opts graph.IgnoreOpts) error {
	r := &qs.recorder
	for i := range in {
		d := &in[i]
		switch d.Action {
		case graph.Add:
			var key [4]uint32
			fresh, err := qs.nodes(s, &d.Quad, &key)
			if err != nil {
				return &graph.DeltaError{Delta: *d, Err: err}
			}
			var at place
			if !fresh { // a quad with a new node is new
				var old uint32
				if old, at = s.findQuad(key); old != 0 {
					if opts.IgnoreDup {
						continue
					}
					return &graph.DeltaError{Delta: *d, Err: graph.ErrQuadExists}
				}
			}
			if err := s.stageQuad(key, at); err != nil {
				return err
			}
			r.add(key)
		case graph.Delete:
			id := qs.existing(s, &d.Quad)
			if id == 0 {
				if opts.IgnoreMissing {
					continue
				}
				return &graph.DeltaError{Delta: *d, Err: graph.ErrQuadNotExist}
			}
			s.stageDeath(id)
			r.remove(id)
		default:
			return &graph.DeltaError{Delta: *d, Err: graph.ErrInvalidAction}
		}
	}
	return nil
}

var errIncomplete = errors.New("a quad needs subject, predicate and object")

// nodes finds or stages the nodes of a quad; it says whether any is new.
func (qs *QuadStore) nodes(s *state, q *quad.Quad, key *[4]uint32) (fresh bool, err error) {
	if q.Subject == nil || q.Predicate == nil || q.Object == nil {
		return false, errIncomplete
	}
	for j, v := range [4]quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
		if v == nil {
			continue
		}
		if qs.value, err = appendValue(qs.value[:0], v); err != nil {
			return false, err
		}
		hash := hashValue(qs.value)
		if key[j] = s.find(qs.value, hash, s.lastNode); key[j] != 0 {
			continue
		}
		if key[j], err = s.stageNode(qs.value, hash); err != nil {
			return false, err
		}
		qs.recorder.value(qs.value)
		fresh = true
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
		b, err := appendValue(qs.value[:0], v)
		if err != nil {
			return 0
		}
		qs.value = b
		if key[j] = s.find(b, hashValue(b), s.lastNode); key[j] == 0 {
			return 0
		}
	}
	id, _ := s.findQuad(key)
	return id
}
