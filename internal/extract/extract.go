// Package extract reads statements off an annotated document.
//
// A clause is what a predicate and its arguments make: clauses reads every one
// off the tree, once. Each kind of construction has an extractor in a file of
// its own that turns clauses and phrases into statements: verb.go, copula.go,
// appositive.go. To add one, write its function and list it in extractors.
// Tuples makes something else of the same clauses: the words of each sentence,
// for comparison with other systems.
package extract

import (
	"slices"

	"kg/internal/kg"
	"kg/internal/nlp"
)

// An extractor finds the statements that one construction makes in a sentence.
type extractor struct {
	name string
	find func(r *reader, s *sentence) []finding
}

// extractors run in this order; an earlier one wins when two find the same.
var extractors = []extractor{
	{"verb", verbs},             // Acme bought Beta
	{"copula", copulas},         // Acme is a bank
	{"light", lightVerbs},       // Acme voiced support for the plan
	{"nominal", nominals},       // their opposition to the plan
	{"signed", signed},          // a letter signed by teachers urges …
	{"appositive", appositives}, // Ada Moss, a farmer
	{"title", titles},           // mayor Ada Moss
	{"possessive", possessives}, // Acme's Ada Moss
	{"quotation", quotations},   // "…" over several sentences
	{"judgement", judgements},   // Moss thinks the plan would be a mistake
}

// A finding is a statement and what decides about its qualifiers.
type finding struct {
	kg.Statement
	at     int    // the token that carries the predicate: who says so hangs on it
	status status // how it is meant
	trust  trust  // what speaks for and against it

	clausal bool // the object is a clause
}

// clausalClasses are the classes of verbs that mean something else before a
// noun.
var clausalClasses = map[string]bool{"say": true, "believe": true}

// A sentence is a sentence with its clauses.
type sentence struct {
	nlp.Span
	number  int
	clauses []clause
}

// Statements returns what article says, sentence by sentence. doc is its text,
// resolved; entities are aligned with doc.Chains: entry i belongs to chain i,
// with an empty ID if that chain is no entity.
func Statements(doc *nlp.Doc, entities []kg.Entity, article *kg.Article) []kg.Statement {
	r := newReader(doc, entities, article)
	var all []kg.Statement
	seen := map[string]bool{}
	for number := range r.sentences {
		s := &r.sentences[number]
		start := len(all)
		for _, e := range extractors {
			for _, f := range e.find(r, s) {
				r.complete(&f, s, e.name)
				if r.doubtful(&f) {
					continue
				}
				if key := sameKey(&f.Statement); !seen[key] {
					seen[key] = true
					all = append(all, f.Statement)
				}
			}
		}
		slices.SortStableFunc(all[start:], func(a, b kg.Statement) int {
			return a.Predicate.Offsets.Start - b.Predicate.Offsets.Start
		})
	}
	return all
}

// complete fills in what every statement has: speaker, polarity, modality,
// evidence, confidence and ID.
func (r *reader) complete(f *finding, s *sentence, extractor string) {
	st := &f.Statement
	st.Extractor = extractor
	if f.status.negative {
		st.Polarity = kg.Negative
	}
	st.Modality = f.status.modality
	r.speakers(f)
	speakForSelf(st)
	untangle(st)
	st.Evidence = kg.Evidence{Article: r.article.ID, Sentence: s.number, Text: r.SpanText(s.Span),
		Offsets: kg.Offsets{Start: r.Tokens[s.Start].Start, End: r.Tokens[s.End-1].End()}}
	st.Predicate.Broader = classesOf(st.Predicate.Lemma)
	if len(st.Predicate.Broader) > 0 && !f.clausal && clausalClasses[st.Predicate.Broader[0]] {
		st.Predicate.Broader = nil // "claimed thousands of lives" says nothing
	}
	if len(st.Predicate.Broader) == 0 && len(f.trust.classes) > 0 {
		st.Predicate.Broader = f.trust.classes
	}
	st.Confidence = f.trust.confidence(st)
	st.ID = kg.NewID(st)
}

