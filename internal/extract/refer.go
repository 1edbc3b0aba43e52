package extract

import (
	"strings"
	"sync"

	"kg/internal/kg"
	"kg/internal/lexicon"
	"kg/internal/nlp"
)

// pronoun reports whether a name is none: a chain of pronouns alone has no
// better one.
func pronoun(name string) bool {
	switch strings.ToLower(name) {
	case "i", "me", "my", "we", "us", "our", "you", "your", "he", "him", "his", "she", "her", "it", "its", "they", "them", "their", "this", "that", "these", "those", "who", "which", "one", "myself", "ourselves", "himself", "herself", "itself", "themselves":
		return true
	}
	return false
}

// agrees reports whether a pronoun with head i may stand for what its chain
// stands for: he, she and I for a person, it for one thing.
func (r *reader) agrees(i int, m *nlp.Mention) bool {
	if m.Kind != nlp.Pronoun || m.Chain < 0 || m.Chain >= len(r.Chains) {
		return true
	}
	rep := r.Chains[m.Chain].Representative
	if rep < 0 || rep >= len(r.Mentions) || r.Mentions[rep].Kind == nlp.Pronoun {
		return true
	}
	to := &r.Mentions[rep]
	switch r.lower(i) {
	case "this", "that", "these", "those":
		return false // mostly for what has been said as a whole
	case "he", "she", "him", "her", "his", "himself", "herself", "i", "me", "my":
		return to.Type == "PERSON" || to.Type == ""
	case "it", "its", "itself":
		return !r.feat(to.Head, "Number=Plur") && to.Type != "PERSON"
	case "they", "them", "their":
		return to.Kind == nlp.Name || to.Type == "PERSON" || to.Type == "ORG" || to.Type == "ANIMAL" || r.feat(to.Head, "Number=Plur")
	}
	return true
}

// representative returns the head of the most informative mention of m's chain
// if that is not m, or -1.
func (r *reader) representative(m *nlp.Mention) int {
	if m.Chain < 0 || m.Chain >= len(r.Chains) {
		return -1
	}
	rep := r.Chains[m.Chain].Representative
	if rep < 0 || rep >= len(r.Mentions) || r.Mentions[rep].Head == m.Head {
		return -1
	}
	return r.Mentions[rep].Head
}

// known reports whether mention k with head i, a pronoun or a description, may
// stand for entity e or, where that is nil, for what its chain is about. What
// is left alone keeps its own words: a pronoun that nobody resolves does less
// harm than one that is resolved to the wrong thing.
func (r *reader) known(i, k int, e *kg.Entity) bool {
	m := &r.Mentions[k]
	if m.Kind == nlp.Name {
		return true
	}
	switch r.lower(i) {
	case "you", "your", "yours", "yourself", "yourselves", "we", "us", "our", "ours", "ourselves":
		return false // whoever hears it, whoever else is meant
	case "it", "they", "them", "itself", "themselves":
		if !r.continues(k) {
			return false
		}
	case "he", "she", "him", "her", "his", "hers", "himself", "herself":
		if e != nil && e.Type != "" && e.Type != "PERSON" {
			return false
		}
	}
	if e == nil {
		return true
	}
	if m.Kind == nlp.Nominal && (e.Type == "PERSON" || e.Type == "PLACE") && (r.Tokens[i].XPOS == "NNS" || e.Type == "PLACE" && !places()[r.lemma(i)] && !r.holdsName(m)) {
		return false // "his parents" for one of them, "the truck" for a town
	}
	if m.Kind == nlp.Nominal && e.Type == "ORG" && !r.holdsName(m) {
		for _, d := range r.deps[i] {
			if r.is(d, "amod", "compound") && !strings.Contains(strings.ToLower(e.Name), r.lemma(d)) {
				return false // "the appeals court" is no district court
			}
		}
	}
	return r.lower(i) == "i" || r.named(k)
}

// continues reports whether the pronoun k goes on with the subject of its own
// sentence or of the one before, as pronouns for things safely do (Grosz, Joshi
// and Weinstein, 1995).
func (r *reader) continues(k int) bool {
	m, last := &r.Mentions[k], -1
	for _, other := range r.Chains[m.Chain].Mentions {
		if o := &r.Mentions[other]; o.Span.Start < m.Span.Start && (last < 0 || o.Span.Start > r.Mentions[last].Span.Start) {
			last = other
		}
	}
	if last < 0 {
		return false
	}
	head := r.Mentions[last].Head
	return r.is(head, "nsubj") && r.sentence[m.Head]-r.sentence[head] <= 1
}

// places are nouns by which a place is taken up: city, island.
var places = sync.OnceValue(func() lexicon.Set { return lexicon.Words("place-nouns") })

// holdsName reports whether the phrase of m has a name of its own thing in it.
func (r *reader) holdsName(m *nlp.Mention) bool {
	for _, other := range r.Chains[m.Chain].Mentions {
		if o := &r.Mentions[other]; o.Kind == nlp.Name && r.reach[m.Head].Contains(o.Head) {
			return true
		}
	}
	return false
}

// named reports whether the thing of mention k has been named before it, or is
// in the same sentence, if k is a pronoun, or in its own phrase, if it is a
// description: "the head of the yard, Ada Moss".
func (r *reader) named(k int) bool {
	m := &r.Mentions[k]
	own := r.reach[m.Head]
	for _, other := range r.Chains[m.Chain].Mentions {
		o := &r.Mentions[other]
		switch {
		case o.Kind != nlp.Name || o.Head >= len(r.sentence):
		case o.Span.Start < m.Span.Start:
			return true
		case m.Kind == nlp.Pronoun && r.sentence[o.Head] == r.sentence[m.Head]:
			return true
		case own.Contains(o.Head) || m.Span.Contains(o.Head):
			return true
		}
	}
	return false
}

// speakForSelf makes "I" and "me" stand for the speaker of s, and for nobody if
// that is not known.
func speakForSelf(s *kg.Statement) {
	self := func(t *kg.Term) {
		switch strings.ToLower(t.Text) {
		case "i", "me", "myself":
		default:
			return
		}
		switch who := &s.Speaker; {
		case who.IsZero():
			*t = kg.Term{Text: t.Text, Name: t.Text, Offsets: t.Offsets, Spans: t.Spans}
		case !pronoun(who.Name):
			t.Name, t.Entity, t.Type = who.Name, who.Entity, who.Type
		}
	}
	self(&s.Subject)
	self(&s.Object)
	for k := range s.Arguments {
		self(&s.Arguments[k].Term)
	}
}

// bare returns the term of the words of term alone, which stand for themselves.
func bare(term kg.Term) kg.Term {
	return kg.Term{Text: term.Text, Name: strings.ToLower(term.Text), Offsets: term.Offsets, Spans: term.Spans}
}

// reflexive reports whether a pronoun says that it stands for the subject.
func reflexive(text string) bool {
	return strings.HasSuffix(text, "self") || strings.HasSuffix(text, "selves")
}

// untangle leaves a pronoun alone that would stand for the subject of its own
// clause, where English has himself: in "Moss thanked him" he is somebody else.
func untangle(s *kg.Statement) {
	other := func(t *kg.Term) bool {
		return t.Node() == s.Subject.Node() && pronoun(t.Text) && !reflexive(strings.ToLower(t.Text))
	}
	if other(&s.Object) {
		s.Object = bare(s.Object)
	}
	for k := range s.Arguments {
		if other(&s.Arguments[k].Term) {
			s.Arguments[k].Term = bare(s.Arguments[k].Term)
		}
	}
}
