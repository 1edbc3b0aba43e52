package mention

import (
	"kg/internal/lexicon"
	"kg/internal/nlp"
)

// withoutTitle returns the name of a person without the title in front of it,
// which may have several words: "Secretary of State Ada Moss".
func withoutTitle(doc *nlp.Doc, words []word, name nlp.Span) nlp.Span {
	start := name.Start
	for i := name.Start; i < name.End-1; i++ {
		tok := &doc.Tokens[i]
		afterOf := i > 0 && i == start && doc.Tokens[i-1].UPOS == "ADP" && tok.DepRel != "flat"
		given := words[i].lists&(lexicon.GivenMale|lexicon.GivenFemale) != 0
		title := words[i].lists&lexicon.PersonTitle != 0 && !given
		if title || tok.DepRel == "nmod:desc" && !given || tok.UPOS == "ADP" && titleWithin(words, name.Start, i) || afterOf && !given {
			start = i + 1
		}
	}
	return nlp.Span{Start: start, End: name.End}
}

func titleWithin(words []word, start, end int) bool {
	for i := max(0, start-1); i < end; i++ {
		if words[i].lists&lexicon.PersonTitle != 0 {
			return true
		}
	}
	return false
}

// titleBefore returns the words of a title directly before a person's name and
// the noun in them: "National Harbour Council spokesman" of "National Harbour
// Council spokesman Ada Moss", "Secretary of State" of "Secretary of State Ada
// Moss". noun is -1 if there is none.
//
// It goes by the words, since parsers often fail here.
func (v *view) titleBefore(name nlp.Span) (title nlp.Span, noun int) {
	sentence := 0
	for sentence < name.Start && !v.begins(name.Start-sentence) {
		sentence++
	}
	least := name.Start - sentence // the first token of the sentence
	noun = -1
	if i := name.Start - 1; i >= least && v.isTitle(i) {
		noun = i
	} else {
		for i := name.Start - 1; i > least && i >= name.Start-7 && (v.Tokens[i].UPOS == "PROPN" || v.Tokens[i].UPOS == "NOUN" || v.linking(i)); i-- {
			if v.Tokens[i].Lemma == "of" && v.isTitle(i-1) && i < name.Start-1 {
				noun = i - 1
				break
			}
		}
	}
	if noun < 0 {
		return nlp.Span{Start: name.Start, End: name.Start}, -1
	}
	start := noun
	for start > least && v.narrows(start-1) {
		start--
	}
	if start > least && v.Tokens[start-1].UPOS == "DET" {
		start--
	}
	return nlp.Span{Start: start, End: name.Start}, noun
}

// begins reports whether token i begins a sentence.
func (v *view) begins(i int) bool { return v.starts[i] }

func (v *view) linking(i int) bool {
	switch v.words[i].lemma {
	case hashOf, hashThe, hashFor, hashAnd:
		return true
	}
	return false
}

// isTitle reports whether token i is a noun for what a person is.
func (v *view) isTitle(i int) bool {
	w := &v.words[i]
	if v.of[i] >= 0 && nameTypes[v.name[i]] != Person && v.spans[v.of[i]].Len() > 1 {
		return false
	}
	if w.lists&lexicon.PersonTitle != 0 {
		return true
	}
	return v.Tokens[i].UPOS == "NOUN" && w.sense == sensePerson && w.xpos == hashNN
}

// narrows reports whether token i may stand before a title and belong to it.
func (v *view) narrows(i int) bool {
	switch v.Tokens[i].UPOS {
	case "ADJ", "NOUN", "PROPN":
		return true
	}
	return false
}
