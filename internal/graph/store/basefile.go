package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
)

// A snapshot file begins with a header of one page:
//
//	"kg-snap\n", version u32, flags u32, generation u64,
//	nodes u32, quads u32, subjects u32, predicates u32,
//	for each section: offset u64, length u64, CRC u32, zero u32
//	CRC u32 of all before, at the end of the page
//
// Sections begin at multiples of eight. All numbers are little-endian.
const (
	snapshotMagic   = "kg-snap\n"
	snapshotVersion = 1
	snapshotHeader  = 4096
	flagWide        = 1

	// smallSnapshot is the size up to which opening checks every byte.
	smallSnapshot = 16 << 20
)

// openBase maps the snapshot of a generation; generation 0 has none.
func openBase(dir string, generation uint64) (*base, error) {
	if generation == 0 {
		return nil, nil
	}
	name := snapshotName(dir, generation)
	data, err := mapFile(name)
	if err != nil {
		return nil, err
	}
	b, err := parseBase(data.bytes, generation)
	if err == nil && len(data.bytes) <= smallSnapshot {
		err = checkSections(data.bytes)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", name, err), data.unmap())
	}
	data.unmapAfter(b)
	return b, nil
}

// parseBase finds the sections of a snapshot.
func parseBase(data []byte, generation uint64) (*base, error) {
	le := binary.LittleEndian
	if len(data) < snapshotHeader {
		return nil, fmt.Errorf("%w: no whole header", errDamaged)
	}
	h := data[:snapshotHeader]
	if string(h[:8]) != snapshotMagic {
		return nil, fmt.Errorf("%w: not a snapshot of kg", errDamaged)
	}
	if v := le.Uint32(h[8:]); v > snapshotVersion {
		return nil, fmt.Errorf("written by a newer version of kg (format %d, this one knows %d)", v, snapshotVersion)
	}
	if crc32.Checksum(h[:snapshotHeader-4], castagnoli) != le.Uint32(h[snapshotHeader-4:]) {
		return nil, fmt.Errorf("%w: header does not match its checksum", errDamaged)
	}
	if g := le.Uint64(h[16:]); g != generation {
		return nil, fmt.Errorf("%w: header is of generation %d", errDamaged, g)
	}
	b := &base{
		nodes: le.Uint32(h[24:]), quads: le.Uint32(h[28:]), subjects: le.Uint32(h[32:]), predicates: le.Uint32(h[36:]),
		wide: le.Uint32(h[12:])&flagWide != 0,
	}
	end := uint64(snapshotHeader)
	for i := range b.sections {
		offset, length, _ := sectionEntry(h, i)
		if offset < end || offset > uint64(len(data)) || length > uint64(len(data))-offset {
			return nil, fmt.Errorf("%w: section %d lies outside the file", errDamaged, i)
		}
		end = offset + length
		b.sections[i] = data[offset:end:end]
	}
	if end != uint64(len(data)) {
		return nil, fmt.Errorf("%w: %d bytes instead of %d", errDamaged, len(data), end)
	}
	return b, b.checkSizes()
}

func sectionEntry(header []byte, i int) (offset, length uint64, crc uint32) {
	e := header[40+24*i:]
	return binary.LittleEndian.Uint64(e), binary.LittleEndian.Uint64(e[8:]), binary.LittleEndian.Uint32(e[16:])
}

