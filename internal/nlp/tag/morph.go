package tag

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"

	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// morph chooses the morphological features that go with a tag: "Number=Sing"
// or "Number=Plur" for "you", "Mood=Ind" or "Mood=Imp" for a bare verb.
type morph struct {
	values  [][]string // for each tag the values seen with it, the most frequent first
	classes [][]uint16 // for each tag the indexes of its values: 0, 1, 2, …
	scorer  learn.Scorer
}

func (mo *morph) choose(m *Model, s *sentence, i int) string {
	tag := s.tags[i]
	values := mo.values[tag]
	if len(values) == 1 {
		return values[0]
	}
	class, _ := mo.scorer.Score(m.morphFeatures(s, i), mo.classes[tag])
	return values[class]
}

// morphFeatures returns the features of token i, given the tags of all.
func (m *Model) morphFeatures(s *sentence, i int) []uint64 {
	w, tag := s.at(i), s.tag(i)
	l := &s.features
	l.Reset(0)
	l.One(tag)
	l.Two(tag, w.key)
	l.Two(tag, w.suffix[2])
	l.Two(tag, w.suffix[3])
	l.Two(tag, w.suffix[4])
	l.Two(tag, w.shape)
	l.Two(tag, s.at(i-1).key)
	l.Two(tag, s.at(i+1).key)
	l.Two(tag, s.at(i-2).key)
	l.Two(tag, s.tag(i-1))
	l.Two(tag, s.tag(i+1))
	l.Three(tag, s.tag(i-1), s.tag(i-2))
	l.Three(tag, w.key, s.tag(i-1))
	l.Three(tag, w.key, s.tag(i+1))
	l.Three(tag, w.key, s.at(i-1).key)
	l.Three(tag, w.key, s.at(i+1).key)
	// The subject that a verb agrees with is mostly the nearest noun or pronoun
	// before it.
	if j := m.before(s, i, 7, nominal); j >= 0 {
		l.Two(tag, s.tag(j))
		l.Two(tag, s.at(j).key)
	} else {
		l.Skip(2)
	}
	// "has walked" is a perfect, "was seen" a passive.
	if j := m.before(s, i, 4, auxiliary); j >= 0 {
		l.Two(tag, s.at(j).key)
	}
	return l.List
}

// before returns the nearest of the reach tokens before i that is wanted, or -1.
func (m *Model) before(s *sentence, i, reach int, wanted func(pair) bool) int {
	for j := i - 1; j >= max(0, i-reach); j-- {
		if wanted(m.tags[s.tags[j]]) {
			return j
		}
	}
	return -1
}

func nominal(t pair) bool {
	return strings.HasPrefix(t.xpos, "N") || t.xpos == "PRP" || t.xpos == "EX" || t.xpos == "WDT" || t.xpos == "WP"
}

func auxiliary(t pair) bool { return t.upos == "AUX" }

const morphBits = 21

func (m *Model) trainMorph(docs []*nlp.Doc, ids map[pair]uint16, epochs int, rng *rand.Rand) *learn.Perceptron {
	counts := make([]map[string]int, len(m.tags))
	index := make([]map[string]uint16, len(m.tags))
	for i := range counts {
		counts[i], index[i] = map[string]int{}, map[string]uint16{}
	}
	for _, doc := range docs {
		for i := range doc.Tokens {
			tok := &doc.Tokens[i]
			counts[ids[pair{tok.XPOS, tok.UPOS}]][tok.Feats]++
		}
	}
	m.morph.values, m.morph.classes = make([][]string, len(m.tags)), make([][]uint16, len(m.tags))
	for tag, count := range counts {
		values := byCount(count)
		if len(values) == 0 {
			values = []string{""}
		}
		for k, v := range values {
			index[tag][v] = uint16(k)
			m.morph.classes[tag] = append(m.morph.classes[tag], uint16(k))
		}
		m.morph.values[tag] = values
	}
	p := learn.NewPerceptron(morphBits)
	var s sentence
	spans := allSentences(docs)
	for range epochs {
		rng.Shuffle(len(spans), func(a, b int) { spans[a], spans[b] = spans[b], spans[a] })
		for _, tokens := range spans {
			m.look(&s, tokens)
			for i := range tokens {
				s.tags[i] = ids[pair{tokens[i].XPOS, tokens[i].UPOS}]
			}
			for i := range tokens {
				classes := m.morph.classes[s.tags[i]]
				if len(classes) == 1 {
					continue
				}
				learnStep(p, m.morphFeatures(&s, i), classes, index[s.tags[i]][tokens[i].Feats])
			}
		}
	}
	return p
}

// byCount returns the keys of count, the most frequent first.
func byCount[K cmp.Ordered](count map[K]int) []K {
	keys := make([]K, 0, len(count))
	for k := range count {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b K) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	return keys
}
