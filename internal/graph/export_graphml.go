package graph

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A graphmlKey declares a piece of data with its type.
type graphmlKey struct{ id, of, name, kind string }

var graphmlKeys = []graphmlKey{
	{"label", "node", "label", "string"},
	{"kind", "node", "kind", "string"},
	{"type", "node", "type", "string"},
	{"predicate", "edge", "predicate", "string"},
	{"words", "edge", "words", "string"},
	{"polarity", "edge", "polarity", "string"},
	{"modality", "edge", "modality", "string"},
	{"speaker", "edge", "speaker", "string"},
	{"asserted", "edge", "asserted", "boolean"},
	{"inferred", "edge", "inferred", "boolean"},
	{"confidence", "edge", "confidence", "double"},
	{"sentence", "edge", "sentence", "string"},
	{"article", "edge", "article", "string"},
	{"start", "edge", "start", "int"},
	{"end", "edge", "end", "int"},
}

// writeGraphML writes n with typed data. The graph is a multigraph: two articles
// that say the same are two edges, each with its evidence.
func writeGraphML(w io.Writer, n network) error {
	b := bufio.NewWriter(w)
	b.WriteString(xml.Header + `<graphml xmlns="http://graphml.graphdrawing.org/xmlns"` +
		` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"` +
		` xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">` + "\n")
	for _, k := range graphmlKeys {
		fmt.Fprintf(b, "  <key id=%q for=%q attr.name=%q attr.type=%q/>\n", k.id, k.of, k.name, k.kind)
	}
	b.WriteString("  <graph id=\"kg\" edgedefault=\"directed\">\n")
	data := func(key, value string) {
		if value != "" {
			fmt.Fprintf(b, "      <data key=%q>%s</data>\n", key, xmlText(value))
		}
	}
	for _, node := range n.nodes {
		fmt.Fprintf(b, "    <node id=\"%s\">\n", xmlText(node.id))
		data("label", node.label)
		data("kind", node.kind)
		data("type", node.class)
		b.WriteString("    </node>\n")
	}
	for _, e := range n.edges {
		s := e.statement
		fmt.Fprintf(b, "    <edge id=\"%s\" source=\"%s\" target=\"%s\">\n", xmlText(s.ID), xmlText(e.source), xmlText(e.target))
		data("predicate", s.Predicate.Lemma)
		data("words", s.Predicate.Text)
		data("polarity", s.Polarity.String())
		data("modality", s.Modality.String())
		data("speaker", e.speaker)
		data("asserted", strconv.FormatBool(s.Asserted()))
		data("inferred", strconv.FormatBool(s.Inferred))
		data("confidence", strconv.FormatFloat(s.Confidence, 'g', -1, 64))
		data("sentence", s.Evidence.Text)
		data("article", s.Evidence.Article)
		data("start", strconv.Itoa(s.Evidence.Start))
		data("end", strconv.Itoa(s.Evidence.End))
		b.WriteString("    </edge>\n")
	}
	b.WriteString("  </graph>\n</graphml>\n")
	return b.Flush()
}

// xmlText escapes text for XML; what XML cannot hold, such as a NUL, becomes
// U+FFFD.
func xmlText(text string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(text)) // a Builder gives no error
	return b.String()
}
