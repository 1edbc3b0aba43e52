package extract

import (
	"slices"
	"sync"

	"kg/internal/lexicon"
)

// connectives are adverbs that tie a sentence to the one before it and belong
// to no predicate: however, thus.
var connectives = sync.OnceValue(func() lexicon.Set { return lexicon.Words("connectives") })

// connectivePhrases do the same with a preposition: for example.
var connectivePhrases = sync.OnceValue(func() lexicon.Set { return lexicon.Words("connective-phrases") })

// words returns the predicate of c as it stands: "has not been fully repaired",
// "plans to stop funding". Adverbs count where they stand inside or beside it.
func (t *tree) words(c *clause) []int {
	var core, adverbs []int
	for k, v := range c.chain {
		if v != c.head || !c.copula {
			core = append(core, v)
		}
		for _, d := range t.deps[v] {
			switch {
			case t.is(d, "aux", "cop", "compound:prt"):
				core = append(core, d)
			case t.is(d, "mark") && (k > 0 || t.is(v, "xcomp", "advcl", "acl") || t.dep(v, "cop") >= 0) && t.lower(d) == "to":
				core = append(core, d)
			case t.is(d, "advmod") && t.groupAdverb(d):
				adverbs = append(adverbs, t.below(d)...)
			}
		}
	}
	core = append(core, t.lentAuxiliaries(c)...)
	slices.Sort(core)
	slices.Sort(adverbs)
	if len(core) == 0 {
		return adverbs
	}
	// An adverb counts if nothing but the predicate stands between it and the
	// predicate.
	words := core
	for grown := true; grown; {
		grown = false
		for _, a := range adverbs {
			if slices.Contains(words, a) {
				continue
			}
			first, last := words[0], words[len(words)-1]
			if a > first && a < last || a == first-1 || a == last+1 && !t.trailing(c, a) {
				words = append(words, a)
				slices.Sort(words)
				grown = true
			}
		}
	}
	return slices.Compact(words)
}

// groupAdverb reports whether adverb d may be part of a predicate.
func (t *tree) groupAdverb(d int) bool {
	if t.Tokens[d].XPOS == "WRB" || connectives()[t.lower(d)] || t.Tokens[d].UPOS == "ADP" {
		return false
	}
	return len(t.below(d)) <= 2
}

// trailing reports whether the adverb a behind the predicate is what completes
// it, "he came home", rather than a part of it, "it relies heavily on logic".
func (t *tree) trailing(c *clause, a int) bool {
	if a <= c.head || c.copula {
		return false
	}
	for _, d := range t.deps[c.head] {
		if d > a && t.is(d, "obl", "obj", "ccomp", "xcomp", "advcl") {
			return false
		}
	}
	return true
}

// lentAuxiliaries returns the auxiliaries that c has in common with the first
// part of its coordination: "has" of grown in "has closed and grown over".
func (t *tree) lentAuxiliaries(c *clause) []int {
	v := c.chain[0]
	first := t.first(v)
	if first == v || t.dep(v, "aux", "cop", "nsubj") >= 0 || t.Tokens[v].UPOS != "VERB" {
		return nil
	}
	switch tag := t.Tokens[first].XPOS; tag {
	case "VBN":
		// A tagger takes the second of "has closed and moved" for a past tense.
		if t.Tokens[v].XPOS != "VBN" && t.Tokens[v].XPOS != "VBD" {
			return nil
		}
	case "VB", "VBG":
		if t.Tokens[v].XPOS != tag {
			return nil
		}
	default:
		return nil
	}
	if t.infinitive(v) {
		return nil
	}
	var lent []int
	for _, d := range t.deps[first] {
		if t.is(d, "aux") && d < first {
			lent = append(lent, d)
		} else if t.is(d, "advmod") && t.negation(d) && d < first {
			lent = append(lent, d)
		} else if t.is(d, "mark") && len(c.chain) == 1 && t.lower(d) == "to" && d < first {
			lent = append(lent, d)
		}
	}
	return lent
}

// negation reports whether token i is a negating word: not, never.
func (t *tree) negation(i int) bool {
	switch t.lower(i) {
	case "not", "n't", "n’t", "never", "neither", "nor", "nt":
		return true
	}
	return false
}
