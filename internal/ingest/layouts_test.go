package ingest

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
	"time"
)

// A known page: what is in it, so that what is read from it can be compared.
type knownPage struct {
	title, publisher string
	date             time.Time
	paragraphs       []string
}

// words of invented news, from which sentences are made.
var (
	subjects = []string{"The council of Port Maren", "Mayor Ilse Varga", "The Dockers’ Union", "Minister Tomas Brandl", "A spokeswoman for Brightwell", "Residents of the old town", "The Ister Fund", "Prime Minister Greta Holm"}
	verbs    = []string{"rejected", "welcomed", "criticised", "put off", "asked for", "voted on", "warned against", "agreed to"}
	objects  = []string{"the closure of the harbour", "a review of the costs", "the new ferry terminal", "a plan to raise the fares", "the treaty on the river", "an inquiry into the leak", "the sale of the waterfront"}
	tails    = []string{"on Tuesday", "after weeks of talks", "in a letter to the ministry", "at a meeting that lasted three hours", "despite the protests", "before the vote in parliament", "for the second time this year"}
)

func makePage(rng *rand.Rand) knownPage {
	pick := func(list []string) string { return list[rng.IntN(len(list))] }
	sentence := func() string {
		return fmt.Sprintf("%s %s %s %s, %d days after the first report.", pick(subjects), pick(verbs), pick(objects), pick(tails), 2+rng.IntN(90))
	}
	p := knownPage{
		title:     fmt.Sprintf("%s %s %s", pick(subjects), pick(verbs), pick(objects)),
		publisher: "The Maren Courier",
		date:      time.Date(2015+rng.IntN(10), time.Month(1+rng.IntN(12)), 1+rng.IntN(28), rng.IntN(24), rng.IntN(60), 0, 0, time.UTC),
	}
	for range 5 + rng.IntN(8) {
		var b []string
		for range 2 + rng.IntN(3) {
			b = append(b, sentence())
		}
		p.paragraphs = append(p.paragraphs, strings.Join(b, " "))
	}
	return p
}

// The parts that pages are put together of.

func (p *knownPage) body(tag string) string {
	var b strings.Builder
	for _, paragraph := range p.paragraphs {
		fmt.Fprintf(&b, "<%s>%s</%s>\n", tag, paragraph, tag)
	}
	return b.String()
}

const (
	navigation = `<nav><ul><li><a href="/">Home</a></li><li><a href="/politics">Politics</a></li><li><a href="/sport">Sport</a></li><li><a href="/subscribe">Subscribe now</a></li></ul></nav>`
	related    = `<aside class="related"><h3>More on this</h3><ul><li><a href="/2009/01/02/a">Ten things to know about ferries</a></li><li><a href="/b">The week in pictures</a></li></ul></aside>`
	share      = `<div class="share"><a href="#">Share on Chirper</a> <a href="#">Send by mail</a> <button>Print</button></div>`
	footer     = `<footer><p>© 2026 Maren Media. All rights reserved. <a href="/terms">Terms</a> <a href="/privacy">Privacy</a></p></footer>`
	cookies    = `<div id="cookie-banner" class="banner"><p>We use cookies to improve your experience. <button>Accept all</button></p></div>`
	comments   = `<section id="comments" class="comments"><h2>12 comments</h2><div class="comment"><p>First! What a silly plan, they should all resign.</p></div><div class="comment"><p>I do not agree with you at all.</p></div></section>`
	signUp     = `<div class="newsletter-signup promo"><p>Sign up for our newsletter. <input type="email"></p></div>`
)

func (p *knownPage) ld() string {
	return fmt.Sprintf(`<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"x"},{"@type":"NewsArticle","headline":%q,"datePublished":%q,"publisher":{"@type":"Organization","name":%q}}]}</script>`,
		p.title, p.date.Format(time.RFC3339), p.publisher)
}

func (p *knownPage) openGraph() string {
	return fmt.Sprintf(`<meta property="og:title" content="%s"><meta property="og:site_name" content="%s"><meta property="article:published_time" content="%s">`,
		p.title, p.publisher, p.date.Format("2006-01-02T15:04:05-0700"))
}

func (p *knownPage) long() string  { return p.date.Format("January 2, 2006") }
func (p *knownPage) short() string { return p.date.Format("2 Jan 2006") }
func (p *knownPage) day() string   { return p.date.Format("2006-01-02") }

// A layout is one way in which pages are made. address may be empty.
type layout struct {
	name string
	make func(p *knownPage) (page, address string)
}

func html5(head, body string) string {
	return "<!doctype html><html lang=en><head><meta charset=utf-8>" + head + "</head><body>" + body + "</body></html>"
}

