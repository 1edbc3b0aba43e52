// Package extract reads statements off an annotated document.
//
// A clause is what a predicate and its arguments make: clauses reads every one
// off the tree, once. Each kind of construction has an extractor in a file of
// its own that turns clauses and phrases into statements: verb.go, copula.go,
// appositive.go. To add one, write its function and list it in extractors.
package extract

import (
	"kg/internal/kg"
	"kg/internal/nlp"
)

// Statements returns what article says. doc is its text, resolved; entities
// are aligned with doc.Chains: entry i belongs to chain i, with an empty ID if
// that chain is no entity.
func Statements(doc *nlp.Doc, entities []kg.Entity, article *kg.Article) []kg.Statement {
	return nil
}
