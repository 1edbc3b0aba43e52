package mention

import (
	"strings"

	"kg/internal/lexicon"
	"kg/internal/nlp"
)

// NamesOf returns the names in a doc with gold mentions, such as GUM, which
// marks whole phrases and does not say which are names: the proper nouns around
// the head of each mention that has one.
func NamesOf(doc *nlp.Doc) []GoldName {
	hints := lexicon.LoadHints()
	var names []GoldName
	taken := make([]bool, len(doc.Tokens))
	for _, m := range doc.Mentions {
		kind := TypeOf(m.Type)
		if doc.Tokens[m.Head].UPOS != "PROPN" || kind == Time || taken[m.Head] {
			continue
		}
		if kind != Person && kind != Organization && kind != Place {
			kind = Misc
		}
		name := properRun(doc, m.Span, m.Head)
		for kind == Person && name.Start < m.Head && hints.Of(doc.Tokens[name.Start].Text)&lexicon.PersonTitle != 0 {
			name.Start++
		}
		overlaps := false
		for i := name.Start; i < name.End; i++ {
			overlaps = overlaps || taken[i]
			taken[i] = true
		}
		if !overlaps {
			names = append(names, GoldName{name, kind})
		}
	}
	return names
}

// properRun returns the proper nouns around head in span, with the small words
// between them: "Bank of Maren", "Harbour and Sea Ministry".
func properRun(doc *nlp.Doc, span nlp.Span, head int) nlp.Span {
	proper := func(i int) bool {
		return span.Contains(i) && (doc.Tokens[i].UPOS == "PROPN" || doc.Tokens[i].XPOS == "NNP" || doc.Tokens[i].XPOS == "NNPS")
	}
	linking := func(i int) bool {
		if !span.Contains(i) {
			return false
		}
		switch strings.ToLower(doc.Tokens[i].Text) {
		case "of", "the", "for", "&", "-", "de":
			return true
		case "and":
			// "Ada and Ida" are two; the parts of one name hang together.
			return doc.Tokens[i].Head >= 0 && doc.Tokens[doc.Tokens[i].Head].DepRel == "conj" && doc.Tokens[doc.Tokens[i].Head].Head != head
		}
		return false
	}
	run := nlp.Span{Start: head, End: head + 1}
	for {
		switch {
		case proper(run.Start - 1):
			run.Start--
		case linking(run.Start-1) && proper(run.Start-2):
			run.Start -= 2
		case proper(run.End):
			run.End++
		case linking(run.End) && proper(run.End+1):
			run.End += 2
		case linking(run.End) && linking(run.End+1) && proper(run.End+2):
			run.End += 3
		default:
			return run
		}
	}
}
