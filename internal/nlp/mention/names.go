package mention

import (
	"math"

	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// The types of names. A name of another kind is Misc: a law, a prize, a war.
const Misc = "MISC"

var nameTypes = [...]string{Person, Organization, Place, Misc}

// A label says what a token is to a name: outside of any, its only token, or
// its first, a middle or the last one. outside is 0; the others are 1 plus four
// times the type plus the place.
type label = uint8

const (
	outside label = 0
	single        = 0
	first         = 1
	middle        = 2
	last          = 3
	labels        = 1 + 4*len(nameTypes)
)

func labelOf(kind, place int) label { return label(1 + 4*kind + place) }

// follows reports whether label b can stand after label a in a sentence. Before
// the first token and after the last one stands outside.
func follows(a, b label) bool {
	inside := a != outside && ((a-1)%4 == first || (a-1)%4 == middle)
	goesOn := b != outside && ((b-1)%4 == middle || (b-1)%4 == last)
	if inside || goesOn {
		return inside && goesOn && (a-1)/4 == (b-1)/4
	}
	return true
}

// A nameSpan is a name: its tokens and its type, an index into nameTypes.
type nameSpan struct {
	nlp.Span
	kind int
}

// toLabels writes names as labels of n tokens from start on.
func toLabels(names []nameSpan, start, n int) []label {
	out := make([]label, n)
	for _, name := range names {
		for i := name.Start; i < name.End; i++ {
			if i < start || i >= start+n {
				continue
			}
			place := middle
			switch {
			case name.Len() == 1:
				place = single
			case i == name.Start:
				place = first
			case i == name.End-1:
				place = last
			}
			out[i-start] = labelOf(name.kind, place)
		}
	}
	return out
}

// fromLabels reads names off labels.
func fromLabels(labels []label, start int) []nameSpan {
	var names []nameSpan
	for i := 0; i < len(labels); i++ {
		if labels[i] == outside {
			continue
		}
		kind := int(labels[i]-1) / 4
		j := i + 1
		if (labels[i]-1)%4 == first {
			for j < len(labels) && labels[j] != outside && (labels[j-1]-1)%4 != last {
				j++
			}
		}
		names = append(names, nameSpan{nlp.Span{Start: start + i, End: start + j}, kind})
		i = j - 1
	}
	return names
}

// scorer is a model in training or after it.
type scorer interface {
	Scores(features []uint64, scores []float32)
}

// A decoder finds the best labels of a sentence: first-order Viterbi over
// features of the tokens and of two neighbouring labels.
type decoder struct {
	scores  []float32
	back    []label
	best    []float32
	out     []label
	feature [1]uint64
}

// transition is the feature of a label after label a.
func transition(a label) uint64 { return learn.Mix(0x7a11, uint64(a)+1) << 5 }

// decode returns the best labels of a sentence with the given features of each
// token. allowed tells which labels may be used. The result is overwritten by
// the next call.
func (d *decoder) decode(model scorer, features [][]uint64, allowed *[labels]bool) []label {
	n := len(features)
	d.scores = resize(d.scores, n*labels)
	d.back = resize(d.back, n*labels)
	d.best = resize(d.best, 2*labels)
	d.out = resize(d.out, n)
	var step [labels][labels]float32
	for a := range step {
		d.feature[0] = transition(label(a))
		model.Scores(d.feature[:], step[a][:])
	}
	before, now := d.best[:labels], d.best[labels:]
	for a := range before {
		before[a] = float32(math.Inf(-1))
	}
	before[outside] = 0
	for i := range n {
		row := d.scores[i*labels : (i+1)*labels]
		clear(row)
		model.Scores(features[i], row)
		for b := range labels {
			now[b] = float32(math.Inf(-1))
			if !allowed[b] {
				continue
			}
			from := label(0)
			top := float32(math.Inf(-1))
			for a := range labels {
				if s := before[a] + step[a][b]; s > top && follows(label(a), label(b)) {
					top, from = s, label(a)
				}
			}
			now[b] = top + row[b]
			d.back[i*labels+b] = from
		}
		before, now = now, before
	}
	best := label(0)
	for a := range labels {
		if follows(label(a), outside) && before[a] > before[best] {
			best = label(a)
		}
	}
	for i := n - 1; i >= 0; i-- {
		d.out[i] = best
		best = d.back[i*labels+int(best)]
	}
	return d.out
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}
