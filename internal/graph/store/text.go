package store

import (
	"context"
	"runtime"
	"slices"
	"sync"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/shape"
)

// textNodes are the nodes whose text matches regular expressions. The
// expressions run over the bytes in the store; Cayley's own filter would make
// a value of every node first.
type textNodes struct {
	v       *View
	filters []shape.Regexp
}

// textNodesOf returns the nodes that a filter lets pass, nil if it is not a
// filter of all nodes by regular expressions.
func (v *View) textNodesOf(f shape.Filter) *textNodes {
	if _, ok := f.From.(shape.AllNodes); !ok || len(f.Filters) == 0 {
		return nil
	}
	t := &textNodes{v: v}
	for _, one := range f.Filters {
		re, ok := one.(shape.Regexp)
		if !ok {
			return nil
		}
		t.filters = append(t.filters, re)
	}
	return t
}

func (t *textNodes) matches(id uint32) bool {
	b, _ := t.v.s.value(id)
	if len(b) == 0 {
		return false
	}
	kind, text, ok := b[0], b[1:], true
	if kind == kindLang || kind == kindTyped {
		_, text, ok = pair(text)
	}
	if !ok {
		return false
	}
	for _, f := range t.filters {
		switch kind {
		case kindString, kindLang, kindTyped:
		case kindIRI, kindBlank:
			if !f.Refs {
				return false
			}
		default:
			return false
		}
		if !f.Re.Match(text) {
			return false
		}
	}
	return true
}

type textShape struct{ t *textNodes }

func (s textShape) BuildIterator(graph.QuadStore) iterator.Shape { return s.t }
func (s textShape) Optimize(context.Context, shape.Optimizer) (shape.Shape, bool) {
	return s, false
}

func (t *textNodes) String() string { return "TextNodes" }
func (t *textNodes) Iterate() iterator.Scanner {
	return &textScan{allNodesScan: allNodesScan{v: t.v}, t: t}
}
func (t *textNodes) Lookup() iterator.Index                              { return &textIndex{allNodesIndex{v: t.v}, t} }
func (t *textNodes) SubIterators() []iterator.Shape                      { return nil }
func (t *textNodes) Optimize(ctx context.Context) (iterator.Shape, bool) { return t, false }
func (t *textNodes) Stats(ctx context.Context) (iterator.Costs, error) {
	return iterator.Costs{ContainsCost: 2, NextCost: 4, Size: refs.Size{Value: t.v.commit.alive/2 + 1}}, nil
}

// textScan looks at nodes in blocks, each divided among the processors. The
// first blocks are small, for often the first match is enough.
type textScan struct {
	allNodesScan
	t     *textNodes
	last  uint32   // the last node that was looked at
	size  uint32   // nodes in the next block
	found []uint32 // matches that are still to be given
}

const (
	firstBlock   = 1 << 8
	largestBlock = 1 << 15
)

func (s *textScan) String() string { return "TextScan" }
func (s *textScan) Next(ctx context.Context) bool {
	for len(s.found) == 0 {
		if s.err = ctx.Err(); s.err != nil || s.last >= s.v.commit.nodes {
			s.id = s.v.commit.nodes + 1
			return false
		}
		s.look(ctx)
	}
	s.id, s.found = s.found[0], s.found[1:]
	return true
}

// look finds the matches of the next block.
func (s *textScan) look(ctx context.Context) {
	s.size = min(max(2*s.size, firstBlock), largestBlock)
	from, to := s.last, min(s.v.commit.nodes, s.last+s.size)
	parts := make([][]uint32, runtime.GOMAXPROCS(0))
	share := (to - from + uint32(len(parts)) - 1) / uint32(len(parts))
	var wg sync.WaitGroup
	for k := range parts {
		wg.Go(func() {
			start := from + uint32(k)*share
			for id := start + 1; id <= min(start+share, to); id++ {
				if id%1024 == 0 && ctx.Err() != nil {
					return
				}
				if s.v.has(id) && s.t.matches(id) {
					parts[k] = append(parts[k], id)
				}
			}
		})
	}
	wg.Wait()
	s.last, s.found = to, slices.Concat(parts...)
}

type textIndex struct {
	allNodesIndex
	t *textNodes
}

func (s *textIndex) String() string { return "TextIndex" }
func (s *textIndex) Contains(ctx context.Context, r graph.Ref) bool {
	if !s.allNodesIndex.Contains(ctx, r) {
		return false
	}
	if !s.t.matches(s.id) {
		s.id = 0
	}
	return s.id != 0
}
