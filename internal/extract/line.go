package extract

import (
	"fmt"
	"strings"

	"kg/internal/kg"
)

// Line returns s on one line for people to read: who found it, and what it
// says.
func Line(s *kg.Statement) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %.2f: %s | %s", s.Extractor, s.Confidence, s.Subject.Name, s.Predicate.Lemma)
	if len(s.Predicate.Broader) > 0 {
		fmt.Fprintf(&b, " (%s)", strings.Join(s.Predicate.Broader, ", "))
	}
	if !s.Object.IsZero() {
		fmt.Fprintf(&b, " | %s", s.Object.Name)
	}
	for _, a := range s.Arguments {
		fmt.Fprintf(&b, " | %s: %s", a.Role, a.Name)
		if a.Value != "" {
			fmt.Fprintf(&b, " = %s", a.Value)
		}
	}
	if !s.Speaker.IsZero() {
		fmt.Fprintf(&b, " | says %s", s.Speaker.Name)
	}
	for i := range s.Via {
		fmt.Fprintf(&b, " | says %s", s.Via[i].Name)
	}
	if s.Polarity == kg.Negative {
		b.WriteString(" | denied")
	}
	if s.Modality != kg.Actual {
		fmt.Fprintf(&b, " | %s", s.Modality)
	}
	if s.Inferred {
		b.WriteString(" | inferred")
	}
	return b.String()
}
