package learn

import "math"

// Here is all arithmetic in plain Go. It runs where there is no kernel for the
// processor, and the kernels are tested against it.

// mulPanelPlain works on four rows of b at a time: four products for each load
// and store of c.
func mulPanelPlain(m, k int, a []float32, am, ak int, b, c []float32, ldc int) {
	for i := range m {
		row := (*[panelWidth]float32)(c[i*ldc:])
		sum := *row
		l := 0
		for ; l+4 <= k; l += 4 {
			a0, a1, a2, a3 := a[i*am+l*ak], a[i*am+(l+1)*ak], a[i*am+(l+2)*ak], a[i*am+(l+3)*ak]
			p := (*[4 * panelWidth]float32)(b[l*panelWidth:])
			for j := range panelWidth {
				sum[j] += a0*p[j] + a1*p[panelWidth+j] + a2*p[2*panelWidth+j] + a3*p[3*panelWidth+j]
			}
		}
		for ; l < k; l++ {
			x := a[i*am+l*ak]
			p := (*[panelWidth]float32)(b[l*panelWidth:])
			for j := range panelWidth {
				sum[j] += x * p[j]
			}
		}
		*row = sum
	}
}

func axpyPlain(a float32, x, y []float32) {
	y = y[:len(x)]
	for i, v := range x {
		y[i] += a * v
	}
}

func dotPlain(x, y []float32) float32 {
	y = y[:len(x)]
	var s0, s1, s2, s3 float32
	i := 0
	for ; i+4 <= len(x); i += 4 {
		s0 += x[i] * y[i]
		s1 += x[i+1] * y[i+1]
		s2 += x[i+2] * y[i+2]
		s3 += x[i+3] * y[i+3]
	}
	for ; i < len(x); i++ {
		s0 += x[i] * y[i]
	}
	return s0 + s1 + s2 + s3
}

// tanh is a rational approximation, right to about 1e-6 (the well-known 13/6
// minimax one of numeric libraries).
func tanh(x float32) float32 {
	x = min(max(x, -7.9), 7.9)
	q := x * x
	p := x * (4.89352455891786e-03 + q*(6.37261928875436e-04+q*(1.48572235717979e-05+q*(5.12229709037114e-08+q*(-8.60467152213735e-11+q*(2.00018790482477e-13+q*-2.76076847742355e-16))))))
	return p / (4.89352518554385e-03 + q*(2.26843463243900e-03+q*(1.18534705686654e-04+q*1.19825839466702e-06)))
}

func tanhPlain(x []float32) {
	for i, v := range x {
		x[i] = tanh(v)
	}
}

func sigmoidPlain(x []float32) {
	for i, v := range x {
		x[i] = 0.5*tanh(0.5*v) + 0.5
	}
}

func adamPlain(w, m, v, g []float32, p *[6]float32) {
	for i, x := range g {
		m[i] = p[0]*m[i] + p[1]*x
		v[i] = p[2]*v[i] + p[3]*x*x
		w[i] -= p[4] * m[i] / (float32(math.Sqrt(float64(v[i]))) + p[5])
	}
}
