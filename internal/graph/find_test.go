package graph

import (
	"slices"
	"testing"

	"kg/internal/kg"
)

func TestFind(t *testing.T) {
	s := open(t, Options{})
	r := sound()
	r.entities = append(r.entities,
		kg.Entity{ID: "ent/u-s", Name: "the U.S.", Type: "PLACE"},
		kg.Entity{ID: "ent/marrow-bay", Name: "Marrow Bay", Type: "PLACE"},
		kg.Entity{ID: "ent/dredgers", Name: "Dredgers' Union", Aliases: []string{"the union"}, Type: "ORG"})
	r.statements[0].Object.Name, r.statements[0].Object.Plain = "lasting cease-fires in Marrow Bay", "cease-fire"
	r.statements[0].Object.Text = "the toll"
	r.statements[1].Object.Name = "mass panic"
	add(t, s, r)
	tests := []struct {
		name, words string
		want        []string
		exact       int // how many of them are called just so
	}{
		{"in any case", "iLSE marrow", []string{"ent/ilse-marrow"}, 1},
		{"by an alias", "Union", []string{"ent/dredgers"}, 1},
		{"by a word; entities first", "marrow", []string{"ent/marrow-bay", "ent/ilse-marrow", "phrase/lasting-cease-fires-in-marrow-bay"}, 0},
		{"with dots or without", "US", []string{"ent/u-s"}, 1},
		{"however it is divided", "ceasefire", []string{"phrase/cease-fire", "phrase/lasting-cease-fires-in-marrow-bay"}, 1},
		{"not a part of a word", "ass", nil, 0},
		{"not words that stand apart", "lasting bay", nil, 0},
		{"nothing", "  ", nil, 0},
		{"punctuation", "…", nil, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			matches, err := s.Find(t.Context(), tt.words, 0)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			exact := 0
			for _, m := range matches {
				got = append(got, m.ID)
				if m.Exact {
					exact++
				}
			}
			if !slices.Equal(got, tt.want) || exact != tt.exact {
				t.Errorf("Find(%q) = %q, %d of them exact; want %q, %d", tt.words, got, exact, tt.want, tt.exact)
			}
		})
	}
}
