package web

import (
	"context"
	"net/http"
	"strings"
)

// A hit is a node that a search found.
type hit struct {
	Name, Type, Kind, Link string
	Aliases                []string
	Exact                  bool
}

// searchPage is the data of search.html.
type searchPage struct {
	head
	Words    string
	Hits     []hit
	Articles []articleView
}

const maxHits = 60

func (s *server) search(ctx context.Context, r *http.Request) (string, any, error) {
	words := strings.TrimSpace(r.URL.Query().Get("q"))
	p := searchPage{head: head{Title: "Search", Query: words}, Words: words}
	if words == "" {
		return "search", p, nil
	}
	p.Title = "Search: " + words
	var err error
	if p.Hits, err = s.find(ctx, words, maxHits); err != nil {
		return "", nil, err
	}
	lower := strings.ToLower(words)
	articles, err := s.newest(ctx)
	if err != nil {
		return "", nil, err
	}
	for _, a := range articles {
		if strings.Contains(strings.ToLower(a.Title), lower) && len(p.Articles) < maxHits {
			p.Articles = append(p.Articles, a)
		}
	}
	return "search", p, nil
}

// find returns the entities and phrases with words in a name.
func (s *server) find(ctx context.Context, words string, limit int) ([]hit, error) {
	matches, err := s.store.Find(ctx, words, limit)
	if err != nil {
		return nil, err
	}
	v := s.viewer(ctx)
	hits := make([]hit, 0, len(matches))
	for _, m := range matches {
		h := hit{Kind: m.Kind, Link: link(m.ID), Exact: m.Exact}
		if e := v.entity(m.ID); e.Name != "" && strings.HasPrefix(m.ID, "ent/") {
			h.Name, h.Type, h.Aliases = e.Name, e.Type, e.Aliases[:min(len(e.Aliases), 6)]
		} else if h.Name, err = s.store.Label(ctx, m.ID); err != nil {
			return nil, err
		}
		hits = append(hits, h)
	}
	return hits, nil
}
