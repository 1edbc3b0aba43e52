package graph

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cayleygraph/quad"

	"kg/internal/kg"
)

// quads returns an article and what it says as quads, each once.
//
// Every quad carries the article as its label, but for the edges that the
// article asserts: they carry their statement. So the quads of two articles are
// never the same, and an article is taken out by its labels alone.
func quads(article *kg.Article, entities []kg.Entity, statements []kg.Statement, opts Options, at place) ([]quad.Quad, error) {
	b := &builder{place: at, label: quad.IRI(article.ID), judge: opts.Judge, seen: map[quad.Quad]bool{}}
	b.article(article, opts.Version)
	for _, e := range merge(entities) {
		b.entity(&e)
	}
	stmts := map[string]bool{}
	for i := range statements {
		if id := statements[i].ID; !stmts[id] {
			stmts[id] = true
			b.statement(&statements[i])
		}
	}
	if b.err != nil {
		return nil, fmt.Errorf("%s: %w", article.ID, b.err)
	}
	return b.quads, nil
}

// merge makes one entity of those with the same ID, as when two chains of an
// article speak of the same: the name of the first, and all others as aliases.
func merge(entities []kg.Entity) []kg.Entity {
	var merged []kg.Entity
	at := map[string]int{}
	for _, e := range entities {
		if e.ID == "" {
			continue
		}
		i, seen := at[e.ID]
		if !seen {
			i = len(merged)
			at[e.ID] = i
			merged = append(merged, kg.Entity{ID: e.ID, Name: e.Name, Type: e.Type})
		}
		m := &merged[i]
		m.Name, m.Type = cmp.Or(m.Name, e.Name), cmp.Or(m.Type, e.Type)
		for _, name := range append([]string{e.Name}, e.Aliases...) {
			if name != "" && name != m.Name && !slices.Contains(m.Aliases, name) {
				m.Aliases = append(m.Aliases, name)
			}
		}
	}
	return merged
}

// A builder collects the quads of one article.
type builder struct {
	label quad.IRI
	judge Judge
	place place
	quads []quad.Quad
	seen  map[quad.Quad]bool
	err   error
}

func (b *builder) add(q quad.Quad) {
	if !b.seen[q] {
		b.seen[q] = true
		b.quads = append(b.quads, q)
	}
}

// link says that subject is related to another node.
func (b *builder) link(subject, predicate, object quad.IRI) {
	b.add(quad.Quad{Subject: subject, Predicate: predicate, Object: object, Label: b.label})
}

// set gives subject a property. Text without words is left out.
func (b *builder) set(subject, predicate quad.IRI, value quad.Value) {
	if text, ok := value.(quad.String); ok {
		if text == "" {
			return
		}
		value = quad.String(strings.ToValidUTF8(string(text), "\uFFFD"))
	}
	b.add(quad.Quad{Subject: subject, Predicate: predicate, Object: value, Label: b.label})
}

// iri returns id as a node. Characters that may not stand in an IRI are an
// error: nobody could read the graph back.
func (b *builder) iri(id string) quad.IRI {
	if err := checkID(id); err != nil && b.err == nil {
		b.err = err
	}
	return quad.IRI(id)
}

func checkID(id string) error {
	if id == "" || strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || r == '\uFFFD' || strings.ContainsRune("<>\"{}|^`\\", r) }) {
		return fmt.Errorf("%q cannot be an ID", id)
	}
	return nil
}

func (b *builder) article(a *kg.Article, version string) {
	id := b.iri(a.ID)
	b.link(id, rdfType, schemaArticle)
	b.set(id, schemaID, quad.String(a.Source))
	b.set(id, schemaURL, quad.String(a.URL))
	b.set(id, schemaHeadline, quad.String(a.Title))
	b.set(id, schemaPublisher, quad.String(a.Publisher))
	b.set(id, schemaLanguage, quad.String(a.Language))
	b.set(id, schemaBody, quad.String(a.Text))
	b.set(id, kgVersion, quad.String(version))
	if !a.Published.IsZero() {
		b.set(id, schemaDate, quad.Time(a.Published.UTC().Truncate(time.Second)))
	}
	b.articlePlace(id, a)
}

func (b *builder) entity(e *kg.Entity) {
	id := b.iri(e.ID)
	b.link(b.label, schemaMentions, id)
	b.set(id, rdfsLabel, quad.String(e.Name))
	for _, alias := range e.Aliases {
		b.set(id, skosAltLabel, quad.String(alias))
	}
	kind, known := entityTypes[e.Type]
	if !known {
		kind = kgThing
		b.set(id, kgEntityType, quad.String(e.Type))
	}
	b.link(id, rdfType, kind)
}

func (b *builder) statement(s *kg.Statement) {
	id := b.iri(s.ID)
	b.link(id, rdfType, rdfStatement)
	b.link(id, provFrom, b.label)
	b.set(id, kgSentence, quad.String(s.Evidence.Text))
	b.set(id, kgIndex, quad.Int(s.Evidence.Sentence))
	b.set(id, kgStart, quad.Int(s.Evidence.Start))
	b.set(id, kgEnd, quad.Int(s.Evidence.End))
	b.set(id, kgPolarity, quad.String(s.Polarity.String()))
	b.set(id, kgModality, quad.String(s.Modality.String()))
	b.set(id, kgConfidence, quad.Float(math.Round(s.Confidence*1000)/1000))
	b.set(id, kgExtractor, quad.String(s.Extractor))
	if s.Inferred {
		b.set(id, kgInferred, quad.Bool(true))
	}

	subject := b.term(s, id, subjectTerm, &s.Subject)
	object := b.term(s, id, objectTerm, &s.Object)
	b.term(s, id, speakerTerm, &s.Speaker)
	predicate := b.predicate(id, &s.Predicate)
	for i := range s.Arguments {
		b.argument(s, id, i)
	}
	for i := range s.Via {
		node := partID(id, "via", i)
		b.link(id, kgVia, node)
		b.term(s, node, argumentTerm, &s.Via[i])
	}
	if s.Asserted() && subject != "" && object != "" && !b.place.superseded {
		b.add(quad.Quad{Subject: subject, Predicate: predicate, Object: object, Label: id})
	}
}

