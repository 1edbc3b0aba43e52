package parse

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

// A wordTag is a word as written, with an XPOS.
type wordTag struct{ form, xpos string }

// lemma returns the lemma of a tagged token, given the scores of the scripts.
func (n *Network) lemma(tok *nlp.Token, scores []float32) string {
	form := learn.Straight(tok.Text)
	if script, ok := n.exceptions[wordTag{form, tok.XPOS}]; ok {
		return applyScript(tok.Text, script)
	}
	switch xpos := tok.XPOS; {
	case (xpos == "VBD" || xpos == "VBN") && irregular()[strings.ToLower(form)] != "":
		return irregular()[strings.ToLower(form)]
	case xpos == "CD" && strings.ContainsAny(form, "0123456789"):
		return strings.ReplaceAll(form, ",", "") // 1100 of "1,100"
	case strings.HasPrefix(xpos, "NNP"):
		lemma := n.likelyLemma(tok, form, scores)
		if unicode.IsUpper(firstRune(form)) && unicode.IsLower(firstRune(lemma)) {
			return recase(lemma, 't') // "Space" in "the Space Agency"
		}
		return lemma
	case neverCapital(xpos):
		return strings.ToLower(n.likelyLemma(tok, form, scores))
	}
	return n.likelyLemma(tok, form, scores)
}

// neverCapital reports whether lemmas with this XPOS are in small letters:
// verbs, and the small words but for "I".
func neverCapital(xpos string) bool {
	switch xpos {
	case "IN", "DT", "TO", "CC", "MD", "RB", "RP", "WDT", "WP", "WRB", "PRP$", "EX":
		return true
	}
	return strings.HasPrefix(xpos, "VB")
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// candidates is how many of the best scripts likelyLemma looks at.
const candidates = 8

// likelyLemma takes the first of the best scripts that makes a word, of those
// that spelling allows: "charging"
// is of "charge", for the raw text has no "charg". Scripts that give a whole
// lemma, "good" for "best", are for the words that they were learnt from.
func (n *Network) likelyLemma(tok *nlp.Token, form string, scores []float32) string {
	_, learnt := n.words[learn.Key(form)]
	var bases []string // what it can be by its ending; nil if anything
	if !learnt && tok.UPOS != "PROPN" {
		bases = baseForms(form, tok.XPOS)
	}
	first := ""
	tried := make([]int, 0, candidates)
	for len(tried) < min(candidates, len(scores)) {
		best := -1
		for j, v := range scores {
			if !slices.Contains(tried, j) && (best < 0 || v > scores[best]) {
				best = j
			}
		}
		tried = append(tried, best)
		if !learnt && n.scripts[best][0] == '!' {
			continue
		}
		lemma := applyScript(tok.Text, n.scripts[best])
		if bases != nil && !slices.Contains(bases, strings.ToLower(lemma)) {
			continue
		}
		if first == "" {
			first = lemma
			if len(lemma) >= len(form) || tok.UPOS == "PROPN" {
				break // nothing was cut, or it is a name
			}
		}
		if len(lemma) < len(form) && n.known(lemma) {
			return lemma
		}
	}
	switch {
	case bases != nil && (first == "" || len(bases) > 1 && doubled(bases[1]) && bases[0] == bases[1][:len(bases[1])-1]):
		return bases[0] // "blog" and not "blogg", though neither is known
	case first != "":
		return first
	}
	return form
}

// known reports whether lemma is a word of the raw text.
func (n *Network) known(lemma string) bool {
	_, ok := n.clusters.Rank(learn.Key(lemma))
	return ok
}

// A tally counts for one word with one XPOS which scripts are right, and how
// often the network was wrong.
type tally struct {
	scripts map[string]int
	wrong   int
}

// learnExceptions notes the words of gold for which the commonest lemma is more
// often right than what the network says.
func (n *Network) learnExceptions(gold []*nlp.Doc) {
	n.exceptions = map[wordTag]string{}
	tallies := map[wordTag]*tally{}
	for _, doc := range gold {
		if !doc.Has(nlp.Tagged) {
			continue
		}
		ours := &nlp.Doc{Text: doc.Text, Tokens: slices.Clone(doc.Tokens), Sentences: doc.Sentences}
		n.Parse(ours)
		for i := range doc.Tokens {
			tok := &doc.Tokens[i]
			word := wordTag{learn.Straight(tok.Text), tok.XPOS}
			t := tallies[word]
			if t == nil {
				t = &tally{scripts: map[string]int{}}
				tallies[word] = t
			}
			t.scripts[scriptOf(tok.Text, tok.Lemma)]++
			if ours.Tokens[i].Lemma != tok.Lemma {
				t.wrong++
			}
		}
	}
	for word, t := range tallies {
		var common string
		all := 0
		for _, script := range slices.Sorted(maps.Keys(t.scripts)) {
			all += t.scripts[script]
			if t.scripts[script] > t.scripts[common] {
				common = script
			}
		}
		if all-t.scripts[common] < t.wrong {
			n.exceptions[word] = common
		}
	}
}

// writeExceptions writes the exceptions in order, so that the same network
// gives the same file.
func (n *Network) writeExceptions(e *learn.Encoder) {
	words := make([]wordTag, 0, len(n.exceptions))
	for word := range n.exceptions {
		words = append(words, word)
	}
	slices.SortFunc(words, func(a, b wordTag) int {
		return cmp.Or(cmp.Compare(a.form, b.form), cmp.Compare(a.xpos, b.xpos))
	})
	var forms, tags, scripts []string
	for _, word := range words {
		forms, tags, scripts = append(forms, word.form), append(tags, word.xpos), append(scripts, n.exceptions[word])
	}
	e.Strings(forms)
	e.Strings(tags)
	e.Strings(scripts)
}

func (n *Network) readExceptions(d *learn.Decoder) {
	forms, tags, scripts := d.Strings(), d.Strings(), d.Strings()
	if len(tags) != len(forms) || len(scripts) != len(forms) {
		d.Fail("%d words have %d tags and %d scripts", len(forms), len(tags), len(scripts))
		return
	}
	n.exceptions = make(map[wordTag]string, len(forms))
	for i, form := range forms {
		n.exceptions[wordTag{form, tags[i]}] = scripts[i]
	}
}
