package web

import (
	"slices"

	"kg/internal/kg"
)

// A piece is a part of a text with a class that says what is marked there;
// mostly empty.
type piece struct {
	Text  string
	Class string
	Link  string
}

// A mark says that a part of a text is special. Where marks overlap, the later
// one in the list is seen.
type mark struct {
	kg.Offsets
	class, link string
}

// pieces cuts text, which begins at byte start of its article, at the ends of
// marks. Marks that reach out of it are cut; those that do not fall between
// characters are left out.
func pieces(text string, start int, marks []mark) []piece {
	cuts := []int{0, len(text)}
	var inside []mark
	for _, m := range marks {
		m.Start, m.End = max(m.Start-start, 0), min(m.End-start, len(text))
		if m.Start < m.End && boundary(text, m.Start) && boundary(text, m.End) {
			inside = append(inside, m)
			cuts = append(cuts, m.Start, m.End)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []piece
	for i, from := range cuts[:len(cuts)-1] {
		p := piece{Text: text[from:cuts[i+1]]}
		for _, m := range inside {
			if m.Start <= from && from < m.End {
				p.Class, p.Link = m.class, m.link
			}
		}
		if n := len(out); n > 0 && out[n-1].Class == p.Class && out[n-1].Link == p.Link {
			out[n-1].Text += p.Text
			continue
		}
		out = append(out, p)
	}
	return out
}

// boundary reports whether a character begins at byte i of text, or text ends.
func boundary(text string, i int) bool { return i == len(text) || text[i]&0xC0 != 0x80 }

// spans returns where words stand: their pieces, if they have several.
func spans(whole kg.Offsets, pieces []kg.Offsets) []kg.Offsets {
	if len(pieces) > 0 {
		return pieces
	}
	return []kg.Offsets{whole}
}

// statementMarks marks the parts of s in its sentence.
func statementMarks(s *kg.Statement) []mark {
	var marks []mark
	add := func(class string, whole kg.Offsets, parts []kg.Offsets) {
		for _, o := range spans(whole, parts) {
			marks = append(marks, mark{o, class, ""})
		}
	}
	for i := range s.Arguments {
		add("m-arg", s.Arguments[i].Offsets, s.Arguments[i].Spans)
	}
	for _, t := range []struct {
		class string
		*kg.Term
	}{{"m-speaker", &s.Speaker}, {"m-object", &s.Object}, {"m-subject", &s.Subject}} {
		if !t.IsZero() {
			add(t.class, t.Offsets, t.Spans)
		}
	}
	add("m-predicate", s.Predicate.Offsets, s.Predicate.Spans)
	return marks
}
