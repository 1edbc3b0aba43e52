package extract

import (
	"kg/internal/kg"
)

// titles reads what stands before a name without a comma: "mayor Ada Moss",
// "Secretary of State Carl Ryd", "harbour board spokesman Nils Berg".
func titles(r *reader, s *sentence) []finding {
	var all []finding
	for i := s.Start; i < s.End; i++ {
		if !r.roleNoun(i) {
			continue
		}
		name, role := r.titled(s, i)
		if name < 0 {
			continue
		}
		object := r.words(role)
		object.Name = r.joinedOr(role, object.Text)
		if plain := r.joined([]int{i}); plain != object.Name && len(role) > 1 {
			object.Plain = plain
		}
		f := finding{at: i, trust: trust{form: "title", classes: []string{"role"}}, Statement: kg.Statement{
			Subject: r.term(argument{head: name}), Predicate: kg.Predicate{Lemma: "be"}, Object: object}}
		if f.Subject.Entity == "" {
			f.Subject = r.bareName(name, i)
		}
		f.Predicate.Offsets = kg.Offsets{Start: object.Offsets.End, End: object.Offsets.End}
		all = append(all, f)
	}
	return all
}

// titled returns the head of the name that role noun i stands before and the
// words of the role, or -1. The name follows at once, or after "of …".
func (r *reader) titled(s *sentence, i int) (name int, role []int) {
	next := i + 1
	if next < s.End && r.lower(next) == "of" && r.Tokens[i].UPOS == "PROPN" {
		for next++; next < s.End && r.Tokens[next].UPOS == "PROPN" && !r.beginsName(next); next++ {
		}
		if next == i+2 {
			next++ // "Secretary of State Carl Ryd": a name of one word
		}
	}
	if next >= s.End || r.Tokens[next].UPOS != "PROPN" || r.roleNoun(next) {
		return -1, nil
	}
	name = r.headOfRun(s, next)
	if !r.connected(i, name, next) || !r.person(name) {
		return -1, nil
	}
	start := i
	for k := i - 1; k >= s.Start; k-- {
		tok := &r.Tokens[k]
		if tok.UPOS != "NOUN" && tok.UPOS != "PROPN" && tok.UPOS != "ADJ" && !r.hyphen(k) {
			break
		}
		if !r.connected(k, name, next) && !r.connected(k, i, i) && !(k == start-1 && r.roleNoun(k) && capital(tok.Text)) {
			break // "Attorney General Ada Moss" is one title whatever the tree says
		}
		start = k
	}
	for k := start; k < next; k++ {
		role = append(role, k)
	}
	return name, role
}

// beginsName reports whether a person's name begins at token i, as far as the
// mentions know.
func (r *reader) beginsName(i int) bool {
	for _, k := range r.mentions {
		m := &r.Mentions[k]
		if m.Span.Start == i && m.Type == "PERSON" {
			return true
		}
	}
	return r.is(i, "nsubj", "appos", "root") || r.dep(i, "flat") >= 0
}

// headOfRun returns the head of the run of names that begins at token i.
func (r *reader) headOfRun(s *sentence, i int) int {
	end := i
	for end < s.End && r.Tokens[end].UPOS == "PROPN" {
		end++
	}
	for k := i; k < end; k++ {
		if h := r.head(k); h < i || h >= end {
			return k
		}
	}
	return i
}

// connected reports whether token i and the name are parts of one phrase.
func (r *reader) connected(i, name, next int) bool {
	if i+1 == next && r.head(i) >= 0 && r.head(i) == r.head(name) && r.rel(i) == r.rel(name) {
		return true // a tree that makes two subjects of "spokesman Nils Berg"
	}
	for h, depth := i, 0; h >= 0 && depth < 6; h, depth = r.head(h), depth+1 {
		if h == name || h == next {
			return true
		}
		if r.is(h, "nsubj", "obj", "obl", "root", "conj") {
			break
		}
	}
	for h, depth := name, 0; h >= 0 && depth < 4; h, depth = r.head(h), depth+1 {
		if h == i {
			return true
		}
		if !r.is(h, "flat", "appos", "compound", "nmod:desc") {
			break
		}
	}
	return false
}

// person reports whether the name with head i may be a person's.
func (r *reader) person(i int) bool {
	if k, ok := r.mentions[i]; ok {
		return r.Mentions[k].Type == "PERSON" || r.Mentions[k].Type == ""
	}
	return true
}

// bearer returns the head of the name that follows the title i at once, where
// the tree hangs the name on the title, or -1.
func (r *reader) bearer(i int) int {
	if !r.roleNoun(i) {
		return -1
	}
	for _, d := range r.deps[i] {
		if d < i || !r.is(d, "flat", "appos", "nmod:desc") || r.Tokens[d].UPOS != "PROPN" || !r.restrictive(d) || r.roleNoun(d) {
			continue
		}
		if k, ok := r.mentions[d]; ok && r.Mentions[k].Type == "PERSON" {
			return d
		}
	}
	return -1
}

// bareName returns the term of a name without the title before it.
func (r *reader) bareName(name, title int) kg.Term {
	var tokens []int
	for k := title + 1; k < len(r.Tokens) && r.sentence[k] == r.sentence[title]; k++ {
		if r.Tokens[k].UPOS != "PROPN" {
			if len(tokens) > 0 && tokens[len(tokens)-1] >= name {
				break
			}
			tokens = nil
			continue
		}
		tokens = append(tokens, k)
	}
	term := r.words(tokens)
	term.Name = r.joinedOr(tokens, term.Text)
	return term
}
