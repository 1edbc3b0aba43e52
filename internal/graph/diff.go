package graph

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"kg/internal/kg"
)

// A Change is one difference of what two versions of an article say.
type Change struct {
	Old, New *kg.Statement // nil if there is none on that side; both are set if one turned into the other
}

// Diff returns what the article new says otherwise than the article old:
// statements that are gone, new, or the same but for their object, speaker,
// polarity or modality. Where they stand does not matter.
func (s *Store) Diff(ctx context.Context, old, new string) ([]Change, error) {
	before, err := collect(s.Statements(ctx, Filter{Article: old}))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", old, err)
	}
	after, err := collect(s.Statements(ctx, Filter{Article: new}))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", new, err)
	}
	before, after = without(before, after, sameStatement), without(after, before, sameStatement)
	var changes []Change
	paired := make([]bool, len(after))
	for i := range before {
		c := Change{Old: &before[i]}
		for j := range after {
			if !paired[j] && sameTopic(&before[i]) == sameTopic(&after[j]) {
				paired[j], c.New = true, &after[j]
				break
			}
		}
		changes = append(changes, c)
	}
	for j := range after {
		if !paired[j] {
			changes = append(changes, Change{New: &after[j]})
		}
	}
	slices.SortStableFunc(changes, func(a, b Change) int { return cmp.Compare(a.start(), b.start()) })
	return changes, nil
}

// start returns where the change is to be shown: where its statement stands.
func (c Change) start() int {
	if c.New != nil {
		return c.New.Evidence.Start
	}
	return c.Old.Evidence.Start
}

// sameTopic is the same for two statements of which one may be a change of the
// other.
func sameTopic(s *kg.Statement) string { return s.Subject.Node() + " " + s.Predicate.ID() }

// sameStatement is the same for two statements that say the same.
func sameStatement(s *kg.Statement) string {
	parts := []string{sameTopic(s), s.Object.Node(), s.Speaker.Node(), s.Polarity.String(), s.Modality.String()}
	for _, a := range s.Arguments {
		parts = append(parts, a.Role, cmp.Or(a.Value, a.Node()))
	}
	return strings.Join(parts, "\n")
}

// without returns the statements of list that have no equal in other; each of
// other accounts for one.
func without(list, other []kg.Statement, key func(*kg.Statement) string) []kg.Statement {
	there := map[string]int{}
	for i := range other {
		there[key(&other[i])]++
	}
	var left []kg.Statement
	for i := range list {
		if k := key(&list[i]); there[k] > 0 {
			there[k]--
		} else {
			left = append(left, list[i])
		}
	}
	return left
}
