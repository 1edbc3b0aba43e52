package store

import (
	"context"
	"fmt"
	"sync"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"
)

// A View is the store as it was after one transaction, whatever is written
// since. It is a graph.QuadStore that refuses writes, safe for concurrent use.
// Close it: while it is open, removed quads are kept in its reach.
type View struct {
	s      *state
	commit commit
	close  func()
}

// A nodeRef is a node as Cayley carries it about.
type nodeRef struct {
	s  *state
	id uint32
}

// A quadRef is a quad as Cayley carries it about.
type quadRef struct {
	s  *state
	id uint32
}

func (r nodeRef) Key() any { return r }
func (r quadRef) Key() any { return r }

// pins counts the open views, so that the writer keeps what they see.
type pins struct {
	mu   sync.Mutex
	open map[pin]int
}

type pin struct {
	s       *state
	version uint32
}

// View returns the store as it is now.
func (qs *QuadStore) View() *View {
	p := &qs.pins
	p.mu.Lock()
	defer p.mu.Unlock()
	v := qs.current()
	k := pin{v.s, v.commit.version}
	if p.open == nil {
		p.open = map[pin]int{}
	}
	p.open[k]++
	v.close = sync.OnceFunc(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.open[k]--; p.open[k] == 0 {
			delete(p.open, k)
		}
	})
	return v
}

// oldest returns the oldest version of s that somebody may read.
func (p *pins) oldest(s *state) uint32 {
	p.mu.Lock()
	defer p.mu.Unlock()
	version := s.commit.Load().version
	for k := range p.open {
		if k.s == s {
			version = min(version, k.version)
		}
	}
	return version
}

// current returns a view that nobody has to close, for one iterator or look-up.
func (qs *QuadStore) current() *View {
	s := qs.state.Load()
	return &View{s: s, commit: *s.commit.Load()}
}

// Close ends the use of v.
func (v *View) Close() error {
	if v.close != nil {
		v.close()
	}
	return nil
}

// sees reports whether a quad is part of the view.
func (v *View) sees(id uint32) bool {
	if id > v.commit.quads {
		return false
	}
	died := v.s.diedAt(id)
	if died == 0 || v.close != nil {
		return died == 0 || died > v.commit.version
	}
	// Cayley expects of an iterator outside a view that what is removed
	// disappears from it.
	return died > v.s.commit.Load().version
}

// isLast reports whether nothing was written, or is being written, since v.
func (v *View) isLast() bool { return v.s.next.Load() == v.commit.version }

// has reports whether a node has a quad in the view.
func (v *View) has(id uint32) bool {
	if gone := v.s.gone(id); v.isLast() {
		return !gone
	}
	for d := range 4 {
		if c := v.cursor(id, d); c.next() != 0 {
			return true
		}
	}
	return false
}

// A cursor runs through the quads of a node in one direction that v sees.
type cursor struct {
	v     *View
	d     int
	chain uint32
	list  list
}

func (v *View) cursor(id uint32, d int) cursor {
	c := cursor{v: v, d: d}
	if l := v.s.linksOf(id); l != nil {
		c.chain = l.head[d].Load()
	}
	if id <= v.s.base.nodes {
		c.list = v.s.base.list(id, d)
	}
	return c
}

// next returns the next quad that v sees, 0 at the end.
func (c *cursor) next() uint32 {
	return c.nextContext(nil, nil)
}

// nextContext is next, but ends early when the context does: there may be
// millions of quads that v does not see.
func (c *cursor) nextContext(ctx context.Context, sc *scanner) uint32 {
	s := c.v.s
	for {
		id := c.chain
		if id != 0 {
			c.chain = s.quads.at(id - s.base.quads - 1).next[c.d]
		} else if id = c.list.next(); id == 0 {
			return 0
		}
		if c.v.sees(id) {
			return id
		}
		if sc != nil && sc.stop(ctx) {
			return 0
		}
	}
}

// node returns the number that a reference has in v, 0 if v does not know it.
// A reference of another state, from before a snapshot, is found by its name.
func (v *View) node(r graph.Ref) uint32 {
	switch r := r.(type) {
	case nodeRef:
		if r.s == v.s {
			return r.id
		}
		b, _ := r.s.value(r.id)
		return v.s.find(b, hashValue(b), v.commit.nodes)
	case refs.PreFetchedValue:
		return v.lookup(r.NameOf())
	}
	return 0
}

