package parse

import "testing"

func TestScript(t *testing.T) {
	tests := []struct{ form, lemma, script string }{
		{"bank", "bank", "="},
		{"Countries", "country", "l3|y"},
		{"Berlin", "Berlin", "="},
		{"Banks", "Bank", "k1|"},
		{"is", "be", "!be"},
		{"don’t", "don't", "="},
		{"—", "—", "="},
		{"Went", "go", "!go"},
		{"The", "the", "l0|"},
		{"PELLGRAVE", "Pellgrave", "t0|"},
		{"STREETS", "Street", "t1|"},
		{"cafés", "café", "k1|"},
	}
	for _, tt := range tests {
		script := scriptOf(tt.form, tt.lemma)
		if script != tt.script {
			t.Errorf("scriptOf(%q, %q) = %q, want %q", tt.form, tt.lemma, script, tt.script)
		}
		if got := applyScript(tt.form, script); got != tt.lemma {
			t.Errorf("applyScript(%q, %q) = %q, want %q", tt.form, script, got, tt.lemma)
		}
	}
	for _, script := range []string{"", "!", "k", "k9|x", "l-1|", "kx|y", "k1|", "k2|"} {
		if got := applyScript("é", script); got != "é" {
			t.Errorf("applyScript of %q = %q", script, got)
		}
	}
}
