package learn

import (
	"encoding/binary"
	"math"
	"math/bits"
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

// A Linear is a trained hashed linear model. A weight is a code on a
// logarithmic (mu-law) scale: most weights are small and a few are huge, and
// both matter. It is safe for concurrent use.
type Linear struct {
	mask    uint64
	codes   []byte
	largest float32
	values  *[256]float32 // weight of each code
}

const (
	mu     = 255
	levels = 26 // of either sign; more cost space and gain nothing
)

// encodeWeight returns the code of w, which is between -1 and 1.
func encodeWeight(w float32) byte {
	code := math.Round(levels * math.Log1p(mu*math.Abs(float64(w))) / math.Log1p(mu))
	if w < 0 {
		code = -code
	}
	return byte(int8(code))
}

func newLinear(n int, largest float32) *Linear {
	l := &Linear{mask: uint64(n - 1), codes: make([]byte, n), largest: largest, values: new([256]float32)}
	for code := -levels; code <= levels; code++ {
		w := math.Expm1(math.Abs(float64(code))/float64(levels)*math.Log1p(mu)) / mu
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

// row is how many weights are encoded together.
const row = 4

// Encode writes l: for each row of weights that are not all zero, how far it is
// from the one before and which of its weights are there, in one number; then
// the codes of all weights, which compress better apart.
func (l *Linear) Encode(e *Encoder) {
	e.Uint(uint64(len(l.codes)))
	e.Float(l.largest)
	e.Uint(uint64(l.rows()))
	last := 0
	for i := 0; i < len(l.codes); i += row {
		if there := l.there(i); there != 0 {
			e.Uint(uint64((i-last)/row)<<row | there)
			last = i
		}
	}
	for _, code := range l.codes {
		if code != 0 {
			e.Byte(code)
		}
	}
}

// there says in its bits which weights of the row at i are not zero.
func (l *Linear) there(i int) uint64 {
	bits := uint64(0)
	for k, code := range l.codes[i : i+row] {
		if code != 0 {
			bits |= 1 << k
		}
	}
	return bits
}

func (l *Linear) rows() int {
	n := 0
	for i := 0; i < len(l.codes); i += row {
		if l.there(i) != 0 {
			n++
		}
	}
	return n
}

// DecodeLinear reads what Encode wrote.
func DecodeLinear(d *Decoder) *Linear {
	size := checkSize(d, d.Uint())
	l := newLinear(int(size), d.Float())
	rows := make([]uint64, d.Count(1)) // place of the row, and which weights are there
	at, weights := uint64(0), 0
	for k := range rows {
		v := d.Uint()
		at += v >> row * row
		if at >= size {
			d.Fail("weight %d of %d", at, size)
			return l
		}
		there := v & (1<<row - 1)
		rows[k] = at<<row | there
		weights += bits.OnesCount64(there)
	}
	codes := d.take(weights)
	if codes == nil {
		return l
	}
	for _, v := range rows {
		place := l.codes[v>>row:][:row]
		for there := v & (1<<row - 1); there != 0; there &= there - 1 {
			place[bits.TrailingZeros64(there)] = codes[0]
			codes = codes[1:]
		}
	}
	return l
}

func checkSize(d *Decoder, size uint64) uint64 {
	if size < row || size > 1<<28 || size&(size-1) != 0 {
		d.Fail("linear model of %d weights", size)
		return row
	}
	return size
}
