package link

import (
	"strings"

	"kg/internal/nlp"
)

// phrase returns what a mention that is no entity says, plainly: without
// determiner and without what follows the noun but "of …".
func (l *linker) phrase(m *nlp.Mention) string {
	start, end := m.Span.Start, m.Head+1
	for start < m.Head && (l.doc.Tokens[start].UPOS == "DET" || l.doc.Tokens[start].UPOS == "PUNCT" || l.doc.Tokens[start].DepRel == "nmod:poss" && l.doc.Tokens[start].UPOS == "PRON") {
		start++
	}
	for _, d := range l.deps[m.Head] {
		tok := &l.doc.Tokens[d]
		if d < m.Head || tok.DepRel != "nmod" && tok.DepRel != "flat" && tok.DepRel != "compound" {
			continue
		}
		if tok.DepRel == "nmod" && !l.of(d) {
			continue
		}
		if d >= end && d < m.Span.End && d-m.Head <= 5 {
			end = d + 1
		}
	}
	var words []string
	for i := start; i < end; i++ {
		word := l.doc.Tokens[i].Text
		if l.doc.Tokens[i].UPOS == "PUNCT" {
			continue
		}
		if l.doc.Tokens[i].UPOS != "PROPN" && i == start && l.doc.StartsParagraph(i) {
			word = strings.ToLower(word)
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// of reports whether "of" leads token i.
func (l *linker) of(i int) bool {
	for _, d := range l.deps[i] {
		if l.doc.Tokens[d].DepRel == "case" && l.lemma(d) == "of" {
			return true
		}
	}
	return false
}
