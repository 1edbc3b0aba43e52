package store

import "sync/atomic"

const (
	chunkBits = 13
	chunkSize = 1 << chunkBits
	dirSize   = 1 << 10
)

// chunks is an array that grows without moving: a table of tables of chunks.
// Records below what a commit says may be read while others are added.
type chunks[T any] struct {
	dirs [1 << (32 - chunkBits - 10)]atomic.Pointer[[dirSize]atomic.Pointer[[chunkSize]T]]
}

func (c *chunks[T]) at(i uint32) *T {
	return &c.dirs[i>>(chunkBits+10)].Load()[i>>chunkBits%dirSize].Load()[i%chunkSize]
}

// grow makes room for record i.
func (c *chunks[T]) grow(i uint32) *T {
	dir := c.dirs[i>>(chunkBits+10)].Load()
	if dir == nil {
		dir = new([dirSize]atomic.Pointer[[chunkSize]T])
		c.dirs[i>>(chunkBits+10)].Store(dir)
	}
	slot := &dir[i>>chunkBits%dirSize]
	chunk := slot.Load()
	if chunk == nil {
		chunk = new([chunkSize]T)
		slot.Store(chunk)
	}
	return &chunk[i%chunkSize]
}
