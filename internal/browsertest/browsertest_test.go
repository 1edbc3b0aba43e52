package browsertest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// What Accessible says of a page with one of each fault.
func TestProblems(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, `<!doctype html><html><head><title></title><link rel="icon" href="data:,"></head><body><h1>A</h1><h3 id="a">B</h3>
<p id="a" style="color:#aaa;background:#fff">pale</p><p style="color:#444;background:#fff">fine</p>
<form><input name="q"></form><a href="/x"></a><img src="data:,"><svg></svg><p tabindex="3" aria-labelledby="nobody">x</p>
<table><tr><td>1</td></tr></table><div onclick="1">click</div></body></html>`)
	}))
	defer server.Close()
	p := Open(t, server.URL)
	got := strings.Join(p.Problems(), "\n")
	for _, want := range []string{"no language", "no title", "main part", "id twice", "leads nowhere", "field without label", "nameless",
		"picture without words", "drawing without a name", "own order of tabs", "level 3 after 1", "table without heads", "contrast 2.32", "only for the mouse"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not among\n%s", want, got)
		}
	}
	if strings.Contains(got, "fine") {
		t.Errorf("a good contrast is among\n%s", got)
	}
}
