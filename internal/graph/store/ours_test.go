package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A folder of other files is left as it is.
func TestOthersFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, readOnly := range []bool{false, true} {
		if _, err := Open(dir, Options{ReadOnly: readOnly}); err == nil || !strings.Contains(err.Error(), "other files") {
			t.Errorf("read only %v: Open of a folder of other files: %v", readOnly, err)
		}
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("the folder holds %v", entries)
	}
}
