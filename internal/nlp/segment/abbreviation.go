package segment

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"kg/internal/lexicon"
)

// The classes of abbreviations; see the list.
const (
	before = "before"
	within = "within"
	number = "number"
)

var abbreviations = sync.OnceValue(func() map[string]string { return lexicon.Map("abbreviations") })

var openers = sync.OnceValue(func() lexicon.Set { return lexicon.Words("sentence-openers") })

// abbreviation returns the end of the abbreviation whose letters stand from pos
// to end, its full stop included, or end if it is none.
func (c *cutter) abbreviation(pos, end int, dotted bool) int {
	if end >= len(c.text) || c.text[end] != '.' || end+1 < len(c.text) && c.text[end+1] == '.' {
		return end
	}
	word := c.text[pos:end]
	if r, _ := c.at(end + 1); r == '-' && !dotted && utf8.RuneCountInString(word) > 4 {
		return end
	}
	last := c.spaceLeft(end + 1)
	switch class := abbreviations()[word]; {
	case class == before:
		if !last {
			return end + 1
		}
	case class == within:
		if !last || dotted || capital(word) {
			return end + 1
		}
	case class == number:
		if next, ok := c.nextWord(end + 1); ok && digit(rune(next[0])) {
			return end + 1
		}
	case dotted && initials(word):
		return end + 1
	case c.initial(pos, end) && !last:
		return end + 1
	}
	return end
}

// spaceLeft reports whether only space and closing marks stand from pos to the
// end of the block.
func (c *cutter) spaceLeft(pos int) bool {
	for pos < len(c.text) {
		r, size := c.at(pos)
		if !unicode.IsSpace(r) && !strings.ContainsRune("\"'”’)]", r) {
			return false
		}
		pos += size
	}
	return true
}

// initials reports whether word is letters with full stops between them: U.S,
// a.m, Ph.D. The parts are short.
func initials(word string) bool {
	for part := range strings.SplitSeq(word, ".") {
		if n := utf8.RuneCountInString(part); n == 0 || n > 2 {
			return false
		}
		if strings.IndexFunc(part, func(r rune) bool { return !unicode.IsLetter(r) }) >= 0 {
			return false
		}
	}
	return true
}

// initial reports whether the capital from pos to end is the initial of a name:
// the J of "J. K. Lee", not the B of "plan B. The".
func (c *cutter) initial(pos, end int) bool {
	r, size := c.at(pos)
	if size != end-pos || !unicode.IsUpper(r) {
		return false
	}
	next, ok := c.nextWord(end + 1)
	if !ok || !capital(next) {
		return false
	}
	if len(next) > 1 && openers()[strings.ToLower(next)] {
		return false
	}
	// After a small word I is a pronoun: "and so did I. Ann left".
	return r != 'I' || !c.afterSmall(pos)
}

// afterSmall reports whether the word before pos begins with a small letter.
func (c *cutter) afterSmall(pos int) bool {
	if len(c.tokens) == 0 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(c.tokens[len(c.tokens)-1].Text)
	return unicode.IsLower(r)
}
