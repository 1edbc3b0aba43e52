package kg

import (
	"strings"
	"testing"
)

func TestAsserted(t *testing.T) {
	tests := []struct {
		name string
		s    Statement
		want bool
	}{
		{"plain", Statement{}, true},
		{"denied", Statement{Polarity: Negative}, false},
		{"only possible", Statement{Modality: Possible}, false},
		{"inferred", Statement{Inferred: true}, false},
		{"somebody's claim", Statement{Speaker: Term{Text: "a source"}}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.s.Asserted(); got != tt.want {
				t.Errorf("Asserted() = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestSlug(t *testing.T) {
	tests := []struct{ text, want string }{
		{"call for", "call-for"},
		{"  The “Harbour” Act ", "the-harbour-act"},
		{"Łódź", "łódź"},
		{"U.S.", "u-s"},
	}
	for _, tt := range tests {
		if got := Slug(tt.text); got != tt.want {
			t.Errorf("Slug(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
	if a, b := Slug("?"), Slug("!"); a == "" || a == b {
		t.Errorf("Slug of punctuation = %q and %q, want two different hashes", a, b)
	}
	if long := Slug(strings.Repeat("ab ", 200)); len(long) > maxSlug+13 {
		t.Errorf("Slug of a long text has %d bytes", len(long))
	}
}

func TestNewID(t *testing.T) {
	a := Statement{Subject: Term{Text: "Acme"}, Predicate: Predicate{Lemma: "buy"}, Object: Term{Text: "Beta"}}
	b := a
	b.Subject.Entity = "ent/acme"
	if NewID(&a) != NewID(&b) {
		t.Error("NewID depends on the entity of a term")
	}
	b.Polarity = Negative
	if NewID(&a) == NewID(&b) {
		t.Error("NewID does not depend on the polarity")
	}
}
