package web

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"kg/internal/browsertest"
	"kg/internal/graph"
	"kg/internal/kg"
)

// A reader reads an invented article by hand: it finds where the words stand.
type reader struct {
	t          testing.TB
	article    kg.Article
	statements []kg.Statement
}

func (r *reader) offsets(text string, within kg.Offsets) kg.Offsets {
	r.t.Helper()
	i := strings.Index(r.article.Text[within.Start:within.End], text)
	if i < 0 {
		r.t.Fatalf("%q does not stand in %q", text, r.article.Text[within.Start:within.End])
	}
	return kg.Offsets{Start: within.Start + i, End: within.Start + i + len(text)}
}

var people = map[string]kg.Entity{
	"Mara Lindqvist": {ID: "ent/mara-lindqvist", Name: "Mara Lindqvist", Type: "PERSON", Aliases: []string{"Lindqvist", "Mayor Mara Lindqvist"}},
	"Oskar Thane":    {ID: "ent/oskar-thane", Name: "Oskar Thane", Type: "PERSON", Aliases: []string{"Thane"}},
	"Harbour Union":  {ID: "ent/harbour-union", Name: "Harbour Union", Type: "ORG"},
	"Vessby":         {ID: "ent/vessby", Name: "Vessby", Type: "PLACE"},
}

// term makes a term of words, which stand for name.
func (r *reader) term(words, name string, sentence kg.Offsets) kg.Term {
	if words == "" {
		return kg.Term{}
	}
	t := kg.Term{Text: words, Name: name, Offsets: r.offsets(words, sentence)}
	if e, ok := people[name]; ok {
		t.Entity, t.Type = e.ID, e.Type
	}
	return t
}

// say adds a statement: terms are "words=name" or a name that stands there.
func (r *reader) say(sentence, subject, predicate, lemma, object string, change func(s *kg.Statement, o kg.Offsets)) {
	r.t.Helper()
	o := r.offsets(sentence, kg.Offsets{Start: 0, End: len(r.article.Text)})
	term := func(text string) kg.Term {
		words, name, ok := strings.Cut(text, "=")
		if !ok {
			name = words
		}
		return r.term(words, name, o)
	}
	s := kg.Statement{Subject: term(subject), Object: term(object),
		Predicate: kg.Predicate{Text: predicate, Lemma: lemma, Offsets: r.offsets(predicate, o)},
		Evidence:  kg.Evidence{Article: r.article.ID, Text: sentence, Offsets: o}, Extractor: "verb", Confidence: 0.91}
	if change != nil {
		change(&s, o)
	}
	s.ID = kg.NewID(&s)
	r.statements = append(r.statements, s)
}

