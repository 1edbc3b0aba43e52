package graph

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/pquads"
	"github.com/lib/pq"
)

// A reader is a graph.QuadStore over Cayley's tables in PostgreSQL.
//
// Cayley asks of one node after the other, and each answer would be a message
// to the server and back. A reader remembers with each node those that it came
// with, and asks for many of them at once when it is asked for the first: of a
// thousand statements, one query reads all subjects, another all sentences. It
// keeps what it has read, so it is for one moment of the graph; one without a
// transaction of its own keeps nothing.
type reader struct {
	p    *postgres
	keep bool // remember, and read ahead

	mu       sync.Mutex
	tx       *sql.Tx
	err      error           // the transaction is lost
	ctx      context.Context // the last that came: NameOf and ValueOf have none
	nodes    map[refs.ValueHash]*node
	channels map[string]*channel
	asked    *batch // nodes that were asked for by their value
	links    int    // how many channels hold
	cursors  int    // how many there have been
	stats    *graph.Stats
}

// What a reader reads at once, and how much it keeps.
const (
	firstAhead = 64     // nodes read ahead at first; four times as many each time after
	mostAhead  = 4096   //
	mostLinks  = 50_000 // of one query; a node with more is read in pieces
	pieceRows  = 5_000  // of a piece
	mostKept   = 2_000_000
)

// A node is a graph.Ref of a value.
type node struct {
	hash  refs.ValueHash
	value quad.Value
	named bool // value is known
	batch *batch
	at    int // in batch
}

func (n *node) Key() any { return n.hash }

// A batch are nodes that were read together: who asks for one will mostly ask
// for the next.
type batch struct{ nodes []*node }

func (b *batch) add(n *node) {
	n.batch, n.at = b, len(b.nodes)
	b.nodes = append(b.nodes, n)
}

// ahead returns n and up to most-1 nodes behind it that are wanted.
func (n *node) ahead(most int, wanted func(*node) bool) []*node {
	list := []*node{n}
	if n.batch == nil {
		return list
	}
	seen := map[*node]bool{n: true}
	for _, next := range n.batch.nodes[n.at:] {
		if len(list) >= most {
			break
		}
		if !seen[next] && wanted(next) {
			seen[next] = true
			list = append(list, next)
		}
	}
	return list
}

func hashesOf(nodes []*node) pq.ByteaArray {
	hashes := make(pq.ByteaArray, len(nodes))
	for i, n := range nodes {
		hashes[i] = n.hash[:]
	}
	return hashes
}

// A link is a graph.Ref of a quad: its subject, predicate, object and label, the
// last of which may be nil.
type link [4]*node

func (l *link) end(d quad.Direction) *node { return l[d-quad.Subject] }

func (l *link) Key() any {
	var key refs.QuadHash
	for _, d := range quad.Directions {
		if n := l.end(d); n != nil {
			key.Set(d, n.hash)
		}
	}
	return key
}

// A channel are the links of nodes in one direction, with certain predicates or
// with any.
type channel struct {
	loaded map[refs.ValueHash][]*link
	large  map[refs.ValueHash]bool // have too many links to keep
	ahead  int                     // how many nodes to read at once
	most   int                     // how many it may become
}

// view returns a reader of the graph as it is now. close ends its transaction.
func (p *postgres) view() *reader {
	return &reader{p: p, keep: true, nodes: map[refs.ValueHash]*node{}, channels: map[string]*channel{}, asked: &batch{}}
}

// close ends the transaction of a view.
func (r *reader) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.tx != nil {
		_ = r.tx.Rollback() // nothing was written
		r.tx = nil
	}
	r.err = sql.ErrTxDone
}

// query runs a query; the caller holds the lock until it has read the rows.
func (r *reader) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if !r.keep {
		return r.p.db.QueryContext(ctx, text, args...)
	}
	if err := r.begin(); err != nil {
		return nil, err
	}
	rows, err := r.tx.QueryContext(ctx, text, args...)
	if err != nil {
		r.err = cmp.Or(ctx.Err(), err)
	}
	return rows, err
}

