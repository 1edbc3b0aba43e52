package extract

import (
	"strconv"
	"strings"
	"sync"

	"kg/internal/lexicon"
	"kg/internal/nlp"
)

// readTime reads the phrase span around head, without its preposition, as a
// time and returns it in ISO 8601, as long as its grain: "2024-03-06" for on
// Wednesday, "2024-03" for last month, "2023-07/2023-09" for the third quarter,
// "2024-W10" for this week, "P3Y" for three years. Relative times count from
// the day of the Doc. It is ok with an empty value if span is a time that
// cannot be placed, and not ok if it is no time.
func readTime(t *tree, head int, span nlp.Span) (value string, ok bool) {
	if !span.Contains(head) || !t.timely(head) {
		return "", false
	}
	if from, to, isRange := t.between(head); isRange {
		a, okA := t.single(from, nlp.Span{Start: t.reach[from].Start, End: t.reach[to].Start})
		if b, okB := t.single(to, t.reach[to]); okA && okB && a != "" && b != "" && a < b && !strings.ContainsAny(a+b, "/P") {
			return a + "/" + b, true
		}
	}
	return t.single(head, span)
}

// single reads a time that is not the beginning or end of a range.
func (t *tree) single(head int, span nlp.Span) (value string, ok bool) {
	words := phraseWords(t.Doc, span)
	for len(words) > 0 && calendarWords().prepositions[words[0].text] {
		words = words[1:]
	}
	r := timeReader{words: words, anchor: t.Date, future: t.future(head)}
	m, next := r.read(0)
	if next == 0 {
		return "", false
	}
	// The time must be the phrase itself: "October 7", not "the October 7
	// attack".
	if words[next-1].end < t.Tokens[head].End() {
		return "", false
	}
	return m.String(), true
}

// timely reports whether token i can be the head of a time.
func (t *tree) timely(i int) bool {
	c := calendarWords()
	switch t.Tokens[i].UPOS {
	case "NUM", "X", "SYM":
		return true
	}
	text := t.lower(i)
	return c.months[text] > 0 || c.weekdays[text] > 0 || c.seasons[text] > 0 || c.units[text] != "" || c.parts[text] ||
		c.vague[text] || c.has(text) || c.edges[text] || c.months[strings.TrimPrefix(text, "mid-")] > 0 || strings.ContainsAny(text, "0123456789") ||
		text == "a.m." || text == "p.m." || text == "am" || text == "pm" || text == "ago" || text == "half" || text == "halves" || text == "christmas" || c.holidays[text] != "" || text == "eve"
}

// between returns the two ends if token i is the first or the last of "between
// 1998 and 2003" or "from 1998 to 2003".
func (t *tree) between(i int) (from, to int, ok bool) {
	from = i
	if t.is(i, "conj") {
		from = t.first(i)
	}
	for _, p := range t.preps(from) {
		if t.lower(p) == "between" {
			for _, d := range t.deps[from] {
				if t.is(d, "conj") {
					return from, d, i == from || i == d
				}
			}
		}
		if t.lower(p) == "from" {
			for _, d := range t.deps[from] {
				if t.is(d, "nmod", "obl") && d > from {
					for _, q := range t.preps(d) {
						if t.lower(q) == "to" || t.lower(q) == "until" || t.lower(q) == "through" {
							return from, d, i == from
						}
					}
				}
			}
		}
	}
	return 0, 0, false
}

// future reports whether what happens at the time with head i is to come: the
// verb above has "will", or something is planned.
func (t *tree) future(i int) bool {
	for h, steps := t.head(i), 0; h >= 0 && steps < 6; h, steps = t.head(h), steps+1 {
		if t.Tokens[h].UPOS != "VERB" && t.dep(h, "cop") < 0 {
			continue
		}
		for _, d := range t.deps[h] {
			if t.is(d, "aux") {
				switch t.lower(d) {
				case "will", "'ll", "’ll", "shall", "would", "may", "might", "must", "should", "can":
					if t.dep(h, "aux") == d && !t.perfect(h) {
						return true
					}
				}
			}
		}
		if t.infinitive(h) && !t.perfect(h) {
			return true // is to, plans to, expected to
		}
		switch t.Tokens[h].XPOS {
		case "VBD":
			return false
		case "VBN":
			return t.presentPassive(h)
		}
	}
	return false
}

// perfect reports whether verb i has "have" as an auxiliary.
func (t *tree) perfect(i int) bool {
	for _, d := range t.deps[i] {
		if t.is(d, "aux") && t.lemma(d) == "have" {
			return true
		}
	}
	return false
}

// presentPassive reports whether verb i is one such as "is scheduled": what is
// scheduled now is to come.
func (t *tree) presentPassive(i int) bool {
	for _, d := range t.deps[i] {
		if t.is(d, "aux:pass") {
			switch t.lower(d) {
			case "is", "are", "'s", "'re":
				return true
			}
		}
	}
	return false
}

// calendarList is the word list of the calendar.
type calendarList struct {
	months, weekdays, seasons map[string]int
	relative                  map[string]int
	units                     map[string]string
	holidays                  map[string]string
	which                     map[string]string // last, this, next
	phases                    map[string]string // early, middle, late
	skip, vague, parts        map[string]bool
	edges, prepositions       map[string]bool
}

func (c *calendarList) has(text string) bool {
	_, ok := c.relative[text]
	return ok
}

var calendarWords = sync.OnceValue(func() *calendarList {
	c := &calendarList{
		months: map[string]int{}, weekdays: map[string]int{}, seasons: map[string]int{}, relative: map[string]int{},
		units: map[string]string{}, holidays: map[string]string{}, which: map[string]string{}, phases: map[string]string{},
		skip: map[string]bool{}, vague: map[string]bool{}, parts: map[string]bool{}, edges: map[string]bool{},
		prepositions: map[string]bool{},
	}
	numbered := map[string]map[string]int{"month": c.months, "weekday": c.weekdays, "season": c.seasons, "relative": c.relative}
	for _, class := range lexicon.Classes("calendar") {
		kind, rest, _ := strings.Cut(class.Name, " ")
		for _, entry := range class.Entries {
			switch kind {
			case "unit":
				c.units[entry] = rest
			case "holiday":
				c.holidays[entry] = rest
			case "last", "this", "next":
				c.which[entry] = kind
			case "early", "middle", "late":
				c.phases[entry] = kind
				c.edges[entry] = true
			case "skip":
				c.skip[entry] = true
			case "vague":
				c.vague[entry] = true
			case "part":
				c.parts[entry] = true
			default:
				if list := numbered[kind]; list != nil {
					list[entry], _ = strconv.Atoi(rest)
				}
			}
		}
	}
	for p := range lexicon.Words("prepositions") {
		c.prepositions[p] = true
	}
	return c
})
