package store

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"
)

// A merger writes what a view sees as a snapshot: it merges the base, which is
// sorted, with what the log has brought since. Nodes and quads keep their
// order, so the base is read from front to back and the file written so; the
// memory that it takes is the table by value, 1.5 bytes a quad, and what grows
// with the log. The store may be written to meanwhile.
type merger struct {
	v   *View
	s   *state
	ctx context.Context
	w   *baseWriter

	nodes      *numbering
	predicates []uint32          // nodes of v, ascending
	ordinal    map[uint32]uint32 // of each of them
	ofBase     []uint32          // new ordinals of the predicates of the base
	subjects   uint32
	moved      shift    // quads of the base
	fresh      []uint32 // new numbers of the quads of the log, from 0

	count   uint32 // quads written, by quads
	word    uint64 // bits of the last of them
	begun   uint32 // subjects written
	group   []uint32
	packed  []byte
	dropped int64
}

// merge writes the snapshot file name and returns the new numbers of nodes.
func merge(ctx context.Context, name string, v *View, generation uint64, sync bool) (nodes *numbering, err error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			err = errors.Join(err, os.Remove(name))
		}
	}()
	m := &merger{v: v, s: v.s, ctx: ctx}
	alive, err := m.survey()
	if err != nil {
		return nil, err
	}
	slots := 0
	if alive > 0 {
		// A table that is three quarters full tells after a few bytes that a
		// value is not there.
		slots = int(alive) + int(alive)/3 + 1
	}
	counts := [4]uint32{alive, uint32(v.commit.live), m.subjects, uint32(len(m.predicates))}
	wide := len(m.predicates) > 1<<16
	m.w = newBaseWriter(f, counts, wide, slots)
	for _, step := range []func() error{
		func() error { return m.values(slots) },
		func() error { return m.quads(wide) },
		func() error { return m.lists(predicate, secPredicateLists, secPredicateBase) },
		func() error { return m.lists(object, secObjectLists, secObjectBase) },
		func() error { return m.lists(label, secLabelLists, secLabelBase) },
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	if m.count != counts[1] || m.begun != counts[2] {
		return nil, fmt.Errorf("%w: %d quads of %d subjects, but the counts are %d and %d", errDamaged, m.count, m.begun, counts[1], counts[2])
	}
	return m.nodes, m.w.finish(generation, counts, wide, slots, sync)
}

// pageBudget is how much is written between two times that the pages of the
// old snapshot are given back: it is read once from end to end, and need not
// lie in memory whole.
const pageBudget = 16 << 20

// pause is called for every node, and looks up now and then.
func (m *merger) pause(id uint32) error {
	if id%1024 != 0 {
		return nil
	}
	if m.w != nil {
		if m.w.err != nil {
			return m.w.err
		}
		if m.w.written-m.dropped > pageBudget {
			m.dropped = m.w.written
			m.s.base.dropPages()
		}
	}
	return m.ctx.Err()
}

// survey finds the nodes that stay, and which are subjects and predicates.
func (m *merger) survey() (alive uint32, err error) {
	c := &m.v.commit
	m.nodes = newNumbering(c.nodes)
	m.ordinal = map[uint32]uint32{}
	for id := uint32(1); id <= c.nodes; id++ {
		if err := m.pause(id); err != nil {
			return 0, err
		}
		untouched := m.s.linksOf(id) == nil
		if !untouched && !m.v.has(id) {
			continue
		}
		m.nodes.keep(id)
		if m.has(id, subject, untouched) {
			m.subjects++
		}
		if m.has(id, predicate, untouched) {
			m.ordinal[id] = uint32(len(m.predicates))
			m.predicates = append(m.predicates, id)
		}
	}
	alive = m.nodes.seal(c.nodes)
	if int64(alive) != c.alive {
		return 0, fmt.Errorf("%w: %d nodes, but the count is %d", errDamaged, alive, c.alive)
	}
	for i := range m.s.base.predicates {
		m.ofBase = append(m.ofBase, m.ordinal[m.s.base.predicate(i)])
	}
	return alive, nil
}

func (m *merger) has(id uint32, d int, untouched bool) bool {
	if untouched {
		return m.s.base.count(id, d) > 0
	}
	c := m.v.cursor(id, d)
	return c.next() != 0
}

// values writes the values of the nodes, and the table by which they are found.
func (m *merger) values(slots int) error {
	w := &m.w.sections[secValues]
	ends := offsetWriter{base: &m.w.sections[secValueBase], offset: &m.w.sections[secValueOffset]}
	tags, table := make([]byte, slots), make([]uint32, slots)
	var n uint32
	for id := uint32(1); id <= m.v.commit.nodes; id++ {
		if err := m.pause(id); err != nil {
			return err
		}
		if !m.nodes.alive(id) {
			continue
		}
		b, _ := m.s.value(id)
		ends.add(w.size())
		w.write(b)
		hash := hashValue(b)
		slot := slotOf(hash, slots)
		for tags[slot] != 0 {
			if slot++; slot == slots {
				slot = 0
			}
		}
		n++
		tags[slot], table[slot] = tagOf(hash), n
	}
	ends.add(w.size())
	m.w.done(secValues)
	m.w.sections[secTags].write(tags)
	for _, node := range table {
		m.w.sections[secSlots].u32(node)
	}
	return nil
}

