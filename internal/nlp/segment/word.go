package segment

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"kg/internal/lexicon"
)

// word adds the tokens of the word that begins at pos and returns its end. A
// word has letters, digits, and between them apostrophes and full stops:
// O'Neill, x86, U.S.A.
func (c *cutter) word(pos int) int {
	end, dotted := c.wordEnd(pos)
	if c.prefix(pos, end) || c.givenName(pos, end) {
		return c.word2(pos, end+1)
	}
	if full := c.abbreviation(pos, end, dotted); full > end {
		c.add(pos, full)
		return full
	}
	if r, size := c.at(end); r == '$' && end-pos <= 3 && c.digitAt(end+size) {
		c.add(pos, end+size) // US$5
		return end + size
	}
	c.parts(pos, end)
	return end
}

// word2 adds a word whose second part begins at second: anti-war.
func (c *cutter) word2(pos, second int) int {
	end, dotted := c.wordEnd(second)
	if full := c.abbreviation(second, end, dotted); full > end {
		end = full
		c.add(pos, end)
		return end
	}
	c.parts(pos, end)
	return end
}

// wordEnd returns where the word at pos ends, and whether it has full stops
// inside.
func (c *cutter) wordEnd(pos int) (end int, dotted bool) {
	end = pos
	for end < len(c.text) {
		r, size := c.at(end)
		switch {
		case letter(r) || digit(r) || r == '_' && end > pos:
		case r == '\'' || r == '’':
			if !c.letterAt(end + size) {
				return end, dotted
			}
		case r == '.':
			if !c.letterAt(end+1) && !c.digitAt(end+1) || c.missingSpace(pos, end) {
				return end, dotted
			}
			dotted = true
		case r == '&':
			if !c.capitals(pos, end) {
				return end, dotted
			}
		default:
			return end, dotted
		}
		end += size
	}
	return end, dotted
}

// missingSpace reports whether the full stop at pos ends a sentence although no
// space follows: "the end.Then".
func (c *cutter) missingSpace(start, pos int) bool {
	r, size := c.at(pos + 1)
	next, _ := c.at(pos + 1 + size)
	last := c.before(pos)
	return unicode.IsUpper(r) && unicode.IsLower(next) && unicode.IsLower(last) && pos-start > 1
}

// capitals reports whether the text from start to pos is one to three capitals
// and a capital follows the sign at pos: AT&T, R&D.
func (c *cutter) capitals(start, pos int) bool {
	if pos-start > 3 {
		return false
	}
	for _, r := range c.text[start:pos] {
		if !unicode.IsUpper(r) {
			return false
		}
	}
	r, _ := c.at(pos + 1)
	return unicode.IsUpper(r)
}

var prefixes = sync.OnceValue(func() lexicon.Set { return lexicon.Words("word-prefixes") })

// prefix reports whether the text from pos to end is a first part that its
// hyphen does not cut off: anti-war, mid-1990s.
func (c *cutter) prefix(pos, end int) bool {
	return end < len(c.text) && c.text[end] == '-' && end-pos < 8 && (c.letterAt(end+1) || c.digitAt(end+1)) &&
		prefixes()[strings.ToLower(c.text[pos:end])]
}

var contractions = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, class := range lexicon.Classes("contractions") {
		m[class.Name] = class.Entries[0]
	}
	return m
})

// endings are the clitics that are cut off a word, by what stands after the
// apostrophe.
var endings = map[string]bool{"s": true, "m": true, "d": true, "re": true, "ve": true, "ll": true}

// parts adds the words that the word from start to end is made of: do and n't,
// Ann and 's, can and not.
func (c *cutter) parts(start, end int) {
	if cut := c.clitic(start, end); cut > start {
		c.parts(start, cut)
		c.add(cut, end)
		return
	}
	if end-start <= 8 {
		if cuts, found := contractions()[strings.ToLower(c.text[start:end])]; found {
			for part := range strings.FieldsSeq(cuts) {
				c.add(start, start+len(part))
				start += len(part)
			}
			return
		}
	}
	c.add(start, end)
}

// The lengths, in bytes, of the longest clitic, and of the longest word that is
// looked at: what is longer is no English word.
const (
	longestClitic = 8
	longestWord   = 100
)

// clitic returns where the last clitic of a word begins, or start.
func (c *cutter) clitic(start, end int) int {
	word := c.text[start:end]
	at := strings.LastIndexByte(word, '\'')
	size := 1
	if curly := strings.LastIndex(word, "’"); curly > at {
		at, size = curly, len("’")
	}
	if at <= 0 || end-start-at > longestClitic || end-start > longestWord {
		return start
	}
	ending := strings.ToLower(word[at+size:])
	switch {
	case endings[ending]:
		return start + at
	case ending == "t" && at > 1 && (word[at-1] == 'n' || word[at-1] == 'N'):
		return start + at - 1
	}
	return start
}

var elisions = sync.OnceValue(func() lexicon.Set { return lexicon.Words("elisions") })

// apostrophe adds what begins with an apostrophe or a single quotation mark:
// a clitic that stands alone ('s), a word that lost its beginning ('em, '90s),
// a doubled mark (”), or else the mark itself.
func (c *cutter) apostrophe(pos int, r rune, size int) int {
	if next, nextSize := c.at(pos + size); next == r || (r == '‘' || r == '’') && (next == '‘' || next == '’') {
		c.add(pos, pos+size+nextSize)
		return pos + size + nextSize
	}
	alone := !c.gluedToWord(pos)
	end, _ := c.wordEnd(pos + size)
	word := strings.ToLower(c.text[pos+size : min(end, pos+size+8)])
	switch {
	case !alone && (endings[word] || word == "t"):
		c.add(pos, end)
		return end
	case alone && c.digitAt(pos+size) && c.digitAt(pos+size+1) && (c.spaceAt(pos+size+2) || !c.digitAt(pos+size+2)):
		return c.decade(pos, pos+size+2)
	case alone && r != '‘' && elisions()[word] && !c.closes(end):
		c.parts(pos, end)
		return end
	case alone && endings[word] && r != '‘' && c.spaceAt(end):
		c.add(pos, end) // "Ann 's", already cut
		return end
	}
	c.add(pos, pos+size)
	return pos + size
}

// closes reports whether a single quotation mark stands at pos, which makes the
// one before the word a quotation mark as well.
func (c *cutter) closes(pos int) bool {
	r, _ := c.at(pos)
	return r == '\'' || r == '’'
}

// decade adds '90s or '98, whose digits end at end.
func (c *cutter) decade(pos, end int) int {
	if r, size := c.at(end); r == 's' && !c.letterAt(end+size) {
		end += size
	}
	c.add(pos, end)
	return end
}

// nextWord returns the word at pos, behind space and opening marks; ok is false if
// something else stands there.
func (c *cutter) nextWord(pos int) (word string, ok bool) {
	for pos < len(c.text) {
		r, size := c.at(pos)
		if letter(r) || digit(r) {
			end := pos
			for end < len(c.text) && end-pos < 40 {
				r, size := c.at(end)
				if !letter(r) && !digit(r) {
					break
				}
				end += size
			}
			return c.text[pos:end], true
		}
		if !unicode.IsSpace(r) && !strings.ContainsRune("\"'“”‘’([", r) {
			return "", false
		}
		pos += size
	}
	return "", false
}

// capital reports whether word begins with a capital.
func capital(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r) || unicode.IsTitle(r)
}
