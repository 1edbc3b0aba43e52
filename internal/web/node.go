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
)

// A section is a part of a page: statements under a heading.
type section struct {
	ID, Title, About string
	All              int
	More             string // address of the whole, if it is not here
	Statements       []statementView
}

// A moment is a line of a timeline.
type moment struct {
	When       string
	Statements []statementView
}

// nodePage is the data of node.html: an entity, a phrase or a predicate.
type nodePage struct {
	head
	ID, Kind, Type string
	Aliases        []string
	Roles          []statementView
	All            int
	View           string // the section that is shown alone; empty for an overview
	Sections       []section
	Timeline       []moment
	Stances        *stances
	Pages          pages
	Related        []countedView
	Articles       int
	Cut            bool // there are more statements than were looked at
}

// A role is how a statement speaks of a node.
type role struct {
	id, title, about string
	has              func(s *kg.Statement, id string) bool
}

// roles in the order in which a page shows them.
var roles = []role{
	{"subject", "What it does", "Statements whose subject it is", func(s *kg.Statement, id string) bool { return s.Subject.Node() == id }},
	{"object", "What is done to it", "Statements whose object it is", func(s *kg.Statement, id string) bool { return s.Object.Node() == id }},
	{"said", "What it says", "Statements that are its word", func(s *kg.Statement, id string) bool { return s.Speaker.Node() == id }},
	{"predicate", "Who does so", "Statements with this predicate", func(s *kg.Statement, id string) bool { return s.Predicate.ID() == id }},
	{"part", "Also mentioned", "Statements in which it is a time, a place or another part", func(s *kg.Statement, id string) bool {
		return slices.ContainsFunc(s.Arguments, func(a kg.Argument) bool { return a.Node() == id })
	}},
}

// Bounds of a page. A hub of a large graph has more statements than anybody
// reads; the page says how many there are and shows the first.
const (
	overview    = 4    // statements of a section in an overview
	pageSize    = 40   // statements of a page
	maxTogether = 5000 // statements that are looked at for one page
)

// around returns the statements with a node, at most maxTogether.
func (s *server) around(ctx context.Context, id string) (all []kg.Statement, more bool, err error) {
	for stmt, err := range s.store.Statements(ctx, graph.Filter{Node: id}) {
		if err != nil {
			return nil, false, err
		}
		if len(all) == maxTogether {
			return all, true, nil
		}
		all = append(all, stmt)
	}
	return all, false, nil
}

func (s *server) node(ctx context.Context, r *http.Request) (string, any, error) {
	id := strings.TrimPrefix(r.URL.Path, "/")
	p := nodePage{ID: id, View: r.URL.Query().Get("view")}
	p.Kind, _, _ = strings.Cut(id, "/")
	name, err := s.store.Label(ctx, id)
	if err != nil {
		return "", nil, err
	}
	all, more, err := s.around(ctx, id)
	if err != nil {
		return "", nil, err
	}
	v := s.viewer(ctx)
	if e := v.entity(id); e.Name != "" && p.Kind == "ent" {
		name, p.Type, p.Aliases = e.Name, e.Type, e.Aliases
	} else if len(all) == 0 && name == id {
		return "", nil, fmt.Errorf("there is nothing with the ID %s: %w", id, graph.ErrNotFound)
	}
	p.head = head{Title: name}
	p.All = len(all)
	articles := map[string]bool{}
	for i := range all {
		articles[all[i].Evidence.Article] = true
	}
	p.Articles = len(articles)
	p.Cut = more
	if err := p.fill(v, r, all); err != nil {
		return "", nil, err
	}
	if p.View == "" {
		p.Related, err = v.related(id, all)
	}
	return "node", p, err
}

