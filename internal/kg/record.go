package kg

import (
	"bytes"
	"encoding/json"
	"math"
)

// A Record is a Statement in the form that users see: one JSON object, keys in
// this order. What is empty is left out.
type Record struct {
	ID         string           `json:"id"`
	Article    string           `json:"article"`
	Subject    *TermRecord      `json:"subject,omitempty"`
	Predicate  *PredicateRecord `json:"predicate"`
	Object     *TermRecord      `json:"object,omitempty"`
	Args       []TermRecord     `json:"args,omitempty"`
	Speaker    *TermRecord      `json:"speaker,omitempty"`
	Via        []TermRecord     `json:"via,omitempty"`
	Polarity   string           `json:"polarity"`
	Modality   string           `json:"modality"`
	Inferred   bool             `json:"inferred,omitempty"`
	Sentence   SentenceRecord   `json:"sentence"`
	Extractor  string           `json:"extractor"`
	Confidence float64          `json:"confidence"`
}

// A TermRecord is a Term as users see it.
type TermRecord struct {
	Role    string    `json:"role,omitempty"`
	ID      string    `json:"id,omitempty"`
	Name    string    `json:"name,omitempty"`
	Type    string    `json:"type,omitempty"`
	Aliases []string  `json:"aliases,omitempty"`
	Text    string    `json:"text"`
	Value   string    `json:"value,omitempty"`
	Plain   string    `json:"plain,omitempty"`
	Start   int       `json:"start"`
	End     int       `json:"end"`
	Spans   []Offsets `json:"spans,omitempty"`
}

// A PredicateRecord is a Predicate as users see it.
type PredicateRecord struct {
	ID      string    `json:"id"`
	Lemma   string    `json:"lemma"`
	Text    string    `json:"text"`
	Broader []string  `json:"broader,omitempty"`
	Start   int       `json:"start"`
	End     int       `json:"end"`
	Spans   []Offsets `json:"spans,omitempty"`
}

// A SentenceRecord is where a statement was read.
type SentenceRecord struct {
	Index int    `json:"index"`
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// NewRecord returns s as users see it. article is the name of its article;
// entities gives the entity of an ID, for its aliases, and may be nil.
func NewRecord(s *Statement, article string, entities func(id string) (Entity, bool)) Record {
	term := func(t *Term, role string) *TermRecord {
		if t.IsZero() {
			return nil
		}
		r := &TermRecord{Role: role, ID: t.Entity, Name: t.Name, Type: t.Type, Text: t.Text, Value: t.Value,
			Plain: t.Plain, Start: t.Offsets.Start, End: t.Offsets.End, Spans: t.Spans}
		if entities != nil && t.Entity != "" {
			if e, ok := entities(t.Entity); ok {
				r.Aliases = e.Aliases
			}
		}
		return r
	}
	p := &s.Predicate
	r := Record{
		ID: s.ID, Article: article,
		Subject: term(&s.Subject, ""),
		Predicate: &PredicateRecord{ID: p.ID(), Lemma: p.Lemma, Text: p.Text, Broader: p.Broader,
			Start: p.Offsets.Start, End: p.Offsets.End, Spans: p.Spans},
		Object:   term(&s.Object, ""),
		Speaker:  term(&s.Speaker, ""),
		Polarity: s.Polarity.String(), Modality: s.Modality.String(), Inferred: s.Inferred,
		Sentence: SentenceRecord{Index: s.Evidence.Sentence, Text: s.Evidence.Text,
			Start: s.Evidence.Start, End: s.Evidence.End},
		Extractor: s.Extractor, Confidence: math.Round(s.Confidence*1000) / 1000,
	}
	for i := range s.Arguments {
		r.Args = append(r.Args, *term(&s.Arguments[i].Term, s.Arguments[i].Role))
	}
	for i := range s.Via {
		r.Via = append(r.Via, *term(&s.Via[i], ""))
	}
	return r
}

// MarshalLine returns v as one line of JSON, with its newline and without
// escapes for HTML.
func MarshalLine(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
