package learn

import (
	"encoding/binary"
	"math"
)

// A Scorer adds up the weights of features. A feature is a hash; the weight of
// a feature for class c stands c places after the feature.
type Scorer interface {
	// Score returns the best of classes for features, and its score. The first
	// of equals wins. It panics if there are no classes.
	Score(features []uint64, classes []uint16) (uint16, float32)
	// Four returns the scores of the classes 0 to 3 for features that are
	// multiples of four.
	Four(features []uint64) [4]float32
}

// A Perceptron is a hashed linear model in training. Its weights are averaged
// over all steps at the end: see Compress.
type Perceptron struct {
	mask    uint64
	weights []float32
	sums    []float32 // updates times the step at which they were made
	step    float64
}

// NewPerceptron returns a perceptron with 1<<bits weights. Features that fall
// on the same weight share it.
func NewPerceptron(bits int) *Perceptron {
	n := 1 << bits
	return &Perceptron{mask: uint64(n - 1), weights: make([]float32, n), sums: make([]float32, n), step: 1}
}

// Step says that one more decision was made.
func (p *Perceptron) Step() { p.step++ }

// Update moves the weights of features for class up by delta.
func (p *Perceptron) Update(features []uint64, class uint16, delta float32) {
	for _, f := range features {
		i := (f + uint64(class)) & p.mask
		p.weights[i] += delta
		p.sums[i] += delta * float32(p.step)
	}
}

// Score implements Scorer with the weights of this moment.
func (p *Perceptron) Score(features []uint64, classes []uint16) (uint16, float32) {
	best, top := classes[0], float32(math.Inf(-1))
	for _, class := range classes {
		var score float32
		for _, f := range features {
			score += p.weights[(f+uint64(class))&p.mask]
		}
		if score > top {
			best, top = class, score
		}
	}
	return best, top
}

// Four implements Scorer with the weights of this moment.
func (p *Perceptron) Four(features []uint64) (scores [4]float32) {
	for _, f := range features {
		i := f & p.mask &^ 3
		row := p.weights[i : i+4 : i+4]
		scores[0] += row[0]
		scores[1] += row[1]
		scores[2] += row[2]
		scores[3] += row[3]
	}
	return scores
}

// Compress returns the average of the weights over all steps. Those nearer to
// zero than bar are dropped, the others kept in eight bits.
func (p *Perceptron) Compress(bar float32) *Linear {
	average := func(i int) float32 { return p.weights[i] - p.sums[i]/float32(p.step) }
	var largest float32
	for i := range p.weights {
		largest = max(largest, average(i), -average(i))
	}
	l := newLinear(len(p.weights), largest)
	for i := range p.weights {
		if w := average(i); w >= bar || w <= -bar {
			l.codes[i] = encodeWeight(w / largest)
		}
	}
	return l
}

// A Linear is a trained hashed linear model. A weight is one byte on a
// logarithmic (mu-law) scale: most weights are small and a few are huge, and
// both matter. It is safe for concurrent use.
type Linear struct {
	mask    uint64
	codes   []byte
	largest float32
	values  *[256]float32 // weight of each code
}

const mu = 255

// encodeWeight returns the code of w, which is between -1 and 1.
func encodeWeight(w float32) byte {
	code := math.Round(127 * math.Log1p(mu*math.Abs(float64(w))) / math.Log1p(mu))
	if w < 0 {
		code = -code
	}
	return byte(int8(code))
}

func newLinear(n int, largest float32) *Linear {
	l := &Linear{mask: uint64(n - 1), codes: make([]byte, n), largest: largest, values: new([256]float32)}
	for code := -127; code <= 127; code++ {
		w := math.Expm1(math.Abs(float64(code))/127*math.Log1p(mu)) / mu
		l.values[byte(int8(code))] = float32(math.Copysign(w, float64(code))) * largest
	}
	return l
}

// Score implements Scorer.
func (l *Linear) Score(features []uint64, classes []uint16) (uint16, float32) {
	if len(classes) > maxClasses {
		return l.scoreMany(features, classes)
	}
	var scores [maxClasses]float32
	codes, mask, values := l.codes, l.mask, l.values
	for _, f := range features {
		for k, class := range classes {
			scores[k] += values[codes[(f+uint64(class))&mask]]
		}
	}
	best := 0
	for k := range classes {
		if scores[k] > scores[best] {
			best = k
		}
	}
	return classes[best], scores[best]
}

const maxClasses = 64

func (l *Linear) scoreMany(features []uint64, classes []uint16) (uint16, float32) {
	best, top := l.Score(features, classes[:maxClasses])
	class, score := l.Score(features, classes[maxClasses:])
	if score > top {
		return class, score
	}
	return best, top
}

// Four implements Scorer.
func (l *Linear) Four(features []uint64) (scores [4]float32) {
	codes, mask, values := l.codes, l.mask&^3, l.values
	var a, b, c, d float32
	for _, f := range features {
		i := f & mask
		row := binary.LittleEndian.Uint32(codes[i : i+4 : i+4])
		a += values[row&255]
		b += values[row>>8&255]
		c += values[row>>16&255]
		d += values[row>>24]
	}
	return [4]float32{a, b, c, d}
}

// Weights returns the number of weights that are not zero.
func (l *Linear) Weights() int {
	n := 0
	for _, code := range l.codes {
		if code != 0 {
			n++
		}
	}
	return n
}

// Encode writes l: the distances between weights that are not zero, then their
// codes, which compress better apart.
func (l *Linear) Encode(e *Encoder) {
	e.Uint(uint64(len(l.codes)))
	e.Float(l.largest)
	e.Uint(uint64(l.Weights()))
	last := 0
	for i, code := range l.codes {
		if code != 0 {
			e.Uint(uint64(i - last))
			last = i
		}
	}
	for _, code := range l.codes {
		if code != 0 {
			e.Byte(code)
		}
	}
}

// DecodeLinear reads what Encode wrote.
func DecodeLinear(d *Decoder) *Linear {
	size := d.Uint()
	if size == 0 || size > 1<<28 || size&(size-1) != 0 {
		d.Fail("linear model of %d weights", size)
		size = 4
	}
	l := newLinear(int(size), d.Float())
	places := make([]uint32, d.Count(1))
	at := uint64(0)
	for k := range places {
		at += d.Uint()
		places[k] = uint32(at)
		if at >= size {
			d.Fail("weight %d of %d", at, size)
			return l
		}
	}
	for _, at := range places {
		l.codes[at] = d.Byte()
	}
	return l
}
