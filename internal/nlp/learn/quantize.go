package learn

import "math"

// Rows writes a matrix of float numbers as bytes, a scale for each row. Networks
// lose nothing by it that can be measured.
func (e *Encoder) Rows(values []float32, cols int) {
	codes := make([]byte, cols)
	for ; len(values) > 0; values = values[cols:] {
		var top float64
		for _, v := range values[:cols] {
			top = max(top, math.Abs(float64(v)))
		}
		scale := float32(top / math.MaxInt8)
		e.Float(scale)
		if scale == 0 {
			continue
		}
		for j, v := range values[:cols] {
			codes[j] = byte(int8(math.Round(float64(v / scale))))
		}
		e.buf.Write(codes)
	}
}

// rows calls f with the scale and the codes of each of n rows; codes is nil if
// the row is 0.
func (d *Decoder) rows(n, cols int, f func(row int, scale float32, codes []byte)) {
	for r := range n {
		scale := d.Float()
		if d.err != nil {
			return
		}
		var codes []byte
		if scale != 0 {
			if codes = d.take(cols); codes == nil {
				return
			}
		}
		f(r, scale, codes)
	}
}

// Rows reads a matrix that Encoder.Rows has written.
func (d *Decoder) Rows(rows, cols int) []float32 {
	if !d.room(rows) {
		return nil
	}
	values := make([]float32, rows*cols)
	d.rows(rows, cols, func(r int, scale float32, codes []byte) {
		for j, c := range codes {
			values[r*cols+j] = scale * float32(int8(c))
		}
	})
	return values
}

// Table reads a matrix that Encoder.Rows has written and leaves it in bytes.
func (d *Decoder) Table(rows, dim int) Table {
	if !d.room(rows) {
		return Table{Dim: dim}
	}
	t := Table{Dim: dim, codes: make([]int8, rows*dim), scales: make([]float32, rows)}
	d.rows(rows, dim, func(r int, scale float32, codes []byte) {
		t.scales[r] = scale
		for j, c := range codes {
			t.codes[r*dim+j] = int8(c)
		}
	})
	return t
}

// room reports whether the file has at least the scales of so many rows.
func (d *Decoder) room(rows int) bool {
	if rows < 0 || rows > len(d.data)/4 {
		d.Fail("matrix of %d rows is longer than the file", rows)
		return false
	}
	return true
}

// Clusters writes classes of words.
func (e *Encoder) Clusters(c *Clusters) {
	e.Strings(c.Words)
	e.Classes(c.Coarse)
	e.Classes(c.Fine)
}

// Clusters reads classes of words.
func (d *Decoder) Clusters() *Clusters {
	c := &Clusters{Words: d.Strings(), Coarse: d.Classes(), Fine: d.Classes()}
	if len(c.Coarse) != len(c.Words) || len(c.Fine) != len(c.Words) {
		d.Fail("%d words have %d and %d classes", len(c.Words), len(c.Coarse), len(c.Fine))
		return new(Clusters)
	}
	c.makeIndex()
	return c
}
