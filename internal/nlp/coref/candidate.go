package coref

import (
	"strings"

	"kg/internal/nlp"
)

// How far back candidates are looked for. Names and equal heads are found
// through an index, however far they are.
const (
	nearMentions  = 40 // for a pronoun
	nearSentences = 6
	nearNominal   = 15
	sameWord      = 3 // the latest mentions that share a word
)

// A searcher finds the mentions before one that it may refer back to.
type searcher struct {
	refs   []ref
	byWord map[string][]int // mentions by word of a name, head lemma, country, acronym
	seen   []int            // the latest ref that each ref was a candidate of, plus one
	list   []int
}

func newSearcher(refs []ref) *searcher {
	return &searcher{refs: refs, byWord: map[string][]int{}, seen: make([]int, len(refs))}
}

// keys calls yield with every word that mention r is found by.
func keys(r *ref, yield func(string)) {
	switch r.Kind {
	case nlp.Name:
		for _, w := range r.name {
			if !small[w] {
				yield(w)
			}
		}
		if r.country != "" {
			yield("country " + r.country)
		}
		if len(r.name) > 1 {
			yield("acronym " + initials(r.name, false))
			yield("acronym " + initials(r.name, true))
		} else if len(r.name) == 1 {
			yield("acronym " + r.name[0])
		}
	case nlp.Nominal:
		yield(r.head)
	}
}

// initials returns the first letters of name that an acronym would have.
func initials(name []string, counted bool) string {
	var b strings.Builder
	for i, w := range name {
		if w == "" || small[w] && !counted {
			continue
		}
		if i == 0 && len(w) <= 3 && len(name) > 2 && counted {
			b.WriteString(w)
			continue
		}
		for _, r := range w {
			b.WriteRune(r)
			break
		}
	}
	return b.String()
}

// candidates returns the mentions that ref m may refer back to, in no
// particular order but always the same. The result is overwritten by the next
// call.
func (s *searcher) candidates(m int) []int {
	s.list = s.list[:0]
	r := &s.refs[m]
	near := nearMentions
	if r.Kind != nlp.Pronoun {
		near = nearNominal
	}
	for a := m - 1; a >= 0 && a >= m-near; a-- {
		if r.sentence-s.refs[a].sentence > nearSentences {
			break
		}
		if r.Kind != nlp.Pronoun && r.sentence-s.refs[a].sentence > 2 {
			break
		}
		s.take(m, a)
	}
	if r.Kind == nlp.Pronoun {
		if r.speaker >= 0 && r.speaker != m {
			s.take(m, r.speaker)
		}
		for _, a := range s.latest("pronoun "+r.key, sameWord) {
			s.take(m, a)
		}
	} else {
		keys(r, func(key string) {
			for _, a := range s.latest(key, sameWord) {
				s.take(m, a)
			}
			if all := s.byWord[key]; len(all) > 0 {
				s.take(m, all[0])
			}
		})
	}
	return s.list
}

func (s *searcher) latest(key string, n int) []int {
	all := s.byWord[key]
	return all[max(0, len(all)-n):]
}

func (s *searcher) take(m, a int) {
	if s.seen[a] != m+1 && a != m {
		s.seen[a] = m + 1
		s.list = append(s.list, a)
	}
}

// index makes m a candidate for later mentions.
func (s *searcher) index(m int) {
	r := &s.refs[m]
	if r.Kind == nlp.Pronoun {
		s.byWord["pronoun "+r.key] = append(s.byWord["pronoun "+r.key], m)
		return
	}
	keys(r, func(key string) { s.byWord[key] = append(s.byWord[key], m) })
}
