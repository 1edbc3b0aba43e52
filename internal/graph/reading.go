package graph

import (
	"fmt"
	"slices"

	"github.com/cayleygraph/quad"

	"kg/internal/kg"
)

// A reading is one article with what it says, as it was read: before any
// judgement of a user.
type reading struct {
	article    kg.Article
	version    string // of the extractors
	entities   []kg.Entity
	statements []kg.Statement
	judged     recorded
}

// newReading is the inverse of quads.
func newReading(id string, have map[quad.Quad]bool) (*reading, error) {
	nodes := map[quad.IRI]properties{}
	for q := range have {
		if q.Label != quad.Value(quad.IRI(id)) {
			continue // an edge
		}
		node, _ := q.Subject.(quad.IRI)
		if nodes[node] == nil {
			nodes[node] = properties{}
		}
		nodes[node].add(q)
	}
	r := &reading{judged: recorded{}}
	r.article = newArticle(id, nodes[quad.IRI(id)])
	r.version = nodes[quad.IRI(id)].text(kgVersion)
	part := func(node quad.IRI) (properties, error) {
		if nodes[node] == nil {
			return nil, fmt.Errorf("%s is missing", node)
		}
		return nodes[node], nil
	}
	for _, node := range sortedKeys(nodes) {
		p := nodes[node]
		switch {
		case p.isA(rdfStatement):
			s, err := newStatement(string(node), p, part)
			if err != nil {
				return nil, err
			}
			r.statements = append(r.statements, s)
		case slices.Contains(nodes[quad.IRI(id)][schemaMentions], quad.Value(node)):
			r.entities = append(r.entities, newEntity(string(node), p))
		}
	}
	for i := range r.statements {
		r.unjudge(&r.statements[i], nodes)
	}
	slices.SortFunc(r.statements, func(a, b kg.Statement) int { return statementOrder(&a, &b) })
	return r, nil
}

// unjudge gives the terms of a statement the entities that were read, and
// remembers those that a user said instead.
func (r *reading) unjudge(s *kg.Statement, nodes map[quad.IRI]properties) {
	undo := func(node quad.IRI, v termVocabulary, t *kg.Term) {
		if mention := nodes[node].id(v.mention); mention != "" {
			judged := t.Entity
			t.Entity = mention
			r.judged[keyOf(s, t)] = judged
		}
	}
	id := quad.IRI(s.ID)
	undo(id, subjectTerm, &s.Subject)
	undo(id, objectTerm, &s.Object)
	undo(id, speakerTerm, &s.Speaker)
	for i := range s.Arguments {
		undo(partID(id, "argument", i), argumentTerm, &s.Arguments[i].Term)
	}
	for i := range s.Via {
		undo(partID(id, "via", i), argumentTerm, &s.Via[i])
	}
}

// recorded is the Judge that decides as it is written in the graph.
type recorded map[termKey]string

type termKey struct {
	statement, entity, text string
	offsets                 kg.Offsets
}

func keyOf(s *kg.Statement, t *kg.Term) termKey { return termKey{s.ID, t.Entity, t.Text, t.Offsets} }

func (r recorded) Entity(s *kg.Statement, t *kg.Term) string { return r[keyOf(s, t)] }
func (recorded) Concerned() []string                         { return nil }
func (recorded) Same() map[string]string                     { return nil }
func (recorded) Named() []kg.Entity                          { return nil }
