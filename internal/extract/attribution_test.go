package extract

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"kg/internal/nlp"
)

// TestAttributions compares what is attributed to whom in the trees of
// testdata/attribution/said.conllu, which are checked by hand, with the golden
// file beside it. A line gives kind, source, cue and the pieces of the content;
// what stands in the content of another attribution is indented.
func TestAttributions(t *testing.T) {
	doc := readTrees(t, "testdata/attribution/said.conllu")
	var b bytes.Buffer
	all := Attributions(doc)
	for number, s := range doc.Sentences {
		fmt.Fprintf(&b, "%s\n", doc.SpanText(s))
		for k := range all {
			if all[k].Parent < 0 && sentenceOf(doc, all[k].first()) == number {
				list(&b, doc, all, k, 1)
			}
		}
		b.WriteByte('\n')
	}
	golden := "testdata/attribution/said.golden"
	if *update {
		if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), want) {
		t.Errorf("%s: %s", golden, firstDifference(b.Bytes(), want))
	}
}

func list(b *bytes.Buffer, doc *nlp.Doc, all []Attribution, k, depth int) {
	a := &all[k]
	var pieces []string
	for _, piece := range a.Content {
		pieces = append(pieces, doc.SpanText(piece))
	}
	source := doc.SpanText(a.Source)
	if source == "" {
		source = "-"
	}
	fmt.Fprintf(b, "%s%s: %s | %s | %s\n", strings.Repeat("  ", depth), a.Kind, source, doc.SpanText(a.Cue), strings.Join(pieces, " … "))
	for n := range all {
		if all[n].Parent == k {
			list(b, doc, all, n, depth+1)
		}
	}
}

func sentenceOf(doc *nlp.Doc, i int) int {
	for number, s := range doc.Sentences {
		if s.Contains(i) {
			return number
		}
	}
	return -1
}

// FuzzAttributions checks that trees and texts out of joint give
// attributions that stay in the doc.
func FuzzAttributions(f *testing.F) {
	f.Add("“ No , ” said Moss . ' Why ? '' he added : \" It", uint64(12345))
	f.Add("Moss : said that according to – ― “ ” ’ ‘ a", uint64(7))
	tags := []string{"NOUN", "VERB", "PROPN", "PUNCT", "ADJ", "AUX", "ADP", "PRON", "SCONJ", "CCONJ", "NUM"}
	rels := []string{"nsubj", "obj", "ccomp", "xcomp", "advcl", "acl", "acl:relcl", "obl", "conj", "cc", "parataxis", "appos", "case", "mark", "aux", "cop", "punct", "root", "nsubj:pass", "csubj", "nmod:poss", "fixed"}
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		doc := &nlp.Doc{Text: text}
		next := func(n int) int {
			seed = seed*6364136223846793005 + 1442695040888963407
			return int(seed>>33) % n
		}
		at := 0
		for _, word := range strings.Fields(text) {
			at += strings.Index(text[at:], word)
			doc.Tokens = append(doc.Tokens, nlp.Token{Text: word, Start: at, Lemma: strings.ToLower(word)})
			at += len(word)
		}
		n := len(doc.Tokens)
		if n == 0 || n > 200 {
			t.Skip()
		}
		for start := 0; start < n; {
			end := min(n, start+1+next(20))
			doc.Sentences = append(doc.Sentences, nlp.Span{Start: start, End: end})
			start = end
		}
		for i := range doc.Tokens {
			doc.Tokens[i].UPOS, doc.Tokens[i].DepRel = tags[next(len(tags))], rels[next(len(rels))]
			doc.Tokens[i].XPOS = []string{"VBD", "VBG", "VBN", "VB", "NN", "VBZ"}[next(6)]
			doc.Tokens[i].Head = next(n+1) - 1
		}
		for k, a := range Attributions(doc) {
			for _, span := range append([]nlp.Span{a.Source, a.Cue}, a.Content...) {
				if span.Start < 0 || span.End > n || span.Start > span.End {
					t.Fatalf("attribution %d: span %v of %d tokens", k, span, n)
				}
			}
			if len(a.Content) == 0 || a.Parent >= n || a.Parent == k {
				t.Fatalf("attribution %d: %+v", k, a)
			}
		}
	})
}
