package store

import (
	"errors"
	"math"
	"slices"
)

// A transaction is staged, logged, and then published. Staging puts new nodes
// and quads behind the last commit, where no reader looks, and marks quads as
// removed by a version that no reader has; so it can be undone without a
// trace, and is, if the log cannot be written.

var errFull = errors.New("the store is full: it holds four thousand million nodes and quads")

// stageNode adds a node that is not there.
func (s *state) stageNode(b []byte, hash uint32) (uint32, error) {
	if s.lastNode >= math.MaxUint32-1 {
		return 0, errFull
	}
	n := s.nodes.grow(s.lastNode - s.base.nodes)
	n.value = s.keep(b)
	s.lastNode++
	s.values.add(hash, s.lastNode)
	return s.lastNode, nil
}

// keep copies b to where it stays.
func (s *state) keep(b []byte) []byte {
	const block = 1 << 18
	if len(b) > cap(s.arena)-len(s.arena) {
		if len(b) > block/4 {
			return slices.Clone(b)
		}
		s.arena = make([]byte, 0, block)
	}
	start := len(s.arena)
	s.arena = append(s.arena, b...)
	return s.arena[start:len(s.arena):len(s.arena)]
}

// stageQuad adds a quad that is not there; at is what findQuad says.
func (s *state) stageQuad(key [4]uint32, at place) error {
	if s.lastQuad >= math.MaxUint32-1 {
		return errFull
	}
	q := s.quads.grow(s.lastQuad - s.base.quads)
	q.nodes, q.next = key, [4]uint32{}
	q.died.Store(0)
	s.lastQuad++
	// A quad that comes back takes the slot of the one that was removed, so
	// that an article read a thousand times leaves no thousand slots behind.
	if at.tier != nil {
		s.keys.set(at, hashQuad(key), s.lastQuad)
	} else {
		s.keys.add(hashQuad(key), s.lastQuad)
	}
	return nil
}

// stageDeath removes a live quad.
func (s *state) stageDeath(id uint32) {
	s.setDied(id, s.commit.Load().version+1)
	s.dying = append(s.dying, id)
}

// discard undoes what was staged.
func (s *state) discard() {
	for _, id := range s.dying {
		s.setDied(id, 0)
	}
	s.dying = s.dying[:0]
	s.values.rollback()
	s.keys.rollback()
	c := s.commit.Load()
	s.lastNode, s.lastQuad = c.nodes, c.quads
}

// publish links what was staged into the chains and shows it to readers.
// Chains skip quads that were removed at version oldest or before: nobody
// can see those any more.
func (s *state) publish(oldest uint32) {
	old := s.commit.Load()
	now := *old
	now.version++
	s.next.Store(now.version)
	for id := old.quads + 1; id <= s.lastQuad; id++ {
		s.link(id, &now, oldest)
	}
	for _, id := range s.dying {
		s.unlink(id, &now)
	}
	s.tail += len(s.dying) + int(s.lastQuad-old.quads)
	s.dying = s.dying[:0]
	s.values.commit()
	s.keys.commit()
	now.nodes, now.quads = s.lastNode, s.lastQuad
	s.commit.Store(&now)
}

func (s *state) link(id uint32, now *commit, oldest uint32) {
	q := s.quads.at(id - s.base.quads - 1)
	var ends [4]*links
	for d, n := range q.nodes {
		if n == 0 {
			continue
		}
		l := s.touch(n)
		head := l.head[d].Load()
		for head != 0 {
			r := s.quads.at(head - s.base.quads - 1)
			if died := r.died.Load(); died == 0 || died > oldest {
				break
			}
			head = r.next[d]
		}
		q.next[d] = head
		ends[d] = l
	}
	for d, l := range ends {
		if l == nil {
			continue
		}
		if l.gone() {
			now.alive++
		}
		l.count[d].Add(1)
		l.head[d].Store(id)
	}
	now.live++
}

func (s *state) unlink(id uint32, now *commit) {
	for d, n := range s.quad(id) {
		if n == 0 {
			continue
		}
		l := s.touch(n)
		l.count[d].Add(^uint32(0))
		if l.gone() {
			now.alive--
		}
	}
	now.live--
}
