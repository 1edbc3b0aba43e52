package english

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"kg/internal/nlp"
	"kg/internal/nlp/conllu"
	"kg/internal/nlp/coref"
	"kg/internal/nlp/learn"
	"kg/internal/nlp/mention"
	"kg/internal/nlp/parse"
	"kg/internal/nlp/tag"
)

// corefEpochs is how often coreference sees its examples.
const corefEpochs = 8

// entities trains the models of mentions and chains and writes their file. It
// needs the fast models of the folds, so that it learns from tags and trees as
// wrong as those that it will see.
func (t *training) entities(ctx context.Context, clusters *learn.Clusters) error {
	ewt, gum, err := t.treebanks()
	if err != nil {
		return err
	}
	for _, d := range gum {
		if err := conllu.Entities(d); err != nil {
			return err
		}
	}
	all := append(append([]*conllu.Document(nil), ewt...), gum...)
	last, err := t.annotateFolds(ctx, all, clusters)
	if err != nil {
		return err
	}
	t.logf("training words parsed by parsers that have not seen them")
	for _, d := range gum {
		conllu.Heads(d)
	}
	named, err := t.named(ewt, last)
	if err != nil {
		return err
	}
	m, err := t.trainEntities(ctx, named, gum, clusters)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if _, err := m.WriteTo(&file); err != nil {
		return err
	}
	name := filepath.Join(t.Out, "entities.model")
	t.logf("%s has %d bytes", name, file.Len())
	return os.WriteFile(name, file.Bytes(), 0o644)
}

// treebanks reads the training files.
func (t *training) treebanks() (ewt, gum []*conllu.Document, err error) {
	if ewt, err = t.documents(trainFiles[0]); err == nil {
		gum, err = t.documents(trainFiles[1])
	}
	for _, d := range gum {
		agree(d.Doc)
	}
	return ewt, gum, err
}

// agree changes what GUM does otherwise than EWT for no reason that a reader of
// the sentence could see: the lemma of "people" is not "person".
func agree(gum *nlp.Doc) {
	for i := range gum.Tokens {
		if tok := &gum.Tokens[i]; tok.Lemma == "person" && learn.Key(tok.Text) == "people" {
			tok.Lemma = "people"
		}
	}
}

