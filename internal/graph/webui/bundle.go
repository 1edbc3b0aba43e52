package webui

import (
	"bytes"
	_ "embed"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/cayleygraph/cayley/ui"
)

//go:embed editor.js
var editorJS []byte

//go:embed editor.css
var editorCSS []byte

// A repair is a change to one file of Cayley's UI, made while serving. Every
// place of old becomes new; there must be one, or the UI is not the one that
// this list was written for.
type repair struct{ file, old, new string }

const (
	page    = "index.html"
	code    = "static/js/main.84d3ab8c.chunk.js"
	runtime = "static/js/runtime-main.0686c6e7.js"
	vendor  = "static/js/2.7d84b3fa.chunk.js"
	style   = "static/css/main.72fe53e6.chunk.css"
)

// repairs in the order in which they are made.
var repairs = []repair{
	// The UI thinks that it is at the root of its own server.
	{page, `href="/`, `href="` + Prefix},
	{page, `src="/`, `src="` + Prefix},
	{page, `href="logo192.png"`, `href="` + Prefix + `logo192.png"`},
	{runtime, `l.p="/"`, `l.p="` + Prefix + `"`},
	{code, `"/gizmo.d.ts"`, `"` + Prefix + `gizmo.d.ts"`},
	{code, `"http://localhost:64210"`, `""`},

	// Our editor is there before the UI looks for Monaco, which it would load
	// from the internet, so the second address is never used.
	{page, `</head>`, `<link href="` + Prefix + `editor.css" rel="stylesheet"><script src="` + Prefix + `editor.js"></script></head>`},
	{vendor, `https://cdn.jsdelivr.net/npm/monaco-editor@0.18.1/min/vs`, Prefix + "editor"},

	// Icons are names of glyphs in a font from the internet.
	{style, `@import url(https://fonts.googleapis.com/icon?family=Material+Icons);`, ``},
	{code, `icon:"play_circle_filled"`, `icon:"▶"`},
	{code, `icon:"error"`, `icon:"✖"`},
	{code, `icon:"check_circle"`, `icon:"✔"`},

	// The visualiser shows IRIs, one over the other, drops literals and leaves
	// a blank page if there are no rows.
	{code, `data:ae(l.result)`, `data:window.kg.graph(l.result)`},
	{code, `r.a.createElement("g",null,r.a.createElement("circle",{r:5,fill:"#21D4FD"}),r.a.createElement("text",{textAnchor:"end"},t.id))`,
		`r.a.createElement("a",window.kg.link(t.id),r.a.createElement("circle",{r:6,className:"kg-node"}),r.a.createElement("text",{className:"kg-name",textAnchor:"middle",y:-10},window.kg.name(t.id)))`},
	{code, `r.a.createElement("line",{x1:t.source.x`, `r.a.createElement("g",null,r.a.createElement("line",{x1:t.source.x`},
	{code, `strokeOpacity:.6},r.a.createElement("text",null,t.id))`,
		`strokeOpacity:.6}),r.a.createElement("text",{className:"kg-edge",textAnchor:"middle",x:(t.source.x+t.target.x)/2,y:(t.source.y+t.target.y)/2-3},t.label))`},
	{code, `height:300,editorDidMount`, `height:200,editorDidMount`}, // leaves room for the graph
	{code, `.distance(100)).force("charge",Object(Z.c)())`, `.distance(150)).force("charge",Object(Z.c)().strength(-350))`},

	{page, `<div id="root">`, `<a class="kg-home" href="/">‹ kg</a><div id="root">`},
}

// policy lets the UI load nothing but what this server has.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// served are the types of the files that the UI needs. Source maps and the
// service worker, which talks to the internet, are not among them.
var served = map[string]string{
	".html": "text/html; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".ts":   "text/plain; charset=utf-8",
	".json": "application/json",
	".svg":  "image/svg+xml",
	".png":  "image/png",
	".ico":  "image/x-icon",
}

// bundle returns a handler of the repaired UI.
func bundle() (http.Handler, error) {
	files, err := repaired()
	if err != nil {
		return nil, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, Prefix)
		if name == "" {
			name = page
		}
		data, ok := files[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		header := w.Header()
		header.Set("Content-Type", served[path.Ext(name)])
		header.Set("Content-Security-Policy", policy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cache-Control", "no-cache")
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
	}), nil
}

// repaired returns the files of the UI by name.
func repaired() (map[string][]byte, error) {
	web, err := fs.Sub(ui.FS, "web")
	if err != nil {
		return nil, fmt.Errorf("open Cayley's web UI: %w", err)
	}
	files := map[string][]byte{}
	err = fs.WalkDir(web, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || served[path.Ext(name)] == "" || name == "service-worker.js" ||
			strings.HasPrefix(name, "precache-manifest") || name == "asset-manifest.json" {
			return err
		}
		files[name], err = fs.ReadFile(web, name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read Cayley's web UI: %w", err)
	}
	if err := externalRuntime(files); err != nil {
		return nil, err
	}
	for _, r := range repairs {
		data, old := files[r.file], []byte(r.old)
		if !bytes.Contains(data, old) {
			return nil, fmt.Errorf("repair Cayley's web UI: %s has no %q", r.file, r.old)
		}
		files[r.file] = bytes.ReplaceAll(data, old, []byte(r.new))
	}
	files["editor.js"], files["editor.css"] = editorJS, editorCSS
	return files, nil
}

// externalRuntime replaces the script inside the page by the file that holds
// the same, so that the policy need not allow scripts inside pages.
func externalRuntime(files map[string][]byte) error {
	before, rest, ok := bytes.Cut(files[page], []byte("<script>"))
	_, after, closed := bytes.Cut(rest, []byte("</script>"))
	if !ok || !closed || files[runtime] == nil {
		return fmt.Errorf("repair Cayley's web UI: %s is not as expected", page)
	}
	files[page] = bytes.Join([][]byte{before, []byte(`<script src="/` + runtime + `"></script>`), after}, nil)
	return nil
}
