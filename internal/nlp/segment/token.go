package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kg/internal/nlp"
)

// A cutter makes tokens of a text, from left to right.
type cutter struct {
	text   string // up to the end of the block
	tokens []nlp.Token
}

// cut adds the tokens of the text from pos on.
func (c *cutter) cut(pos int) {
	for pos < len(c.text) {
		r, size := utf8.DecodeRuneInString(c.text[pos:])
		if unicode.IsSpace(r) {
			pos += size
			continue
		}
		pos = c.next(pos, r, size)
	}
}

// add makes a token of the text between start and end.
func (c *cutter) add(start, end int) {
	if start < end {
		c.tokens = append(c.tokens, nlp.Token{Text: c.text[start:end], Start: start, Head: nlp.Root})
	}
}

// next adds the token that begins at pos with r, or the tokens that belong
// together there, and returns where they end.
func (c *cutter) next(pos int, r rune, size int) int {
	if end := c.address(pos); end > pos {
		c.add(pos, end)
		return end
	}
	switch {
	case digit(r):
		return c.number(pos, pos)
	case letter(r):
		return c.word(pos)
	case r == '\'' || r == '’' || r == '‘':
		return c.apostrophe(pos, r, size)
	case r == '.' && c.digitAt(pos+1) && !c.gluedToWord(pos):
		return c.number(pos, pos+1) // ".5"
	case (r == '#' || r == '@') && c.letterAt(pos+size) && !c.gluedToWord(pos):
		return c.tag(pos) // #budget, @norwick
	}
	if end := c.smiley(pos); end > pos {
		c.add(pos, end)
		return end
	}
	end := pos + size
	switch r {
	case '.', '!', '?', '-', '*', '=', '~', '_', '<', '>', '|', '+', '`', '…', '—':
		end = c.run(pos, r)
	case '[':
		if strings.HasPrefix(c.text[pos:], "[...]") {
			end = pos + len("[...]")
		}
	case '"', '(', ')', ']', '{', '}', ',', ';', ':', '“', '”':
	default:
		end = c.symbol(end)
	}
	c.add(pos, end)
	return end
}

func digit(r rune) bool { return '0' <= r && r <= '9' }

// letter reports whether r makes words: letters and their marks, and digits of
// other scripts.
func letter(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' ||
		r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r))
}

func (c *cutter) at(pos int) (rune, int) {
	if pos < 0 || pos >= len(c.text) {
		return 0, 0
	}
	return utf8.DecodeRuneInString(c.text[pos:])
}

func (c *cutter) letterAt(pos int) bool { r, _ := c.at(pos); return letter(r) }

func (c *cutter) digitAt(pos int) bool { r, _ := c.at(pos); return digit(r) }

// spaceAt reports whether white space stands at pos, or the text ends.
func (c *cutter) spaceAt(pos int) bool {
	r, size := c.at(pos)
	return size == 0 || unicode.IsSpace(r)
}

// before returns the character before pos.
func (c *cutter) before(pos int) rune {
	r, _ := utf8.DecodeLastRuneInString(c.text[:pos])
	return r
}

func (c *cutter) gluedToWord(pos int) bool {
	r := c.before(pos)
	return pos > 0 && (letter(r) || digit(r))
}

// run returns the end of the run of r that begins at pos: "...", "--", "?!".
func (c *cutter) run(pos int, r rune) int {
	for pos < len(c.text) {
		next, size := c.at(pos)
		mixed := (r == '!' || r == '?') && (next == '!' || next == '?')
		if next != r && !mixed {
			break
		}
		pos += size
	}
	return pos
}

// symbol returns the end of a symbol that ends at pos or goes on with marks and
// joiners, as many emoji do.
func (c *cutter) symbol(pos int) int {
	for {
		r, size := c.at(pos)
		joined := r == '\u200d'
		if !joined && !unicode.Is(unicode.Mn, r) && !unicode.Is(unicode.Me, r) && !unicode.Is(unicode.Sk, r) || r < utf8.RuneSelf {
			return pos
		}
		pos += size
		if r, size := c.at(pos); joined && r >= utf8.RuneSelf && !unicode.IsSpace(r) {
			pos += size
		}
	}
}

// tag adds a name of social media: #budget, @norwick_news.
func (c *cutter) tag(pos int) int {
	end := pos + 1
	for {
		r, size := c.at(end)
		if !letter(r) && !digit(r) && r != '_' {
			break
		}
		end += size
	}
	c.add(pos, end)
	return end
}

// smiley returns the end of a smiley at pos, or pos: ":)", ";-)", ":(".
func (c *cutter) smiley(pos int) int {
	if !strings.ContainsRune(":;=", rune(c.text[pos])) || pos > 0 && !unicode.IsSpace(c.before(pos)) {
		return pos
	}
	end := pos + 1
	if end < len(c.text) && c.text[end] == '-' {
		end++
	}
	if end < len(c.text) && strings.ContainsRune("()DP/|", rune(c.text[end])) && c.spaceAt(end+1) {
		return end + 1
	}
	return pos
}

// longestName is how long the part of a mail address before the @ may be.
const longestName = 64

// address returns the end of a web or mail address at pos, or pos.
func (c *cutter) address(pos int) int {
	if c.gluedToWord(pos) {
		return pos
	}
	rest := c.text[pos:]
	for _, start := range []string{"http://", "https://", "ftp://", "www.", "mailto:", "HTTP://", "HTTPS://", "WWW."} {
		if len(rest) > len(start) && rest[:len(start)] == start && !c.spaceAt(pos+len(start)) {
			return c.addressEnd(pos)
		}
	}
	i := 0
	for i < len(rest) && i <= longestName && (rest[i] == '.' || rest[i] == '-' || rest[i] == '_' || rest[i] == '+' || letter(rune(rest[i])) || digit(rune(rest[i]))) {
		i++
	}
	if i == 0 || i+1 >= len(rest) || rest[i] != '@' || !c.letterAt(pos+i+1) {
		return pos
	}
	return c.addressEnd(pos)
}

// addressEnd returns where the address that begins at pos ends: before the next
// space, and before marks that belong to the sentence.
func (c *cutter) addressEnd(pos int) int {
	end := pos
	for end < len(c.text) {
		r, size := c.at(end)
		if unicode.IsSpace(r) || strings.ContainsRune("<>\"“”", r) {
			break
		}
		end += size
	}
	for end > pos {
		r, size := utf8.DecodeLastRuneInString(c.text[pos:end])
		if !strings.ContainsRune(".,;:!?'’)]}…", r) || r == ')' && strings.Contains(c.text[pos:end], "(") {
			break
		}
		end -= size
	}
	return end
}
