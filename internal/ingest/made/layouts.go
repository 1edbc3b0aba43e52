package made

import (
	"fmt"
	"strings"
	"time"
)

// A Layout is one way in which pages are made. address may be empty.
type Layout struct {
	Name string
	Make func(p *Page) (page, address string)
}

func html5(head, body string) string {
	return "<!doctype html><html lang=en><head><meta charset=utf-8>" + head + "</head><body>" + body + "</body></html>"
}

// Layouts are twenty ways in which news sites make their pages.
var Layouts = []Layout{
	{"JSON-LD and article", func(p *Page) (string, string) {
		return html5("<title>"+p.Title+" | The Maren Courier</title>"+p.ld(), navigation+"<article><h1>"+p.Title+"</h1>"+p.body("p")+"</article>"+related+footer), ""
	}},
	{"OpenGraph and divs", func(p *Page) (string, string) {
		return html5("<title>"+p.Title+"</title>"+p.openGraph(), navigation+`<div id="content"><div class="story-body"><h1>`+p.Title+"</h1>"+p.body("p")+share+"</div></div>"+comments+footer), ""
	}},
	{"time element", func(p *Page) (string, string) {
		return html5("<title>"+p.Title+" - Courier</title>", "<main><article><header><h1>"+p.Title+`</h1><p class="byline">By Ada Moss</p><time datetime="`+p.Date.Format(time.RFC3339)+`">`+p.long()+"</time></header>"+p.body("p")+"</article></main>"+related+footer), ""
	}},
	{"date in the address", func(p *Page) (string, string) {
		return html5("<title>"+p.Title+"</title>", cookies+navigation+`<div class="post"><h1 class="post-title">`+p.Title+`</h1><div class="entry-content">`+p.body("p")+"</div></div>"+comments), "https://courier.example/" + p.Date.Format("2006/01/02") + "/council-votes"
	}},
	{"shown date, long", func(p *Page) (string, string) {
		return html5("<title>"+p.Title+" | Courier</title>", `<div class="wrapper"><h1>`+p.Title+`</h1><p class="date">Published `+p.long()+`</p><div class="article-text">`+p.body("p")+"</div></div>"+signUp+footer), ""
	}},
	{"shown date, day first", func(p *Page) (string, string) {
		return html5("<title>"+p.Title+"</title>", `<div class="article"><h1>`+p.Title+`</h1><span class="meta">Ada Moss, `+p.short()+`</span>`+p.body("p")+related+"</div>"+footer), ""
	}},
	{"table layout of old", func(p *Page) (string, string) {
		return "<html><head><title>" + p.Title + `</title><meta name="date" content="` + p.Day() + `"></head><body><table width="100%"><tr><td width="150"><a href="/">Home</a><br><a href="/news">News</a><br><a href="/contact">Contact</a></td><td><h2>` + p.Title + "</h2>" + p.body("p") + "</td></tr></table></body></html>", ""
	}},
	{"line breaks in place of paragraphs", func(p *Page) (string, string) {
		return html5("<title>"+p.Title+`</title><meta name="pubdate" content="`+p.Day()+`">`, navigation+`<div class="text"><h1>`+p.Title+"</h1><div>"+strings.Join(p.Paragraphs, "<br><br>\n")+"</div></div>"+footer), ""
	}},
	{"microdata", func(p *Page) (string, string) {
		return html5("<title>"+p.Title+"</title>", `<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">`+p.Title+`</h1><meta itemprop="datePublished" content="`+p.Date.Format(time.RFC3339)+`"><div itemprop="articleBody">`+p.body("p")+"</div></div>"+comments+footer), ""
	}},
	{"sections with headings", func(p *Page) (string, string) {
		return html5("<title>"+p.Title+"</title>"+p.openGraph(), "<article><h1>"+p.Title+"</h1><section>"+p.body("p")+"</section></article>"+related+comments), ""
	}},
	{"figure and caption", func(p *Page) (string, string) {
		return html5("<title>"+p.Title+"</title>"+p.ld(), "<article><h1>"+p.Title+`</h1><figure><img src="a.jpg" alt="A ferry"><figcaption>The ferry at dawn. Photo: Miro Talas</figcaption></figure>`+p.body("p")+"</article>"+footer), ""
	}},
	{"advertisements between paragraphs", func(p *Page) (string, string) {
		return html5("<title>"+p.Title+"</title>"+p.openGraph(), navigation+"<article><h1>"+p.Title+"</h1>"+strings.ReplaceAll(p.body("p"), "</p>\n", `</p><div class="ad advert"><a href="https://ads.example">Advertisement</a></div>`)+"</article>"+footer), ""
	}},
	{"heading outside of the article", func(p *Page) (string, string) {
		return html5("<title>"+p.Title+" – The Maren Courier</title>"+`<meta name="publish-date" content="`+p.Date.Format("2006-01-02 15:04:05")+`">`, "<header><h1>"+p.Title+"</h1></header>"+share+`<div role="main" class="content">`+p.body("p")+"</div>"+related+footer), ""
	}},
	{"blog", func(p *Page) (string, string) {
		return html5("<title>"+p.Title+" « The Maren Courier</title>", `<div id="page"><div class="hentry post type-post"><h1 class="entry-title">`+p.Title+`</h1><div class="entry-meta"><span class="posted-on">Posted on `+p.long()+` by Ada</span></div><div class="entry-content">`+p.body("p")+`</div></div><div id="sidebar"><h2>Archive</h2><ul><li><a href="/2011/03/">March 2011</a></li></ul></div></div>`), ""
	}},
	{"mobile page", func(p *Page) (string, string) {
		return html5(`<title>`+p.Title+`</title><meta name="viewport" content="width=device-width">`+p.ld(), `<div class="amp-wp-article"><header class="amp-wp-article-header"><h1>`+p.Title+`</h1></header><div class="amp-wp-article-content">`+p.body("p")+"</div></div>"+signUp), ""
	}},
	{"bare", func(p *Page) (string, string) {
		return "<title>" + p.Title + "</title><h1>" + p.Title + "</h1><p><em>" + p.short() + "</em></p>" + p.body("p"), "https://courier.example/a/" + p.Date.Format("20060102") + "-council.html"
	}},
	{"text as data only", func(p *Page) (string, string) {
		return html5("<title>"+p.Title+"</title>"+fmt.Sprintf(`<script type="application/ld+json">[{"@type":["NewsArticle"],"headline":%q,"datePublished":%q,"articleBody":%q}]</script>`, p.Title, p.Day(), strings.Join(p.Paragraphs, "\n\n")), `<div id="root"></div><noscript>Please turn on scripts.</noscript>`), ""
	}},
	{"nested wrappers", func(p *Page) (string, string) {
		return html5("<title>"+p.Title+"</title>"+p.openGraph(), strings.Repeat("<div>", 12)+navigation+"<h1>"+p.Title+"</h1>"+strings.Repeat("<div>", 6)+p.body("p")+strings.Repeat("</div>", 18)+footer), ""
	}},
	{"agency with dateline", func(p *Page) (string, string) {
		return html5("<title>"+p.Title+"</title>"+`<meta name="DC.date.issued" content="`+p.Day()+`">`, `<div class="wire"><h1>`+p.Title+`</h1><div class="wire-text">`+p.body("p")+`</div></div><div class="links"><a href="/1">Next</a> <a href="/2">Previous</a></div>`), ""
	}},
	{"lists in the article", func(p *Page) (string, string) {
		return html5("<title>"+p.Title+" | Courier</title>"+p.openGraph(), "<main><article><h1>"+p.Title+"</h1>"+p.body("p")+"</article></main>"+related+signUp+cookies+footer), ""
	}},
}
