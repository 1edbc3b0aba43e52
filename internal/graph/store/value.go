package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"
	"unsafe"

	"github.com/cayleygraph/quad"
)

// maxValue is the length of the longest value that the store takes.
const maxValue = 1 << 28

// The first byte of an encoded value is its kind.
const (
	kindIRI    = 'i'
	kindBlank  = 'b'
	kindString = 's'
	kindLang   = 'l' // uvarint length, language, text
	kindTyped  = 't' // uvarint length, type, text
	kindInt    = 'n' // 8 bytes
	kindFloat  = 'f' // 8 bytes
	kindTrue   = 'T'
	kindFalse  = 'F'
	kindTime   = 'd' // 8 bytes of seconds since 1970, 4 of nanoseconds
)

// appendValue appends the encoding of v. Two values are the same node exactly
// if their encodings are equal. Text is kept byte for byte, valid UTF-8 or not.
func appendValue(b []byte, v quad.Value) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return nil, errors.New("no value")
	case quad.IRI:
		b = append(append(b, kindIRI), v...)
	case quad.BNode:
		b = append(append(b, kindBlank), v...)
	case quad.String:
		b = append(append(b, kindString), v...)
	case quad.LangString:
		b = binary.AppendUvarint(append(b, kindLang), uint64(len(v.Lang)))
		b = append(append(b, v.Lang...), v.Value...)
	case quad.TypedString:
		b = binary.AppendUvarint(append(b, kindTyped), uint64(len(v.Type)))
		b = append(append(b, v.Type...), v.Value...)
	case quad.Int:
		b = binary.LittleEndian.AppendUint64(append(b, kindInt), uint64(v))
	case quad.Float:
		b = binary.LittleEndian.AppendUint64(append(b, kindFloat), math.Float64bits(float64(v)))
	case quad.Bool:
		if v {
			return append(b, kindTrue), nil
		}
		return append(b, kindFalse), nil
	case quad.Time:
		t := time.Time(v)
		b = binary.LittleEndian.AppendUint64(append(b, kindTime), uint64(t.Unix()))
		b = binary.LittleEndian.AppendUint32(b, uint32(t.Nanosecond()))
	default:
		return nil, fmt.Errorf("cannot store a value of type %T", v)
	}
	if len(b) > maxValue {
		return nil, fmt.Errorf("value of %d bytes is too long", len(b))
	}
	return b, nil
}

// decodeValue is the inverse of appendValue. The result shares no memory with
// b unless share is set: the arrays of a snapshot may be unmapped while
// somebody still holds a name.
func decodeValue(b []byte, share bool) quad.Value {
	if len(b) == 0 {
		return nil
	}
	text := func(b []byte) string {
		if share && len(b) > 0 {
			return unsafe.String(unsafe.SliceData(b), len(b))
		}
		return string(b)
	}
	rest := b[1:]
	switch b[0] {
	case kindIRI:
		return quad.IRI(text(rest))
	case kindBlank:
		return quad.BNode(text(rest))
	case kindString:
		return quad.String(text(rest))
	case kindLang:
		if lang, value, ok := pair(rest); ok {
			return quad.LangString{Lang: text(lang), Value: quad.String(text(value))}
		}
	case kindTyped:
		if typ, value, ok := pair(rest); ok {
			return quad.TypedString{Type: quad.IRI(text(typ)), Value: quad.String(text(value))}
		}
	case kindInt:
		if len(rest) == 8 {
			return quad.Int(binary.LittleEndian.Uint64(rest))
		}
	case kindFloat:
		if len(rest) == 8 {
			return quad.Float(math.Float64frombits(binary.LittleEndian.Uint64(rest)))
		}
	case kindTrue:
		return quad.Bool(true)
	case kindFalse:
		return quad.Bool(false)
	case kindTime:
		if len(rest) == 12 {
			sec, nsec := binary.LittleEndian.Uint64(rest), binary.LittleEndian.Uint32(rest[8:])
			return quad.Time(time.Unix(int64(sec), int64(nsec)).UTC())
		}
	}
	return nil
}

func pair(b []byte) (first, second []byte, ok bool) {
	n, k := binary.Uvarint(b)
	if k <= 0 || n > uint64(len(b)-k) {
		return nil, nil, false
	}
	b = b[k:]
	return b[:n], b[n:], true
}
