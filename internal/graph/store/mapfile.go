package store

// A mapping is the content of a file in memory.
type mapping struct {
	bytes []byte
	unmap func() error
}
