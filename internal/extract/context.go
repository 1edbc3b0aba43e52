package extract

import (
	"strings"
	"sync"

	"kg/internal/kg"
	"kg/internal/lexicon"
)

// A status says how a clause is meant: as a fact, or denied, hedged, wished,
// asked.
type status struct {
	negative bool
	modality kg.Modality
}

// factual reports whether what has the status is said to be so.
func (s status) factual() bool { return !s.negative && s.modality == kg.Actual }

// under returns s as it is meant inside something with status outer. What is
// inside a denied or hedged clause is not denied, but it is no fact either.
func (s status) under(outer status) status {
	if s.modality == kg.Actual {
		s.modality = outer.modality
		if outer.negative && outer.modality == kg.Actual {
			s.modality = kg.Hypothetical
		}
	}
	return s
}

// within returns s as what the words around its clause make of it: "without
// paying" is denied, and so is what "failed to" leads.
func (s status) within(around status) status {
	s.negative = s.negative != around.negative
	if s.modality == kg.Actual {
		s.modality = around.modality
	}
	return s
}

// embeddingVerbs gives the class of a verb or adjective that a clause depends
// on, embeddingNouns that of a noun.
var (
	embeddingVerbs = sync.OnceValue(func() map[string]string { return lexicon.Map("embedding-verbs") })
	embeddingNouns = sync.OnceValue(func() map[string]string { return lexicon.Map("nouns-of-content") })
)

// statusOf returns the status that a class of embedding gives its clause.
func statusOf(class string) status {
	switch class {
	case "negative":
		return status{negative: true}
	case "future":
		return status{modality: kg.Future}
	case "possible":
		return status{modality: kg.Possible}
	case "obligation":
		return status{modality: kg.Obligation}
	case "hypothetical":
		return status{modality: kg.Hypothetical}
	}
	return status{}
}

// status returns how clause c is meant.
func (r *reader) status(c *clause) status {
	if s, known := r.statuses[c.head]; known {
		return s
	}
	r.statuses[c.head] = status{modality: kg.Hypothetical} // for a circle
	s := r.local(c, len(c.chain)).within(r.outer(c.chain[0]))
	r.statuses[c.head] = s
	return s
}

// statusAt returns how the verb i is meant, as the last of its chain.
func (r *reader) statusAt(i int) status {
	c := r.clauseOf[i]
	if c == nil {
		return status{}
	}
	for k, v := range c.chain {
		if v == i && k+1 < len(c.chain) {
			return r.local(c, k+1).within(r.outer(c.chain[0]))
		}
	}
	return r.status(c)
}

// local returns what the first n verbs of c's chain and the words with them
// say: negation, modals, verbs such as fail and seem.
func (r *reader) local(c *clause, n int) status {
	var s status
	for k, v := range c.chain[:n] {
		if k > 0 {
			above := statusOf(r.embedding(c.chain[k-1], v))
			if above.negative {
				s.negative = !s.negative
			}
			if s.modality == kg.Actual {
				s.modality = above.modality
			}
		}
		if !c.copula && k == 0 && r.dep(v, "cop") >= 0 && r.infinitive(v) && s.modality == kg.Actual {
			s.modality = kg.Future // "the law is to take effect"
		}
		if m := r.modal(c, v, k); s.modality == kg.Actual {
			s.modality = m
		}
		if r.negated(v) {
			s.negative = !s.negative
		}
	}
	last := n == len(c.chain)
	if last && s.modality == kg.Actual && r.conditional(c) {
		s.modality = kg.Hypothetical
	}
	if r.noneOf(c.subject) || last && (anyOf(c.objects, r.noneOf) || anyOf(c.obliques, func(a argument) bool { return a.head < c.head && r.noneOf(a) }) || c.copula && r.noneOf(argument{head: c.head})) {
		s.negative = !s.negative
	}
	for _, lent := range c.words {
		if h := r.head(lent); h >= 0 && h != c.head && r.clauseOf[h] != c && lent < c.chain[0] {
			// What the clause has in common with the first of its coordination.
			if r.is(lent, "aux") && s.modality == kg.Actual {
				s.modality = r.modalWord(lent, c)
			} else if r.negation(lent) {
				s.negative = true
			}
		}
	}
	return s
}

func anyOf(all []argument, is func(argument) bool) bool {
	for _, a := range all {
		if is(a) {
			return true
		}
	}
	return false
}

// modal returns what the auxiliaries of verb v say.
func (r *reader) modal(c *clause, v, k int) kg.Modality {
	for _, d := range r.deps[v] {
		if r.is(d, "aux") {
			if m := r.modalWord(d, c); m != kg.Actual {
				return m
			}
		}
		if r.is(d, "advmod") {
			switch r.lower(d) {
			case "perhaps", "maybe", "possibly", "probably", "allegedly", "reportedly", "supposedly", "presumably", "purportedly", "apparently", "seemingly", "ostensibly", "potentially", "conceivably":
				return kg.Possible
			}
		}
	}
	return kg.Actual
}

// modalWord returns what auxiliary d says.
func (r *reader) modalWord(d int, c *clause) kg.Modality {
	switch r.lower(d) {
	case "will", "'ll", "’ll", "shall", "wo", "gonna":
		return kg.Future
	case "would":
		// "He said the yard would close" is the future seen from the past.
		if h := r.head(c.chain[0]); h >= 0 && r.is(c.chain[0], "ccomp") && r.past(h) && !r.inQuotes(d) {
			return kg.Future
		}
		return kg.Hypothetical
	case "'d", "’d":
		if r.Tokens[d].XPOS == "MD" {
			return kg.Hypothetical
		}
	case "may", "might", "could", "can", "ca":
		return kg.Possible
	case "must", "should", "ought", "need":
		return kg.Obligation
	}
	return kg.Actual
}

