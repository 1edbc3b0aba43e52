package graph

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

// ask runs a script and returns its rows as "column=value" lines.
func ask(ctx context.Context, s *Store, script string) (rows []string, err error) {
	for row, err := range s.Query(ctx, script, 100) {
		if err != nil {
			return rows, err
		}
		var cells []string
		for _, c := range row {
			cells = append(cells, c.Name+"="+c.Label)
		}
		rows = append(rows, strings.Join(cells, " "))
	}
	return rows, nil
}

func TestQuery(t *testing.T) {
	s := open(t, Options{})
	add(t, s, sound())
	tests := []struct{ name, script, want string }{
		{"an edge", `g.V("<ent/ilse-marrow>").out("<rel/oppose>").all()`, "id=toll"},
		{"the label of an edge leads to its evidence",
			`g.V("<ent/ilse-marrow>").labelContext(g.V().save("<kg:sentence>", "sentence"), "stmt").out("<rel/oppose>").getLimit(1)`,
			"id=toll sentence=Ilse Marrow opposed the toll. stmt=stmt/"},
		{"an emitted object", `g.emit({who: "<ent/venn>", n: 2, part: 0.5, so: true})`, "n=2 part=0.5 so=true who=Venn"},
		{"the value of the last line", `g.V("<rdf:Statement>").in("<rdf:type>").count()`, "value=2"},
		{"a path that is not asked for", `g.V("<ent/venn>")`, ""},
		{"nothing", ``, ""},
		{"what is reported is no edge", `g.V("<ent/ilse-marrow>").out("<rel/be>").all()`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows, err := ask(t.Context(), s, tt.script)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(rows, "\n"); got != tt.want && (tt.want == "" || !strings.HasPrefix(got, tt.want)) {
				t.Errorf("rows = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestQueryErrors(t *testing.T) {
	s := open(t, Options{})
	add(t, s, sound())
	tests := []struct{ name, script, want string }{
		{"syntax", "var x = 1\nvar y = )", "script, line 2, column 9: SyntaxError: Unexpected token )"},
		{"end of script", "g.V(", "SyntaxError: Unexpected end of input"},
		{"a name that is not there", "\n\n  nobody()", "script, line 3, column 9: ReferenceError: nobody is not defined"},
		{"a method that is not there", `g.V().all().nothing()`, "line 1"},
		{"thrown", `throw "enough"`, "enough"},
		{"a wrong argument", `g.V("<a>").out({}).all()`, "unsupported"},
		{"a wrong node", `g.V(["<a>"]).all()`, "not a quad.Value"},
		{"a wrong pattern", `g.V().filter(regex("(")).all()`, "missing closing )"},
		{"too deep", `function f() { f() } f()`, ""},
		{"null", `g.V(null).all()`, ""},
		{"undefined", `g.V(undefined).tag(undefined).out(undefined, undefined).all()`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			_, err := ask(ctx, s, tt.script)
			if tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
			if errors.Is(err, ErrDeadline) {
				t.Errorf("ran until its deadline")
			}
		})
	}
}

// However a script goes on for ever, it ends at its deadline.
func TestQueryDeadline(t *testing.T) {
	s := open(t, Options{})
	add(t, s, sound())
	for _, script := range []string{
		`while (true) {}`,
		`while (true) g.V().count()`,
		`g.V().forEach(function() { while (true) {} })`,
		`for (;;) g.emit(1)`,
		`try { while (true) {} } catch (e) { while (true) {} } finally { while (true) {} }`,
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		start := time.Now()
		_, err := ask(ctx, s, script)
		cancel()
		if strings.Contains(script, "emit") {
			if err != nil {
				t.Errorf("%s: %v, want its first rows", script, err)
			}
		} else if !errors.Is(err, ErrDeadline) {
			t.Errorf("%s: error %v, want ErrDeadline", script, err)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: took %v", script, took)
		}
	}
}

func TestQueryMemory(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector changes times and memory")
	}
	s := open(t, Options{})
	for _, script := range []string{
		`var s = "x"; while (true) s += s`,
		`var all = []; while (true) all.push(new Array(1000).fill(all.length))`,
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		_, err := ask(ctx, s, script)
		cancel()
		if !errors.Is(err, ErrMemory) {
			t.Errorf("%s: error %v, want ErrMemory", script, err)
		}
	}
}

// What asks for much memory at once is refused before it has it.
func TestQueryGuard(t *testing.T) {
	s := open(t, Options{})
	for _, script := range []string{
		`"x".repeat(2e9)`,
		`"xxxxxxxxxx".repeat(5e7)`,
		`"x".padStart(2e9)`,
		`"x".padEnd(2e9, "ab")`,
		`const s = "x".repeat(6e7); s.concat(s, s, s, s, s, s, s, s, s)`,
		`new ArrayBuffer(1e12)`,
		`new Float64Array(1e10)`,
	} {
		if _, err := ask(t.Context(), s, script); err == nil {
			t.Errorf("%s is not refused", script)
		}
	}
	if rows, err := ask(t.Context(), s, `"ab".repeat(2) + "x".padStart(3).concat("", "")`); err != nil || rows[0] != "value=abab  x" {
		t.Errorf("rows %q, error %v", rows, err)
	}
}
