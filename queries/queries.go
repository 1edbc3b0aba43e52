// Package queries holds the saved queries: one Gizmo script a file, with a
// header that says what it asks, what it wants to know, and what it answers.
//
// All gives those in the program, Load those in a folder of the user's.
package queries

import (
	"bufio"
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed *.js
var embedded embed.FS

// A Query is a saved query.
type Query struct {
	Name        string // of its file, without the ending
	Title       string // one line
	Description string // mostly a sentence or two
	Params      []Param
	Columns     []string // of the answer, in order; empty for all that it has
	Sort        []string // columns by which the answer is sorted; "-" in front turns the order round
	Example     string   // a call of it
	Script      string   // with its header
}

// The types of parameter.
const (
	Entity    = "entity"    // what is called so: nodes
	Topic     = "topic"     // what has these words in its name: nodes
	Predicate = "predicate" // a predicate or a class, with all that belong to it: nodes
	Statement = "statement" // a statement: its node
	Text      = "text"
	Number    = "number"
)

var types = []string{Entity, Topic, Predicate, Statement, Text, Number}

// Nodes reports whether parameters of a type stand for nodes of the graph.
func Nodes(kind string) bool { return kind != Text && kind != Number }

// A Param is something that a query must be told.
type Param struct {
	Name     string
	Type     string
	Default  string
	Optional bool   // it may be left out; without a default it is then empty
	Help     string // what it means
}

// All returns the queries of the program, in the order of their names.
var All = sync.OnceValue(func() []Query {
	all, err := Load(embedded)
	if err != nil {
		panic(err) // the tests of this package load them all
	}
	return all
})

// Load reads the queries of a folder, in the order of their names.
func Load(folder fs.FS) ([]Query, error) {
	files, err := fs.Glob(folder, "*.js")
	if err != nil {
		return nil, err
	}
	all := make([]Query, 0, len(files))
	for _, file := range files {
		text, err := fs.ReadFile(folder, file)
		if err != nil {
			return nil, err
		}
		q, err := Parse(strings.TrimSuffix(path.Base(file), ".js"), string(text))
		if err != nil {
			return nil, err
		}
		all = append(all, q)
	}
	slices.SortFunc(all, func(a, b Query) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}

// Parse reads a query from its text. The header is the comment that it begins
// with:
//
//	// title: Who opposes it
//	// description: Who is against something, in whatever words.
//	// param: topic topic — words of what is opposed
//	// param: polarity text = positive — or negative
//	// columns: who predicate topic sentence article
//	// sort: -date who
//	// example: kg query who-opposes topic=reoccupation
//
// A param is its name, its type, a "?" if it may be left out or "=" and its
// default, and after a dash what it means. A line without a key goes on with
// the one before.
func Parse(name, text string) (Query, error) {
	q := Query{Name: name, Script: text}
	key := ""
	lines := bufio.NewScanner(strings.NewReader(text))
	lines.Buffer(nil, len(text)+1)
	for n := 1; lines.Scan(); n++ {
		comment, ok := strings.CutPrefix(lines.Text(), "//")
		if !ok {
			break
		}
		value := strings.TrimSpace(comment)
		if head, rest, ok := strings.Cut(value, ":"); ok && slices.Contains(keys, head) {
			key, value = head, strings.TrimSpace(rest)
		} else if key != "description" {
			continue
		}
		if err := q.set(key, value); err != nil {
			return q, fmt.Errorf("%s.js:%d: %w", name, n, err)
		}
	}
	q.Title = cmp.Or(q.Title, name)
	return q, nil
}

var keys = []string{"title", "description", "param", "columns", "sort", "example"}

func (q *Query) set(key, value string) error {
	switch key {
	case "title":
		q.Title = value
	case "description":
		q.Description = strings.TrimSpace(q.Description + " " + value)
	case "columns":
		q.Columns = strings.Fields(value)
	case "sort":
		q.Sort = strings.Fields(value)
	case "example":
		q.Example = value
	case "param":
		p, err := parseParam(value)
		if err != nil {
			return err
		}
		q.Params = append(q.Params, p)
	}
	return nil
}

func parseParam(text string) (Param, error) {
	spec, help, _ := strings.Cut(text, "—")
	p := Param{Help: strings.TrimSpace(help)}
	spec, fallback, hasDefault := strings.Cut(spec, "=")
	words := strings.Fields(spec)
	if len(words) == 1 {
		words = append(words, Text)
	}
	if len(words) == 3 && words[2] == "?" {
		p.Optional = true
	} else if len(words) != 2 {
		return p, fmt.Errorf("param %q: want NAME TYPE [?] [= DEFAULT] [— MEANING]", text)
	}
	p.Name, p.Type = words[0], words[1]
	if hasDefault {
		p.Default, p.Optional = strings.TrimSpace(fallback), true
	}
	if !isName(p.Name) {
		return p, fmt.Errorf("param %q: a name has letters, digits and _ only", p.Name)
	}
	if !slices.Contains(types, p.Type) {
		return p, fmt.Errorf("param %s: unknown type %q: want one of %s", p.Name, p.Type, strings.Join(types, ", "))
	}
	return p, nil
}

// isName reports whether name can be a variable of a script.
func isName(name string) bool {
	for i, r := range name {
		letter := r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return name != ""
}

// Param returns the parameter of a name.
func (q *Query) Param(name string) (Param, bool) {
	for _, p := range q.Params {
		if p.Name == name {
			return p, true
		}
	}
	return Param{}, false
}

// Bind returns the script of q with values for its parameters: strings,
// numbers, or lists of nodes. They stand in front of it as JSON, on a line that
// it begins itself, so that no value can become code and no line moves.
func (q *Query) Bind(values map[string]any) (string, error) {
	var b strings.Builder
	for _, p := range q.Params {
		value, err := json.Marshal(values[p.Name])
		if err != nil {
			return "", fmt.Errorf("parameter %s: %w", p.Name, err)
		}
		fmt.Fprintf(&b, "const %s = %s; ", p.Name, value)
	}
	return b.String() + q.Script, nil
}

// ByName returns the query of a name.
func ByName(all []Query, name string) (Query, bool) {
	i := slices.IndexFunc(all, func(q Query) bool { return q.Name == name })
	if i < 0 {
		return Query{}, false
	}
	return all[i], true
}
