package segment

import (
	"regexp"
	"strings"
)

// syllable matches one syllable of a Chinese or Korean name in Latin letters.
var syllable = regexp.MustCompile(`^(?:[bcdfghjklmnpqrstwxyz]|ch|sh|zh|ts|kw|gw|ng|[bghkmnpr]y)?[aeiou]{1,3}(?:ng|[hklmnpt])?$`)

// longestSyllable is the length of the longest: zhuang.
const longestSyllable = 6

// givenName reports whether the text from pos to end is the first syllable of a
// given name of two, which is one token in UD: the Ki of "Ban Ki-moon". A
// family name stands before it.
func (c *cutter) givenName(pos, end int) bool {
	if end >= len(c.text) || c.text[end] != '-' || end-pos > longestSyllable || len(c.tokens) == 0 {
		return false
	}
	family := c.tokens[len(c.tokens)-1].Text
	if !capital(c.text[pos:end]) || !capital(family) || openers()[strings.ToLower(family)] {
		return false
	}
	second, _ := c.wordEnd(end + 1)
	if second-end-1 > longestSyllable {
		return false
	}
	return syllable.MatchString(strings.ToLower(c.text[pos:end])) && syllable.MatchString(strings.ToLower(c.text[end+1:second]))
}
