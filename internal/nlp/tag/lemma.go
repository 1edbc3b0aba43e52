package tag

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// lemmas turns a form into its lemma: by what training saw of the word, else by
// the rule of its longest known ending.
type lemmas struct {
	exceptions map[string]string // wordKey → lemma, where the rules are wrong
	rules      map[string]string // ruleKey → rule
}

// longest is the length of the longest ending that a rule looks at.
const longest = 6

// lemma returns the lemma of tok by its form and tags.
func (l *lemmas) lemma(tok *nlp.Token, first bool) string {
	form := learn.Straight(tok.Text)
	c := caseOf(form, first)
	if lemma, found := l.exceptions[wordKey(form, tok, c)]; found {
		return lemma
	}
	return l.byRule(form, tok.XPOS, c)
}

func (l *lemmas) byRule(form, xpos string, c byte) string {
	lower := strings.ToLower(form)
	for n := min(longest, len(lower)); n >= 0; n-- {
		if rule, found := l.rules[ruleKey(lower[len(lower)-n:], xpos, c)]; found {
			if lemma, ok := apply(rule, form); ok {
				return lemma
			}
		}
	}
	return form
}

// The cases of a form. A capital at the beginning of a sentence says little, one
// inside says that the word is a name or made of one: "American".
const (
	small    = 'a'
	begins   = 'b'
	capital  = 'c'
	capitals = 'd'
)

func caseOf(form string, first bool) byte {
	r, size := utf8.DecodeRuneInString(form)
	switch {
	case !unicode.IsUpper(r):
		return small
	case len(form) > size && strings.ToUpper(form) == form:
		return capitals
	case first:
		return begins
	}
	return capital
}

func wordKey(form string, tok *nlp.Token, c byte) string {
	return form + "\t" + tok.XPOS + "\t" + tok.UPOS + "\t" + string(rune(c))
}

func ruleKey(ending, xpos string, c byte) string {
	return string(rune(c)) + xpos + "\t" + ending
}

// A rule says in its first byte whether to make the form small ('l') or to keep
// its case ('k'), in its second how many bytes to cut off its end ('a' is none),
// and then what to put there.
func ruleOf(form, lemma string) (string, bool) {
	keep := byte('k')
	if lower := strings.ToLower(form); lower != form && commonStart(lower, lemma) > commonStart(form, lemma) {
		form, keep = lower, 'l'
	}
	n := commonStart(form, lemma)
	if len(form)-n > 25 {
		return "", false
	}
	return string([]byte{keep, 'a' + byte(len(form)-n)}) + lemma[n:], true
}

func apply(rule, form string) (string, bool) {
	if rule[0] == 'l' {
		form = strings.ToLower(form)
	}
	cut := int(rule[1] - 'a')
	if cut > len(form) || cut == len(form) && len(rule) == 2 {
		return "", false
	}
	return form[:len(form)-cut] + rule[2:], true
}

func commonStart(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && (n < len(a) && !utf8.RuneStart(a[n]) || n < len(b) && !utf8.RuneStart(b[n])) {
		n--
	}
	return n
}

// trainLemmas reads rules and exceptions off docs with gold lemmas.
func trainLemmas(docs []*nlp.Doc) lemmas {
	seen := map[string]map[string]int{}  // wordKey → lemma → tokens
	rules := map[string]map[string]int{} // ruleKey → rule → words
	for _, doc := range docs {
		for _, span := range doc.Sentences {
			for i := span.Start; i < span.End; i++ {
				countLemma(seen, rules, &doc.Tokens[i], i == span.Start)
			}
		}
	}
	l := lemmas{exceptions: map[string]string{}, rules: map[string]string{}}
	for key, count := range rules {
		best := byCount(count)[0]
		if _, ending, _ := strings.Cut(key, "\t"); ending == "" || count[best] >= 2 {
			l.rules[key] = best
		}
	}
	l.prune()
	for key, count := range seen {
		best := byCount(count)[0]
		parts := strings.Split(key, "\t")
		if form, xpos, c := parts[0], parts[1], parts[3][0]; l.byRule(form, xpos, c) != best {
			l.exceptions[key] = best
		}
	}
	return l
}

func countLemma(seen, rules map[string]map[string]int, tok *nlp.Token, first bool) {
	form := learn.Straight(tok.Text)
	if tok.Lemma == "" || tok.Lemma == "_" || strings.ContainsAny(form, "\t") {
		return
	}
	c := caseOf(form, first)
	key := wordKey(form, tok, c)
	if seen[key] == nil {
		seen[key] = map[string]int{}
	}
	seen[key][tok.Lemma]++
	if seen[key][tok.Lemma] > 1 {
		return // rules are a matter of words, not of how often they stand there
	}
	rule, ok := ruleOf(form, tok.Lemma)
	if !ok {
		return
	}
	lower := strings.ToLower(form)
	for n := range min(longest, len(lower)) + 1 {
		key := ruleKey(lower[len(lower)-n:], tok.XPOS, c)
		if rules[key] == nil {
			rules[key] = map[string]int{}
		}
		rules[key][rule]++
	}
}

// prune drops rules that say the same as the rule of the next shorter ending.
func (l *lemmas) prune() {
	var same []string
	for key, rule := range l.rules {
		head, ending, _ := strings.Cut(key, "\t")
		for n := 1; n <= len(ending); n++ {
			if shorter, found := l.rules[head+"\t"+ending[n:]]; found {
				if shorter == rule {
					same = append(same, key)
				}
				break
			}
		}
	}
	for _, key := range same {
		delete(l.rules, key)
	}
}
