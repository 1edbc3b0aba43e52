package english

import (
	"path/filepath"
	"slices"

	"kg/internal/nlp"
	"kg/internal/nlp/conllu"
	"kg/internal/nlp/mention"
	"kg/internal/nlp/parse"
)

// markNames writes the gold names and types that are known into the tokens of
// the treebanks: UNER's names in EWT, the mentions of GUM. It returns further
// docs that have names and no trees, those of Wikigold.
func (t *training) markNames(ewt, gum []*conllu.Document) ([]*nlp.Doc, error) {
	labels, err := readUNER(filepath.Join(t.Names, "uner-ewt-train.iob2"))
	if err != nil {
		return nil, err
	}
	for _, d := range ewt {
		named := unerNames(d, labels)
		mark(named)
		d.Mentions = nil
		for _, n := range named.Names {
			d.Mentions = append(d.Mentions, nlp.Mention{Span: n.Span, Type: n.Type})
		}
		conllu.Heads(d)
		for _, m := range d.Mentions {
			d.Tokens[m.Head].Type = m.Type
		}
		d.Mentions = nil
	}
	for _, d := range gum {
		if err := conllu.Entities(d); err != nil {
			return nil, err
		}
		mark(mention.NamedDoc{Doc: d.Doc, Names: mention.NamesOf(d.Doc), HasMisc: true})
		markTypes(d.Doc)
	}
	wikigold, err := readWikigold(filepath.Join(t.Names, "wikigold.conll.txt"))
	if err != nil {
		return nil, err
	}
	var docs []*nlp.Doc
	for _, n := range wikigold {
		mark(n)
		docs = append(docs, n.Doc)
	}
	return docs, nil
}

// mark writes names into Token.Name. Proper nouns outside of them may be of a
// kind that is not marked.
func mark(d mention.NamedDoc) {
	for i := range d.Doc.Tokens {
		tok := &d.Doc.Tokens[i]
		tok.Name = nlp.NoName
		if !d.HasMisc && tok.UPOS == "PROPN" {
			tok.Name = parse.MaybeName
		}
	}
	for _, n := range d.Names {
		for i := n.Start; i < n.End; i++ {
			d.Doc.Tokens[i].Name = "I-" + n.Type
		}
		d.Doc.Tokens[n.Start].Name = "B-" + n.Type
	}
}

// markTypes writes the types of gold mentions into Token.Type of their heads.
func markTypes(doc *nlp.Doc) {
	for i := range doc.Tokens {
		doc.Tokens[i].Type = nlp.NoType
	}
	for _, m := range slices.Backward(doc.Mentions) { // the first of those with one head counts
		doc.Tokens[m.Head].Type = mention.TypeOf(m.Type)
	}
}

// unerNames returns the names of an EWT document, given the labels of each
// sentence. A few sentences are cut into other words: they count as without.
func unerNames(d *conllu.Document, labels map[string][]string) mention.NamedDoc {
	n := mention.NamedDoc{Doc: d.Doc}
	for k, s := range d.Sentences {
		if l := labels[d.SentenceIDs[k]]; len(l) == s.Len() {
			n.Names = append(n.Names, namesOf(l, s.Start)...)
		}
	}
	return n
}
