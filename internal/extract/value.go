package extract

import (
	"math"
	"strconv"
	"strings"
	"sync"

	"kg/internal/lexicon"
	"kg/internal/nlp"
)

// readValue reads the phrase span around head as an amount: "$2.5 billion" is
// "USD 2500000000", "about 3%" is "~3%", "at least two dozen workers" is
// ">=24". It is not ok if the phrase does not say how much or how many.
//
// Before the number stands how exact it is: ~, >, >=, <, <=, or nothing; after
// it the unit. Two numbers with ".." between them are a range.
func readValue(t *tree, head int, span nlp.Span) (value string, ok bool) {
	if !t.counted(head, span) {
		return "", false
	}
	words := phraseWords(t.Doc, span)
	for start := range words {
		// "the Danish bank's $3 million": the amount may stand behind other
		// words, but they must not be part of another number.
		if a, next := readAmount(words[start:]); next > 0 {
			return a.String(), words[start+next-1].end > t.Tokens[head].Start || t.numberOf(head, words[start], words[start+next-1])
		}
	}
	return "", false
}

// counted reports whether the phrase of head may be an amount: head is a number
// or a sign, or has one.
func (t *tree) counted(head int, span nlp.Span) bool {
	if !span.Contains(head) {
		return false
	}
	switch t.Tokens[head].UPOS {
	case "NUM", "SYM":
		return true
	case "NOUN", "PROPN", "ADJ":
		if l := numberWords(); l.vague[t.lower(head)] > 0 || l.plain[t.lower(head)] > 0 || strings.ContainsAny(t.Tokens[head].Text, "0123456789") {
			return true
		}
		return t.dep(head, "nummod", "det") >= 0 || t.dep(head, "compound", "amod", "quantmod") >= 0
	}
	return false
}

// numberOf reports whether the words from first to last are what counts head:
// they hang on it as a number or its parts.
func (t *tree) numberOf(head int, first, last phraseWord) bool {
	for _, d := range t.deps[head] {
		if t.Tokens[d].Start >= first.start && t.Tokens[d].Start < last.end && t.is(d, "nummod", "compound", "det") && t.Tokens[d].UPOS != "DET" {
			return true
		}
	}
	return false
}

// An amount is a number, or a range, with a unit.
type amount struct {
	sign     string // ~, >, >=, <, <= or nothing
	from, to float64
	ranged   bool
	unit     string // printed after the number; a currency before it
	currency string
}

func (a amount) String() string {
	s := number(a.from)
	if a.ranged {
		s += ".." + number(a.to)
	}
	switch {
	case a.currency != "":
		return a.sign + a.currency + " " + s
	case a.unit == "%":
		return a.sign + s + "%"
	case a.unit != "":
		return a.sign + s + " " + a.unit
	}
	return a.sign + s
}

// number prints x without an exponent, with four decimals at the most.
func number(x float64) string {
	if x < 1e11 {
		x = math.Round(x*1e4) / 1e4
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// readAmount reads an amount at the beginning of words and returns it with the
// number of words that it takes, or 0.
func readAmount(words []phraseWord) (amount, int) {
	var a amount
	i := 0
	for i < len(words) {
		sign, n := longest(words[i:], numberWords().signs)
		if n == 0 {
			break
		}
		if _, isNumber := startsNumber(words[i:]); isNumber && sign == "=" {
			break // "a million"
		}
		if sign != "=" && a.sign == "" {
			a.sign = sign
		}
		i += n
	}
	from, currency, n := readMoney(words[i:])
	if n == 0 {
		return a, 0
	}
	a.from, a.currency = from.value, currency
	if from.vague && a.sign == "" {
		a.sign = ">="
	}
	i += n
	scale := from.scale
	if i+1 < len(words) && (words[i].text == "to" || words[i].text == "-" || words[i].text == "–" || words[i].text == "or") {
		if to, second, m := readMoney(words[i+1:]); m > 0 && to.value > a.from {
			a.to, a.ranged = to.value, true
			i += m + 1
			if scale == 0 && to.scale > 1 && a.from < to.value/to.scale {
				a.from *= to.scale // "two to three million"
			}
			if second != "" {
				a.currency = second
			}
		}
	}
	if i < len(words) && (words[i].text == "-" || words[i].text == "–") && i+1 < len(words) {
		i++ // "a 40-mile road"
	}
	if unit, m := longest(words[i:], unitWords()); m > 0 && a.currency == "" {
		i += m
		switch {
		case strings.HasPrefix(unit, "unit "):
			a.unit = strings.TrimPrefix(unit, "unit ")
		case strings.HasSuffix(unit, "/100"):
			a.currency = strings.TrimSuffix(unit, "/100")
			a.from, a.to = a.from/100, a.to/100
		case len(unit) == 3:
			a.currency = unit
		default:
			a.unit = unit
		}
	}
	return a, i
}

// readMoney reads a number with a currency sign before it, if there is one.
func readMoney(words []phraseWord) (n numeral, currency string, used int) {
	if code, k := longest(words, unitWords()); k > 0 && len(code) == 3 && !strings.ContainsAny(code, " %") {
		if n, m := readNumber(words[k:]); m > 0 {
			return n, code, k + m
		}
		return numeral{}, "", 0
	}
	n, used = readNumber(words)
	return n, "", used
}

// unitWords are the units and currencies of the word list.
var unitWords = sync.OnceValue(func() map[string]string { return lexicon.Map("units") })

// longest returns what the longest run of up to four words at the beginning of
// words stands for in list, and its length, or 0.
func longest(words []phraseWord, list map[string]string) (string, int) {
	key, value, best := "", "", 0
	for n := 0; n < 4 && n < len(words); n++ {
		if n > 0 {
			key += " "
		}
		key += words[n].text
		if v, ok := list[key]; ok {
			value, best = v, n+1
		}
	}
	return value, best
}
