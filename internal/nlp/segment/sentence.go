package segment

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"kg/internal/lexicon"
	"kg/internal/nlp"
)

// longestSentence is how many tokens a sentence may have: a list without end, or
// something that is no text, is cut.
const longestSentence = 400

// appendSentences adds the sentences of the tokens from first on, which are one
// block.
func appendSentences(all []nlp.Span, text string, tokens []nlp.Token, first int) []nlp.Span {
	if first == len(tokens) {
		return all
	}
	s := splitter{text: text, tokens: tokens, first: first, start: first}
	if end := s.dateline(); end > first {
		all = append(all, nlp.Span{Start: first, End: end})
		s.start = end
	}
	for i := s.start; i < len(tokens); i++ {
		if i > s.start && s.caption(i) {
			all = append(all, nlp.Span{Start: s.start, End: i})
			s.begin(i)
		}
		s.see(i)
		if end := s.end(i); end > 0 {
			all = append(all, nlp.Span{Start: s.start, End: end})
			for j := i + 1; j < end; j++ {
				s.see(j)
			}
			s.begin(end)
			i = end - 1
		} else if i+1-s.start >= longestSentence {
			end := s.cutPoint(i + 1)
			all = append(all, nlp.Span{Start: s.start, End: end})
			s.begin(end)
			i = end - 1
		}
	}
	if s.start < len(tokens) {
		all = append(all, nlp.Span{Start: s.start, End: len(tokens)})
	}
	return all
}

// A splitter finds the ends of sentences in the tokens of one block.
type splitter struct {
	text   string
	tokens []nlp.Token
	first  int // of the block
	start  int // of the current sentence
	open   int // brackets that were opened inside the current sentence
	quoted bool
}

func (s *splitter) begin(start int) { s.start, s.open = start, 0 }

// see keeps count of brackets and quotation marks.
func (s *splitter) see(i int) {
	switch s.tokens[i].Text {
	case "(", "[":
		if i > s.start || s.open > 0 {
			s.open++
		}
	case ")", "]":
		s.open = max(0, s.open-1)
	case `"`:
		s.quoted = s.opens(i)
	case "“", "``":
		s.quoted = true
	case "”":
		s.quoted = false
	}
}

// opens reports whether the straight quotation mark at i opens a quotation: by
// the space around it, else by what came before.
func (s *splitter) opens(i int) bool {
	spaceBefore := i == s.first || s.tokens[i-1].End() < s.tokens[i].Start
	spaceAfter := i+1 == len(s.tokens) || s.tokens[i].End() < s.tokens[i+1].Start
	switch {
	case spaceBefore && !spaceAfter:
		return true
	case spaceAfter && !spaceBefore:
		return false
	}
	return !s.quoted
}

// end returns where the sentence ends if token i ends it, behind the marks that
// close with it; else 0.
func (s *splitter) end(i int) int {
	kind := ends(s.tokens[i].Text)
	if kind == never || i+1 == len(s.tokens) {
		return 0
	}
	if s.open > 0 && s.closesLater(i) {
		return 0
	}
	end := s.closed(i + 1)
	if end == len(s.tokens) {
		return 0 // the block ends here
	}
	next := &s.tokens[end]
	glued := s.tokens[end-1].End() == next.Start
	if glued && !(capital(next.Text) && kind == always && s.tokens[i].Text != "..." || opening(next.Text)) {
		return 0
	}
	if kind == maybe {
		return s.ifTrue(end, s.opener(end))
	}
	marked := end > i+1 // a quotation or a bracket closes behind token i
	switch {
	case i == s.start && isNumber(s.tokens[i].Text), i == s.start+1 && listNumber(s.tokens[s.start].Text):
		return 0 // "1. Norwick"
	case marked && s.tokens[i].Text != "." && s.reported(end):
		return 0 // "Why?" Ann Lee asked.
	case marked && dash(next.Text):
		return 0 // "All is well." - Ann Lee
	case !marked && !glued && i > s.start && !pause(s.tokens[i].Text) && plain(s.tokens[i-1].Text) && plain(next.Text):
		return end // "it was cold. then it rained"
	}
	return s.ifTrue(end, s.startsSentence(end))
}

// closed returns the first token from i on that is not a mark that closes with
// the sentence before it. References stand behind the full stop: "in 1911.[4]".
func (s *splitter) closed(i int) int {
	for i < len(s.tokens) {
		switch {
		case s.reference(i):
			i += 3
		case s.closing(i):
			i++
		default:
			return i
		}
	}
	return i
}

func (s *splitter) reference(i int) bool {
	return i+2 < len(s.tokens) && s.tokens[i].Text == "[" && isNumber(s.tokens[i+1].Text) && s.tokens[i+2].Text == "]"
}

// pause reports whether text is marks of something left out, after which a
// sentence may go on.
func pause(text string) bool { return len(text) > 1 && strings.ContainsAny(text, ".…]") }

