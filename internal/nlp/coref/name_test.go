package coref

import (
	"strings"
	"testing"

	"kg/internal/nlp"
)

func TestCompare(t *testing.T) {
	tests := []struct {
		a, b string
		want match
	}{
		{"ilse varga", "ilse varga", equal},
		{"varga", "ilse varga", within},
		{"harbour ministry", "ministry", within},
		{"hwa", "harbour workers association", acronymOf},
		{"usaid", "us agency for international development", acronymOf},
		{"pl", "petra lindqvist", acronymOf},
		{"harbour party", "meadow party", sharing},
		{"bank of maren", "port of norwick", noMatch},
		{"", "varga", noMatch},
	}
	for _, tt := range tests {
		a, b := strings.Fields(tt.a), strings.Fields(tt.b)
		if got := compare(a, b); got != tt.want {
			t.Errorf("compare(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
		if got := compare(b, a); got != tt.want {
			t.Errorf("compare(%q, %q) = %d, want %d", tt.b, tt.a, got, tt.want)
		}
	}
}

func TestPersonsAgree(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"varga", "ilse varga", true},
		{"i varga", "ilse varga", true},
		{"ilse b varga", "ilse varga", true},
		{"ilse varga", "tomas varga", false},
		{"ilse varga", "ilse berg", false},
		{"varga", "berg", false},
	}
	for _, tt := range tests {
		if got := personsAgree(strings.Fields(tt.a), strings.Fields(tt.b)); got != tt.want {
			t.Errorf("personsAgree(%q, %q) = %t", tt.a, tt.b, got)
		}
	}
}

func TestHalfName(t *testing.T) {
	named := func(name string) *ref {
		return &ref{Mention: &nlp.Mention{Kind: nlp.Name, Type: "PERSON"}, name: strings.Fields(name)}
	}
	if !halfName(named("soto"), named("ana soto moreno")) {
		t.Error("one of two last names is not seen")
	}
	for _, other := range []string{"soto moreno", "moreno soto", "ana luz moreno"} {
		if halfName(named("soto"), named(other)) {
			t.Errorf("soto is half of %q", other)
		}
	}
}

func TestHomeOf(t *testing.T) {
	l := loadLists()
	for name, want := range map[string]string{
		"us army": "United States", "malian defence ministry": "Mali", "new zealand police": "New Zealand", "mali": "", "harbour police": "",
	} {
		if got := l.homeOf(strings.Fields(name)); got != want {
			t.Errorf("home of %q is %q, want %q", name, got, want)
		}
	}
}
