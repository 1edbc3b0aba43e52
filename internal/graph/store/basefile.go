package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
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
	snapshotVersion = 2
	snapshotHeader  = 4096
	flagWide        = 1

	// smallSnapshot is the size up to which opening checks every byte.
	smallSnapshot = 16 << 20
)

// openBase maps the file name, the snapshot of a generation.
func openBase(name string, generation uint64) (*base, error) {
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
	good := crc32.Checksum(h[:snapshotHeader-4], castagnoli) == le.Uint32(h[snapshotHeader-4:])
	if err := checkVersion(le.Uint32(h[8:]), snapshotVersion, good); err != nil {
		return nil, err
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

// sectionSizes returns the lengths that sections must have. Those of the
// values and of the lists of quads are not known, and 0.
func sectionSizes(counts [4]uint32, wide bool, slots uint64) (size [sectionCount]uint64) {
	n, q, s, p := uint64(counts[0]), uint64(counts[1]), uint64(counts[2]), uint64(counts[3])
	size[secTags], size[secSlots] = slots, 4*slots
	size[secStarts], size[secSubjects] = 4*(n+1), 4*s
	size[secBits], size[secRanks] = (q+63)/64*8, (q+511)/512*4
	size[secPredicates], size[secPredicate] = 4*p, 2*q
	if wide {
		size[secPredicate] = 4 * q
	}
	size[secObject], size[secLabel] = 4*q, 4*q
	for _, o := range [][2]uint64{{secValueBase, n}, {secPredicateBase, p}, {secObjectBase, n}, {secLabelBase, n}} {
		size[o[0]], size[o[0]+1] = (o[1]+64)/64*8, 4*(o[1]+1)
	}
	return size
}

// checkSizes checks that sections are as long as their number of things says,
// so that no index can lie outside.
func (b *base) checkSizes() error {
	slots := uint64(len(b.sections[secTags]))
	for i, size := range sectionSizes([4]uint32{b.nodes, b.quads, b.subjects, b.predicates}, b.wide, slots) {
		if i < secValues && uint64(len(b.sections[i])) != size {
			return fmt.Errorf("%w: section %d has %d bytes instead of %d", errDamaged, i, len(b.sections[i]), size)
		}
	}
	if b.subjects > b.nodes || b.predicates > b.nodes || slots < uint64(b.nodes) {
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
