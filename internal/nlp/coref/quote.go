package coref

import (
	"strings"

	"kg/internal/nlp"
)

// quotes finds the quotations of doc: for each token the number of the one that
// it stands in, or -1, and where each one stands. A quotation ends with its
// mark, or with its paragraph.
func quotes(doc *nlp.Doc) (of []int, spans []nlp.Span) {
	of = make([]int, len(doc.Tokens))
	start := -1
	end := func(i int) {
		if start >= 0 && i > start {
			for j := start; j < i; j++ {
				of[j] = len(spans)
			}
			spans = append(spans, nlp.Span{Start: start, End: i})
		}
		start = -1
	}
	for i := range doc.Tokens {
		of[i] = -1
	}
	for i := range doc.Tokens {
		if doc.StartsParagraph(i) {
			end(i)
		}
		switch text := doc.Tokens[i].Text; {
		case text == "“" || text == "``" || text == "\"" && start < 0:
			if start < 0 {
				start = i + 1
			}
		case text == "”" || text == "''" || text == "\"":
			end(i)
		}
	}
	end(len(doc.Tokens))
	return of, spans
}

// speakers returns for each quotation the token that heads the phrase for who
// says it, or -1. It is the subject of a verb of saying that stands outside of
// the quotation in one of its sentences; if there is none, that of the
// quotation before it in the same paragraph, or in the one before if that was
// not closed.
func speakers(doc *nlp.Doc, of []int, spans []nlp.Span) []int {
	speech := loadLists().speech
	subject := map[int]int{} // of verbs
	for i := range doc.Tokens {
		if tok := &doc.Tokens[i]; (tok.DepRel == "nsubj" || tok.DepRel == "nsubj:pass") && tok.Head >= 0 {
			if _, taken := subject[tok.Head]; !taken {
				subject[tok.Head] = i
			}
		}
	}
	sentence := make([]int, len(doc.Tokens))
	for k, s := range doc.Sentences {
		for i := s.Start; i < s.End; i++ {
			sentence[i] = k
		}
	}
	result := make([]int, len(spans))
	for q, span := range spans {
		result[q] = -1
		around := nlp.Span{Start: doc.Sentences[sentence[span.Start]].Start, End: doc.Sentences[sentence[span.End-1]].End}
		if around.Len() > 400 {
			around = span
		}
		best := 1 << 30
		for i := around.Start; i < around.End; i++ {
			who, has := subject[i]
			if of[i] == q || !has || of[who] == q || !speech[strings.ToLower(doc.Tokens[i].Lemma)] {
				continue
			}
			distance := min(abs(i-span.Start), abs(i-span.End))
			if distance < best {
				best, result[q] = distance, who
			}
		}
		if result[q] < 0 && q > 0 && continues(doc, spans[q-1], span) {
			result[q] = result[q-1]
		}
	}
	return result
}

// continues reports whether quotation b goes on with the words of a's speaker:
// nothing but a few words stand between them and no paragraph with other things
// does.
func continues(doc *nlp.Doc, a, b nlp.Span) bool {
	breaks := 0
	for i := a.End; i < b.Start; i++ {
		if doc.StartsParagraph(i) {
			breaks++
		}
	}
	return breaks == 0 && b.Start-a.End < 40 || breaks == 1 && b.Start-a.End < 4
}

func abs(n int) int { return max(n, -n) }
