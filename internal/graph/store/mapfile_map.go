//go:build (linux || darwin) && (amd64 || arm64)

package store

import (
	"os"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// mapFile maps a file: opening costs nothing, and memory is the system's cache.
func mapFile(name string) (mapping, error) {
	f, err := os.Open(name)
	if err != nil {
		return mapping{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return mapping{}, err
	}
	if info.Size() == 0 {
		return mapping{unmap: func() error { return nil }}, nil
	}
	b, err := syscall.Mmap(int(f.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return mapping{}, &os.PathError{Op: "map", Path: name, Err: err}
	}
	return mapping{bytes: b, unmap: func() error { return syscall.Munmap(b) }}, nil
}

// unmapAfter unmaps the file some time after nobody has b any more. The wait
// is for functions that are still reading from a slice of b's when the last
// pointer to b itself is gone.
func (m mapping) unmapAfter(b *base) {
	if len(m.bytes) == 0 {
		return
	}
	b.drop = func() { unix.Madvise(m.bytes, unix.MADV_DONTNEED) }
	runtime.AddCleanup(b, func(unmap func() error) {
		time.AfterFunc(time.Minute, func() { unmap() })
	}, m.unmap)
}
