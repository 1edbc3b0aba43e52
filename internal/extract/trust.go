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
// on development data.
var confidences = map[string]float64{
	"verb": 0.92, "copula": 0.9, "content": 0.9, "conjunct": 0.85, "relative": 0.82, "adverbial": 0.87, "acl": 0.8,
	"participle": 0.78, "adverbial-lent": 0.75, "purpose": 0.8, "control": 0.78, "acl-other": 0.7, "light": 0.88,
	"nominal": 0.8, "signed": 0.75, "appositive": 0.85, "title": 0.92, "possessive": 0.85, "quotation": 0.9, "judgement": 0.6,
}

// confidence returns how likely s is right.
func (t trust) confidence(s *kg.Statement) float64 {
	base, known := confidences[t.form]
	if !known {
		base = 0.7
	}
	if s.Object.IsZero() && len(s.Arguments) == 0 {
		base -= 0.1
	}
	if s.Subject.Entity == "" && s.Subject.Name == s.Subject.Text {
		base -= 0.03
	}
	return base
}