// documents reads a file of the treebanks with all that it says, without what
// is held out.
func (t *training) documents(name string) ([]*conllu.Document, error) {
	file, err := os.Open(filepath.Join(t.Trees, name))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	all, err := conllu.Read(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	kept := all[:0]
	for _, d := range all {
		if t.HoldOut == nil || !t.HoldOut.MatchString(d.ID) {
			kept = append(kept, d)
		}
	}
	return kept, nil
}

// annotateFolds puts tags and trees into documents by models that have not seen
// them, in place of the gold ones. It returns one of these models.
func (t *training) annotateFolds(ctx context.Context, documents []*conllu.Document, clusters *learn.Clusters) (*Model, error) {
	gold := make([]*nlp.Doc, len(documents))
	for i, d := range documents {
		gold[i] = clone(d.Doc)
	}
	var m *Model
	for fold := range folds {
		var others []*nlp.Doc
		for i, doc := range gold {
			if i%folds != fold {
				others = append(others, doc)
			}
		}
		m = &Model{clusters: clusters}
		var err error
		if m.tagger, err = tag.Train(ctx, others, tag.Options{Seed: t.Seed, Clusters: clusters}); err != nil {
			return nil, err
		}
		if m.parser, err = parse.TrainGreedy(ctx, others, parse.GreedyOptions{Seed: t.Seed, Clusters: clusters, Log: t.Log}); err != nil {
			return nil, err
		}
		for i := fold; i < len(documents); i += folds {
			m.tagger.Tag(documents[i].Doc)
			m.parser.Parse(documents[i].Doc)
		}
	}
	return m, nil
}

// trainEntities trains on named docs and on GUM with its mentions and chains.
// The mentions that coreference learns from are found by models that have not
// seen them: each half by one of the other half.
func (t *training) trainEntities(ctx context.Context, named []mention.NamedDoc, gum []*conllu.Document, clusters *learn.Clusters) (*Entities, error) {
	opts := mention.TrainOptions{Named: named, Clusters: clusters, Log: t.logf}
	examples := make([]coref.Example, len(gum))
	for half := range 2 {
		opts.Docs = nil
		for i, d := range gum {
			if i%2 != half {
				opts.Docs = append(opts.Docs, d.Doc)
			}
		}
		m, err := mention.Train(ctx, opts)
		if err != nil {
			return nil, err
		}
		for i := half; i < len(gum); i += 2 {
			examples[i] = example(gum[i].Doc, m)
		}
	}
	opts.Docs = nil
	for _, d := range gum {
		opts.Docs = append(opts.Docs, d.Doc)
	}
	m := &Entities{clusters: clusters}
	var err error
	if m.mention, err = mention.Train(ctx, opts); err != nil {
		return nil, err
	}
	m.coref, err = coref.Train(ctx, coref.TrainOptions{Examples: examples, Clusters: clusters, Epochs: corefEpochs, Log: t.logf})
	return m, err
}

// example returns doc with the mentions that m finds, and the gold chain of
// each.
func example(doc *nlp.Doc, m *mention.Model) coref.Example {
	gold := map[int]int{}
	for _, g := range doc.Mentions {
		if _, taken := gold[g.Head]; !taken {
			gold[g.Head] = g.Chain
		}
	}
	found := clone(doc)
	found.Mentions, found.Chains = nil, nil
	m.Find(found)
	e := coref.Example{Doc: found, Gold: make([]int, len(found.Mentions))}
	for i := range found.Mentions {
		chain, is := gold[found.Mentions[i].Head]
		if !is {
			chain = -1
		}
		e.Gold[i] = chain
	}
	return e
}

// named returns the docs with gold names: those of UNER, which are names in the
// texts of EWT, and those of Wikigold.
func (t *training) named(ewt []*conllu.Document, m *Model) ([]mention.NamedDoc, error) {
	tags, err := readUNER(filepath.Join(t.Names, "uner-ewt-train.iob2"))
	if err != nil {
		return nil, err
	}
	var named []mention.NamedDoc
	for _, d := range ewt {
		named = append(named, unerNames(d, tags))
	}
	wikigold, err := readWikigold(filepath.Join(t.Names, "wikigold.conll.txt"))
	if err != nil {
		return nil, err
	}
	for _, n := range wikigold {
		m.tagger.Tag(n.Doc)
		m.parser.Parse(n.Doc)
	}
	return append(named, wikigold...), nil
}

// readUNER reads the labels of each sentence of a file in IOB2.
func readUNER(path string) (map[string][]string, error) {
	labels := map[string][]string{}
	id := ""
	err := readLines(path, func(line string) error {
		if value, found := strings.CutPrefix(line, "# sent_id = "); found {
			id = strings.TrimSpace(value)
		} else if line != "" && line[0] != '#' {
			columns := strings.Split(line, "\t")
			if len(columns) < 3 {
				return fmt.Errorf("%q has no three columns", line)
			}
			labels[id] = append(labels[id], columns[2])
		}
		return nil
	})
	return labels, err
}

// readWikigold reads docs with their names: a word and its label a line.
func readWikigold(path string) ([]mention.NamedDoc, error) {
	var docs []mention.NamedDoc
	var text strings.Builder
	var labels []string
	var doc *nlp.Doc
	start := 0
	endSentence := func() {
		if doc != nil && len(doc.Tokens) > start {
			doc.Sentences = append(doc.Sentences, nlp.Span{Start: start, End: len(doc.Tokens)})
			last := &docs[len(docs)-1]
			last.Names = append(last.Names, namesOf(labels, start)...)
			start, labels = len(doc.Tokens), nil
		}
	}
	endDoc := func() {
		endSentence()
		if doc != nil {
			doc.Text = text.String()
			doc.Add(nlp.Segmented)
		}
		text.Reset()
		doc, start = nil, 0
	}
	err := readLines(path, func(line string) error {
		switch word, label, found := strings.Cut(strings.TrimSpace(line), " "); {
		case strings.HasPrefix(line, "-DOCSTART-"):
			endDoc()
		case !found:
			endSentence()
		default:
			if doc == nil {
				doc = &nlp.Doc{}
				docs = append(docs, mention.NamedDoc{Doc: doc, HasMisc: true})
			}
			if text.Len() > 0 {
				text.WriteByte(' ')
			}
			doc.Tokens = append(doc.Tokens, nlp.Token{Text: word, Start: text.Len(), Head: nlp.Root})
			text.WriteString(word)
			labels = append(labels, label)
		}
		return nil
	})
	endDoc()
	return docs, err
}

func readLines(path string, do func(line string) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for n := 1; lines.Scan(); n++ {
		if err := do(lines.Text()); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	return lines.Err()
}

// namesOf reads names off labels of IOB, old style or new.
func namesOf(labels []string, start int) []mention.GoldName {
	kinds := map[string]string{"PER": mention.Person, "ORG": mention.Organization, "LOC": mention.Place, "MISC": mention.Misc}
	var names []mention.GoldName
	last := ""
	for i, label := range labels {
		place, kind, _ := strings.Cut(label, "-")
		switch {
		case kind == "":
		case place == "I" && kind == last:
			names[len(names)-1].End++
		default:
			names = append(names, mention.GoldName{Span: nlp.Span{Start: start + i, End: start + i + 1}, Type: kinds[kind]})
		}
		last = kind
	}
	return names
}
