package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"os"
	"syscall"
)

// The log is a header and one record a transaction:
//
//	header  "kg-log\r\n", version u32, zero u32, generation u64, CRC u32 of these
//	record  length u32 of the body, CRC u32, body
//	body    uvarint number of values, uvarint number of operations
//	        values: uvarint length, bytes
//	        operations: 0, four varints: a quad, each node as difference to the last quad's
//	                    1, uvarint: the number of a quad to remove
//
// A record's CRC goes on from that of the record before it, so a record is
// good only behind the very records it was written behind.
const (
	logMagic      = "kg-log\r\n"
	logVersion    = 1
	logHeaderSize = 28
	recordHeader  = 8
	maxRecord     = 1 << 30
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// errDamaged is inside the error of a file that is not as it was written.
var errDamaged = errors.New("damaged")

// A logFile is the log of one generation, read or written up to end.
type logFile struct {
	*os.File
	generation uint64
	end        int64
	crc        uint32 // of the record before end
	buf        []byte
	room       *int // for a test: how many bytes the disk still takes
}

func logHeader(generation uint64) []byte {
	b := append(make([]byte, 0, logHeaderSize), logMagic...)
	b = binary.LittleEndian.AppendUint32(b, logVersion)
	b = binary.LittleEndian.AppendUint32(b, 0)
	b = binary.LittleEndian.AppendUint64(b, generation)
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

// createLog makes the empty log of a generation.
func createLog(path string, generation uint64, sync bool) (*logFile, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return nil, err
	}
	header := logHeader(generation)
	if _, err := f.Write(header); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if sync {
		if err := f.Sync(); err != nil {
			return nil, errors.Join(err, f.Close())
		}
	}
	return &logFile{File: f, generation: generation, end: logHeaderSize, crc: headerCRC(header)}, nil
}

func headerCRC(header []byte) uint32 { return binary.LittleEndian.Uint32(header[logHeaderSize-4:]) }

// openLog opens the log of a generation and checks its header.
func openLog(path string, generation uint64, flag int) (*logFile, error) {
	f, err := os.OpenFile(path, flag, 0)
	if err != nil {
		return nil, err
	}
	var header [logHeaderSize]byte
	if _, err := f.ReadAt(header[:], 0); err != nil {
		if err == io.EOF {
			err = fmt.Errorf("%s: %w: no whole header", path, errDamaged)
		}
		return nil, errors.Join(err, f.Close())
	}
	if err := checkLogHeader(header[:], generation); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), f.Close())
	}
	return &logFile{File: f, generation: generation, end: logHeaderSize, crc: headerCRC(header[:])}, nil
}

func checkLogHeader(header []byte, generation uint64) error {
	if string(header[:8]) != logMagic {
		return fmt.Errorf("%w: not a log of kg", errDamaged)
	}
	good := crc32.Checksum(header[:logHeaderSize-4], castagnoli) == headerCRC(header)
	if err := checkVersion(binary.LittleEndian.Uint32(header[8:]), logVersion, good); err != nil {
		return err
	}
	if g := binary.LittleEndian.Uint64(header[16:]); g != generation {
		return fmt.Errorf("%w: header is of generation %d", errDamaged, g)
	}
	return nil
}

// checkVersion checks the version that stands in the header of a file; good
// says whether the header matches its checksum, which that of a later version
// need not do.
func checkVersion(is, known uint32, good bool) error {
	switch {
	case is > known:
		return fmt.Errorf("written by a newer version of kg (format %d, this one knows %d)", is, known)
	case !good:
		return fmt.Errorf("%w: header does not match its checksum", errDamaged)
	case is < known:
		return fmt.Errorf("written by an older version of kg (format %d, this one knows %d): export with that one, import with this one", is, known)
	}
	return nil
}

// write adds a record and waits for the disk. If it fails, the file is as it
// was, or broken is set: nothing may be written any more.
func (l *logFile) write(body []byte, sync bool) (err, broken error) {
	if len(body) > maxRecord {
		return fmt.Errorf("transaction of %d bytes is too large", len(body)), nil
	}
	b := append(l.buf[:0], make([]byte, recordHeader)...)
	b = append(b, body...)
	crc := crc32.Update(l.crc, castagnoli, body)
	binary.LittleEndian.PutUint32(b, uint32(len(body)))
	binary.LittleEndian.PutUint32(b[4:], crc)
	l.buf = b
	if cap(b) > 16<<20 {
		l.buf = nil
	}
	err = l.put(b)
	if err == nil && sync {
		err = l.Sync()
	}
	if err != nil {
		// The bytes must not come back to life behind a later, shorter record.
		broken = l.Truncate(l.end)
		if broken == nil {
			broken = l.Sync()
		}
		return err, broken
	}
	l.end += int64(len(b))
	l.crc = crc
	return nil, nil
}

func (l *logFile) put(b []byte) error {
	if l.room != nil && *l.room < len(b) {
		if _, err := l.WriteAt(b[:*l.room], l.end); err != nil {
			return err
		}
		return syscall.ENOSPC
	}
	_, err := l.WriteAt(b, l.end)
	return err
}

// A reader of records reads a log from where it was last left.
type recordReader struct {
	l    *logFile
	size int64
	buf  []byte
	from int64 // offset in the file of buf[0]
}

