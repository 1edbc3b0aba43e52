package store

import (
	"encoding/binary"
	"math/bits"
	"sort"
)

// A base is a snapshot: an immutable graph as arrays in a file, which is
// mapped into memory and read in place. docs/store.md says how they lie.
//
// Quads are sorted by subject, predicate, object and label: those of a subject
// lie together, and a quad is found by bisection. The other three directions
// have lists of quad numbers.
//
// A snapshot is checked in full when it is opened only if it is small. The
// methods therefore trust nothing that they read: whatever the bytes, they
// return some number in range and never panic.
type base struct {
	nodes, quads, subjects, predicates uint32

	sections [sectionCount][]byte
	wide     bool // the predicate column has 4 bytes a quad instead of 2
	valueEnd offsets
	lists    [4]offsets // of object and label; those of predicate are by ordinal
	drop     func()     // gives back the memory of a mapped file, if it is one
}

// dropPages takes the snapshot out of memory; what is read again comes back.
func (b *base) dropPages() {
	if b.drop != nil {
		b.drop()
	}
}

// The sections of a snapshot, in the order of the file: first those whose
// length follows from the counts, then the others.
const (
	secValueBase       = iota // offsets of the values
	secValueOffset            //
	secTags                   // hash table: a byte of the hash for each slot, 0 if the slot is empty
	secSlots                  // hash table: u32 the node
	secStarts                 // u32 for each node and the end: its first quad as subject, from 0
	secSubjects               // u32 for each subject: the node, ascending
	secBits                   // u64s of one bit for each quad: it is its subject's first
	secRanks                  // u32 for each 512 quads: how many bits are set before
	secPredicates             // u32 for each predicate: the node, ascending
	secPredicate              // u16 or u32 for each quad: which of the predicates
	secObject                 // u32 for each quad: the node
	secLabel                  // u32 for each quad: the node, 0 for none
	secPredicateBase          // offsets of the lists of quads, by predicate
	secPredicateOffset        //
	secObjectBase             // by node
	secObjectOffset           //
	secLabelBase              // by node
	secLabelOffset            //
	secValues                 // the encoded values, end to end
	secPredicateLists         // lists of quads
	secObjectLists            //
	secLabelLists             //
	sectionCount
)

func u32(b []byte, i uint32) uint32 { return binary.LittleEndian.Uint32(b[uint64(i)*4:]) }
func u64(b []byte, i uint32) uint64 { return binary.LittleEndian.Uint64(b[uint64(i)*8:]) }

// offsets are where things begin in a section: a u64 for every 64th of them,
// and a u32 for each, to be added. There is one more than there are things.
type offsets struct{ base, offset []byte }

func (o offsets) at(i uint32) uint64 { return u64(o.base, i/64) + uint64(u32(o.offset, i)) }

// of returns thing i of a section, nil if the offsets make no sense.
func (o offsets) of(section []byte, i uint32) []byte {
	start, end := o.at(i), o.at(i+1)
	if start > end || end > uint64(len(section)) {
		return nil
	}
	return section[start:end:end]
}

// value returns the encoded value of a node.
func (b *base) value(id uint32) []byte { return b.valueEnd.of(b.sections[secValues], id-1) }

// find returns the node of an encoded value, 0 if there is none.
func (b *base) find(value []byte, hash uint32) uint32 {
	tags := b.sections[secTags]
	if len(tags) == 0 {
		return 0
	}
	tag := tagOf(hash)
	slot := slotOf(hash, len(tags))
	for range tags {
		switch tags[slot] {
		case 0:
			return 0
		case tag:
			id := u32(b.sections[secSlots], uint32(slot))
			if id != 0 && id <= b.nodes && string(b.value(id)) == string(value) {
				return id
			}
		}
		if slot++; slot == len(tags) {
			slot = 0
		}
	}
	return 0
}

func tagOf(hash uint32) byte           { return byte(1 + hash%255) }
func slotOf(hash uint32, size int) int { return int(uint64(hash) * uint64(size) >> 32) }

// first returns the quads of a subject as a half-open range, from 0.
func (b *base) first(subject uint32) (from, to uint32) {
	if subject == 0 || subject > b.nodes {
		return 0, 0
	}
	from, to = u32(b.sections[secStarts], subject-1), u32(b.sections[secStarts], subject)
	if from > to || to > b.quads {
		return 0, 0
	}
	return from, to
}

