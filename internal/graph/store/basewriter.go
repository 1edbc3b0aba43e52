package store

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
)

// A baseWriter writes a snapshot file. The sections of known length can be
// written side by side, in pieces from front to back; the others follow one
// after the other.
type baseWriter struct {
	f        *os.File
	sections [sectionCount]sectionWriter
	written  int64 // bytes so far
	err      error // the first one; what is written after it goes nowhere
}

// sectionBuffer is the size of the pieces in which a section is written.
const sectionBuffer = 128 << 10

type sectionWriter struct {
	w          *baseWriter
	start, end uint64 // in the file; end moves
	crc        uint32
	buf        []byte
}

// newBaseWriter lays out the sections of known length.
func newBaseWriter(f *os.File, counts [4]uint32, wide bool, slots int) *baseWriter {
	w := &baseWriter{f: f}
	at := uint64(snapshotHeader)
	sizes := sectionSizes(counts, wide, uint64(slots))
	for i := range w.sections {
		s := &w.sections[i]
		s.w = w
		if i < secValues {
			s.start, s.end = at, at
			at += (sizes[i] + 7) &^ 7
		}
	}
	w.sections[secValues].start, w.sections[secValues].end = at, at
	return w
}

func (s *sectionWriter) room(n int) {
	if s.buf == nil {
		s.buf = make([]byte, 0, sectionBuffer)
	}
	if len(s.buf)+n > cap(s.buf) {
		s.flush()
	}
}

func (s *sectionWriter) write(b []byte) {
	for len(b) > 0 {
		s.room(1)
		n := min(len(b), cap(s.buf)-len(s.buf))
		s.buf = append(s.buf, b[:n]...)
		b = b[n:]
	}
}

func (s *sectionWriter) u16(v uint16) {
	s.room(2)
	s.buf = binary.LittleEndian.AppendUint16(s.buf, v)
}

func (s *sectionWriter) u32(v uint32) {
	s.room(4)
	s.buf = binary.LittleEndian.AppendUint32(s.buf, v)
}

func (s *sectionWriter) u64(v uint64) {
	s.room(8)
	s.buf = binary.LittleEndian.AppendUint64(s.buf, v)
}

func (s *sectionWriter) uvarint(v uint64) {
	s.room(binary.MaxVarintLen64)
	s.buf = binary.AppendUvarint(s.buf, v)
}

// size returns how many bytes have been put into the section.
func (s *sectionWriter) size() uint64 { return s.end - s.start + uint64(len(s.buf)) }

func (s *sectionWriter) flush() {
	s.crc = crc32.Update(s.crc, castagnoli, s.buf)
	if w := s.w; w.err == nil && len(s.buf) > 0 {
		_, w.err = w.f.WriteAt(s.buf, int64(s.end))
		w.written += int64(len(s.buf))
	}
	s.end += uint64(len(s.buf))
	s.buf = s.buf[:0]
}

// done ends one of the sections of unknown length and lets the next begin.
func (w *baseWriter) done(section int) {
	s := &w.sections[section]
	s.flush()
	s.buf = nil
	if section+1 < sectionCount {
		at := (s.end + 7) &^ 7
		w.sections[section+1].start, w.sections[section+1].end = at, at
	}
}

// finish writes the header and, if sync is set, waits for the disk.
func (w *baseWriter) finish(generation uint64, counts [4]uint32, wide bool, slots int, sync bool) error {
	le, h := binary.LittleEndian, make([]byte, snapshotHeader)
	copy(h, snapshotMagic)
	le.PutUint32(h[8:], snapshotVersion)
	if wide {
		le.PutUint32(h[12:], flagWide)
	}
	le.PutUint64(h[16:], generation)
	for i, n := range counts {
		le.PutUint32(h[24+4*i:], n)
	}
	sizes := sectionSizes(counts, wide, uint64(slots))
	for i := range w.sections {
		s := &w.sections[i]
		s.flush()
		if w.err == nil && i < secValues && s.size() != sizes[i] {
			return fmt.Errorf("snapshot: section %d has %d bytes instead of %d: the store is damaged", i, s.size(), sizes[i])
		}
		e := h[40+24*i:]
		le.PutUint64(e, s.start)
		le.PutUint64(e[8:], s.end-s.start)
		le.PutUint32(e[16:], s.crc)
	}
	le.PutUint32(h[snapshotHeader-4:], crc32.Checksum(h[:snapshotHeader-4], castagnoli))
	if w.err == nil {
		_, w.err = w.f.WriteAt(h, 0)
	}
	if w.err == nil {
		// The last section may be empty, with a gap before it.
		w.err = w.f.Truncate(int64(w.sections[sectionCount-1].end))
	}
	if w.err == nil && sync {
		w.err = w.f.Sync()
	}
	return w.err
}

// An offsetWriter writes where things begin in a section.
type offsetWriter struct {
	base, offset *sectionWriter
	first        uint64 // of the 64 at hand
	n            int
}

func (o *offsetWriter) add(v uint64) {
	if o.n%64 == 0 {
		o.first = v
		o.base.u64(v)
	}
	o.offset.u32(uint32(v - o.first))
	o.n++
}
