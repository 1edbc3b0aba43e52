package segment

import (
	"strings"
	"unicode/utf8"
)

// A block is a stretch of text, in bytes, that no sentence crosses: a
// paragraph, a headline, an item of a list.
type block struct{ start, end int }

// blocks cuts text at hard line breaks. An empty line is one; so is every end
// of a line, except in text whose lines were filled to a width, as in mails.
func blocks(text string) []block {
	var all, lines []block
	flush := func() {
		if len(lines) > 0 && filled(text, lines) {
			all = append(all, block{lines[0].start, lines[len(lines)-1].end})
		} else {
			all = append(all, lines...)
		}
		lines = lines[:0]
	}
	for start := 0; start < len(text); {
		end, next := len(text), len(text)
		if i := strings.IndexAny(text[start:], "\n\r\u2028\u2029"); i >= 0 {
			_, size := utf8.DecodeRuneInString(text[start+i:])
			end, next = start+i, start+i+size
		}
		if strings.TrimSpace(text[start:end]) == "" {
			// "\r\n" makes no empty line.
			if !(end > 0 && end == start && text[end-1] == '\r') {
				flush()
			}
		} else {
			lines = append(lines, block{start, end})
		}
		start = next
	}
	flush()
	return all
}

// The width of filled lines, in bytes.
const (
	narrowest = 40
	widest    = 130
)

// filled reports whether lines are one paragraph that was broken to fit a
// width: all but the last are of about the same length, and few of them end a
// sentence.
func filled(text string, lines []block) bool {
	if len(lines) < 2 {
		return false
	}
	shortest, longest, ends := widest, 0, 0
	for _, l := range lines[:len(lines)-1] {
		line := strings.TrimSpace(text[l.start:l.end])
		shortest, longest = min(shortest, len(line)), max(longest, len(line))
		if strings.ContainsAny(line[len(line)-1:], ".!?:\"") {
			ends++
		}
		if bullet(line) {
			return false
		}
	}
	last := strings.TrimSpace(text[lines[len(lines)-1].start:lines[len(lines)-1].end])
	return shortest >= narrowest && longest <= widest && len(last) <= longest+15 &&
		longest-shortest <= 20 && ends*3 <= len(lines)-1 && !bullet(last)
}

// bullet reports whether a line begins as the item of a list does.
func bullet(line string) bool {
	for _, mark := range []string{"* ", "- ", "• ", "– ", "— ", "· ", "▪ ", "◦ ", "‣ "} {
		if strings.HasPrefix(line, mark) {
			return true
		}
	}
	return false
}
