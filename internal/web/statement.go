package web

import (
	"context"
	"net/http"
	"strings"

	"kg/internal/graph"
	"kg/internal/kg"
)

// statementPage is the data of statement.html.
type statementPage struct {
	head
	Statement      statementView
	Context        []piece // the paragraph of the article, with the parts of the statement marked
	Others         []statementView
	Broader        []termView
	Before, Behind bool // there is more of the article before and behind Context
}

func (s *server) statement(ctx context.Context, r *http.Request) (string, any, error) {
	stmt, err := s.store.Statement(ctx, strings.TrimPrefix(r.URL.Path, "/"))
	if err != nil {
		return "", nil, err
	}
	article, err := s.store.Article(ctx, stmt.Evidence.Article)
	if err != nil {
		return "", nil, err
	}
	v := s.viewer(ctx)
	view, err := v.statement(stmt)
	if err != nil {
		return "", nil, err
	}
	p := statementPage{Statement: view}
	for _, class := range stmt.Predicate.Broader {
		p.Broader = append(p.Broader, termView{Name: class, Link: "/" + kg.PredicateID(class)})
	}
	p.head = head{Title: strings.TrimSpace(view.Subject.Name + " " + view.Predicate.Name + " " + view.Object.Name)}
	from, to := contextOf(article.Text, stmt.Evidence.Offsets)
	marks := append([]mark{{stmt.Evidence.Offsets, "m-sentence", ""}}, statementMarks(stmt)...)
	p.Context, p.Before, p.Behind = pieces(article.Text[from:to], from, marks), from > 0, to < len(article.Text)
	for other, err := range s.store.Statements(ctx, graph.Filter{Article: article.ID}) {
		if err != nil {
			return "", nil, err
		}
		if other.ID != stmt.ID && other.Evidence.Start == stmt.Evidence.Start && len(p.Others) < 20 {
			view, err := v.statement(&other)
			if err != nil {
				return "", nil, err
			}
			p.Others = append(p.Others, view)
		}
	}
	return "statement", p, nil
}

// contextOf returns the bounds of the paragraphs around a sentence.
func contextOf(text string, sentence kg.Offsets) (from, to int) {
	start, end := min(max(sentence.Start, 0), len(text)), min(max(sentence.End, 0), len(text))
	from = strings.LastIndexByte(text[:start], '\n') + 1
	to = len(text)
	if i := strings.IndexByte(text[end:], '\n'); i >= 0 {
		to = end + i
	}
	return from, max(from, to)
}
