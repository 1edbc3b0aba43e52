package web

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"kg/internal/graph"
	"kg/internal/kg"
)

// A termView is a term as pages show it.
type termView struct {
	Name  string // what it stands for
	Whole string // all of it, where Name is cut
	Words string // as it stands in the article, where that differs
	Type  string
	Link  string
}

// An argView is a further part of a statement.
type argView struct {
	Role string
	termView
}

// A badge is a word of warning beside a statement: denied, possible.
type badge struct{ Class, Text, Title string }

// An articleView is an article as pages show it, without its text.
type articleView struct {
	ID, Title, Publisher, Date, Link, URL string
	Published                             time.Time
}

// A statementView is a statement as pages show it: what is said, who says so,
// and the sentence with the article that it is from.
type statementView struct {
	ID, Link                 string
	Subject, Object, Speaker termView
	Via                      []termView
	Predicate                termView
	Lemma                    string
	Args                     []argView
	Badges                   []badge
	Negative, Asserted       bool
	Quote                    []piece
	Article                  articleView
	Anchor                   string // the sentence in the article's page
	Confidence               int    // percent
	Extractor                string
	When                     string // when it was said or happened: the article's date if nothing else is known
	statement                *kg.Statement
}

// A viewer makes views for one page; it looks everything up once.
type viewer struct {
	ctx      context.Context
	store    *graph.Store
	entities map[string]*kg.Entity
	articles map[string]articleView
}

func (s *server) viewer(ctx context.Context) *viewer {
	return &viewer{ctx, s.store, map[string]*kg.Entity{}, map[string]articleView{}}
}

// entity returns an entity; a zero one if it is not in the graph.
func (v *viewer) entity(id string) *kg.Entity {
	e, ok := v.entities[id]
	if !ok {
		var err error
		if e, err = v.store.Entity(v.ctx, id); err != nil {
			e = &kg.Entity{ID: id}
		}
		v.entities[id] = e
	}
	return e
}

func (v *viewer) article(id string) (articleView, error) {
	if a, ok := v.articles[id]; ok {
		return a, nil
	}
	a, err := v.store.Article(v.ctx, id)
	if err != nil {
		return articleView{}, err
	}
	view := newArticleView(a)
	v.articles[id] = view
	return view, nil
}

func newArticleView(a *kg.Article) articleView {
	view := articleView{ID: a.ID, Title: a.Title, Publisher: a.Publisher, Link: "/" + a.ID, Published: a.Published}
	if strings.HasPrefix(a.URL, "http://") || strings.HasPrefix(a.URL, "https://") {
		view.URL = a.URL
	}
	if !a.Published.IsZero() {
		view.Date = a.Published.Format("2 January 2006")
	}
	if view.Title == "" {
		line, _, _ := strings.Cut(strings.TrimSpace(a.Text), "\n")
		view.Title = cmp.Or(shorten(line, 80), a.Source, a.ID)
	}
	return view
}

// maxName is how many characters of a name are shown. What somebody says may be
// a whole sentence, which stands in the quote below.
const maxName = 90

// shorten cuts text after at most n characters, between words if it can.
func shorten(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	cut := string(runes[:n])
	if space := strings.LastIndexByte(cut, ' '); space > len(cut)/2 {
		cut = cut[:space]
	}
	return strings.TrimRight(cut, " ,;:") + "…"
}

func (v *viewer) term(t *kg.Term) termView {
	if t.IsZero() {
		return termView{}
	}
	view := termView{Name: cmp.Or(t.Name, t.Text), Type: t.Type, Link: link(t.Node())}
	if t.Entity != "" {
		e := v.entity(t.Entity)
		view.Name, view.Type = cmp.Or(e.Name, view.Name), cmp.Or(e.Type, t.Type)
	}
	if !strings.EqualFold(t.Text, view.Name) {
		view.Words = t.Text
	}
	if short := shorten(view.Name, maxName); short != view.Name {
		view.Name, view.Whole = short, view.Name
	}
	return view
}

// statement returns s as pages show it.
func (v *viewer) statement(s *kg.Statement) (statementView, error) {
	article, err := v.article(s.Evidence.Article)
	if err != nil {
		return statementView{}, err
	}
	view := statementView{
		ID: s.ID, Link: "/" + s.ID,
		Subject: v.term(&s.Subject), Object: v.term(&s.Object), Speaker: v.term(&s.Speaker),
		Predicate: termView{Name: cmp.Or(s.Predicate.Text, s.Predicate.Lemma), Link: "/" + s.Predicate.ID()},
		Lemma:     s.Predicate.Lemma,
		Negative:  s.Polarity == kg.Negative, Asserted: s.Asserted(),
		Quote:      pieces(s.Evidence.Text, s.Evidence.Start, statementMarks(s)),
		Article:    article,
		Anchor:     fmt.Sprintf("%s#s%d", article.Link, s.Evidence.Start),
		Confidence: int(math.Round(s.Confidence * 100)),
		Extractor:  s.Extractor,
		When:       dateKey(article.Published),
		statement:  s,
	}
	for i := range s.Via {
		view.Via = append(view.Via, v.term(&s.Via[i]))
	}
	for i := range s.Arguments {
		a := &s.Arguments[i]
		arg := argView{a.Role, v.term(&a.Term)}
		arg.Words = ""
		if a.Value != a.Text {
			arg.Words = a.Value
		}
		if a.Role == "time" && a.Value != "" {
			view.When = a.Value
		}
		view.Args = append(view.Args, arg)
	}
	switch {
	case s.Inferred:
		view.Predicate.Name = s.Predicate.Lemma // the words say something else
	case s.Predicate.Text == "" && s.Predicate.Lemma == "be":
		view.Predicate.Name = "is" // "the mayor, Ann Lee" has no word for it
	}
	view.Badges = badges(s)
	return view, nil
}

func dateKey(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02")
}

// badges says what keeps a statement from being a plain fact.
func badges(s *kg.Statement) []badge {
	var all []badge
	if s.Polarity == kg.Negative {
		all = append(all, badge{"denied", "denied", "The text says that this is not so."})
	}
	switch s.Modality {
	case kg.Future:
		all = append(all, badge{"hedged", "future", "The text says that this will be so."})
	case kg.Possible:
		all = append(all, badge{"hedged", "possible", "The text says that this may be so."})
	case kg.Obligation:
		all = append(all, badge{"hedged", "should be", "The text says that this should or must be so."})
	case kg.Hypothetical:
		all = append(all, badge{"hedged", "hypothetical", "The text supposes, wishes or asks for this."})
	case kg.Question:
		all = append(all, badge{"hedged", "question", "The text asks whether this is so."})
	}
	if s.Inferred {
		all = append(all, badge{"inferred", "inferred", "This follows from what is said, but is not said in these words."})
	}
	return all
}

// views returns statements as pages show them.
func (v *viewer) views(statements []kg.Statement) ([]statementView, error) {
	out := make([]statementView, 0, len(statements))
	for i := range statements {
		view, err := v.statement(&statements[i])
		if err != nil {
			return nil, err
		}
		out = append(out, view)
	}
	return out, nil
}
