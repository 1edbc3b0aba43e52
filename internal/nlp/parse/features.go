package parse

import (
	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// A word is a token as the model sees it.
type word struct {
	key, tag, upos, feats uint64
	fine, coarse          uint64 // clusters; 0 if it is in none
	allowed               [2][]uint16
}

// absent stands for a token that is not there, rootWord for ROOT.
var (
	absent   = word{key: 0xabcdef, tag: 0xabcdef, upos: 0xabcdef, feats: 0xabcdef, fine: 0xabcdef, coarse: 0xabcdef}
	rootWord = word{key: 1, tag: 2, upos: 3, feats: 4}
)

// A sentence is what the features are read from. It is used again for the next.
type sentence struct {
	state    state
	words    []word  // of the tokens, and ROOT
	verbs    []int32 // how many verbs stand before each token
	marks    []int32 // the same of punctuation marks and conjunctions
	features learn.Features
}

// look makes s the sentence of tokens.
func (g *Greedy) look(s *sentence, tokens []nlp.Token) {
	s.words = append(s.words[:0], make([]word, len(tokens)+1)...)
	s.verbs = append(s.verbs[:0], make([]int32, len(tokens)+1)...)
	s.marks = append(s.marks[:0], make([]int32, len(tokens)+1)...)
	s.words[len(tokens)] = rootWord
	for i := range tokens {
		tok := &tokens[i]
		key := learn.Key(tok.Text)
		s.words[i] = word{
			key:     learn.Hash(key),
			tag:     learn.Hash(tok.XPOS),
			upos:    learn.Hash(tok.UPOS),
			feats:   learn.Hash(tok.Feats),
			allowed: g.allowed[tok.XPOS],
		}
		if g.clusters != nil {
			if coarse, fine, ok := g.clusters.Of(key); ok {
				s.words[i].coarse, s.words[i].fine = uint64(coarse)+1<<20, uint64(fine)+1<<21
			}
		}
		s.verbs[i+1], s.marks[i+1] = s.verbs[i], s.marks[i]
		switch tok.UPOS {
		case "VERB", "AUX":
			s.verbs[i+1]++
		case "PUNCT", "CCONJ":
			s.marks[i+1]++
		}
	}
}

func (s *sentence) word(i int32) *word {
	if i < 0 || i > s.state.n {
		return &absent
	}
	return &s.words[i]
}

// noNode is the node of a token that is not there.
var noNode = node{
	head: none, rel: none, firstLeft: none, secondLeft: none, firstRight: none, secondRight: none,
	leftCount: 99, rightCount: 99, leftRels: 0xabcdef, rightRels: 0xabcdef,
}

func (s *sentence) node(i int32) *node {
	if i < 0 || i > s.state.n {
		return &noNode
	}
	return &s.state.nodes[i]
}

// rel returns the relation of token i to its head, as a value.
func (s *sentence) rel(i int32) uint64 {
	if i < 0 {
		return 0xabcdef
	}
	return uint64(s.state.nodes[i].rel) + 7
}

// distance returns a value for the distance between two tokens, coarser for
// longer ones.
func distance(a, b int32) uint64 {
	d := max(a-b, b-a)
	switch {
	case d < 5:
		return uint64(d)
	case d < 8:
		return 5
	case d < 12:
		return 6
	case d < 20:
		return 7
	}
	return 8
}

// between returns a value for the verbs and marks that stand between tokens a
// and b, a before b.
func (s *sentence) between(a, b int32) uint64 {
	return uint64(min(s.verbs[b]-s.verbs[a+1], 2)) + 3*uint64(min(s.marks[b]-s.marks[a+1], 2))
}

func count(n int32) uint64 { return uint64(min(n, 4)) }

// moveFeatures returns the features of the next transition. s0, s1, s2 are the
// top of the stack and what is below, b0, b1, b2, b3 the buffer; w is a word, t
// a tag.
func (g *Greedy) moveFeatures(s *sentence) []uint64 {
	st := &s.state
	i0, i1, i2 := int32(none), int32(none), int32(none)
	if k := len(st.stack); k > 2 {
		i0, i1, i2 = st.stack[k-1], st.stack[k-2], st.stack[k-3]
	} else if k > 1 {
		i0, i1 = st.stack[1], st.stack[0]
	} else if k > 0 {
		i0 = st.stack[0]
	}
	j0 := st.next
	s0, s1, s2 := s.word(i0), s.word(i1), s.word(i2)
	b0, b1, b2, b3 := s.word(j0), s.word(j0+1), s.word(j0+2), s.word(j0+3)
	s0w, s0t, s1w, s1t, s2w, s2t := s0.key, s0.tag, s1.key, s1.tag, s2.key, s2.tag
	b0w, b0t, b1w, b1t, b2w, b2t, b3t := b0.key, b0.tag, b1.key, b1.tag, b2.key, b2.tag, b3.tag
	s0wt, s1wt, b0wt := learn.Mix(s0w, s0t), learn.Mix(s1w, s1t), learn.Mix(b0w, b0t)

	f := &s.features
	f.Reset(0)
	f.One(1)
	f.One(s0w)
	f.One(s0t)
	f.One(s0wt)
	f.One(s1w)
	f.One(s1t)
	f.One(s1wt)
	f.One(s2w)
	f.One(s2t)
	f.Two(s2w, s2t)
	f.One(b0w)
	f.One(b0t)
	f.One(b0wt)
	f.One(b1w)
	f.One(b1t)
	f.Two(b1w, b1t)
	f.One(b2w)
	f.One(b2t)
	f.Two(b2w, b2t)
	f.One(b3t)
	f.Two(s0wt, b0wt)
	f.Two(s0wt, b0w)
	f.Two(s0w, b0wt)
	f.Two(s0wt, b0t)
	f.Two(s0t, b0wt)
	f.Two(s0w, b0w)
	f.Two(s0t, b0t)
	f.Two(b0t, b1t)
	f.Two(s1wt, s0wt)
	f.Two(s1w, s0w)
	f.Two(s1t, s0t)
	f.Two(s1wt, s0t)
	f.Two(s1t, s0wt)
	f.Two(s1t, b0t)
	f.Two(s1w, b0w)
	f.Two(s1w, b0t)
	f.Two(s1t, b0w)
	f.Two(s0w, b1t)
	f.Two(s0t, b1w)
	f.Two(b0w, b1w)
	f.Two(b0w, b1t)
	f.Two(b0t, b1w)
	f.Three(s0t, b0t, b1t)
	f.Three(s1t, s0t, b0t)
	f.Three(s2t, s1t, s0t)
	f.Three(b0t, b1t, b2t)
	f.Three(s0w, b0t, b1t)
	f.Three(s0t, b0w, b1t)
	f.Three(s0t, b0t, b1w)
	f.Three(s1w, s0t, b0t)
	f.Three(s1t, s0w, b0t)
	f.Three(s1t, s0t, b0w)
	f.Three(s1w, s0w, b0t)
	f.Three(s1w, s0t, b0w)
	f.Three(s1t, s0w, b0w)
	f.Four(s1t, s0t, b0t, b1t)
	f.Four(s0t, b0t, b1t, b2t)
	f.Four(s2t, s1t, s0t, b0t)
	f.Three(s0w, b0w, b1w)
	f.Three(s2t, s0t, b0t)

	// How far apart, and what stands between.
	d0, d1 := uint64(20), uint64(20)
	v0, v1 := uint64(20), uint64(20)
	if i0 >= 0 {
		d0, v0 = distance(j0, i0), s.between(i0, j0)
	}
	if i1 >= 0 {
		d1, v1 = distance(i0, i1), s.between(i1, i0)
	}
	f.Two(s0w, d0)
	f.Two(s0t, d0)
	f.Two(b0w, d0)
	f.Two(b0t, d0)
	f.Three(s0w, b0w, d0)
	f.Three(s0t, b0t, d0)
	f.Three(s1t, s0t, d1)
	f.Two(s1w, d1)
	f.Two(s0w, d1)
	f.Four(s1t, s0t, d1, b0t)
	f.Three(s0t, b0t, v0)
	f.Two(v0, d0)
	f.Three(s1t, s0t, v1)
	f.Four(s1t, s0t, v1, b0t)

	// The dependents that they have already.
	n0, n1, nb := s.node(i0), s.node(i1), s.node(j0)
	f.Two(s0w, count(n0.rightCount))
	f.Two(s0t, count(n0.rightCount))
	f.Two(s0w, count(n0.leftCount))
	f.Two(s0t, count(n0.leftCount))
	f.Two(b0w, count(nb.leftCount))
	f.Two(b0t, count(nb.leftCount))
	f.Two(s1w, count(n1.rightCount))
	f.Two(s1t, count(n1.rightCount))
	f.Two(s1t, count(n1.leftCount))
	f.Two(s0w, n0.rightRels)
	f.Two(s0t, n0.rightRels)
	f.Two(s0w, n0.leftRels)
	f.Two(s0t, n0.leftRels)
	f.Two(b0w, nb.leftRels)
	f.Two(b0t, nb.leftRels)
	f.Two(s1w, n1.rightRels)
	f.Two(s1t, n1.rightRels)
	f.Two(s1t, n1.leftRels)
	f.Three(s1t, s0t, n1.rightRels)
	f.Three(s1t, s0t, n0.leftRels)
	f.Three(s0t, b0t, n0.leftRels)
	f.Three(s0t, b0t, nb.leftRels)
	f.Three(s0t, b0t, n0.rightRels)
	f.Three(s1t, s0t, n0.rightRels)
	f.Three(s0t, b0w, n0.rightRels)
	l0, r0, l1, r1, lb := s.word(n0.firstLeft), s.word(n0.firstRight), s.word(n1.firstLeft), s.word(n1.firstRight), s.word(nb.firstLeft)
	for _, c := range [...]int32{n0.firstLeft, n0.firstRight, n1.firstLeft, n1.firstRight, nb.firstLeft} {
		f.One(s.word(c).key)
		f.One(s.word(c).tag)
		f.One(s.rel(c))
	}
	f.One(s.word(n0.secondLeft).tag)
	f.One(s.word(n0.secondRight).tag)
	f.One(s.rel(n0.secondLeft))
	f.One(s.rel(n0.secondRight))
	f.One(s.word(nb.secondLeft).tag)
	f.One(s.rel(nb.secondLeft))
	f.One(s.word(n1.secondRight).tag)
	f.One(s.rel(n1.secondRight))
	f.One(s.word(n1.secondLeft).tag)
	f.Three(s0t, l0.tag, b0t)
	f.Three(s0t, r0.tag, b0t)
	f.Three(s0t, b0t, lb.tag)
	f.Three(s0t, l0.tag, s.word(n0.secondLeft).tag)
	f.Three(s0t, r0.tag, s.word(n0.secondRight).tag)
	f.Three(b0t, lb.tag, s.word(nb.secondLeft).tag)
	f.Three(s1t, s0t, l0.tag)
	f.Three(s1t, s0t, r0.tag)
	f.Three(s1t, r1.tag, s0t)
	f.Three(s1t, l1.tag, s0t)
	f.Three(s1t, r1.tag, b0t)
	f.Three(s1t, s0t, s.rel(n0.firstLeft))
	f.Three(s1t, s.rel(n1.firstRight), s0t)

	// The preposition of a phrase decides where it belongs: "ate pasta with a
	// fork", "ate pasta with cheese".
	f.Two(s1w, l0.key)
	f.Three(s1t, s0t, l0.key)
	f.Three(s1w, s0w, l0.key)
	f.Three(s1w, s0t, l0.key)
	f.Two(s0w, lb.key)
	f.Three(s0t, b0t, lb.key)
	f.Three(s0t, b0t, r0.key)
	f.Three(s1t, s0t, r1.key)
	f.Two(l0.key, b0w)
	f.Three(s0t, l0.key, b0t)

	if g.clusters != nil {
		f.One(s0.fine)
		f.One(s1.fine)
		f.One(b0.fine)
		f.Two(s0.fine, b0.fine)
		f.Two(s1.fine, s0.fine)
		f.Three(s0.fine, b0t, d0)
		f.Three(s0t, b0.fine, d0)
		f.Three(s1t, s0.fine, d1)
		f.Three(s1.fine, s0t, d1)
		f.Two(s0.coarse, b0.coarse)
		f.Two(s1.coarse, s0.coarse)
		f.Three(s1.coarse, s0.coarse, l0.key)
		f.Three(s0.coarse, b0.coarse, s1.coarse)
		f.Three(s1.fine, s0.coarse, l0.key)
	}
	return f.List
}

// labelFeatures returns the features of the relation between head h and
// dependent d.
func (g *Greedy) labelFeatures(s *sentence, h, d int32) []uint64 {
	direction := uint64(1 + toRight(h, d))
	if h == s.state.n {
		direction = 3
	}
	head, dep := s.word(h), s.word(d)
	hw, ht, hu, dw, dt, du := learn.Mix(direction, head.key), head.tag, head.upos, dep.key, dep.tag, dep.upos
	ht, hu = learn.Mix(direction, ht), learn.Mix(direction, hu)
	hn, dn := s.node(h), s.node(d)
	l0, l1, r0, r1 := s.word(dn.firstLeft), s.word(dn.secondLeft), s.word(dn.firstRight), s.word(dn.secondRight)
	pair := learn.Mix(dt, ht)

	f := &s.features
	f.Reset(0)
	f.One(direction)
	f.One(hw)
	f.One(ht)
	f.Two(direction, dw)
	f.Two(direction, dt)
	f.Two(direction, du)
	f.Two(hw, ht)
	f.Three(direction, dw, dt)
	f.Two(hw, dw)
	f.One(pair)
	f.Two(hw, dt)
	f.Two(ht, dw)
	f.Two(hu, du)
	f.Two(pair, distance(h, d))
	f.Two(dw, hu)
	f.Two(hw, du)
	f.Two(dep.feats, ht)
	f.Three(direction, head.feats, dt)
	f.Two(direction, l0.key)
	f.Three(direction, l0.tag, dt)
	f.Three(direction, s.rel(dn.firstLeft), dt)
	f.Three(direction, s.rel(dn.firstRight), dt)
	f.Two(pair, s.rel(dn.firstLeft))
	f.Two(pair, l0.key)
	f.Two(l0.key, hw)
	f.Three(direction, l0.key, dw)
	f.Two(pair, s.rel(dn.secondLeft))
	f.Two(pair, r0.tag)
	f.Two(pair, r1.tag)
	f.Two(pair, r0.key)
	f.Two(pair, l1.tag)
	f.Two(pair, dn.leftRels)
	f.Two(pair, dn.rightRels)
	f.Three(direction, dn.leftRels, dw)
	f.Two(pair, hn.leftRels)
	f.Two(pair, hn.rightRels)
	f.Three(hn.leftRels, dw, hu)
	f.Three(hn.rightRels, dw, hu)
	f.Three(hn.leftRels, hw, dt)
	f.Three(hn.rightRels, hw, dt)
	f.Two(pair, s.word(d-1).tag)
	f.Two(pair, s.word(d+1).tag)
	f.Two(pair, s.word(h-1).tag)
	f.Two(pair, s.word(h+1).tag)
	f.Three(direction, s.word(d-1).key, dt)
	f.Three(direction, s.word(d+1).key, dt)
	f.Three(direction, s.word(d-1).tag, dw)
	f.Three(direction, s.word(d+1).tag, dw)
	f.Two(pair, s.between(min(h, d), max(h, d)))
	if g.clusters != nil {
		f.Two(dep.fine, ht)
		f.Three(direction, head.fine, dt)
		f.Three(direction, dep.fine, head.fine)
		f.Three(direction, dep.coarse, head.coarse)
		f.Four(direction, dep.coarse, head.coarse, l0.key)
	}
	return f.List
}
