// Package link says which thing in the world a chain speaks of: the same thing
// has the same ID in every article, whatever the order in which they are read.
//
// Start with Entities.
package link

import (
	"kg/internal/kg"
	"kg/internal/nlp"
)

// Entities returns the entities of doc, aligned with doc.Chains: entry i is
// what chain i speaks of. Its ID is empty if that is no entity but what a
// phrase says: "an open letter".
func Entities(doc *nlp.Doc, article *kg.Article) []kg.Entity {
	entities := make([]kg.Entity, len(doc.Chains))
	for i, chain := range doc.Chains {
		m := &doc.Mentions[chain.Representative]
		e := kg.Entity{Name: doc.SpanText(m.Span), Type: m.Type}
		if m.Kind == nlp.Name {
			e.ID = "ent/" + kg.Slug(e.Name)
		}
		entities[i] = e
	}
	return entities
}
