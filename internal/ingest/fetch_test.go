package ingest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kg/internal/ingest/made"
)

// site serves a small site of news on loopback.
func site(t *testing.T) (*httptest.Server, *atomic.Int64) {
	t.Helper()
	var hits atomic.Int64
	mux := http.NewServeMux()
	answer := func(pattern, contentType, body string) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, req *http.Request) {
			hits.Add(1)
			w.Header().Set("Content-Type", contentType)
			w.Header().Set("ETag", `"1"`)
			if req.Header.Get("If-None-Match") == `"1"` {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			fmt.Fprint(w, strings.ReplaceAll(body, "BASE", "http://"+req.Host))
		})
	}
	answer("/a.html", "text/html", made.HTML(body))
	answer("/secret/b.html", "text/html", made.HTML(body))
	answer("/robots.txt", "text/plain", "User-agent: *\nDisallow: /secret/\n")
	answer("/feed.xml", "application/rss+xml", `<rss version="2.0"><channel><title>Courier</title><link>BASE/</link><item><title>One</title><link>/a.html</link><description>Short.</description></item><item><title>Two</title><link>BASE/two</link><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate><description>`+strings.Repeat(body+" ", 20)+`</description></item></channel></rss>`)
	answer("/sitemap.xml", "application/xml", `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>BASE/news.xml</loc></sitemap></sitemapindex>`)
	answer("/news.xml", "text/xml", `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>BASE/a.html</loc></url><url><loc>BASE/gone</loc></url></urlset>`)
	answer("/list.opml", "text/x-opml", `<opml version="2.0"><body><outline text="News"><outline type="rss" xmlUrl="BASE/feed.xml"/></outline></body></opml>`)
	mux.HandleFunc("/loop", func(w http.ResponseWriter, req *http.Request) { http.Redirect(w, req, "/loop", http.StatusFound) })
	mux.HandleFunc("/big", func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, 1<<20)) })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server, &hits
}

func own(opts FetchOptions) *Fetcher {
	opts.AllowPrivate, opts.PerHost = true, time.Millisecond
	return NewFetcher(opts)
}

func TestAddresses(t *testing.T) {
	server, _ := site(t)
	tests := []struct {
		path     string
		articles int
		problem  string
	}{
		{"/a.html", 1, ""},
		{"/feed.xml", 2, ""},
		{"/list.opml", 2, ""},
		{"/sitemap.xml", 1, "/gone: the server answers 404 Not Found"},
		{"/secret/b.html", 0, "robots.txt does not allow it"},
		{"/loop", 0, "more than 5 redirects"},
		{"/big", 0, "larger than"},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			articles, problems := collect(t, Options{Fetcher: own(FetchOptions{MaxBytes: 1 << 19})}, server.URL+tt.path)
			if len(articles) != tt.articles {
				t.Errorf("%d articles, want %d", len(articles), tt.articles)
			}
			if all := strings.Join(problems, "\n"); (all == "") != (tt.problem == "") || !strings.Contains(all, tt.problem) {
				t.Errorf("problems %q, want %q", all, tt.problem)
			}
		})
	}
}

func TestFetchRefusesOwnNetwork(t *testing.T) {
	server, hits := site(t)
	_, problems := collect(t, Options{Fetcher: NewFetcher(FetchOptions{})}, server.URL+"/a.html", "http://192.168.0.1/", "http://[::1]/")
	if len(problems) != 3 || hits.Load() != 0 {
		t.Errorf("problems %q, %d requests reached the server", problems, hits.Load())
	}
}

func TestFetchUnchanged(t *testing.T) {
	server, _ := site(t)
	f := own(FetchOptions{})
	first, err := f.Get(t.Context(), server.URL+"/a.html", Validators{})
	if err != nil {
		t.Fatal(err)
	}
	again, err := f.Get(t.Context(), server.URL+"/a.html", first.Validators)
	if err != nil || !again.Unchanged || len(again.Body) > 0 {
		t.Errorf("second Get = %+v, %v, want unchanged", again, err)
	}
}

