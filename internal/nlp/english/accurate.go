package english

import (
	_ "embed"
	"sync"

	"kg/internal/nlp/parse"
)

//go:embed accurate.model
var accurateModel []byte

// accurate returns the network of the accurate parser, loaded once.
var accurate = sync.OnceValues(func() (*parse.Network, error) { return parse.LoadNetwork(accurateModel) })
