package store

import "math/bits"

// A numbering maps the nodes of a state to those of the snapshot made of it,
// which has no nodes that are gone: in the same order, without the gaps.
type numbering struct {
	words []uint64 // a bit for each node, from 0: it is alive
	ranks []uint32 // for each word, how many bits are set before
	whole bool     // all are alive: nothing changes
}

func newNumbering(nodes uint32) *numbering { return &numbering{words: make([]uint64, int(nodes)/64+1)} }

func (n *numbering) keep(id uint32) { n.words[(id-1)/64] |= 1 << ((id - 1) % 64) }

// seal ends the calls of keep; nodes is how many there may be.
func (n *numbering) seal(nodes uint32) (alive uint32) {
	n.ranks = make([]uint32, len(n.words))
	for i, w := range n.words {
		n.ranks[i] = alive
		alive += uint32(bits.OnesCount64(w))
	}
	n.whole = alive == nodes
	return alive
}

func (n *numbering) alive(id uint32) bool { return n.words[(id-1)/64]>>((id-1)%64)&1 != 0 }

// at returns the new number of a node that is alive, and 0 for 0.
func (n *numbering) at(id uint32) uint32 {
	if n.whole || id == 0 {
		return id
	}
	i := id - 1
	return n.ranks[i/64] + uint32(bits.OnesCount64(n.words[i/64]<<(63-i%64)))
}

// A shift maps the quads of a snapshot to those of the next. Mostly whole
// blocks move by the same distance, and only that is kept.
type shift []struct {
	distance uint32 // modulo 2^32
	exact    *[shiftBlock]uint32
}

const (
	shiftBlock = 64
	gone       = 1<<32 - 1 // what becomes of a quad that is removed
)

func newShift(quads uint32) shift { return make(shift, int(quads)/shiftBlock+1) }

// set says that quad i has become quad to, both from 0. It is called once for
// each, in ascending order.
func (s shift) set(i, to uint32) {
	b := &s[i/shiftBlock]
	if b.exact == nil {
		if i%shiftBlock == 0 && to != gone {
			b.distance = to - i
		}
		if to != gone && to-i == b.distance {
			return
		}
		b.exact = new([shiftBlock]uint32)
		for j := range i % shiftBlock {
			b.exact[j] = i - i%shiftBlock + j + b.distance
		}
	}
	b.exact[i%shiftBlock] = to
}

func (s shift) at(i uint32) uint32 {
	b := &s[i/shiftBlock]
	if b.exact != nil {
		return b.exact[i%shiftBlock]
	}
	return i + b.distance
}
