package mention

import (
	"strconv"
	"strings"
	"testing"

	"kg/internal/nlp"
)

// sentence makes a doc of lines "word UPOS XPOS head relation", heads counted
// from 1, 0 for the root.
func sentence(t *testing.T, lines string) *nlp.Doc {
	t.Helper()
	doc := &nlp.Doc{}
	for _, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		f := strings.Fields(line)
		if len(f) != 5 {
			t.Fatalf("line %q has %d parts", line, len(f))
		}
		if doc.Text != "" {
			doc.Text += " "
		}
		head, err := strconv.Atoi(f[3])
		if err != nil {
			t.Fatal(err)
		}
		doc.Tokens = append(doc.Tokens, nlp.Token{Text: f[0], Start: len(doc.Text), Lemma: strings.ToLower(f[0]), UPOS: f[1], XPOS: f[2], Head: head - 1, DepRel: f[4]})
		doc.Text += f[0]
	}
	doc.Sentences = []nlp.Span{{Start: 0, End: len(doc.Tokens)}}
	return doc
}

func TestRepair(t *testing.T) {
	tests := []struct {
		name, lines string
		found       nameSpan // as the tagger has it
		want        string
		kind        int
	}{
		{"first name that the last name is flat to", `
			with ADP IN 2 case
			Gáspár PROPN NNP 0 root
			Varga PROPN NNP 2 flat`, nameSpan{nlp.Span{Start: 2, End: 3}, personKind}, "Gáspár Varga", personKind},
		{"storm", `
			Hurricane PROPN NNP 2 compound
			Otilia PROPN NNP 3 nsubj
			turned VERB VBD 0 root`, nameSpan{nlp.Span{Start: 1, End: 2}, personKind}, "Hurricane Otilia", miscKind},
		{"day before a name", `
			On ADP IN 4 case
			Friday PROPN NNP 4 compound
			Varga PROPN NNP 4 compound
			Motors PROPN NNPS 0 root`, nameSpan{nlp.Span{Start: 1, End: 4}, organizationKind}, "Varga Motors", organizationKind},
		{"newspaper of a day", `
			the DET DT 3 det
			Sunday PROPN NNP 3 compound
			Courier PROPN NNP 0 root`, nameSpan{nlp.Span{Start: 1, End: 3}, organizationKind}, "Sunday Courier", organizationKind},
		{"party", `
			the DET DT 3 det
			Liberal ADJ NNP 3 amod
			Democrats PROPN NNPS 0 root`, nameSpan{nlp.Span{Start: 2, End: 3}, personKind}, "Liberal Democrats", personKind},
		{"others", `
			Varga PROPN NNP 0 root
			et PROPN NNP 1 flat
			al PROPN NNP 1 flat`, nameSpan{nlp.Span{Start: 0, End: 3}, personKind}, "Varga", personKind},
		{"possessor behind a preposition", `
			praise NOUN NN 0 root
			in ADP IN 3 case
			Congress PROPN NNP 1 nmod
			for ADP IN 7 case
			Maren PROPN NNP 7 nmod:poss
			's PART POS 5 case
			harbour NOUN NN 1 nmod`, nameSpan{nlp.Span{Start: 2, End: 5}, organizationKind}, "Congress", organizationKind},
		{"office that goes on", `
			Harbour PROPN NNP 2 compound
			Agency PROPN NNP 0 root
			for ADP IN 5 case
			Coastal PROPN NNP 5 compound
			Protection PROPN NNP 2 nmod`, nameSpan{nlp.Span{Start: 0, End: 2}, organizationKind}, "Harbour Agency for Coastal Protection", organizationKind},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := sentence(t, tt.lines)
			names := []nameSpan{tt.found}
			repair(doc, words(doc, nil), names)
			if got := doc.SpanText(names[0].Span); got != tt.want || names[0].kind != tt.kind {
				t.Errorf("repaired to %q of kind %d, want %q of kind %d", got, names[0].kind, tt.want, tt.kind)
			}
		})
	}
}

func TestIsRole(t *testing.T) {
	tests := []struct {
		lines string
		name  nlp.Span
		want  bool
	}{
		{"the DET DT 3 det\nForeign ADJ NNP 3 amod\nSecretary PROPN NNP 0 root", nlp.Span{Start: 1, End: 3}, true},
		{"Minister PROPN NNP 0 root", nlp.Span{Start: 0, End: 1}, true},
		{"Stephen PROPN NNP 0 root\nMajor PROPN NNP 1 flat", nlp.Span{Start: 0, End: 2}, false},
		{"Ilse PROPN NNP 0 root\nVarga PROPN NNP 1 flat", nlp.Span{Start: 0, End: 2}, false},
	}
	for _, tt := range tests {
		doc := sentence(t, tt.lines)
		if got := isRole(words(doc, nil), tt.name); got != tt.want {
			t.Errorf("isRole(%q) = %t", doc.SpanText(tt.name), got)
		}
	}
}