// quad returns the number that a reference has in v, 0 if v does not know it.
func (v *View) quad(r graph.Ref) uint32 {
	q, ok := r.(quadRef)
	if !ok {
		return 0
	}
	if q.s == v.s {
		return q.id
	}
	var key [4]uint32
	for d, n := range q.s.quad(q.id) {
		if n == 0 {
			continue
		}
		if key[d] = v.node(nodeRef{q.s, n}); key[d] == 0 {
			return 0
		}
	}
	best := 0
	for d, n := range key {
		if n != 0 && v.s.count(n, d) < v.s.count(key[best], best) {
			best = d
		}
	}
	c := v.cursor(key[best], best)
	for id := c.next(); id != 0; id = c.next() {
		if v.s.quad(id) == key {
			return id
		}
	}
	return 0
}

func (v *View) lookup(value quad.Value) uint32 {
	var buf [256]byte
	b, err := appendValue(buf[:0], value)
	if err != nil {
		return 0
	}
	return v.s.find(b, hashValue(b), v.commit.nodes)
}

// ValueOf returns the reference of a value, nil if it is not in the graph.
func (v *View) ValueOf(value quad.Value) (graph.Ref, error) {
	if value == nil {
		return nil, nil
	}
	id := v.lookup(value)
	if id == 0 || !v.has(id) {
		return nil, nil
	}
	return nodeRef{v.s, id}, nil
}

// NameOf returns the value of a reference.
func (v *View) NameOf(r graph.Ref) (quad.Value, error) {
	switch r := r.(type) {
	case nil:
		return nil, nil
	case nodeRef:
		return r.s.name(r.id), nil
	case refs.PreFetchedValue:
		return r.NameOf(), nil
	}
	return nil, fmt.Errorf("name of %T: not a node of this store", r)
}

// Quad returns the quad of a reference.
func (v *View) Quad(r graph.Ref) (quad.Quad, error) {
	q, ok := r.(quadRef)
	if !ok {
		return quad.Quad{}, fmt.Errorf("quad of %T: not a quad of this store", r)
	}
	n := q.s.quad(q.id)
	return quad.Quad{
		Subject:   q.s.name(n[subject]),
		Predicate: q.s.name(n[predicate]),
		Object:    q.s.name(n[object]),
		Label:     q.s.name(n[label]),
	}, nil
}

// QuadDirection returns the node of a quad in direction d, nil if it has none.
func (v *View) QuadDirection(r graph.Ref, d quad.Direction) (graph.Ref, error) {
	q, ok := r.(quadRef)
	if !ok {
		return nil, nil
	}
	id := q.s.end(q.id, index(d))
	if id == 0 {
		return nil, nil
	}
	return nodeRef{q.s, id}, nil
}

// QuadIteratorSize returns how many quads QuadIterator has.
func (v *View) QuadIteratorSize(_ context.Context, d quad.Direction, r graph.Ref) (refs.Size, error) {
	id := v.node(r)
	if id == 0 {
		return refs.Size{Exact: true}, nil
	}
	return v.size(id, index(d)), nil
}

// size is exact unless something has been written since the view.
func (v *View) size(id uint32, d int) refs.Size {
	return refs.Size{Value: int64(v.s.count(id, d)), Exact: v.isLast()}
}

// Stats returns the number of nodes and quads. Both are exact.
func (v *View) Stats(context.Context, bool) (graph.Stats, error) {
	return graph.Stats{
		Nodes: refs.Size{Value: v.commit.alive, Exact: true},
		Quads: refs.Size{Value: v.commit.live, Exact: true},
	}, nil
}

// QuadIterator returns the quads that have node r in direction d.
func (v *View) QuadIterator(d quad.Direction, r graph.Ref) iterator.Shape {
	id := v.node(r)
	if id == 0 {
		return iterator.NewNull()
	}
	return &quadsOf{v: v, id: id, d: index(d)}
}

// NodesAllIterator returns all nodes that have a quad.
func (v *View) NodesAllIterator() iterator.Shape { return &allNodes{v} }

// QuadsAllIterator returns all quads.
func (v *View) QuadsAllIterator() iterator.Shape { return &allQuads{v} }

// ApplyDeltas refuses.
func (v *View) ApplyDeltas([]graph.Delta, graph.IgnoreOpts) error { return ErrReadOnly }

// NewQuadWriter refuses.
func (v *View) NewQuadWriter() (quad.WriteCloser, error) { return nil, ErrReadOnly }
