package extract

import (
	"sync"

	"kg/internal/kg"
	"kg/internal/lexicon"
)

// outer returns what the clause above makes of the clause whose first verb is
// i: a condition, a purpose, a wish, the content of somebody's words.
func (r *reader) outer(i int) status {
	h := r.head(i)
	if h < 0 {
		return r.main(i)
	}
	if o := r.controlled(i); o >= 0 {
		if r.rel(i) == "acl" {
			h = r.head(o)
		}
		return statusOf(r.embedding(h, i)).under(r.statusAt(h))
	}
	switch {
	case r.is(i, "conj"):
		return r.sibling(i, h)
	case r.is(i, "ccomp", "csubj"):
		return r.content(i, h)
	case r.is(i, "xcomp"):
		return statusOf(r.embedding(h, i)).under(r.statusAt(h))
	case r.rel(i) == "acl:relcl" || r.rel(i) == "advcl:relcl":
		if r.past(i) || r.perfect(i) {
			if r.noneOf(argument{head: h}) {
				return status{modality: kg.Hypothetical} // "no farmer who had sold"
			}
			return status{}
		}
		return r.nounStatus(h)
	case r.is(i, "acl"):
		return r.nounClause(i, h)
	case r.is(i, "advcl"):
		return r.adverbial(i, h)
	case r.is(i, "parataxis", "appos", "list", "dep"):
		return r.main(i)
	}
	return r.nounStatus(h)
}

// perfect reports whether verb i has the auxiliary have.
func (r *reader) perfect(i int) bool {
	for _, d := range r.deps[i] {
		if r.is(d, "aux") && r.lemma(d) == "have" {
			return true
		}
	}
	return false
}

// main returns the status of a main clause: a question, a command or a plain
// sentence.
func (r *reader) main(i int) status {
	s := r.Sentences[r.sentence[i]]
	for k := s.End - 1; k >= s.Start && r.Tokens[k].UPOS == "PUNCT"; k-- {
		if r.Tokens[k].Text == "?" {
			return status{modality: kg.Question}
		}
	}
	if r.Tokens[i].XPOS == "VB" && r.ownSubject(i) < 0 && r.dep(i, "aux") < 0 {
		return status{modality: kg.Hypothetical} // a command
	}
	return status{}
}

// sibling returns the status of verb i, coordinated with h: what is above h is
// above i as well, and a bare verb shares the modal of the first.
func (r *reader) sibling(i, h int) status {
	first := r.first(i)
	if !r.predicate(first) {
		return r.nounStatus(h)
	}
	c := r.clauseOf[first]
	if c == nil {
		return r.outer(first)
	}
	top := c.chain[0]
	own := r.dep(i, "nsubj", "csubj", "expl") >= 0 || r.dep(i, "aux") >= 0
	up := status{}
	if top != i {
		up = r.outer(top)
		if first != top && !own && r.Tokens[first].XPOS == r.Tokens[i].XPOS {
			// "refused to sell or close the mill": close is under refused.
			before := r.local(c, len(c.chain)-1)
			class := statusOf(r.embedding(c.chain[len(c.chain)-2], first))
			before.negative = before.negative != class.negative
			if before.modality == kg.Actual {
				before.modality = class.modality
			}
			if len(r.clauseChain(i)) > 1 {
				return up // the chain of i has these verbs itself
			}
			return before.within(up)
		}
	}
	return up
}

// clauseChain returns the chain of the clause of verb i.
func (r *reader) clauseChain(i int) []int {
	if c := r.clauseOf[i]; c != nil {
		return c.chain
	}
	return nil
}

// content returns what the verb, adjective or noun h makes of the clause i that
// completes it.
func (r *reader) content(i, h int) status {
	above := r.statusAt(h)
	switch r.marker(i) {
	case "whether", "if":
		return status{modality: kg.Question}
	}
	class, known := embeddingVerbs()[r.lemma(h)]
	if !known {
		class = embeddingVerbs()[r.lower(h)]
	}
	tok := &r.Tokens[h]
	switch {
	case tok.UPOS == "NOUN":
		class = embeddingNouns()[r.lemma(h)]
	case tok.UPOS == "VERB" && r.speech(h):
		// Somebody says, thinks or claims so: the speaker tells. "Asked that the
		// town act" is a wish all the same.
		if class == "possible" || class == "obligation" || class == "hypothetical" && r.Tokens[i].XPOS != "VB" && !wished()[r.lemma(h)] {
			class = "actual"
		}
	}
	s := statusOf(class)
	if r.is(i, "csubj") && class == "" {
		s = status{}
	}
	return s.under(above)
}

// wished are verbs whose finite clause is wished for, not said: hope that.
var wished = sync.OnceValue(func() lexicon.Set { return lexicon.Words("wishing-verbs") })

