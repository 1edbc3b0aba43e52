package segment

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"kg/internal/lexicon"
)

var saying = sync.OnceValue(func() lexicon.Set { return lexicon.Words("saying-forms") })

// longestDateline is how many tokens a dateline may have.
const longestDateline = 14

// dateline returns the end of the dateline that the block begins with, behind
// its dash: "NORWICK, Ruritania (AP) —". If there is none it returns the
// beginning of the block. The treebanks make a sentence of it.
func (s *splitter) dateline() int {
	bracket := false
	for i := s.first; i < len(s.tokens) && i < s.first+longestDateline; i++ {
		text := s.tokens[i].Text
		switch {
		case dash(text):
			spaced := i+1 < len(s.tokens) && s.tokens[i].End() < s.tokens[i+1].Start && s.tokens[i-min(i, 1)].End() < s.tokens[i].Start
			if i > s.first && spaced && (bracket || shouted(s.tokens[s.first].Text)) {
				return i + 1
			}
			return s.first
		case text == ")":
			bracket = true
		case text == "(" || text == "," || text == "/" || isNumber(text):
			bracket = false
		case !capital(text) || bracket:
			return s.first
		}
	}
	return s.first
}

func dash(text string) bool {
	return text == "—" || text == "–" || text == "--" || text == "-" || text == "———"
}

// shouted reports whether text is a word in capitals, as cities in datelines
// are.
func shouted(text string) bool {
	return utf8.RuneCountInString(text) > 2 && strings.IndexFunc(text, func(r rune) bool { return !unicode.IsUpper(r) && r != '.' }) < 0
}

// cutPoint returns where to cut a sentence that has become too long at token
// end: behind the last mark in its second half, else at end.
func (s *splitter) cutPoint(end int) int {
	for _, marks := range []string{";", ",—–:"} {
		for i := end - 1; i > (s.start+end)/2; i-- {
			if strings.Contains(marks, s.tokens[i].Text) {
				return i + 1
			}
		}
	}
	return end
}
