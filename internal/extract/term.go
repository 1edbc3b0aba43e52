package extract

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kg/internal/kg"
	"kg/internal/nlp"
)

// term returns the term that a phrase makes: its words, and what they stand
// for.
func (r *reader) term(a argument) kg.Term {
	if !a.there() {
		return kg.Term{}
	}
	full := r.full(a)
	term := r.words(full)
	if a.together && r.dep(a.head, "conj") >= 0 {
		term.Name = r.joinedOr(full, term.Text)
		return term
	}
	if named := r.bearer(a.head); named >= 0 {
		a.head = named // "Mayor Ada Moss" is about Ada Moss
	}
	term.Name = r.name(a.head)
	if k, ok := r.mentions[a.head]; ok {
		m := &r.Mentions[k]
		e := r.entityOf(k)
		if !r.agrees(a.head, m) || !r.known(a.head, k, e) {
			return term // better nothing than a chain that cannot be right: "she" for a ship's name
		}
		if e != nil {
			term.Entity, term.Name, term.Type = e.ID, e.Name, e.Type
			return term
		}
		term.Type = m.Type
		if m.Kind == nlp.Pronoun && m.Chain >= 0 && m.Chain < len(r.entities) && r.representative(m) >= 0 {
			if name := r.entities[m.Chain].Name; name != "" && !pronoun(name) {
				term.Name = name
			}
		}
	}
	if host := r.resumes(a.head); host >= 0 {
		term.Name = cmp.Or(r.contentName(host), term.Name)
	}
	if plain := r.plain(a.head); plain != term.Name {
		term.Plain = plain
	}
	if value, ok := readValue(r.tree, a.head, r.span(full)); ok {
		term.Value = value
	}
	return term
}

// full returns the tokens of the phrase of a with all that narrows it, without
// its preposition, remarks between commas and the rest of its coordination.
func (r *reader) full(a argument) []int {
	clausal := r.dep(a.head, "cop") >= 0
	return r.phrase(a.head, func(d int) bool {
		h := r.head(d)
		switch {
		case r.is(d, "acl", "appos"):
			return h == a.head && a.relative || !r.restrictive(d)
		case r.is(d, "parataxis", "discourse", "vocative", "advcl"):
			return h == a.head
		case h != a.head:
			return false
		case r.is(d, "conj", "cc"):
			return !a.together
		case r.is(d, "case"):
			return slices.Contains(a.prep, d) || d < a.head || r.Tokens[d].XPOS == "POS"
		case clausal:
			if r.Tokens[h].UPOS == "ADJ" && d < h && (r.is(d, "obl") && len(r.preps(d)) == 0 || r.is(d, "nmod", "advmod") && !r.negation(d)) && d+1 >= r.reach[d].End-1 {
				return false // "seventy years old", "very old"
			}
			return r.is(d, "cop", "aux", "nsubj", "csubj", "mark", "expl", "obl", "advmod")
		case r.is(d, "mark"):
			return true
		}
		return false
	})
}

// words returns a term with the words of tokens and where they stand.
func (r *reader) words(tokens []int) kg.Term {
	if len(tokens) == 0 {
		return kg.Term{}
	}
	offsets, spans := r.pieces(tokens)
	return kg.Term{Text: r.Text[offsets.Start:offsets.End], Offsets: offsets, Spans: spans}
}

// pieces returns where tokens stand, and the pieces if there are several.
func (r *reader) pieces(tokens []int) (kg.Offsets, []kg.Offsets) {
	var spans []kg.Offsets
	last := -2
	for _, i := range tokens {
		tok := &r.Tokens[i]
		if i == last+1 {
			spans[len(spans)-1].End = tok.End()
		} else {
			spans = append(spans, kg.Offsets{Start: tok.Start, End: tok.End()})
		}
		last = i
	}
	offsets := kg.Offsets{Start: spans[0].Start, End: spans[len(spans)-1].End}
	if len(spans) == 1 {
		spans = nil
	}
	return offsets, spans
}

// span returns the tokens from the first of tokens to the last.
func (r *reader) span(tokens []int) nlp.Span {
	if len(tokens) == 0 {
		return nlp.Span{}
	}
	return nlp.Span{Start: tokens[0], End: tokens[len(tokens)-1] + 1}
}

// longName is the number of words beyond which a name gives up what stands
// behind its head.
const longName = 9

// name returns the plain form of the phrase of head: without articles,
// possessive pronouns, quotation marks and clauses. A long one keeps only what
// "of" adds, a very long one nothing behind its head.
func (r *reader) name(head int) string {
	if name := r.minimal(head); name != "" {
		return name
	}
	return r.Tokens[head].Text
}