// inQuotes reports whether token i stands in somebody's own words.
func (r *reader) inQuotes(i int) bool {
	k := r.inside[i]
	return k >= 0 && r.attributions[k].Kind == direct
}

// past reports whether verb i or its auxiliary is in the past tense.
func (r *reader) past(i int) bool {
	if r.Tokens[i].XPOS == "VBD" || r.feat(i, "Tense=Past") && r.Tokens[i].XPOS != "VBN" {
		return true
	}
	for _, d := range r.deps[i] {
		if r.is(d, "aux", "cop") && (r.Tokens[d].XPOS == "VBD" || r.lower(d) == "had" || r.lower(d) == "was" || r.lower(d) == "were" || r.lower(d) == "did") {
			return true
		}
	}
	return false
}

// embedding returns the class that verb or adjective above gives the clause of
// verb v that depends on it.
func (r *reader) embedding(above, v int) string {
	lemma := r.lemma(above)
	if p := r.dep(above, "compound:prt"); p >= 0 {
		if class, known := embeddingVerbs()[lemma+" "+r.lower(p)]; known {
			return class
		}
	}
	class, known := embeddingVerbs()[lemma]
	if !known {
		if class, known = embeddingVerbs()[r.lower(above)]; !known {
			switch {
			case r.infinitive(v):
				return "hypothetical"
			default:
				return "actual"
			}
		}
	}
	if r.dep(above, "aux:pass") >= 0 && class == "actual" {
		return class
	}
	gerund := r.Tokens[v].XPOS == "VBG"
	switch {
	case lemma == "stop" && !gerund:
		return "hypothetical" // stopped to rest
	case (lemma == "remember" || lemma == "forget" || lemma == "regret" || lemma == "try") && gerund && class != "hypothetical":
		return "actual"
	case gerund && class == "possible" && inClass(lemma, "say"):
		return "actual" // "reported finding it"
	case lemma == "go" && gerund, lemma == "look" && gerund:
		return "actual"
	case (lemma == "see" || lemma == "know" || lemma == "say" || lemma == "find") && r.dep(above, "aux:pass") >= 0 && r.infinitive(v):
		return "possible"
	}
	return class
}

// negated reports whether a negating word hangs on i.
func (r *reader) negated(i int) bool {
	for _, d := range r.deps[i] {
		switch {
		case r.is(d, "advmod", "cc:preconj", "det", "cc") && r.negation(d):
			if r.lower(d) == "not" && d+1 < len(r.Tokens) && (r.lower(d+1) == "only" || r.lower(d+1) == "just" || r.lower(d+1) == "merely") {
				continue // not only this but that
			}
			if d > i && r.Tokens[i].UPOS == "VERB" && r.lower(d) == "not" {
				continue // "came, not to praise him"
			}
			return true
		case r.is(d, "advmod"):
			switch r.lower(d) {
			case "hardly", "scarcely", "barely", "longer":
				if r.lower(d) != "longer" || d > 0 && r.lower(d-1) == "no" {
					return true
				}
			}
		}
	}
	return false
}

// noneOf reports whether argument a says that there is none: no party, nobody,
// little sign of it.
func (r *reader) noneOf(a argument) bool {
	if !a.there() {
		return false
	}
	switch r.lower(a.head) {
	case "nobody", "nothing", "none", "neither", "nowhere", "no-one":
		return true
	}
	for _, d := range r.deps[a.head] {
		switch {
		case r.is(d, "det") && (r.lower(d) == "no" || r.lower(d) == "neither"):
			return true
		case r.is(d, "advmod", "cc:preconj") && r.lower(d) == "neither":
			return true
		case r.is(d, "advmod", "cc:preconj", "det") && r.lower(d) == "not" && d < a.head && r.dep(a.head, "cop") < 0 && d+1 < len(r.Tokens) && r.lower(d+1) != "only" && r.lower(d+1) != "just" && r.lower(d+1) != "merely":
			return true // "not even the mayor knows"
		case r.is(d, "amod", "det") && r.lower(d) == "little" && r.dep(a.head, "det") < 0 && d < a.head && r.Tokens[a.head].XPOS == "NN":
			return true
		}
	}
	return false
}

// conditional reports whether c says what would be so if something else were:
// it has an if-clause and is not in the past.
func (r *reader) conditional(c *clause) bool {
	for _, a := range c.clauses {
		switch r.marker(a.head) {
		case "if", "unless", "provided", "lest":
			if start := r.reach[a.head].Start; r.lower(start) == "even" || start > 0 && r.lower(start-1) == "even" {
				continue // even if it rains, the fair takes place
			}
			return !r.past(c.head) && !r.past(c.chain[0]) && r.Tokens[c.head].XPOS != "VBN"
		}
	}
	return false
}

// marker returns the word that leads the clause of verb i, or "".
func (r *reader) marker(i int) string {
	for _, d := range r.deps[i] {
		if d > i {
			break
		}
		if r.is(d, "mark") || r.is(d, "advmod") && r.Tokens[d].XPOS == "WRB" {
			words := r.below(d)
			parts := make([]string, len(words))
			for k, w := range words {
				parts[k] = r.lower(w)
			}
			return strings.Join(parts, " ")
		}
	}
	return ""
}
