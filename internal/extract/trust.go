package extract

import (
	"strings"

	"kg/internal/kg"
)

// A trust says what a statement was read from, which decides how far it is to
// be trusted.
type trust struct {
	form      string   // the form of the clause or the construction
	classes   []string // classes of the predicate that its lemma does not tell
	ambiguous bool     // another noun stands between the clause and the one it hangs on
	far       bool     // more than a few words stand between subject and predicate
}

// trustOf returns the trust of what clause c says.
func (r *reader) trustOf(c *clause) trust {
	t := trust{form: r.form(c)}
	top := r.first(c.chain[0])
	if h := r.head(top); h >= 0 && h < top && (c.relative || r.is(top, "acl")) {
		for k := h + 1; k < r.reach[top].Start; k++ {
			if tag := r.Tokens[k].UPOS; (tag == "NOUN" || tag == "PROPN" || tag == "VERB") && !r.is(k, "flat", "compound") {
				t.ambiguous = true
			}
		}
	}
	if s := c.subject; s.there() && s.head < c.chain[0] && len(c.words) > 0 {
		t.far = c.words[0]-s.head > farSubject && !c.copula
	}
	return t
}

// farSubject is the number of tokens from the head of a subject to its
// predicate beyond which trees go wrong more often.
const farSubject = 4

// confidences is how often statements of each form are right, judged by hand
// on news.
var confidences = map[string]float64{
	"verb": 0.78, "copula": 0.77, "content": 0.8, "conjunct": 0.72, "relative": 0.72, "adverbial": 0.8, "acl": 0.74,
	"participle": 0.62, "adverbial-lent": 0.54, "purpose": 0.69, "control": 0.58, "acl-other": 0.64, "light": 0.9,
	"nominal": 0.79, "signed": 0.69, "appositive": 0.94, "title": 0.96, "possessive": 0.85, "quotation": 0.94, "judgement": 0.6,
}

// confidence returns how likely s is right.
func (t trust) confidence(s *kg.Statement) float64 {
	c, known := confidences[t.form]
	if !known {
		c = 0.6
	}
	if t.ambiguous {
		c -= 0.18
	}
	if t.far {
		c -= 0.08
	}
	if s.Object.IsZero() {
		c -= 0.06
		if len(s.Arguments) == 0 {
			c -= 0.08
		}
	}
	if pronoun(s.Subject.Text) && !strings.EqualFold(s.Subject.Text, s.Subject.Name) {
		c -= 0.02 // whom the pronoun means may be wrong
	}
	if s.Modality == kg.Hypothetical {
		c -= 0.08
	}
	switch n := len(s.Evidence.Text); {
	case n > 2*longSentence:
		c -= 0.15
	case n > longSentence:
		c -= 0.03
	}
	return c
}

// longSentence is the number of bytes beyond which trees go wrong more often.
const longSentence = 220