// partID returns the node of a numbered part of a statement:
// "stmt/7f3a/argument/0".
func partID(stmt quad.IRI, part string, i int) quad.IRI {
	return stmt + quad.IRI("/"+part+"/"+strconv.Itoa(i))
}

// predicate adds the predicate of a statement, and the classes that it belongs
// to as a chain from the nearest to the widest.
func (b *builder) predicate(stmt quad.IRI, p *kg.Predicate) quad.IRI {
	id := b.relation(p.Lemma)
	b.link(stmt, rdfPredicate, id)
	b.set(stmt, kgPredText, quad.String(p.Text))
	b.set(stmt, kgPredAt, quad.String(formatAt(p.Offsets, p.Spans)))
	if p.Lemma != unslug(id) {
		b.property(stmt, kgLemma, p.Lemma)
	}
	b.set(stmt, kgClasses, quad.String(strings.Join(p.Broader, classSeparator)))
	narrow := id
	for _, class := range p.Broader {
		broad := b.relation(class)
		if broad != narrow {
			b.link(narrow, skosBroader, broad)
		}
		narrow = broad
	}
	return id
}

const classSeparator = ", "

// unslug returns the lemma that most likely made the ID of a predicate:
// "call for" for "rel/call-for".
func unslug(id quad.IRI) string {
	return strings.ReplaceAll(strings.TrimPrefix(string(id), "rel/"), "-", " ")
}

func (b *builder) relation(lemma string) quad.IRI {
	id := b.iri(kg.PredicateID(lemma))
	b.link(id, rdfType, rdfProperty)
	b.set(id, rdfsLabel, quad.String(lemma))
	return id
}

// argument adds argument i of s as a node of its own. Times and places hang
// off the statement as well, where queries look for them.
func (b *builder) argument(s *kg.Statement, stmt quad.IRI, i int) {
	arg := &s.Arguments[i]
	node := partID(stmt, "argument", i)
	b.link(stmt, kgArgument, node)
	b.property(node, kgRole, arg.Role)
	filler := b.term(s, node, argumentTerm, &arg.Term)
	switch {
	case arg.Role == "time" && arg.Value != "":
		b.set(stmt, kgTime, quad.String(arg.Value))
	case arg.Role == "time":
		b.set(stmt, kgTime, quad.String(arg.Text))
	case arg.Role == "place" && filler != "":
		b.link(stmt, kgPlace, filler)
	}
}

// term adds t, a term of s, at node and returns the entity or phrase that it
// speaks of; "" if t is absent.
func (b *builder) term(s *kg.Statement, node quad.IRI, v termVocabulary, t *kg.Term) quad.IRI {
	if t.IsZero() {
		return ""
	}
	b.property(node, v.text, t.Text)
	if t.Name != t.Text {
		b.property(node, v.name, t.Name)
	}
	b.set(node, v.at, quad.String(formatAt(t.Offsets, t.Spans)))
	b.set(node, v.kind, quad.String(t.Type))
	b.set(node, v.value, quad.String(t.Value))
	b.set(node, v.plain, quad.String(t.Plain))
	filler := t.Node()
	switch {
	case filler == "":
		return ""
	case t.Entity == "":
		b.phrase(t.Name)
		if t.Plain != "" && kg.PhraseID(t.Plain) != filler {
			b.link(b.iri(filler), skosBroader, b.phrase(t.Plain))
		}
	case b.judge != nil:
		if judged := b.judge.Entity(s, t); judged != "" && judged != filler {
			b.link(node, v.mention, b.iri(filler))
			filler = judged
		}
	}
	b.link(node, v.node, b.iri(filler))
	return quad.IRI(filler)
}

func (b *builder) phrase(name string) quad.IRI {
	id := b.iri(kg.PhraseID(name))
	b.link(id, rdfType, kgPhrase)
	b.set(id, rdfsLabel, quad.String(name))
	return id
}

// property gives subject a text that may be empty.
func (b *builder) property(subject, predicate quad.IRI, text string) {
	b.add(quad.Quad{Subject: subject, Predicate: predicate, Object: quad.String(strings.ToValidUTF8(text, "\uFFFD")), Label: b.label})
}

// formatAt writes where words stand: "310-312", or with their pieces
// "350-389 350-360 370-389".
func formatAt(whole kg.Offsets, pieces []kg.Offsets) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d-%d", whole.Start, whole.End)
	for _, p := range pieces {
		fmt.Fprintf(&b, " %d-%d", p.Start, p.End)
	}
	return b.String()
}

// parseAt reads what formatAt wrote.
func parseAt(at string) (whole kg.Offsets, pieces []kg.Offsets, err error) {
	for i, part := range strings.Fields(at) {
		start, end, ok := strings.Cut(part, "-")
		var o kg.Offsets
		var errStart, errEnd error
		o.Start, errStart = strconv.Atoi(start)
		o.End, errEnd = strconv.Atoi(end)
		if !ok || errStart != nil || errEnd != nil {
			return whole, nil, fmt.Errorf("%q is no place in a text", at)
		}
		if i == 0 {
			whole = o
		} else {
			pieces = append(pieces, o)
		}
	}
	return whole, pieces, nil
}
