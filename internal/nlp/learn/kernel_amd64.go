package learn

import "golang.org/x/sys/cpu"

// fast says whether the processor has what kernel_amd64.s needs.
var fast = cpu.X86.HasAVX2 && cpu.X86.HasFMA

//go:noescape
func kernel6(k int, a *float32, am, ak int, b, c *float32, ldc int)

//go:noescape
func kernel3(k int, a *float32, am, ak int, b, c *float32, ldc int)

//go:noescape
func kernel1(k int, a *float32, am, ak int, b, c *float32, ldc int)

//go:noescape
func axpyAVX2(n int, a float32, x, y *float32)

//go:noescape
func dotAVX2(n int, x, y *float32) float32

//go:noescape
func tanhAVX2(n int, x *float32)

//go:noescape
func sigmoidAVX2(n int, x *float32)

//go:noescape
func adamAVX2(n int, w, m, v, grad *float32, p *[6]float32)

// mulPanel adds m rows of a times the panel b (k rows of panelWidth) to c. All
// strides are in elements.
func mulPanel(m, k int, a []float32, am, ak int, b, c []float32, ldc int) {
	if !fast {
		mulPanelPlain(m, k, a, am, ak, b, c, ldc)
		return
	}
	if m == 0 || k == 0 {
		return
	}
	// The kernels do not look: show here that the last element is there.
	_, _, _ = a[(m-1)*am+(k-1)*ak], b[k*panelWidth-1], c[(m-1)*ldc+panelWidth-1]
	i := 0
	for ; i+6 <= m; i += 6 {
		kernel6(k, &a[i*am], 4*am, 4*ak, &b[0], &c[i*ldc], 4*ldc)
	}
	for ; i+3 <= m; i += 3 {
		kernel3(k, &a[i*am], 4*am, 4*ak, &b[0], &c[i*ldc], 4*ldc)
	}
	for ; i < m; i++ {
		kernel1(k, &a[i*am], 4*am, 4*ak, &b[0], &c[i*ldc], 4*ldc)
	}
}

// Axpy adds a·x to y, which are of the same length.
func Axpy(a float32, x, y []float32) {
	n := 0
	if fast && len(x) >= 8 {
		n = len(x) &^ 7
		_ = y[n-1]
		axpyAVX2(n, a, &x[0], &y[0])
	}
	axpyPlain(a, x[n:], y[n:])
}

// Dot returns the inner product of x and y, which are of the same length.
func Dot(x, y []float32) float32 {
	if !fast || len(x) < 8 {
		return dotPlain(x, y)
	}
	n := len(x) &^ 7
	_ = y[n-1]
	s := dotAVX2(n, &x[0], &y[0])
	if n < len(x) {
		s += dotPlain(x[n:], y[n:])
	}
	return s
}

// Tanh replaces every element of x by its hyperbolic tangent.
func Tanh(x []float32) {
	n := 0
	if fast && len(x) >= 8 {
		n = len(x) &^ 7
		tanhAVX2(n, &x[0])
	}
	tanhPlain(x[n:])
}

// Sigmoid replaces every element x by 1/(1+exp(-x)).
func Sigmoid(x []float32) {
	n := 0
	if fast && len(x) >= 8 {
		n = len(x) &^ 7
		sigmoidAVX2(n, &x[0])
	}
	sigmoidPlain(x[n:])
}

func adam(w, m, v, g []float32, p *[6]float32) {
	n := 0
	if fast && len(w) >= 8 {
		n = len(w) &^ 7
		_, _, _ = m[n-1], v[n-1], g[n-1]
		adamAVX2(n, &w[0], &m[0], &v[0], &g[0], p)
	}
	adamPlain(w[n:], m[n:], v[n:], g[n:], p)
}