func (r *reader) begin() (err error) {
	if r.err == nil && r.tx == nil {
		r.tx, r.err = r.p.db.BeginTx(context.Background(), &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	}
	return r.err
}

// lock begins a step of a reader.
func (r *reader) lock(ctx context.Context) (context.Context, func()) {
	r.mu.Lock()
	if ctx != nil {
		if r.keep {
			r.ctx = ctx
		}
	} else if ctx = r.ctx; ctx == nil || ctx.Err() != nil {
		ctx = context.Background() // a loop within a script has one of its own, which ends before the script
	}
	return ctx, r.mu.Unlock
}

// node returns the node of a hash; nil for that of no value.
func (r *reader) node(hash refs.ValueHash) *node {
	if !hash.Valid() {
		return nil
	}
	n := r.nodes[hash]
	if n == nil {
		n = &node{hash: hash}
		if r.keep {
			r.nodes[hash] = n
		}
	}
	return n
}

// nodeOf returns the node of a value, which may not be in the graph.
func (r *reader) nodeOf(v quad.Value) *node {
	n := r.node(refs.HashOf(v))
	n.value, n.named = v, true
	return n
}

// ref returns the node of a reference; nil if it is none.
func (r *reader) ref(ref graph.Ref) *node {
	switch ref := ref.(type) {
	case *node:
		return ref
	case refs.PreFetchedValue:
		_, unlock := r.lock(nil)
		defer unlock()
		return r.nodeOf(ref.NameOf())
	}
	return nil
}

// linksOf returns the links of a node in direction d, with one of some
// predicates if there are any. all is false if they are too many to keep: a
// cursor reads them.
func (r *reader) linksOf(ctx context.Context, n *node, d quad.Direction, predicates ...*node) (links []*link, all bool, err error) {
	ctx, unlock := r.lock(ctx)
	defer unlock()
	key := string(d.Prefix())
	for _, p := range predicates {
		key += string(p.hash[:])
	}
	c := r.channels[key]
	if c == nil {
		c = &channel{loaded: map[refs.ValueHash][]*link{}, large: map[refs.ValueHash]bool{}, ahead: firstAhead, most: mostAhead}
		if r.keep {
			r.channels[key] = c
		}
	}
	if links, ok := c.loaded[n.hash]; ok || c.large[n.hash] {
		return links, ok, nil
	}
	var found []*link
	for {
		many := n.ahead(c.ahead, func(n *node) bool {
			_, ok := c.loaded[n.hash]
			return !ok && !c.large[n.hash]
		})
		if found, err = r.load(ctx, many, d, predicates); err != nil {
			return nil, false, err
		}
		if len(found) <= mostLinks {
			for _, n := range many {
				c.loaded[n.hash] = nil
			}
			if len(many) == c.ahead {
				c.ahead = min(4*c.ahead, c.most)
			}
			break
		}
		if len(many) == 1 {
			c.large[n.hash] = true
			return nil, false, nil
		}
		c.most = max(len(many)/4, 1)
		c.ahead = c.most
	}
	for _, l := range found {
		end := l.end(d).hash
		c.loaded[end] = append(c.loaded[end], l)
	}
	r.links += len(found)
	return c.loaded[n.hash], true, nil
}

const quadColumnsSQL = `SELECT subject_hash, predicate_hash, object_hash, label_hash FROM quads`

// load reads the links of nodes in direction d, at most one more than mostLinks.
func (r *reader) load(ctx context.Context, nodes []*node, d quad.Direction, predicates []*node) ([]*link, error) {
	where, args := condition(d, nodes, predicates)
	rows, err := r.query(ctx, fmt.Sprintf("%s WHERE %s LIMIT %d", quadColumnsSQL, where, mostLinks+1), args...)
	if err != nil {
		return nil, err
	}
	return r.scanLinks(rows)
}

// condition writes the condition of linksOf in SQL.
func condition(d quad.Direction, nodes, predicates []*node) (where string, args []any) {
	equals := func(d quad.Direction, nodes []*node) string {
		if len(nodes) == 1 {
			args = append(args, nodes[0].hash[:])
			return fmt.Sprintf("%s_hash = $%d", d, len(args))
		}
		args = append(args, hashesOf(nodes))
		return fmt.Sprintf("%s_hash = ANY($%d)", d, len(args))
	}
	where = equals(d, nodes)
	if len(predicates) > 0 {
		where += " AND " + equals(quad.Predicate, predicates)
	}
	return where, args
}

// scanLinks reads and closes rows of quadColumnsSQL.
func (r *reader) scanLinks(rows *sql.Rows) ([]*link, error) {
	defer rows.Close()
	if len(r.nodes) > mostKept || r.links > mostKept {
		r.nodes, r.channels, r.asked, r.links = map[refs.ValueHash]*node{}, map[string]*channel{}, &batch{}, 0
	}
	var links []*link
	var batches [4]batch
	var raw [4]sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&raw[0], &raw[1], &raw[2], &raw[3]); err != nil {
			return nil, err
		}
		var l link
		for i := range l {
			if len(raw[i]) != quad.HashSize {
				continue // no label
			}
			l[i] = r.node(refs.ValueHash(raw[i]))
			if r.keep && l[i].batch != &batches[i] {
				batches[i].add(l[i])
			}
		}
		links = append(links, &l)
	}
	return links, rows.Err()
}

