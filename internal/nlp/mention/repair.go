package mention

import (
	"strings"

	"kg/internal/lexicon"
	"kg/internal/nlp"
)

// repair mends what the tagger often leaves out or takes in: the first part of
// a name, the "of …" of an office, a day beside a name.
func repair(doc *nlp.Doc, words []word, names []nameSpan) {
	for k := range names {
		n := &names[k]
		before, after := 0, len(doc.Tokens)
		if k > 0 {
			before = names[k-1].End
		}
		if k+1 < len(names) {
			after = names[k+1].Start
		}
		n.cutEdges(doc)
		n.cutDays(doc, words)
		n.cutPlace(words)
		n.cutOffice(words)
		n.cutPossessor(doc)
		n.growLeft(doc, words, before)
		for n.End < after && doc.Tokens[n.End].UPOS == "PROPN" && doc.Tokens[n.End].DepRel == "flat" && n.Contains(doc.Tokens[n.End].Head) &&
			(words[n.End].lists&lexicon.Month == 0 || n.kind == personKind && !strings.HasSuffix(doc.Tokens[n.End].Text, "day")) {
			n.End++
		}
		if last := n.End - 1; n.End < after && words[last].sense == sensePhenomenon && doc.Tokens[last].Head == n.End && doc.Tokens[n.End].UPOS == "PROPN" {
			n.End, n.kind = n.End+1, miscKind // "Tropical Storm" of "Tropical Storm Ada"
		}
		n.cutOthers(doc)
		office := words[n.End-1].lists&lexicon.OrgWord != 0
		if office && n.Len() > 1 && n.kind == personKind {
			n.kind = organizationKind
		}
		if office && n.kind == organizationKind {
			if n.End < after && (words[n.End].lemma == hashOf || n.Len() > 1) {
				n.End = throughOf(doc, words, n.End, after)
			}
		}
	}
}

// cutEdges leaves out what no name ends with: "for" in "Congress for".
func (n *nameSpan) cutEdges(doc *nlp.Doc) {
	for n.Len() > 1 {
		switch last := &doc.Tokens[n.End-1]; {
		case last.UPOS == "ADP" && last.Head >= n.End, last.UPOS == "DET" && last.Head >= n.End, last.XPOS == "POS" && last.Head < n.End:
			n.End--
		default:
			return
		}
	}
}

// cutDays leaves out "Friday" in "On Friday Harbour Motors" and in "Maren
// Friday", but not in "the Sunday Courier".
func (n *nameSpan) cutDays(doc *nlp.Doc, words []word) {
	for n.Len() > 1 && words[n.End-1].lists&lexicon.Month != 0 && n.kind != organizationKind &&
		(n.kind != personKind || strings.HasSuffix(doc.Tokens[n.End-1].Text, "day")) { // "Ada May"
		n.End--
	}
	for n.Len() > 1 && n.kind != miscKind && strings.HasSuffix(doc.Tokens[n.Start].Text, "day") && words[n.Start].lists&lexicon.Month != 0 &&
		(n.Start == 0 || words[n.Start-1].lemma != hashThe) {
		n.Start++
	}
}

// cutOthers leaves out "et al." after a person's name.
func (n *nameSpan) cutOthers(doc *nlp.Doc) {
	if n.Len() > 2 && doc.Tokens[n.End-2].Text == "et" && strings.HasPrefix(doc.Tokens[n.End-1].Text, "al") {
		n.End -= 2
	}
}

// cutPlace leaves out the place in front of a person's name: "Port Maren" in
// "the mayor of Port Maren Ada Moss", of which the tagger may also have found
// only the second half.
func (n *nameSpan) cutPlace(words []word) {
	if n.kind != personKind {
		return
	}
	start := n.Start
	for start < n.End && words[start].lists&lexicon.InPlaceName != 0 {
		start++
	}
	if n.End-start > 1 && words[start].lists&(lexicon.GivenMale|lexicon.GivenFemale) != 0 {
		n.Start = start
	}
}

// cutOffice leaves out "Justice" in "Secretary of Justice Ada Moss", of which
// the tagger has found the end.
func (n *nameSpan) cutOffice(words []word) {
	given := func(i int) bool { return words[i].lists&(lexicon.GivenMale|lexicon.GivenFemale) != 0 }
	i := n.Start - 1
	if i > 0 && words[i].lemma == hashThe {
		i--
	}
	if n.kind != personKind || i < 0 || words[i].lemma != hashOf || given(n.Start) {
		return
	}
	for k := n.Start + 1; k < n.End-1; k++ {
		if given(k) {
			n.Start = k
			return
		}
	}
}

