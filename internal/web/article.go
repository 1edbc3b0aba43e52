package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"kg/internal/graph"
	"kg/internal/kg"
)

// A paragraph of an article, with what it says beside it.
type paragraph struct {
	Sentences  []sentence
	Statements []statementView
}

// A sentence is a piece of a paragraph: one that statements were read from has
// an anchor.
type sentence struct {
	Text   string
	Anchor string
	Count  int // statements
}

// articlePage is the data of article.html.
type articlePage struct {
	head
	Article    articleView
	Text       []paragraph
	Statements int
	People     []countedView
}

func (s *server) article(ctx context.Context, r *http.Request) (string, any, error) {
	a, err := s.store.Article(ctx, strings.TrimPrefix(r.URL.Path, "/"))
	if err != nil {
		return "", nil, err
	}
	statements, err := collect(s.store.Statements(ctx, graph.Filter{Article: a.ID}))
	if err != nil {
		return "", nil, err
	}
	v := s.viewer(ctx)
	views, err := v.views(statements)
	if err != nil {
		return "", nil, err
	}
	view, err := v.article(a.ID)
	if err != nil {
		return "", nil, err
	}
	p := articlePage{head: head{Title: view.Title}, Article: view, Statements: len(views), Text: paragraphs(a.Text, views)}
	p.People, err = v.related("", statements)
	return "article", p, err
}

// paragraphs cuts text at its line breaks and lays each statement beside the
// paragraph in which its sentence begins.
func paragraphs(text string, statements []statementView) []paragraph {
	var out []paragraph
	for pos := 0; pos <= len(text); {
		end := len(text)
		if i := strings.IndexByte(text[pos:], '\n'); i >= 0 {
			end = pos + i
		}
		p := paragraph{}
		for _, s := range statements {
			if e := s.statement.Evidence; pos <= e.Start && e.Start <= end {
				p.Statements = append(p.Statements, s)
			}
		}
		p.Sentences = sentences(text[pos:end], pos, p.Statements)
		if strings.TrimSpace(text[pos:end]) != "" || len(p.Statements) > 0 {
			out = append(out, p)
		}
		pos = end + 1
	}
	return out
}

// sentences cuts text, which begins at byte start of its article, where the
// sentences of statements begin and end.
func sentences(text string, start int, statements []statementView) []sentence {
	count := map[kg.Offsets]int{}
	var marks []mark
	for _, s := range statements {
		o := s.statement.Evidence.Offsets
		if count[o]++; count[o] == 1 {
			marks = append(marks, mark{o, "s", fmt.Sprintf("s%d", o.Start)})
		}
	}
	var out []sentence
	for _, p := range pieces(text, start, marks) {
		one := sentence{Text: p.Text, Anchor: p.Link}
		for o, n := range count {
			if one.Anchor == fmt.Sprintf("s%d", o.Start) {
				one.Count = n
			}
		}
		out = append(out, one)
	}
	return out
}
