package store

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/graphtest"
)

// TestConformance runs Cayley's own suite for backends, on disk and in memory.
func TestConformance(t *testing.T) {
	enterCayley(t)
	for _, disk := range []bool{true, false} {
		t.Run(map[bool]string{true: "disk", false: "memory"}[disk], func(t *testing.T) {
			graphtest.TestAll(t, func(t testing.TB) (graph.QuadStore, graph.Options) {
				path := ""
				if disk {
					path = t.TempDir()
				}
				return open(t, path, Options{NoSync: true}), nil
			}, &graphtest.Config{AlwaysRunIntegration: !testing.Short()})
		})
	}
}

// enterCayley changes to a folder in which the suite finds its data where it
// looks for them: three and four folders up.
func enterCayley(t *testing.T) {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/cayleygraph/cayley").Output()
	if err != nil {
		t.Skipf("where is the source of Cayley: %v", err)
	}
	source := filepath.Join(strings.TrimSpace(string(out)), "data")
	dir := t.TempDir()
	inner := filepath.Join(dir, "a", "b", "c", "d")
	if err := os.MkdirAll(inner, 0o755); err != nil {
		t.Fatal(err)
	}
	for file, up := range map[string]string{"testdata.nq": dir, "30kmoviedata.nq.gz": filepath.Join(dir, "a")} {
		b, err := os.ReadFile(filepath.Join(source, file))
		if err != nil {
			t.Skipf("data of Cayley's suite: %v", err)
		}
		if err := os.MkdirAll(filepath.Join(up, "data"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(up, "data", file), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(inner)
}

// open opens a store that closes with the test.
func open(t testing.TB, path string, opts Options) *QuadStore {
	t.Helper()
	qs, err := Open(path, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := qs.Close(); err != nil {
			t.Error(err)
		}
	})
	return qs
}
