package graph

import (
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"math"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/quad/pquads"
	"github.com/piprate/json-gold/ld"
	"gonum.org/v1/gonum/graph/encoding"
	"gonum.org/v1/gonum/graph/encoding/dot"
	"gonum.org/v1/gonum/graph/formats/rdf"
	"gonum.org/v1/gonum/graph/multi"

	"kg/internal/kg"
)

// hard is a text that every format has trouble with.
const hard = "“Łódź” & <b>\"quotes\"</b>, a \\N back\\slash,\ttab; 東京 🚢\nline's end"

// exported returns a graph of two invented articles, one of them with hard
// names, addresses and words.
func exported(t testing.TB) *Store {
	t.Helper()
	s, err := Open("", Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	plain := kg.Article{URL: "https://news.example/a?b=c&d=é", Title: "Harbour toll", Publisher: "The Vessby Post",
		Published: time.Date(2024, 3, 1, 6, 30, 0, 0, time.UTC), Text: "Mara Lindqvist opposes the toll on Friday. Tolls rose."}
	rough := kg.Article{Title: hard, Text: hard + " met Mara Lindqvist. They will not pay the toll."}
	mara := kg.Entity{ID: "ent/mara-lindqvist", Name: "Mara Lindqvist", Type: "PERSON", Aliases: []string{"Lindqvist"}}
	odd := kg.Entity{ID: "ent/łódź", Name: hard, Type: "ORG"}
	for _, a := range []*kg.Article{&plain, &rough} {
		a.ID = kg.ArticleID(a)
	}
	// statement puts every term where its words stand.
	statement := func(a *kg.Article, st kg.Statement) kg.Statement {
		for _, t := range terms(&st) {
			if !t.IsZero() {
				t.Offsets.Start = strings.Index(a.Text, t.Text)
				t.Offsets.End = t.Offsets.Start + len(t.Text)
			}
		}
		st.Evidence = kg.Evidence{Article: a.ID, Text: a.Text, Offsets: kg.Offsets{Start: 0, End: len(a.Text)}}
		st.Extractor, st.Confidence = "verb", 0.875
		st.ID = kg.NewID(&st)
		return st
	}
	person := kg.Term{Text: "Mara Lindqvist", Name: "Mara Lindqvist", Entity: mara.ID, Type: "PERSON"}
	group := kg.Term{Text: hard, Name: hard, Entity: odd.ID, Type: "ORG"}
	toll := kg.Term{Text: "the toll", Name: "toll"}
	add := func(a *kg.Article, entities []kg.Entity, statements ...kg.Statement) {
		if err := s.Add(t.Context(), a, entities, statements); err != nil {
			t.Fatal(err)
		}
	}
	add(&plain, []kg.Entity{mara},
		statement(&plain, kg.Statement{Subject: person, Predicate: kg.Predicate{Text: "opposes", Lemma: "oppose", Broader: []string{"oppose"}}, Object: toll,
			Arguments: []kg.Argument{{Role: "time", Term: kg.Term{Text: "on Friday", Name: "Friday", Value: "2024-03-01"}}}}),
		statement(&plain, kg.Statement{Subject: kg.Term{Text: "Tolls", Name: "tolls"}, Predicate: kg.Predicate{Text: "rose", Lemma: "rise"}}))
	add(&rough, []kg.Entity{mara, odd},
		statement(&rough, kg.Statement{Subject: group, Predicate: kg.Predicate{Text: "met", Lemma: "meet"}, Object: person}),
		statement(&rough, kg.Statement{Subject: group, Predicate: kg.Predicate{Text: "will not pay", Lemma: "pay"}, Object: toll,
			Speaker: person, Polarity: kg.Negative, Modality: kg.Future}))
	return s
}

func export(t testing.TB, s *Store, format string, filter Filter) string {
	t.Helper()
	var b bytes.Buffer
	if err := s.Export(t.Context(), &b, format, filter); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestExportNQuads(t *testing.T) {
	s := exported(t)
	text := export(t, s, "nquads", Filter{})
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if !slices.IsSorted(lines) {
		t.Error("lines are not sorted")
	}
	if all, err := collect(s.Quads(t.Context())); err != nil || len(all) != len(lines) {
		t.Errorf("%d lines, want one for each of %d quads (%v)", len(lines), len(all), err)
	}

	dec := rdf.NewDecoder(strings.NewReader(text))
	titles := 0
	for {
		st, err := dec.Unmarshal()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("a second reader: %v", err)
		}
		if st.Predicate.Value == "<http://schema.org/headline>" {
			value, _, _, err := st.Object.Parts()
			if err != nil {
				t.Fatal(err)
			}
			if value == hard {
				titles++
			}
		}
	}
	if titles != 1 {
		t.Errorf("a second reader finds %d headlines that are exact, want 1", titles)
	}

	// A third reader, which reads the types as well.
	set, err := (&ld.NQuadRDFSerializer{}).Parse(text)
	if err != nil {
		t.Fatalf("a third reader: %v", err)
	}
	types := map[string]int{}
	for _, quads := range set.Graphs {
		for _, q := range quads {
			if l, ok := q.Object.(ld.Literal); ok {
				types[l.Datatype]++
			}
			for _, n := range []ld.Node{q.Subject, q.Predicate, q.Graph} {
				if n != nil && !strings.Contains(n.GetValue(), ":") {
					t.Errorf("%s is not absolute", n.GetValue())
				}
			}
		}
	}
	for _, want := range []string{xsdDouble, xsdInteger, xsdTime} {
		if types[want] == 0 {
			t.Errorf("no literal has the type %s", want)
		}
	}
}

func TestExportJSONLD(t *testing.T) {
	s := exported(t)
	var doc any
	if err := json.Unmarshal([]byte(export(t, s, "jsonld", Filter{})), &doc); err != nil {
		t.Fatal(err)
	}
	set, err := ld.NewJsonLdProcessor().ToRDF(doc, ld.NewJsonLdOptions(""))
	if err != nil {
		t.Fatalf("a second reader: %v", err)
	}
	serializer := &ld.NQuadRDFSerializer{}
	got, err := serializer.Serialize(set.(*ld.RDFDataset))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := serializer.Parse(export(t, s, "nquads", Filter{}))
	if err != nil {
		t.Fatal(err)
	}
	want, err := serializer.Serialize(parsed)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := sorted(got.(string)), sorted(want.(string)); got != want {
		t.Errorf("a second reader finds\n%s\nwant\n%s", got, want)
	}
}

func sorted(text string) string {
	lines := strings.Split(text, "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func TestExportJSONL(t *testing.T) {
	s := exported(t)
	text := export(t, s, "jsonl", Filter{})
	lines := bufio.NewScanner(strings.NewReader(text))
	n := 0
	for lines.Scan() {
		n++
		var r kg.Record
		dec := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&r); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(lines.Text(), `{"id":"stmt/`) {
			t.Errorf("line %d does not begin with its ID: %s", n, lines.Text())
		}
		stmt, err := s.Statement(t.Context(), r.ID)
		if err != nil {
			t.Fatal(err)
		}
		if r.Sentence.Text != stmt.Evidence.Text || r.Polarity != stmt.Polarity.String() || r.Confidence != stmt.Confidence {
			t.Errorf("line %d is not %+v: %s", n, stmt, lines.Text())
		}
	}
	if n != 4 {
		t.Errorf("%d lines, want 4", n)
	}
	if !strings.Contains(text, `"aliases":["Lindqvist"]`) {
		t.Error("no line has the aliases of an entity")
	}
}

func TestExportGraphML(t *testing.T) {
	var doc struct {
		Keys []struct {
			ID   string `xml:"id,attr"`
			For  string `xml:"for,attr"`
			Type string `xml:"attr.type,attr"`
		} `xml:"key"`
		Nodes []struct {
			ID   string      `xml:"id,attr"`
			Data []graphData `xml:"data"`
		} `xml:"graph>node"`
		Edges []struct {
			Source string      `xml:"source,attr"`
			Target string      `xml:"target,attr"`
			Data   []graphData `xml:"data"`
		} `xml:"graph>edge"`
	}
	if err := xml.Unmarshal([]byte(export(t, exported(t), "graphml", Filter{})), &doc); err != nil {
		t.Fatal(err)
	}
	types := map[string]string{}
	for _, k := range doc.Keys {
		types[k.For+" "+k.ID] = k.Type
	}
	nodes := map[string]bool{}
	labels := map[string]bool{}
	for _, n := range doc.Nodes {
		nodes[n.ID] = true
		for _, d := range n.Data {
			d.check(t, types["node "+d.Key])
			if d.Key == "label" {
				labels[d.Value] = true
			}
		}
	}
	if !labels[hard] || !labels["Mara Lindqvist"] {
		t.Errorf("labels are %v", labels)
	}
	if len(doc.Edges) != 4 {
		t.Errorf("%d edges, want 4", len(doc.Edges))
	}
	for _, e := range doc.Edges {
		if !nodes[e.Source] || !nodes[e.Target] {
			t.Errorf("an edge leads from %q to %q, which are not both nodes", e.Source, e.Target)
		}
		for _, d := range e.Data {
			d.check(t, types["edge "+d.Key])
		}
	}
}

type graphData struct {
	Key   string `xml:"key,attr"`
	Value string `xml:",chardata"`
}

func (d graphData) check(t *testing.T, kind string) {
	t.Helper()
	var err error
	switch kind {
	case "string":
	case "double":
		_, err = strconv.ParseFloat(d.Value, 64)
	case "int":
		_, err = strconv.Atoi(d.Value)
	case "boolean":
		_, err = strconv.ParseBool(d.Value)
	default:
		t.Errorf("%s has no declared type", d.Key)
	}
	if err != nil {
		t.Errorf("%s is no %s: %v", d.Key, kind, err)
	}
}

func TestExportDOT(t *testing.T) {
	text := export(t, exported(t), "dot", Filter{})
	g := multi.NewDirectedGraph()
	if err := dot.UnmarshalMulti([]byte(text), dotGraph{g}); err != nil {
		t.Fatalf("a second reader: %v\n%s", err, text)
	}
	if got := g.Nodes().Len(); got != 5 {
		t.Errorf("a second reader finds %d nodes, want 5", got)
	}
	lines := 0
	for edges := g.Edges(); edges.Next(); {
		lines += edges.Edge().(multi.Edge).Len()
	}
	if lines != 4 {
		t.Errorf("a second reader finds %d edges, want 4", lines)
	}
	if graphviz, err := exec.LookPath("dot"); err == nil {
		cmd := exec.Command(graphviz, "-Tplain")
		cmd.Stdin = strings.NewReader(text)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("Graphviz: %v\n%s", err, out)
		}
	}
}

