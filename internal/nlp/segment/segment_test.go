package segment

import (
	"flag"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"kg/internal/nlp"
)

// check fails if the tokens of doc do not stand where they say, if anything but
// space is lost between them, or if a token is not in exactly one sentence.
func check(t *testing.T, doc *nlp.Doc) {
	t.Helper()
	end := 0
	for _, tok := range doc.Tokens {
		if tok.Start < end || doc.Text[tok.Start:tok.End()] != tok.Text || tok.Text == "" {
			t.Fatalf("token %q does not stand at %d", tok.Text, tok.Start)
		}
		if lost := strings.TrimSpace(doc.Text[end:tok.Start]); lost != "" {
			t.Fatalf("text %q lost before %q", lost, tok.Text)
		}
		end = tok.End()
	}
	if lost := strings.TrimSpace(doc.Text[end:]); lost != "" {
		t.Fatalf("text %q lost at the end", lost)
	}
	next := 0
	for _, s := range doc.Sentences {
		if s.Start != next || s.Len() < 1 || s.Len() > longestSentence {
			t.Fatalf("sentence %v does not begin at token %d, or is too long", s, next)
		}
		next = s.End
	}
	if next != len(doc.Tokens) {
		t.Fatalf("sentences end at token %d of %d", next, len(doc.Tokens))
	}
}

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden cuts the texts of the golden file. In it, lines of a text begin
// with ">" and sentences stand indented below.
func TestGolden(t *testing.T) {
	const file = "testdata/segment.golden"
	golden, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	var text []string
	flush := func() {
		if text == nil {
			return
		}
		doc := &nlp.Doc{Text: strings.Join(text, "\n")}
		text = nil
		Segment(doc)
		check(t, doc)
		for _, s := range doc.Sentences {
			got.WriteString("   ")
			for _, tok := range doc.Tokens[s.Start:s.End] {
				got.WriteString(" " + tok.Text)
			}
			got.WriteString("\n")
		}
	}
	for line := range strings.Lines(string(golden)) {
		if rest, found := strings.CutPrefix(line, ">"); found {
			text = append(text, strings.TrimPrefix(strings.TrimSuffix(rest, "\n"), " "))
		} else {
			flush()
		}
		if !strings.HasPrefix(line, "    ") {
			got.WriteString(line)
		}
	}
	flush()
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if got.String() != string(golden) {
		t.Errorf("got\n%s", got.String())
	}
}

func FuzzSegment(f *testing.F) {
	f.Add("Mr. Lee paid $2bn. She left. \"Why?\" he asked.")
	f.Add("NORWICK (AP) — It’s 5p.m. in the ’90s; ‘he’ didn't — e.g. a.b@c.org, http://x.y/(z).")
	f.Add("* one\n* two\n\n1. three...four 713-555-0102 1998-2003 😀👍🏽 مرحبا")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			t.Skip("articles are valid UTF-8")
		}
		doc := &nlp.Doc{Text: text}
		Segment(doc)
		check(t, doc)
	})
}
