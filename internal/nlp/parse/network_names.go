package parse

import (
	"math"
	"strings"
	"unicode"

	"kg/internal/lexicon"
	"kg/internal/nlp"
)

// bestNames writes the best names into tokens, by the scores of the labels of
// each token: first-order Viterbi, in which I-X follows only B-X and I-X.
func (n *Network) bestNames(tokens []nlp.Token, scoresOf func(i int) []float32) {
	count := len(n.names)
	never := math.Inf(-1)
	best, next := make([]float64, count), make([]float64, count)
	back := make([]int, len(tokens)*count)
	for i := range tokens {
		for b, score := range scoresOf(i) {
			at := -1
			for a := range best {
				if n.followed(i > 0, a, b) && best[a] > never && (at < 0 || best[a] > best[at]) {
					at = a
				}
			}
			next[b], back[i*count+b] = never, at
			if at >= 0 {
				next[b] = best[at] + round(score)
			}
		}
		best, next = next, best
	}
	at := 0
	for b := range best {
		if best[b] > best[at] {
			at = b
		}
	}
	for i := len(tokens) - 1; i >= 0; i-- {
		tokens[i].Name = n.names[at]
		at = max(0, back[i*count+at])
	}
}

// followed reports whether label b can stand after label a or, if there is no
// token before, at the beginning.
func (n *Network) followed(before bool, a, b int) bool {
	kind, inside := strings.CutPrefix(n.names[b], "I-")
	if !inside {
		return true
	}
	return before && n.names[a] != nlp.NoName && n.names[a][2:] == kind
}

// hintOf returns the lists of names in which form stands.
func hintOf(hints *lexicon.Hints, form string) lexicon.Hint {
	if !unicode.IsUpper(firstRune(form)) {
		return 0
	}
	return hints.Of(form)
}

// longerNames marks the tokens of known names of places of several words.
func longerNames(hints *lexicon.Hints, tokens []nlp.Token) []lexicon.Hint {
	marks := make([]lexicon.Hint, len(tokens))
	for i := range tokens {
	names:
		for _, name := range hints.Places(tokens[i].Text) {
			words := strings.Fields(name)
			if i+len(words) > len(tokens) {
				continue
			}
			for j, word := range words {
				if tokens[i+j].Text != word {
					continue names
				}
			}
			for j := range words {
				marks[i+j] |= lexicon.InPlaceName
			}
		}
	}
	return marks
}

// sensesOf looks up a noun, of which the number is not yet known.
func sensesOf(hints *lexicon.Hints, key string) (first, second string) {
	for _, ending := range [...][2]string{{"", ""}, {"s", ""}, {"ies", "y"}, {"es", ""}} {
		if stem, found := strings.CutSuffix(key, ending[0]); found {
			if first, second = hints.Senses(stem + ending[1]); first != "" {
				return first, second
			}
		}
	}
	return "", ""
}
