package learn

import "slices"

// A Batch says how sequences of different length lie in one matrix: the first
// positions of all sequences, then the second ones, and so on, without gaps.
// The sequences are in order of falling length, so that those which go on are
// always the first ones.
type Batch struct {
	lengths []int
	start   []int // of each position, its first row; one more at the end
}

// NewBatch returns the layout of sequences of these lengths, which must not
// rise.
func NewBatch(lengths []int) *Batch {
	b := &Batch{lengths: lengths, start: []int{0}}
	for t := 0; len(lengths) > 0 && t < lengths[0]; t++ {
		alive := len(lengths)
		for lengths[alive-1] <= t {
			alive--
		}
		b.start = append(b.start, b.start[t]+alive)
	}
	return b
}

// Sequences returns the number of sequences.
func (b *Batch) Sequences() int { return len(b.lengths) }

// Rows returns the number of rows.
func (b *Batch) Rows() int { return b.start[len(b.start)-1] }

// Row returns the row of position t of sequence s.
func (b *Batch) Row(s, t int) int { return b.start[t] + s }

// steps returns the number of positions of the longest sequence.
func (b *Batch) steps() int { return len(b.start) - 1 }

// alive returns how many sequences have position t.
func (b *Batch) alive(t int) int {
	if t < 0 || t >= b.steps() {
		return 0
	}
	return b.start[t+1] - b.start[t]
}

// A BiLSTM reads sequences from both ends. It gives 2·Hidden numbers for each
// position, the first half from reading forwards.
type BiLSTM struct {
	In, Hidden             int
	Input, Recurrent, Bias [2]*Matrix // columns: input, forget and output gate, candidate
}

// A BiLSTMTrace is what a pass through a BiLSTM leaves for the way back. It is
// used again for the next batch.
type BiLSTMTrace struct {
	Out []float32 // Rows × 2·Hidden

	x                        []float32
	drop                     []float32
	gates, cell, tanh, state [2][]float32 // state is the output of the step before, with drop
	dGates, dCell, dState    []float32
	scratch                  Packed
}

func resize(x *[]float32, n int) []float32 {
	*x = slices.Grow((*x)[:0], n)[:n]
	return *x
}

// steps returns the position read at step k in direction d, and the one before
// it, which is outside at the first step.
func (b *Batch) step(d, k int) (t, before int) {
	if d == 0 {
		return k, k - 1
	}
	return b.steps() - 1 - k, b.steps() - k
}

// before returns how many of the sequences that have position t have position
// p as well.
func (b *Batch) both(t, p int) int { return min(b.alive(t), b.alive(p)) }

// Forward runs the layer over x (Rows × In). drop, if not nil, has 2·Hidden
// factors for each sequence, which the state from step to step is multiplied
// with.
func (l *BiLSTM) Forward(b *Batch, x, drop []float32, tr *BiLSTMTrace) {
	rows, h := b.Rows(), l.Hidden
	tr.x, tr.drop = x, drop
	out := resize(&tr.Out, rows*2*h)
	for d := range 2 {
		gates := resize(&tr.gates[d], rows*4*h)
		cell, tanh := resize(&tr.cell[d], rows*h), resize(&tr.tanh[d], rows*h)
		state := resize(&tr.state[d], rows*h)
		clear(state)
		for r := range rows {
			copy(gates[r*4*h:], l.Bias[d].Values)
		}
		l.Input[d].MulAdd(rows, x, l.In, gates, 4*h)
		for k := range b.steps() {
			t, p := b.step(d, k)
			n := b.both(t, p)
			first := b.start[t]
			for s := range n {
				y := out[b.Row(s, p)*2*h+d*h:][:h]
				to := state[(first+s)*h:][:h]
				if drop == nil {
					copy(to, y)
					continue
				}
				for j, m := range drop[s*2*h+d*h:][:h] {
					to[j] = m * y[j]
				}
			}
			if n > 0 {
				l.Recurrent[d].MulAdd(n, state[first*h:], h, gates[first*4*h:], 4*h)
			}
			for s := range b.alive(t) {
				r := first + s
				var last []float32
				if s < n {
					last = cell[b.Row(s, p)*h:][:h]
				}
				lstmStep(gates[r*4*h:][:4*h], last, cell[r*h:][:h], tanh[r*h:][:h], out[r*2*h+d*h:][:h])
			}
		}
	}
}

