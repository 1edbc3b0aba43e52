package graph

import "kg/internal/kg"

// A Judge says which entity a term speaks of, where a user has decided: the
// entities that he found to be the same, or not the same.
//
// A Store asks it about every term that goes in, and again in Relink. The
// entity as it was read stays on the statement, so that every judgement can be
// undone.
type Judge interface {
	// Entity returns the ID of the entity that t speaks of, given the one that
	// was read (t.Entity, never empty). s is the statement that t is part of.
	Entity(s *kg.Statement, t *kg.Term) string

	// Same returns each entity that was merged into another, with the ID of
	// that other.
	Same() map[string]string

	// Named returns the entities that a user gave a name or a type of his own.
	Named() []kg.Entity
}
