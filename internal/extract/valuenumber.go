package extract

import (
	"strconv"
	"strings"
	"sync"
	"unicode"

	"kg/internal/lexicon"
	"kg/internal/nlp"
)

// A phraseWord is a word, number or sign of a phrase, in lower case. Words are
// cut finer than tokens: "$2.5bn" is "$", "2.5", "bn".
type phraseWord struct {
	text       string
	start, end int // bytes of the text
}

// phraseWords cuts the text of span into words.
func phraseWords(doc *nlp.Doc, span nlp.Span) []phraseWord {
	if span.Len() <= 0 || span.Len() > 60 {
		return nil
	}
	text, base := doc.SpanText(span), doc.Tokens[span.Start].Start
	var words []phraseWord
	add := func(from, to int) {
		words = append(words, phraseWord{strings.ToLower(strings.ReplaceAll(text[from:to], "’", "'")), base + from, base + to})
	}
	runes := []rune(text)
	at := make([]int, len(runes)+1)
	for i, r := range runes {
		at[i+1] = at[i] + len(string(r))
	}
	if at[len(runes)] != len(text) {
		return nil // not UTF-8
	}
	for i := 0; i < len(runes); {
		r := runes[i]
		j := i + 1
		switch {
		case unicode.IsSpace(r):
			i++
			continue
		case unicode.IsDigit(r):
			for j < len(runes) && (unicode.IsDigit(runes[j]) || (runes[j] == '.' || runes[j] == ',' || runes[j] == ':') && j+1 < len(runes) && unicode.IsDigit(runes[j+1])) {
				j++
			}
			if k := j; k+1 < len(runes) && k+2 <= len(runes) && ordinalEnding(string(runes[k:k+2])) && (k+2 == len(runes) || !unicode.IsLetter(runes[k+2])) {
				j += 2
			} else if k < len(runes) && (runes[k] == 's' || runes[k] == 'S') && (k+1 == len(runes) || !unicode.IsLetter(runes[k+1])) {
				j++ // 1990s
			}
		case unicode.IsLetter(r):
			for j < len(runes) && (unicode.IsLetter(runes[j]) || (runes[j] == '.' || runes[j] == '\'' || runes[j] == '’') && j+1 < len(runes) && unicode.IsLetter(runes[j+1])) {
				j++
			}
			if j < len(runes) && runes[j] == '.' && (j+1 < len(runes) || j-i <= 4) {
				j++ // Oct.
			}
			if j < len(runes) && runes[j] == '$' {
				j++ // US$
			}
		}
		add(at[i], at[j])
		i = j
	}
	return words
}

func ordinalEnding(s string) bool {
	switch strings.ToLower(s) {
	case "st", "nd", "rd", "th":
		return true
	}
	return false
}

// A numeral is a number as it was read.
type numeral struct {
	value float64
	scale float64 // what it was multiplied by: a million; 0 if by nothing
	vague bool    // dozens, thousands
}

// numberList is the word list of numbers.
type numberList struct {
	plain, times, vague, ordinal, part map[string]float64
	signs                              map[string]string
}

var numberWords = sync.OnceValue(func() *numberList {
	l := &numberList{map[string]float64{}, map[string]float64{}, map[string]float64{}, map[string]float64{}, map[string]float64{}, map[string]string{}}
	for _, c := range lexicon.Classes("numbers") {
		kind, rest, found := strings.Cut(c.Name, " ")
		if !found {
			rest = kind
		}
		value, err := strconv.ParseFloat(rest, 64)
		for _, entry := range c.Entries {
			switch {
			case err != nil:
				l.signs[entry] = c.Name
			case !found:
				l.plain[entry] = value
			case kind == "times":
				l.times[entry] = value
			case kind == "vague":
				l.vague[entry] = value
			case kind == "ordinal":
				l.ordinal[entry] = value
			case kind == "part":
				l.part[entry] = value
			}
		}
	}
	return l
})

