package web

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"kg/internal/graph"
	"kg/internal/kg"
	"kg/internal/lexicon"
)

// A holder is somebody with a stance, and what shows it.
type holder struct {
	termView
	Classes    []string // "oppose", "call for"
	Statements []statementView
}

// stances are the two sides of a topic.
type stances struct {
	For, Against []holder
}

// A side is one of the two, for the template.
type side struct {
	Class, Title string
	Holders      []holder
}

// Sides returns both sides.
func (s *stances) Sides() []side {
	return []side{{"for", "For", s.For}, {"against", "Against", s.Against}}
}

// topicPage is the data of topic.html.
type topicPage struct {
	head
	Words   string
	Nodes   []countedView // what the words stand for
	Stances *stances
	All     int
}

func (s *server) topic(ctx context.Context, r *http.Request) (string, any, error) {
	words := strings.TrimSpace(r.URL.Query().Get("q"))
	p := topicPage{head: head{Title: "Topic", Query: words}, Words: words}
	if words == "" {
		return "topic", p, nil
	}
	p.Title = words + ": for and against"
	ids, err := s.store.Topic(ctx, words)
	if err != nil {
		return "", nil, err
	}
	if len(ids) == 0 {
		return "", nil, fmt.Errorf("nothing in the graph is called %q: %w", words, graph.ErrNotFound)
	}
	v := s.viewer(ctx)
	nodes := map[string]bool{}
	seen := map[string]bool{}
	var all []kg.Statement
	for _, id := range ids {
		nodes[id] = true
		with, _, err := s.around(ctx, id)
		if err != nil {
			return "", nil, err
		}
		name, err := s.store.Label(ctx, id)
		if err != nil {
			return "", nil, err
		}
		p.Nodes = append(p.Nodes, countedView{Name: name, Link: link(id), Count: len(with)})
		for _, stmt := range with {
			if !seen[stmt.ID] && len(all) < maxTogether {
				seen[stmt.ID] = true
				all = append(all, stmt)
			}
		}
	}
	p.All = len(all)
	p.Stances, err = v.stances(all, nodes)
	return "topic", p, err
}

// sideOf says on which side a statement stands towards its object: "for",
// "against", or "" if it is no stance.
func sideOf(s *kg.Statement) (side, class string) {
	sides := lexicon.Map("sides")
	for _, class := range append([]string{s.Predicate.Lemma}, s.Predicate.Broader...) {
		side, ok := sides[class]
		if !ok {
			continue
		}
		if s.Polarity == kg.Negative {
			if side == "for" {
				return "against", class
			}
			return "for", class
		}
		return side, class
	}
	return "", ""
}

// stances puts those who take a stance towards nodes on their sides, the one
// with most statements first.
func (v *viewer) stances(all []kg.Statement, nodes map[string]bool) (*stances, error) {
	type key struct{ side, who string }
	found := map[key]*holder{}
	var order []key
	for i := range all {
		s := &all[i]
		toward := nodes[s.Object.Node()] || slices.ContainsFunc(s.Arguments, func(a kg.Argument) bool { return nodes[a.Node()] })
		supposed := s.Modality == kg.Hypothetical || s.Modality == kg.Question // what others wish or ask is nobody's stance
		if !toward || supposed || s.Subject.IsZero() {
			continue
		}
		side, class := sideOf(s)
		if side == "" {
			continue
		}
		view, err := v.statement(s)
		if err != nil {
			return nil, err
		}
		k := key{side, s.Subject.Node()}
		if found[k] == nil {
			found[k] = &holder{termView: view.Subject}
			order = append(order, k)
		}
		h := found[k]
		h.Statements = append(h.Statements, view)
		if s.Polarity == kg.Negative {
			class = "not " + class
		}
		if !slices.Contains(h.Classes, class) {
			h.Classes = append(h.Classes, class)
		}
	}
	out := &stances{}
	for _, k := range order {
		if k.side == "for" {
			out.For = append(out.For, *found[k])
		} else {
			out.Against = append(out.Against, *found[k])
		}
	}
	for _, side := range [][]holder{out.For, out.Against} {
		slices.SortStableFunc(side, func(a, b holder) int { return cmp.Compare(len(b.Statements), len(a.Statements)) })
	}
	return out, nil
}

// betweenPage is the data of between.html: what links two nodes.
type betweenPage struct {
	head
	A, B       termView
	Statements []statementView
	Pages      pages
}

func (s *server) between(ctx context.Context, r *http.Request) (string, any, error) {
	a, b := r.URL.Query().Get("a"), r.URL.Query().Get("b")
	if a == "" || b == "" {
		return "", nil, badRequest{fmt.Errorf("say between which two: /between?a=ent/…&b=ent/…")}
	}
	v := s.viewer(ctx)
	var p betweenPage
	for _, end := range []struct {
		id   string
		view *termView
	}{{a, &p.A}, {b, &p.B}} {
		name, err := s.store.Label(ctx, end.id)
		if err != nil {
			return "", nil, err
		}
		*end.view = termView{Name: name, Link: link(end.id), Type: v.entity(end.id).Type}
	}
	p.head = head{Title: p.A.Name + " and " + p.B.Name}
	all, _, err := s.around(ctx, a)
	if err != nil {
		return "", nil, err
	}
	var both []kg.Statement
	for i := range all {
		if mentions(&all[i], b) {
			both = append(both, all[i])
		}
	}
	p.Pages = newPages(r, len(both), pageSize)
	p.Statements, err = v.views(both[p.Pages.From:p.Pages.To])
	return "between", p, err
}

// mentions reports whether s speaks of a node.
func mentions(s *kg.Statement, id string) bool {
	for _, t := range []*kg.Term{&s.Subject, &s.Object, &s.Speaker} {
		if t.Node() == id {
			return true
		}
	}
	return s.Predicate.ID() == id || slices.ContainsFunc(s.Arguments, func(a kg.Argument) bool { return a.Node() == id })
}
