package learn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

func random(n int, seed uint64) []float32 {
	rng := rand.New(rand.NewPCG(seed, 1))
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(rng.NormFloat64())
	}
	return x
}

func closeTo(t *testing.T, what string, got, want []float32, tolerance float64) {
	t.Helper()
	for i := range want {
		if d := math.Abs(float64(got[i] - want[i])); !(d <= tolerance*(1+math.Abs(float64(want[i])))) {
			t.Fatalf("%s: element %d = %g, want %g", what, i, got[i], want[i])
		}
	}
}

// The product in the order of the definition is what all ways must give.
func TestMulAdd(t *testing.T) {
	for _, size := range [][3]int{{1, 1, 1}, {1, 2, 16}, {2, 3, 5}, {3, 17, 33}, {7, 300, 48}, {13, 64, 31}, {20, 513, 16}} {
		m, k, n := size[0], size[1], size[2]
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			a, b := random(m*k, 1), random(k*n, 2)
			ldc := Pad(n) + 3
			want := random(m*ldc, 3)
			plain, got, gotT := append([]float32{}, want...), append([]float32{}, want...), append([]float32{}, want...)
			at, bt := make([]float32, m*k), make([]float32, k*n)
			for l := range k {
				for i := range m {
					at[l*m+i] = a[i*k+l]
				}
				for j := range n {
					bt[j*k+l] = b[l*n+j]
				}
			}
			for i := range m {
				for j := range n {
					var s float64
					for l := range k {
						s += float64(a[i*k+l]) * float64(b[l*n+j])
					}
					want[i*ldc+j] += float32(s)
				}
			}
			var p, pt Packed
			p.Pack(k, n, b, n)
			pt.PackT(k, n, bt, k)
			p.MulAdd(m, a, k, 1, got, ldc)
			pt.MulAdd(m, at, 1, m, gotT, ldc)
			for c := 0; c < n; c += panelWidth {
				mulPanelPlain(m, k, a, k, 1, p.data[c*k:], plain[c:], ldc)
			}
			closeTo(t, "kernels", got, want, 1e-4)
			closeTo(t, "transposed", gotT, want, 1e-4)
			closeTo(t, "plain", plain, want, 1e-4)
		})
	}
}

func TestKernelsEqualPlain(t *testing.T) {
	for _, n := range []int{0, 1, 7, 8, 9, 16, 24, 31, 100} {
		x, y := random(n, 4), random(n, 5)
		got, want := append([]float32{}, y...), append([]float32{}, y...)
		Axpy(0.7, x, got)
		axpyPlain(0.7, x, want)
		closeTo(t, "Axpy", got, want, 1e-6)
		closeTo(t, "Dot", []float32{Dot(x, y)}, []float32{dotPlain(x, y)}, 1e-5)

		for i := range x {
			x[i] *= 4
		}
		got, want = append([]float32{}, x...), append([]float32{}, x...)
		Tanh(got)
		tanhPlain(want)
		closeTo(t, "Tanh", got, want, 1e-6)
		for i, v := range x {
			want[i] = float32(math.Tanh(float64(v)))
		}
		closeTo(t, "Tanh", got, want, 1e-5)
		got = append([]float32{}, x...)
		Sigmoid(got)
		for i, v := range x {
			want[i] = float32(1 / (1 + math.Exp(-float64(v))))
		}
		closeTo(t, "Sigmoid", got, want, 1e-5)

		p := &[6]float32{0.9, 0.1, 0.95, 0.05, 0.01, 1e-8}
		var state [2][4][]float32
		for i := range state {
			state[i] = [4][]float32{random(n, 6), random(n, 7), random(n, 8), random(n, 9)}
			for j, v := range state[i][2] {
				state[i][2][j] = v * v
			}
		}
		adam(state[0][0], state[0][1], state[0][2], state[0][3], p)
		adamPlain(state[1][0], state[1][1], state[1][2], state[1][3], p)
		for i := range 3 {
			closeTo(t, "adam", state[0][i], state[1][i], 1e-5)
		}
	}
}

func BenchmarkMulAdd(b *testing.B) {
	for _, size := range [][3]int{{1, 192, 768}, {14, 192, 768}, {290, 384, 768}} {
		m, k, n := size[0], size[1], size[2]
		x, y, c := random(m*k, 1), random(k*n, 2), make([]float32, m*n)
		var p Packed
		p.Pack(k, n, y, n)
		for _, way := range []string{"kernel", "plain"} {
			b.Run(fmt.Sprint(size, way), func(b *testing.B) {
				for b.Loop() {
					if way == "kernel" {
						p.MulAdd(m, x, k, 1, c, n)
						continue
					}
					for j := 0; j < n; j += panelWidth {
						mulPanelPlain(m, k, x, k, 1, p.data[j*k:], c[j:], n)
					}
				}
				b.ReportMetric(2*float64(m*k*n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOPS")
			})
		}
	}
}
