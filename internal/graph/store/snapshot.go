package store

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"os"
	"slices"
)

// A log is replayed when the store is opened, so it is kept short: it becomes
// part of a snapshot when the store is closed with more than longTail changes
// in it, and in between when it has more than hugeTail and than half of the
// snapshot: it lies on the heap, at about a hundred bytes a quad. A load that
// grows the store from nothing writes every quad three times on average.
const (
	longTail = 30_000
	hugeTail = 500_000
)

func (qs *QuadStore) tailIsLong() bool {
	s := qs.state.Load()
	return s.tail > longTail+int(s.base.quads/256)
}

// maintain makes a snapshot if the tail has grown huge. That it cannot be made
// is no fault of the transaction that has just been written: the log goes on.
func (qs *QuadStore) maintain() {
	s := qs.state.Load()
	if qs.log == nil || qs.opts.Manual || s.tail < max(hugeTail, int(s.base.quads/2)) || s.tail < qs.notBefore {
		return
	}
	if qs.snapshot(context.Background()) != nil {
		qs.notBefore = 2 * s.tail
	}
}

// Snapshot makes a snapshot now: the next Open is as fast as can be, and the
// space of what was removed is free. It does nothing if there is nothing to do.
func (qs *QuadStore) Snapshot(ctx context.Context) error {
	qs.writer.Lock()
	defer qs.writer.Unlock()
	if err := qs.writable(); err != nil {
		return err
	}
	if qs.log == nil || qs.state.Load().tail == 0 {
		return nil
	}
	return qs.snapshot(ctx)
}

func (qs *QuadStore) snapshot(ctx context.Context) error {
	old := qs.log
	g := old.generation + 1
	name := snapshotName(qs.path, g)
	if err := writeBase(ctx, name+".new", qs.state.Load(), g, !qs.opts.NoSync); err != nil {
		return errors.Join(err, os.Remove(name+".new"))
	}
	l, err := createLog(logName(qs.path, g), g, !qs.opts.NoSync)
	if err != nil {
		return errors.Join(err, os.Remove(name+".new"))
	}
	err = qs.syncDir()
	if err == nil {
		err = os.Rename(name+".new", name)
	}
	if err != nil {
		return errors.Join(err, l.Close(), os.Remove(l.Name()), os.Remove(name+".new"))
	}
	// From here on the store is of the new generation, come what may.
	qs.log = l
	err = qs.syncDir()
	b, err2 := openBase(qs.path, g)
	if err = errors.Join(err, err2); err != nil {
		qs.broken = err
		return errors.Join(err, old.Close())
	}
	s := qs.state.Load()
	qs.state.Store(newState(b))
	// Reading the old snapshot from end to end has brought all of it into
	// memory; whoever still uses it gets back what he needs.
	s.base.dropPages()
	return errors.Join(old.Close(), clean(qs.path))
}

// writeBase writes the live part of s as a snapshot, with new numbers.
func writeBase(ctx context.Context, name string, s *state, generation uint64, sync bool) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	p := &packer{s: s, w: newSectionWriter(f), ctx: ctx}
	for _, step := range []func(){p.number, p.sort, p.values, p.table, p.starts, p.columns, p.listsOf} {
		if err := ctx.Err(); err != nil {
			return err
		}
		if step(); p.w.err != nil {
			return p.w.err
		}
	}
	var flags uint32
	if p.wide() {
		flags = flagWide
	}
	return p.w.finish(generation, flags, [4]uint32{uint32(len(p.old)), uint32(len(p.quads)), p.subjects, uint32(len(p.predicates))}, sync)
}

// A packer turns a state into the sections of a snapshot. Its steps run in the
// order of the sections.
type packer struct {
	s   *state
	w   *sectionWriter
	ctx context.Context

	old        []uint32 // old number of each node, by new number less one
	fresh      []uint32 // new number of each node, by old number
	subjects   uint32
	predicates []uint32    // new numbers, ascending
	begin      []uint32    // of each subject the first quad, from 0
	quads      [][3]uint32 // predicate, object and label, sorted
	ids        []uint32    // of lists, for one direction after the other
}

// number gives nodes their new numbers: subjects first, and in the order in
// which they came.
func (p *packer) number() {
	c := p.s.commit.Load()
	p.fresh = make([]uint32, c.nodes+1)
	p.old = make([]uint32, 0, c.alive)
	take := func(id uint32) {
		p.old = append(p.old, id)
		p.fresh[id] = uint32(len(p.old))
	}
	for id := uint32(1); id <= c.nodes; id++ {
		if p.s.count(id, subject) > 0 {
			take(id)
		}
	}
	p.subjects = uint32(len(p.old))
	for id := uint32(1); id <= c.nodes; id++ {
		if p.fresh[id] == 0 && !p.s.gone(id) {
			take(id)
		}
		if p.fresh[id] != 0 && p.s.count(id, predicate) > 0 {
			p.predicates = append(p.predicates, p.fresh[id])
		}
	}
	slices.Sort(p.predicates)
}