var pageLayouts = []layout{
	{"JSON-LD and article", func(p *knownPage) (string, string) {
		return html5("<title>"+p.title+" | The Maren Courier</title>"+p.ld(), navigation+"<article><h1>"+p.title+"</h1>"+p.body("p")+"</article>"+related+footer), ""
	}},
	{"OpenGraph and divs", func(p *knownPage) (string, string) {
		return html5("<title>"+p.title+"</title>"+p.openGraph(), navigation+`<div id="content"><div class="story-body"><h1>`+p.title+"</h1>"+p.body("p")+share+"</div></div>"+comments+footer), ""
	}},
	{"time element", func(p *knownPage) (string, string) {
		return html5("<title>"+p.title+" - Courier</title>", "<main><article><header><h1>"+p.title+`</h1><p class="byline">By Ada Moss</p><time datetime="`+p.date.Format(time.RFC3339)+`">`+p.long()+"</time></header>"+p.body("p")+"</article></main>"+related+footer), ""
	}},
	{"date in the address", func(p *knownPage) (string, string) {
		return html5("<title>"+p.title+"</title>", cookies+navigation+`<div class="post"><h1 class="post-title">`+p.title+`</h1><div class="entry-content">`+p.body("p")+"</div></div>"+comments), "https://courier.example/" + p.date.Format("2006/01/02") + "/council-votes"
	}},
	{"shown date, long", func(p *knownPage) (string, string) {
		return html5("<title>"+p.title+" | Courier</title>", `<div class="wrapper"><h1>`+p.title+`</h1><p class="date">Published `+p.long()+`</p><div class="article-text">`+p.body("p")+"</div></div>"+signUp+footer), ""
	}},
	{"shown date, day first", func(p *knownPage) (string, string) {
		return html5("<title>"+p.title+"</title>", `<div class="article"><h1>`+p.title+`</h1><span class="meta">Ada Moss, `+p.short()+`</span>`+p.body("p")+related+"</div>"+footer), ""
	}},
	{"table layout of old", func(p *knownPage) (string, string) {
		return "<html><head><title>" + p.title + `</title><meta name="date" content="` + p.day() + `"></head><body><table width="100%"><tr><td width="150"><a href="/">Home</a><br><a href="/news">News</a><br><a href="/contact">Contact</a></td><td><h2>` + p.title + "</h2>" + p.body("p") + "</td></tr></table></body></html>", ""
	}},
	{"line breaks in place of paragraphs", func(p *knownPage) (string, string) {
		return html5("<title>"+p.title+`</title><meta name="pubdate" content="`+p.day()+`">`, navigation+`<div class="text"><h1>`+p.title+"</h1><div>"+strings.Join(p.paragraphs, "<br><br>\n")+"</div></div>"+footer), ""
	}},
	{"microdata", func(p *knownPage) (string, string) {
		return html5("<title>"+p.title+"</title>", `<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">`+p.title+`</h1><meta itemprop="datePublished" content="`+p.date.Format(time.RFC3339)+`"><div itemprop="articleBody">`+p.body("p")+"</div></div>"+comments+footer), ""
	}},
	{"sections with headings", func(p *knownPage) (string, string) {
		return html5("<title>"+p.title+"</title>"+p.openGraph(), "<article><h1>"+p.title+"</h1><section>"+p.body("p")+"</section></article>"+related+comments), ""
	}},
	{"figure and caption", func(p *knownPage) (string, string) {
		return html5("<title>"+p.title+"</title>"+p.ld(), "<article><h1>"+p.title+`</h1><figure><img src="a.jpg" alt="A ferry"><figcaption>The ferry at dawn. Photo: Miro Talas</figcaption></figure>`+p.body("p")+"</article>"+footer), ""
	}},
	{"advertisements between paragraphs", func(p *knownPage) (string, string) {
		return html5("<title>"+p.title+"</title>"+p.openGraph(), navigation+"<article><h1>"+p.title+"</h1>"+strings.ReplaceAll(p.body("p"), "</p>\n", `</p><div class="ad advert"><a href="https://ads.example">Advertisement</a></div>`)+"</article>"+footer), ""
	}},
	{"heading outside of the article", func(p *knownPage) (string, string) {
		return html5("<title>"+p.title+" – The Maren Courier</title>"+`<meta name="publish-date" content="`+p.date.Format("2006-01-02 15:04:05")+`">`, "<header><h1>"+p.title+"</h1></header>"+share+`<div role="main" class="content">`+p.body("p")+"</div>"+related+footer), ""
	}},
	{"blog", func(p *knownPage) (string, string) {
		return html5("<title>"+p.title+" « The Maren Courier</title>", `<div id="page"><div class="hentry post type-post"><h1 class="entry-title">`+p.title+`</h1><div class="entry-meta"><span class="posted-on">Posted on `+p.long()+` by Ada</span></div><div class="entry-content">`+p.body("p")+`</div></div><div id="sidebar"><h2>Archive</h2><ul><li><a href="/2011/03/">March 2011</a></li></ul></div></div>`), ""
	}},
	{"mobile page", func(p *knownPage) (string, string) {
		return html5(`<title>`+p.title+`</title><meta name="viewport" content="width=device-width">`+p.ld(), `<div class="amp-wp-article"><header class="amp-wp-article-header"><h1>`+p.title+`</h1></header><div class="amp-wp-article-content">`+p.body("p")+"</div></div>"+signUp), ""
	}},
	{"bare", func(p *knownPage) (string, string) {
		return "<title>" + p.title + "</title><h1>" + p.title + "</h1><p><em>" + p.short() + "</em></p>" + p.body("p"), "https://courier.example/a/" + p.date.Format("20060102") + "-council.html"
	}},
	{"text as data only", func(p *knownPage) (string, string) {
		return html5("<title>"+p.title+"</title>"+fmt.Sprintf(`<script type="application/ld+json">[{"@type":["NewsArticle"],"headline":%q,"datePublished":%q,"articleBody":%q}]</script>`, p.title, p.day(), strings.Join(p.paragraphs, "\n\n")), `<div id="root"></div><noscript>Please turn on scripts.</noscript>`), ""
	}},
	{"nested wrappers", func(p *knownPage) (string, string) {
		return html5("<title>"+p.title+"</title>"+p.openGraph(), strings.Repeat("<div>", 12)+navigation+"<h1>"+p.title+"</h1>"+strings.Repeat("<div>", 6)+p.body("p")+strings.Repeat("</div>", 18)+footer), ""
	}},
	{"agency with dateline", func(p *knownPage) (string, string) {
		return html5("<title>"+p.title+"</title>"+`<meta name="DC.date.issued" content="`+p.day()+`">`, `<div class="wire"><h1>`+p.title+`</h1><div class="wire-text">`+p.body("p")+`</div></div><div class="links"><a href="/1">Next</a> <a href="/2">Previous</a></div>`), ""
	}},
	{"lists in the article", func(p *knownPage) (string, string) {
		return html5("<title>"+p.title+" | Courier</title>"+p.openGraph(), "<main><article><h1>"+p.title+"</h1>"+p.body("p")+"</article></main>"+related+signUp+cookies+footer), ""
	}},
}

