package lexicon

import (
	"path"
	"strings"
	"testing"
)

// TestLists reads every list, so that a bad line fails here and not in an
// article.
func TestLists(t *testing.T) {
	names, err := files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range names {
		name := strings.TrimSuffix(f.Name(), path.Ext(f.Name()))
		all := lines(name)
		if len(all) == 0 {
			t.Errorf("%s.txt is empty", name)
		}
		if strings.Contains(all[0].text, ":") {
			Classes(name)
		}
		seen := map[string]int{}
		for _, line := range all {
			if before := seen[line.text]; before > 0 {
				t.Errorf("%s.txt:%d: %q stands on line %d already", name, line.number, line.text, before)
			}
			seen[line.text] = line.number
		}
	}
}
