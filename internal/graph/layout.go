package graph

import (
	"math"
	"unicode/utf8"
)

// Sizes of what is drawn, in points.
const (
	letter    = 7.3 // mean width of a character of a name
	boxHeight = 30.0
	boxPad    = 24.0
	boxMax    = 34  // characters of a name that are shown
	spring    = 170 // length of an edge at rest
	rounds    = 500
)

// layout gives the nodes of n their places: they push each other away, edges
// pull, and the middle stays. It draws no random numbers, so the same
// neighbourhood looks the same each time.
func layout(n *Neighbourhood) {
	for i := range n.Nodes {
		p := &n.Nodes[i]
		p.Width, p.Height = letter*float64(min(utf8.RuneCountInString(p.Name), boxMax))+boxPad, boxHeight
		// A sunflower: nodes fill the plane evenly from the middle.
		angle, radius := float64(i)*2.399963, spring*math.Sqrt(float64(i))
		p.X, p.Y = radius*math.Cos(angle), radius*math.Sin(angle)
	}
	degree := make([]float64, len(n.Nodes))
	for _, e := range n.Edges {
		degree[e.from]++
		degree[e.to]++
	}
	dx, dy := make([]float64, len(n.Nodes)), make([]float64, len(n.Nodes))
	for round := range rounds {
		clear(dx)
		clear(dy)
		push(n.Nodes, dx, dy)
		for _, e := range n.Edges {
			a, b := &n.Nodes[e.from], &n.Nodes[e.to]
			x, y := b.X-a.X, b.Y-a.Y
			d := math.Max(math.Hypot(x, y), 1)
			// Edges to a hub are longer, so that its neighbours have room.
			rest := spring + (a.Width+b.Width)/4 + 10*math.Sqrt(math.Max(degree[e.from], degree[e.to]))
			f := 0.06 * (d - rest) / d
			dx[e.from] += f * x
			dy[e.from] += f * y
			dx[e.to] -= f * x
			dy[e.to] -= f * y
		}
		heat := 30 * (1 - float64(round)/rounds)
		for i := range n.Nodes {
			if i == 0 {
				continue // the middle stays
			}
			p := &n.Nodes[i]
			x, y := dx[i]-0.002*p.X, dy[i]-0.004*p.Y
			d := math.Max(math.Hypot(x, y), 1e-9)
			step := math.Min(d, heat)
			p.X += x / d * step
			p.Y += y / d * step
		}
	}
	apart(n.Nodes)
}

// push adds the forces by which nodes keep away from each other. Boxes are wide
// and low, so what is beside counts as nearer than what is above.
func push(nodes []Place, dx, dy []float64) {
	for i := range nodes {
		for j := range i {
			x, y := nodes[i].X-nodes[j].X, nodes[i].Y-nodes[j].Y
			if x == 0 && y == 0 {
				x, y = 1, float64(i-j)
			}
			x /= 1.4
			d2 := math.Max(x*x+y*y, 100)
			f := 22000 / d2 / math.Sqrt(d2)
			dx[i] += f * x
			dy[i] += f * y
			dx[j] -= f * x
			dy[j] -= f * y
		}
	}
}

// apart moves boxes that overlap until none does.
func apart(nodes []Place) {
	const gap = 16
	for range 200 {
		moved := false
		for i := range nodes {
			for j := range i {
				a, b := &nodes[j], &nodes[i]
				x := (a.Width+b.Width)/2 + gap - math.Abs(a.X-b.X)
				y := (a.Height+b.Height)/2 + gap - math.Abs(a.Y-b.Y)
				if x <= 0 || y <= 0 {
					continue
				}
				moved = true
				if y <= x {
					shift(&a.Y, &b.Y, y, j == 0)
				} else {
					shift(&a.X, &b.X, x, j == 0)
				}
			}
		}
		if !moved {
			return
		}
	}
}

// shift moves a and b apart by d; only b if a is fixed.
func shift(a, b *float64, d float64, fixed bool) {
	sign := 1.0
	if *b < *a {
		sign = -1
	}
	if fixed {
		*b += sign * d
		return
	}
	*a -= sign * d / 2
	*b += sign * d / 2
}