// subject returns the subject of quad i, from 0: as many subjects begin up to
// it as bits are set.
func (b *base) subject(i uint32) uint32 {
	n := u32(b.sections[secRanks], i/512)
	words := b.sections[secBits]
	for w := i / 512 * 8; w < i/64; w++ {
		n += uint32(bits.OnesCount64(u64(words, w)))
	}
	n += uint32(bits.OnesCount64(u64(words, i/64) << (63 - i%64)))
	if n == 0 || n > b.subjects {
		return 0
	}
	return b.inRange(u32(b.sections[secSubjects], n-1))
}

func (b *base) inRange(node uint32) uint32 {
	if node > b.nodes {
		return 0
	}
	return node
}

// ordinal returns the predicate of quad i, from 0, as an index.
func (b *base) ordinal(i uint32) uint32 {
	if b.wide {
		return u32(b.sections[secPredicate], i)
	}
	return uint32(binary.LittleEndian.Uint16(b.sections[secPredicate][uint64(i)*2:]))
}

func (b *base) predicate(ordinal uint32) uint32 {
	if ordinal >= b.predicates {
		return 0
	}
	return b.inRange(u32(b.sections[secPredicates], ordinal))
}

// predicateOf returns the ordinal of a node as predicate.
func (b *base) predicateOf(node uint32) (uint32, bool) {
	i := uint32(sort.Search(int(b.predicates), func(i int) bool { return u32(b.sections[secPredicates], uint32(i)) >= node }))
	return i, i < b.predicates && u32(b.sections[secPredicates], i) == node
}

// quad returns the nodes of a quad.
func (b *base) quad(id uint32) [4]uint32 {
	return [4]uint32{b.end(id, subject), b.end(id, predicate), b.end(id, object), b.end(id, label)}
}

// end returns one node of a quad. It touches no other column: each would be a
// page of the file more in memory.
func (b *base) end(id uint32, d int) uint32 {
	i := id - 1
	switch d {
	case subject:
		return b.subject(i)
	case predicate:
		return b.predicate(b.ordinal(i))
	case object:
		return b.inRange(u32(b.sections[secObject], i))
	}
	return b.inRange(u32(b.sections[secLabel], i))
}

// findQuad returns the quad of four nodes, 0 if there is none.
func (b *base) findQuad(key [4]uint32) uint32 {
	p, ok := b.predicateOf(key[predicate])
	if !ok {
		return 0
	}
	from, to := b.first(key[subject])
	i := from + uint32(sort.Search(int(to-from), func(k int) bool {
		i := from + uint32(k)
		if q := b.ordinal(i); q != p {
			return q > p
		}
		if o := u32(b.sections[secObject], i); o != key[object] {
			return o > key[object]
		}
		return u32(b.sections[secLabel], i) >= key[label]
	}))
	if i < to && b.ordinal(i) == p && u32(b.sections[secObject], i) == key[object] && u32(b.sections[secLabel], i) == key[label] {
		return i + 1
	}
	return 0
}

// count returns how many quads a node has in direction d.
func (b *base) count(id uint32, d int) uint32 {
	l := b.list(id, d)
	return l.left
}

// list returns the quads of a node in direction d.
func (b *base) list(id uint32, d int) list {
	if d == subject {
		from, to := b.first(id)
		return list{id: from, left: to - from}
	}
	section := b.sections[secPredicateLists+d-1]
	i := id - 1
	if d == predicate {
		var ok bool
		if i, ok = b.predicateOf(id); !ok {
			return list{}
		}
	}
	bytes := b.lists[d].of(section, i)
	n, k := binary.Uvarint(bytes)
	if k <= 0 || n > uint64(b.quads) {
		return list{}
	}
	return list{bytes: bytes[k:], left: uint32(n), quads: b.quads, packed: true}
}

// A list runs through quads of the base: a range, or packed as differences.
type list struct {
	bytes  []byte
	id     uint32 // the last quad
	left   uint32
	quads  uint32 // none is greater
	packed bool
}

// next returns the next quad, 0 at the end.
func (l *list) next() uint32 {
	if l.left == 0 {
		return 0
	}
	l.left--
	if !l.packed {
		l.id++
		return l.id
	}
	step, k := uint64(0), 1
	if len(l.bytes) > 0 && l.bytes[0] < 0x80 {
		step = uint64(l.bytes[0]) // most steps are short
	} else {
		step, k = binary.Uvarint(l.bytes)
	}
	if k <= 0 || step == 0 || step > uint64(l.quads-l.id) {
		l.left = 0
		return 0
	}
	l.bytes = l.bytes[k:]
	l.id += uint32(step)
	return l.id
}
