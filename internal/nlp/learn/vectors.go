package learn

import (
	"context"
	"math"
	"math/rand/v2"
)

// Vectors give words a place in space: words used alike are near each other.
type Vectors struct {
	Dim   int
	Words []string  // the most frequent first
	Rows  []float32 // Dim numbers for each word
}

// Truncate forgets all but the n most frequent words.
func (v *Vectors) Truncate(n int) {
	if n < len(v.Words) {
		v.Words, v.Rows = v.Words[:n], v.Rows[:n*v.Dim]
	}
}

// VectorOptions for TrainVectors.
type VectorOptions struct {
	Dim      int
	MinCount int
	Epochs   int
	Seed     uint64
}

const (
	window    = 3    // words to each side
	negatives = 5    // noise words for each true one
	rate      = 0.05 // learning rate at the start
	sample    = 3e-4 // words more frequent than this are read less often
	spread    = 0.7  // standard deviation of the finished numbers
)

// TrainVectors learns vectors by structured skip-gram with negative sampling
// (Ling et al. 2015): each word guesses its neighbours, with an output table for
// each distance, so that the vectors carry syntax. One goroutine does it all:
// the same seed gives the same vectors.
func TrainVectors(ctx context.Context, corpus *Corpus, opts VectorOptions, log func(format string, args ...any)) (*Vectors, error) {
	words, counts, text := corpus.frequent(opts.MinCount)
	v, dim := len(words), opts.Dim
	rng := rand.New(rand.NewPCG(opts.Seed, 1))
	in := make([]float32, v*dim)
	for i := range in {
		in[i] = (rng.Float32() - 0.5) / float32(dim)
	}
	out := make([]float32, 2*window*v*dim)
	noise := noiseTable(counts)
	keep := keepRates(counts)
	sigmoid := sigmoidTable()
	change := make([]float32, dim)
	line := make([]int32, 0, 256)
	for epoch := range opts.Epochs {
		line = line[:0]
		for i, id := range text {
			if id != endOfSentence {
				line = append(line, id)
				continue
			}
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			done := (float64(epoch) + float64(i)/float64(len(text))) / float64(opts.Epochs)
			step := float32(rate * (1 - done))
			for at, word := range line {
				if int(word) == v || rng.Float32() > keep[word] {
					continue
				}
				x := in[int(word)*dim:][:dim]
				clear(change)
				for place := range 2 * window {
					j := at + place - window
					if place >= window {
						j++
					}
					if j < 0 || j >= len(line) || int(line[j]) == v {
						continue
					}
					table := out[place*v*dim:][:v*dim]
					for n := range negatives + 1 {
						other, truth := line[j], float32(1)
						if n > 0 {
							other, truth = noise[rng.Uint32()%uint32(len(noise))], 0
							if other == line[j] {
								continue
							}
						}
						y := table[int(other)*dim:][:dim]
						g := (truth - sigmoid.at(Dot(x, y))) * step
						Axpy(g, y, change)
						Axpy(g, x, y)
					}
				}
				Axpy(1, change, x)
			}
			line = line[:0]
		}
		log("vectors: epoch %d of %d", epoch+1, opts.Epochs)
	}
	var square float64
	for _, x := range in {
		square += float64(x) * float64(x)
	}
	scale := float32(spread / math.Sqrt(square/float64(max(len(in), 1))))
	for i := range in {
		in[i] *= scale
	}
	return &Vectors{Dim: dim, Words: words, Rows: in}, nil
}

// noiseTable has each word about as often as its count to the power of ¾.
func noiseTable(counts []int) []int32 {
	const size = 1 << 20
	var sum float64
	for _, n := range counts {
		sum += math.Pow(float64(n), 0.75)
	}
	table := make([]int32, 0, size+len(counts))
	for w, n := range counts {
		for range int(math.Ceil(math.Pow(float64(n), 0.75) / sum * size)) {
			table = append(table, int32(w))
		}
	}
	return table
}

// keepRates says how often to read each word: "the" says little about its
// neighbours.
func keepRates(counts []int) []float32 {
	total := 0
	for _, n := range counts {
		total += n
	}
	keep := make([]float32, len(counts))
	for w, n := range counts {
		f := float64(n) / float64(total)
		keep[w] = float32(min(1, math.Sqrt(sample/f)+sample/f))
	}
	return keep
}

// A logistic is a table of the logistic function between -8 and 8.
type logistic [1 << 12]float32

func sigmoidTable() *logistic {
	t := new(logistic)
	for i := range t {
		x := (float64(i)+0.5)/float64(len(t))*16 - 8
		t[i] = float32(1 / (1 + math.Exp(-x)))
	}
	return t
}

func (t *logistic) at(x float32) float32 {
	i := int((x + 8) * float32(len(t)) / 16)
	return t[min(max(i, 0), len(t)-1)]
}
