package english

import (
	"strings"
	"testing"
	"unicode/utf8"

	"kg/internal/nlp"
)

// annotate runs the whole pipeline on text.
func annotate(t testing.TB, text string) *nlp.Doc {
	t.Helper()
	p, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	doc := &nlp.Doc{Text: text}
	if err := p.Annotate(t.Context(), doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// checkChains fails unless every mention is in one chain that knows it.
func checkChains(t testing.TB, doc *nlp.Doc) {
	t.Helper()
	seen := make([]int, len(doc.Mentions))
	for c, chain := range doc.Chains {
		last := -1
		for _, i := range chain.Mentions {
			if i <= last || doc.Mentions[i].Chain != c {
				t.Fatalf("chain %d has mentions %v; mention %d says %d", c, chain.Mentions, i, doc.Mentions[i].Chain)
			}
			last = i
			seen[i]++
		}
		if len(chain.Mentions) == 0 || doc.Mentions[chain.Representative].Chain != c {
			t.Fatalf("chain %d: mentions %v, representative %d", c, chain.Mentions, chain.Representative)
		}
	}
	for i, n := range seen {
		m := &doc.Mentions[i]
		if n != 1 {
			t.Fatalf("mention %d is in %d chains", i, n)
		}
		if !m.Span.Contains(m.Head) || m.Span.Start < 0 || m.Span.End > len(doc.Tokens) || m.Type == "" || m.Kind == "" {
			t.Fatalf("mention %+v", *m)
		}
		if m.Kind == nlp.Name != (m.Name.Len() > 0) {
			t.Fatalf("mention %+v: kind and name disagree", *m)
		}
	}
}

// sameThing reports whether the first mentions whose texts are a and b are in
// one chain.
func sameThing(t testing.TB, doc *nlp.Doc, a, b string) bool {
	t.Helper()
	chain := func(text string) int {
		for i := range doc.Mentions {
			if m := &doc.Mentions[i]; doc.SpanText(m.Span) == text || doc.SpanText(m.Name) == text {
				return m.Chain
			}
		}
		t.Fatalf("no mention %q", text)
		return 0
	}
	return chain(a) == chain(b)
}

func TestChains(t *testing.T) {
	tests := []struct {
		name, text, a, b string
		want             bool
	}{
		{"last name", "Ada Moss visited Lisbon on Monday. Moss said she was glad.", "Ada Moss", "Moss", true},
		{"pronoun", "Ada Moss visited Lisbon on Monday. Moss said she was glad.", "Ada Moss", "she", true},
		{"another gender", "Peter Moss met Ada Brunn in Lisbon. She smiled.", "Peter Moss", "She", false},
		{"two of a name", "Ada Moss met Peter Moss in Lisbon.", "Ada Moss", "Peter Moss", false},
		{"the speaker", "“I am glad,” said Ada Moss. The mayor left.", "I", "Ada Moss", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := annotate(t, tt.text)
			checkChains(t, doc)
			if got := sameThing(t, doc, tt.a, tt.b); got != tt.want {
				t.Errorf("%q and %q are one: %v, want %v", tt.a, tt.b, got, tt.want)
			}
		})
	}
}

func TestChainsDoNotChange(t *testing.T) {
	text := strings.Repeat("Ada Moss of the Harbour Union met the mayor. He said “I like it”. The union did not.\n\n", 30)
	a, b := annotate(t, text), annotate(t, text)
	if len(a.Mentions) != len(b.Mentions) || len(a.Chains) != len(b.Chains) {
		t.Fatalf("%d mentions in %d chains, then %d in %d", len(a.Mentions), len(a.Chains), len(b.Mentions), len(b.Chains))
	}
	for i := range a.Mentions {
		if a.Mentions[i] != b.Mentions[i] {
			t.Fatalf("mention %d: %+v, then %+v", i, a.Mentions[i], b.Mentions[i])
		}
	}
}

func FuzzChains(f *testing.F) {
	f.Add("Ada Moss, the mayor of Port Maren, said “I will go”. She did not. The U.S. and USAID agreed.")
	f.Add("\"' “ ” ‘ HE SAID \x00 \u202e مرحبا 日本 \n\n\n — … 1,000 %")
	f.Add("I I I he his him it its they them Moss Moss Moss")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			t.Skip("articles are valid UTF-8")
		}
		checkChains(t, annotate(t, text))
	})
}
