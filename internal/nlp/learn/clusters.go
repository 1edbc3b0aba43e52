package learn

import (
	"context"
	"math"
)

// Clusters sort words by the company they keep, coarsely and finely.
type Clusters struct {
	Words  []string // the most frequent first
	Coarse []uint16 // for each word, its class of few
	Fine   []uint16 // for each word, its class of many

	index map[string]int32
}

// Of returns the classes of a word given by its Key.
func (c *Clusters) Of(key string) (coarse, fine int, ok bool) {
	i, ok := c.index[key]
	if !ok {
		return 0, 0, false
	}
	return int(c.Coarse[i]), int(c.Fine[i]), true
}

// Rank returns the place of a word, given by its Key, in Words.
func (c *Clusters) Rank(key string) (rank int, ok bool) {
	i, ok := c.index[key]
	return int(i), ok
}

// Truncate forgets all but the n most frequent words.
func (c *Clusters) Truncate(n int) {
	if n < len(c.Words) {
		c.Words, c.Coarse, c.Fine = c.Words[:n], c.Coarse[:n], c.Fine[:n]
	}
	c.makeIndex()
}

func (c *Clusters) makeIndex() {
	c.index = make(map[string]int32, len(c.Words))
	for i, w := range c.Words {
		c.index[w] = int32(i)
	}
}

// TrainClusters sorts the words of corpus that occur minCount times or more
// into coarse and into fine classes. log hears how many words each pass moved.
func TrainClusters(ctx context.Context, corpus *Corpus, coarse, fine, minCount, passes int, log func(format string, args ...any)) (*Clusters, error) {
	words, counts, text := corpus.frequent(minCount)
	b := newBigrams(counts, text)
	c := &Clusters{Words: words}
	for _, level := range []struct {
		k  int
		to *[]uint16
	}{{coarse, &c.Coarse}, {fine, &c.Fine}} {
		classes, err := b.exchange(ctx, level.k, passes, log)
		if err != nil {
			return nil, err
		}
		*level.to = classes
	}
	c.makeIndex()
	return c, nil
}

// A neighbour is a word that stands beside another, and how often.
type neighbour struct{ word, count int32 }

// bigrams are the pairs of neighbouring words. Numbers past the last word are
// the rare words and the sentence boundary, which have classes of their own.
type bigrams struct {
	words      int
	counts     []int32
	next, prev [][]neighbour
}

func newBigrams(counts []int, text []int32) *bigrams {
	v := len(counts)
	b := &bigrams{words: v, counts: make([]int32, v+2), next: make([][]neighbour, v+2), prev: make([][]neighbour, v+2)}
	boundary := int32(v + 1)
	pairs := map[uint64]int32{}
	var order []uint64 // in order of appearance, for the same result each time
	last := boundary
	for _, id := range text {
		if id == endOfSentence {
			id = boundary
		}
		pair := uint64(last)<<32 | uint64(id)
		if pairs[pair] == 0 {
			order = append(order, pair)
		}
		pairs[pair]++
		b.counts[id]++
		last = id
	}
	for _, pair := range order {
		l, r, n := int32(pair>>32), int32(pair), pairs[pair]
		b.next[l] = append(b.next[l], neighbour{r, n})
		b.prev[r] = append(b.prev[r], neighbour{l, n})
	}
	return b
}

// A tally counts, for one word, how often the words of each class stand on one
// side of it.
type tally struct {
	count []int32
	seen  []int32 // the classes that have a count
}

func (t *tally) clear() {
	for _, c := range t.seen {
		t.count[c] = 0
	}
	t.seen = t.seen[:0]
}

func (t *tally) add(class, n int32) {
	if t.count[class] == 0 {
		t.seen = append(t.seen, class)
	}
	t.count[class] += n
}

// exchange finds k classes: every word in turn goes to the class in which the
// text is most likely, each word being guessed from its class and that from the
// class before it (Martin, Liermann and Ney 1998).
func (b *bigrams) exchange(ctx context.Context, k, passes int, log func(format string, args ...any)) ([]uint16, error) {
	v, all := b.words, k+2
	class := make([]int32, v+2)
	for i := range v {
		class[i] = int32(i % k)
	}
	class[v], class[v+1] = int32(k), int32(k+1)
	right := make([]int32, all*all) // right[a*all+b]: a before b
	left := make([]int32, all*all)  // left[b*all+a]: the same
	size := make([]int32, all)
	for l := range b.next {
		for _, n := range b.next[l] {
			right[int(class[l])*all+int(class[n.word])] += n.count
			left[int(class[n.word])*all+int(class[l])] += n.count
		}
	}
	for w, n := range b.counts {
		size[class[w]] += n
	}
	f := newLogTable()
	after, before := tally{count: make([]int32, all)}, tally{count: make([]int32, all)}
	for pass := range passes {
		moved := 0
		for w := range v {
			if w%1024 == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			var self int32
			for _, n := range b.next[w] {
				if int(n.word) == w {
					self = n.count
				} else {
					after.add(class[n.word], n.count)
				}
			}
			for _, n := range b.prev[w] {
				if int(n.word) != w {
					before.add(class[n.word], n.count)
				}
			}
			move := func(c int, sign int32) {
				for _, x := range after.seen {
					right[c*all+int(x)] += sign * after.count[x]
					left[int(x)*all+c] += sign * after.count[x]
				}
				for _, x := range before.seen {
					right[int(x)*all+c] += sign * before.count[x]
					left[c*all+int(x)] += sign * before.count[x]
				}
				right[c*all+c] += sign * self
				left[c*all+c] += sign * self
				size[c] += sign * b.counts[w]
			}
			old := int(class[w])
			move(old, -1)
			best, bestGain := old, math.Inf(-1)
			for c := range k {
				gain := -2 * (f.at(size[c]+b.counts[w]) - f.at(size[c]))
				r, l := right[c*all:][:all], left[c*all:][:all]
				for _, x := range after.seen {
					if int(x) != c {
						gain += f.at(r[x]+after.count[x]) - f.at(r[x])
					}
				}
				for _, x := range before.seen {
					if int(x) != c {
						gain += f.at(l[x]+before.count[x]) - f.at(l[x])
					}
				}
				if d := after.count[c] + before.count[c] + self; d != 0 {
					gain += f.at(r[c]+d) - f.at(r[c])
				}
				if gain > bestGain {
					best, bestGain = c, gain
				}
			}
			move(best, 1)
			if best != old {
				class[w] = int32(best)
				moved++
			}
			after.clear()
			before.clear()
		}
		log("clusters: %d classes, pass %d: %d of %d words moved", k, pass+1, moved, v)
		if moved*50 < v {
			break
		}
	}
	out := make([]uint16, v)
	for w := range v {
		out[w] = uint16(class[w])
	}
	return out, nil
}

// A logTable holds n·log n for small n.
type logTable []float64

func newLogTable() logTable {
	t := make(logTable, 1<<16)
	for n := 1; n < len(t); n++ {
		t[n] = float64(n) * math.Log(float64(n))
	}
	return t
}

func (t logTable) at(n int32) float64 {
	if int(n) < len(t) {
		return t[n]
	}
	return float64(n) * math.Log(float64(n))
}
