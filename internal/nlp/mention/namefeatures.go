package mention

import (
	"kg/internal/lexicon"
	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// surroundings are what the name tagger knows of a text as a whole: how often each
// word stands there in lower case, and how often with a capital inside a
// sentence, where a capital means something.
type surroundings struct {
	small, large map[uint64]int
}

func newSurroundings(doc *nlp.Doc, words []word) *surroundings {
	c := &surroundings{map[uint64]int{}, map[uint64]int{}}
	for _, s := range doc.Sentences {
		if shouting(words[s.Start:s.End]) {
			continue
		}
		for i := s.Start; i < s.End; i++ {
			switch words[i].caps {
			case lower:
				c.small[words[i].key]++
			case initial, capital, mixed:
				if i > s.Start {
					c.large[words[i].key]++
				}
			}
		}
	}
	return c
}

// shouting reports whether most words of a sentence begin with a capital, as in
// a headline: capitals tell nothing there.
func shouting(sentence []word) bool {
	large, small := 0, 0
	for i := range sentence {
		switch sentence[i].caps {
		case initial, capital, mixed:
			large++
		case lower:
			small++
		}
	}
	return large > 3 && large > 2*small
}

// nameFeatures returns the features of every token of a sentence.
func nameFeatures(doc *nlp.Doc, words []word, c *surroundings, s nlp.Span) [][]uint64 {
	const width = 64
	features := make([][]uint64, s.Len())
	buffer := make([]uint64, 0, s.Len()*width)
	none := &word{}
	at := func(i int) *word {
		if i < s.Start || i >= s.End {
			return none
		}
		return &words[i]
	}
	loud := uint64(0)
	if shouting(words[s.Start:s.End]) {
		loud = 1
	}
	for i := s.Start; i < s.End; i++ {
		from := len(buffer)
		id := uint64(0)
		add := func(parts ...uint64) {
			id++
			f := id
			for _, p := range parts {
				f = learn.Mix(f, p)
			}
			buffer = append(buffer, f<<5)
		}
		w, w1, w2, v1, v2 := at(i), at(i-1), at(i-2), at(i+1), at(i+2)
		place := uint64(0)
		if i == s.Start {
			place = 1
		}
		caps, caps1, capsV := uint64(w.caps), uint64(w1.caps), uint64(v1.caps)
		add()
		add(w.form)
		add(w.key)
		add(w.key, w1.key)
		add(w.key, v1.key)
		add(w1.key, v1.key, caps)
		add(w1.key, caps)
		add(w2.key, caps)
		add(v1.key, caps)
		add(v2.key, caps)
		add(w.shape, place)
		add(w1.shape, w.shape, v1.shape)
		add(caps, place, loud)
		add(caps, caps1, capsV, loud)
		for _, p := range w.prefix {
			add(p, caps)
		}
		for _, p := range w.suffix {
			add(p, caps)
		}
		add(w.coarse, caps)
		add(w.fine, caps)
		add(w1.fine, caps)
		add(v1.fine, caps)
		add(w2.fine, caps)
		add(v2.fine, caps)
		add(w1.fine, w.fine, v1.coarse)
		add(w1.coarse, w.fine, v1.fine)
		add(w.xpos, caps)
		add(w1.xpos, w.xpos, v1.xpos)
		add(w1.xpos, v1.xpos, caps)
		add(w.lists0(), caps)
		add(w.lists0(), w1.lists0(), v1.lists0())
		add(w1.lists0(), caps)
		add(v1.lists0(), caps)
		add(w.lists0(), w.fine)
		for bit := range lexicon.HintLists {
			if w.lists&(1<<bit) != 0 {
				add(100, uint64(bit), caps)
			}
		}
		id = 100
		lowered, raised := min(c.small[w.key], 2), min(c.large[w.key], 2)
		add(uint64(lowered), uint64(raised), caps, place)
		add(w.rel, caps)
		if h := doc.Tokens[i].Head; s.Contains(h) {
			g := at(h)
			dir := uint64(0)
			if h > i {
				dir = 1
			}
			add(w.rel, g.lemma, caps, dir)
			add(w.rel, g.fine, caps, dir)
			add(w.rel, g.sense, caps, dir)
			add(w.rel, g.form, caps, dir)
		}
		features[i-s.Start] = buffer[from:len(buffer):len(buffer)]
	}
	return features
}

func (w *word) lists0() uint64 { return uint64(w.lists) }
