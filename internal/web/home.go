package web

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"

	"kg/internal/graph"
	"kg/internal/kg"
	"kg/internal/lexicon"
)

// A countedView is a node and the number of statements with it.
type countedView struct {
	Name, Type, Link string
	Count            int
	Share            int // of the largest count, percent in steps of five
}

// homePage is the data of home.html.
type homePage struct {
	head
	Counts     graph.Counts
	Entities   []countedView
	Topics     []countedView // what people take sides on
	Predicates []countedView
	Articles   []articleView
}

func (s *server) home(ctx context.Context, _ *http.Request) (string, any, error) {
	p, err := remember(ctx, s, "home", func() (homePage, error) { return s.newHome(ctx) })
	return "home", p, err
}

func (s *server) newHome(ctx context.Context) (homePage, error) {
	p := homePage{head: head{Title: "Home"}}
	var err error
	if p.Counts, err = s.counts(ctx); err != nil {
		return p, err
	}
	v := s.viewer(ctx)
	for _, part := range []struct {
		kind  string
		limit int
		views *[]countedView
	}{{graph.KindEntity, 14, &p.Entities}, {graph.KindPredicate, 14, &p.Predicates}} {
		ranked, err := s.store.Rank(ctx, part.kind, part.limit)
		if err != nil {
			return p, err
		}
		if *part.views, err = v.counted(ranked); err != nil {
			return p, err
		}
	}
	if p.Topics, err = v.topics(14); err != nil {
		return p, err
	}
	all, err := s.newest(ctx)
	p.Articles = all[:min(len(all), 8)]
	return p, err
}

// topics returns what most stances are about. Pronouns that stand for nothing
// known are no topics.
func (v *viewer) topics(limit int) ([]countedView, error) {
	contested, err := v.store.Contested(v.ctx, slices.Sorted(maps.Keys(lexicon.Map("sides"))), 4*limit)
	if err != nil {
		return nil, err
	}
	pronouns := lexicon.Map("pronouns")
	all, err := v.counted(contested)
	if err != nil {
		return nil, err
	}
	var topics []countedView
	for _, t := range all {
		if pronouns[strings.ToLower(t.Name)] == "" && len(t.Name) <= maxName && len(topics) < limit {
			topics = append(topics, t)
		}
	}
	return topics, nil
}

// counted returns ranked nodes with their names.
func (v *viewer) counted(ranked []graph.Ranked) ([]countedView, error) {
	out := make([]countedView, 0, len(ranked))
	for _, r := range ranked {
		name, err := v.store.Label(v.ctx, r.ID)
		if err != nil {
			return nil, err
		}
		view := countedView{Name: name, Link: link(r.ID), Count: r.Count, Share: max(5, r.Count*20/ranked[0].Count*5)}
		if e := v.entity(r.ID); e.Name != "" {
			view.Name, view.Type = e.Name, e.Type
		}
		out = append(out, view)
	}
	return out, nil
}

func (s *server) counts(ctx context.Context) (graph.Counts, error) {
	return remember(ctx, s, "counts", func() (graph.Counts, error) { return s.store.Count(ctx) })
}

// ranked returns all entities, those first that most is said of.
func (s *server) ranked(ctx context.Context) ([]graph.Ranked, error) {
	return remember(ctx, s, "entities", func() ([]graph.Ranked, error) { return s.store.Rank(ctx, graph.KindEntity, 0) })
}

// newest returns all articles, the newest first; those without a date last.
func (s *server) newest(ctx context.Context) ([]articleView, error) {
	return remember(ctx, s, "articles", func() ([]articleView, error) { return s.sortedArticles(ctx) })
}

func (s *server) sortedArticles(ctx context.Context) ([]articleView, error) {
	var all []articleView
	for a, err := range s.store.Articles(ctx) {
		if err != nil {
			return nil, err
		}
		all = append(all, newArticleView(&a))
	}
	slices.SortStableFunc(all, func(a, b articleView) int { return b.Published.Compare(a.Published) })
	return all, nil
}

// A list is the data of list.html: articles or entities, page by page.
type list struct {
	head
	Articles []articleView
	Entities []countedView
	Pages    pages
}

func (s *server) articles(ctx context.Context, r *http.Request) (string, any, error) {
	all, err := s.newest(ctx)
	if err != nil {
		return "", nil, err
	}
	p := list{head: head{Title: "Articles"}, Pages: newPages(r, len(all), 50)}
	p.Articles = all[p.Pages.From:p.Pages.To]
	return "list", p, nil
}

func (s *server) entities(ctx context.Context, r *http.Request) (string, any, error) {
	ranked, err := s.ranked(ctx)
	if err != nil {
		return "", nil, err
	}
	p := list{head: head{Title: "People, organizations and places"}, Pages: newPages(r, len(ranked), 100)}
	if len(ranked) > 0 {
		p.Entities, err = s.viewer(ctx).counted(ranked[p.Pages.From:p.Pages.To])
	}
	return "list", p, err
}

// collect returns what seq yields, or its first error.
func collect(seq func(func(kg.Statement, error) bool)) ([]kg.Statement, error) {
	var all []kg.Statement
	for s, err := range seq {
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}
