package graph

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cayleygraph/quad"
)

// base is what makes an IRI of ours absolute where other tools want that:
// ent/acme becomes urn:kg:ent/acme.
const base = "urn:kg:"

// namespaces are the prefixes of the graph's vocabulary.
var namespaces = []struct{ prefix, iri string }{
	{"kg:", base},
	{"rdf:", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
	{"rdfs:", "http://www.w3.org/2000/01/rdf-schema#"},
	{"schema:", "http://schema.org/"},
	{"prov:", "http://www.w3.org/ns/prov#"},
	{"skos:", "http://www.w3.org/2004/02/skos/core#"},
	{"owl:", "http://www.w3.org/2002/07/owl#"},
	{"xsd:", "http://www.w3.org/2001/XMLSchema#"},
}

// absolute returns an IRI of the graph as other tools want it.
func absolute(iri quad.IRI) string {
	text := string(iri)
	for _, ns := range namespaces {
		if name, ok := strings.CutPrefix(text, ns.prefix); ok {
			return ns.iri + name
		}
	}
	if slash := strings.IndexByte(text, '/'); slash >= 0 && !strings.Contains(text[:slash], ":") || !strings.Contains(text, ":") {
		return base + text
	}
	return text
}

// relative is the inverse of absolute.
func relative(text string) quad.IRI {
	if name, ok := strings.CutPrefix(text, base); ok {
		if strings.Contains(name, "/") {
			return quad.IRI(name)
		}
		return quad.IRI("kg:" + name)
	}
	for _, ns := range namespaces {
		if name, ok := strings.CutPrefix(text, ns.iri); ok {
			return quad.IRI(ns.prefix + name)
		}
	}
	return quad.IRI(text)
}

// A literal is a value that is no node, as RDF has it.
type literal struct{ text, datatype, language string }

const (
	xsd        = "http://www.w3.org/2001/XMLSchema#"
	xsdInteger = xsd + "integer"
	xsdDouble  = xsd + "double"
	xsdBoolean = xsd + "boolean"
	xsdTime    = xsd + "dateTime"
)

// literalOf returns v as RDF has it.
func literalOf(v quad.Value) literal {
	switch v := v.(type) {
	case quad.String:
		return literal{text: string(v)}
	case quad.LangString:
		return literal{text: string(v.Value), language: v.Lang}
	case quad.TypedString:
		return literal{text: string(v.Value), datatype: absolute(v.Type)}
	case quad.Int:
		return literal{text: strconv.FormatInt(int64(v), 10), datatype: xsdInteger}
	case quad.Float:
		return literal{text: strconv.FormatFloat(float64(v), 'g', -1, 64), datatype: xsdDouble}
	case quad.Bool:
		return literal{text: strconv.FormatBool(bool(v)), datatype: xsdBoolean}
	case quad.Time:
		return literal{text: time.Time(v).UTC().Format(time.RFC3339Nano), datatype: xsdTime}
	}
	return literal{text: quad.ToString(v)}
}

// writeNQuads writes quads sorted, so that two graphs with the same content
// give the same bytes.
func writeNQuads(w io.Writer, quads []quad.Quad) error {
	lines := make([]string, len(quads))
	for i, q := range quads {
		lines[i] = nquad(q)
	}
	slices.Sort(lines)
	b := bufio.NewWriter(w)
	for _, line := range slices.Compact(lines) {
		b.WriteString(line)
	}
	return b.Flush()
}

// nquad returns q as a line of N-Quads.
func nquad(q quad.Quad) string {
	var b strings.Builder
	for _, v := range []quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
		if v != nil {
			appendTerm(&b, v)
			b.WriteByte(' ')
		}
	}
	b.WriteString(".\n")
	return b.String()
}

func appendTerm(b *strings.Builder, v quad.Value) {
	switch v := v.(type) {
	case quad.IRI:
		appendIRI(b, absolute(v))
		return
	case quad.BNode:
		b.WriteString("_:" + string(v))
		return
	}
	l := literalOf(v)
	b.WriteByte('"')
	for _, r := range l.text {
		switch r {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		case '\b':
			b.WriteString(`\b`)
		case '\f':
			b.WriteString(`\f`)
		default:
			if r < ' ' || r == 0x7f {
				fmt.Fprintf(b, `\u%04X`, r)
			} else {
				b.WriteRune(r)
			}
		}
	}
	b.WriteByte('"')
	switch {
	case l.language != "":
		b.WriteString("@" + l.language)
	case l.datatype != "":
		b.WriteString("^^")
		appendIRI(b, l.datatype)
	}
}

// appendIRI writes an IRI. What may not stand in one, such as a space in the
// address of a page, is escaped and reads back as it was.
func appendIRI(b *strings.Builder, iri string) {
	b.WriteByte('<')
	for _, r := range iri {
		if r <= ' ' || strings.ContainsRune("<>\"{}|^`\\", r) {
			fmt.Fprintf(b, `\u%04X`, r)
		} else {
			b.WriteRune(r)
		}
	}
	b.WriteByte('>')
}