// NameOf returns the value of a reference, and reads those that came with it.
func (r *reader) NameOf(ref graph.Ref) (quad.Value, error) {
	if ref == nil {
		return nil, nil
	}
	n := r.ref(ref)
	if n == nil {
		return nil, fmt.Errorf("name of %T: not a node of this graph", ref)
	}
	ctx, unlock := r.lock(nil)
	defer unlock()
	if n.named {
		return n.value, nil
	}
	many := n.ahead(mostAhead, func(n *node) bool { return !n.named })
	by := make(map[refs.ValueHash]*node, len(many))
	for _, n := range many {
		by[n.hash] = n
	}
	rows, err := r.query(ctx, "SELECT hash, "+strings.Join(valueColumns, ", ")+" FROM nodes WHERE hash = ANY($1)", hashesOf(many))
	if err != nil {
		return nil, err
	}
	err = scanNodes(rows, func(hash refs.ValueHash, value quad.Value) {
		if n := by[hash]; n != nil {
			n.value, n.named = value, true
		}
	})
	return n.value, err
}

// scanNodes reads and closes rows of a hash and the columns of valueColumns.
func scanNodes(rows *sql.Rows, each func(refs.ValueHash, quad.Value)) error {
	defer rows.Close()
	for rows.Next() {
		var hash []byte
		var row nodeRow
		if err := rows.Scan(append([]any{&hash}, row.fields()...)...); err != nil {
			return err
		}
		value, err := row.value()
		if err != nil {
			return err
		}
		each(refs.ValueHash(hash), value)
	}
	return rows.Err()
}

// ValueOf returns the reference of a value, nil if it is not in the graph.
func (r *reader) ValueOf(v quad.Value) (graph.Ref, error) {
	if v == nil {
		return nil, nil
	}
	ctx, unlock := r.lock(nil)
	defer unlock()
	n := r.nodeOf(v)
	if n.batch != nil {
		return n, nil // it was read from the graph
	}
	rows, err := r.query(ctx, "SELECT FROM nodes WHERE hash = $1", n.hash[:])
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		return nil, rows.Err()
	}
	if r.keep {
		r.asked.add(n)
	}
	return n, nil
}

// Quad returns the quad of a reference.
func (r *reader) Quad(ref graph.Ref) (q quad.Quad, err error) {
	l, ok := ref.(*link)
	if !ok {
		return q, fmt.Errorf("quad of %T: not a quad of this graph", ref)
	}
	for _, d := range quad.Directions {
		if n := l.end(d); n != nil {
			value, err := r.NameOf(n)
			if err != nil {
				return q, err
			}
			q.Set(d, value)
		}
	}
	return q, nil
}

// QuadDirection returns the node of a quad in direction d, nil if it has none.
func (r *reader) QuadDirection(ref graph.Ref, d quad.Direction) (graph.Ref, error) {
	if l, ok := ref.(*link); ok {
		if n := l.end(d); n != nil {
			return n, nil
		}
	}
	return nil, nil
}

// manyQuads is the size of what nobody has counted.
const manyQuads = 1 << 20

// size returns how many links a node has, as far as that is quickly known.
func (r *reader) size(ctx context.Context, n *node, d quad.Direction, predicates ...*node) (int64, error) {
	if d == quad.Predicate {
		return manyQuads, nil
	}
	links, all, err := r.linksOf(ctx, n, d, predicates...)
	if !all {
		return manyQuads, err
	}
	return int64(len(links)), err
}

// QuadIteratorSize returns about how many quads QuadIterator has.
func (r *reader) QuadIteratorSize(ctx context.Context, d quad.Direction, ref graph.Ref) (refs.Size, error) {
	n := r.ref(ref)
	if n == nil {
		return refs.Size{Exact: true}, nil
	}
	size, err := r.size(ctx, n, d)
	return refs.Size{Value: size}, err
}

