package internal

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// floors says on which floor a package stands. A package imports only from
// floors below its own.
var floors = map[string]int{
	"internal/kg":           0,
	"internal/nlp":          0,
	"internal/nlp/learn":    0,
	"internal/lexicon":      0,
	"internal/near":         0,
	"internal/graph/store":  0,
	"internal/graph/webui":  0,
	"internal/graph/script": 0,
	"internal/browsertest":  0,
	"internal/ingest/made":  0,
	"queries":               0,
	"internal/ingest":       1,
	"internal/nlp/segment":  1,
	"internal/nlp/tag":      1,
	"internal/nlp/parse":    1,
	"internal/nlp/mention":  1,
	"internal/nlp/coref":    1,
	"internal/nlp/conllu":   1,
	"internal/link":         1,
	"internal/extract":      1,
	"internal/graph":        1,
	"internal/eval":         1,
	"internal/nlp/english":  2,
	"internal/web":          2,
	"cmd/kg":                3,
}

// module is the path in go.mod.
const module = "kg/"

// onlyGraph are the packages that may import Cayley.
var onlyGraph = map[string]bool{"internal/graph": true, "internal/graph/store": true, "internal/graph/webui": true, "internal/graph/script": true}

func TestFloors(t *testing.T) {
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && file != root) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		checkImports(t, file, path.Dir(filepath.ToSlash(rel)))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkImports(t *testing.T, file, pkg string) {
	floor, ok := floors[pkg]
	if !ok {
		t.Errorf("%s: package %s has no floor: list it in floors", file, pkg)
		return
	}
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return
	}
	for _, imp := range f.Imports {
		name, err := strconv.Unquote(imp.Path.Value)
		if err != nil {
			t.Error(err)
			continue
		}
		if strings.HasPrefix(name, "github.com/cayleygraph/") && !onlyGraph[pkg] {
			t.Errorf("%s: imports %s: only graph knows Cayley", file, name)
		}
		if own, found := strings.CutPrefix(name, module); found && floors[own] >= floor {
			t.Errorf("%s: floor %d imports %s of floor %d", file, floor, own, floors[own])
		}
	}
}
