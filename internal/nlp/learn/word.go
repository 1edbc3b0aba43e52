package learn

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// straight turns typographic marks into those of a typewriter, as most of the
// treebanks write them.
var straight = strings.NewReplacer(
	"’", "'", "‘", "'", "‛", "'", "´", "'", "“", `"`, "”", `"`, "„", `"`,
	"–", "-", "‐", "-", "‑", "-", "—", "--", "…", "...", "\u00a0", " ",
)

// Straight returns form with straight quotes and plain dashes: "don’t" is
// "don't".
func Straight(form string) string {
	if ascii(form) {
		return form
	}
	return straight.Replace(form)
}

// Key returns what a model looks a word up by: straight quotes, lower case,
// every digit a zero. "U.S." is "u.s.", "1,984" is "0,000".
func Key(form string) string {
	form = strings.ToLower(Straight(form))
	if strings.IndexFunc(form, digit) < 0 {
		return form
	}
	return strings.Map(func(r rune) rune {
		if digit(r) {
			return '0'
		}
		return r
	}, form)
}

func digit(r rune) bool { return '0' <= r && r <= '9' }

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Shape returns the kinds of character of form, at most two of a kind in a row:
// "McDonald" is "XxXxx", "1,984" is "d,dd".
func Shape(form string) string {
	var shape strings.Builder
	var last rune
	run := 0
	for _, r := range form {
		switch {
		case unicode.IsUpper(r):
			r = 'X'
		case unicode.IsLetter(r):
			r = 'x'
		case unicode.IsDigit(r):
			r = 'd'
		}
		if r == last {
			run++
		} else {
			last, run = r, 1
		}
		if run <= 2 {
			shape.WriteRune(r)
		}
	}
	return shape.String()
}
