package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kg/internal/browsertest"
)

// kg runs the program and returns what it prints.
func runKG(t testing.TB, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "kg", args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("kg %s: %v\n%s", strings.Join(args, " "), err, &stderr)
	}
	return string(out)
}

// serveSample starts kg serve on a graph of one article and returns its address
// and the graph's. It is stopped as by Ctrl-C when the test ends, and must then
// end well and at once.
func serveSample(t testing.TB, args ...string) (address, db string) {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a server")
	}
	db = filepath.Join(t.TempDir(), "kg.db")
	runKG(t, "ingest", "-q", "--db", db, "../../docs/samples/harbour.txt")
	cmd := exec.Command("kg", append([]string{"serve", "--db", db}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		late := time.AfterFunc(20*time.Second, func() { cmd.Process.Kill() })
		defer late.Stop()
		if err := cmd.Wait(); err != nil {
			t.Errorf("kg serve ended with %v\n%s", err, &stderr)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "http://127.0.0.1:") {
		t.Fatalf("kg serve printed %q (%v)\n%s", line, err, &stderr)
	}
	return strings.TrimSuffix(line, "/\n"), db
}

func fetch(t testing.TB, method, address, body string) (int, string) {
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

const headlines = `g.V("<schema:NewsArticle>").in("<rdf:type>").out("<schema:headline>").all()`

func TestServe(t *testing.T) {
	address, db := serveSample(t, "--timeout", "2s", "--memory", "200")

	// The pages, our JSON and Cayley's API, before and after another process
	// has read another article.
	status := func() (articles int) {
		var counts map[string]int
		if _, body := fetch(t, "GET", address+"/api/status", ""); json.Unmarshal([]byte(body), &counts) != nil {
			t.Fatal(body)
		}
		return counts["articles"]
	}
	if n := status(); n != 1 {
		t.Errorf("%d articles at first, want 1", n)
	}
	if code, body := fetch(t, "POST", address+"/api/v2/query?lang=gizmo", headlines); code != 200 || !strings.Contains(body, "Port Maren council") {
		t.Errorf("Cayley's API answers %d %s", code, body)
	}
	runKG(t, "ingest", "-q", "--db", db, "../../docs/samples/treaty.txt")
	if n := status(); n != 2 {
		t.Errorf("%d articles after kg ingest, want 2", n)
	}
	for _, path := range []string{"/api/v2/query?lang=gizmo", "/api/query"} {
		if code, body := fetch(t, "POST", address+path, headlines); code != 200 || strings.Count(body, `"id"`) < 1 || strings.Count(body, "\"label\":")+strings.Count(body, `{"id":`) != 2 {
			t.Errorf("POST %s answers %d %s, want two headlines", path, code, body)
		}
	}

	// What would take the machine down.
	for name, script := range map[string]string{
		"memory": `var s = "x"; while (true) s += s`,
		"time":   `while (true) {}`,
	} {
		for _, path := range []string{"/api/v2/query?lang=gizmo", "/api/query"} {
			if code, body := fetch(t, "POST", address+path, script); code < 400 || !strings.Contains(body, "error") {
				t.Errorf("%s, %s: %d %s", name, path, code, body)
			}
		}
	}
	if code, body := fetch(t, "POST", address+"/api/v2/write", "<a> <b> <c> ."); code != 403 {
		t.Errorf("a write is answered %d %s", code, body)
	}
}

// With --write, Cayley's API changes the graph, and no other process may.
func TestServeWrite(t *testing.T) {
	address, db := serveSample(t, "--write")
	if code, body := fetch(t, "POST", address+"/api/v2/write", "<ent/a> <rdfs:label> \"A\" <article/mine> ."); code != 200 || !strings.Contains(body, `"count":1`) {
		t.Fatalf("a write is answered %d %s", code, body)
	}
	if code, body := fetch(t, "POST", address+"/api/v2/query?lang=gizmo", `g.V("<ent/a>").out("<rdfs:label>").all()`); code != 200 || !strings.Contains(body, `"A"`) {
		t.Errorf("what was written is answered %d %s", code, body)
	}
	out, err := exec.CommandContext(t.Context(), "kg", "ingest", "-q", "--db", db, "../../docs/samples/treaty.txt").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "kg:") {
		t.Errorf("a second writer: %v\n%s", err, out)
	}
	if code, body := fetch(t, "POST", address+"/api/v2/delete", "<ent/a> <rdfs:label> \"A\" <article/mine> ."); code != 200 || !strings.Contains(body, `"count": 1`) {
		t.Errorf("a deletion is answered %d %s", code, body)
	}
}

// The web UI of Cayley on the running program: a query is typed and its rows and
// its graph are seen.
func TestServeInBrowser(t *testing.T) {
	address, _ := serveSample(t)
	p := browsertest.Open(t, address+"/cayley/")
	const editor = ".QueryEditor textarea"
	p.Wait(`document.querySelector("` + editor + `")`)
	p.Clear(editor)
	p.Type(editor, headlines)
	p.Click(".actions .mdc-button")
	p.Wait(`document.querySelector(".mdc-card textarea").value.includes("Port Maren council")`)
	p.Shot("rows")
	p.Click(".mdc-drawer .mdc-list-item:nth-child(3)")
	p.Wait(`document.querySelectorAll("textarea").length === 1`)
	p.Clear(editor)
	p.Type(editor, `g.V("<rel/oppose>").in("<rdf:predicate>").tag("s").out("<rdf:subject>").tag("source").back("s").out("<rdf:object>").tag("target").all()`)
	p.Click(".actions .mdc-button")
	p.Wait(`/Varga/.test(document.querySelector(".graph")?.textContent) && /harbour/.test(document.querySelector(".graph").textContent)`)
	p.Shot("graph")
	p.Click(".kg-home")
	p.Wait(`location.pathname === "/" && document.querySelector(".bars a")`)
	p.Shot("home")
}
