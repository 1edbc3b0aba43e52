// Package made makes inputs for tests: pages whose text is known, in twenty
// layouts, and files of every kind that are damaged or far too large.
package made

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// A Page is what is in a page, so that what is read from it can be compared.
type Page struct {
	Title, Publisher string
	Date             time.Time
	Paragraphs       []string
}

// words of invented news, from which sentences are made.
var (
	subjects = []string{"The council of Port Maren", "Mayor Ilse Varga", "The Dockers’ Union", "Minister Tomas Brandl", "A spokeswoman for Brightwell", "Residents of the old town", "The Ister Fund", "Prime Minister Greta Holm"}
	verbs    = []string{"rejected", "welcomed", "criticised", "put off", "asked for", "voted on", "warned against", "agreed to"}
	objects  = []string{"the closure of the harbour", "a review of the costs", "the new ferry terminal", "a plan to raise the fares", "the treaty on the river", "an inquiry into the leak", "the sale of the waterfront"}
	tails    = []string{"on Tuesday", "after weeks of talks", "in a letter to the ministry", "at a meeting that lasted three hours", "despite the protests", "before the vote in parliament", "for the second time this year"}
)

// NewPage makes a page of invented news.
func NewPage(rng *rand.Rand) Page {
	pick := func(list []string) string { return list[rng.IntN(len(list))] }
	sentence := func() string {
		return fmt.Sprintf("%s %s %s %s, %d days after the first report.", pick(subjects), pick(verbs), pick(objects), pick(tails), 2+rng.IntN(90))
	}
	p := Page{
		Title:     fmt.Sprintf("%s %s %s", pick(subjects), pick(verbs), pick(objects)),
		Publisher: "The Maren Courier",
		Date:      time.Date(2015+rng.IntN(10), time.Month(1+rng.IntN(12)), 1+rng.IntN(28), rng.IntN(24), rng.IntN(60), 0, 0, time.UTC),
	}
	for range 5 + rng.IntN(8) {
		var b []string
		for range 2 + rng.IntN(3) {
			b = append(b, sentence())
		}
		p.Paragraphs = append(p.Paragraphs, strings.Join(b, " "))
	}
	return p
}

// The parts that pages are put together of.

func (p *Page) body(tag string) string {
	var b strings.Builder
	for _, paragraph := range p.Paragraphs {
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

func (p *Page) ld() string {
	return fmt.Sprintf(`<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"x"},{"@type":"NewsArticle","headline":%q,"datePublished":%q,"publisher":{"@type":"Organization","name":%q}}]}</script>`,
		p.Title, p.Date.Format(time.RFC3339), p.Publisher)
}

func (p *Page) openGraph() string {
	return fmt.Sprintf(`<meta property="og:title" content="%s"><meta property="og:site_name" content="%s"><meta property="article:published_time" content="%s">`,
		p.Title, p.Publisher, p.Date.Format("2006-01-02T15:04:05-0700"))
}

func (p *Page) long() string  { return p.Date.Format("January 2, 2006") }
func (p *Page) short() string { return p.Date.Format("2 Jan 2006") }

// Day returns the day of publication: 2024-03-01.
func (p *Page) Day() string { return p.Date.Format("2006-01-02") }