// fill lays the statements into the sections that the page shows.
func (p *nodePage) fill(v *viewer, r *http.Request, all []kg.Statement) error {
	known := map[string]bool{} // what "who it is" shows already
	if p.View == "" {
		who := roleStatements(all, p.ID)
		for i := range who {
			known[who[i].ID] = true
		}
		var err error
		if p.Roles, err = v.views(who); err != nil {
			return err
		}
	}
	for _, role := range roles {
		if p.View != "" && p.View != role.id {
			continue
		}
		var with []kg.Statement
		for i := range all {
			if role.has(&all[i], p.ID) && !known[all[i].ID] {
				with = append(with, all[i])
			}
		}
		if len(with) == 0 {
			continue
		}
		sec := section{ID: role.id, Title: titleFor(role, p.Type, p.Kind), About: role.about, All: len(with)}
		show := with
		if p.View == "" {
			slices.SortStableFunc(show, func(a, b kg.Statement) int { return cmp.Compare(b.Confidence, a.Confidence) })
			if len(show) > overview {
				show, sec.More = show[:overview], "?view="+role.id
			}
		} else {
			p.Pages = newPages(r, len(with), pageSize)
			show = with[p.Pages.From:p.Pages.To]
		}
		views, err := v.views(show)
		if err != nil {
			return err
		}
		sec.Statements = views
		p.Sections = append(p.Sections, sec)
	}
	var err error
	switch p.View {
	case "timeline":
		p.Timeline, p.Pages, err = v.timeline(r, all)
	case "stances":
		p.Stances, err = v.stances(all, map[string]bool{p.ID: true})
	}
	return err
}

// titleFor fits a heading to what the page is about.
func titleFor(r role, kind, class string) string {
	if r.id == "subject" && kind == "PERSON" {
		return "What they do"
	}
	if r.id == "object" && kind == "PERSON" {
		return "What is done to them"
	}
	if r.id == "said" && kind == "PERSON" {
		return "What they say"
	}
	return r.title
}

// roleStatements returns the statements that say who an entity is: "Ann Lee –be→
// mayor of Norwick", the surest first.
func roleStatements(all []kg.Statement, id string) []kg.Statement {
	var out []kg.Statement
	seen := map[string]bool{}
	for i := range all {
		s := &all[i]
		is := s.Predicate.Lemma == "role" || s.Predicate.Lemma == "be"
		if is && s.Asserted() && s.Subject.Node() == id && !seen[s.Object.Node()] {
			seen[s.Object.Node()] = true
			out = append(out, *s)
		}
	}
	slices.SortStableFunc(out, func(a, b kg.Statement) int { return cmp.Compare(b.Confidence, a.Confidence) })
	return out[:min(len(out), 4)]
}

// related returns the entities that are most often in one statement with a node.
func (v *viewer) related(id string, all []kg.Statement) ([]countedView, error) {
	count := map[string]int{}
	for i := range all {
		s := &all[i]
		for _, t := range []*kg.Term{&s.Subject, &s.Object, &s.Speaker} {
			if t.Entity != "" && t.Entity != id {
				count[t.Entity]++
			}
		}
	}
	var ranked []graph.Ranked
	for other, n := range count {
		ranked = append(ranked, graph.Ranked{ID: other, Count: n})
	}
	slices.SortFunc(ranked, func(a, b graph.Ranked) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.ID, b.ID)) })
	return v.counted(ranked[:min(len(ranked), 12)])
}

// timeline puts statements in the order of when they happened or were written.
func (v *viewer) timeline(r *http.Request, all []kg.Statement) ([]moment, pages, error) {
	views, err := v.views(all)
	if err != nil {
		return nil, pages{}, err
	}
	slices.SortStableFunc(views, func(a, b statementView) int { return strings.Compare(b.When, a.When) })
	p := newPages(r, len(views), pageSize)
	var line []moment
	for _, view := range views[p.From:p.To] {
		if n := len(line); n > 0 && line[n-1].When == view.When {
			line[n-1].Statements = append(line[n-1].Statements, view)
			continue
		}
		line = append(line, moment{view.When, []statementView{view}})
	}
	return line, p, nil
}