// next returns the body of the next record; nil if there is no whole and good
// one. l.end is behind it only when accept is called.
func (r *recordReader) next() ([]byte, uint32, error) {
	head, err := r.bytes(r.l.end, recordHeader)
	if head == nil {
		return nil, 0, err
	}
	n, crc := int64(binary.LittleEndian.Uint32(head)), binary.LittleEndian.Uint32(head[4:])
	if n > maxRecord {
		return nil, 0, nil
	}
	body, err := r.bytes(r.l.end+recordHeader, n)
	if body == nil || crc32.Update(r.l.crc, castagnoli, body) != crc {
		return nil, 0, err
	}
	return body, crc, nil
}

func (r *recordReader) accept(body []byte, crc uint32) {
	r.l.end += recordHeader + int64(len(body))
	r.l.crc = crc
}

// bytes returns n bytes at offset, nil if the file ends before.
func (r *recordReader) bytes(offset, n int64) ([]byte, error) {
	if offset+n > r.size {
		return nil, nil
	}
	if offset < r.from || offset+n > r.from+int64(len(r.buf)) {
		size := min(max(n, 1<<20), r.size-offset)
		if int64(cap(r.buf)) < size {
			r.buf = make([]byte, size)
		}
		r.buf, r.from = r.buf[:size], offset
		if k, err := r.l.ReadAt(r.buf, offset); err != nil {
			r.buf = r.buf[:0]
			if err == io.EOF && k < int(n) {
				return nil, nil // the writer cut the file meanwhile
			}
			return nil, err
		}
	}
	return r.buf[offset-r.from:][:n:n], nil
}

// replay stages a record. A record that does not make sense is an error, and
// the caller discards what it has staged.
func (s *state) replay(body []byte) error {
	d := decoder{b: body}
	values, ops := d.uvarint(), d.uvarint()
	for range values {
		if d.failed {
			break
		}
		b := d.bytes(d.uvarint())
		if len(b) == 0 {
			return fmt.Errorf("%w: empty value", errDamaged)
		}
		hash := hashValue(b)
		if s.find(b, hash, s.lastNode) != 0 {
			return fmt.Errorf("%w: value twice", errDamaged)
		}
		if _, err := s.stageNode(b, hash); err != nil {
			return err
		}
	}
	var last [4]uint32
	for range ops {
		if d.failed {
			break
		}
		switch d.byte() {
		case opAdd:
			for i := range last {
				last[i] = uint32(int64(last[i]) + d.varint())
			}
			if d.failed {
				continue
			}
			if last[0] == 0 || last[1] == 0 || last[2] == 0 || max(last[0], last[1], last[2], last[3]) > s.lastNode {
				return fmt.Errorf("%w: quad of unknown nodes", errDamaged)
			}
			old, at := s.findQuad(last)
			if old != 0 {
				return fmt.Errorf("%w: quad twice", errDamaged)
			}
			if err := s.stageQuad(last, at); err != nil {
				return err
			}
		case opRemove:
			id := d.uvarint()
			if d.failed {
				continue
			}
			if id == 0 || id > uint64(s.lastQuad) || s.diedAt(uint32(id)) != 0 {
				return fmt.Errorf("%w: removal of an unknown quad", errDamaged)
			}
			s.stageDeath(uint32(id))
		default:
			return fmt.Errorf("%w: unknown operation", errDamaged)
		}
	}
	if d.failed || len(d.b) != 0 {
		return fmt.Errorf("%w: record has the wrong length", errDamaged)
	}
	return nil
}

const (
	opAdd    = 0
	opRemove = 1
)

// A recorder puts the body of a record together.
type recorder struct {
	values, quads []byte
	nodes, ops    int
	last          [4]uint32
	buf           []byte
}

// reset begins a new record, in the memory of the last unless that was huge.
func (r *recorder) reset() {
	if cap(r.buf) > 16<<20 {
		*r = recorder{}
	}
	*r = recorder{values: r.values[:0], quads: r.quads[:0], buf: r.buf}
}

func (r *recorder) value(b []byte) {
	r.values = append(binary.AppendUvarint(r.values, uint64(len(b))), b...)
	r.nodes++
}

func (r *recorder) add(key [4]uint32) {
	r.quads = append(r.quads, opAdd)
	for i := range key {
		r.quads = binary.AppendVarint(r.quads, int64(key[i])-int64(r.last[i]))
	}
	r.last = key
	r.ops++
}

func (r *recorder) remove(id uint32) {
	r.quads = binary.AppendUvarint(append(r.quads, opRemove), uint64(id))
	r.ops++
}

// body returns the record; it is good until the next call of reset.
func (r *recorder) body() []byte {
	b := binary.AppendUvarint(r.buf[:0], uint64(r.nodes))
	b = binary.AppendUvarint(b, uint64(r.ops))
	r.buf = append(append(b, r.values...), r.quads...)
	return r.buf
}

// A decoder takes numbers off a byte slice; failed says that it was too short.
type decoder struct {
	b      []byte
	failed bool
}

func (d *decoder) fail() { d.b, d.failed = nil, true }

func (d *decoder) uvarint() uint64 {
	v, k := binary.Uvarint(d.b)
	if k <= 0 {
		d.fail()
		return 0
	}
	d.b = d.b[k:]
	return v
}

func (d *decoder) varint() int64 {
	v, k := binary.Varint(d.b)
	if k <= 0 || v > math.MaxUint32 || v < -math.MaxUint32 {
		d.fail()
		return 0
	}
	d.b = d.b[k:]
	return v
}

func (d *decoder) byte() byte {
	if len(d.b) == 0 {
		d.fail()
		return 0
	}
	v := d.b[0]
	d.b = d.b[1:]
	return v
}

func (d *decoder) bytes(n uint64) []byte {
	if n > uint64(len(d.b)) {
		d.fail()
		return nil
	}
	v := d.b[:n:n]
	d.b = d.b[n:]
	return v
}
