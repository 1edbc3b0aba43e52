package tag

import (
	"cmp"
	"maps"
	"slices"
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
	form := plainForm(tok)
	return l.find(form, tok, caseOf(form, first))
}

// plainForm returns the form of tok without what no lemma has: curly quotes, and
// commas in numbers.
func plainForm(tok *nlp.Token) string {
	form := learn.Straight(tok.Text)
	if tok.XPOS == "CD" {
		form = strings.ReplaceAll(form, ",", "")
	}
	return form
}

func (l *lemmas) find(form string, tok *nlp.Token, c byte) string {
	if lemma, found := l.exceptions[wordKey(form, tok, c)]; found {
		return lemma
	}
	return l.byRule(form, tok, c)
}

func (l *lemmas) byRule(form string, tok *nlp.Token, c byte) string {
	lower := strings.ToLower(form)
	for n := min(longest, len(lower)); n >= 0; n-- {
		rule, found := l.rules[ruleKey(lower[len(lower)-n:], tok.XPOS, c)]
		if !found {
			continue
		}
		if rule == "l" {
			if lower == form {
				continue
			}
			return l.find(lower, tok, small)
		}
		if lemma, ok := apply(rule, form); ok {
			return lemma
		}
	}
	if c == capitals && tok.UPOS != "PROPN" && lower != form {
		return l.find(lower, tok, small)
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

// A rule is "l", which says that the small form of a word in capitals is what to
// look at, or "k", how many bytes to cut off the end ('a' is none), and what to
// put there.
func ruleOf(form, lemma string) (string, bool) {
	if lowered(form, lemma) {
		return "l", true
	}
	n := commonStart(form, lemma)
	if len(form)-n > 25 {
		return "", false
	}
	return string([]byte{'k', 'a' + byte(len(form)-n)}) + lemma[n:], true
}

// lowered reports whether lemma is nearer to the small form than to form.
func lowered(form, lemma string) bool {
	lower := strings.ToLower(form)
	return lower != form && commonStart(lower, lemma) > commonStart(form, lemma)
}

func apply(rule, form string) (string, bool) {
	if len(rule) < 2 {
		return "", false
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
	// The exceptions of small forms come first: those of others rest on them.
	for _, key := range slices.SortedFunc(maps.Keys(seen), smallFirst) {
		best := byCount(seen[key])[0]
		parts := strings.Split(key, "\t")
		tok := &nlp.Token{XPOS: parts[1], UPOS: parts[2]}
		if l.byRule(parts[0], tok, parts[3][0]) != best {
			l.exceptions[key] = best
		}
	}
	return l
}

func smallFirst(a, b string) int {
	return cmp.Or(cmp.Compare(a[len(a)-1], b[len(b)-1]), strings.Compare(a, b))
}

func countLemma(seen, rules map[string]map[string]int, tok *nlp.Token, first bool) {
	form := plainForm(tok)
	if tok.Lemma == "" || tok.Lemma == "_" || strings.Contains(form, "\t") {
		return
	}
	c := caseOf(form, first)
	count(seen, wordKey(form, tok, c), tok.Lemma)
	countRules(rules, seen, form, tok, c)
	if lowered(form, tok.Lemma) {
		form = strings.ToLower(form)
		count(seen, wordKey(form, tok, small), tok.Lemma)
		countRules(rules, seen, form, tok, small)
	}
}

// countRules counts the rule that gives the lemma of tok for all endings of
// form. Rules are a matter of words: a word counts when it is first seen.
func countRules(rules, seen map[string]map[string]int, form string, tok *nlp.Token, c byte) {
	rule, ok := ruleOf(form, tok.Lemma)
	if !ok || seen[wordKey(form, tok, c)][tok.Lemma] > 1 {
		return
	}
	lower := strings.ToLower(form)
	for n := range min(longest, len(lower)) + 1 {
		count(rules, ruleKey(lower[len(lower)-n:], tok.XPOS, c), rule)
	}
}

func count(counts map[string]map[string]int, key, value string) {
	if counts[key] == nil {
		counts[key] = map[string]int{}
	}
	counts[key][value]++
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