// filled returns a graph of two invented articles.
func filled(t testing.TB) *graph.Store {
	t.Helper()
	store, err := graph.Open("", graph.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	first := &reader{t: t, article: kg.Article{Title: "Mayor <b>against</b> the bridge toll", URL: "https://news.example/toll", Publisher: "The Vessby Post",
		Published: time.Date(2024, 3, 1, 6, 0, 0, 0, time.UTC),
		Text: "VESSBY — Mayor Mara Lindqvist opposes the bridge toll. “It is a tax on the poor,” she said on Friday.\n\n" +
			"Oskar Thane did not support the toll either. The Harbour Union may strike, Thane said."}}
	first.article.ID = kg.ArticleID(&first.article)
	first.say("VESSBY — Mayor Mara Lindqvist opposes the bridge toll.", "Mara Lindqvist", "opposes", "oppose", "the bridge toll=bridge toll", func(s *kg.Statement, _ kg.Offsets) {
		s.Predicate.Broader = []string{"oppose"}
		s.Object.Plain = "toll"
	})
	first.say("VESSBY — Mayor Mara Lindqvist opposes the bridge toll.", "Mara Lindqvist", "Mayor", "role", "Mayor=mayor of Vessby", nil)
	first.say("“It is a tax on the poor,” she said on Friday.", "It=bridge toll", "is", "be", "a tax on the poor", func(s *kg.Statement, o kg.Offsets) {
		s.Speaker = first.term("she", "Mara Lindqvist", o)
		when := first.term("on Friday", "Friday", o)
		when.Value = "2024-03-01"
		s.Arguments = []kg.Argument{{Role: "time", Term: when}}
	})
	first.say("Oskar Thane did not support the toll either.", "Oskar Thane", "did not support", "support", "the toll=toll", func(s *kg.Statement, _ kg.Offsets) {
		s.Polarity = kg.Negative
	})
	first.say("The Harbour Union may strike, Thane said.", "Harbour Union", "may strike", "strike", "", func(s *kg.Statement, o kg.Offsets) {
		s.Modality, s.Speaker = kg.Possible, first.term("Thane", "Oskar Thane", o)
	})
	second := &reader{t: t, article: kg.Article{Source: "ferry", Published: time.Date(2024, 4, 2, 0, 0, 0, 0, time.UTC),
		Text: "The Harbour Union called for the toll on Tuesday. Mara Lindqvist met Oskar Thane in Vessby."}}
	second.article.ID = kg.ArticleID(&second.article)
	second.say("The Harbour Union called for the toll on Tuesday.", "Harbour Union", "called for", "call for", "the toll=toll", nil)
	second.say("Mara Lindqvist met Oskar Thane in Vessby.", "Mara Lindqvist", "met", "meet", "Oskar Thane", func(s *kg.Statement, o kg.Offsets) {
		s.Arguments = []kg.Argument{{Role: "place", Term: second.term("Vessby", "Vessby", o)}}
	})
	for _, r := range []*reader{first, second} {
		var entities []kg.Entity
		for _, e := range people {
			if strings.Contains(r.article.Text, e.Name) {
				entities = append(entities, e)
			}
		}
		if err := store.Add(t.Context(), &r.article, entities, r.statements); err != nil {
			t.Fatal(err)
		}
	}
	return store
}

func serve(t testing.TB, store *graph.Store) *httptest.Server {
	t.Helper()
	h, err := New(store, Options{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server
}

func get(t testing.TB, address string) (int, string) {
	t.Helper()
	res, err := http.Get(address)
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

// ids returns the IDs of an article and of one statement of it with lemma.
func ids(t testing.TB, store *graph.Store, lemma string) (article, statement string) {
	t.Helper()
	for s, err := range store.Statements(t.Context(), graph.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if s.Predicate.Lemma == lemma {
			return s.Evidence.Article, s.ID
		}
	}
	t.Fatalf("no statement with %q", lemma)
	return "", ""
}

const (
	opposed = `<mark class="m-subject">Mara Lindqvist</mark> <mark class="m-predicate">opposes</mark> <mark class="m-object">the bridge toll</mark>`
	person  = `<a class="term" href="/ent/mara-lindqvist">Mara Lindqvist</a>`
)

func TestPages(t *testing.T) {
	store := filled(t)
	server := serve(t, store)
	article, statement := ids(t, store, "oppose")
	_, denied := ids(t, store, "support")
	_, claimed := ids(t, store, "strike")
	tests := []struct {
		name, path string
		status     int
		want       []string
	}{
		{"home", "/", 200, []string{"2 articles", "7 things", `href="/ent/mara-lindqvist">Mara Lindqvist`, "Mayor &lt;b&gt;against&lt;/b&gt;", `href="/rel/oppose"`, "Where people take sides", `href="/phrase/toll">toll`}},
		{"search", "/search?q=lindqvist", 200, []string{`href="/ent/mara-lindqvist"`, "also", "/topic?q=lindqvist"}},
		{"search for a headline", "/search?q=bridge+toll", 200, []string{`href="/` + article, `href="/phrase/bridge-toll"`}},
		{"search for nothing", "/search?q=zzz", 200, []string{"Nothing is called so"}},
		{"hostile search", "/search?q=%3Cscript%3E", 200, []string{"“&lt;script&gt;”"}},
		{"articles", "/articles", 200, []string{"Mayor &lt;b&gt;", "The Harbour Union called for"}},
		{"entities", "/entities", 200, []string{"Oskar Thane", "Vessby"}},
		{"person", "/ent/mara-lindqvist", 200, []string{"What they do", "“Lindqvist”", "Who it is", opposed, "What they say", "1 March 2024", `href="/` + article + "#s0"}},
		{"timeline", "/ent/mara-lindqvist?view=timeline", 200, []string{"2024-04-02", "2024-03-01"}},
		{"one section", "/ent/mara-lindqvist?view=subject", 200, []string{opposed}},
		{"stances", "/phrase/toll?view=stances", 200, []string{"Harbour Union", "call for", "not support"}},
		{"predicate", "/rel/oppose", 200, []string{"Who does so", opposed}},
		{"topic", "/topic?q=toll", 200, []string{`class="side for"`, `class="side against"`, opposed, "not support", "called for"}},
		{"no topic", "/topic", 200, []string{"For and against"}},
		{"unknown topic", "/topic?q=zzz", 404, []string{"nothing in the graph"}},
		{"statement", "/" + statement, 200, []string{`<mark class="m-predicate">opposes</mark>`, `class="m-sentence"`, person, "The Vessby Post", "an edge", "91 %", "https://news.example/toll", "/api/thing/" + statement}},
		{"denied", "/" + denied, 200, []string{"denied", "did not support"}},
		{"claimed", "/" + claimed, 200, []string{"possible", "Oskar Thane", "no edge"}},
		{"article", "/" + article, 200, []string{`<span class="s" id="s0">`, "Mayor &lt;b&gt;", opposed, `href="/ent/oskar-thane"`}},
		{"between", "/between?a=ent/mara-lindqvist&b=ent/oskar-thane", 200, []string{"1 statement with both", "met"}},
		{"between what", "/between?a=ent/mara-lindqvist", 400, nil},
		{"graph", "/graph/ent/mara-lindqvist?depth=2", 200, []string{"<svg", `href="/ent/oskar-thane"`, ">oppose</text>", "/between?a=ent%2Fmara-lindqvist"}},
		{"graph of nothing", "/graph/ent/nobody", 404, nil},
		{"questions", "/queries", 200, []string{`href="/query/who-opposes"`}},
		{"question", "/query/who-opposes", 200, []string{`name="topic"`, "required"}},
		{"answer", "/query/who-opposes?topic=toll", 200, []string{`<td><a href="/ent/mara-lindqvist">Mara Lindqvist</a></td>`, `<blockquote>VESSBY — Mayor Mara Lindqvist opposes`}},
		{"answer about nothing", "/query/who-opposes?topic=zzz", 200, []string{`role="alert"`}},
		{"no question", "/query/nothing", 404, nil},
		{"nobody", "/ent/nobody", 404, nil},
		{"no statement", "/stmt/nothing", 404, nil},
		{"no article", "/article/nothing", 404, nil},
		{"no page", "/nothing", 404, []string{"no such page"}},
		{"style", "/static/style.css", 200, []string{"--paper"}},
		{"style of pictures", "/static/picture.css", 200, []string{".picture"}},
		{"Cayley", "/cayley/", 200, []string{"/cayley/editor.js"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status, body := get(t, server.URL+tt.path)
			if status != tt.status {
				t.Errorf("status = %d, want %d: %s", status, tt.status, body)
			}
			for _, want := range tt.want {
				if !strings.Contains(body, want) {
					t.Errorf("%s has no %q:\n%s", tt.path, want, body)
				}
			}
			if strings.Contains(body, "<b>against") || strings.Contains(body, "ZgotmplZ") || strings.Contains(body, "<no value>") {
				t.Errorf("%s is not escaped well:\n%s", tt.path, body)
			}
		})
	}
}

// Every statement on every page has its quote, who says so, and a link to its
// place in the article.
func TestEveryStatementHasEvidence(t *testing.T) {
	store := filled(t)
	server := serve(t, store)
	article, statement := ids(t, store, "oppose")
	for _, path := range []string{"/ent/mara-lindqvist", "/phrase/toll", "/rel/oppose", "/topic?q=toll", "/" + article, "/" + statement, "/ent/oskar-thane?view=timeline", "/between?a=ent/mara-lindqvist&b=ent/oskar-thane"} {
		_, body := get(t, server.URL+path)
		shown := strings.Split(body, `<article class="statement`)[1:]
		if len(shown) == 0 {
			t.Errorf("%s shows no statement", path)
		}
		for _, one := range shown {
			one, _, _ = strings.Cut(one, "</article>")
			for _, want := range []string{"<blockquote>", `<p class="by`, `href="/article/`, "#s", `href="/stmt/`} {
				if !strings.Contains(one, want) {
					t.Errorf("%s shows a statement without %s:\n%s", path, want, one)
				}
			}
		}
	}
}

func TestAPI(t *testing.T) {
	store := filled(t)
	server := serve(t, store)
	article, statement := ids(t, store, "oppose")
	tests := []struct {
		path   string
		status int
		want   string
	}{
		{"/api/status", 200, `{"articles":2,"entities":4,"statements":7}`},
		{"/api/search?q=lindqvist", 200, `{"kind":"entity","value":"ent/mara-lindqvist","label":"Mara Lindqvist","link":"/ent/mara-lindqvist"}`},
		{"/api/entities?limit=1", 200, `"label":"Mara Lindqvist"`},
		{"/api/articles", 200, `"kind":"article"`},
		{"/api/statements?node=ent/vessby", 200, `"lemma":"meet"`},
		{"/api/statements?article=" + article, 200, `"id":"` + statement + `"`},
		{"/api/statements", 400, `"error"`},
		{"/api/thing/ent/mara-lindqvist", 200, `"aliases":["Lindqvist"`},
		{"/api/thing/" + statement, 200, `"polarity":"positive"`},
		{"/api/thing/" + article, 200, `"publisher":"The Vessby Post"`},
		{"/api/thing/ent/nobody", 404, `"error"`},
		{"/api/graph/ent/mara-lindqvist", 200, `"predicates":["oppose"]`},
		{"/api/queries", 200, `"name":"who-opposes"`},
		{"/api/query/who-opposes?topic=toll", 200, `{"kind":"entity","value":"ent/mara-lindqvist","label":"Mara Lindqvist","link":"/ent/mara-lindqvist"}`},
		{"/api/query/who-opposes?colour=red", 400, `"error"`},
		{"/api/query/nothing", 404, `"error"`},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			status, body := get(t, server.URL+tt.path)
			if status != tt.status || !strings.Contains(body, tt.want) || !json.Valid([]byte(body)) {
				t.Errorf("GET %s = %d %s, want %d and %s", tt.path, status, body, tt.status, tt.want)
			}
		})
	}
	status, body := post(t, server.URL+"/api/query", `g.V("<ent/mara-lindqvist>").out("<rel/meet>").all()`)
	if want := `"kind":"entity","value":"ent/oskar-thane","label":"Oskar Thane","link":"/ent/oskar-thane"`; status != 200 || !strings.Contains(body, want) {
		t.Errorf("POST /api/query = %d %s, want %s", status, body, want)
	}
	if status, body := post(t, server.URL+"/api/query", `g.V(`); status != 400 || !strings.Contains(body, "line 1") {
		t.Errorf("POST of a mistake = %d %s", status, body)
	}
}

// A page sees what was written after the server began.
func TestFollows(t *testing.T) {
	store := filled(t)
	server := serve(t, store)
	a := kg.Article{Title: "Late news", Text: "Nothing happened."}
	a.ID = kg.ArticleID(&a)
	if err := store.Add(t.Context(), &a, nil, nil); err != nil {
		t.Fatal(err)
	}
	if _, body := get(t, server.URL+"/"); !strings.Contains(body, "Late news") {
		t.Error("the first page does not show an article that was added")
	}
}

func TestPieces(t *testing.T) {
	text := "Ann met Łucja."
	got := pieces(text, 10, []mark{{kg.Offsets{Start: 0, End: 30}, "all", ""}, {kg.Offsets{Start: 14, End: 17}, "verb", ""}, {kg.Offsets{Start: 19, End: 20}, "half a letter", ""}})
	want := []piece{{"Ann ", "all", ""}, {"met", "verb", ""}, {" Łucja.", "all", ""}}
	if len(got) != len(want) {
		t.Fatalf("pieces = %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("piece %d = %q, want %q", i, got[i], want[i])
		}
	}
}

func TestInBrowser(t *testing.T) {
	store := filled(t)
	server := serve(t, store)
	article, statement := ids(t, store, "oppose")
	p := browsertest.Open(t, server.URL+"/")
	p.Shot("home")
	p.Type("#find", "lindqvist\r")
	p.Wait(`location.pathname === "/search" && document.querySelector(".hits a")`)
	p.Shot("search")
	p.Click(".hits a")
	p.Wait(`location.pathname === "/ent/mara-lindqvist" && document.querySelector(".statement")`)
	p.Shot("person")
	p.Go(server.URL + "/graph/ent/mara-lindqvist?depth=2")
	p.Wait(`[...document.querySelectorAll(".picture .node text")].some((text) => text.textContent === "Oskar Thane")`)
	p.Wait(`!document.querySelector(".zoom").hidden`)
	p.Shot("graph")
	before := browsertest.Eval[string](p, `document.querySelector(".picture").getAttribute("viewBox")`)
	p.Click(`[data-zoom="in"]`)
	p.Wait(`document.querySelector(".picture").getAttribute("viewBox") !== "` + before + `"`)
	p.Click(`[data-zoom="all"]`)
	browsertest.Eval[bool](p, `(document.querySelector(".edge text").dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true})), true)`)
	p.Wait(`location.pathname === "/between" && document.querySelector(".statement blockquote mark")`)
	p.Go(server.URL + "/topic?q=toll")
	p.Shot("topic")
	p.Go(server.URL + "/" + statement)
	p.Shot("statement")
	p.Go(server.URL + "/" + article)
	p.Shot("article")
	p.Go(server.URL + "/query/who-opposes?topic=toll")
	p.Shot("query")
	p.Resize(400, 800)
	p.Go(server.URL + "/ent/mara-lindqvist")
	p.Wait(`document.documentElement.scrollWidth <= 400`)
	p.Shot("small")
}

func TestAccessible(t *testing.T) {
	store := filled(t)
	server := serve(t, store)
	article, statement := ids(t, store, "support")
	p := browsertest.Open(t, server.URL+"/")
	for _, path := range []string{"/", "/articles", "/entities", "/search?q=toll", "/ent/oskar-thane", "/ent/mara-lindqvist?view=timeline",
		"/topic?q=toll", "/" + article, "/" + statement, "/between?a=ent/mara-lindqvist&b=ent/oskar-thane", "/graph/ent/oskar-thane",
		"/queries", "/query/who-opposes?topic=toll"} {
		p.Go(server.URL + path)
		p.Accessible()
	}
}

// All pages can be used with the keyboard alone.
func TestKeyboard(t *testing.T) {
	server := serve(t, filled(t))
	p := browsertest.Open(t, server.URL+"/graph/ent/oskar-thane")
	p.Keys("\t")
	p.Wait(`document.activeElement.className === "skip"`)
	p.Keys("\r")
	p.Wait(`location.hash === "#main"`)
	for range 30 {
		p.Keys("\t")
		if browsertest.Eval[bool](p, `!!document.activeElement.closest(".picture .node")`) {
			p.Keys("\r")
			p.Wait(`location.pathname.startsWith("/ent/") || location.pathname.startsWith("/phrase/")`)
			return
		}
	}
	t.Error("the keyboard does not reach the graph")
}