func lstmStep(gates, last, cell, tanh, out []float32) {
	h := len(cell)
	Sigmoid(gates[:3*h])
	Tanh(gates[3*h:])
	in, forget, open, new := gates[:h], gates[h:][:h], gates[2*h:][:h], gates[3*h:][:h]
	if last == nil {
		for j := range cell {
			cell[j] = in[j] * new[j]
		}
	} else {
		last = last[:h]
		for j := range cell {
			cell[j] = in[j]*new[j] + forget[j]*last[j]
		}
	}
	copy(tanh, cell)
	Tanh(tanh)
	out, tanh = out[:h], tanh[:h]
	for j := range cell {
		out[j] = open[j] * tanh[j]
	}
}

// A BiLSTMGradient is where the gradients of the parameters are added up.
type BiLSTMGradient struct{ Input, Recurrent, Bias [2][]float32 }

// Backward adds to g the gradients of the parameters and to dx that of the
// input, given that of the output.
func (l *BiLSTM) Backward(b *Batch, dOut, dx []float32, g BiLSTMGradient, tr *BiLSTMTrace) {
	rows, h := b.Rows(), l.Hidden
	for d := range 2 {
		dGates := resize(&tr.dGates, rows*4*h)
		dCell, dState := resize(&tr.dCell, b.Sequences()*h), resize(&tr.dState, b.Sequences()*h)
		clear(dCell)
		clear(dState)
		for k := b.steps() - 1; k >= 0; k-- {
			t, p := b.step(d, k)
			n := b.both(t, p)
			first := b.start[t]
			for s := range b.alive(t) {
				r := first + s
				ds := dState[s*h:][:h]
				if tr.drop != nil {
					for j, m := range tr.drop[s*2*h+d*h:][:h] {
						ds[j] *= m
					}
				}
				Axpy(1, dOut[r*2*h+d*h:][:h], ds)
				var last []float32
				if s < n {
					last = tr.cell[d][b.Row(s, p)*h:][:h]
				}
				lstmStepBack(tr.gates[d][r*4*h:][:4*h], last, tr.tanh[d][r*h:][:h], ds, dCell[s*h:][:h], dGates[r*4*h:][:4*h])
			}
			clear(dState)
			if n > 0 {
				l.Recurrent[d].MulTAdd(n, dGates[first*4*h:], 4*h, dState, h)
			}
		}
		l.Recurrent[d].AddGradient(rows, tr.state[d], h, dGates, 4*h, g.Recurrent[d], &tr.scratch)
		l.Input[d].AddGradient(rows, tr.x, l.In, dGates, 4*h, g.Input[d], &tr.scratch)
		SumRows(rows, 4*h, dGates, 4*h, g.Bias[d])
		l.Input[d].MulTAdd(rows, dGates, 4*h, dx, l.In)
	}
}

// lstmStepBack makes dCell that of the step before.
func lstmStepBack(gates, last, tanh, dOut, dCell, dGates []float32) {
	h := len(dCell)
	in, forget, open, new := gates[:h], gates[h:][:h], gates[2*h:][:h], gates[3*h:][:h]
	dIn, dForget, dOpen, dNew := dGates[:h], dGates[h:][:h], dGates[2*h:][:h], dGates[3*h:][:h]
	tanh, dOut = tanh[:h], dOut[:h]
	for j := range dCell {
		dc := dOut[j]*open[j]*(1-tanh[j]*tanh[j]) + dCell[j]
		dIn[j] = dc * new[j] * in[j] * (1 - in[j])
		dOpen[j] = dOut[j] * tanh[j] * open[j] * (1 - open[j])
		dNew[j] = dc * in[j] * (1 - new[j]*new[j])
		dCell[j] = dc * forget[j]
		dForget[j] = dc
	}
	if last == nil {
		clear(dForget)
		return
	}
	last = last[:h]
	for j, dc := range dForget {
		dForget[j] = dc * last[j] * forget[j] * (1 - forget[j])
	}
}
