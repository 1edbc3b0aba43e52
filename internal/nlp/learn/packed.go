package learn

// panelWidth is the number of columns in a panel of a Packed matrix.
const panelWidth = 16

// Pad returns the least multiple of the panel width that is not below n.
func Pad(n int) int { return (n + panelWidth - 1) &^ (panelWidth - 1) }

// Packed is the right side of a matrix product, put in order for the kernels:
// panels of 16 columns, each with its rows one after the other, so that the
// inner loop reads it straight through. Missing columns of the last panel are 0.
type Packed struct {
	rows, cols int
	data       []float32
}

func (p *Packed) resize(rows, cols int) {
	p.rows, p.cols = rows, cols
	n := rows * Pad(cols)
	if cap(p.data) < n {
		p.data = make([]float32, n)
	}
	p.data = p.data[:n]
}

// Pack makes p the rows×cols matrix that stands row by row in b, with stride
// elements from one row to the next.
func (p *Packed) Pack(rows, cols int, b []float32, stride int) {
	p.resize(rows, cols)
	for c := 0; c < cols; c += panelWidth {
		panel := p.data[c*rows : (c+panelWidth)*rows]
		if w := cols - c; w < panelWidth {
			clear(panel)
			for r := range rows {
				copy(panel[r*panelWidth:][:w], b[r*stride+c:])
			}
			continue
		}
		for r := range rows {
			*(*[panelWidth]float32)(panel[r*panelWidth:]) = *(*[panelWidth]float32)(b[r*stride+c:])
		}
	}
}

// PackT makes p the transpose of what stands in b: a rows×cols matrix from cols
// rows of b.
func (p *Packed) PackT(rows, cols int, b []float32, stride int) {
	p.resize(rows, cols)
	for c := 0; c < cols; c += panelWidth {
		panel := p.data[c*rows : (c+panelWidth)*rows]
		if cols-c < panelWidth {
			clear(panel)
		}
		for j := range min(panelWidth, cols-c) {
			for r, v := range b[(c+j)*stride:][:rows] {
				panel[r*panelWidth+j] = v
			}
		}
	}
}

// depth is how many rows of a panel the kernels work on at a time: a panel of
// that depth (16 KB) stays in the first cache.
const depth = 256

// MulAdd adds a·p to c. Element (i,k) of a is a[i*am+k*ak], so that a may be
// read transposed; c has ldc elements from row to row, at least Pad(cols).
func (p *Packed) MulAdd(m int, a []float32, am, ak int, c []float32, ldc int) {
	for k := 0; k < p.rows; k += depth {
		kk := min(depth, p.rows-k)
		for n := 0; n < p.cols; n += panelWidth {
			mulPanel(m, kk, a[k*ak:], am, ak, p.data[n*p.rows+k*panelWidth:][:kk*panelWidth], c[n:], ldc)
		}
	}
}