// cutPossessor leaves out "for Maren" of "Parliament for Maren" in "support in
// Parliament for Maren's harbour".
func (n *nameSpan) cutPossessor(doc *nlp.Doc) {
	if n.End == len(doc.Tokens) || doc.Tokens[n.End].XPOS != "POS" || n.Contains(doc.Tokens[n.End-1].Head) {
		return
	}
	for i := n.Start + 1; i < n.End-1; i++ {
		if doc.Tokens[i].UPOS == "ADP" && !n.Contains(doc.Tokens[i].Head) {
			n.End = i
			return
		}
	}
}

// growLeft takes in what belongs to the name in front of it, down to token
// before: its compounds, the first name that the rest is flat to, and the kind
// of storm that "Hurricane Ada" is, which makes it no person.
func (n *nameSpan) growLeft(doc *nlp.Doc, words []word, before int) {
	for i := n.Start - 1; i >= before && words[i].lists&(lexicon.PersonTitle|lexicon.Month|lexicon.Demonym) == 0; i-- {
		tok := &doc.Tokens[i]
		if tok.UPOS != "PROPN" {
			// "Liberal" in "the Liberal Democrats"
			midway := i > 0 && !doc.StartsParagraph(i) && doc.Tokens[i-1].UPOS != "PUNCT"
			if (tok.XPOS == "NNP" || midway && words[i].caps == initial) && tok.DepRel == "amod" && n.Contains(tok.Head) && doc.Tokens[n.End-1].XPOS == "NNPS" {
				n.Start = i
			}
			return
		}
		compound := tok.DepRel == "compound" && n.Contains(tok.Head)
		switch {
		case compound && (n.kind != personKind || doc.Tokens[n.End-1].XPOS == "NNPS"):
		case n.kind == personKind && words[i].sense == sensePhenomenon && (n.Contains(tok.Head) || doc.Tokens[n.Start].Head == i):
			n.kind = miscKind
		case n.kind == personKind && doc.Tokens[n.Start].DepRel == "flat" && doc.Tokens[n.Start].Head == i && words[i].lists&lexicon.InPlaceName == 0:
		default:
			return
		}
		n.Start = i
	}
}

// isRole reports whether a name says what somebody is, not who: "Minister",
// "the Foreign Secretary".
func isRole(words []word, name nlp.Span) bool {
	for i := name.Start; i < name.End; i++ {
		if words[i].lists&(lexicon.GivenMale|lexicon.GivenFemale|lexicon.FamousFirst) != 0 {
			return false
		}
	}
	return words[name.End-1].lists&lexicon.PersonTitle != 0 && (name.Len() == 1 || name.Start > 0 && words[name.Start-1].lemma == hashThe)
}

// throughOf returns the end of an office's name that goes on at token i with
// "of" or "for" and proper nouns: "Agency for Coastal Protection". It does not
// go past limit.
func throughOf(doc *nlp.Doc, words []word, i, limit int) int {
	if i+1 >= limit || words[i].lemma != hashOf && words[i].lemma != hashFor {
		return i
	}
	end := i + 1
	for end < limit {
		switch {
		case words[end].caps != lower && (doc.Tokens[end].UPOS == "PROPN" || doc.Tokens[end].UPOS == "ADJ" || doc.Tokens[end].UPOS == "NOUN"):
		case words[end].lemma == hashAnd && end+1 < limit && end > i+1 && words[end+1].caps != lower && doc.Tokens[end+1].UPOS == "PROPN":
		default:
			return attachedEnd(doc, i, end)
		}
		end++
	}
	return attachedEnd(doc, i, end)
}

// attachedEnd returns end if the words between the preposition at i and end
// belong to the noun before it, else i: not in "praise in Parliament for Maren's
// harbour", where the tree hangs them elsewhere or they are a possessor.
func attachedEnd(doc *nlp.Doc, i, end int) int {
	owner := nlp.Span{Start: i + 1, End: end}
	if owner.Len() == 0 || end < len(doc.Tokens) && doc.Tokens[end].XPOS == "POS" && doc.Tokens[end-1].DepRel == "nmod:poss" {
		return i
	}
	for k := i + 1; k < end; k++ {
		if h := doc.Tokens[k].Head; !owner.Contains(h) && h != i {
			if h > end || doc.Tokens[k].DepRel == "nmod:poss" {
				return i
			}
			break
		}
	}
	return end
}
