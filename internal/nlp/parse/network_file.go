package parse

import (
	"fmt"
	"io"

	"kg/internal/nlp/learn"
)

// Write writes the network to w, its numbers rounded to a byte each.
func (n *Network) Write(w io.Writer) error {
	var e learn.Encoder
	for _, size := range n.shape.sizes() {
		e.Uint(uint64(*size))
	}
	e.Strings(n.tags)
	e.Strings(n.feats)
	e.Strings(n.scripts)
	e.Strings(n.names)
	e.Strings(n.types)
	e.Strings(n.labels)
	words := make([]string, len(n.words))
	for word, i := range n.words {
		words[i-firstRow] = word
	}
	e.Strings(words)
	n.writeExceptions(&e)
	e.Clusters(n.clusters)
	for _, t := range []*learn.Table{&n.word, &n.hashed, &n.vectors} {
		e.Uint(uint64(t.Rows()))
		e.Rows(t.Values, t.Dim)
	}
	for _, m := range n.matrices() {
		e.Rows(m.Values, m.Cols)
	}
	if _, err := e.WriteTo(w); err != nil {
		return fmt.Errorf("write network: %w", err)
	}
	return nil
}

func (s *shape) sizes() []*int {
	return []*int{&s.Word, &s.Hashes, &s.Vector, &s.Hidden, &s.Layers, &s.Arc, &s.Label, &s.Product}
}

// LoadNetwork returns the network that Write has written to file.
func LoadNetwork(file []byte) (*Network, error) {
	d, err := learn.NewDecoder(file)
	if err != nil {
		return nil, err
	}
	n := new(Network)
	for _, size := range n.shape.sizes() {
		if *size = int(d.Uint()); *size < 1 || *size > 1<<20 {
			d.Fail("a network with a size of %d", *size)
		}
	}
	n.tags, n.feats, n.scripts = d.Strings(), d.Strings(), d.Strings()
	n.names, n.types, n.labels = d.Strings(), d.Strings(), d.Strings()
	n.setWords(d.Strings())
	n.readExceptions(d)
	n.clusters = d.Clusters()
	for _, t := range []struct {
		table *learn.Table
		dim   int
	}{{&n.word, n.Word}, {&n.hashed, n.Word}, {&n.vectors, n.Vector}} {
		*t.table = d.Table(int(d.Uint()), t.dim)
	}
	if d.Failed() {
		return nil, d.Err()
	}
	if n.word.Rows() != len(n.words)+firstRow || n.hashed.Rows() != n.Hashes || n.vectors.Rows() > len(n.clusters.Words) ||
		len(n.tags) == 0 || len(n.feats) == 0 || len(n.scripts) == 0 || len(n.labels) < 2 || n.Layers > 8 || n.Hidden > 1<<12 {
		return nil, fmt.Errorf("load network: sizes do not fit together")
	}
	n.build()
	for _, m := range n.matrices() {
		m.Values = d.Rows(m.Rows, m.Cols)
		if d.Failed() {
			return nil, d.Err()
		}
		if m.Rows > 1 {
			m.Pack(false)
			m.Values = nil // 20 MB that only learning needs
		}
	}
	return n, d.Err()
}
