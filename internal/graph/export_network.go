package graph

import (
	"cmp"
	"slices"
	"strings"

	"kg/internal/kg"
)

// A network is the graph as drawing programs see it: who does what to whom.
// GraphML and DOT write it.
type network struct {
	nodes []netNode // by ID
	edges []netEdge // in the order of the statements
}

// A netNode is an entity or a phrase, or a statement that has no object to lead
// to: "shares fell" leads from the shares to the statement.
type netNode struct{ id, label, kind, class string }

// A netEdge is a statement.
type netEdge struct {
	source, target string
	statement      *kg.Statement
	speaker        string
}

// newNetwork returns the network of statements. names gives the best name of an
// entity.
func newNetwork(statements []kg.Statement, names func(id string) string) network {
	nodes := map[string]netNode{}
	add := func(t *kg.Term) string {
		id := t.Node()
		if id == "" {
			return ""
		}
		if _, ok := nodes[id]; !ok {
			label := names(id)
			if label == "" {
				label = cmp.Or(t.Name, t.Text)
			}
			kind, _, _ := strings.Cut(id, "/")
			nodes[id] = netNode{id: id, label: label, kind: kind, class: t.Type}
		}
		return id
	}
	var n network
	for i := range statements {
		s := &statements[i]
		e := netEdge{source: add(&s.Subject), target: add(&s.Object), statement: s}
		if e.source == "" && e.target == "" {
			continue
		}
		if e.source == "" || e.target == "" {
			nodes[s.ID] = netNode{id: s.ID, label: s.Predicate.Text, kind: "stmt"}
			e.source, e.target = cmp.Or(e.source, s.ID), cmp.Or(e.target, s.ID)
		}
		if !s.Speaker.IsZero() {
			e.speaker = cmp.Or(names(s.Speaker.Node()), s.Speaker.Name, s.Speaker.Text)
		}
		n.edges = append(n.edges, e)
	}
	for _, node := range nodes {
		n.nodes = append(n.nodes, node)
	}
	slices.SortFunc(n.nodes, func(a, b netNode) int { return strings.Compare(a.id, b.id) })
	return n
}
