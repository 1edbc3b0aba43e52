package parse

import "math"

// An arc leads from a head to its dependent.
type arc struct{ dependent, head int }

// A contraction is a circle of nodes that Chu, Liu and Edmonds treat as one: the
// first of them stands for all.
type contraction struct {
	nodes   []int
	arcs    []arc   // into each node, along the circle
	members [][]int // of each node, the original nodes in it
}

// bestTree returns the heads of the best tree over n nodes. Node 0 is the root
// and has exactly one dependent. score(d, h) is what the arc from h to d is
// worth. Equal scores go to the lower head.
func bestTree(n int, score func(d, h int) float64) []int {
	heads := make([]int, n)
	if n < 2 {
		return heads
	}
	s := make([]float64, n*n)
	spread := 1.0
	for d := 1; d < n; d++ {
		for h := range n {
			if h != d {
				s[d*n+h] = score(d, h)
				spread = max(spread, math.Abs(s[d*n+h]))
			}
		}
	}
	// A second dependent of the root would cost more than any other choice of
	// arcs could win back.
	fine := 4 * spread * float64(n)
	for d := 1; d < n; d++ {
		s[d*n] -= fine
	}
	e := &edmonds{n: n, score: s, arcs: make([]arc, n*n), alive: make([]bool, n), members: make([][]int, n)}
	for d := range n {
		e.alive[d] = true
		e.members[d] = []int{d}
		for h := range n {
			e.arcs[d*n+h] = arc{d, h}
		}
	}
	return e.solve()
}

// edmonds holds the state of the algorithm of Chu, Liu and Edmonds. score and
// arcs are indexed by dependent and head; arcs says which arc of the original
// graph stands behind one between contracted nodes.
type edmonds struct {
	n       int
	score   []float64
	arcs    []arc
	alive   []bool
	members [][]int
}

func (e *edmonds) solve() []int {
	n := e.n
	best := make([]int, n)
	var history []contraction
	for {
		for d := 1; d < n; d++ {
			if !e.alive[d] {
				continue
			}
			best[d] = -1
			for h := range n {
				if e.alive[h] && h != d && (best[d] < 0 || e.score[d*n+h] > e.score[d*n+best[d]]) {
					best[d] = h
				}
			}
		}
		circle := e.circle(best)
		if circle == nil {
			break
		}
		history = append(history, e.contract(circle, best))
	}
	chosen := make([]arc, n)
	for d := 1; d < n; d++ {
		if e.alive[d] {
			chosen[d] = e.arcs[d*n+best[d]]
		}
	}
	for i := len(history) - 1; i >= 0; i-- {
		c := &history[i]
		into := chosen[c.nodes[0]]
		for j, node := range c.nodes {
			chosen[node] = c.arcs[j]
			for _, m := range c.members[j] {
				if m == into.dependent {
					chosen[node] = into
				}
			}
		}
	}
	heads := make([]int, n)
	for d := 1; d < n; d++ {
		heads[d] = chosen[d].head
	}
	return heads
}

// circle returns the nodes of a circle of best heads, or nil if there is none.
func (e *edmonds) circle(best []int) []int {
	seen := make([]int, e.n)
	for start := 1; start < e.n; start++ {
		if !e.alive[start] || seen[start] != 0 {
			continue
		}
		at := start
		for at != 0 && seen[at] == 0 {
			seen[at] = start
			at = best[at]
		}
		if at == 0 || seen[at] != start {
			continue
		}
		circle := []int{at}
		for next := best[at]; next != at; next = best[next] {
			circle = append(circle, next)
		}
		return circle
	}
	return nil
}

// contract makes one node of circle.
func (e *edmonds) contract(circle, best []int) contraction {
	n, to := e.n, circle[0]
	c := contraction{nodes: circle}
	in := make([]bool, n)
	var all []int
	for _, z := range circle {
		in[z] = true
		c.arcs = append(c.arcs, e.arcs[z*n+best[z]])
		c.members = append(c.members, e.members[z])
		all = append(all, e.members[z]...)
	}
	lost := make([]float64, n) // what the circle loses when another arc leads into z
	for _, z := range circle {
		lost[z] = e.score[z*n+best[z]]
	}
	for x := range n {
		if !e.alive[x] || in[x] {
			continue
		}
		out, into := -1, -1
		for _, z := range circle {
			if out < 0 || e.score[x*n+z] > e.score[x*n+out] {
				out = z
			}
			if into < 0 || e.score[z*n+x]-lost[z] > e.score[into*n+x]-lost[into] {
				into = z
			}
		}
		e.score[x*n+to], e.arcs[x*n+to] = e.score[x*n+out], e.arcs[x*n+out]
		e.score[to*n+x], e.arcs[to*n+x] = e.score[into*n+x]-lost[into], e.arcs[into*n+x]
	}
	for _, z := range circle[1:] {
		e.alive[z] = false
	}
	e.members[to] = all
	return c
}
