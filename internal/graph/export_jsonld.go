package graph

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
)

// nodeKinds are the first parts of our IRIs, and prefixes of JSON-LD:
// <ent/acme> is ent:acme.
var nodeKinds = []string{"article", "ent", "phrase", "rel", "stmt"}

// writeJSONLD writes quads as one JSON-LD document: a named graph for each
// label, and in it an object for each subject. It is written piece by piece,
// since a graph may be larger than what a JSON library likes to hold.
func writeJSONLD(w io.Writer, quads []quad.Quad) error {
	b := bufio.NewWriter(w)
	b.WriteString("{\"@context\": {")
	for i, ns := range namespaces {
		if i > 0 {
			b.WriteString(", ")
		}
		b.Write(jsonOf(strings.TrimSuffix(ns.prefix, ":")))
		b.WriteString(": ")
		b.Write(jsonOf(ns.iri))
	}
	for _, kind := range nodeKinds {
		b.WriteString(", ")
		b.Write(jsonOf(kind))
		b.WriteString(": ")
		b.Write(jsonOf(base + kind + "/"))
	}
	b.WriteString("},\n\"@graph\": [")
	for i, labelled := range chunks(quads, func(q quad.Quad) quad.Value { return q.Label }) {
		separate(b, i)
		id, named := labelled[0].Label.(quad.IRI)
		if named {
			b.WriteString("{\"@id\": ")
			b.Write(jsonOf(compact(id)))
			b.WriteString(", \"@graph\": [")
		}
		for j, described := range chunks(labelled, func(q quad.Quad) quad.Value { return q.Subject }) {
			separate(b, j)
			writeNode(b, described)
		}
		if named {
			b.WriteString("\n]}")
		}
	}
	b.WriteString("\n]}\n")
	return b.Flush()
}

func separate(b *bufio.Writer, i int) {
	if i > 0 {
		b.WriteByte(',')
	}
	b.WriteByte('\n')
}

// writeNode writes what quads, which have one subject, say of it.
func writeNode(b *bufio.Writer, quads []quad.Quad) {
	b.WriteString("  {\"@id\": ")
	b.Write(jsonOf(nodeID(quads[0].Subject)))
	for _, same := range chunks(quads, func(q quad.Quad) quad.Value { return q.Predicate }) {
		predicate := same[0].Predicate.(quad.IRI)
		isType := absolute(predicate) == absolute(rdfType)
		key := compact(predicate)
		if isType {
			key = "@type"
		}
		values := make([][]byte, len(same))
		for i, q := range same {
			if isType {
				values[i] = jsonOf(nodeID(q.Object))
			} else {
				values[i] = valueObject(q.Object)
			}
		}
		slices.SortFunc(values, bytes.Compare)
		b.WriteString(", ")
		b.Write(jsonOf(key))
		b.WriteString(": ")
		if len(values) == 1 {
			b.Write(values[0])
			continue
		}
		b.WriteByte('[')
		b.Write(bytes.Join(values, []byte(", ")))
		b.WriteByte(']')
	}
	b.WriteByte('}')
}

// compact returns an IRI as a compact one of JSON-LD: <ent/acme> gives ent:acme.
func compact(iri quad.IRI) string {
	text := absolute(iri)
	for _, kind := range nodeKinds {
		if name, ok := strings.CutPrefix(text, base+kind+"/"); ok && !strings.HasPrefix(name, "//") {
			return kind + ":" + name
		}
	}
	for _, ns := range namespaces {
		if name, ok := strings.CutPrefix(text, ns.iri); ok && !strings.HasPrefix(name, "//") {
			return ns.prefix + name
		}
	}
	return text
}

func nodeID(v quad.Value) string {
	switch v := v.(type) {
	case quad.IRI:
		return compact(v)
	case quad.BNode:
		return "_:" + string(v)
	}
	return quad.ToString(v)
}

// valueObject returns v as JSON-LD has it. Numbers stay strings with a type, so
// that no reader rounds them.
func valueObject(v quad.Value) []byte {
	switch v.(type) {
	case quad.IRI, quad.BNode:
		return []byte(`{"@id": ` + string(jsonOf(nodeID(v))) + `}`)
	}
	l := literalOf(v)
	text := string(jsonOf(l.text))
	switch {
	case l.language != "":
		return []byte(`{"@value": ` + text + `, "@language": ` + string(jsonOf(l.language)) + `}`)
	case l.datatype != "":
		return []byte(`{"@value": ` + text + `, "@type": ` + string(jsonOf(compact(quad.IRI(l.datatype)))) + `}`)
	}
	return []byte(text)
}

// jsonOf returns text as a JSON string, with < and > as they are.
func jsonOf(text string) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(text); err != nil {
		panic(err) // no string gives an error
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

// chunks cuts quads into runs with the same part, in the order of the parts.
func chunks(quads []quad.Quad, part func(quad.Quad) quad.Value) [][]quad.Quad {
	byPart := map[string][]quad.Quad{}
	var parts []string
	for _, q := range quads {
		key := quad.ToString(part(q))
		if _, ok := byPart[key]; !ok {
			parts = append(parts, key)
		}
		byPart[key] = append(byPart[key], q)
	}
	slices.Sort(parts)
	out := make([][]quad.Quad, len(parts))
	for i, key := range parts {
		out[i] = byPart[key]
	}
	return out
}
