package store

import (
	"encoding/binary"
	"math/bits"
)

// hashValue is a hash of an encoded value. It is part of the format: the
// snapshot holds a table by it.
func hashValue(b []byte) uint32 {
	const k0, k1, k2 = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9
	h := uint64(len(b))*k2 ^ k0
	for len(b) >= 16 {
		h = mix(binary.LittleEndian.Uint64(b)^k1, binary.LittleEndian.Uint64(b[8:])^h)
		b = b[16:]
	}
	var lo, hi uint64
	switch {
	case len(b) >= 8:
		lo, hi = binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[len(b)-8:])
	case len(b) >= 4:
		lo, hi = uint64(binary.LittleEndian.Uint32(b)), uint64(binary.LittleEndian.Uint32(b[len(b)-4:]))
	case len(b) > 0:
		lo, hi = uint64(b[0])<<16|uint64(b[len(b)/2])<<8|uint64(b[len(b)-1]), k2
	}
	h = mix(lo^k1, hi^h)
	return uint32(mix(h^k0, k2) >> 16)
}

func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

func hashQuad(d [4]uint32) uint32 {
	h := mix(uint64(d[0])<<32|uint64(d[1])^0x9E3779B97F4A7C15, uint64(d[2])<<32|uint64(d[3])^0xC2B2AE3D27D4EB4F)
	return uint32(mix(h, 0x165667B19E3779F9) >> 16)
}
