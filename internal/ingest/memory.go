package ingest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/mmcdole/gofeed"
)

// A Memory knows which addresses were fetched and which entries of feeds were
// read, so that a feed that is polled costs little. It is safe for concurrent
// use. A nil Memory remembers nothing.
type Memory struct {
	mu        sync.Mutex
	addresses map[string]Validators
	entries   map[string]string // by link or ID: when the entry was last changed
}

// memoryFile is a Memory as it is kept.
type memoryFile struct {
	Addresses map[string]Validators `json:"addresses"`
	Entries   map[string]string     `json:"entries"`
}

// ReadMemory reads what Write has kept in a file. There is none at first.
func ReadMemory(file string) (*Memory, error) {
	m := &Memory{addresses: map[string]Validators{}, entries: map[string]string{}}
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err != nil {
		return nil, err
	}
	kept := memoryFile{m.addresses, m.entries}
	if err := json.Unmarshal(data, &kept); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return m, nil
}

// Write keeps m in a file: the whole of it or, if that fails, what was there
// before.
func (m *Memory) Write(file string) error {
	m.mu.Lock()
	data, err := json.MarshalIndent(memoryFile{m.addresses, m.entries}, "", "\t")
	m.mu.Unlock()
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*.new")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

func (m *Memory) validators(address string) Validators {
	if m == nil {
		return Validators{}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.addresses[address]
}

func (m *Memory) remember(address string, v Validators) {
	if m == nil || v == (Validators{}) {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.addresses[address] = v
}

// meet reports whether an entry of a feed is new, or changed since it was last
// met, and remembers it.
func (m *Memory) meet(entry *gofeed.Item) bool {
	if m == nil {
		return true
	}
	key := entryKey(entry)
	state := firstOf(entry.Updated, entry.Published, "seen")
	m.mu.Lock()
	defer m.mu.Unlock()
	before, met := m.entries[key]
	m.entries[key] = state
	return !met || before != state
}

// forget makes an entry new again.
func (m *Memory) forget(entry *gofeed.Item) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.entries, entryKey(entry))
}

func entryKey(entry *gofeed.Item) string { return firstOf(entry.Link, entry.GUID, entry.Title) }
