package graph

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"kg/internal/kg"
)

// writeDOT writes n for Graphviz. What is denied is red and dotted, what is only
// somebody's word or a possibility is dashed; an edge shows its sentence when
// pointed at.
func writeDOT(w io.Writer, n network) error {
	b := bufio.NewWriter(w)
	b.WriteString("digraph kg {\n")
	b.WriteString("  graph [rankdir=LR, overlap=false, splines=true];\n")
	b.WriteString("  node [shape=box, style=\"rounded,filled\", fillcolor=\"#ffffff\", fontname=\"sans-serif\"];\n")
	b.WriteString("  edge [fontname=\"sans-serif\", fontsize=10];\n")
	for _, node := range n.nodes {
		fmt.Fprintf(b, "  %s [label=%s, fillcolor=%s];\n", dotString(node.id), dotString(node.label), dotString(fill(node)))
	}
	for _, e := range n.edges {
		s := e.statement
		label := s.Predicate.Lemma
		if s.Polarity == kg.Negative {
			label = "not " + label
		}
		if e.speaker != "" {
			label += "\n(" + e.speaker + ")"
		}
		fmt.Fprintf(b, "  %s -> %s [id=%s, label=%s, tooltip=%s%s];\n", dotString(e.source), dotString(e.target),
			dotString(s.ID), dotString(label), dotString(s.Evidence.Text), dotStyle(s))
	}
	b.WriteString("}\n")
	return b.Flush()
}

func fill(n netNode) string {
	switch n.class {
	case "PERSON":
		return "#fde8d7"
	case "ORG":
		return "#dbe9fb"
	case "PLACE":
		return "#ddf3e0"
	}
	return "#f4f4f5"
}

func dotStyle(s *kg.Statement) string {
	switch {
	case s.Polarity == kg.Negative:
		return `, style="dotted", color="#b91c1c"`
	case !s.Asserted():
		return `, style="dashed", color="#57534e"`
	}
	return ""
}

// dotString quotes text for DOT. A backslash is doubled, since Graphviz reads
// \N and the like in labels; a line break is \n there.
func dotString(text string) string {
	return `"` + dotEscapes.Replace(strings.ToValidUTF8(text, "\uFFFD")) + `"`
}

var dotEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", "", "\n", `\n`, "\x00", "\uFFFD")
