package graph

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/refs"
	csql "github.com/cayleygraph/cayley/graph/sql"
	"github.com/cayleygraph/quad"
	"github.com/lib/pq"

	"kg/internal/kg"
)

// apply writes deltas and ends the transaction of a view, which the lock of
// writers has begun.
func (r *reader) apply(deltas []graph.Delta) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil {
		return r.err
	}
	if r.err = applyTo(r.tx, deltas); r.err != nil {
		return r.err
	}
	r.p.changed += len(deltas)
	r.err = sql.ErrTxDone
	return r.tx.Commit()
}

// applyTo writes deltas in a handful of statements however many they are: nodes
// before the quads that need them, and deletes them after. A quad that is there
// already, or one to be deleted that is not there, is an error: the caller has
// the turn of writers and knows what is there.
func applyTo(tx *sql.Tx, deltas []graph.Delta) error {
	var add, del quadColumns
	nodes := newNodeCounts()
	for _, d := range deltas {
		if d.Action == graph.Add {
			add.append(d.Quad)
			nodes.count(d.Quad, +1)
		} else {
			del.append(d.Quad)
			nodes.count(d.Quad, -1)
		}
	}
	if err := nodes.insert(tx); err != nil {
		return err
	}
	if err := add.copy(tx); err != nil {
		return err
	}
	if err := del.delete(tx); err != nil {
		return err
	}
	if err := nodes.drop(tx); err != nil {
		return err
	}
	return insertNames(tx, deltas)
}

// insertNames adds the names in deltas to those that are looked for. They stay
// when nothing is called so any more: a name finds what has it now.
func insertNames(db interface {
	Exec(string, ...any) (sql.Result, error)
}, deltas []graph.Delta) error {
	var hashes [][]byte
	var names []string
	for _, d := range deltas {
		predicate, _ := d.Quad.Predicate.(quad.IRI)
		if name, ok := d.Quad.Object.(quad.String); ok && d.Action == graph.Add && slices.Contains(naming, predicate) {
			hashes, names = append(hashes, hashBytes(refs.HashOf(name))), append(names, joined(kg.Slug(string(name))))
		}
	}
	if len(names) == 0 {
		return nil
	}
	_, err := db.Exec(`INSERT INTO kg_names (hash, name) SELECT * FROM unnest($1::bytea[], $2::text[]) ON CONFLICT DO NOTHING`,
		pq.ByteaArray(hashes), pq.StringArray(names))
	return err
}

// naming returns the quads whose names have the words of a slug, and perhaps
// some more.
func (r *reader) naming(ctx context.Context, words string) ([]*link, error) {
	ctx, unlock := r.lock(ctx)
	defer unlock()
	var predicates []*node
	for _, p := range naming {
		predicates = append(predicates, r.nodeOf(p))
	}
	// A slug has none of the signs that LIKE reads otherwise.
	rows, err := r.query(ctx, quadColumnsSQL+` WHERE object_hash = ANY(ARRAY(SELECT hash FROM kg_names WHERE name LIKE $1)) AND predicate_hash = ANY($2)`,
		"%"+joined(words)+"%", hashesOf(predicates))
	if err != nil {
		return nil, err
	}
	return r.scanLinks(rows)
}

// quadColumns are quads by column, as hashes of their nodes.
type quadColumns struct{ s, p, o, l [][]byte }

func (c *quadColumns) append(q quad.Quad) {
	hash := func(v quad.Value) []byte { return hashBytes(refs.HashOf(v)) }
	c.s, c.p, c.o, c.l = append(c.s, hash(q.Subject)), append(c.p, hash(q.Predicate)), append(c.o, hash(q.Object)), append(c.l, hash(q.Label))
}

// hashBytes returns a hash as the tables have it; NULL for that of no node.
func hashBytes(hash refs.ValueHash) []byte {
	b, _ := csql.NodeHash{ValueHash: hash}.SQLValue().([]byte)
	return b
}

// copy adds the quads of c. One that is there already is an error.
func (c *quadColumns) copy(tx *sql.Tx) error {
	if len(c.s) == 0 {
		return nil
	}
	stmt, err := tx.Prepare(pq.CopyIn("quads", "subject_hash", "predicate_hash", "object_hash", "label_hash"))
	if err != nil {
		return err
	}
	for i := range c.s {
		if _, err := stmt.Exec(c.s[i], c.p[i], c.o[i], c.l[i]); err != nil {
			return errors.Join(err, stmt.Close())
		}
	}
	_, err = stmt.Exec()
	return errors.Join(err, stmt.Close())
}