// dotGraph takes nodes and edges without their attributes.
type dotGraph struct{ *multi.DirectedGraph }

func (dotGraph) DOTAttributeSetters() (graph, node, edge encoding.AttributeSetter) {
	return ignored{}, ignored{}, ignored{}
}

type ignored struct{}

func (ignored) SetAttribute(encoding.Attribute) error { return nil }

func TestExportCSV(t *testing.T) {
	s := exported(t)
	for format, want := range map[string]int{"csv": 5, "csv-entities": 3, "csv-evidence": 5} {
		rows := readCSV(export(t, s, format, Filter{}))
		if len(rows) != want {
			t.Errorf("%s has %d lines, want %d", format, len(rows), want)
		}
		for _, row := range rows {
			if len(row) != len(rows[0]) {
				t.Errorf("%s: %d columns in %q, want %d", format, len(row), row, len(rows[0]))
			}
		}
		found := slices.ContainsFunc(rows, func(row []string) bool { return slices.Contains(row, hard) })
		if !found {
			t.Errorf("%s has no cell %q", format, hard)
		}
	}
}

// readCSV is a second reader, by the letter of RFC 4180.
func readCSV(text string) (rows [][]string) {
	var row []string
	var cell strings.Builder
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '"' && i+1 < len(text) && text[i+1] == '"':
			cell.WriteByte('"')
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ',' || c == '\n'):
			row = append(row, cell.String())
			cell.Reset()
			if c == '\n' {
				rows, row = append(rows, row), nil
			}
		default:
			cell.WriteByte(c)
		}
	}
	return rows
}

