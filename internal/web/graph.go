package web

import (
	"context"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"kg/internal/graph"
)

// graphPage is the data of graph.html.
type graphPage struct {
	head
	ID, Link     string
	Depth, Limit int
	Depths       []int
	Limits       []int
	Nodes, Edges int
	More         int
	Picture      template.HTML
}

func (s *server) graph(ctx context.Context, r *http.Request) (string, any, error) {
	p := graphPage{Depths: []int{1, 2, 3}, Limits: []int{15, 30, 60}}
	n, err := s.neighbourhood(ctx, r, &p)
	if err != nil {
		return "", nil, err
	}
	var b strings.Builder
	if err := n.WriteSVG(&b, false); err != nil {
		return "", nil, err
	}
	p.head = head{Title: "Graph around " + n.Nodes[0].Name}
	p.Nodes, p.Edges, p.More = len(n.Nodes), len(n.Edges), n.More
	p.Picture = template.HTML(b.String()) // WriteSVG escapes what comes from articles
	return "graph", p, nil
}

// neighbourhood returns what r asks for and notes it in p.
func (s *server) neighbourhood(ctx context.Context, r *http.Request, p *graphPage) (*graph.Neighbourhood, error) {
	p.ID = r.PathValue("id")
	p.Link = link(p.ID)
	p.Depth, p.Limit = 1, 30
	if n, err := strconv.Atoi(r.URL.Query().Get("depth")); err == nil {
		p.Depth = n
	}
	if n, err := strconv.Atoi(r.URL.Query().Get("nodes")); err == nil {
		p.Limit = n
	}
	return s.store.Neighbourhood(ctx, p.ID, p.Depth, p.Limit)
}
