package store

import (
	"context"
	"errors"
	"os"
)

// A successor is the next generation of a store: a snapshot of what an old
// state was at some commit, and a log of what has happened to it since. Until
// the snapshot gets its name, nobody else knows of it.
type successor struct {
	name   string // of the snapshot
	state  *state
	log    *logFile
	noSync bool

	old    *state
	commit commit     // of old, up to which all is there
	first  commit     // of old, of which the snapshot is
	nodes  *numbering // of old up to first
	later  []uint32   // new numbers of the nodes of old since first, 0 if there is none yet
	recorder
}

// successor makes the next generation of what v shows.
func (qs *QuadStore) successor(ctx context.Context, v *View) (*successor, error) {
	g := qs.log.generation + 1
	n := &successor{name: snapshotName(qs.path, g), old: v.s, commit: v.commit, first: v.commit, noSync: qs.opts.NoSync}
	var err error
	if n.nodes, err = merge(ctx, n.name+".new", v, g, !n.noSync); err != nil {
		return nil, err
	}
	b, err := openBase(n.name+".new", g)
	if err == nil {
		n.state = newState(b)
		n.log, err = createLog(logName(qs.path, g), g, !n.noSync)
	}
	if err != nil {
		return nil, errors.Join(err, os.Remove(n.name+".new"))
	}
	return n, nil
}

// abandon removes the files.
func (n *successor) abandon() error {
	return errors.Join(n.log.Close(), os.Remove(n.log.Name()), os.Remove(n.name+".new"))
}

func (n *successor) sync() error {
	if n.noSync || n.log.end == logHeaderSize {
		return nil
	}
	return n.log.Sync()
}

// changesPerRecord is about how many changes catchUp puts into a record.
const changesPerRecord = 20_000

// catchUp does what has happened to the old state up to commit c; died are the
// quads removed since the last call. Only the outcome counts: what came and
// went is left out.
func (n *successor) catchUp(ctx context.Context, c commit, died []uint32) error {
	n.reset()
	for _, id := range died {
		if id > n.commit.quads {
			continue
		}
		key, err := n.key(id)
		if err != nil {
			return err
		}
		if now, _ := n.state.findQuad(key); now != 0 {
			n.state.stageDeath(now)
			n.remove(now)
		}
		if err := n.write(ctx, changesPerRecord); err != nil {
			return err
		}
	}
	for id := n.commit.quads + 1; id <= c.quads; id++ {
		if died := n.old.diedAt(id); died != 0 && died <= c.version {
			continue
		}
		key, err := n.key(id)
		if err != nil {
			return err
		}
		_, at := n.state.findQuad(key)
		if err := n.state.stageQuad(key, at); err != nil {
			return err
		}
		n.add(key)
		if err := n.write(ctx, changesPerRecord); err != nil {
			return err
		}
	}
	n.commit = c
	return n.write(ctx, 1)
}

// key returns the new nodes of an old quad.
func (n *successor) key(id uint32) (key [4]uint32, err error) {
	for d, node := range n.old.quad(id) {
		if key[d], err = n.node(node); err != nil {
			return key, err
		}
	}
	return key, nil
}

// node returns the new number of an old node, and adds it if it has none.
func (n *successor) node(id uint32) (uint32, error) {
	if id == 0 || id <= n.first.nodes && n.nodes.alive(id) {
		return n.nodes.at(id), nil
	}
	var known *uint32
	if id > n.first.nodes {
		i := int(id - n.first.nodes - 1)
		for i >= len(n.later) {
			n.later = append(n.later, 0)
		}
		if known = &n.later[i]; *known != 0 {
			return *known, nil
		}
	}
	b, _ := n.old.value(id)
	hash := hashValue(b)
	now := n.state.find(b, hash, n.state.lastNode)
	if now == 0 {
		var err error
		if now, err = n.state.stageNode(b, hash); err != nil {
			return 0, err
		}
		n.value(b)
	}
	if known != nil {
		*known = now
	}
	return now, nil
}

// write writes a record if there are so many changes for it.
func (n *successor) write(ctx context.Context, least int) error {
	if n.ops < least {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err, _ := n.log.write(n.body(), false); err != nil {
		return err
	}
	n.state.publish(n.state.commit.Load().version)
	n.reset()
	return nil
}
