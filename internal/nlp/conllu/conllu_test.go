package conllu

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"kg/internal/nlp"
)

// lines makes CoNLL-U of lines whose columns are parted by spaces.
func lines(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			b.WriteString(line)
		} else {
			b.WriteString(strings.Join(strings.Fields(line), "\t") + "\n")
		}
	}
	return b.String()
}

const sample = `# newdoc id = first
# newpar
# sent_id = a
1   Ann    Ann   PROPN NNP Number=Sing 2 nsubj _ Entity=(1)
2-3 didn't _ _ _ _ _ _ _ _
2   did    do    AUX   VBD _           4 aux   _ _
3   n't    not   PART  RB  _           4 advmod _ _
4   sleep  sleep VERB  VB  _           0 root  _ SpaceAfter=No
4.1 empty  _     _     _   _           _ _     _ _
5   .      .     PUNCT .   _           4 punct _ _

# sent_id = b
1   Rain   rain  NOUN  NN  Number=Sing 0 root  _ _

# newpar
1   Snow   snow  NOUN  NN  Number=Sing 0 root  _ _

# newdoc id = second
1   _      _     PUNCT NFP _           0 root  _ _
`

func TestRead(t *testing.T) {
	documents, err := Read(strings.NewReader(lines(sample)))
	if err != nil {
		t.Fatal(err)
	}
	if len(documents) != 2 || documents[0].ID != "first" || documents[1].ID != "second" {
		t.Fatalf("read %d documents, want first and second", len(documents))
	}
	d := documents[0]
	if want := "Ann didn't sleep. Rain\n\nSnow"; d.Text != want {
		t.Errorf("text %q, want %q", d.Text, want)
	}
	if want := []string{"a", "b", ""}; !slices.Equal(d.SentenceIDs, want) {
		t.Errorf("sentence IDs %q, want %q", d.SentenceIDs, want)
	}
	if len(d.Sentences) != 3 || d.Sentences[1] != (nlp.Span{Start: 5, End: 6}) {
		t.Errorf("sentences %v", d.Sentences)
	}
	for _, tok := range d.Tokens {
		if d.Text[tok.Start:tok.End()] != tok.Text {
			t.Errorf("token %q does not stand at %d", tok.Text, tok.Start)
		}
	}
	if got := d.Tokens[2]; got.Text != "n't" || got.Head != 3 || got.Lemma != "not" || got.DepRel != "advmod" {
		t.Errorf("token 2 is %+v", got)
	}
	if d.Tokens[3].Head != nlp.Root || d.Misc[0] != "Entity=(1)" || d.Misc[1] != "" {
		t.Errorf("head of the root %d, misc %q", d.Tokens[3].Head, d.Misc)
	}
	if !d.Has(nlp.Segmented | nlp.Tagged | nlp.Parsed) {
		t.Error("a layer is missing")
	}
	if tok := documents[1].Tokens[0]; tok.Text != "_" || tok.Lemma != "_" {
		t.Errorf("an underscore is read as %+v", tok)
	}
}

func TestReadErrors(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"columns", "1\tAnn\n", "line 1: 2 columns"},
		{"number", lines("# x\n2 Ann _ _ _ _ 0 root _ _\n"), `line 2: word number "2"`},
		{"head", lines("1 Ann _ _ _ _ x root _ _\n"), `line 1: head "x"`},
		{"head outside", lines("1 Ann _ _ _ _ 7 root _ _\n\n"), "line 2: word 1 has head 7 of 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(tt.text))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}

// TestWrite reads what Write wrote: nothing of the annotation is lost.
func TestWrite(t *testing.T) {
	documents, err := Read(strings.NewReader(lines(sample)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Write(&out, documents[0].Doc, "first"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"# newdoc id = first\n# newpar\n# sent_id = first-1\n# text = Ann didn't sleep.\n",
		"2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_\n",
		"4\tsleep\tsleep\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No|Start=11|End=16\n",
		"# newpar\n# sent_id = first-3\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	again, err := Read(&out)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := again[0].Doc, documents[0].Doc; got.Text != want.Text || !slices.Equal(got.Tokens, want.Tokens) || !slices.Equal(got.Sentences, want.Sentences) {
		t.Errorf("read again:\n%+v\nwant\n%+v", got, want)
	}
}

// TestMultiword checks which words make one token together.
func TestMultiword(t *testing.T) {
	tests := []struct {
		text  string
		words []string
		want  string // the range lines
	}{
		{"don't", []string{"do", "n't"}, "1-2 don't"},
		{"cannot", []string{"can", "not"}, "1-2 cannot"},
		{"Lee’s plan", []string{"Lee", "’s", "plan"}, "1-2 Lee’s"},
		{"it'd've", []string{"it", "'d", "'ve"}, "1-3 it'd've"},
		{"long-term", []string{"long", "-", "term"}, ""},
		{"3km", []string{"3", "km"}, ""},
		{"'em", []string{"'em"}, ""},
		{"U.S.'s", []string{"U.S.", "'s"}, "1-2 U.S.'s"},
	}
	for _, tt := range tests {
		doc := &nlp.Doc{Text: tt.text, Sentences: []nlp.Span{{Start: 0, End: len(tt.words)}}}
		pos := 0
		for _, w := range tt.words {
			pos += strings.Index(tt.text[pos:], w)
			doc.Tokens = append(doc.Tokens, nlp.Token{Text: w, Start: pos, Head: nlp.Root})
			pos += len(w)
		}
		var out bytes.Buffer
		if err := Write(&out, doc, "x"); err != nil {
			t.Fatal(err)
		}
		var got []string
		for line := range strings.Lines(out.String()) {
			if columns := strings.Split(line, "\t"); strings.Contains(columns[0], "-") && columns[0][0] != '#' {
				got = append(got, columns[0]+" "+columns[1])
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: multiword tokens %q, want %q", tt.text, got, tt.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(lines(sample))
	f.Add("1\ta\tb\tc\td\te\t0\tg\t_\t_\n1-2\t\t\t\t\t\t\t\t\t\n")
	f.Fuzz(func(t *testing.T, text string) {
		documents, err := Read(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, d := range documents {
			for _, tok := range d.Tokens {
				if d.Text[tok.Start:tok.End()] != tok.Text {
					t.Fatalf("token %q does not stand at %d", tok.Text, tok.Start)
				}
			}
			if err := Write(&bytes.Buffer{}, d.Doc, d.ID); err != nil {
				t.Fatal(err)
			}
		}
	})
}
