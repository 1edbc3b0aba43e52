package english

import (
	"fmt"
	"strings"

	"kg/internal/nlp"
)

// scores prints how well m does on the development sets, with their tokens.
func (t *training) scores(m *Model) error {
	for _, name := range devFiles {
		gold, err := t.read([]string{name})
		if err != nil {
			return err
		}
		var s score
		for _, doc := range gold {
			ours := clone(doc)
			m.tagger.Tag(ours)
			m.parser.Parse(ours)
			s.add(doc, ours)
		}
		t.logf("%s: %s", strings.TrimSuffix(name, ".conllu"), &s)
	}
	return nil
}

// A score counts what is right. Attachments leave punctuation out.
type score struct {
	words, upos, xpos, feats, lemma int
	attached, heads, labelled       int
}

func (s *score) add(gold, ours *nlp.Doc) {
	for i := range gold.Tokens {
		g, o := &gold.Tokens[i], &ours.Tokens[i]
		s.words++
		s.upos += one(g.UPOS == o.UPOS)
		s.xpos += one(g.XPOS == o.XPOS)
		s.feats += one(g.Feats == o.Feats)
		s.lemma += one(g.Lemma == o.Lemma || g.Lemma == "_")
		if g.DepRel == "punct" {
			continue
		}
		s.attached++
		s.heads += one(g.Head == o.Head)
		s.labelled += one(g.Head == o.Head && universal(g.DepRel) == universal(o.DepRel))
	}
}

func (s *score) String() string {
	return fmt.Sprintf("UPOS %.2f XPOS %.2f FEATS %.2f lemma %.2f, without punctuation UAS %.2f LAS %.2f",
		percent(s.upos, s.words), percent(s.xpos, s.words), percent(s.feats, s.words), percent(s.lemma, s.words),
		percent(s.heads, s.attached), percent(s.labelled, s.attached))
}

// universal returns a relation without its subtype.
func universal(rel string) string {
	rel, _, _ = strings.Cut(rel, ":")
	return rel
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

func percent(part, whole int) float64 { return 100 * float64(part) / float64(max(whole, 1)) }
