//go:build !((linux || darwin) && (amd64 || arm64))

package store

import "os"

// mapFile reads a file: this system has too little address space for maps, or
// does not let a mapped file be replaced.
func mapFile(name string) (mapping, error) {
	b, err := os.ReadFile(name)
	return mapping{bytes: b, unmap: func() error { return nil }}, err
}

func (m mapping) unmapAfter(*base) {}
