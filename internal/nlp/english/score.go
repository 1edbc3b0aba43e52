package english

import (
	"fmt"
	"path/filepath"
	"strings"

	"kg/internal/nlp"
	"kg/internal/nlp/conllu"
	"kg/internal/nlp/mention"
)

// scores prints how well annotate does on the development sets, with their
// tokens.
func (t *training) scores(what string, annotate func(*nlp.Doc)) error {
	var labels map[string][]string
	if t.Names != "" {
		var err error
		if labels, err = readUNER(filepath.Join(t.Names, "uner-ewt-dev.iob2")); err != nil {
			return err
		}
	}
	for k, name := range devFiles {
		gold, err := t.documents(name)
		if err != nil {
			return err
		}
		var s score
		for _, d := range gold {
			switch {
			case labels == nil:
			case k == 0:
				mark(unerNames(d, labels))
			default:
				if err := conllu.Entities(d); err != nil {
					return err
				}
				markTypes(d.Doc)
			}
			ours := clone(d.Doc)
			annotate(ours)
			s.add(d.Doc, ours)
		}
		t.logf("%s, %s: %s", what, strings.TrimSuffix(name, ".conllu"), &s)
	}
	return nil
}

// A score counts what is right. Attachments leave punctuation out.
type score struct {
	words, upos, xpos, feats, lemma int
	attached, heads, labelled       int
	goldNames, ourNames, bothNames  int
	typed, types                    int // heads of mentions, but for pronouns
}

func (s *score) add(gold, ours *nlp.Doc) {
	for i := range gold.Tokens {
		g, o := &gold.Tokens[i], &ours.Tokens[i]
		s.words++
		s.upos += one(g.UPOS == o.UPOS)
		s.xpos += one(g.XPOS == o.XPOS)
		s.feats += one(g.Feats == o.Feats)
		s.lemma += one(g.Lemma == o.Lemma || g.Lemma == "_")
		if g.Type != "" && g.Type != nlp.NoType && g.UPOS != "PRON" {
			s.typed++
			s.types += one(g.Type == o.Type)
		}
		if g.DepRel == "punct" {
			continue
		}
		s.attached++
		s.heads += one(g.Head == o.Head)
		s.labelled += one(g.Head == o.Head && universal(g.DepRel) == universal(o.DepRel))
	}
	wanted := nameSpans(gold)
	s.goldNames += len(wanted)
	for span, kind := range nameSpans(ours) {
		s.ourNames++
		s.bothNames += one(wanted[span] == kind)
	}
}

// nameSpans returns the names of people, organizations and places.
func nameSpans(doc *nlp.Doc) map[nlp.Span]string {
	names := map[nlp.Span]string{}
	for _, span := range doc.Names() {
		switch kind := doc.Tokens[span.Start].Name[2:]; kind {
		case mention.Person, mention.Organization, mention.Place:
			names[span] = kind
		}
	}
	return names
}

func (s *score) String() string {
	text := fmt.Sprintf("UPOS %.2f XPOS %.2f FEATS %.2f lemma %.2f, without punctuation UAS %.2f LAS %.2f",
		percent(s.upos, s.words), percent(s.xpos, s.words), percent(s.feats, s.words), percent(s.lemma, s.words),
		percent(s.heads, s.attached), percent(s.labelled, s.attached))
	if s.goldNames > 0 && s.ourNames > 0 {
		text += fmt.Sprintf(" names F1 %.2f", percent(2*s.bothNames, s.goldNames+s.ourNames))
	}
	if s.types > 0 {
		text += fmt.Sprintf(" types %.2f", percent(s.types, s.typed))
	}
	return text
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
