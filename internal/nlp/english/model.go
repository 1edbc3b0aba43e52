package english

import (
	"bytes"
	_ "embed"
	"io"
	"sync"

	"kg/internal/nlp/learn"
	"kg/internal/nlp/parse"
	"kg/internal/nlp/tag"
)

//go:embed fast.model
var fastModel []byte

// fast returns the model of the fast parser, loaded once.
var fast = sync.OnceValues(func() (*Model, error) { return LoadModel(fastModel) })

// A Model is the tagger and the parser that make up the fast parser. It is safe
// for concurrent use.
type Model struct {
	clusters *learn.Clusters
	tagger   *tag.Model
	parser   *parse.Greedy
}

// LoadModel reads a model file.
func LoadModel(file []byte) (*Model, error) {
	d, err := learn.NewDecoder(file)
	if err != nil {
		return nil, err
	}
	c := d.Clusters()
	m := &Model{c, tag.Decode(d, c), parse.DecodeGreedy(d, c)}
	return m, d.Err()
}

// WriteTo writes the model file.
func (m *Model) WriteTo(w io.Writer) (int64, error) {
	var e learn.Encoder
	e.Clusters(m.clusters)
	m.tagger.Encode(&e)
	m.parser.Encode(&e)
	return e.WriteTo(w)
}

// file returns the model file in memory.
func (m *Model) file() ([]byte, error) {
	var b bytes.Buffer
	_, err := m.WriteTo(&b)
	return b.Bytes(), err
}
