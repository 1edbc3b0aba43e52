package web

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/quad"

	"kg/internal/graph/webui"
)

// The test program is its own worker, over an empty graph.
func TestMain(m *testing.M) {
	timeout, err := time.ParseDuration(os.Getenv("KG_TEST_WORKER"))
	if err != nil {
		os.Exit(m.Run())
	}
	qs := memstore.New(quad.MakeIRI("ent/a", "rel/meet", "ent/b", "stmt/1"))
	api := webui.API(&graph.Handle{QuadStore: qs}, webui.Options{Timeout: timeout})
	if err := ServeWorker(os.Stdin, os.Stdout, api, 128<<20, timeout); err != nil {
		os.Stderr.WriteString("kg: " + err.Error() + "\n")
		os.Exit(1)
	}
}

// Deadlines of tests: one that is waited for, and one that is not.
const (
	soon = 2 * time.Second
	late = time.Minute
)

func openWorkers(t testing.TB, timeout time.Duration) *httptest.Server {
	t.Helper()
	ws := NewWorkers(func() *exec.Cmd {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "KG_TEST_WORKER="+timeout.String())
		return cmd
	}, timeout)
	server := httptest.NewServer(ws)
	t.Cleanup(ws.Close)
	t.Cleanup(server.Close)
	return server
}

func post(t testing.TB, address, body string) (int, string) {
	t.Helper()
	res, err := http.Post(address, "", strings.NewReader(body))
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

func TestWorkers(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector changes times and memory")
	}
	const good, answer = `g.V("<ent/a>").out().all()`, `<ent/b>`
	tests := []struct {
		name, query string
		status      int
		want        string
		slow        bool
	}{
		{"good", good, 200, answer, false},
		{"mistake", `g.V(`, 400, "SyntaxError", false},
		{"doubled string", `var s = "x"; while (true) s += s`, 400, "memory", false},
		{"long string", `var s = "x".repeat(1e9); g.emit(s.length)`, 400, "memory", false},
		{"big replacement", `var s = "x".repeat(1e5); g.emit(s.replace(/x/g, s).length)`, 400, "memory", false},
		{"long list", `var x = "x".repeat(1e5), l = []; while (true) l.push(x + l.length)`, 400, "memory", false},
		{"too long", strings.Repeat(" ", maxQuery+1), 413, "too large", false},
		{"endless", `while (true) {}`, 400, "deadline", true},
		{"hopeless pattern", `g.emit(/(?=(x+x+)+y)/.test("x".repeat(60)))`, 400, "deadline", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.slow && testing.Short() {
				t.Skip("takes seconds")
			}
			timeout := late
			if tt.slow {
				timeout = soon
			}
			address := openWorkers(t, timeout).URL + "/api/v2/query?lang=gizmo"
			start := time.Now()
			status, body := post(t, address, tt.query)
			if status != tt.status || !strings.Contains(body, tt.want) {
				t.Errorf("answer = %d %.200s, want %d and %q", status, body, tt.status, tt.want)
			}
			if took := time.Since(start); took > timeout+grace+10*time.Second {
				t.Errorf("took %v", took)
			}
			if status, body := post(t, address, good); status != 200 || !strings.Contains(body, answer) {
				t.Errorf("the next query got %d %s", status, body)
			}
		})
	}
}

func TestWorkersTogether(t *testing.T) {
	address := openWorkers(t, late).URL + "/api/v2/query?lang=gizmo"
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if status, body := post(t, address, `g.V("<ent/a>").out().all()`); status != 200 {
				t.Errorf("answer = %d %s", status, body)
			}
		})
	}
	wg.Wait()
}

func TestWorkerThatDoesNotStart(t *testing.T) {
	ws := NewWorkers(func() *exec.Cmd { return exec.Command(os.Args[0] + ".missing") }, soon)
	w := httptest.NewRecorder()
	ws.ServeHTTP(w, httptest.NewRequest("POST", "/", nil))
	if w.Code != 500 || !strings.Contains(w.Body.String(), "start a query process") {
		t.Errorf("answer = %d %s", w.Code, w.Body)
	}
}