// delete takes the quads of c out. One that is not there is an error.
func (c *quadColumns) delete(tx *sql.Tx) error {
	if len(c.s) == 0 {
		return nil
	}
	result, err := tx.Exec(`DELETE FROM quads q USING unnest($1::bytea[], $2::bytea[], $3::bytea[], $4::bytea[]) AS t(s, p, o, l)
		WHERE q.subject_hash = s AND q.predicate_hash = p AND q.object_hash = o AND q.label_hash IS NOT DISTINCT FROM l`,
		pq.ByteaArray(c.s), pq.ByteaArray(c.p), pq.ByteaArray(c.o), pq.ByteaArray(c.l))
	if err != nil {
		return err
	}
	n, err := result.RowsAffected()
	if err == nil && n != int64(len(c.s)) {
		err = fmt.Errorf("%d of %d quads could be deleted: somebody else has written in between", n, len(c.s))
	}
	return err
}

// nodeCounts are the nodes of a transaction, with how many more quads need each
// of them.
type nodeCounts struct {
	order []refs.ValueHash
	nodes map[refs.ValueHash]*nodeCount
}

type nodeCount struct {
	value quad.Value
	more  int
	added bool // some new quad needs it, so it may be missing
}

func newNodeCounts() *nodeCounts { return &nodeCounts{nodes: map[refs.ValueHash]*nodeCount{}} }

func (c *nodeCounts) count(q quad.Quad, more int) {
	for _, d := range quad.Directions {
		v := q.Get(d)
		if v == nil {
			continue
		}
		hash := refs.HashOf(v)
		n := c.nodes[hash]
		if n == nil {
			n = &nodeCount{value: v}
			c.nodes[hash] = n
			c.order = append(c.order, hash)
		}
		n.more += more
		n.added = n.added || more > 0
	}
}

// insert makes the nodes that new quads need, or counts them up. A count below
// zero is left to drop.
func (c *nodeCounts) insert(tx *sql.Tx) error {
	var numbers, booleans, floats, texts, iris, bnodes, times []any
	var counts []int64
	var hashes [][]byte
	for _, hash := range c.order {
		n := c.nodes[hash]
		if !n.added {
			continue
		}
		var text, iri, bnode, number, boolean, float, when any
		switch v := n.value.(type) {
		case quad.IRI:
			text, iri = string(v), true
		case quad.BNode:
			text, bnode = string(v), true
		case quad.String:
			text = strings.ReplaceAll(string(v), "\x00", `\x00`)
		case quad.Int:
			number = int64(v)
		case quad.Bool:
			boolean = bool(v)
		case quad.Float:
			float = float64(v)
		case quad.Time:
			when = time.Time(v)
		default:
			return fmt.Errorf("%T cannot be written", v)
		}
		counts, hashes = append(counts, int64(max(n.more, 0))), append(hashes, hashBytes(hash))
		texts, iris, bnodes = append(texts, text), append(iris, iri), append(bnodes, bnode)
		numbers, booleans, floats, times = append(numbers, number), append(booleans, boolean), append(floats, float), append(times, when)
	}
	if len(hashes) == 0 {
		return nil
	}
	_, err := tx.Exec(`INSERT INTO nodes (refs, hash, value_string, iri, bnode, value_int, value_bool, value_float, value_time)
		SELECT * FROM unnest($1::int[], $2::bytea[], $3::text[], $4::bool[], $5::bool[], $6::bigint[], $7::bool[], $8::double precision[], $9::timestamptz[])
		ON CONFLICT (hash) DO UPDATE SET refs = nodes.refs + EXCLUDED.refs`,
		pq.Array(counts), pq.ByteaArray(hashes), pq.Array(texts), pq.Array(iris), pq.Array(bnodes), pq.Array(numbers), pq.Array(booleans), pq.Array(floats), pq.Array(times))
	return err
}

// drop counts down the nodes that fewer quads need, and deletes those that none
// does.
func (c *nodeCounts) drop(tx *sql.Tx) error {
	var less []int64
	var hashes [][]byte
	for _, hash := range c.order {
		if n := c.nodes[hash]; n.more < 0 {
			less = append(less, int64(n.more))
			hashes = append(hashes, hashBytes(hash))
		}
	}
	if len(hashes) == 0 {
		return nil
	}
	if _, err := tx.Exec(`UPDATE nodes SET refs = refs + t.less FROM unnest($1::int[], $2::bytea[]) AS t(less, hash) WHERE nodes.hash = t.hash`,
		pq.Array(less), pq.ByteaArray(hashes)); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM nodes WHERE refs <= 0 AND hash = ANY($1::bytea[])`, pq.ByteaArray(hashes))
	return err
}
