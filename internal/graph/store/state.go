package store

import (
	"sync/atomic"

	"github.com/cayleygraph/quad"
)

// The four directions of a quad, as indexes.
const (
	subject = iota
	predicate
	object
	label
)

var directions = [4]quad.Direction{quad.Subject, quad.Predicate, quad.Object, quad.Label}

func index(d quad.Direction) int {
	switch d {
	case quad.Subject:
		return subject
	case quad.Predicate:
		return predicate
	case quad.Object:
		return object
	}
	return label
}

// A state is the graph as arrays: the base, which is a snapshot and never
// changes, and over it what the log has brought since.
//
// Nodes and quads have numbers from 1; those of the base come first. A quad of
// the log is in four chains, one for each of its nodes, newest first; the
// quads of a node are its chain and after it its list in the base. A quad
// that is removed stays in its chains with the version that removed it.
//
// One goroutine writes; readers take no lock. Nothing moves, what a reader can
// reach is complete, and a reader takes only what its version may see: quads
// up to the commit it started from, and not removed by then.
type state struct {
	base *base

	nodes   chunks[node]
	quads   chunks[record]
	touched []atomic.Pointer[[pageSize]links]         // links of nodes in the base, by page
	died    []atomic.Pointer[[pageSize]atomic.Uint32] // versions that removed quads of the base, by page

	values table // nodes of the log by value
	keys   table // quads of the log by their four nodes; of the writer only
	arena  []byte

	commit atomic.Pointer[commit]
	// next is the version being written; it is that of commit when nothing is.
	next atomic.Uint32

	// Of the writer, moved by stage and settled by publish or discard.
	lastNode, lastQuad uint32
	dying              []uint32 // quads that the transaction at hand removes
	tail               int      // quads added and removed by the log
}

// A commit is what a transaction has left behind.
type commit struct {
	version uint32
	nodes   uint32 // number of the last node
	quads   uint32 // number of the last quad
	alive   int64  // nodes that have a quad
	live    int64  // quads that are not removed
}

// pageSize is the number of nodes or quads of the base that get room for what
// has changed when one of them changes.
const pageSize = 32

// links are the ends of a node's chains, and how many live quads it has in
// each direction, the base included.
type links struct {
	head  [4]atomic.Uint32
	count [4]atomic.Uint32
	valid atomic.Bool // for a node of the base: somebody has touched it
}

func (l *links) gone() bool {
	return l.count[0].Load()|l.count[1].Load()|l.count[2].Load()|l.count[3].Load() == 0
}

type node struct {
	links
	value []byte
}

// A record is a quad of the log.
type record struct {
	nodes [4]uint32
	next  [4]uint32
	died  atomic.Uint32 // version that removed it; 0 if none did
}

func newState(b *base) *state {
	if b == nil {
		b = &base{}
	}
	s := &state{
		base:     b,
		touched:  make([]atomic.Pointer[[pageSize]links], pages(b.nodes)),
		died:     make([]atomic.Pointer[[pageSize]atomic.Uint32], pages(b.quads)),
		lastNode: b.nodes,
		lastQuad: b.quads,
	}
	s.commit.Store(&commit{version: 1, nodes: b.nodes, quads: b.quads, alive: int64(b.nodes), live: int64(b.quads)})
	s.next.Store(1)
	return s
}

func pages(n uint32) int { return (int(n) + pageSize - 1) / pageSize }

// value returns the encoded value of a node, and whether it may be kept
// without copying it.
func (s *state) value(id uint32) ([]byte, bool) {
	if id > s.base.nodes {
		return s.nodes.at(id - s.base.nodes - 1).value, true
	}
	return s.base.value(id), false
}

func (s *state) name(id uint32) quad.Value {
	if id == 0 {
		return nil
	}
	b, share := s.value(id)
	return decodeValue(b, share)
}

// quad returns the nodes of a quad.
func (s *state) quad(id uint32) [4]uint32 {
	if id > s.base.quads {
		return s.quads.at(id - s.base.quads - 1).nodes
	}
	return s.base.quad(id)
}

// end returns the node of a quad in direction d, 0 if it has none.
func (s *state) end(id uint32, d int) uint32 {
	if id > s.base.quads {
		return s.quads.at(id - s.base.quads - 1).nodes[d]
	}
	return s.base.end(id, d)
}

// diedAt returns the version that removed a quad, 0 if it lives.
func (s *state) diedAt(id uint32) uint32 {
	if id > s.base.quads {
		return s.quads.at(id - s.base.quads - 1).died.Load()
	}
	if page := s.died[(id-1)/pageSize].Load(); page != nil {
		return page[(id-1)%pageSize].Load()
	}
	return 0
}

func (s *state) setDied(id, version uint32) {
	if id > s.base.quads {
		s.quads.at(id - s.base.quads - 1).died.Store(version)
		return
	}
	slot := &s.died[(id-1)/pageSize]
	page := slot.Load()
	if page == nil {
		page = new([pageSize]atomic.Uint32)
		slot.Store(page)
	}
	page[(id-1)%pageSize].Store(version)
}

// linksOf returns the links of a node, nil for a node of the base that no
// transaction has touched.
func (s *state) linksOf(id uint32) *links {
	if id > s.base.nodes {
		return &s.nodes.at(id - s.base.nodes - 1).links
	}
	if page := s.touched[(id-1)/pageSize].Load(); page != nil {
		if l := &page[(id-1)%pageSize]; l.valid.Load() {
			return l
		}
	}
	return nil
}

// touch returns the links of a node, to be changed.
func (s *state) touch(id uint32) *links {
	if l := s.linksOf(id); l != nil {
		return l
	}
	slot := &s.touched[(id-1)/pageSize]
	page := slot.Load()
	if page == nil {
		page = new([pageSize]links)
		slot.Store(page)
	}
	l := &page[(id-1)%pageSize]
	for d := range 4 {
		l.count[d].Store(s.base.count(id, d))
	}
	l.valid.Store(true)
	return l
}

// count returns how many live quads a node has in direction d.
func (s *state) count(id uint32, d int) uint32 {
	if l := s.linksOf(id); l != nil {
		return l.count[d].Load()
	}
	return s.base.count(id, d)
}

// gone reports whether a node has no quad left.
func (s *state) gone(id uint32) bool {
	l := s.linksOf(id)
	return l != nil && l.gone()
}

// find returns the node of an encoded value, 0 if there is none. For a reader,
// last is the last node of a commit; the writer also finds what it has staged.
func (s *state) find(b []byte, hash, last uint32) uint32 {
	id, _ := s.values.find(hash, func(id uint32) bool {
		return id <= last && string(s.nodes.at(id-s.base.nodes-1).value) == string(b)
	})
	if id == 0 {
		id = s.base.find(b, hash)
	}
	return id
}

// findQuad returns the live quad of four nodes, 0 if there is none, and where
// it, or one that was removed, stands among those of the log. It is for the
// writer.
func (s *state) findQuad(key [4]uint32) (uint32, place) {
	id, at := s.keys.find(hashQuad(key), func(id uint32) bool {
		return s.quads.at(id-s.base.quads-1).nodes == key
	})
	if id == 0 {
		id = s.base.findQuad(key)
	}
	if id != 0 && s.diedAt(id) != 0 {
		id = 0
	}
	return id, at
}
