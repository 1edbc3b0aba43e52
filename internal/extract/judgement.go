package extract

import (
	"sync"

	"kg/internal/kg"
	"kg/internal/lexicon"
)

// adverse and favourable are words by which somebody judges a thing: mistake,
// necessary.
var (
	adverse    = sync.OnceValue(func() lexicon.Set { return lexicon.Words("adverse-nouns") })
	favourable = sync.OnceValue(func() lexicon.Set { return lexicon.Words("favourable-nouns") })
)

// judgements infers a stance from a judgement: who thinks that the sale would
// be a mistake opposes the sale, and so does who says that it must not happen.
func judgements(r *reader, s *sentence) []finding {
	var all []finding
	for k := range s.clauses {
		c := &s.clauses[k]
		class, object := r.judged(c)
		if class == "" {
			continue
		}
		cue := r.inside[c.head]
		var holder kg.Term
		var parent = -1
		who, verb := r.voice(c.head)
		if verb >= 0 && r.inside[verb] == cue {
			if !r.affirmed(verb) {
				continue
			}
			holder, parent, cue = r.term(who), cue, -1
		}
		at := verb
		if cue >= 0 {
			a := &r.attributions[cue]
			if a.SourceHead < 0 || !voiced(a.Form) || !r.affirmed(a.CueHead) {
				continue
			}
			holder, parent = r.term(argument{head: a.SourceHead}), a.Parent
		}
		if holder.IsZero() {
			continue
		}
		if cue >= 0 {
			at = -1
			if parent >= 0 {
				at = r.attributions[cue].CueHead
			}
		}
		for _, part := range r.partsOf(object) {
			if !r.usable(part) || r.Tokens[part.head].UPOS == "PRON" {
				continue
			}
			f := finding{at: at, trust: trust{form: "judgement"}, Statement: kg.Statement{
				Subject: holder, Predicate: r.predicateOf(c.words, class), Object: r.term(part), Inferred: true}}
			all = append(all, f)
		}
	}
	return all
}

// affirmed reports whether the cue with head i says that somebody does say so.
func (r *reader) affirmed(i int) bool {
	if i < 0 {
		return true
	}
	return r.clauseOf[i] == nil || r.statusAt(i).factual()
}

// judged returns the class of stance that c shows to its subject or object, or
// "".
func (r *reader) judged(c *clause) (string, argument) {
	st := r.status(c)
	switch {
	case c.copula && c.subject.there() && r.happening(c.subject.head):
		word := r.lemma(c.head)
		lookup := func(set lexicon.Set) bool {
			if set[word] {
				return true
			}
			for _, d := range r.deps[c.head] {
				if r.is(d, "amod") && set[r.lemma(d)] {
					return true
				}
			}
			return false
		}
		bad, good := lookup(adverse()), lookup(favourable())
		switch {
		case bad && !good && !st.negative:
			return "oppose", c.subject
		case good && !bad && !st.negative:
			return "support", c.subject
		case good && !bad && st.negative:
			return "oppose", c.subject
		}
	case st.modality == kg.Obligation && st.negative && c.passive && c.subject.there() && r.happening(c.subject.head):
		return "oppose", c.subject
	case st.modality == kg.Obligation && !c.passive:
		// "the deal should include no cuts"
		for _, o := range c.objects {
			if r.noneOf(o) {
				return "oppose", o
			}
		}
	}
	return "", noArgument
}

// happening reports whether i is a noun that stands for something done, so
// that one may be for or against it.
func (r *reader) happening(i int) bool {
	return r.Tokens[i].UPOS == "NOUN" || r.Tokens[i].XPOS == "VBG"
}
