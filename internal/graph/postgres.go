package graph

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"

	csql "github.com/cayleygraph/cayley/graph/sql"
	cpostgres "github.com/cayleygraph/cayley/graph/sql/postgres"
	_ "github.com/lib/pq" // the driver
)

// A postgres is a graph in a PostgreSQL database, in Cayley's tables. What Cayley
// does a row at a time is done here by the statement: see reader and apply.
type postgres struct {
	*csql.QuadStore // for what Cayley's own API writes
	db              *sql.DB
	changed         int // quads that were written
}

// isDatabase reports whether path is the address of a database.
func isDatabase(path string) bool {
	return strings.HasPrefix(path, "postgres://") || strings.HasPrefix(path, "postgresql://")
}

// ours turns Cayley's tables into what our questions need, in any order of
// writers. Foreign keys cost four look-ups a quad, and two of Cayley's indexes
// find nothing that others do not. The count of a node is in none, so that it
// can change in place. The names of things are kept as they are
// looked for (kg_names).
var ours = []string{
	`ALTER TABLE quads DROP CONSTRAINT IF EXISTS subject_hash_fk, DROP CONSTRAINT IF EXISTS predicate_hash_fk,
		DROP CONSTRAINT IF EXISTS object_hash_fk, DROP CONSTRAINT IF EXISTS label_hash_fk`,
	`CREATE UNIQUE INDEX IF NOT EXISTS kg_quad ON quads (subject_hash, predicate_hash, object_hash, label_hash)`,
	`CREATE INDEX IF NOT EXISTS kg_object ON quads (object_hash, predicate_hash)`,
	`CREATE INDEX IF NOT EXISTS kg_predicate ON quads (predicate_hash)`,
	`CREATE INDEX IF NOT EXISTS kg_label ON quads (label_hash)`,
	`DROP INDEX IF EXISTS spol_unique, spo_index, ops_index, osp_index, pos_index`,
	`CREATE TABLE IF NOT EXISTS kg_names (hash BYTEA PRIMARY KEY, name TEXT NOT NULL)`,
}

// trigrams make the search for words of a name quick in large graphs. A server
// without them looks at every name.
var trigrams = []string{
	`CREATE EXTENSION IF NOT EXISTS pg_trgm`,
	`CREATE INDEX IF NOT EXISTS kg_words ON kg_names USING gin (name gin_trgm_ops)`,
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
	return &postgres{QuadStore: qs.(*csql.QuadStore), db: db}, nil
}

// withSettings adds to address what our queries want: one message to the server
// for each, and no compiling of what takes a millisecond.
func withSettings(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", errors.New("the address cannot be read") // the error would show the password
	}
	q := u.Query()
	for _, setting := range []struct{ name, value string }{{"binary_parameters", "yes"}, {"jit", "off"}} {
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

// prepare makes Cayley's tables and ours where they are missing.
func prepare(db *sql.DB, address string, readOnly bool) (err error) {
	there := func(table string) (is bool, err error) {
		err = db.QueryRow(`SELECT to_regclass($1) IS NOT NULL`, table).Scan(&is)
		return is, err
	}
	if ready, err := there("kg_names"); err != nil || ready {
		return err
	}
	if readOnly {
		return errors.New("there is no graph in this database")
	}
	ctx := context.Background()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, writerKey); err != nil {
		return err
	}
	defer conn.ExecContext(ctx, `SELECT pg_advisory_unlock($1)`, writerKey)
	if ready, err := there("kg_names"); err != nil || ready {
		return err // another writer was here first
	}
	if foreign, err := there("quads"); err != nil || foreign {
		return cmp.Or(err, errors.New("its tables are another program's: use a database of its own"))
	}
	if err := csql.Init(cpostgres.Type, address, nil); err != nil {
		return err
	}
	for _, statement := range ours {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	for _, statement := range trigrams {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			break // it works without
		}
	}
	return nil
}

// Close ends the use of the database. After much was written the server is told
// to look at it, since it plans queries by what it believes is there.
func (p *postgres) Close() (err error) {
	if p.changed > 100_000 {
		_, err = p.db.Exec(`ANALYZE nodes, quads, kg_names`)
	}
	return errors.Join(err, p.QuadStore.Close(), p.db.Close())
}

// writerKey is the key of the lock that whoever writes holds.
const writerKey = 0x6b67_6b67 // "kgkg"

// exclusive begins a transaction when no other process writes, and keeps them
// from it until it ends. Extraction goes on side by side; transactions go one
// after the other, since what an article changes depends on what is there.
func (p *postgres) exclusive(ctx context.Context) (*sql.Tx, error) {
	tx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1)`, writerKey); err != nil {
		return nil, errors.Join(err, tx.Rollback())
	}
	return tx, nil
}
