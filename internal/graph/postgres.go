package graph

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"strings"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/refs"
	csql "github.com/cayleygraph/cayley/graph/sql"
	cpostgres "github.com/cayleygraph/cayley/graph/sql/postgres"
	"github.com/cayleygraph/quad"
	"github.com/lib/pq"
)

// A postgres is a graph in a PostgreSQL database, in Cayley's tables. Gizmo,
// shapes and sizes are Cayley's; what Cayley does a row at a time, writing and
// reading the quads of a node, is done here by the statement.
type postgres struct {
	*csql.QuadStore
	db *sql.DB
}

// isDatabase reports whether path is the address of a database.
func isDatabase(path string) bool {
	return strings.HasPrefix(path, "postgres://") || strings.HasPrefix(path, "postgresql://")
}

// ours are the indexes that Cayley's tables lack: articles are taken out by
// their label, and nodes that nobody needs are found by their count.
var ours = []string{
	`CREATE INDEX IF NOT EXISTS kg_label ON quads (label_hash)`,
	`CREATE INDEX IF NOT EXISTS kg_unused ON nodes (refs) WHERE refs <= 0`,
}

// openPostgres opens the database at address and makes the tables if need be.
func openPostgres(address string, readOnly bool) (*postgres, error) {
	where := redacted(address)
	address, err := withSettings(address)
	if err != nil {
		return nil, fmt.Errorf("open graph %s: %w", where, err)
	}
	db, err := sql.Open("postgres", address)
	if err != nil {
		return nil, fmt.Errorf("open graph %s: %w", where, err)
	}
	if err := prepare(db, address, readOnly); err != nil {
		db.Close()
		return nil, fmt.Errorf("open graph %s: %w", where, err)
	}
	qs, err := csql.New(cpostgres.Type, address, nil)
	if err != nil {
		db.Close()
		return nil, fmt.Errorf("open graph %s: %w", where, err)
	}
	return &postgres{qs.(*csql.QuadStore), db}, nil
}

// withSettings adds to address what makes Cayley's queries bearable: a query of
// many steps is one join of many tables, for which the planner takes seconds if
// it may try every order.
func withSettings(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", errors.New("the address cannot be read") // the error would show the password
	}
	q := u.Query()
	for _, setting := range []struct{ name, value string }{{"join_collapse_limit", "6"}, {"from_collapse_limit", "6"}, {"jit", "off"}} {
		if !q.Has(setting.name) {
			q.Set(setting.name, setting.value)
		}
	}
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// redacted returns an address without its password.
func redacted(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "postgres://…"
	}
	u.RawQuery = ""
	return u.Redacted()
}

// prepare makes Cayley's tables and our indexes where they are missing.
func prepare(db *sql.DB, address string, readOnly bool) error {
	var there bool
	if err := db.QueryRow(`SELECT to_regclass('quads') IS NOT NULL`).Scan(&there); err != nil {
		return err
	}
	if !there {
		if readOnly {
			return errors.New("there is no graph in this database")
		}
		if err := csql.Init(cpostgres.Type, address, nil); err != nil && !errors.Is(err, graph.ErrDatabaseExists) {
			return err
		}
	}
	if readOnly {
		return nil
	}
	for _, index := range ours {
		if _, err := db.Exec(index); err != nil {
			return err
		}
	}
	return nil
}

// Close ends the use of the database.
func (p *postgres) Close() error { return errors.Join(p.QuadStore.Close(), p.db.Close()) }

// writerKey is the key of the lock that whoever writes holds.
const writerKey = 0x6b67_6b67 // "kgkg"

// exclusive waits until no other process writes, and keeps them from it until
// release is called. Extraction goes on side by side; transactions go one after
// the other, since what an article changes depends on what is there.
func (p *postgres) exclusive(ctx context.Context) (release func(), err error) {
	conn, err := p.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, writerKey); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return func() {
		// The lock ends with the connection if this fails.
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, writerKey)
		conn.Close()
	}, nil
}

// valueColumns are the columns of a node that hold its value.
var valueColumns = []string{"value", "value_string", "datatype", "language", "iri", "bnode", "value_int", "value_bool", "value_float", "value_time"}

