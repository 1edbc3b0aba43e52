package extract

import (
	"slices"
)

// phrase returns the tokens of the phrase of head without what is cut: the
// dependents for which cut is true, with all below them. Punctuation at the
// ends, and commas that lost their neighbour, go as well.
func (t *tree) phrase(head int, cut func(d int) bool) []int {
	tokens := []int{head}
	for k := 0; k < len(tokens); k++ {
		for _, d := range t.deps[tokens[k]] {
			if !cut(d) {
				tokens = append(tokens, d)
			}
		}
	}
	slices.Sort(tokens)
	return t.trim(tokens)
}

// trim takes off punctuation that stands at the ends of tokens or borders on a
// gap. A quotation mark or bracket stays if its partner does.
func (t *tree) trim(tokens []int) []int {
	kept := make([]int, 0, len(tokens))
	for k, i := range tokens {
		if t.Tokens[i].UPOS == "PUNCT" && !t.paired(tokens, k) {
			if k == 0 || k == len(tokens)-1 || len(kept) == 0 || tokens[k+1] != i+1 || tokens[k-1] != i-1 {
				continue
			}
		}
		kept = append(kept, i)
	}
	for len(kept) > 0 && t.stop(kept[len(kept)-1]) {
		kept = kept[:len(kept)-1]
	}
	for len(kept) > 0 && t.stop(kept[0]) {
		kept = kept[1:]
	}
	return kept
}

// stop reports whether token i is a comma, a full stop or a dash.
func (t *tree) stop(i int) bool {
	switch t.Tokens[i].Text {
	case ",", ".", ";", ":", "-", "--", "–", "—", "!", "?", "...", "…":
		return t.Tokens[i].UPOS == "PUNCT"
	}
	return false
}

var pairs = map[string]string{"``": "''", "“": "”", "(": ")", "[": "]", "‘": "’", "-LRB-": "-RRB-", "\"": "\"", "'": "'"}

// paired reports whether the k-th of tokens is a quotation mark or a bracket
// whose partner is among tokens as well.
func (t *tree) paired(tokens []int, k int) bool {
	mark := t.Tokens[tokens[k]].Text
	if closing, opens := pairs[mark]; opens {
		for _, j := range tokens[k+1:] {
			if t.Tokens[j].Text == closing {
				return true
			}
		}
	}
	for _, j := range tokens[:k] {
		if closing, opens := pairs[t.Tokens[j].Text]; opens && closing == mark {
			return true
		}
	}
	return false
}

// conjuncts returns head and what is coordinated with it, in order.
func (t *tree) conjuncts(head int) []int {
	all := []int{head}
	for k := 0; k < len(all); k++ {
		for _, d := range t.deps[all[k]] {
			if t.is(d, "conj") {
				all = append(all, d)
			}
		}
	}
	slices.Sort(all)
	return all
}

// restrictive reports whether the clause or phrase d behind a noun narrows it,
// that is, whether no comma stands before it.
func (t *tree) restrictive(d int) bool {
	start := t.reach[d].Start
	return start == 0 || !t.stop(start-1) && !t.stop(start)
}
