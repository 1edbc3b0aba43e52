package tag

import (
	"unicode"
	"unicode/utf8"

	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// A word is a token as the model sees it: the hashes of its parts.
type word struct {
	candidates       []uint16
	key, form, shape uint64
	prefix           [4]uint64 // of one to three characters, from index 1
	suffix           [6]uint64 // of one to five characters, from index 1
	seen             uint64    // the tags that training saw on it, and how surely
	fine, coarse     uint64    // clusters; 0 if it is in none
}

// outside stands for the words before and after a sentence.
var outside = word{key: 11, form: 12, shape: 13, seen: 14}

// noTag stands for the tag before the first of a sentence.
const noTag = 1 << 15

// A sentence is what the features are read from. It is used again for the next.
type sentence struct {
	words    []word
	tags     []uint16 // chosen so far
	first    uint64   // a flag for sentences that are headlines: Most Words Are Capital
	features learn.Features
}

// look makes s the sentence of tokens.
func (m *Model) look(s *sentence, tokens []nlp.Token) {
	s.words = append(s.words[:0], make([]word, len(tokens))...)
	s.tags = append(s.tags[:0], make([]uint16, len(tokens))...)
	upper, letters := 0, 0
	for i := range tokens {
		m.lookAt(&s.words[i], tokens[i].Text)
		r, _ := utf8.DecodeRuneInString(tokens[i].Text)
		if unicode.IsUpper(r) {
			upper++
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	s.first = 0
	if letters > 3 && upper*10 > letters*7 {
		s.first = 2
	}
}

func (m *Model) lookAt(w *word, text string) {
	text = learn.Straight(text)
	key := learn.Key(text)
	w.key, w.form, w.shape = learn.Hash(key), learn.Hash(text), learn.Hash(learn.Shape(text))
	for n, at := 1, 0; n < len(w.prefix); n++ {
		_, size := utf8.DecodeRuneInString(key[at:])
		at += size
		w.prefix[n] = learn.Hash(key[:at])
	}
	for n, at := 1, len(key); n < len(w.suffix); n++ {
		_, size := utf8.DecodeLastRuneInString(key[:at])
		at -= size
		w.suffix[n] = learn.Hash(key[at:])
	}
	seen := m.words[key]
	w.candidates, w.seen = m.open, 99
	if seen.all {
		w.candidates, w.seen = seen.tags, 77
	}
	for _, tag := range seen.tags[:min(len(seen.tags), 4)] {
		w.seen = learn.Mix(w.seen, uint64(tag))
	}
	if m.clusters != nil {
		if coarse, fine, ok := m.clusters.Of(key); ok {
			w.coarse, w.fine = uint64(coarse)+1<<20, uint64(fine)+1<<21
		}
	}
}

func (s *sentence) at(i int) *word {
	if i < 0 || i >= len(s.words) {
		return &outside
	}
	return &s.words[i]
}

func (s *sentence) tag(i int) uint64 {
	if i < 0 || i >= len(s.tags) {
		return noTag
	}
	return uint64(s.tags[i])
}

// tagFeatures returns the features of token i, given the tags before it.
func (s *sentence) tagFeatures(i int) []uint64 {
	w, back, back2, next, next2 := s.at(i), s.at(i-1), s.at(i-2), s.at(i+1), s.at(i+2)
	tag, tag2 := s.tag(i-1), s.tag(i-2)
	place := s.first
	if i == 0 {
		place |= 1
	}
	l := &s.features
	l.Reset(0)
	l.One(1)
	l.One(w.key)
	l.One(w.form)
	for n := 1; n < len(w.prefix); n++ {
		l.One(w.prefix[n])
	}
	for n := 1; n < len(w.suffix); n++ {
		l.One(w.suffix[n])
	}
	l.Two(w.shape, place)
	l.Two(w.shape, w.suffix[3])
	l.Three(w.shape, tag, place)
	l.One(w.seen)
	l.Two(w.seen, w.shape)
	l.One(back.key)
	l.One(back2.key)
	l.One(next.key)
	l.One(next2.key)
	l.Two(back.key, w.key)
	l.Two(w.key, next.key)
	l.Two(back.key, next.key)
	l.One(tag)
	l.Two(tag, tag2)
	l.Two(tag, w.key)
	l.Two(tag, w.suffix[3])
	l.Three(tag, tag2, w.seen)
	l.Three(tag, w.seen, next.seen)
	l.One(next.seen)
	l.Two(next.seen, next2.seen)
	l.Two(w.seen, next.seen)
	l.Two(w.seen, next.key)
	l.Two(w.seen, back.key)
	l.Two(tag, next.key)
	l.Three(tag, w.key, next.seen)
	l.One(next.suffix[3])
	l.Two(next.suffix[2], w.suffix[2])
	l.One(back.suffix[3])
	l.One(next.shape)
	l.Two(back.shape, w.shape)
	l.Two(w.shape, next.shape)
	l.Three(tag, tag2, next.seen)
	l.Three(w.seen, next.seen, next2.seen)
	if w.fine != 0 {
		l.One(w.coarse)
		l.One(w.fine)
		l.Two(w.fine, tag)
	} else {
		l.Skip(3)
	}
	if next.fine != 0 {
		l.One(next.coarse)
		l.One(next.fine)
		l.Three(tag, w.coarse, next.coarse)
	} else {
		l.Skip(3)
	}
	if back.fine != 0 {
		l.One(back.fine)
		l.Two(back.fine, w.fine)
	}
	return l.List
}