func (r *reader) minimal(head int) string {
	cut := func(strict int) []int {
		return r.phrase(head, func(d int) bool {
			h := r.head(d)
			switch {
			case r.is(d, "acl", "appos", "parataxis", "advcl", "discourse", "vocative", "cc:preconj", "punct"):
				return !r.is(d, "punct") || !r.hyphen(d)
			case r.is(d, "advmod"):
				return r.Tokens[d].XPOS == "WRB" || r.negation(d) || h == head && (d > h || connectives()[r.lower(d)] || r.Tokens[h].UPOS == "NOUN")
			case r.is(d, "det"):
				return h == head || r.lower(d) == "any"
			case r.is(d, "nmod:poss") && h == head && r.Tokens[d].UPOS == "PRON":
				return true
			case r.is(d, "nummod") && h == head:
				return r.lower(d) == "one"
			case h != head:
				return false
			case r.is(d, "obl") && r.Tokens[h].UPOS == "ADJ" && d < h && len(r.preps(d)) == 0 && r.reach[d].End >= h:
				return false // "seventy years old"
			case r.is(d, "conj", "cc", "case", "mark", "cop", "aux", "nsubj", "csubj", "expl", "obl"):
				return true
			case r.is(d, "nmod") && d > head && !r.is(d, "nmod:poss"):
				return strict == 2 || strict == 1 && !r.ofPhrase(d)
			}
			return false
		})
	}
	if of := r.partitive(head); of >= 0 {
		inner := r.phrase(of, func(d int) bool { return d > of && !r.is(d, "flat", "fixed", "goeswith") || r.is(d, "conj", "cc") })
		inner = append(inner, r.restOfName(head, of)...)
		return r.joined(sorted(append(inner, r.phrase(head, func(d int) bool { return d > head || r.is(d, "case", "cc:preconj", "mark", "det") })...)))
	}
	tokens := cut(0)
	for strict := 1; len(tokens) > longName && strict <= 2; strict++ {
		tokens = cut(strict)
	}
	if len(tokens) > 1 && r.is(tokens[0], "det") && tokens[0] < head {
		tokens = tokens[1:] // "the union's offer": the article is the union's
	}
	return r.joined(tokens)
}

// partitive returns what head is a part of, or -1: entrances in "one of the
// entrances near the gate".
func (r *reader) partitive(head int) int {
	switch r.lower(head) {
	case "one", "some", "many", "most", "several", "few", "all", "each", "both", "none", "any", "either", "neither", "two", "three", "four", "five", "half", "hundreds", "thousands", "dozens", "millions", "scores":
	default:
		return -1
	}
	for _, d := range r.deps[head] {
		if r.is(d, "nmod") && r.ofPhrase(d) {
			return d
		}
	}
	return -1
}

// restOfName returns the tokens with which the name at of goes on behind a
// preposition, whether the parser hangs them on the name or on the quantity
// before it: "for Rural Water staffers" in "hundreds of Office for Rural Water
// staffers". Capitals on both sides say that it is one name.
func (r *reader) restOfName(quantity, of int) []int {
	if r.Tokens[of].UPOS != "PROPN" {
		return nil
	}
	var rest []int
	for _, h := range []int{quantity, of} {
		for _, d := range r.deps[h] {
			if preps := r.preps(d); r.is(d, "nmod") && d > of && len(preps) == 1 && preps[0] == r.reachEnd(of, d) && preps[0]+1 < len(r.Tokens) && capital(r.Tokens[preps[0]+1].Text) {
				rest = append(rest, r.phrase(d, func(int) bool { return false })...)
			}
		}
	}
	return rest
}

// reachEnd returns the token behind the words before d that belong to head.
func (r *reader) reachEnd(head, d int) int {
	end := head + 1
	for _, other := range r.deps[head] {
		if other < d && other != d && r.reach[other].End <= r.reach[d].Start {
			end = max(end, r.reach[other].End)
		}
	}
	return end
}

// hyphen reports whether token i is a hyphen inside a word.
func (r *reader) hyphen(i int) bool {
	switch r.Tokens[i].Text {
	case "-", "–", "/":
		return i > 0 && i+1 < len(r.Tokens) && r.Tokens[i-1].End() == r.Tokens[i].Start && r.Tokens[i].End() == r.Tokens[i+1].Start
	}
	return false
}

// ofPhrase reports whether the preposition of nominal d is "of".
func (r *reader) ofPhrase(d int) bool {
	preps := r.preps(d)
	return len(preps) == 1 && r.lower(preps[0]) == "of"
}