// quads writes the columns, sorted by subject, and everything about subjects.
func (m *merger) quads(wide bool) error {
	b := m.s.base
	m.moved = newShift(b.quads)
	m.fresh = make([]uint32, m.v.commit.quads-b.quads)
	starts, subjects := &m.w.sections[secStarts], &m.w.sections[secSubjects]
	for id := uint32(1); id <= m.v.commit.nodes; id++ {
		if err := m.pause(id); err != nil {
			return err
		}
		var from, to uint32
		if id <= b.nodes {
			from, to = b.first(id)
		}
		if !m.nodes.alive(id) {
			for i := from; i < to; i++ {
				m.moved.set(i, gone)
			}
			continue
		}
		starts.u32(m.count)
		begin := m.count
		if m.s.linksOf(id) == nil {
			for i := from; i < to; i++ {
				o := b.ordinal(i)
				if o >= b.predicates {
					return fmt.Errorf("%w: quad %d has no predicate", errDamaged, i+1)
				}
				m.moved.set(i, m.count)
				m.write(m.ofBase[o], b.end(i+1, object), b.end(i+1, label), i == from, wide)
			}
		} else {
			m.mergeSubject(id, from, to, wide)
		}
		if m.count > begin {
			subjects.u32(m.nodes.at(id))
			m.begun++
		}
	}
	starts.u32(m.count)
	if m.count%64 != 0 {
		m.w.sections[secBits].u64(m.word)
	}
	for _, p := range m.predicates {
		m.w.sections[secPredicates].u32(m.nodes.at(p))
	}
	return m.w.err
}

// mergeSubject merges the quads of one subject: those of the base, which are
// sorted, with those of the log.
func (m *merger) mergeSubject(id, from, to uint32, wide bool) {
	added := m.added(id, subject)
	order := func(x, y [4]uint32) int {
		return cmp.Or(cmp.Compare(x[predicate], y[predicate]), cmp.Compare(x[object], y[object]), cmp.Compare(x[label], y[label]))
	}
	slices.SortFunc(added, func(x, y uint32) int { return order(m.s.quad(x), m.s.quad(y)) })
	first := true
	put := func(quad uint32, q [4]uint32) {
		if i := quad - 1; i < m.s.base.quads {
			m.moved.set(i, m.count)
		} else {
			m.fresh[i-m.s.base.quads] = m.count
		}
		m.write(m.ordinal[q[predicate]], q[object], q[label], first, wide)
		first = false
	}
	for i := from; i < to; i++ {
		if !m.v.sees(i + 1) {
			m.moved.set(i, gone)
			continue
		}
		q := m.s.base.quad(i + 1)
		for len(added) > 0 && order(m.s.quad(added[0]), q) < 0 {
			put(added[0], m.s.quad(added[0]))
			added = added[1:]
		}
		put(i+1, q)
	}
	for _, quad := range added {
		put(quad, m.s.quad(quad))
	}
}

// added returns the quads of a node that the log has brought. The slice is
// good until the next call.
func (m *merger) added(id uint32, d int) []uint32 {
	m.group = m.group[:0]
	if l := m.s.linksOf(id); l != nil {
		for c := (cursor{v: m.v, d: d, chain: l.head[d].Load()}); ; {
			quad := c.next()
			if quad == 0 {
				break
			}
			m.group = append(m.group, quad)
		}
	}
	return m.group
}

// write writes one quad.
func (m *merger) write(ordinal, object, label uint32, first, wide bool) {
	sections := &m.w.sections
	if wide {
		sections[secPredicate].u32(ordinal)
	} else {
		sections[secPredicate].u16(uint16(ordinal))
	}
	sections[secObject].u32(m.nodes.at(object))
	sections[secLabel].u32(m.nodes.at(label))
	if m.count%512 == 0 {
		begun := m.begun
		if !first {
			begun++ // the one at hand
		}
		sections[secRanks].u32(begun)
	}
	if first {
		m.word |= 1 << (m.count % 64)
	}
	m.count++
	if m.count%64 == 0 {
		sections[secBits].u64(m.word)
		m.word = 0
	}
}

// lists writes for each node, or each predicate, the quads that have it in
// direction d.
func (m *merger) lists(d, section, offsets int) error {
	w := &m.w.sections[section]
	ends := offsetWriter{base: &m.w.sections[offsets], offset: &m.w.sections[offsets+1]}
	if d == predicate {
		for _, id := range m.predicates {
			if err := m.pause(0); err != nil {
				return err
			}
			ends.add(w.size())
			m.list(w, id, d)
		}
	} else {
		for id := uint32(1); id <= m.v.commit.nodes; id++ {
			if err := m.pause(id); err != nil {
				return err
			}
			if m.nodes.alive(id) {
				ends.add(w.size())
				m.list(w, id, d)
			}
		}
	}
	ends.add(w.size())
	m.w.done(section)
	return m.w.err
}

// list writes the quads that a node has in direction d: those of the base in
// their new places, and between them those of the log.
func (m *merger) list(w *sectionWriter, id uint32, d int) {
	var old list
	if id <= m.s.base.nodes {
		old = m.s.base.list(id, d)
	}
	added := m.added(id, d)
	for i, quad := range added {
		added[i] = m.fresh[quad-1-m.s.base.quads]
	}
	slices.Sort(added)
	out, count, last := m.packed[:0], uint64(0), uint32(0)
	for quad := old.next(); quad != 0; quad = old.next() {
		to := m.moved.at(quad - 1)
		if to == gone {
			continue
		}
		for len(added) > 0 && added[0] < to {
			out = binary.AppendUvarint(out, uint64(added[0]+1-last))
			last, added = added[0]+1, added[1:]
			count++
		}
		if step := to + 1 - last; step < 0x80 {
			out = append(out, byte(step))
		} else {
			out = binary.AppendUvarint(out, uint64(step))
		}
		last = to + 1
		count++
	}
	for _, to := range added {
		out = binary.AppendUvarint(out, uint64(to+1-last))
		last = to + 1
		count++
	}
	if count > 0 {
		w.uvarint(count)
		w.write(out)
	}
	m.packed = out
}
