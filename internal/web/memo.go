package web

import (
	"context"
	"sync"
	"time"
)

// A memo keeps what pages tell of the whole graph, which takes a look at all of
// it, until the graph changes. It is safe for concurrent use.
type memo struct {
	mu    sync.Mutex
	size  int64
	since time.Time
	kept  map[string]any
}

// maxAge bounds how long a change goes unseen that leaves as many quads as there
// were before.
const maxAge = 10 * time.Second

// remember returns what f makes, or what it made before if the graph is as it
// was then. What it returns is shared: do not change it.
func remember[T any](ctx context.Context, s *server, name string, f func() (T, error)) (T, error) {
	size, ok := s.store.Size(ctx)
	if !ok {
		return f()
	}
	m := s.memo
	m.mu.Lock()
	if m.size != size || time.Since(m.since) > maxAge {
		m.size, m.since, m.kept = size, time.Now(), map[string]any{}
	}
	kept, found := m.kept[name].(T)
	m.mu.Unlock()
	if found {
		return kept, nil
	}
	made, err := f()
	if err != nil {
		return made, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.size == size {
		m.kept[name] = made
	}
	return made, nil
}
