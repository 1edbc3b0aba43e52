package main

import (
	"context"
	"fmt"

	"kg/internal/extract"
	"kg/internal/kg"
	"kg/internal/link"
	"kg/internal/nlp"
)

// A reading is an article with what was found in it.
type reading struct {
	article    *kg.Article
	doc        *nlp.Doc
	entities   []kg.Entity
	statements []kg.Statement
}

// readArticle works out what an article says: the middle of the program. doc is
// its text, with words and sentences if they are given.
//
// A fault of ours that one article brings to light must not cost the others:
// it is the error of that article.
func readArticle(ctx context.Context, pipeline *nlp.Pipeline, article *kg.Article, doc *nlp.Doc) (r *reading, err error) {
	defer func() {
		if p := recover(); p != nil {
			r, err = nil, fmt.Errorf("a fault of the program, please report it: %v", p)
		}
	}()
	if err := pipeline.Annotate(ctx, doc); err != nil {
		return nil, err
	}
	r = &reading{article: article, doc: doc}
	if doc.Has(nlp.Resolved) {
		r.entities = link.Entities(doc, article)
		r.statements = extract.Statements(doc, r.entities, article)
	}
	return r, nil
}

// entity returns the entity with an ID.
func (r *reading) entity(id string) (kg.Entity, bool) {
	for _, e := range r.entities {
		if e.ID == id {
			return e, true
		}
	}
	return kg.Entity{}, false
}
