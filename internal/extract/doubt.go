package extract

import (
	"slices"
	"strings"
	"sync"

	"kg/internal/kg"
	"kg/internal/lexicon"
)

// unlikely is the confidence below which a statement is not worth its place.
const unlikely = 0.56

// doubtful reports whether f had better not be said: it says next to nothing,
// lacks what its words ask for, or nobody knows who says it.
func (r *reader) doubtful(f *finding) bool {
	if f.Confidence < unlikely || f.Subject.IsZero() {
		return true
	}
	bare := f.Object.IsZero() && len(f.Arguments) == 0
	if bare && f.Subject.Entity == "" && f.Polarity == kg.Positive && (f.Modality == kg.Hypothetical || f.Modality == kg.Possible) {
		return true // somebody might do something
	}
	if f.misread() || bare && f.Subject.Entity == "" && f.Modality != kg.Actual || f.at < 0 && f.Inferred && f.Object.IsZero() {
		return true
	}
	if f.at < 0 {
		return false
	}
	if f.Speaker.IsZero() && (strings.EqualFold(f.Subject.Text, "I") || r.inFirstPerson(f.at)) {
		return true
	}
	c := r.clauseOf[f.at]
	if c == nil || c.head != f.at {
		return false
	}
	if c.passive && f.clausal && !c.agent.there() && inClass(r.lemma(c.head), "say") && !inClass(r.lemma(c.head), "urge") && r.dep(c.head, "aux:pass") < 0 {
		return true // "was tried and said he knew nothing": no passive
	}
	return bare && (c.subject.there() && r.lower(c.subject.head) == "you" || r.incomplete(c)) || r.resulting(c)
}

// misread reports whether the words of f show that its tree has gone wrong: a
// noun that nothing ties to the predicate, a clause that breaks off, one
// thing that is itself.
func (f *finding) misread() bool {
	for k := range f.Arguments {
		if a := &f.Arguments[k]; a.Role == "manner" && a.Value == "" {
			return true
		}
	}
	if f.clausal {
		last := f.Object.Name[strings.LastIndexByte(f.Object.Name, ' ')+1:]
		switch strings.ToLower(last) {
		case "to", "the", "a", "an", "of", "and", "or", "that":
			return true
		}
	}
	if strings.Contains(f.Predicate.Text+" ", " that ") {
		return true
	}
	return f.Predicate.Lemma == "be" && strings.EqualFold(f.Subject.Name, f.Object.Name)
}

// inFirstPerson reports whether the sentence of token i speaks of I or we, which
// an article does not, outside quotation marks: who speaks is not known.
func (r *reader) inFirstPerson(i int) bool {
	s := r.Sentences[r.sentence[i]]
	for k := s.Start; k < s.End; k++ {
		if r.inside[k] >= 0 {
			continue
		}
		switch r.lower(k) {
		case "i", "we", "my", "our", "me", "us", "myself", "ourselves":
			if r.Tokens[k].UPOS == "PRON" {
				return true
			}
		}
	}
	return false
}

// incomplete reports whether the predicate of c has a complement that did not
// become part of a statement: "was designed to help", "learn how to walk".
func (r *reader) incomplete(c *clause) bool {
	if r.there(c) {
		return false
	}
	for _, d := range r.deps[c.head] {
		if r.is(d, "obj", "ccomp", "xcomp", "obl") && d != c.subject.head && d > c.head || r.is(d, "advcl") && d > c.head && (r.infinitive(d) || r.Tokens[d].XPOS == "VBG") {
			return true
		}
	}
	return false
}

// resultVerbs are verbs whose participle says what came of a whole sentence.
var resultVerbs = sync.OnceValue(func() lexicon.Set { return lexicon.Words("result-verbs") })

// resulting reports whether c is such a participle behind a comma, and what it
// would have for a subject is somebody: "Moss resigned, leading to a vote".
func (r *reader) resulting(c *clause) bool {
	v := c.chain[0]
	if !r.is(v, "advcl") || !r.participle(v) || r.Tokens[v].XPOS != "VBG" || !resultVerbs()[r.lemma(v)] || r.head(v) > v || !c.subject.there() || !c.subject.lent || r.restrictive(v) {
		return false
	}
	switch r.typeOf(c.subject.head) {
	case "PERSON", "ORG", "PLACE":
		return true
	}
	return slices.Contains([]string{"he", "she", "they", "we", "i"}, r.lower(c.subject.head))
}