func TestMemory(t *testing.T) {
	server, hits := site(t)
	file := filepath.Join(t.TempDir(), "feeds.json")
	for round, want := range []int{2, 0, 0} {
		memory, err := ReadMemory(file)
		if err != nil {
			t.Fatal(err)
		}
		before := hits.Load()
		articles, problems := collect(t, Options{Fetcher: own(FetchOptions{}), Memory: memory}, server.URL+"/feed.xml")
		if len(articles) != want || len(problems) > 0 {
			t.Errorf("round %d: %d articles, problems %q", round, len(articles), problems)
		}
		if round > 0 && hits.Load()-before > 2 { // robots.txt and the feed, which is unchanged
			t.Errorf("round %d: %d requests", round, hits.Load()-before)
		}
		if err := memory.Write(file); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFeedFile(t *testing.T) {
	atom := `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title><link href="https://courier.example/"/><entry><title>One</title><link href="/one"/><published>2024-03-05T10:00:00Z</published><content type="html">&lt;p&gt;` + body + `&lt;/p&gt;</content></entry></feed>`
	feed := `{"version":"https://jsonfeed.org/version/1.1","title":"Courier","items":[{"id":"1","url":"https://courier.example/two","title":"Two","content_text":"` + body + `"}]}`
	articles, problems := collect(t, Options{}, write(t, map[string]string{"a.xml": atom, "b.json": feed}))
	if len(articles) != 2 || len(problems) != 0 {
		t.Fatalf("articles %+v, problems %q", articles, problems)
	}
	if a := articles[0]; a.URL != "https://courier.example/one" || a.Publisher != "Courier" || a.Title != "One" || a.Text != body || a.Published.IsZero() {
		t.Errorf("Atom entry = %+v", a)
	}
	if a := articles[1]; a.URL != "https://courier.example/two" || a.Text != body {
		t.Errorf("JSON Feed entry = %+v", a)
	}
}

func TestWARC(t *testing.T) {
	record := func(kind, contentType, body string) string {
		return fmt.Sprintf("WARC/1.1\r\nWARC-Type: %s\r\nWARC-Target-URI: https://courier.example/a\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, contentType, len(body), body)
	}
	html := made.HTML(body)
	response := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s", len(html), html)
	archive := record("warcinfo", "application/warc-fields", "software: x") + record("response", "application/http;msgtype=response", response) +
		record("request", "application/http", "GET / HTTP/1.1\r\n\r\n") + record("resource", "text/html", html)
	packedArchive := made.Gzip(record("response", "application/http", response)) + made.Gzip(record("resource", "text/html", html))
	articles, problems := collect(t, Options{}, write(t, map[string]string{"a.warc": archive, "b.warc.gz": packedArchive, "c.warc": archive[:len(archive)/2]}))
	if len(articles) != 4 || len(problems) != 1 || !strings.Contains(problems[0], "c.warc:2: unexpected EOF") {
		t.Fatalf("%d articles, problems %q", len(articles), problems)
	}
	if a := articles[0]; a.URL != "https://courier.example/a" || a.Title != "Council votes" {
		t.Errorf("page = %+v", a)
	}
}

func TestZip(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"in/a.txt", "in/b.exe", "c.jsonl"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		text := body
		if name == "c.jsonl" {
			text = `{"id":"c1","text":"` + body + `"}`
		}
		fmt.Fprint(w, text)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "news.zip")
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	articles, problems := collect(t, Options{}, path)
	if len(articles) != 2 || articles[0].Source != "a" || articles[1].Source != "c1" {
		t.Errorf("articles = %+v", articles)
	}
	if len(problems) != 1 || !strings.HasSuffix(problems[0], "news.zip!in/b.exe: skipped: unknown kind of file") {
		t.Errorf("problems = %q", problems)
	}
}
