package learn

import (
	"math"
	"testing"
)

// The gradient must be what the loss does when a number changes a little. The
// loss is the inner product of the output with fixed random numbers.
func TestBiLSTMGradient(t *testing.T) {
	const in, hidden = 16, 16
	batch := NewBatch([]int{5, 3, 3, 1})
	rows := batch.Rows()
	if rows != 12 || batch.Row(1, 2) != 8 {
		t.Fatalf("%d rows, row %d", rows, batch.Row(1, 2))
	}
	l := &BiLSTM{In: in, Hidden: hidden}
	var g BiLSTMGradient
	matrix := func(rows, cols int, seed uint64) (*Matrix, []float32) {
		m := &Matrix{Rows: rows, Cols: cols, Values: random(rows*cols, seed)}
		for i := range m.Values {
			m.Values[i] *= 0.3
		}
		m.Pack(true)
		return m, make([]float32, rows*cols)
	}
	for d := range 2 {
		s := uint64(d * 10)
		l.Input[d], g.Input[d] = matrix(in, 4*hidden, s+1)
		l.Recurrent[d], g.Recurrent[d] = matrix(hidden, 4*hidden, s+2)
		l.Bias[d], g.Bias[d] = matrix(1, 4*hidden, s+3)
	}
	x, toward := random(rows*in, 30), random(rows*2*hidden, 31)
	drop := random(4*2*hidden, 32)
	tr := new(BiLSTMTrace)
	loss := func() float64 {
		l.Forward(batch, x, drop, tr)
		var s float64
		for i, v := range tr.Out {
			s += float64(v) * float64(toward[i])
		}
		return s
	}
	loss()
	dx := make([]float32, len(x))
	l.Backward(batch, toward, dx, g, tr)
	check := func(name string, values, gradient []float32, changed func()) {
		for i := 0; i < len(values); i += 1 + len(values)/20 {
			const eps = 1e-2
			was := values[i]
			values[i] = was + eps
			changed()
			up := loss()
			values[i] = was - eps
			changed()
			down := loss()
			values[i] = was
			changed()
			if want := (up - down) / (2 * eps); math.Abs(want-float64(gradient[i])) > 0.01*(1+math.Abs(want)) {
				t.Errorf("%s[%d]: gradient %g, want %g", name, i, gradient[i], want)
			}
		}
	}
	check("x", x, dx, func() {})
	for d := range 2 {
		for _, p := range []struct {
			name string
			m    *Matrix
			g    []float32
		}{{"input", l.Input[d], g.Input[d]}, {"recurrent", l.Recurrent[d], g.Recurrent[d]}, {"bias", l.Bias[d], g.Bias[d]}} {
			check(p.name, p.m.Values, p.g, func() { p.m.Pack(true) })
		}
	}
}
