package parse

// The transitions of the arc-hybrid system. They build the tree from left to
// right with a stack; ROOT stands behind the last token, in the buffer, so that
// every sentence gets exactly one root.
const (
	shift = iota // the next token goes onto the stack
	left         // the top of the stack depends on the next token
	right        // the top of the stack depends on the one below it
	transitions
)

// none stands for a token that is not there.
const none = -1

// A state is a sentence half parsed: stack, buffer, and the arcs so far. Tokens
// are numbered from 0, n is ROOT.
type state struct {
	n     int32
	stack []int32
	next  int32 // first of the buffer

	nodes []node // of all tokens and ROOT
}

// A node is what is known of one token's place in the tree so far.
type node struct {
	head, rel               int32
	firstLeft, secondLeft   int32 // the outermost dependents on the left; the last found is first
	firstRight, secondRight int32
	leftCount, rightCount   int32
	leftRels, rightRels     uint64 // sets of relations
}

// reset makes s the beginning of a sentence of n tokens.
func (s *state) reset(n int) {
	s.n, s.next, s.stack = int32(n), 0, s.stack[:0]
	s.nodes = append(s.nodes[:0], make([]node, n+1)...)
	for i := range s.nodes {
		s.nodes[i] = node{head: none, rel: none, firstLeft: none, secondLeft: none, firstRight: none, secondRight: none}
	}
}

func (s *state) done() bool { return s.next == s.n && len(s.stack) == 0 }

// legal reports whether transition t may be done. The last token on the stack,
// and only it, depends on ROOT.
func (s *state) legal(t int) bool {
	switch t {
	case shift:
		return s.next < s.n
	case left:
		return len(s.stack) > 0 && (s.next < s.n || len(s.stack) == 1)
	}
	return len(s.stack) > 1
}

// arc returns the head and the dependent that left or right would connect.
func (s *state) arc(t int) (head, dependent int32) {
	top := len(s.stack) - 1
	if t == left {
		return s.next, s.stack[top]
	}
	return s.stack[top-1], s.stack[top]
}

// apply does transition t; rel is the relation of the arc that it makes.
func (s *state) apply(t int, rel int32) {
	if t == shift {
		s.stack = append(s.stack, s.next)
		s.next++
		return
	}
	h, d := s.arc(t)
	s.stack = s.stack[:len(s.stack)-1]
	s.nodes[d].head, s.nodes[d].rel = h, rel
	head := &s.nodes[h]
	if d < h {
		head.secondLeft, head.firstLeft = head.firstLeft, d
		head.leftCount++
		head.leftRels |= 1 << (rel & 63)
	} else {
		head.secondRight, head.firstRight = head.firstRight, d
		head.rightCount++
		head.rightRels |= 1 << (rel & 63)
	}
}

// impossible is the cost of a transition that is not legal.
const impossible = 1 << 20

// costs returns for each transition how many arcs of the gold tree can no longer
// be built after it: the dynamic oracle of the arc-hybrid system.
func (s *state) costs(heads []int32) (cost [transitions]int) {
	for t := range transitions {
		if !s.legal(t) {
			cost[t] = impossible
		}
	}
	top := len(s.stack) - 1
	if cost[shift] == 0 {
		// The next token loses its dependents on the stack, and its head
		// there unless that is the top.
		for i, d := range s.stack {
			if heads[d] == s.next {
				cost[shift]++
			}
			if i < top && heads[s.next] == d {
				cost[shift]++
			}
		}
		// Only the bottom of the stack can become the root.
		if top >= 0 && heads[s.next] == s.n {
			cost[shift]++
		}
	}
	if top < 0 {
		return cost
	}
	// The top of the stack goes, and loses its dependents in the buffer.
	s0 := s.stack[top]
	lost := 0
	for d := s.next; d < s.n; d++ {
		if heads[d] == s0 {
			lost++
		}
	}
	if cost[left] == 0 {
		cost[left] = lost
		h := heads[s0]
		if h > s.next && (h < s.n || top == 0) || top > 0 && h == s.stack[top-1] {
			cost[left]++
		}
	}
	if cost[right] == 0 {
		cost[right] = lost
		if h := heads[s0]; h >= s.next && h < s.n {
			cost[right]++
		}
	}
	return cost
}