// f1 compares two texts word by word, without regard to order.
func f1(got, want string) float64 {
	counts := map[string]int{}
	wanted := strings.Fields(want)
	for _, w := range wanted {
		counts[w]++
	}
	found := strings.Fields(got)
	same := 0
	for _, w := range found {
		if counts[w] > 0 {
			counts[w]--
			same++
		}
	}
	if len(found)+len(wanted) == 0 {
		return 1
	}
	return 2 * float64(same) / float64(len(found)+len(wanted))
}

// TestLayouts measures how much of the main text, the headlines and the dates is
// found in pages of twenty layouts.
func TestLayouts(t *testing.T) {
	const each = 10
	rng := rand.New(rand.NewPCG(1, 2))
	var sum float64
	var n, titles, dates int
	for _, l := range pageLayouts {
		var layoutSum float64
		var layoutTitles, layoutDates int
		for range each {
			p := makePage(rng)
			page, address := l.make(&p)
			var at *url.URL
			if address != "" {
				at, _ = url.Parse(address)
			}
			a, err := readPage([]byte(page), "", at)
			if err != nil {
				t.Errorf("%s: %v", l.name, err)
				continue
			}
			layoutSum += f1(a.Text, strings.Join(p.paragraphs, "\n"))
			if a.Title == p.title {
				layoutTitles++
			}
			if a.Published.Format("2006-01-02") == p.day() {
				layoutDates++
			}
		}
		t.Logf("%-36s text F1 %.3f  headlines %d/%d  dates %d/%d", l.name, layoutSum/each, layoutTitles, each, layoutDates, each)
		sum, n, titles, dates = sum+layoutSum, n+each, titles+layoutTitles, dates+layoutDates
	}
	if len(pageLayouts) < 20 {
		t.Errorf("%d layouts, want 20", len(pageLayouts))
	}
	t.Logf("all: text F1 %.3f  headlines %.3f  dates %.3f", sum/float64(n), float64(titles)/float64(n), float64(dates)/float64(n))
	if sum/float64(n) < 0.93 || float64(titles)/float64(n) < 0.9 || float64(dates)/float64(n) < 0.9 {
		t.Error("below the bar: text F1 0.93, headlines 0.9, dates 0.9")
	}
}
