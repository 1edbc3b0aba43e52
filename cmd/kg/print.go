package main

import (
	"fmt"
	"io"
	"strings"

	"kg/internal/extract"
	"kg/internal/kg"
	"kg/internal/nlp"
)

// printLine writes v as one line of JSON.
func printLine(w io.Writer, v any) error {
	line, err := kg.MarshalLine(v)
	if err != nil {
		return err
	}
	_, err = w.Write(line)
	return err
}

// printStatements writes statements as JSON Lines.
func printStatements(w io.Writer, r *reading) error {
	for i := range r.statements {
		if err := printLine(w, kg.NewRecord(&r.statements[i], r.article.Source, r.entity)); err != nil {
			return err
		}
	}
	return nil
}

// An attributionRecord is an attribution as users see it.
type attributionRecord struct {
	Article string              `json:"article,omitempty"`
	Source  *spanRecord         `json:"source"`
	Cue     *spanRecord         `json:"cue,omitempty"`
	Content []spanRecord        `json:"content"`
	Kind    string              `json:"kind"`
	Nested  []attributionRecord `json:"nested,omitempty"`
}

// A spanRecord is a piece of the text.
type spanRecord struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text,omitempty"`
	Name  string `json:"name,omitempty"`
}

// printAttributions writes who says what as JSON Lines, those inside another
// one's content within its line.
func printAttributions(w io.Writer, r *reading) error {
	all := extract.Attributions(r.doc)
	inside := map[int][]int{}
	for i := range all {
		if p := all[i].Parent; p >= 0 {
			inside[p] = append(inside[p], i)
		}
	}
	var record func(i, depth int) attributionRecord
	record = func(i, depth int) attributionRecord {
		a := &all[i]
		rec := attributionRecord{Kind: a.Kind, Source: r.span(a.Source, true), Cue: r.span(a.Cue, true)}
		if rec.Source != nil {
			rec.Source.Name = r.nameAt(a.SourceHead, rec.Source.Text)
		}
		for _, c := range a.Content {
			rec.Content = append(rec.Content, *r.span(c, false))
		}
		for _, k := range inside[i] {
			if depth < 8 {
				rec.Nested = append(rec.Nested, record(k, depth+1))
			}
		}
		return rec
	}
	for i := range all {
		if all[i].Parent >= 0 {
			continue
		}
		rec := record(i, 0)
		rec.Article = r.article.Source
		if err := printLine(w, rec); err != nil {
			return err
		}
	}
	return nil
}

// span returns span as a record, or nil if it is empty.
func (r *reading) span(span nlp.Span, text bool) *spanRecord {
	if span.Len() <= 0 {
		return nil
	}
	rec := &spanRecord{Start: r.doc.Tokens[span.Start].Start, End: r.doc.Tokens[span.End-1].End()}
	if text {
		rec.Text = r.doc.SpanText(span)
	}
	return rec
}

// nameAt returns the name of the entity whose mention has head i, or words.
func (r *reading) nameAt(i int, words string) string {
	for _, m := range r.doc.Mentions {
		if m.Head == i && m.Chain >= 0 && m.Chain < len(r.entities) && r.entities[m.Chain].ID != "" {
			return r.entities[m.Chain].Name
		}
	}
	return words
}

// A mentionRecord is a mention as users see it.
type mentionRecord struct {
	Article string  `json:"article"`
	Chain   *string `json:"chain"` // null if nothing else refers to the same
	Start   int     `json:"start"`
	End     int     `json:"end"`
	Head    [2]int  `json:"head"`
	Type    string  `json:"type,omitempty"`
	Kind    string  `json:"kind"`
	Entity  string  `json:"entity,omitempty"`
	Text    string  `json:"text"`
}

// printMentions writes mentions as JSON Lines.
func printMentions(w io.Writer, r *reading) error {
	for _, m := range r.doc.Mentions {
		span, head := r.span(m.Span, true), &r.doc.Tokens[m.Head]
		rec := mentionRecord{Article: r.article.Source, Start: span.Start, End: span.End, Text: span.Text,
			Head: [2]int{head.Start, head.End()}, Type: m.Type, Kind: m.Kind}
		if m.Chain >= 0 && m.Chain < len(r.doc.Chains) {
			if len(r.doc.Chains[m.Chain].Mentions) > 1 {
				name := fmt.Sprintf("c%d", m.Chain)
				rec.Chain = &name
			}
			if m.Chain < len(r.entities) {
				rec.Entity = r.entities[m.Chain].ID
			}
		}
		if err := printLine(w, rec); err != nil {
			return err
		}
	}
	return nil
}

// printTuples writes the tuples of each sentence, parted by tabs.
func printTuples(w io.Writer, r *reading) error {
	for _, t := range extract.Tuples(r.doc) {
		s := r.doc.Sentences[t.Sentence]
		words := make([]string, 0, s.Len())
		for i := s.Start; i < s.End; i++ {
			words = append(words, r.doc.Tokens[i].Text)
		}
		if _, err := fmt.Fprintf(w, "%s\t%.3f\t%s\t%s\n", strings.Join(words, " "), t.Confidence, t.Predicate, strings.Join(t.Arguments, "\t")); err != nil {
			return err
		}
	}
	return nil
}

// printExplanation writes every sentence, its tree and what was found in it.
func printExplanation(w io.Writer, r *reading) error {
	next := 0
	for number, s := range r.doc.Sentences {
		fmt.Fprintf(w, "# %s:%d %s\n\n", r.article.Source, number, r.doc.SpanText(s))
		printTree(w, r.doc, s)
		fmt.Fprintln(w)
		for ; next < len(r.statements) && r.statements[next].Evidence.Sentence == number; next++ {
			fmt.Fprintln(w, extract.Line(&r.statements[next]))
		}
		if _, err := fmt.Fprintln(w); err != nil {
			return err
		}
	}
	return nil
}

// printTree writes the tree of sentence s, a word a line below its head.
func printTree(w io.Writer, doc *nlp.Doc, s nlp.Span) {
	below := map[int][]int{}
	var roots []int
	for i := s.Start; i < s.End; i++ {
		if h := doc.Tokens[i].Head; s.Contains(h) {
			below[h] = append(below[h], i)
		} else {
			roots = append(roots, i)
		}
	}
	var print func(i, depth int)
	print = func(i, depth int) {
		tok := &doc.Tokens[i]
		fmt.Fprintf(w, "  %s%s %s %s %s\n", strings.Repeat("  ", depth), tok.DepRel, tok.Text, tok.XPOS, tok.Lemma)
		if depth > s.Len() {
			return
		}
		for _, d := range below[i] {
			print(d, depth+1)
		}
	}
	for _, i := range roots {
		print(i, 0)
	}
}
