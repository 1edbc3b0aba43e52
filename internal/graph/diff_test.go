package graph

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"kg/internal/kg"
)

func TestDiff(t *testing.T) {
	s := open(t, Options{})
	old, now := story("https://tansy.example/1", "first", time.Time{}), story("https://tansy.example/1", "second", time.Time{})
	say := func(r *reading, subject, lemma, object string, polarity kg.Polarity) {
		stmt := r.statements[0]
		stmt.Subject.Text, stmt.Subject.Name, stmt.Object.Text, stmt.Object.Name = subject, subject, object, object
		stmt.Predicate.Lemma, stmt.Polarity = lemma, polarity
		stmt.ID = kg.NewID(&stmt)
		r.statements = append(r.statements, stmt)
	}
	say(old, "Reil", "praise", "the plan", kg.Positive)
	say(old, "Lund", "leave", "the town", kg.Positive)
	say(now, "Reil", "praise", "the plan", kg.Negative)
	say(now, "Varga", "sue", "the firm", kg.Positive)
	add(t, s, old)
	add(t, s, now)
	changes, err := s.Diff(t.Context(), old.article.ID, now.article.ID)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range changes {
		name := func(s *kg.Statement) string {
			if s == nil {
				return "-"
			}
			return fmt.Sprint(s.Subject.Name, " ", s.Polarity)
		}
		got = append(got, name(c.Old)+"/"+name(c.New))
	}
	for _, want := range []string{"Reil positive/Reil negative", "Lund positive/-", "-/Varga positive"} {
		if !strings.Contains(strings.Join(got, "; "), want) {
			t.Errorf("changes %q lack %q", got, want)
		}
	}
	if len(got) != 3 {
		t.Errorf("changes = %q, want three: what both say is no change", got)
	}
}
