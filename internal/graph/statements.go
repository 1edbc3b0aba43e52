package graph

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cayleygraph/quad"

	"kg/internal/kg"
)

// properties are the quads of one node, by predicate.
type properties map[quad.IRI][]quad.Value

func (p properties) add(q quad.Quad) {
	predicate, _ := q.Predicate.(quad.IRI)
	p[predicate] = append(p[predicate], q.Object)
}

// first returns one value of a property; nil if there is none.
func (p properties) first(predicate quad.IRI) quad.Value {
	if values := p[predicate]; len(values) > 0 {
		return values[0]
	}
	return nil
}

func (p properties) text(predicate quad.IRI) string {
	text, _ := p.first(predicate).(quad.String)
	return string(text)
}

func (p properties) id(predicate quad.IRI) string {
	id, _ := p.first(predicate).(quad.IRI)
	return string(id)
}

func (p properties) number(predicate quad.IRI) int {
	switch n := p.first(predicate).(type) {
	case quad.Int:
		return int(n)
	case quad.Float:
		return int(n)
	}
	return 0
}

// newArticle is the inverse of builder.article.
func newArticle(id string, p properties) kg.Article {
	a := kg.Article{ID: id, Source: p.text(schemaID), URL: p.text(schemaURL), Title: p.text(schemaHeadline),
		Publisher: p.text(schemaPublisher), Language: p.text(schemaLanguage), Text: p.text(schemaBody)}
	if t, ok := p.first(schemaDate).(quad.Time); ok {
		a.Published = time.Time(t).UTC()
	}
	return a
}

// newEntity is the inverse of builder.entity. The names of an entity are those
// of all articles: the one that most of them use is its name, the others are
// aliases, in the order of the alphabet.
func newEntity(id string, p properties) kg.Entity {
	e := kg.Entity{ID: id, Name: cmp.Or(p.text(skosPrefLabel), common(p[rdfsLabel])), Type: p.text(kgEntityType)}
	kind := quad.IRI(common(p[rdfType]))
	for name, iri := range entityTypes {
		if iri == kind {
			e.Type = name
		}
	}
	e.Type = cmp.Or(p.text(kgJudgedType), e.Type)
	seen := map[string]bool{e.Name: true}
	for _, predicate := range []quad.IRI{rdfsLabel, skosAltLabel, skosPrefLabel} {
		for _, value := range p[predicate] {
			if name, ok := value.(quad.String); ok && !seen[string(name)] {
				seen[string(name)] = true
				e.Aliases = append(e.Aliases, string(name))
			}
		}
	}
	slices.Sort(e.Aliases)
	return e
}

// common returns the value that comes most often; of several the longest, and
// of those the first in the alphabet.
func common(values []quad.Value) string {
	count := map[string]int{}
	for _, value := range values {
		count[native(value)]++
	}
	best := ""
	for name, n := range count {
		if best == "" || cmp.Or(cmp.Compare(n, count[best]), cmp.Compare(len(name), len(best)), -cmp.Compare(name, best)) > 0 {
			best = name
		}
	}
	return best
}

// native returns the text of a value without marks of its kind.
func native(value quad.Value) string {
	switch v := value.(type) {
	case nil:
		return ""
	case quad.String:
		return string(v)
	case quad.IRI:
		return string(v)
	}
	return fmt.Sprint(value.Native())
}

