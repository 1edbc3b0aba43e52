package store

import "sync/atomic"

// A table finds numbers by hash: open addressing, in each slot a hash and a
// number.
//
// It grows by tiers, each four times the size of the one before, and nothing
// ever moves: growing costs no pause, and a reader needs no lock. Looking for
// something goes through the tiers from the smallest, which mostly lie in the
// processor's cache.
type table struct {
	tiers atomic.Pointer[[]*tier]
	undo  []undo // what the transaction at hand has changed
}

type tier struct {
	slots []atomic.Uint64 // the hash above the number; 0 is empty
	used  int
}

// A place is a slot of a table; its zero value is none.
type place struct {
	tier *tier
	slot uint32
}

type undo struct {
	place
	old uint64
}

const firstTier = 1 << 10

// find returns the first number under hash for which same is true, and where
// it stands; 0 if there is none.
func (t *table) find(hash uint32, same func(uint32) bool) (uint32, place) {
	tiers := t.tiers.Load()
	if tiers == nil {
		return 0, place{}
	}
	for _, r := range *tiers {
		mask := uint32(len(r.slots) - 1)
		for i := hash & mask; ; i = (i + 1) & mask {
			v := r.slots[i].Load()
			if v == 0 {
				break
			}
			if uint32(v>>32) == hash && same(uint32(v)) {
				return uint32(v), place{r, i}
			}
		}
	}
	return 0, place{}
}

// add puts id under hash.
func (t *table) add(hash, id uint32) {
	r := t.last()
	mask := uint32(len(r.slots) - 1)
	i := hash & mask
	for r.slots[i].Load() != 0 {
		i = (i + 1) & mask
	}
	t.set(place{r, i}, hash, id)
	r.used++
}

// set puts id under hash into a slot.
func (t *table) set(at place, hash, id uint32) {
	slot := &at.tier.slots[at.slot]
	t.undo = append(t.undo, undo{at, slot.Load()})
	slot.Store(uint64(hash)<<32 | uint64(id))
}

// last returns the tier that has room.
func (t *table) last() *tier {
	var tiers []*tier
	if p := t.tiers.Load(); p != nil {
		tiers = *p
	}
	size := firstTier
	if n := len(tiers); n > 0 {
		r := tiers[n-1]
		if r.used < len(r.slots)/8*5 {
			return r
		}
		size = min(len(r.slots)*4, 1<<30)
	}
	r := &tier{slots: make([]atomic.Uint64, size)}
	grown := append(tiers[:len(tiers):len(tiers)], r)
	t.tiers.Store(&grown)
	return r
}

// commit forgets how to undo.
func (t *table) commit() { t.undo = t.undo[:0] }

// rollback undoes what happened since commit, the latest first, so that no
// run of slots is ever broken in the middle.
func (t *table) rollback() {
	for i := len(t.undo) - 1; i >= 0; i-- {
		u := t.undo[i]
		u.tier.slots[u.slot].Store(u.old)
		if u.old == 0 {
			u.tier.used--
		}
	}
	t.undo = t.undo[:0]
}