// speakers sets who says f: the source of the innermost attribution that f
// stands in, and those around it.
func (r *reader) speakers(f *finding) {
	if f.at < 0 {
		return
	}
	k := r.inside[f.at]
	if who, cue := r.voice(f.at); cue >= 0 && r.inside[cue] == k {
		f.Speaker = r.term(who)
	}
	for depth := 0; k >= 0 && depth < 8; depth++ {
		a := &r.attributions[k]
		if c := r.clauseOf[f.at]; c != nil && slices.Contains(c.chain, a.CueHead) || !voiced(a.Form) || r.making(a.CueHead) || a.SourceHead >= 0 && r.pronounRelative(a.SourceHead) {
			// "he wants to leave" is the predicate itself, not somebody's word;
			// "they praised the farmer who grew it" has a clause of the article's
			// own.
			k = a.Parent
			continue
		}
		if a.SourceHead >= 0 {
			speaker := r.term(argument{head: a.SourceHead})
			if f.Speaker.IsZero() {
				f.Speaker = speaker
			} else if speaker.Node() != f.Speaker.Node() {
				f.Via = append(f.Via, speaker)
			}
		} else if f.Modality == kg.Actual && !r.besideCue(f.at, a.CueHead) {
			// "it is said that": somebody says so, but nobody is named.
			f.Modality = kg.Possible
		}
		k = a.Parent
	}
}

// besideCue reports whether token i stands in an adverbial clause with a finite
// verb that hangs on the cue: in "was not thought a fact, as nobody had seen it"
// nobody thinks that nobody had seen it.
func (r *reader) besideCue(i, cue int) bool {
	for ; i >= 0 && i != cue; i = r.head(i) {
		if r.head(i) == cue && r.is(i, "advcl") && r.marker(i) != "" && !r.infinitive(i) && r.Tokens[i].XPOS != "VBG" {
			return true
		}
	}
	return false
}

// voice returns who says or thinks the clause that token i stands in, by the
// tree alone, and the verb that says so, or -1: Moss and thinks in "Moss thinks
// that the mill will close".
func (r *reader) voice(i int) (argument, int) {
	for depth := 0; i >= 0 && depth < 40; depth++ {
		h := r.head(i)
		if h < 0 {
			break
		}
		if r.is(i, "ccomp") && r.parted(i) {
			break
		}
		if r.is(i, "ccomp") && r.Tokens[h].UPOS == "VERB" && r.dep(h, "aux:pass") < 0 {
			if lemma := r.verbLemma(h); inClass(lemma, "say") || inClass(lemma, "believe") || lemma == "say" || lemma == "believe" {
				if c := r.clauseOf[h]; c != nil && r.usable(c.subject) {
					return c.subject, h
				}
			}
		}
		i = h
	}
	return noArgument, -1
}

// making reports whether i is a verb that lets something be rather than says
// that it is: allow, cause.
func (r *reader) making(i int) bool {
	if i < 0 || !r.controls(i) {
		return false
	}
	lemma := r.lemma(i)
	return !inClass(lemma, "say") && !inClass(lemma, "believe") && !inClass(lemma, "call for") && !wished()[lemma] &&
		(embeddingVerbs()[lemma] == "possible" || embeddingVerbs()[lemma] == "actual")
}

// voiced reports whether what stands in the content of an attribution of this
// form is the word of its source.
func voiced(form string) bool {
	switch form {
	case "clause", "quote", "inserted", "according", "signature", "headline", "noun clause", "passive":
		return true
	}
	return false
}

// sameKey says what a statement says; two with the same key say one thing.
func sameKey(s *kg.Statement) string {
	key := s.Subject.Node() + "\x00" + s.Predicate.Lemma + "\x00" + s.Object.Node() + "\x00" + s.Speaker.Node() +
		"\x00" + s.Polarity.String() + s.Modality.String()
	for _, a := range s.Arguments {
		key += "\x00" + a.Role + "\x00" + a.Node()
	}
	return key + "\x00" + itoa(s.Evidence.Sentence)
}
