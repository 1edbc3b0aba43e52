// Package kg holds the nouns of the program: what an article is, what it says,
// and what it speaks of.
//
// An Article goes in, Entities and Statements come out. Nothing here does any
// work; start with Statement.
package kg

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// An Article is one news article, cleaned and ready to be read.
type Article struct {
	ID        string // "article/" and a hash of the content; see ArticleID
	Source    string // what the user calls it: file name without ending, or the object's own id
	URL       string // empty for a local file
	Title     string
	Publisher string
	Published time.Time // zero if unknown
	Language  string    // BCP 47, "en"; empty if unknown
	Text      string    // every Offsets in the program points in here
}

// ArticleID returns the ID of a: the same words under the same address and
// headline always get the same one.
func ArticleID(a *Article) string {
	return "article/" + hash(a.URL, a.Title, a.Publisher, dateKey(a.Published), a.Text)
}

func dateKey(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// Offsets is a half-open range of bytes in Article.Text.
type Offsets struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// An Entity is something in the world that articles speak of.
type Entity struct {
	ID      string   // "ent/antony-blinken"; empty if the chain is no entity
	Name    string   // the fullest name seen
	Type    string   // PERSON, ORG, PLACE: the label of its mentions
	Aliases []string // other names, in order of first use
}

// A Term is one end of a statement.
type Term struct {
	Text    string    // the words as they stand in the article: "he"
	Name    string    // what they stand for: "Antony Blinken"; else the plain phrase
	Entity  string    // ID of the entity they refer to; empty if there is none
	Type    string    // type of the entity or the phrase's head; mostly empty for phrases
	Plain   string    // for a phrase, its plainer form: "reoccupation"; empty if Name is as plain
	Value   string    // normalised date, number or amount: "2024-03-01"; mostly empty
	Offsets Offsets   // where Text stands
	Spans   []Offsets // the pieces, if Text is made of several; else empty
}

// IsZero reports whether t is absent.
func (t *Term) IsZero() bool { return t.Text == "" && t.Name == "" }

// Node returns the ID of t in the graph: its entity, or the phrase that its
// name makes. It is empty if t is absent.
func (t *Term) Node() string {
	switch {
	case t.Entity != "":
		return t.Entity
	case t.Name != "":
		return PhraseID(t.Name)
	}
	return ""
}

// An Argument is a further part of a statement, with a role: "time", "place",
// or the preposition that leads it.
type Argument struct {
	Role string
	Term
}

// A Predicate says what the subject does to the object.
type Predicate struct {
	Text    string    // as it stands: "has agreed to buy"
	Lemma   string    // canonical: "agree to buy"
	Broader []string  // classes it belongs to, nearest first: "oppose"; empty if none
	Offsets Offsets   // from its first word to its last
	Spans   []Offsets // the pieces, if there are several; else empty
}

// ID returns the ID of the predicate in the graph: "rel/agree-to-buy".
func (p *Predicate) ID() string { return PredicateID(p.Lemma) }

// Polarity says whether something is affirmed or denied.
type Polarity uint8

// The polarities.
const (
	Positive Polarity = iota
	Negative
)

var polarities = []string{"positive", "negative"}

func (p Polarity) String() string { return polarities[p] }

// Modality says how firmly something is said.
type Modality uint8

// The modalities.
const (
	Actual Modality = iota
	Future
	Possible
	Obligation
	Hypothetical
	Question
)

var modalities = []string{"actual", "future", "possible", "obligation", "hypothetical", "question"}

func (m Modality) String() string { return modalities[m] }

// Evidence is where a statement was read.
type Evidence struct {
	Article  string // ID of the article
	Sentence int    // its number in the article, from 0
	Text     string // the words of the sentence
	Offsets         // where the sentence stands
}

// A Statement is one thing that an article says.
//
// The zero Speaker, Polarity and Modality are the plain case: the article says
// so, in its own voice, as a fact.
type Statement struct {
	ID        string // see NewID
	Subject   Term
	Predicate Predicate
	Object    Term
	Arguments []Argument

	Speaker  Term   // who says so, if not the article itself
	Via      []Term // who says that Speaker says so, innermost first
	Polarity Polarity
	Modality Modality
	Inferred bool // follows from what is said, but is not said

	Evidence   Evidence
	Extractor  string  // name of the extractor that found it
	Confidence float64 // 0 to 1
}

// Asserted reports whether the article itself says that s is so. Only
// asserted statements become edges of the graph.
func (s *Statement) Asserted() bool {
	return s.Speaker.IsZero() && s.Polarity == Positive && s.Modality == Actual && !s.Inferred
}

// NewID returns the ID of s, made from where it stands and what it says. It
// does not depend on what its terms refer to, so that merging entities does not
// change it.
func NewID(s *Statement) string {
	parts := []string{s.Evidence.Article, s.Extractor, offsetsKey(s.Evidence.Offsets),
		s.Subject.Text, offsetsKey(s.Subject.Offsets),
		s.Predicate.Lemma, offsetsKey(s.Predicate.Offsets),
		s.Object.Text, offsetsKey(s.Object.Offsets),
		s.Speaker.Text, offsetsKey(s.Speaker.Offsets),
		s.Polarity.String(), s.Modality.String(), strconv.FormatBool(s.Inferred)}
	for _, a := range s.Arguments {
		parts = append(parts, a.Role, a.Text, offsetsKey(a.Offsets))
	}
	return "stmt/" + hash(parts...)
}

func offsetsKey(o Offsets) string { return strconv.Itoa(o.Start) + "-" + strconv.Itoa(o.End) }

// PredicateID returns the ID of a predicate: "call for" gives "rel/call-for".
func PredicateID(lemma string) string { return "rel/" + Slug(lemma) }

// PhraseID returns the ID of a phrase that is no entity. Phrases that differ
// only in case, spacing and punctuation share one.
func PhraseID(name string) string { return "phrase/" + Slug(name) }

// Slug returns text in lower case with every run of other characters than
// letters and digits as one hyphen. Text without letters and digits gives a
// hash of it, so that the result is never empty; a very long one is cut and
// ends in a hash.
func Slug(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte('-')
			gap = false
		}
		b.WriteRune(unicode.ToLower(r))
	}
	slug := b.String()
	switch {
	case slug == "":
		return hash(text)[:12]
	case len(slug) > maxSlug:
		return strings.ToValidUTF8(slug[:maxSlug], "") + "-" + hash(slug)[:12]
	}
	return slug
}

const maxSlug = 120 // bytes

// hash returns 16 hex digits that depend on every part and on how they are
// divided.
func hash(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(strconv.Itoa(len(p))))
		h.Write([]byte{':'})
		h.Write([]byte(p))
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}