// speech reports whether h is the head of a cue: what depends on it is
// somebody's content.
func (r *reader) speech(h int) bool {
	k, cue := r.cues[h]
	return cue && voiced(r.attributions[k].Form)
}

// nounClause returns the status of clause i that completes or narrows noun h.
func (r *reader) nounClause(i, h int) status {
	up := r.nounStatus(h)
	class, known := embeddingNouns()[r.lemma(h)]
	participle := r.participle(i)
	switch {
	case participle && r.marker(i) == "" && r.dep(i, "case") < 0:
		return up
	case r.infinitive(i):
		if r.ordinal(h) {
			return up // the first woman to climb it
		}
		if !known {
			class = "hypothetical"
		}
	case !known:
		if r.marker(i) == "" {
			return up
		}
		class = "possible"
		if r.Tokens[i].XPOS == "VBG" {
			class = "hypothetical"
		}
	}
	return statusOf(class).under(up)
}

// ordinal reports whether noun h is the first, last or only one.
func (r *reader) ordinal(h int) bool {
	for _, d := range r.deps[h] {
		if r.is(d, "amod") {
			switch r.lower(d) {
			case "first", "second", "third", "last", "only", "latest", "next":
				return true
			}
			if r.feat(d, "Degree=Sup") || r.feat(d, "NumType=Ord") {
				return true
			}
		}
	}
	switch r.lower(h) {
	case "first", "last":
		return true
	}
	return false
}

// nounStatus returns the status that something said of noun h in passing has:
// a relative clause about an indefinite thing in a hedged clause is hedged as
// well. About a definite thing it holds whatever the clause says.
func (r *reader) nounStatus(h int) status {
	if r.definite(h) {
		return status{}
	}
	i := h
	for i >= 0 && r.clauseOf[i] == nil {
		i = r.head(i)
	}
	if i < 0 {
		return r.main(h)
	}
	return status{}.under(r.statusAt(i))
}

// definite reports whether noun h is known to be there: a name, or one with
// "the", "this", a possessive.
func (r *reader) definite(h int) bool {
	tok := &r.Tokens[h]
	if tok.UPOS == "PROPN" {
		return true
	}
	if tok.UPOS == "PRON" {
		switch tok.XPOS {
		case "PRP", "DT":
			return true
		}
		return false
	}
	for _, d := range r.deps[h] {
		if r.is(d, "nmod:poss") {
			return true
		}
		if r.is(d, "det") {
			switch r.lower(d) {
			case "the", "this", "these", "those", "that", "both", "all":
				return true
			}
		}
	}
	return false
}

// adverbial returns the status of the adverbial clause i of h.
func (r *reader) adverbial(i, h int) status {
	var above status
	if r.clauseOf[h] != nil {
		above = r.statusAt(h)
	}
	marker := r.marker(i)
	switch marker {
	case "if", "unless", "lest", "in case", "provided", "as if", "as though", "so that", "in order", "in order that", "whether", "assuming", "should", "even if", "only if", "wherever", "whenever", "in the event", "supposing":
		return status{modality: kg.Hypothetical}
	case "without", "instead of", "rather than", "despite not":
		return status{negative: true}
	case "before", "until", "till":
		if r.past(i) || r.Tokens[i].XPOS == "VBG" && r.past(h) && above.factual() {
			return status{}
		}
		return status{modality: kg.Hypothetical}
	case "for", "to", "toward", "towards":
		if r.infinitive(i) || marker != "for" || r.Tokens[i].XPOS == "VBG" && r.dep(i, "aux") < 0 && r.objectClass(h) != "actual" {
			return status{modality: kg.Hypothetical}
		}
	case "from":
		switch class := embeddingVerbs()[r.lemma(h)]; class {
		case "negative", "hypothetical", "possible":
			return statusOf(class).under(above)
		}
	case "of":
		if class := embeddingVerbs()[r.lemma(h)]; class != "" {
			return statusOf(class).under(above)
		}
	case "because", "although", "though", "since", "even though", "while", "whereas":
		return status{}
	}
	if r.infinitive(i) {
		return status{modality: kg.Hypothetical}
	}
	if r.Tokens[i].XPOS == "VB" && r.dep(i, "aux", "nsubj") < 0 {
		return status{modality: kg.Hypothetical}
	}
	if marker == "" || r.participle(i) || !r.past(i) {
		return status{}.under(above)
	}
	return status{}
}

// objectClass returns the class of verbs such as praise and blame: "blamed him
// for leaving" says that he left.
func (r *reader) objectClass(h int) string {
	for _, class := range classesOf(r.lemma(h)) {
		switch class {
		case "praise", "criticise":
			return "actual"
		}
	}
	return ""
}
