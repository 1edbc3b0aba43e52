//go:build !amd64

package learn

func mulPanel(m, k int, a []float32, am, ak int, b, c []float32, ldc int) {
	mulPanelPlain(m, k, a, am, ak, b, c, ldc)
}

// Axpy adds a·x to y, which are of the same length.
func Axpy(a float32, x, y []float32) { axpyPlain(a, x, y) }

// Dot returns the inner product of x and y, which are of the same length.
func Dot(x, y []float32) float32 { return dotPlain(x, y) }

// Tanh replaces every element of x by its hyperbolic tangent.
func Tanh(x []float32) { tanhPlain(x) }

// Sigmoid replaces every element x by 1/(1+exp(-x)).
func Sigmoid(x []float32) { sigmoidPlain(x) }

func adam(w, m, v, g []float32, p *[6]float32) { adamPlain(w, m, v, g, p) }