// Stats returns the number of nodes and quads: exact if need be, else what the
// server takes them for.
func (r *reader) Stats(ctx context.Context, exact bool) (graph.Stats, error) {
	ctx, unlock := r.lock(ctx)
	defer unlock()
	if r.stats != nil {
		return *r.stats, nil
	}
	text := `SELECT (SELECT reltuples::bigint FROM pg_class WHERE oid = 'nodes'::regclass), (SELECT reltuples::bigint FROM pg_class WHERE oid = 'quads'::regclass)`
	if exact {
		text = `SELECT (SELECT count(*) FROM nodes), (SELECT count(*) FROM quads)`
	}
	st := graph.Stats{Nodes: refs.Size{Exact: exact}, Quads: refs.Size{Exact: exact}}
	rows, err := r.query(ctx, text)
	if err != nil {
		return st, err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&st.Nodes.Value, &st.Quads.Value); err != nil {
			return st, err
		}
	}
	if !exact {
		st.Nodes.Value, st.Quads.Value = max(st.Nodes.Value, manyQuads), max(st.Quads.Value, manyQuads)
		if r.keep {
			r.stats = &st
		}
	}
	return st, rows.Err()
}

// ApplyDeltas writes as Cayley does, for its own API.
func (r *reader) ApplyDeltas(deltas []graph.Delta, opts graph.IgnoreOpts) error {
	if err := r.p.QuadStore.ApplyDeltas(deltas, opts); err != nil {
		return err
	}
	return insertNames(r.p.db, deltas)
}

// NewQuadWriter writes as Cayley does, for its own API.
func (r *reader) NewQuadWriter() (quad.WriteCloser, error) { return r.p.QuadStore.NewQuadWriter() }

// Close does nothing: who opened the database closes it.
func (r *reader) Close() error { return nil }

// QuadIterator returns the quads that have a node in direction d.
func (r *reader) QuadIterator(d quad.Direction, ref graph.Ref) iterator.Shape {
	n := r.ref(ref)
	if n == nil {
		return iterator.NewNull()
	}
	return &quadsOf{r: r, n: n, d: d}
}

// NodesAllIterator returns all nodes.
func (r *reader) NodesAllIterator() iterator.Shape { return &everything{r: r} }

// QuadsAllIterator returns all quads.
func (r *reader) QuadsAllIterator() iterator.Shape { return &everything{r: r, quads: true} }

// valueColumns are the columns of a node that hold its value.
var valueColumns = []string{"value", "value_string", "datatype", "language", "iri", "bnode", "value_int", "value_bool", "value_float", "value_time"}

// A nodeRow is a value as it lies in the table of nodes.
type nodeRow struct {
	raw                      []byte
	text, datatype, language sql.NullString
	iri, bnode, boolean      sql.NullBool
	number                   sql.NullInt64
	float                    sql.NullFloat64
	when                     sql.NullTime
}

// fields returns where to scan the columns of valueColumns.
func (n *nodeRow) fields() []any {
	return []any{&n.raw, &n.text, &n.datatype, &n.language, &n.iri, &n.bnode, &n.number, &n.boolean, &n.float, &n.when}
}

func (n *nodeRow) value() (quad.Value, error) {
	text := quad.String(strings.ReplaceAll(n.text.String, `\x00`, "\x00")) // as Cayley writes it
	switch {
	case n.text.Valid && n.iri.Bool:
		return quad.IRI(n.text.String), nil
	case n.text.Valid && n.bnode.Bool:
		return quad.BNode(n.text.String), nil
	case n.text.Valid && n.language.Valid:
		return quad.LangString{Value: text, Lang: n.language.String}, nil
	case n.text.Valid && n.datatype.Valid:
		return quad.TypedString{Value: text, Type: quad.IRI(n.datatype.String)}, nil
	case n.text.Valid:
		return text, nil
	case n.number.Valid:
		return quad.Int(n.number.Int64), nil
	case n.boolean.Valid:
		return quad.Bool(n.boolean.Bool), nil
	case n.float.Valid:
		return quad.Float(n.float.Float64), nil
	case n.when.Valid:
		return quad.Time(n.when.Time.UTC()), nil
	}
	return pquads.UnmarshalValue(n.raw)
}
