package store

import "sync/atomic"

// A table finds numbers by hash: open addressing, one number a slot.
//
// It grows by tiers, each eight times the size of the one before, and nothing
// ever moves: growing costs no pause, and a reader needs no lock. Looking for
// something goes through the tiers from the smallest, which mostly lie in the
// processor's cache.
type table struct {
	tiers atomic.Pointer[[]*tier]
	undo  []undo // what the transaction at hand has changed
}

type tier struct {
	slots []atomic.Uint32
	used  int
}

type undo struct {
	tier *tier
	slot uint32
	old  uint32
}

const firstTier = 1 << 10

// find returns the first number under hash for which same is true, and the
// slot where it stands; 0 if there is none.
func (t *table) find(hash uint32, same func(uint32) bool) (uint32, *tier, uint32) {
	tiers := t.tiers.Load()
	if tiers == nil {
		return 0, nil, 0
	}
	for _, r := range *tiers {
		mask := uint32(len(r.slots) - 1)
		for i := hash & mask; ; i = (i + 1) & mask {
			id := r.slots[i].Load()
			if id == 0 {
				break
			}
			if same(id) {
				return id, r, i
			}
		}
	}
	return 0, nil, 0
}

// add puts id under hash.
func (t *table) add(hash, id uint32) {
	r := t.last()
	mask := uint32(len(r.slots) - 1)
	i := hash & mask
	for r.slots[i].Load() != 0 {
		i = (i + 1) & mask
	}
	t.set(r, i, id)
	r.used++
}

// set replaces what stands in a slot.
func (t *table) set(r *tier, slot, id uint32) {
	t.undo = append(t.undo, undo{r, slot, r.slots[slot].Load()})
	r.slots[slot].Store(id)
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
		if r.used*2 < len(r.slots) {
			return r
		}
		size = min(len(r.slots)*8, 1<<30)
	}
	r := &tier{slots: make([]atomic.Uint32, size)}
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
