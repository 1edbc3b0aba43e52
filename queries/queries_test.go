package queries_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kg/internal/graph"
	"kg/internal/kg"
	"kg/queries"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// cases are the calls that the golden files answer.
var cases = map[string][]map[string]string{
	"who-opposes":    {{"topic": "reclaiming"}, {"topic": "the bay"}},
	"who-supports":   {{"topic": "Reclaiming"}, {"topic": "toll", "polarity": "negative"}},
	"who-calls-for":  {{"topic": "ceasefire"}},
	"who-rejects":    {{"topic": "plan"}},
	"said-by":        {{"speaker": "marrow"}, {"speaker": "Oskar Venn"}},
	"said-about":     {{"topic": "reclaiming"}},
	"about":          {{"entity": "Harbour Board"}},
	"between":        {{"a": "Marrow", "b": "Venn"}, {"a": "Port Tansy", "b": "Venn"}},
	"roles":          {{"entity": "Ilse Marrow"}, {"entity": "Venn"}},
	"timeline":       {{"entity": "Venn"}},
	"disagreements":  {{"topic": "reclaiming"}, {"topic": "toll"}},
	"stories":        {{"entity": "Marrow"}},
	"sources":        {{"entity": "Dredgers' Union"}, {"statement": "stmt/1-1"}},
	"top-entities":   {{}, {"count": "1"}, {"count": "0"}},
	"top-predicates": {{"count": "3"}},
	"negated":        {{}, {"topic": "money"}},
	"hedged":         {{}, {"topic": "Port Tansy"}},
	"neighbourhood":  {{"entity": "Ilse Marrow"}, {"entity": "Ilse Marrow", "depth": "2"}},
	"path":           {{"from": "Port Tansy", "to": "Harbour Board"}, {"from": "Harbour Board", "to": "toll"}},
}

func TestSaved(t *testing.T) {
	store := open(t, "testdata/graph.txt")
	for _, q := range queries.All() {
		t.Run(q.Name, func(t *testing.T) {
			if len(cases[q.Name]) == 0 {
				t.Fatal("no case: add one to cases")
			}
			var b strings.Builder
			for _, args := range cases[q.Name] {
				table, err := store.Ask(t.Context(), &q, args, 0)
				if err != nil {
					t.Fatal(err)
				}
				write(&b, q.Name, args, table)
			}
			golden(t, "testdata/"+q.Name+".golden", b.String())
		})
	}
}

// write writes a table as blocks that a person can read: the answer, and below
// it the evidence.
func write(b *strings.Builder, name string, args map[string]string, table *graph.Table) {
	fmt.Fprintf(b, "%s", name)
	for _, p := range sortedKeys(args) {
		fmt.Fprintf(b, " %s=%q", p, args[p])
	}
	fmt.Fprintln(b)
	for _, row := range table.Rows {
		var answer, evidence []string
		for _, c := range row {
			switch {
			case c.Value == "":
			case c.Name == "sentence" || c.Name == "article":
				evidence = append(evidence, c.Label)
			default:
				answer = append(answer, c.Name+": "+c.Label)
			}
		}
		fmt.Fprintf(b, "    %s\n", strings.Join(answer, " | "))
		for _, line := range evidence {
			fmt.Fprintf(b, "        %s\n", line)
		}
	}
	fmt.Fprintln(b)
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant (%s; -update rewrites it)\n%s", got, file, want)
	}
}

func sortedKeys(m map[string]string) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// open returns the graph of a file in the format of testdata/graph.txt.
func open(t *testing.T, file string) *graph.Store {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	store, err := graph.Open("", graph.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	r := &reader{entities: map[string]kg.Entity{}}
	for n, line := range strings.Split(string(text), "\n") {
		switch {
		case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "= "):
			r.store(t, store)
			r.begin(t, strings.TrimPrefix(line, "= "))
		case strings.HasPrefix(line, "    "):
			r.statement(t, strings.TrimSpace(line), n+1)
		default:
			r.sentence = line
			r.sentences++
		}
	}
	r.store(t, store)
	return store
}

// A reader reads the articles of a file one after the other.
type reader struct {
	article    kg.Article
	entities   map[string]kg.Entity
	statements []kg.Statement
	articles   int
	sentences  int
	sentence   string
}

func (r *reader) begin(t *testing.T, line string) {
	t.Helper()
	part := strings.Split(line, " | ")
	date, err := time.Parse(time.DateOnly, part[3])
	if err != nil {
		t.Fatal(err)
	}
	r.articles++
	r.article = kg.Article{ID: "article/" + part[0], Source: part[0], Title: part[1], Publisher: part[2], Published: date}
	r.entities, r.statements, r.sentences = map[string]kg.Entity{}, nil, 0
}