// newStatement is the inverse of builder.statement. part gives the properties
// of its arguments.
func newStatement(id string, p properties, part func(quad.IRI) (properties, error)) (kg.Statement, error) {
	s := kg.Statement{ID: id,
		Predicate: kg.Predicate{Text: p.text(kgPredText), Lemma: unslug(quad.IRI(p.id(rdfPredicate)))},
		Evidence: kg.Evidence{Article: p.id(provFrom), Sentence: p.number(kgIndex), Text: p.text(kgSentence),
			Offsets: kg.Offsets{Start: p.number(kgStart), End: p.number(kgEnd)}},
		Extractor: p.text(kgExtractor),
	}
	var errs [4]error
	s.Subject, errs[0] = newTermOf(p, subjectTerm)
	s.Object, errs[1] = newTermOf(p, objectTerm)
	s.Speaker, errs[2] = newTermOf(p, speakerTerm)
	if _, ok := p[kgLemma]; ok {
		s.Predicate.Lemma = p.text(kgLemma)
	}
	s.Predicate.Offsets, s.Predicate.Spans, errs[3] = parseAt(p.text(kgPredAt))
	if classes := p.text(kgClasses); classes != "" {
		s.Predicate.Broader = strings.Split(classes, classSeparator)
	}
	s.Polarity, s.Modality = polarities[p.text(kgPolarity)], modalities[p.text(kgModality)]
	if inferred, ok := p.first(kgInferred).(quad.Bool); ok {
		s.Inferred = bool(inferred)
	}
	if confidence, ok := p.first(kgConfidence).(quad.Float); ok {
		s.Confidence = float64(confidence)
	}
	for _, err := range errs {
		if err != nil {
			return s, fmt.Errorf("%s: %w", id, err)
		}
	}
	for _, node := range parts(p[kgArgument]) {
		of, err := part(node)
		if err != nil {
			return s, err
		}
		term, err := newTermOf(of, argumentTerm)
		if err != nil {
			return s, fmt.Errorf("%s: %w", node, err)
		}
		s.Arguments = append(s.Arguments, kg.Argument{Role: of.text(kgRole), Term: term})
	}
	for _, node := range parts(p[kgVia]) {
		of, err := part(node)
		if err != nil {
			return s, err
		}
		term, err := newTermOf(of, argumentTerm)
		if err != nil {
			return s, fmt.Errorf("%s: %w", node, err)
		}
		s.Via = append(s.Via, term)
	}
	return s, nil
}

// newTermOf is the inverse of builder.term.
func newTermOf(p properties, v termVocabulary) (kg.Term, error) {
	if _, ok := p[v.text]; !ok {
		return kg.Term{}, nil
	}
	t := kg.Term{Text: p.text(v.text), Type: p.text(v.kind), Value: p.text(v.value), Plain: p.text(v.plain)}
	t.Name = t.Text
	if _, ok := p[v.name]; ok {
		t.Name = p.text(v.name)
	}
	if filler := p.id(v.node); filler != "" && filler != kg.PhraseID(t.Name) {
		t.Entity = filler
	}
	var err error
	t.Offsets, t.Spans, err = parseAt(p.text(v.at))
	return t, err
}

// parts returns the nodes of the numbered parts of a statement in their order.
func parts(values []quad.Value) []quad.IRI {
	nodes := make([]quad.IRI, 0, len(values))
	for _, value := range values {
		if node, ok := value.(quad.IRI); ok {
			nodes = append(nodes, node)
		}
	}
	number := func(node quad.IRI) int {
		n, _ := strconv.Atoi(string(node[strings.LastIndexByte(string(node), '/')+1:]))
		return n
	}
	slices.SortFunc(nodes, func(a, b quad.IRI) int { return cmp.Compare(number(a), number(b)) })
	return nodes
}

// The polarities and modalities by their names.
var (
	polarities = names(kg.Positive, kg.Negative)
	modalities = names(kg.Actual, kg.Future, kg.Possible, kg.Obligation, kg.Hypothetical, kg.Question)
)

func names[T fmt.Stringer](values ...T) map[string]T {
	byName := map[string]T{}
	for _, v := range values {
		byName[v.String()] = v
	}
	return byName
}

// statementOrder is the order of statements in their article.
func statementOrder(a, b *kg.Statement) int {
	return cmp.Or(
		cmp.Compare(a.Evidence.Start, b.Evidence.Start),
		cmp.Compare(a.Predicate.Offsets.Start, b.Predicate.Offsets.Start),
		cmp.Compare(a.Subject.Offsets.Start, b.Subject.Offsets.Start),
		cmp.Compare(a.ID, b.ID))
}
