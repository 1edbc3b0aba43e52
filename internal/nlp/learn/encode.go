package learn

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"github.com/klauspost/compress/zstd"
)

// magic begins every model file; its last byte is the version of the format.
const magic = "kgmodel\x02"

// An Encoder writes a model: numbers and strings one after the other, without
// names, the same bytes for the same model. What it wrote is read back by a
// Decoder in the same order.
type Encoder struct{ buf bytes.Buffer }

// Byte writes one byte.
func (e *Encoder) Byte(b byte) { e.buf.WriteByte(b) }

// Uint writes a number, small ones in fewer bytes.
func (e *Encoder) Uint(v uint64) {
	e.buf.Write(binary.AppendUvarint(e.buf.AvailableBuffer(), v))
}

// Float writes a float.
func (e *Encoder) Float(v float32) {
	e.buf.Write(binary.LittleEndian.AppendUint32(e.buf.AvailableBuffer(), math.Float32bits(v)))
}

// String writes a string.
func (e *Encoder) String(s string) {
	e.Uint(uint64(len(s)))
	e.buf.WriteString(s)
}

// Strings writes a list of strings, each as what it does not share with the
// beginning of the one before it: sorted lists become small.
func (e *Encoder) Strings(list []string) {
	e.Uint(uint64(len(list)))
	last := ""
	for _, s := range list {
		n := 0
		for n < len(s) && n < len(last) && s[n] == last[n] {
			n++
		}
		e.Uint(uint64(n))
		e.String(s[n:])
		last = s
	}
}

// Classes writes a list of classes.
func (e *Encoder) Classes(list []uint16) {
	e.Uint(uint64(len(list)))
	for _, class := range list {
		e.Uint(uint64(class))
	}
}

// WriteTo writes the model file to w.
func (e *Encoder) WriteTo(w io.Writer) (int64, error) {
	compressor, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return 0, err
	}
	n, err := w.Write(compressor.EncodeAll(e.buf.Bytes(), []byte(magic)))
	return int64(n), err
}

// A Decoder reads a model. After an error everything it returns is zero; Err
// says what was wrong.
type Decoder struct {
	data []byte
	err  error
}

// NewDecoder returns a decoder of a model file.
func NewDecoder(file []byte) (*Decoder, error) {
	packed, found := bytes.CutPrefix(file, []byte(magic))
	if !found {
		return nil, fmt.Errorf("this is no model of this version of the program")
	}
	decompressor, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer decompressor.Close()
	data, err := decompressor.DecodeAll(packed, nil)
	if err != nil {
		return nil, fmt.Errorf("unpack model: %w", err)
	}
	return &Decoder{data: data}, nil
}

// Err returns the first error, or one if something is left over.
func (d *Decoder) Err() error {
	if d.err == nil && len(d.data) > 0 {
		return fmt.Errorf("model has %d bytes too many", len(d.data))
	}
	return d.err
}

// Failed reports whether reading has failed so far.
func (d *Decoder) Failed() bool { return d.err != nil }

// Fail makes the decoder fail, if it has not failed before.
func (d *Decoder) Fail(format string, args ...any) {
	if d.err == nil {
		d.err = fmt.Errorf("model: "+format, args...)
	}
	d.data = nil
}

func (d *Decoder) take(n int) []byte {
	if n < 0 || n > len(d.data) {
		d.Fail("ends too early")
		return nil
	}
	taken := d.data[:n]
	d.data = d.data[n:]
	return taken
}

// Byte reads one byte.
func (d *Decoder) Byte() byte {
	if b := d.take(1); b != nil {
		return b[0]
	}
	return 0
}

// Uint reads a number.
func (d *Decoder) Uint() uint64 {
	if len(d.data) > 0 && d.data[0] < 0x80 {
		v := d.data[0]
		d.data = d.data[1:]
		return uint64(v)
	}
	v, n := binary.Uvarint(d.data)
	if n <= 0 {
		d.Fail("ends too early")
		return 0
	}
	d.data = d.data[n:]
	return v
}

// Count reads the length of a list whose items take at least size bytes each.
func (d *Decoder) Count(size int) int {
	n := d.Uint()
	if n > uint64(len(d.data)/size) {
		d.Fail("list of %d items is longer than the file", n)
		return 0
	}
	return int(n)
}

// Float reads a float.
func (d *Decoder) Float() float32 {
	if b := d.take(4); b != nil {
		return math.Float32frombits(binary.LittleEndian.Uint32(b))
	}
	return 0
}

// String reads a string.
func (d *Decoder) String() string { return string(d.take(d.Count(1))) }

// Strings reads a list of strings.
func (d *Decoder) Strings() []string {
	list := make([]string, d.Count(2))
	last := ""
	for i := range list {
		shared := d.Uint()
		rest := d.String()
		if shared > uint64(len(last)) {
			d.Fail("string shares %d bytes of %d", shared, len(last))
			return list
		}
		last = last[:shared] + rest
		list[i] = last
	}
	return list
}

// Classes reads a list of classes.
func (d *Decoder) Classes() []uint16 {
	list := make([]uint16, d.Count(1))
	for i := range list {
		list[i] = uint16(d.Uint())
	}
	return list
}
