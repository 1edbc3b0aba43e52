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
//	=        the form as it stands
//	kN|s     cut N bytes, add s
//	lN|s     the same in small letters
//	!lemma   just this: "be" for "is"

// scriptOf returns the script that makes lemma from form.
func scriptOf(form, lemma string) string {
	form = learn.Straight(form)
	if form == lemma {
		return "="
	}
	for _, start := range []struct{ kind, form string }{{"k", form}, {"l", strings.ToLower(form)}} {
		shared := 0
		for shared < len(start.form) && shared < len(lemma) && start.form[shared] == lemma[shared] {
			shared++
		}
		for shared > 0 && shared < len(lemma) && !utf8.RuneStart(lemma[shared]) {
			shared--
		}
		if cut := len(start.form) - shared; shared > 0 && cut <= 4 && len(lemma)-shared <= 4 {
			return start.kind + strconv.Itoa(cut) + "|" + lemma[shared:]
		}
	}
	return "!" + lemma
}

// applyScript returns the lemma of form; the form itself where the script does
// not fit.
func applyScript(form, script string) string {
	form = learn.Straight(form)
	if lemma, whole := strings.CutPrefix(script, "!"); whole && lemma != "" {
		return lemma
	}
	count, ending, ok := strings.Cut(script, "|")
	if !ok || len(count) < 2 {
		return form
	}
	if count[0] == 'l' {
		form = strings.ToLower(form)
	}
	cut, err := strconv.Atoi(count[1:])
	if err != nil || cut < 0 || cut >= len(form) {
		return form
	}
	stem := form[:len(form)-cut]
	if r, size := utf8.DecodeLastRuneInString(stem); r == utf8.RuneError && size == 1 {
		return form // the cut went through a letter
	}
	return stem + ending
}
