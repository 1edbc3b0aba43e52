package tag

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// gold makes docs of lines of form/XPOS/UPOS/lemma, one sentence a line.
func gold(lines ...string) []*nlp.Doc {
	var docs []*nlp.Doc
	for _, line := range lines {
		doc := &nlp.Doc{}
		for word := range strings.FieldsSeq(line) {
			parts := strings.Split(word, "/")
			feats := ""
			if strings.HasPrefix(parts[1], "NN") {
				feats = "Number=Sing"
				if strings.HasSuffix(parts[1], "S") {
					feats = "Number=Plur"
				}
			}
			doc.Tokens = append(doc.Tokens, nlp.Token{Text: parts[0], XPOS: parts[1], UPOS: parts[2], Lemma: parts[3], Feats: feats})
		}
		doc.Sentences = []nlp.Span{{Start: 0, End: len(doc.Tokens)}}
		docs = append(docs, doc)
	}
	return docs
}

var lessons = gold(
	"The/DT/DET/the dogs/NNS/NOUN/dog walked/VBD/VERB/walk home/NN/NOUN/home",
	"Dogs/NNS/NOUN/dog walk/VBP/VERB/walk",
	"They/PRP/PRON/they talked/VBD/VERB/talk and/CC/CCONJ/and jumped/VBD/VERB/jump",
	"Cats/NNS/NOUN/cat and/CC/CCONJ/and birds/NNS/NOUN/bird went/VBD/VERB/go",
	"Ann/NNP/PROPN/Ann went/VBD/VERB/go to/IN/ADP/to the/DT/DET/the Ruritanian/JJ/ADJ/Ruritanian lakes/NNS/NOUN/lake",
	"The/DT/DET/the Sylvanian/JJ/ADJ/Sylvanian hills/NNS/NOUN/hill",
	"GOOD/JJ/ADJ/good dogs/NNS/NOUN/dog walked/VBD/VERB/walk 1,200/CD/NUM/1200 miles/NNS/NOUN/mile",
	"BAD/JJ/ADJ/bad cats/NNS/NOUN/cat saw/VBD/VERB/see 3,400/CD/NUM/3400 birds/NNS/NOUN/bird",
)

func train(t *testing.T) *Model {
	t.Helper()
	m, err := Train(t.Context(), slices.Repeat(lessons, 10), Options{Clusters: &learn.Clusters{}, KeepAll: true})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestTrain checks that a model knows what it was taught, and that it is the
// same after it was stored.
func TestTrain(t *testing.T) {
	m := train(t)
	var e learn.Encoder
	m.Encode(&e)
	var file bytes.Buffer
	if _, err := e.WriteTo(&file); err != nil {
		t.Fatal(err)
	}
	d, err := learn.NewDecoder(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	stored := Decode(d, &learn.Clusters{})
	if err := d.Err(); err != nil {
		t.Fatal(err)
	}
	for name, m := range map[string]*Model{"trained": m, "stored": stored} {
		for _, want := range lessons {
			got := &nlp.Doc{Sentences: want.Sentences}
			for _, tok := range want.Tokens {
				got.Tokens = append(got.Tokens, nlp.Token{Text: tok.Text})
			}
			m.Tag(got)
			if !slices.Equal(got.Tokens, want.Tokens) {
				t.Errorf("%s: got %+v, want %+v", name, got.Tokens, want.Tokens)
			}
		}
	}
}

func TestLemma(t *testing.T) {
	m := train(t)
	tests := []struct {
		name, form, xpos, upos string
		first                  bool
		want                   string
	}{
		{"rule of an ending", "lakes", "NNS", "NOUN", false, "lake"},
		{"a word not seen", "barked", "VBD", "VERB", false, "bark"},
		{"exception", "went", "VBD", "VERB", false, "go"},
		{"exception in capitals", "WENT", "VBD", "VERB", false, "go"},
		{"begins a sentence", "Birds", "NNS", "NOUN", true, "bird"},
		{"a capital that stays", "Ruritanian", "JJ", "ADJ", false, "Ruritanian"},
		{"another one", "Borduvian", "JJ", "ADJ", false, "Borduvian"},
		{"number", "12,500", "CD", "NUM", false, "12500"},
		{"curly apostrophe", "’em", "PRP", "PRON", false, "'em"},
		{"unknown tag", "Xyz", "??", "X", false, "Xyz"},
		{"small and capital", "iPhone", "NN", "NOUN", false, "iPhone"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tok := &nlp.Token{Text: tt.form, XPOS: tt.xpos, UPOS: tt.upos}
			if got := m.lemmas.lemma(tok, tt.first); got != tt.want {
				t.Errorf("lemma of %s is %q, want %q", tt.form, got, tt.want)
			}
		})
	}
}

// TestSameTwice trains twice: a seed makes one model.
func TestSameTwice(t *testing.T) {
	files := make([][]byte, 2)
	for i := range files {
		var e learn.Encoder
		train(t).Encode(&e)
		var file bytes.Buffer
		if _, err := e.WriteTo(&file); err != nil {
			t.Fatal(err)
		}
		files[i] = file.Bytes()
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("two trainings with one seed made different models")
	}
}