// sort puts the live quads into the order of their new numbers.
func (p *packer) sort() {
	c := p.s.commit.Load()
	p.begin = make([]uint32, p.subjects+1)
	var n uint32
	for i := range p.subjects {
		p.begin[i] = n
		n += p.s.count(p.old[i], subject)
	}
	p.begin[p.subjects] = n
	p.quads = make([][3]uint32, n)
	at := slices.Clone(p.begin)
	for id := uint32(1); id <= c.quads; id++ {
		if p.s.diedAt(id) != 0 {
			continue
		}
		q := p.s.quad(id)
		i := p.fresh[q[subject]] - 1
		p.quads[at[i]] = [3]uint32{p.fresh[q[predicate]], p.fresh[q[object]], p.fresh[q[label]]}
		at[i]++
	}
	for i := range p.subjects {
		if group := p.quads[p.begin[i]:p.begin[i+1]]; len(group) > 1 {
			slices.SortFunc(group, func(a, b [3]uint32) int {
				return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]), cmp.Compare(a[2], b[2]))
			})
		}
	}
	p.fresh = nil
}

func (p *packer) values() {
	var ends offsetPacker
	var end uint64
	for _, id := range p.old {
		ends.add(end)
		b, _ := p.s.value(id)
		p.w.write(b)
		end += uint64(len(b))
	}
	ends.add(end)
	p.w.end()
	ends.write(p.w)
}

// table is three quarters full, so that a value that is not there is told
// after a few bytes.
func (p *packer) table() {
	size := 0
	if n := len(p.old); n > 0 {
		size = n + n/3 + 1
	}
	tags, slots := make([]byte, size), make([]byte, 4*size)
	for i, id := range p.old {
		b, _ := p.s.value(id)
		hash := hashValue(b)
		slot := slotOf(hash, size)
		for tags[slot] != 0 {
			if slot++; slot == size {
				slot = 0
			}
		}
		tags[slot] = tagOf(hash)
		binary.LittleEndian.PutUint32(slots[4*slot:], uint32(i)+1)
	}
	p.w.write(tags)
	p.w.end()
	p.w.write(slots)
	p.w.end()
}

func (p *packer) starts() {
	n := len(p.quads)
	words := make([]uint64, (n+63)/64)
	for i, b := range p.begin {
		p.w.u32(b)
		if i < int(p.subjects) {
			words[b/64] |= 1 << (b % 64)
		}
	}
	p.w.end()
	var b [8]byte
	for _, w := range words {
		binary.LittleEndian.PutUint64(b[:], w)
		p.w.write(b[:])
	}
	p.w.end()
	// As many bits are set before quad i as subjects begin before it.
	var subjects uint32
	for i := 0; i < n; i += 512 {
		for subjects < p.subjects && int(p.begin[subjects]) < i {
			subjects++
		}
		p.w.u32(subjects)
	}
	p.w.end()
}

func (p *packer) wide() bool { return len(p.predicates) > 1<<16 }

func (p *packer) columns() {
	for _, n := range p.predicates {
		p.w.u32(n)
	}
	p.w.end()
	ordinal := make(map[uint32]uint32, len(p.predicates))
	for i, n := range p.predicates {
		ordinal[n] = uint32(i)
	}
	var b [2]byte
	for i := range p.quads {
		o := ordinal[p.quads[i][0]]
		p.quads[i][0] = o + 1 // from here on: the lists are by ordinal
		if p.wide() {
			p.w.u32(o)
		} else {
			binary.LittleEndian.PutUint16(b[:], uint16(o))
			p.w.write(b[:])
		}
	}
	p.w.end()
	for d := 1; d < 3; d++ {
		for i := range p.quads {
			p.w.u32(p.quads[i][d])
		}
		p.w.end()
	}
}

func (p *packer) listsOf() {
	p.lists(0, len(p.predicates))
	p.lists(1, len(p.old))
	p.lists(2, len(p.old))
}

// lists writes, for each of n nodes, the quads that have it in column d.
func (p *packer) lists(d, n int) {
	if p.ctx.Err() != nil {
		p.w.err = p.ctx.Err()
		return
	}
	at := make([]uint32, n+2) // at[i+1]: where the list of node i begins
	for i := range p.quads {
		at[p.quads[i][d]+1]++
	}
	at[1] = 0 // quads without a label
	for i := 2; i < len(at); i++ {
		at[i] += at[i-1]
	}
	if p.ids == nil {
		p.ids = make([]uint32, len(p.quads))
	}
	ids := p.ids[:at[n+1]]
	for i := range p.quads {
		if v := p.quads[i][d]; v != 0 {
			ids[at[v]] = uint32(i) + 1
			at[v]++
		}
	}
	var ends offsetPacker
	var end uint64
	var buf []byte
	var from uint32
	for v := 1; v <= n; v++ {
		ends.add(end)
		to := at[v]
		if to > from {
			buf = binary.AppendUvarint(buf[:0], uint64(to-from))
			var last uint32
			for _, id := range ids[from:to] {
				buf = binary.AppendUvarint(buf, uint64(id-last))
				last = id
			}
			p.w.write(buf)
			end += uint64(len(buf))
		}
		from = to
	}
	ends.add(end)
	p.w.end()
	ends.write(p.w)
}

// An offsetPacker collects offsets for a section of things.
type offsetPacker struct {
	base   []byte
	offset []byte
	first  uint64 // of the 64 at hand
	n      int
}

func (o *offsetPacker) add(v uint64) {
	if o.n%64 == 0 {
		o.first = v
		o.base = binary.LittleEndian.AppendUint64(o.base, v)
	}
	o.offset = binary.LittleEndian.AppendUint32(o.offset, uint32(v-o.first))
	o.n++
}

func (o *offsetPacker) write(w *sectionWriter) {
	w.write(o.base)
	w.end()
	w.write(o.offset)
	w.end()
}