// scan returns the quads that have value in direction d; those of the whole
// graph if d is quad.Any.
func (p *postgres) scan(ctx context.Context, d quad.Direction, value quad.Value) iter.Seq2[quad.Quad, error] {
	directions := []quad.Direction{quad.Subject, quad.Predicate, quad.Object, quad.Label}
	var columns, joins []string
	for _, d := range directions {
		alias := string(d.Prefix())
		for _, c := range valueColumns {
			columns = append(columns, alias+"."+c)
		}
		joins = append(joins, fmt.Sprintf("LEFT JOIN nodes %s ON %s.hash = q.%s_hash", alias, alias, d))
	}
	query := "SELECT " + strings.Join(columns, ", ") + " FROM quads q " + strings.Join(joins, " ")
	var args []any
	if d != quad.Any {
		query += fmt.Sprintf(" WHERE q.%s_hash = $1", d)
		args = append(args, csql.HashOf(value).SQLValue())
	}
	return func(yield func(quad.Quad, error) bool) {
		rows, err := p.db.QueryContext(ctx, query, args...)
		if err != nil {
			yield(quad.Quad{}, err)
			return
		}
		defer rows.Close()
		values := make([]nodeRow, len(directions))
		var into []any
		for i := range values {
			into = append(into, values[i].fields()...)
		}
		for rows.Next() {
			var q quad.Quad
			err := rows.Scan(into...)
			for i := 0; i < len(directions) && err == nil; i++ {
				q.Set(directions[i], values[i].value())
			}
			if !yield(q, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(quad.Quad{}, err)
		}
	}
}

// A nodeRow is a value as it lies in the table of nodes. The columns for
// values of other kinds stay empty: graph writes none of them.
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

func (n *nodeRow) value() quad.Value {
	switch {
	case n.text.Valid && n.iri.Bool:
		return quad.IRI(n.text.String)
	case n.text.Valid && n.bnode.Bool:
		return quad.BNode(n.text.String)
	case n.text.Valid:
		return quad.String(strings.ReplaceAll(n.text.String, `\x00`, "\x00")) // as Cayley writes it
	case n.number.Valid:
		return quad.Int(n.number.Int64)
	case n.boolean.Valid:
		return quad.Bool(n.boolean.Bool)
	case n.float.Valid:
		return quad.Float(n.float.Float64)
	case n.when.Valid:
		return quad.Time(n.when.Time.UTC())
	}
	return nil
}

// apply writes deltas as one transaction, in a handful of statements however
// many they are. A quad that is there already, or one to be deleted that is not
// there, undoes it all: the caller holds the lock of writers and knows what is
// there.
func (p *postgres) apply(ctx context.Context, deltas []graph.Delta) error {
	tx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := applyTo(tx, deltas); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// applyTo writes nodes before the quads that need them, and deletes them after.
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
	const fields = `unnest($1::bytea[], $2::bytea[], $3::bytea[], $4::bytea[]) AS t(s, p, o, l)`
	if err := add.exec(tx, `INSERT INTO quads (subject_hash, predicate_hash, object_hash, label_hash, ts) SELECT s, p, o, l, now() FROM `+fields); err != nil {
		return err
	}
	if err := del.exec(tx, `DELETE FROM quads q USING `+fields+` WHERE q.subject_hash = s AND q.predicate_hash = p AND q.object_hash = o AND q.label_hash IS NOT DISTINCT FROM l`); err != nil {
		return err
	}
	return nodes.drop(tx)
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

// exec runs a statement that must touch every quad of c.
func (c *quadColumns) exec(tx *sql.Tx, statement string) error {
	if len(c.s) == 0 {
		return nil
	}
	result, err := tx.Exec(statement, pq.ByteaArray(c.s), pq.ByteaArray(c.p), pq.ByteaArray(c.o), pq.ByteaArray(c.l))
	if err != nil {
		return err
	}
	n, err := result.RowsAffected()
	if err == nil && n != int64(len(c.s)) {
		err = fmt.Errorf("%d of %d quads could be changed: somebody else has written in between", n, len(c.s))
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
	var counts, numbers, booleans, floats, texts, iris, bnodes, times []any
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
		counts, hashes = append(counts, max(n.more, 0)), append(hashes, hashBytes(hash))
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
	var less []any
	var hashes [][]byte
	for _, hash := range c.order {
		if n := c.nodes[hash]; n.more < 0 {
			less = append(less, n.more)
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
