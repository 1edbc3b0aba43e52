package extract

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"kg/internal/kg"
	"kg/internal/nlp"
)

// TestRandomTrees reads trees that no parser makes: any word, any tag, any
// relation, heads anywhere, circles. Whatever the tree, every statement has to
// be whole, and its words those of the text.
func TestRandomTrees(t *testing.T) {
	words := []string{"Moss", "said", "the", "mill", "that", "to", "support", "for", "not", "by", "is", ",", "“", "”", "which", "there", "of",
		"letter", "mayor", "urged", "would", "no", "calls", "'s", "1987", "believe", "mistake", "one", "something", "was", "and", "if", "?", ".", "voiced", "as"}
	upos := []string{"NOUN", "VERB", "PROPN", "PRON", "AUX", "ADP", "ADJ", "ADV", "DET", "PART", "SCONJ", "CCONJ", "NUM", "PUNCT", "X", "_"}
	xpos := []string{"NN", "NNP", "NNS", "VB", "VBD", "VBG", "VBN", "VBZ", "IN", "TO", "MD", "PRP", "PRP$", "WDT", "WP", "WRB", "DT", "JJ", "RB", "POS", "EX", ",", "CD"}
	rels := []string{"root", "nsubj", "nsubj:pass", "nsubj:outer", "obj", "iobj", "obl", "obl:agent", "obl:unmarked", "xcomp", "ccomp", "csubj", "advcl", "acl", "acl:relcl",
		"conj", "cc", "mark", "case", "det", "amod", "compound", "compound:prt", "flat", "appos", "nmod", "nmod:poss", "nmod:desc", "aux", "aux:pass", "cop", "advmod",
		"expl", "parataxis", "punct", "nummod", "fixed", "dep", "list", "orphan", "vocative", "discourse"}
	rounds := 3000
	if testing.Short() {
		rounds = 300
	}
	for seed := range rounds {
		rng := rand.New(rand.NewPCG(uint64(seed), 1))
		pick := func(list []string) string { return list[rng.IntN(len(list))] }
		doc := &nlp.Doc{}
		for range 1 + rng.IntN(3) {
			start := len(doc.Tokens)
			n := 1 + rng.IntN(24)
			for range n {
				w := pick(words)
				doc.Tokens = append(doc.Tokens, nlp.Token{Text: w, Start: len(doc.Text), UPOS: pick(upos), XPOS: pick(xpos), Lemma: w,
					Head: start + rng.IntN(n+4) - 2, DepRel: pick(rels)})
				doc.Text += w + " "
			}
			doc.Sentences = append(doc.Sentences, nlp.Span{Start: start, End: start + n})
		}
		for k := range rng.IntN(4) {
			start := rng.IntN(len(doc.Tokens))
			doc.Mentions = append(doc.Mentions, nlp.Mention{Span: nlp.Span{Start: start, End: start + 1}, Head: start, Kind: nlp.Name,
				Type: pick([]string{"PERSON", "ORG", "PLACE", ""}), Chain: k})
			doc.Chains = append(doc.Chains, nlp.Chain{Mentions: []int{k}, Representative: k})
		}
		doc.Add(nlp.Segmented | nlp.Tagged | nlp.Parsed | nlp.Recognized | nlp.Resolved)
		article := &kg.Article{ID: "article/x", Text: doc.Text}
		entities := make([]kg.Entity, len(doc.Chains))
		for k := range entities {
			entities[k] = kg.Entity{ID: fmt.Sprintf("ent/%d", k), Name: "E", Type: "PERSON"}
		}
		for _, s := range Statements(doc, entities, article) {
			checkStatement(t, seed, doc, &s)
		}
		Tuples(doc)
	}
}

func checkStatement(t *testing.T, seed int, doc *nlp.Doc, s *kg.Statement) {
	t.Helper()
	term := func(what string, term *kg.Term) {
		if term.IsZero() {
			return
		}
		o := term.Offsets
		if o.Start < 0 || o.End > len(doc.Text) || o.Start > o.End || doc.Text[o.Start:o.End] != term.Text {
			t.Fatalf("tree %d: %s %q does not stand at %v", seed, what, term.Text, o)
		}
		if term.Name == "" {
			t.Fatalf("tree %d: %s %q has no name: %s", seed, what, term.Text, Line(s))
		}
	}
	term("subject", &s.Subject)
	term("object", &s.Object)
	term("speaker", &s.Speaker)
	for i := range s.Arguments {
		term("argument", &s.Arguments[i].Term)
	}
	p := s.Predicate
	if p.Lemma == "" || p.Text != "" && doc.Text[p.Offsets.Start:p.Offsets.End] != p.Text {
		t.Fatalf("tree %d: predicate %q %q does not stand at %v", seed, p.Lemma, p.Text, p.Offsets)
	}
	if s.Subject.IsZero() || s.Confidence <= 0 || s.Confidence > 1 || s.Extractor == "" || s.Evidence.Text == "" {
		t.Fatalf("tree %d: statement is not whole: %+v", seed, s)
	}
}
