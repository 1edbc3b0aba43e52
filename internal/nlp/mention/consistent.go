package mention

import (
	"slices"
	"strings"

	"kg/internal/lexicon"
	"kg/internal/nlp"
)

// consistent makes the names of a doc agree with each other. One sentence often
// leaves open what another has settled: in "Ada Moss left. Moss said …" the
// second name is that of a person, whatever stands around it.
func consistent(doc *nlp.Doc, words []word, c *surroundings, names []nameSpan) []nameSpan {
	names = dropAdjectives(doc, words, names)
	names = joinSplit(doc, words, names)
	repair(doc, words, names)
	names = slices.DeleteFunc(names, func(n nameSpan) bool { return n.kind == personKind && isRole(words, n.Span) })
	votes := map[string]*[len(nameTypes)]int{}
	people := map[string]bool{} // last words of names of people
	for _, n := range names {
		text := nameText(doc, n.Span)
		if votes[text] == nil {
			votes[text] = new([len(nameTypes)]int)
		}
		votes[text][n.kind]++
		if nameTypes[n.kind] == Person && n.Len() > 1 {
			people[nameText(doc, nlp.Span{Start: n.End - 1, End: n.End})] = true
		}
	}
	for i := range names {
		n := &names[i]
		text := nameText(doc, n.Span)
		counts := votes[text]
		best := n.kind
		for k := range counts {
			if counts[k] > counts[best] {
				best = k
			}
		}
		if n.Len() == 1 && people[text] && (nameTypes[best] != Place || words[n.Start].lists&(lexicon.CountryName|lexicon.CityName) == 0) {
			best = personKind
		}
		n.kind = best
	}
	return addMissed(doc, words, c, names, votes, people)
}

// Indexes into nameTypes.
const (
	personKind       = 0
	organizationKind = 1
	miscKind         = 3
)

func nameText(doc *nlp.Doc, span nlp.Span) string {
	return strings.ToLower(doc.SpanText(span))
}

// dropAdjectives leaves out "Israeli" in "Israeli officials": it names nothing
// itself.
func dropAdjectives(doc *nlp.Doc, words []word, names []nameSpan) []nameSpan {
	kept := names[:0]
	for _, n := range names {
		if n.Len() == 1 && words[n.Start].lists&lexicon.Demonym != 0 && words[n.Start].lists&(lexicon.CountryName) == 0 && modifies(doc, n.Start) {
			continue
		}
		kept = append(kept, n)
	}
	return kept
}

// modifies reports whether token i stands before the noun that it narrows down.
func modifies(doc *nlp.Doc, i int) bool {
	tok := &doc.Tokens[i]
	switch tok.DepRel {
	case "amod", "compound", "nmod:desc":
		return tok.Head > i
	}
	return tok.UPOS == "ADJ"
}

// joinSplit joins neighbouring names that hang together in the tree: "Port" and
// "Maren" found one by one.
func joinSplit(doc *nlp.Doc, words []word, names []nameSpan) []nameSpan {
	kept := names[:0]
	for _, n := range names {
		if len(kept) > 0 {
			last := &kept[len(kept)-1]
			if last.End == n.Start && hangTogether(doc, last.Span, n.Span) && joins(words, last, n) {
				last.End, last.kind = n.End, n.kind
				continue
			}
		}
		kept = append(kept, n)
	}
	return kept
}

// joins reports whether two names that hang together can be one: of one kind,
// or the first is one word that narrows the second down. "Courier Ada Moss" is
// not one, "Tropical Storm Ada" is.
func joins(words []word, a *nameSpan, b nameSpan) bool {
	switch {
	case a.kind == b.kind || words[a.End-1].sense == sensePhenomenon:
		return true
	case a.Len() > 1 || a.kind == organizationKind && b.kind == personKind:
		return false
	}
	return words[a.Start].lists&(lexicon.CountryName|lexicon.CityName|lexicon.Demonym|lexicon.PersonTitle) == 0
}

func hangTogether(doc *nlp.Doc, a, b nlp.Span) bool {
	for i := a.Start; i < a.End; i++ {
		if tok := &doc.Tokens[i]; b.Contains(tok.Head) && (tok.DepRel == "compound" || tok.DepRel == "amod") {
			return true
		}
	}
	return a.Contains(doc.Tokens[b.Start].Head) && doc.Tokens[b.Start].DepRel == "flat"
}

// addMissed adds the places where a name of one word stands again without
// having been found.
func addMissed(doc *nlp.Doc, words []word, c *surroundings, names []nameSpan, votes map[string]*[len(nameTypes)]int, people map[string]bool) []nameSpan {
	all := make([]nameSpan, 0, len(names))
	next := 0
	for i := 0; i < len(doc.Tokens); i++ {
		if next < len(names) && names[next].Start <= i {
			all = append(all, names[next])
			i = names[next].End - 1
			next++
			continue
		}
		w := &words[i]
		if w.caps == lower || w.caps == noLetters || doc.Tokens[i].UPOS != "PROPN" || c.small[w.key] > 0 {
			continue
		}
		text := nameText(doc, nlp.Span{Start: i, End: i + 1})
		kind := -1
		if counts := votes[text]; counts != nil {
			kind = 0
			for k := range counts {
				if counts[k] > counts[kind] {
					kind = k
				}
			}
		}
		if people[text] {
			kind = personKind
		}
		if kind >= 0 {
			all = append(all, nameSpan{nlp.Span{Start: i, End: i + 1}, kind})
		}
	}
	return all
}