// joined returns tokens as a phrase: a space where the text has white space or
// something was left out, and no capital that only begins the sentence.
func (r *reader) joined(tokens []int) string {
	var b strings.Builder
	for k, i := range tokens {
		tok := &r.Tokens[i]
		if r.quotes(i) {
			continue
		}
		text := tok.Text
		if r.startsSentence(i) && tok.UPOS != "PROPN" && tok.UPOS != "NUM" && tok.Text != "I" && !capital(tok.Lemma) && !strings.ContainsAny(tok.Text[1:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
			text = strings.ToLower(text)
		}
		if k > 0 && b.Len() > 0 {
			if before := tokens[k-1]; before != i-1 || r.Tokens[before].End() != tok.Start || r.quotes(before) {
				b.WriteByte(' ')
			}
		}
		b.WriteString(text)
	}
	return strings.TrimSpace(b.String())
}

// capital reports whether a lemma is written with a capital wherever it stands:
// American.
func capital(lemma string) bool {
	c, _ := utf8.DecodeRuneInString(lemma)
	return unicode.IsUpper(c)
}

// joinedOr returns tokens as a phrase, or instead if nothing is left of them.
func (r *reader) joinedOr(tokens []int, instead string) string {
	if s := r.joined(tokens); s != "" {
		return s
	}
	return instead
}

// startsSentence reports whether i is the first word of its sentence.
func (r *reader) startsSentence(i int) bool {
	s := r.Sentences[r.sentence[i]]
	for k := s.Start; k < i; k++ {
		if r.Tokens[k].UPOS != "PUNCT" {
			return false
		}
	}
	return true
}

// quotes reports whether token i is a quotation mark, not an apostrophe.
func (r *reader) quotes(i int) bool {
	tok := &r.Tokens[i]
	if !quotationMark(tok.Text) || tok.XPOS == "POS" {
		return false
	}
	if tok.Text == "'" || tok.Text == "’" {
		return i == 0 || r.Tokens[i-1].End() != tok.Start || r.Tokens[i-1].UPOS == "PUNCT" || i+1 == len(r.Tokens) || r.Tokens[i+1].Start != tok.End()
	}
	return true
}

func quotationMark(s string) bool {
	switch s {
	case "\"", "“", "”", "‘", "’", "``", "''", "«", "»", "„":
		return true
	}
	return false
}

// plain returns the head with the parts of its name, in lower case unless it
// is a name: the plainest form of a phrase.
func (r *reader) plain(head int) string {
	tokens := r.phrase(head, func(d int) bool { return !r.is(d, "flat", "fixed", "compound", "goeswith") })
	return r.joined(tokens)
}

// contentName returns the plain form of a clause or phrase that another one
// takes up.
func (r *reader) contentName(i int) string {
	if !r.predicate(i) {
		return r.name(i)
	}
	return r.joined(r.phrase(i, func(d int) bool {
		return r.head(d) == i && (r.is(d, "mark", "nsubj", "aux", "parataxis", "appos", "punct", "conj", "cc") || d > i && !r.restrictive(d))
	}))
}

// resumes returns what a word such as "something" takes up, or -1: "to close
// the mill, something the town has rejected".
func (r *reader) resumes(i int) int {
	switch r.lemma(i) {
	case "something", "move", "step", "idea", "prospect", "suggestion", "thing", "demand", "charge", "claim", "allegation", "accusation":
	default:
		return -1
	}
	if r.is(i, "appos", "parataxis") && r.head(i) >= 0 && r.head(i) < i {
		return r.head(i)
	}
	return -1
}

// clauseTerm returns the term of a clause that completes a verb: its words
// without the complementizer.
func (r *reader) clauseTerm(a argument) kg.Term {
	tokens := r.phrase(a.head, func(d int) bool {
		return r.head(d) == a.head && (d == a.without && d > 0 || r.is(d, "mark") && (r.lower(d) == "that" || a.rel == "advcl") || a.rel == "advcl" && r.is(d, "advmod") && r.Tokens[d].XPOS == "WRB" || r.is(d, "parataxis", "conj", "cc") && r.predicate(a.head) && a.rel == "xcomp")
	})
	if a.from > 0 && len(tokens) > 0 {
		last := tokens[len(tokens)-1]
		tokens = nil
		for i := a.from - 1; i <= last; i++ {
			tokens = append(tokens, i)
		}
		tokens = r.trim(tokens)
	}
	term := r.words(tokens)
	term.Name = r.joinedOr(slices.DeleteFunc(slices.Clone(tokens), func(i int) bool {
		return r.head(i) == a.head && r.is(i, "mark") && (r.lower(i) == "to" || r.lower(i) == "that")
	}), term.Text)
	if c := r.clauseOf[a.head]; c != nil && r.infinitive(a.head) && !c.copula {
		// Who urges them to call for a ceasefire wants a ceasefire.
		if f := r.frame(c); f.object.there() && !f.clausal && (inClass(f.lemma, "call for") || inClass(f.lemma, "support")) {
			term.Plain = r.name(f.object.head)
		}
	}
	return term
}
