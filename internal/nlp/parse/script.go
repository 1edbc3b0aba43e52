package parse

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"kg/internal/nlp/learn"
)

// A script says how to make a lemma from a form: "l3|y" takes the small letters
// of "Countries", cuts three bytes off the end and adds "y". It is a class that
// a network can choose, also for words it has never seen.
//
//	=        the form as it stands, with straight quotes
//	kN|s     cut N bytes, add s
//	lN|s     the same in small letters
//	tN|s     the same in small letters but for the first: "Miramar" for "MIRAMAR"
//	!lemma   just this: "be" for "is"

// scriptOf returns the script that makes lemma from form.
func scriptOf(form, lemma string) string {
	if form == lemma || learn.Straight(form) == lemma {
		return "="
	}
	form = learn.Straight(form)
	best, least := "!"+lemma, 9
	for _, kind := range []byte("klt") {
		start := recase(form, kind)
		shared := 0
		for shared < len(start) && shared < len(lemma) && start[shared] == lemma[shared] {
			shared++
		}
		for shared > 0 && shared < len(lemma) && !utf8.RuneStart(lemma[shared]) {
			shared--
		}
		cut, add := len(start)-shared, len(lemma)-shared
		if shared > 0 && max(cut, add) <= 4 && cut+add < least {
			best, least = string(kind)+strconv.Itoa(cut)+"|"+lemma[shared:], cut+add
		}
	}
	return best
}

// recase returns form with its letters as kind says.
func recase(form string, kind byte) string {
	switch kind {
	case 'l':
		return strings.ToLower(form)
	case 't':
		_, first := utf8.DecodeRuneInString(form)
		return strings.ToUpper(form[:first]) + strings.ToLower(form[first:])
	}
	return form
}

// applyScript returns the lemma of form; the form itself where the script does
// not fit.
func applyScript(form, script string) string {
	if script == "=" && strings.Trim(form, "—…") == "" {
		return form // the treebanks keep these, and straighten quotes
	}
	form = learn.Straight(form)
	if lemma, whole := strings.CutPrefix(script, "!"); whole && lemma != "" {
		return lemma
	}
	count, ending, ok := strings.Cut(script, "|")
	if !ok || len(count) < 2 {
		return form
	}
	cut, err := strconv.Atoi(count[1:])
	form = recase(form, count[0])
	if err != nil || cut < 0 || cut >= len(form) {
		return form
	}
	stem := form[:len(form)-cut]
	if r, size := utf8.DecodeLastRuneInString(stem); r == utf8.RuneError && size == 1 {
		return form // the cut went through a letter
	}
	return stem + ending
}
