package extract

import (
	"unicode"
	"unicode/utf8"

	"kg/internal/nlp"
)

// A quote is a stretch of text in quotation marks.
type quote struct {
	span   nlp.Span // its tokens with the marks
	closed bool     // the closing mark is there; a quotation of several paragraphs has one only at its end
	speech bool     // a sentence or more, or the beginning or end of one, rather than words in a sentence
	found  int      // the attribution it is part of, or -1
}

// findQuotes returns the quotations of doc and for each token the one that it
// stands in, or -1. A quotation that is not closed ends with its paragraph.
// Marks inside others are passed over.
func findQuotes(doc *nlp.Doc) (quotes []quote, quoted []int) {
	quoted = make([]int, len(doc.Tokens))
	open := -1
	style, skip := byte(0), 0
	add := func(end int, closed bool) {
		if end > open+1 {
			quotes = append(quotes, quote{span: nlp.Span{Start: open, End: end}, closed: closed, found: -1})
		}
		open = -1
	}
	for i := range doc.Tokens {
		if open >= 0 && doc.StartsParagraph(i) {
			add(i, false)
		}
		mark := quoteMark(doc.Tokens[i].Text)
		if mark == 0 {
			continue
		}
		if i < skip {
			continue
		}
		last := i // two single marks are a double one
		if mark == 's' && i+1 < len(doc.Tokens) && doc.Tokens[i+1].Text == "'" && doc.Tokens[i+1].Start == doc.Tokens[i].End() {
			mark, last = 'd', i+1
			skip = i + 2
		}
		if open >= 0 {
			if closes(doc, i, last, mark, style) {
				add(last+1, true)
			}
		} else if opens(doc, i, last, mark) {
			open, style = i, mark
		}
	}
	if open >= 0 {
		add(len(doc.Tokens), false)
	}
	for i := range quoted {
		quoted[i] = -1
	}
	for q := range quotes {
		for i := quotes[q].span.Start; i < quotes[q].span.End; i++ {
			quoted[i] = q
		}
	}
	return quotes, quoted
}

// quoteMark returns a letter for the quotation mark that text is, or 0: d for
// the straight double one, o and c for those that open and close, s, l and r
// for single ones.
func quoteMark(text string) byte {
	switch text {
	case "\"", "''", "＂":
		return 'd'
	case "“", "``", "„", "«":
		return 'o'
	case "”", "»":
		return 'c'
	case "‘", "`":
		return 'l'
	case "’":
		return 'r'
	case "'":
		return 's'
	}
	return 0
}

// around returns the characters before token i and after token last, or spaces.
func around(doc *nlp.Doc, i, last int) (before, after rune) {
	before, after = ' ', ' '
	if r, size := utf8.DecodeLastRuneInString(doc.Text[:doc.Tokens[i].Start]); size > 0 {
		before = r
	}
	if r, size := utf8.DecodeRuneInString(doc.Text[doc.Tokens[last].End():]); size > 0 {
		after = r
	}
	return before, after
}

// opens reports whether token i, a quotation mark outside quotations, begins
// one.
func opens(doc *nlp.Doc, i, last int, mark byte) bool {
	before, after := around(doc, i, last)
	free := !unicode.IsLetter(before) && !unicode.IsDigit(before)
	switch mark {
	case 'o':
		return true
	case 'c':
		// A mark turned the wrong way.
		return doc.StartsParagraph(i) && unicode.IsLetter(after)
	case 'd':
		return !unicode.IsSpace(after) && (free || unicode.IsLetter(after) || unicode.IsDigit(after))
	case 'l':
		return free && closesLater(doc, i, "’")
	case 's':
		return free && before != '’' && (unicode.IsLetter(after) || unicode.IsDigit(after)) && closesLater(doc, i, "'")
	}
	return false
}

// closesLater reports whether the paragraph goes on with a single mark that
// can close what token i opens, and not only with apostrophes.
func closesLater(doc *nlp.Doc, i int, mark string) bool {
	for k := i + 2; k < len(doc.Tokens) && k < i+400 && !doc.StartsParagraph(k); k++ {
		if doc.Tokens[k].Text != mark {
			continue
		}
		before, after := around(doc, k, k)
		if !unicode.IsLetter(after) && !unicode.IsDigit(after) && before != 's' && !unicode.IsSpace(before) {
			return true
		}
	}
	return false
}

// closes reports whether token i, a quotation mark, ends the quotation that
// began with a mark of the given style.
func closes(doc *nlp.Doc, i, last int, mark, style byte) bool {
	before, after := around(doc, i, last)
	bound := !unicode.IsLetter(after) && !unicode.IsDigit(after)
	switch style {
	case 'c':
		return mark == 'c' && bound
	case 'd':
		return (mark == 'd' || mark == 'c') && (!unicode.IsSpace(before) || bound)
	case 'o':
		return mark == 'c' || mark == 'd' && (bound || !unicode.IsSpace(before))
	case 'l':
		return mark == 'r' && bound
	case 's':
		return mark == 's' && bound && (before != 's' || i+1 >= len(doc.Tokens) || doc.Tokens[i+1].Start == doc.Tokens[i].End())
	}
	return false
}
