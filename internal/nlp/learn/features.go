package learn

// Features is the list of features of one decision. Each template, a call of
// One to Four, has its own number, so that the same values in different
// templates are different features; so a template that does not apply must be
// passed over with Skip.
type Features struct {
	List     []uint64
	template uint64
}

// Reset empties f. Decisions of different kinds in one model begin at different
// templates.
func (f *Features) Reset(template uint64) {
	f.List, f.template = f.List[:0], template
}

// Skip passes over templates.
func (f *Features) Skip(templates uint64) { f.template += templates }

// One adds a feature made of one value.
func (f *Features) One(a uint64) {
	f.template++
	f.List = append(f.List, Mix(f.template*0x9e3779b97f4a7c15, a)>>6&^3)
}

// Two adds a feature made of two values.
func (f *Features) Two(a, b uint64) { f.One(Mix(a, b)) }

// Three adds a feature made of three values.
func (f *Features) Three(a, b, c uint64) { f.One(Mix(Mix(a, b), c)) }

// Four adds a feature made of four values.
func (f *Features) Four(a, b, c, d uint64) { f.One(Mix(Mix(Mix(a, b), c), d)) }
