package english

import (
	_ "embed"
	"io"
	"sync"

	"kg/internal/nlp"
	"kg/internal/nlp/coref"
	"kg/internal/nlp/learn"
	"kg/internal/nlp/mention"
)

//go:embed entities.model
var entitiesModel []byte

// entities returns the models of mentions and chains, loaded once.
var entities = sync.OnceValues(func() (*Entities, error) { return LoadEntities(entitiesModel) })

// Entities are the models of mentions and chains. They are safe for concurrent
// use.
type Entities struct {
	clusters *learn.Clusters
	mention  *mention.Model
	coref    *coref.Model
}

// LoadEntities reads a model file.
func LoadEntities(file []byte) (*Entities, error) {
	d, err := learn.NewDecoder(file)
	if err != nil {
		return nil, err
	}
	m := &Entities{clusters: d.Clusters()}
	m.mention, m.coref = mention.Decode(d, m.clusters), coref.Decode(d, m.clusters)
	return m, d.Err()
}

// WriteTo writes the model file.
func (m *Entities) WriteTo(w io.Writer) (int64, error) {
	var e learn.Encoder
	e.Clusters(m.clusters)
	m.mention.Encode(&e)
	m.coref.Encode(&e)
	return e.WriteTo(w)
}

// Stages returns the stages that find mentions and chains.
func (m *Entities) Stages() []nlp.Stage {
	return []nlp.Stage{mention.Stage(m.mention), coref.Stage(m.coref)}
}