func (r *reader) store(t *testing.T, store *graph.Store) {
	t.Helper()
	if r.article.ID == "" {
		return
	}
	var entities []kg.Entity
	for _, e := range r.entities {
		entities = append(entities, e)
	}
	if err := store.Add(t.Context(), &r.article, entities, r.statements); err != nil {
		t.Fatal(err)
	}
}

func (r *reader) statement(t *testing.T, line string, n int) {
	t.Helper()
	part := strings.Split(line, " | ")
	if len(part) < 3 {
		t.Fatalf("line %d: %q is no statement", n, line)
	}
	classes := strings.Split(part[1], " > ")
	s := kg.Statement{
		ID:        fmt.Sprintf("stmt/%d-%d", r.articles, len(r.statements)+1),
		Subject:   r.term(part[0]),
		Predicate: kg.Predicate{Text: classes[0], Lemma: classes[0], Broader: classes[1:]},
		Object:    r.term(part[2]),
		Evidence:  kg.Evidence{Article: r.article.ID, Sentence: r.sentences, Text: r.sentence},
		Extractor: "verb", Confidence: 0.9,
	}
	if len(part) == 4 {
		for _, more := range strings.Split(part[3], "; ") {
			key, value, _ := strings.Cut(more, ": ")
			r.qualify(t, &s, key, value)
		}
	}
	r.statements = append(r.statements, s)
}

func (r *reader) qualify(t *testing.T, s *kg.Statement, key, value string) {
	t.Helper()
	switch key {
	case "speaker":
		s.Speaker = r.term(value)
	case "via":
		s.Via = append(s.Via, r.term(value))
	case "polarity":
		s.Polarity = kg.Negative
	case "modality":
		s.Modality = map[string]kg.Modality{"possible": kg.Possible, "hypothetical": kg.Hypothetical}[value]
	case "inferred":
		s.Inferred = true
	case "confidence":
		s.Confidence, _ = strconv.ParseFloat(value, 64)
	case "time":
		text, date, _ := strings.Cut(value, " = ")
		s.Arguments = append(s.Arguments, kg.Argument{Role: key, Term: kg.Term{Text: text, Name: text, Value: date}})
	default:
		s.Arguments = append(s.Arguments, kg.Argument{Role: key, Term: r.term(value)})
	}
}

func (r *reader) term(text string) kg.Term {
	words, name, ok := strings.Cut(text, " = ")
	if !ok {
		name = words
	}
	name, plain, _ := strings.Cut(name, " ~ ")
	name, kind, _ := strings.Cut(name, ":")
	words, _, _ = strings.Cut(words, ":")
	term := kg.Term{Text: words, Name: name, Plain: plain, Type: kind}
	if kind != "" {
		term.Entity = "ent/" + kg.Slug(name)
		e := r.entities[name]
		e.ID, e.Name, e.Type = term.Entity, name, kind
		if words != name && words != "she" && !slices.Contains(e.Aliases, words) {
			e.Aliases = append(e.Aliases, words)
		}
		r.entities[name] = e
	}
	return term
}

// early is an optional column before one that is not.
var early = regexp.MustCompile(`\.saveOpt\([^)]*\)\s*\.(save|has)\(`)

// Every query says what it is about, and every parameter what it means; its
// columns show the evidence.
func TestHeaders(t *testing.T) {
	for _, q := range queries.All() {
		if q.Title == q.Name || q.Description == "" || q.Example == "" {
			t.Errorf("%s: needs a title, a description and an example", q.Name)
		}
		if !strings.HasPrefix(q.Example, "kg query "+q.Name) {
			t.Errorf("%s: example %q calls another", q.Name, q.Example)
		}
		for _, column := range []string{"sentence", "article"} {
			if !slices.Contains(q.Columns, column) {
				t.Errorf("%s: no column %s", q.Name, column)
			}
		}
		for _, p := range q.Params {
			if p.Help == "" {
				t.Errorf("%s: parameter %s has no meaning", q.Name, p.Name)
			}
		}
		for _, column := range q.Sort {
			if !slices.Contains(q.Columns, strings.TrimPrefix(column, "-")) {
				t.Errorf("%s: sorts by %s, which is no column", q.Name, column)
			}
		}
	}
	for _, q := range queries.All() {
		if early.MatchString(q.Script) {
			t.Errorf("%s: saveOpt before save: Cayley forgets such a saveOpt", q.Name)
		}
	}
	files, _ := filepath.Glob("*.js")
	if len(files) == 0 || len(files) != len(queries.All()) {
		t.Errorf("%d queries of %d files", len(queries.All()), len(files))
	}
}
