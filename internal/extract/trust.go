package extract

import "kg/internal/kg"

// A trust says what a statement was read from, which decides how far it is to
// be trusted.
type trust struct {
	form    string   // the form of the clause or the construction
	classes []string // classes of the predicate that its lemma does not tell
}

// trustOf returns the trust of what clause c says.
func (r *reader) trustOf(c *clause) trust { return trust{form: r.form(c)} }

// confidences is how often statements of each form are right, judged by hand
// on news.
var confidences = map[string]float64{
	"verb": 0.87, "copula": 0.83, "content": 0.85, "conjunct": 0.82, "relative": 0.8, "adverbial": 0.85, "acl": 0.72,
	"participle": 0.66, "adverbial-lent": 0.65, "purpose": 0.75, "control": 0.75, "acl-other": 0.65, "light": 0.88,
	"nominal": 0.8, "signed": 0.75, "appositive": 0.88, "title": 0.95, "possessive": 0.85, "quotation": 0.9, "judgement": 0.66,
}

// confidence returns how likely s is right.
func (t trust) confidence(s *kg.Statement) float64 {
	base, known := confidences[t.form]
	if !known {
		base = 0.65
	}
	if s.Object.IsZero() && len(s.Arguments) == 0 {
		base -= 0.08 // often a sign of a tree gone wrong
	}
	if pronoun(s.Subject.Text) && !pronoun(s.Subject.Name) {
		base -= 0.1 // whom the pronoun means may be wrong
	}
	if len(s.Evidence.Text) > longSentence {
		base -= 0.06
	}
	return base
}

// longSentence is the number of bytes beyond which trees go wrong more often.
const longSentence = 260
