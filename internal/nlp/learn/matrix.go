package learn

// A Matrix is a trained matrix, packed for products from its left. A bias is a
// Matrix of one row. Cols is a multiple of the panel width.
type Matrix struct {
	Rows, Cols int
	Values     []float32

	packed, transposed Packed
}

// Len returns the number of elements.
func (m *Matrix) Len() int { return m.Rows * m.Cols }

// Pack makes the matrix ready for MulAdd, and for MulTAdd if asked. It has to
// be called after every change of Values.
func (m *Matrix) Pack(transposed bool) {
	m.packed.Pack(m.Rows, m.Cols, m.Values, m.Cols)
	if transposed {
		m.transposed.PackT(m.Cols, m.Rows, m.Values, m.Cols)
	}
}

// MulAdd adds x·m to y; x has rows rows of ldx elements, y of ldy.
func (m *Matrix) MulAdd(rows int, x []float32, ldx int, y []float32, ldy int) {
	m.packed.MulAdd(rows, x, ldx, 1, y, ldy)
}

// MulTAdd adds y·mᵀ to x: the gradient of x from that of y = x·m.
func (m *Matrix) MulTAdd(rows int, y []float32, ldy int, x []float32, ldx int) {
	m.transposed.MulAdd(rows, y, ldy, 1, x, ldx)
}

// AddGradient adds xᵀ·dy to gradient: the gradient of m from that of y = x·m.
func (m *Matrix) AddGradient(rows int, x []float32, ldx int, dy []float32, ldy int, gradient []float32, scratch *Packed) {
	scratch.Pack(rows, m.Cols, dy, ldy)
	scratch.MulAdd(m.Rows, x, 1, ldx, gradient, m.Cols)
}

// AddRows adds the bias m to each row of y.
func (m *Matrix) AddRows(rows int, y []float32, ldy int) {
	for r := range rows {
		Axpy(1, m.Values, y[r*ldy:][:m.Cols])
	}
}

// SumRows adds the rows of dy to gradient: the gradient of a bias.
func SumRows(rows, cols int, dy []float32, ldy int, gradient []float32) {
	for r := range rows {
		Axpy(1, dy[r*ldy:][:cols], gradient[:cols])
	}
}

// A Table holds a row of numbers for each of many things: words, endings. In
// training the rows are floats; in a stored model bytes with a scale for each.
type Table struct {
	Dim    int
	Values []float32
	codes  []int8
	scales []float32
}

// Rows returns the number of rows.
func (t *Table) Rows() int { return max(len(t.Values), len(t.codes)) / t.Dim }

// Row returns row i of a table of floats.
func (t *Table) Row(i int) []float32 { return t.Values[i*t.Dim:][:t.Dim] }

// AddTo adds row i to x.
func (t *Table) AddTo(i int, x []float32) {
	if t.codes == nil {
		Axpy(1, t.Row(i), x[:t.Dim])
		return
	}
	scale := t.scales[i]
	x = x[:t.Dim]
	for j, c := range t.codes[i*t.Dim:][:t.Dim] {
		x[j] += scale * float32(c)
	}
}

// Adam is the way to walk down a gradient of Kingma and Ba (2015), without the
// correction of the first steps: let the rate rise slowly instead.
type Adam struct{ Mean, Square, Epsilon float32 }

// Step changes the values w by their gradient g. mean and square remember the
// gradients of the steps before; all are of the same length.
func (a Adam) Step(rate float32, w, mean, square, g []float32) {
	adam(w, mean, square, g, &[6]float32{a.Mean, 1 - a.Mean, a.Square, 1 - a.Square, rate, a.Epsilon})
}
