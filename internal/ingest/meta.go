package ingest

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A pageMeta is what a page says of itself in its head and in JSON-LD.
type pageMeta struct {
	title, publisher, language, canonical string

	published string // as the page writes it, the most trusted of its places
	body      string // articleBody of JSON-LD
}

// readMeta reads the metadata of a page. Where several places say the same
// thing JSON-LD goes first, then OpenGraph, then the plain head.
func readMeta(doc *html.Node) pageMeta {
	var ld, og, head pageMeta
	var heading string
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.Html:
			head.language = attr(n, "lang")
		case atom.Title:
			if head.title == "" && n.Parent != nil && n.Parent.DataAtom == atom.Head {
				head.title = clean(text(n))
			}
		case atom.H1:
			if heading == "" {
				heading = clean(text(n))
			}
		case atom.Link:
			if strings.EqualFold(attr(n, "rel"), "canonical") {
				head.canonical = attr(n, "href")
			}
		case atom.Meta:
			readMetaTag(n, &og, &head)
		case atom.Script:
			if strings.EqualFold(strings.TrimSpace(attr(n, "type")), "application/ld+json") {
				readJSONLD(text(n), &ld)
			}
		}
	}
	return pageMeta{
		title:     firstOf(ld.title, og.title, bestTitle(head.title, heading)),
		publisher: firstOf(ld.publisher, og.publisher, head.publisher),
		language:  firstOf(ld.language, head.language, og.language),
		canonical: firstOf(head.canonical, og.canonical),
		published: firstOf(ld.published, og.published, head.published),
		body:      ld.body,
	}
}

// bestTitle chooses between <title>, which often ends in the name of the site,
// and the first heading, which may be the name of the site alone.
func bestTitle(title, heading string) string {
	if heading != "" && (title == "" || strings.HasPrefix(title, heading)) {
		return heading
	}
	for _, sep := range []string{" | ", " – ", " — ", " - ", " « ", " :: "} {
		if i := strings.LastIndex(title, sep); i > 0 && 2*i > len(title) {
			return title[:i]
		}
	}
	return title
}

// readMetaTag takes what one <meta> tag says. Of several that say the same the
// first stays.
func readMetaTag(n *html.Node, og, head *pageMeta) {
	content := clean(attr(n, "content"))
	if content == "" {
		return
	}
	set := func(field *string) {
		if *field == "" {
			*field = content
		}
	}
	switch strings.ToLower(firstOf(attr(n, "property"), attr(n, "name"), attr(n, "itemprop"), attr(n, "http-equiv"))) {
	case "og:title":
		set(&og.title)
	case "twitter:title", "dc.title", "dcterms.title":
		set(&head.title)
	case "og:site_name":
		set(&og.publisher)
	case "application-name", "dc.publisher", "dcterms.publisher", "publisher", "copyright":
		set(&head.publisher)
	case "og:url":
		set(&og.canonical)
	case "og:locale", "content-language", "language", "dc.language":
		content = strings.ReplaceAll(content, "_", "-")
		set(&og.language)
	case "article:published_time", "og:article:published_time", "og:published_time":
		set(&og.published)
	case "date", "datepublished", "pubdate", "publishdate", "publish-date", "publish_date", "published", "dc.date", "dc.date.issued",
		"dcterms.date", "dcterms.created", "dcterms.issued", "sailthru.date", "parsely-pub-date", "article.published", "cxenseparse:recs:publishtime",
		"published-date", "article:published", "originalpublicationdate", "article_date_original", "date.created", "timestamp":
		set(&head.published)
	}
}

// readJSONLD takes what the news article in a JSON-LD block says of itself.
// A block that is no valid JSON says nothing.
func readJSONLD(block string, meta *pageMeta) {
	var v any
	if json.Unmarshal([]byte(block), &v) != nil {
		return
	}
	walkJSON(v, 0, func(object map[string]any) {
		if !isArticleType(object["@type"]) {
			return
		}
		set := func(field *string, v string) {
			if *field == "" {
				*field = v
			}
		}
		set(&meta.title, clean(html.UnescapeString(jsonText(object["headline"]))))
		set(&meta.published, jsonText(object["datePublished"]))
		set(&meta.language, jsonText(object["inLanguage"]))
		set(&meta.body, paragraphs(html.UnescapeString(jsonText(object["articleBody"]))))
		set(&meta.publisher, clean(html.UnescapeString(jsonText(object["publisher"]))))
	})
}

// maxNesting is how deep a JSON-LD block is read.
const maxNesting = 12

func walkJSON(v any, depth int, visit func(map[string]any)) {
	if depth > maxNesting {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			walkJSON(e, depth+1, visit)
		}
	case map[string]any:
		visit(v)
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
			walkJSON(v[key], depth+1, visit)
		}
	}
}

func isArticleType(v any) bool {
	switch v := v.(type) {
	case string:
		return strings.HasSuffix(v, "Article") || strings.HasSuffix(v, "BlogPosting") || v == "Report"
	case []any:
		for _, e := range v {
			if isArticleType(e) {
				return true
			}
		}
	}
	return false
}

// jsonText returns v if it is a string, and else its name.
func jsonText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case map[string]any:
		s, _ := v["name"].(string)
		return s
	case []any:
		if len(v) > 0 {
			return jsonText(v[0])
		}
	}
	return ""
}

// paragraphs cleans every line of s and parts them by empty lines.
func paragraphs(s string) string {
	var out []string
	for line := range strings.Lines(s) {
		if p := clean(line); p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, "\n\n")
}

// text returns the text below n.
func text(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// firstOf returns the first of values that is not empty.
func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