// checkSizes checks that sections are as long as their number of things says,
// so that no index can lie outside.
func (b *base) checkSizes() error {
	n, q, s, p := uint64(b.nodes), uint64(b.quads), uint64(b.subjects), uint64(b.predicates)
	slots := uint64(len(b.sections[secTags]))
	column := 2 * q
	if b.wide {
		column = 4 * q
	}
	want := map[int]uint64{
		secSlots: 4 * slots, secStarts: 4 * (s + 1),
		secBits: (q + 63) / 64 * 8, secRanks: (q + 511) / 512 * 4,
		secPredicates: 4 * p, secPredicate: column, secObject: 4 * q, secLabel: 4 * q,
	}
	for sec, count := range map[int]uint64{secValueBase: n, secPredicateBase: p, secObjectBase: n, secLabelBase: n} {
		want[sec], want[sec+1] = (count+64)/64*8, 4*(count+1)
	}
	for sec, size := range want {
		if uint64(len(b.sections[sec])) != size {
			return fmt.Errorf("%w: section %d has %d bytes instead of %d", errDamaged, sec, len(b.sections[sec]), size)
		}
	}
	if s > n || p > n || slots < n {
		return fmt.Errorf("%w: counts do not agree", errDamaged)
	}
	b.valueEnd = offsets{b.sections[secValueBase], b.sections[secValueOffset]}
	b.lists[predicate] = offsets{b.sections[secPredicateBase], b.sections[secPredicateOffset]}
	b.lists[object] = offsets{b.sections[secObjectBase], b.sections[secObjectOffset]}
	b.lists[label] = offsets{b.sections[secLabelBase], b.sections[secLabelOffset]}
	return nil
}

// checkSections compares all sections with their checksums.
func checkSections(data []byte) error {
	for i := range sectionCount {
		offset, length, crc := sectionEntry(data[:snapshotHeader], i)
		if crc32.Checksum(data[offset:offset+length], castagnoli) != crc {
			return fmt.Errorf("%w: section %d does not match its checksum", errDamaged, i)
		}
	}
	return nil
}

// A sectionWriter writes a snapshot file, section by section.
type sectionWriter struct {
	f      *os.File
	header []byte
	at     uint64 // end of the file
	next   int    // section
	start  uint64
	crc    uint32
	buf    []byte
	mark   int // end of what crc covers in buf
	err    error
}

func newSectionWriter(f *os.File) *sectionWriter {
	return &sectionWriter{f: f, header: make([]byte, snapshotHeader), at: snapshotHeader, start: snapshotHeader, buf: make([]byte, 0, 1<<20)}
}

func (w *sectionWriter) write(b []byte) {
	for len(b) > 0 {
		if len(w.buf) == cap(w.buf) {
			w.flush()
		}
		n := min(len(b), cap(w.buf)-len(w.buf))
		w.buf = append(w.buf, b[:n]...)
		b = b[n:]
	}
}

func (w *sectionWriter) sum() {
	w.crc = crc32.Update(w.crc, castagnoli, w.buf[w.mark:])
	w.mark = len(w.buf)
}

func (w *sectionWriter) flush() {
	w.sum()
	if w.err == nil && len(w.buf) > 0 {
		_, w.err = w.f.WriteAt(w.buf, int64(w.at))
	}
	w.at += uint64(len(w.buf))
	w.buf, w.mark = w.buf[:0], 0
}

func (w *sectionWriter) u32(v uint32) {
	var b [4]byte
	binary.LittleEndian.PutUint32(b[:], v)
	w.write(b[:])
}

// end ends a section.
func (w *sectionWriter) end() {
	w.sum()
	now := w.at + uint64(len(w.buf))
	e := w.header[40+24*w.next:]
	binary.LittleEndian.PutUint64(e, w.start)
	binary.LittleEndian.PutUint64(e[8:], now-w.start)
	binary.LittleEndian.PutUint32(e[16:], w.crc)
	w.next++
	if w.next < sectionCount {
		w.write(make([]byte, -now%8))
		w.sum()
	}
	w.start = w.at + uint64(len(w.buf))
	w.crc = 0
}

// finish writes the header and, if sync is set, waits for the disk.
func (w *sectionWriter) finish(generation uint64, flags uint32, counts [4]uint32, sync bool) error {
	w.flush()
	le, h := binary.LittleEndian, w.header
	copy(h, snapshotMagic)
	le.PutUint32(h[8:], snapshotVersion)
	le.PutUint32(h[12:], flags)
	le.PutUint64(h[16:], generation)
	for i, n := range counts {
		le.PutUint32(h[24+4*i:], n)
	}
	le.PutUint32(h[snapshotHeader-4:], crc32.Checksum(h[:snapshotHeader-4], castagnoli))
	if w.err == nil {
		_, w.err = w.f.WriteAt(h, 0)
	}
	if w.err == nil && sync {
		w.err = w.f.Sync()
	}
	return w.err
}
