package link

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kg/internal/kg"
)

// ledger writes judgements to a file and reads them back.
func ledger(t *testing.T, all ...Judgement) *Ledger {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kg.ledger")
	for _, j := range all {
		j.Time, j.Who = time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC), "ann"
		if err := Add(path, j); err != nil {
			t.Fatal(err)
		}
	}
	l, err := ReadLedger(path)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// entityOf returns what l makes of a term with entity id in an article.
func entityOf(l *Ledger, id, article, text string) string {
	s := &kg.Statement{Evidence: kg.Evidence{Article: article}}
	return l.Entity(s, &kg.Term{Entity: id, Text: text})
}

func TestLedger(t *testing.T) {
	same := func(a, b string) Judgement { return Judgement{Verb: Same, A: a, B: b} }
	different := func(a, b string) Judgement { return Judgement{Verb: Different, A: a, B: b} }
	split := Judgement{Verb: Split, A: "ent/a", B: "ent/a-2", Where: "article/1"}
	tests := []struct {
		name     string
		all      []Judgement
		id, want string
	}{
		{"no judgement", nil, "ent/a", "ent/a"},
		{"merged", []Judgement{same("ent/a", "ent/b")}, "ent/b", "ent/a"},
		{"merged twice", []Judgement{same("ent/b", "ent/c"), same("ent/a", "ent/b")}, "ent/c", "ent/a"},
		{"merged the other way round later", []Judgement{same("ent/a", "ent/b"), same("ent/b", "ent/a")}, "ent/b", "ent/a"},
		{"different later", []Judgement{same("ent/a", "ent/b"), different("ent/b", "ent/a")}, "ent/b", "ent/b"},
		{"the same after all", []Judgement{different("ent/a", "ent/b"), same("ent/a", "ent/b")}, "ent/b", "ent/a"},
		{"different through a third", []Judgement{same("ent/a", "ent/b"), same("ent/b", "ent/c"), different("ent/a", "ent/c")}, "ent/c", "ent/c"},
		{"undone", []Judgement{same("ent/a", "ent/b"), {Verb: Undo, Text: "2"}}, "ent/b", "ent/b"},
		{"undo undone", []Judgement{same("ent/a", "ent/b"), {Verb: Undo, Text: "2"}, {Verb: Undo, Text: "3"}}, "ent/b", "ent/a"},
		{"split off", []Judgement{split}, "ent/a", "ent/a-2"},
		{"split off what was merged", []Judgement{same("ent/a", "ent/b"), split}, "ent/b", "ent/a-2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := entityOf(ledger(t, tt.all...), tt.id, "article/1", "Moss"); got != tt.want {
				t.Errorf("entity of %s is %s, want %s", tt.id, got, tt.want)
			}
		})
	}
}

func TestSplitLeavesOtherArticles(t *testing.T) {
	l := ledger(t, Judgement{Verb: Split, A: "ent/a", B: "ent/b", Where: "article/1"}, Judgement{Verb: Split, A: "ent/a", B: "ent/c", Where: "young Moss"})
	if got := entityOf(l, "ent/a", "article/2", "Moss"); got != "ent/a" {
		t.Errorf("entity in another article is %s", got)
	}
	if got := entityOf(l, "ent/a", "article/2", "Young Moss"); got != "ent/c" {
		t.Errorf("entity called by the words that were split off is %s", got)
	}
}

func TestNamed(t *testing.T) {
	l := ledger(t, Judgement{Verb: Rename, A: "ent/b", Text: "Ada\tMoss"}, Judgement{Verb: Same, A: "ent/a", B: "ent/b"})
	if got := l.Named(); len(got) != 1 || got[0].ID != "ent/a" || got[0].Name != "Ada Moss" {
		t.Errorf("Named = %+v", got)
	}
}

func TestReadLedgerErrors(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kg.ledger")
	for _, line := range []string{"same ent/a ent/b", "yesterday\tann\tsame\ta\tb\t-\t-\t-", "2024-03-01T12:00:00Z\tann\tsame\tent/a\tent/a\t-\t-\t-"} {
		if err := os.WriteFile(path, []byte("# head\n"+line+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadLedger(path); err == nil || !strings.Contains(err.Error(), "kg.ledger:2: ") {
			t.Errorf("line %q: error %v", line, err)
		}
	}
}

func FuzzParseJudgement(f *testing.F) {
	f.Add("2024-03-01T12:00:00Z\tann\tsame\tent/a\tent/b\t-\t-\twhy")
	f.Fuzz(func(t *testing.T, line string) {
		if j, err := parseJudgement(line); err == nil {
			newLedger([]Judgement{j})
		}
	})
}
