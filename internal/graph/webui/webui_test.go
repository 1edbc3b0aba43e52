package webui

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	_ "github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/quad"

	"kg/internal/browsertest"
)

// open returns a small graph.
func open(t testing.TB) *graph.Handle {
	t.Helper()
	qs, err := graph.NewQuadStore("memstore", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	w, err := graph.NewQuadWriter("single", qs, nil)
	if err != nil {
		t.Fatal(err)
	}
	h := &graph.Handle{QuadStore: qs, QuadWriter: w}
	t.Cleanup(func() { h.Close() })
	iri := func(s string) quad.Value { return quad.IRI(s) }
	label := iri("article/1")
	for _, q := range []quad.Quad{
		{Subject: iri("ent/mara-lindqvist"), Predicate: iri("rdfs:label"), Object: quad.String("Mara Lindqvist"), Label: label},
		{Subject: iri("ent/harbour-union"), Predicate: iri("rdfs:label"), Object: quad.String("Harbour Union"), Label: label},
		{Subject: iri("phrase/toll"), Predicate: iri("rdfs:label"), Object: quad.String("the “bridge” toll"), Label: label},
		{Subject: iri("ent/mara-lindqvist"), Predicate: iri("rel/oppose"), Object: iri("phrase/toll"), Label: iri("stmt/1")},
		{Subject: iri("ent/mara-lindqvist"), Predicate: iri("rel/lead"), Object: iri("ent/harbour-union"), Label: iri("stmt/2")},
	} {
		if err := h.AddQuad(q); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

func serve(t testing.TB, opts Options) *httptest.Server {
	t.Helper()
	handler, err := New(open(t), opts)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

// ask sends a request and returns the status and the body of the answer.
func ask(t testing.TB, method, address, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(data)
}

func TestFiles(t *testing.T) {
	server := serve(t, Options{})
	for path, want := range map[string]int{
		"": 200, "index.html": 200, "editor.js": 200, "gizmo.d.ts": 200, "favicon.ico": 200, code: 200, runtime: 200,
		"service-worker.js": 404, code + ".map": 404, "nothing": 404,
	} {
		status, body := ask(t, "GET", server.URL+Prefix+path, "")
		if status != want {
			t.Errorf("GET %s%s = %d, want %d", Prefix, path, status, want)
		}
		for _, address := range []string{"cdn.", "googleapis", "localhost:64210"} {
			if strings.Contains(body, address) {
				t.Errorf("%s still speaks of %s", path, address)
			}
		}
	}
}

func TestAPI(t *testing.T) {
	endless := "while (true) {}"
	tests := []struct {
		name, path, body string
		opts             Options
		status           int
		want             string
	}{
		{"query", "/api/v2/query?lang=gizmo", `g.V("<ent/mara-lindqvist>").out("<rel/oppose>").all()`, Options{}, 200, `<phrase/toll>`},
		{"graphql", "/api/v2/query?lang=graphql", `{ me(id: <ent/mara-lindqvist>) { <rel/oppose> } }`, Options{}, 200, `phrase/toll`},
		{"mistake", "/api/v2/query?lang=gizmo", `g.V(`, Options{}, 400, `"error"`},
		{"endless", "/api/v2/query?lang=gizmo", endless, Options{Timeout: 50 * time.Millisecond}, 400, `"error"`},
		{"rows", "/api/v2/query?lang=gizmo", `g.V().all()`, Options{Rows: 1}, 200, `{"result":[{"id":`},
		{"too long", "/api/v2/query?lang=gizmo", strings.Repeat(" ", maxQuery) + "g.V().all()", Options{}, 413, `too large`},
		{"write refused", "/api/v2/write", `<a> <b> <c> .`, Options{}, 403, `read-only`},
		{"delete refused", "/api/v2/delete", `<a> <b> <c> .`, Options{}, 403, `read-only`},
		{"write", "/api/v2/write", `<a> <b> <c> .`, Options{Write: true}, 200, `"count":1`},
		{"shape", "/api/v1/shape/gizmo", `g.V().all()`, Options{}, 200, `"message"`},
		{"names", Prefix + "names", `["ent/mara-lindqvist","ent/nobody"]`, Options{}, 200, `{"ent/mara-lindqvist":"Mara Lindqvist"}`},
		{"names of nothing", Prefix + "names", `nothing`, Options{}, 400, `"error"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status, body := ask(t, "POST", serve(t, tt.opts).URL+tt.path, tt.body)
			if status != tt.status || !strings.Contains(body, tt.want) {
				t.Errorf("POST %s = %d %s, want %d and %s", tt.path, status, body, tt.status, tt.want)
			}
			if !json.Valid([]byte(body)) {
				t.Errorf("POST %s = %s, want JSON", tt.path, body)
			}
		})
	}
}

func TestInBrowser(t *testing.T) {
	server := serve(t, Options{})
	p := browsertest.Open(t, server.URL+Prefix)
	const editor = ".QueryEditor textarea"
	p.Wait(`document.querySelector("` + editor + `")`)

	t.Run("query", func(t *testing.T) {
		p.Clear(editor)
		p.Type(editor, `g.V("<ent/mara-lindqvist>").out("<rel/oppose>").all() // `)
		p.Click(".actions .mdc-button")
		p.Wait(`document.querySelector(".mdc-card textarea").value.includes("phrase/toll")`)
		p.Shot("query")
	})
	t.Run("mistake", func(t *testing.T) {
		p.Clear(editor)
		p.Type(editor, `g.V(`)
		p.Click(".actions .mdc-button")
		p.Wait(`document.querySelector(".mdc-card textarea").value.includes("error")`)
		p.Complaints() // the browser logs the status 400
	})
	t.Run("history", func(t *testing.T) {
		p.Click(".mdc-tab:nth-child(2)")
		p.Wait(`document.querySelectorAll(".QueryHistory .mdc-list-item").length === 2`)
		p.Wait(`document.querySelector(".QueryHistory").innerText.includes("✔") && document.querySelector(".QueryHistory").innerText.includes("✖")`)
		p.Shot("history")
	})
	t.Run("shape", func(t *testing.T) {
		p.Click(".mdc-drawer .mdc-list-item:nth-child(2)")
		p.Wait(`document.querySelectorAll("main textarea").length === 2`)
		p.Click(".actions .mdc-button")
		p.Wait(`document.querySelectorAll("main textarea")[1].value.includes("no longer computes")`)
		p.Shot("shape")
	})
	t.Run("visualize", func(t *testing.T) {
		p.Click(".mdc-drawer .mdc-list-item:nth-child(3)")
		p.Wait(`document.querySelector("main .mdc-select, main select")`)
		p.Clear(editor)
		p.Type(editor, `g.V("<ent/mara-lindqvist>").tag("source").out(null, "predicate").tag("target").all()`)
		p.Keys("\r", 2)
		p.Wait(`["Mara Lindqvist", "Harbour Union", "the “bridge” toll", "oppose"].every((name) => (document.querySelector(".graph")?.textContent ?? "").includes(name))`)
		p.Shot("visualize")
	})
	t.Run("nothing to draw", func(t *testing.T) {
		p.Clear(editor)
		p.Type(editor, `g.V("<nobody>").out().all()`)
		p.Click(".actions .mdc-button")
		p.Wait(`document.querySelector("#kg-say")?.innerText.includes("Nothing to draw") && document.querySelector(".QueryEditor")`)
	})
	t.Run("write", func(t *testing.T) {
		p.Click(".mdc-drawer .mdc-list-item:nth-child(4)")
		p.Wait(`document.querySelector("main textarea")`)
		p.Type("main textarea", `<a> <b> <c> .`)
		p.Click(".actions .mdc-button")
		p.Wait(`document.querySelector("#kg-say")?.innerText.includes("read-only")`)
		p.Complaints() // the browser logs the status 403
		p.Shot("write")
	})
}
