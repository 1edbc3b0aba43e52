package learn

import (
	"cmp"
	"slices"
)

// A Corpus is raw text as numbers: what clusters and vectors are learnt from.
type Corpus struct {
	words  []string
	counts []int
	ids    map[string]int32
	text   []int32 // word by word; endOfSentence after each sentence
}

const endOfSentence = -1

// Add appends a sentence of words, each of them as Key gives it.
func (c *Corpus) Add(sentence []string) {
	if c.ids == nil {
		c.ids = map[string]int32{}
	}
	for _, w := range sentence {
		id, ok := c.ids[w]
		if !ok {
			id = int32(len(c.words))
			c.ids[w] = id
			c.words = append(c.words, w)
			c.counts = append(c.counts, 0)
		}
		c.counts[id]++
		c.text = append(c.text, id)
	}
	c.text = append(c.text, endOfSentence)
}

// Len returns the number of words of running text.
func (c *Corpus) Len() int {
	n := 0
	for _, k := range c.counts {
		n += k
	}
	return n
}

// frequent returns the words seen at least minCount times, the most frequent
// first, their counts, and the text in their numbers: others are len(words),
// the end of a sentence is endOfSentence.
func (c *Corpus) frequent(minCount int) (words []string, counts []int, text []int32) {
	var order []int32
	for id, k := range c.counts {
		if k >= minCount {
			order = append(order, int32(id))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(c.counts[b], c.counts[a]), cmp.Compare(c.words[a], c.words[b]))
	})
	rank := make([]int32, len(c.words))
	for i := range rank {
		rank[i] = int32(len(order))
	}
	for i, id := range order {
		rank[id] = int32(i)
		words = append(words, c.words[id])
		counts = append(counts, c.counts[id])
	}
	text = make([]int32, len(c.text))
	for i, id := range c.text {
		if id == endOfSentence {
			text[i] = endOfSentence
		} else {
			text[i] = rank[id]
		}
	}
	return words, counts, text
}
