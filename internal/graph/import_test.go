package graph

import (
	"strings"
	"testing"
)

// What comes out goes in again, quad for quad.
func TestImport(t *testing.T) {
	from := exported(t)
	want := export(t, from, "nquads", Filter{})
	for _, format := range []string{"nquads", "pquads"} {
		to, err := Open("", Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer to.Close()
		for range 2 { // the second time changes nothing
			n, err := to.Import(t.Context(), strings.NewReader(export(t, from, format, Filter{})), format)
			if n != 2 || err != nil {
				t.Fatalf("Import of %s = %d, %v; want 2 articles", format, n, err)
			}
			if got := export(t, to, "nquads", Filter{}); got != want {
				t.Errorf("after the import of %s the graph is\n%s\nwant\n%s", format, got, want)
			}
		}
		report, err := to.Check(t.Context())
		if err != nil || len(report.Faults) > 0 {
			t.Errorf("after the import of %s: %v, %v", format, report.Faults, err)
		}
	}
}

func TestImportOfNonsense(t *testing.T) {
	good := export(t, exported(t), "nquads", Filter{})
	for name, text := range map[string]string{
		"no quads":        "tarot",
		"other words":     strings.Replace(good, "opposes the toll", "supports the tax", 1),
		"a part missing":  dropLines(good, "/argument/0> <urn:kg:"),
		"a body missing":  dropLines(good, "articleBody"),
		"a line cut off":  good[:len(good)/2],
		"a wrong number":  strings.ReplaceAll(good, `"0"^^`, `"many"^^`),
		"no place":        strings.ReplaceAll(good, `"23-31"`, `"here"`),
		"a place outside": strings.ReplaceAll(good, `"23-31"`, `"2300-3100"`),
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Open("", Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			_, err = s.Import(t.Context(), strings.NewReader(text), "nquads")
			report, checkErr := s.Check(t.Context())
			if checkErr != nil || len(report.Faults) > 0 {
				t.Errorf("the graph is not sound: %v, %v", report.Faults, checkErr)
			}
			if err == nil && name != "a wrong number" {
				t.Error("no error")
			}
		})
	}
}

func dropLines(text, with string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if !strings.Contains(line, with) {
			b.WriteString(line)
		}
	}
	return b.String()
}