func TestExportPQuads(t *testing.T) {
	s := exported(t)
	r := pquads.NewReader(strings.NewReader(export(t, s, "pquads", Filter{})), 1<<20)
	defer r.Close()
	n := 0
	for {
		q, err := r.ReadQuad()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		n++
		if q.Subject == nil || q.Label == nil {
			t.Fatalf("quad %v", q)
		}
	}
	if all, _ := collect(s.Quads(t.Context())); n != len(all) {
		t.Errorf("%d quads, want %d", n, len(all))
	}
}

func TestExportFilter(t *testing.T) {
	s := exported(t)
	all := strings.Count(export(t, s, "nquads", Filter{}), "\n")
	one := Filter{Node: "ent/łódź"}
	about := export(t, s, "nquads", one)
	if n := strings.Count(about, "\n"); n == 0 || n >= all {
		t.Errorf("%d quads of %d are about %s", n, all, one.Node)
	}
	if strings.Contains(about, "urn:kg:rel/oppose>") {
		t.Errorf("a statement without %s is among\n%s", one.Node, about)
	}
	if n := strings.Count(export(t, s, "jsonl", one), "\n"); n != 2 {
		t.Errorf("%d statements about %s, want 2", n, one.Node)
	}
	sum := 0
	for a, err := range s.Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		sum += strings.Count(export(t, s, "nquads", Filter{Article: a.ID}), "\n")
	}
	if sum != all {
		t.Errorf("the articles have %d quads, all have %d", sum, all)
	}
	if err := s.Export(t.Context(), io.Discard, "tarot", Filter{}); err == nil || !strings.Contains(err.Error(), "nquads") {
		t.Errorf("unknown format: %v", err)
	}
}

