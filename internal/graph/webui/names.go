package webui

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/query/path"
	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/voc/rdfs"
)

// names answers with the names of nodes, for the page "Visualize": a JSON list
// of IRIs gives an object from IRI to name. Nodes without a name are left out.
func names(qs graph.QuadStore) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var ids []string
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxNames)).Decode(&ids); err != nil {
			fail(w, err)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		found := make(map[string]string)
		for _, id := range ids {
			if name, ok := nameOf(ctx, qs, quad.IRI(id)); ok {
				found[id] = name
			}
		}
		writeJSON(w, http.StatusOK, found)
	}
}

// nameOf returns the first label of a node in the order of the alphabet, so
// that the answer does not depend on the order of writing.
func nameOf(ctx context.Context, qs graph.QuadStore, id quad.IRI) (string, bool) {
	label := quad.IRI(rdfs.Label)
	name, found := "", false
	p := path.StartPath(qs, id).Out(label, label.Full())
	err := p.Iterate(ctx).Paths(false).EachValue(qs, func(v quad.Value) error {
		if s, ok := quad.NativeOf(v).(string); ok && (!found || s < name) {
			name, found = s, true
		}
		return nil
	})
	return name, found && err == nil
}
