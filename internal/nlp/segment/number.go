package segment

import (
	"strings"
	"sync"
	"unicode"

	"kg/internal/lexicon"
)

var units = sync.OnceValue(func() lexicon.Set { return lexicon.Words("glued-units") })

// number adds the number whose digits begin at pos, with what belongs to it, and
// returns its end: 1,984.5 and 10:30 and 9/11 and 713-555-0102 are one token,
// 1990s and 21st as well; 5 km written as 5km is two.
//
// The token begins at start, which is before the digits in ".5".
func (c *cutter) number(start, pos int) int {
	end := c.numberEnd(pos)
	if !c.letterAt(end) {
		c.add(start, end)
		return end
	}
	word, _ := c.wordEnd(end)
	letters := strings.ToLower(c.text[end:word])
	if letters == "s" || letters == "st" || letters == "nd" || letters == "rd" || letters == "th" {
		c.add(start, word)
		return word
	}
	if unit, cut := c.unit(end, word); cut {
		c.add(start, end)
		c.add(end, unit)
		return unit
	}
	if c.clitic(end, word) > end || strings.HasPrefix(letters, "'") {
		c.parts(start, word)
		return word
	}
	c.add(start, word) // 3D, 4x4
	return word
}

// unit returns the end of the unit that stands from pos to end, with its full
// stop if it has one: the p.m. of 5p.m.
func (c *cutter) unit(pos, end int) (int, bool) {
	word := strings.ToLower(c.text[pos:end])
	if !units()[word] {
		return end, false
	}
	if (word == "a.m" || word == "p.m") && end < len(c.text) && c.text[end] == '.' {
		end++
	}
	return end, true
}

// numberEnd returns the end of the digits at pos and of the groups of digits
// that belong to them.
func (c *cutter) numberEnd(pos int) int {
	end := c.digits(pos)
	groups := []int{end - pos} // the lengths of groups joined by hyphens
	joint := byte(0)
	for end+1 < len(c.text) && c.digitAt(end+1) {
		sign := c.text[end]
		next := c.digits(end + 1)
		size := next - end - 1
		switch sign {
		case ',':
			if size != 3 {
				return end
			}
		case '.':
		case ':':
			if size != 2 || joint == '-' {
				return end
			}
		case '/':
			if joint != 0 && joint != '/' {
				return end
			}
			joint = sign
		case '-':
			return c.hyphens(end, groups, joint)
		default:
			return end
		}
		end = next
	}
	return end
}

// hyphens returns the end of a number whose groups are joined by hyphens, the
// first of which stands at end: telephone numbers (713-555-0102, 555-0102) and
// dates (11-20-2000) are one token; the range 1998-2003 is cut.
func (c *cutter) hyphens(end int, groups []int, joint byte) int {
	last := end
	for last+1 < len(c.text) && c.text[last] == '-' && c.digitAt(last+1) {
		next := c.digits(last + 1)
		groups = append(groups, next-last-1)
		last = next
	}
	if c.letterAt(last) {
		return end
	}
	if len(groups) > 2 || len(groups) == 2 && (groups[0] == 3 || joint == '/') && groups[1] == 4 || len(groups) == 2 && groups[0] == 5 && groups[1] == 4 {
		return last
	}
	return end
}

// digits returns the end of the digits at pos.
func (c *cutter) digits(pos int) int {
	for pos < len(c.text) && digit(rune(c.text[pos])) {
		pos++
	}
	return pos
}

// isNumber reports whether s is made of digits and what stands between them.
func isNumber(s string) bool {
	return s != "" && digit(rune(s[0])) && strings.IndexFunc(s, unicode.IsLetter) < 0
}