// What is in the graph does not depend on the order in which articles came, so
// neither does what comes out.
func TestExportTwice(t *testing.T) {
	names, _ := Formats()
	a, b := exported(t), exported(t)
	for _, name := range names {
		var all Filter
		if name == "svg" {
			all.Node = "ent/mara-lindqvist"
		}
		if export(t, a, name, all) != export(t, b, name, all) {
			t.Errorf("%s differs between two exports", name)
		}
	}
}

func TestExportSVG(t *testing.T) {
	s := exported(t)
	for _, node := range []string{"ent/mara-lindqvist", "ent/łódź"} {
		text := export(t, s, "svg", Filter{Node: node})
		var doc struct {
			XMLName xml.Name
			Groups  []struct {
				Class string   `xml:"class,attr"`
				Text  []string `xml:"text"`
			} `xml:"g"`
		}
		if err := xml.Unmarshal([]byte(text), &doc); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		seen := map[string]bool{}
		for _, g := range doc.Groups {
			kind, _, _ := strings.Cut(g.Class, " ")
			for _, text := range g.Text {
				seen[kind+" "+text] = true
			}
		}
		for _, want := range []string{"node Mara Lindqvist", "node toll", "edge oppose", "edge not pay", "edge meet"} {
			if !seen[want] {
				t.Errorf("around %s there is no %q among %v", node, want, seen)
			}
		}
	}
}

func TestLayout(t *testing.T) {
	n := &Neighbourhood{}
	for i := range 60 {
		n.Nodes = append(n.Nodes, Place{Name: strings.Repeat("x", i%30)})
		if i > 0 {
			n.Edges = append(n.Edges, Line{from: i, to: i / 7})
		}
	}
	layout(n)
	for i, a := range n.Nodes {
		for _, b := range n.Nodes[:i] {
			if math.Abs(a.X-b.X) < (a.Width+b.Width)/2 && math.Abs(a.Y-b.Y) < (a.Height+b.Height)/2 {
				t.Errorf("boxes at %.0f,%.0f and %.0f,%.0f overlap", a.X, a.Y, b.X, b.Y)
			}
		}
		if math.Abs(a.X) > 5000 || math.Abs(a.Y) > 5000 {
			t.Errorf("a box is far away, at %.0f,%.0f", a.X, a.Y)
		}
	}
}
