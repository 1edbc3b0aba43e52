package link

import (
	"testing"

	"kg/internal/kg"
)

func TestPropose(t *testing.T) {
	known := func(id, kind string, articles []string, names ...string) Known {
		return Known{Entity: kg.Entity{ID: id, Name: names[0], Aliases: names[1:], Type: kind}, Articles: articles}
	}
	entities := []Known{
		known("ent/ilse-varga", person, []string{"a", "b", "c"}, "Ilse Varga"),
		known("ent/varga-1", person, []string{"d"}, "Varga"),
		known("ent/tomas-berg", person, []string{"d"}, "Tomas Berg"),
		known("ent/harbour-workers-association", organization, []string{"a"}, "Harbour Workers Association"),
		known("ent/hwa", organization, []string{"b"}, "HWA"),
		known("ent/port-maren", place, []string{"b", "c"}, "Port Maren"),
		known("ent/port-marem", place, []string{"c"}, "Port Marem"),
	}
	want := map[[2]string]bool{
		{"ent/ilse-varga", "ent/varga-1"}:              true,
		{"ent/harbour-workers-association", "ent/hwa"}: true,
		{"ent/port-maren", "ent/port-marem"}:           true,
	}
	never := func(a, b string) bool { return false }
	for _, p := range Propose(entities, never, 0) {
		if !want[[2]string{p.Keep.ID, p.Other.ID}] {
			t.Errorf("proposed %s and %s: %s", p.Keep.ID, p.Other.ID, p.Why)
		}
		if p.Why == "" || p.Score <= 0 {
			t.Errorf("%s and %s without a reason or score: %+v", p.Keep.ID, p.Other.ID, p)
		}
		delete(want, [2]string{p.Keep.ID, p.Other.ID})
	}
	for pair := range want {
		t.Errorf("not proposed: %v", pair)
	}
	judged := func(a, b string) bool { return a == "ent/hwa" || b == "ent/hwa" }
	for _, p := range Propose(entities, judged, 0) {
		if p.Other.ID == "ent/hwa" {
			t.Errorf("proposed what was judged")
		}
	}
	if n := len(Propose(entities, never, 1)); n != 1 {
		t.Errorf("%d proposals, want 1", n)
	}
	backwards := make([]Known, len(entities))
	for i, e := range entities {
		backwards[len(entities)-1-i] = e
	}
	a, b := Propose(entities, never, 0), Propose(backwards, never, 0)
	for i := range a {
		if a[i].Keep.ID != b[i].Keep.ID || a[i].Other.ID != b[i].Other.ID {
			t.Errorf("proposal %d depends on the order of the entities: %s, %s", i, a[i].Other.ID, b[i].Other.ID)
		}
	}
}
