package conllu

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"kg/internal/nlp"
)

// Write prints doc under the given id. Sentences are numbered ID-1, ID-2, …;
// "# newpar" stands where a paragraph begins. The last column has the byte
// offsets of each word.
func Write(w io.Writer, doc *nlp.Doc, id string) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "# newdoc id = %s\n", oneLine(id))
	for i, sentence := range doc.Sentences {
		if doc.StartsParagraph(sentence.Start) {
			fmt.Fprintln(out, "# newpar")
		}
		fmt.Fprintf(out, "# sent_id = %s-%d\n# text = %s\n", oneLine(id), i+1, oneLine(doc.SpanText(sentence)))
		writeSentence(out, doc, sentence)
		fmt.Fprintln(out)
	}
	return out.Flush()
}

func writeSentence(out *bufio.Writer, doc *nlp.Doc, sentence nlp.Span) {
	multiEnd := sentence.Start // end of the current multiword token
	for i := sentence.Start; i < sentence.End; i++ {
		if i >= multiEnd {
			multiEnd = i + 1
			for multiEnd < sentence.End && clitic(doc, multiEnd) {
				multiEnd++
			}
			if multiEnd > i+1 {
				form := doc.Text[doc.Tokens[i].Start:doc.Tokens[multiEnd-1].End()]
				fmt.Fprintf(out, "%d-%d\t%s\t_\t_\t_\t_\t_\t_\t_\t%s\n", i-sentence.Start+1, multiEnd-sentence.Start,
					form, spaceAfter(doc, multiEnd-1, "_"))
			}
		}
		tok := &doc.Tokens[i]
		offsets := fmt.Sprintf("Start=%d|End=%d", tok.Start, tok.End())
		misc := offsets
		if i+1 == multiEnd && !clitic(doc, i) {
			misc = spaceAfter(doc, i, offsets)
		}
		head := "_"
		if doc.Has(nlp.Parsed) || tok.DepRel != "" {
			head = "0"
			if tok.Head != nlp.Root {
				head = fmt.Sprint(tok.Head - sentence.Start + 1)
			}
		}
		fmt.Fprintf(out, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t_\t%s\n", i-sentence.Start+1, oneLine(tok.Text),
			column(oneLine(tok.Lemma)), column(tok.UPOS), column(tok.XPOS), column(tok.Feats), head, column(tok.DepRel), misc)
	}
}

// clitic reports whether token i is the later part of a multiword token: "n't"
// in "don't", "'s" in "Ann's", "not" in "cannot". Such a part follows the word
// before it without a space, and both are letters where they meet, or an
// apostrophe begins it.
func clitic(doc *nlp.Doc, i int) bool {
	if i == 0 || doc.Tokens[i-1].End() != doc.Tokens[i].Start {
		return false
	}
	tok := &doc.Tokens[i]
	before, _ := utf8.DecodeLastRuneInString(doc.Tokens[i-1].Text)
	first, size := utf8.DecodeRuneInString(tok.Text)
	if !unicode.IsLetter(before) && !unicode.IsDigit(before) && before != '.' {
		return false
	}
	rest := tok.Text[size:]
	switch {
	case unicode.IsLetter(first):
		return unicode.IsLetter(before)
	case strings.ContainsRune("'’`´", first):
		if rest == "" {
			return tok.XPOS == "POS"
		}
		return len(rest) <= 2 && strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
	}
	return false
}

// spaceAfter adds SpaceAfter=No to misc if the next token follows at once.
func spaceAfter(doc *nlp.Doc, i int, misc string) string {
	if i+1 >= len(doc.Tokens) || doc.Tokens[i].End() != doc.Tokens[i+1].Start {
		return misc
	}
	if misc == "_" {
		return "SpaceAfter=No"
	}
	return "SpaceAfter=No|" + misc
}

func column(value string) string {
	if value == "" {
		return "_"
	}
	return value
}

// oneLine makes s fit into a column or a comment: control characters and line
// breaks become spaces.
func oneLine(s string) string {
	if strings.IndexFunc(s, breaks) < 0 {
		return s
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || breaks(r) }), " ")
}

func breaks(r rune) bool {
	return r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029'
}