// plain reports whether text is a word in small letters that is too long for an
// abbreviation.
func plain(text string) bool {
	if len(text) < 3 && text != "i" {
		return false
	}
	for _, r := range text {
		if !unicode.IsLower(r) {
			return false
		}
	}
	return true
}

var captions = sync.OnceValue(func() lexicon.Set { return lexicon.Words("caption-labels") })

// caption reports whether token i begins the credit of a picture, which often
// follows its caption without a mark: "The harbour Image: Ann Lee".
func (s *splitter) caption(i int) bool {
	return i+1 < len(s.tokens) && s.tokens[i+1].Text == ":" && captions()[s.tokens[i].Text]
}

func (s *splitter) ifTrue(end int, is bool) int {
	if is {
		return end
	}
	return 0
}

// How a token may end a sentence.
const (
	never  = iota
	maybe  // an abbreviation with its full stop
	always // a mark
)

func ends(text string) int {
	last, _ := utf8.DecodeLastRuneInString(text)
	switch last {
	case ']':
		if text == "[...]" {
			return always
		}
		return never
	case '.', '!', '?', '…', '。', '！', '？':
	default:
		return never
	}
	first, _ := utf8.DecodeRuneInString(text)
	if !letter(first) && !digit(first) {
		if strings.Trim(text, ".!?…。！？") == "" {
			return always
		}
		return never
	}
	if class := abbreviations()[strings.TrimSuffix(text, ".")]; class == before || class == number {
		return never
	}
	if utf8.RuneCountInString(text) == 2 {
		return never // an initial
	}
	return maybe
}

// closing reports whether token i closes a quotation or a bracket that ends with
// the sentence before it.
func (s *splitter) closing(i int) bool {
	glued := s.tokens[i-1].End() == s.tokens[i].Start
	switch text := s.tokens[i].Text; text {
	case "”", "’", ")", "]", "»", "}":
		return true
	case "''", "’’":
		// Wire copy opens with these as well: «… he said. ''It is»
		return glued || i+1 == len(s.tokens) || s.tokens[i].End() < s.tokens[i+1].Start
	case `"`:
		return glued || s.quoted && (i+1 == len(s.tokens) || s.tokens[i].End() < s.tokens[i+1].Start)
	case "'":
		return glued
	default:
		return glued && ends(text) == always
	}
}

// closesLater reports whether a bracket that is open at token i is closed soon:
// a sentence inside brackets inside a sentence does not end the outer one.
func (s *splitter) closesLater(i int) bool {
	depth := s.open
	for j := i + 1; j < len(s.tokens) && j < i+60; j++ {
		switch s.tokens[j].Text {
		case "(", "[":
			depth++
		case ")", "]":
			depth--
			if depth < s.open {
				// "(It rained. It snowed.)" at the end is no bracket inside.
				return true
			}
		}
	}
	return false
}

// opener reports whether token i is a word that is capital only because a
// sentence begins with it, perhaps behind a quotation mark.
func (s *splitter) opener(i int) bool {
	for i < len(s.tokens) && opening(s.tokens[i].Text) {
		i++
	}
	if i == len(s.tokens) {
		return false
	}
	text := s.tokens[i].Text
	return capital(text) && openers()[strings.ToLower(text)] && !(text == "I" && i+1 < len(s.tokens) && s.tokens[i+1].Text == ".")
}

// startsSentence reports whether token i may begin a sentence after a full stop.
func (s *splitter) startsSentence(i int) bool {
	r, _ := utf8.DecodeRuneInString(s.tokens[i].Text)
	switch {
	case unicode.IsLower(r):
		// iPhone, eBay
		second, _ := utf8.DecodeRuneInString(s.tokens[i].Text[1:])
		return unicode.IsUpper(second)
	case unicode.IsLetter(r), digit(r):
		return true
	case strings.ContainsRune(",;:/%)]}", r), s.tokens[i].Text == "&":
		return false
	case opening(s.tokens[i].Text), r == '-', r == '–', r == '—':
		// What follows the mark decides: … “and so on”.
		return i+1 == len(s.tokens) || s.startsSentence(i+1)
	}
	return true
}

func opening(text string) bool {
	switch text {
	case `"`, "“", "‘", "``", "''", "’’", "(", "[", "«", "'", "{":
		return true
	}
	return false
}

func listNumber(text string) bool { return isNumber(text) && len(text) <= 3 }

// reported reports whether tokens from i on are the name of a speaker and a
// small word that may be a verb of saying: «Ann Lee asked», «the mayor said».
func (s *splitter) reported(i int) bool {
	j := i
	for j < len(s.tokens) && j < i+5 && capital(s.tokens[j].Text) {
		j++
	}
	if j == i || j == len(s.tokens) {
		return false
	}
	text := s.tokens[j].Text
	return saying()[text]
}