// digits reads text as a number in digits: 1,200, 2.5.
func digits(text string) (float64, bool) {
	if text == "" || text[0] < '0' || text[0] > '9' || strings.Contains(text, ":") {
		return 0, false
	}
	if k := strings.IndexByte(text, ','); k >= 0 {
		for _, group := range strings.Split(strings.SplitN(text, ".", 2)[0], ",")[1:] {
			if len(group) != 3 {
				return 0, false
			}
		}
		text = strings.ReplaceAll(text, ",", "")
	}
	x, err := strconv.ParseFloat(text, 64)
	return x, err == nil && len(text) < 20
}

// startsNumber reports whether words begin with a number; an article counts if
// a word such as million follows it.
func startsNumber(words []phraseWord) (float64, bool) {
	if len(words) == 0 {
		return 0, false
	}
	l := numberWords()
	if x, ok := digits(words[0].text); ok {
		return x, true
	}
	if x, ok := l.plain[words[0].text]; ok {
		return x, true
	}
	if (words[0].text == "a" || words[0].text == "an") && len(words) > 1 {
		if l.times[words[1].text] > 1 && len(words[1].text) > 2 || words[1].text == "half" || words[1].text == "couple" || words[1].text == "pair" || l.part[words[1].text] > 2 {
			return 1, true
		}
	}
	return 0, false
}

// readNumber reads a number, in digits or in words, at the beginning of words
// and returns it with the number of words that it takes, or 0: "2.5 billion",
// "two and a half million", "one hundred and five", "tens of thousands".
func readNumber(words []phraseWord) (numeral, int) {
	l := numberWords()
	for n := 3; n > 0; n-- {
		if n <= len(words) {
			key := words[0].text
			for _, w := range words[1:n] {
				key += " " + w.text
			}
			if x, ok := l.vague[key]; ok {
				return numeral{value: x, vague: true}, n
			}
		}
	}
	if len(words) > 0 && l.times[words[0].text] >= 12 && len(words[0].text) > 3 {
		return numeral{value: l.times[words[0].text], scale: l.times[words[0].text]}, 1
	}
	first, ok := startsNumber(words)
	if !ok {
		return numeral{}, 0
	}
	n := numeral{}
	total, group := 0.0, first
	i := 1
	if (words[0].text == "a" || words[0].text == "an") && i < len(words) {
		if x, ok := l.plain[words[i].text]; ok {
			group = x // "a couple", "a half"
			i++
			if i < len(words) && words[i].text == "of" {
				i++
			}
		}
	}
	for i < len(words) {
		text := words[i].text
		if text == "-" && i+1 < len(words) && l.plain[words[i+1].text] >= 1 && l.plain[words[i+1].text] < 10 && group >= 20 && group < 100 {
			group += l.plain[words[i+1].text] // twenty-five
			i += 2
			continue
		}
		if text == "and" && i+2 < len(words) && words[i+1].text == "a" && words[i+2].text == "half" {
			group += 0.5
			i += 3
			continue
		}
		if text == "and" && n.scale >= 100 && i+1 < len(words) && l.plain[words[i+1].text] >= 1 {
			i++
			continue
		}
		if (text == "a" || text == "of") && group == 0.5 && i+1 < len(words) && l.times[words[i+1].text] > 1 {
			i++ // half a million
			continue
		}
		if x := l.times[text]; x > 1 {
			if len(text) <= 3 && words[i].start != words[i-1].end {
				break // "40 m" is a length
			}
			n.scale = max(n.scale, x)
			if x >= 1000 {
				total += group * x
				group = 0
			} else {
				group *= x
			}
			i++
			continue
		}
		if x, ok := l.plain[text]; ok && x >= 1 && (group == 0 || group >= 20 && x < 10 && group < 100 || group >= 100 && x < 100) && n.scale+group > 0 && text != "both" && text != "single" {
			if d, isDigit := digits(words[i-1].text); isDigit && d > 0 {
				break
			}
			group += x
			i++
			continue
		}
		if x := l.part[text]; x > 1 && group >= 1 && group < x && n.scale == 0 {
			group /= x // two thirds
			i++
			break
		}
		if text == "-" && i+1 < len(words) && l.part[words[i+1].text] > 1 && group >= 1 && group < l.part[words[i+1].text] {
			group /= l.part[words[i+1].text]
			i += 2
			break
		}
		break
	}
	n.value = total + group
	return n, i
}
