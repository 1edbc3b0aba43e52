package extract

import (
	"kg/internal/kg"
	"kg/internal/nlp"
)

// quotations reads a quotation that runs over several sentences: each sentence
// without the cue is said by the same speaker.
func quotations(r *reader, s *sentence) []finding {
	var all []finding
	for k := range r.attributions {
		a := &r.attributions[k]
		if a.SourceHead < 0 || a.CueHead < 0 || r.sentence[a.CueHead] == s.number || a.Parent >= 0 {
			continue
		}
		for _, span := range a.Content {
			part := nlp.Span{Start: max(span.Start, s.Start), End: min(span.End, s.End)}
			if part.Len() < 3 || !r.holdsVerb(part) {
				continue
			}
			object := r.quoted(part)
			if object.Text == "" {
				continue
			}
			lemma := r.lemma(a.CueHead)
			if r.Tokens[a.CueHead].UPOS != "VERB" {
				lemma = "say"
			}
			lemma = r.sayLemma(lemma, "quote")
			all = append(all, finding{at: -1, clausal: true, trust: trust{form: "quotation"}, Statement: kg.Statement{
				Subject:   r.term(argument{head: a.SourceHead}),
				Predicate: r.predicateOf([]int{a.CueHead}, lemma), Object: object}})
			break
		}
	}
	return all
}

// sayLemma returns the lemma of a verb that leads a quotation: say, where the
// verb itself means something else, as in "…," she continued.
func (r *reader) sayLemma(lemma, form string) string {
	if form != "quote" || inClass(lemma, "say") || inClass(lemma, "believe") || inClass(lemma, "call for") || lemma == "say" {
		return lemma
	}
	return "say"
}

// quoted returns the term of what is said in span, without quotation marks and
// commas at its ends.
func (r *reader) quoted(span nlp.Span) kg.Term {
	for span.Len() > 0 && (quotationMark(r.Tokens[span.Start].Text) || r.stop(span.Start)) {
		span.Start++
	}
	for span.Len() > 0 && (quotationMark(r.Tokens[span.End-1].Text) || r.stop(span.End-1)) {
		span.End--
	}
	if span.Len() == 0 {
		return kg.Term{}
	}
	var tokens []int
	for i := span.Start; i < span.End; i++ {
		tokens = append(tokens, i)
	}
	term := r.words(tokens)
	term.Name = r.joinedOr(tokens, term.Text)
	return term
}
