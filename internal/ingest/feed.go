package ingest

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html/charset"

	"kg/internal/kg"
)

// xml reads a feed, a list of feeds, a sitemap, or a page in XHTML, by its
// first element.
func (r *reader) xml(path string, in *bufio.Reader) error {
	data, err := r.all(in)
	if err != nil {
		return r.fail(path, err)
	}
	return r.xmlFrom(path, data, nil)
}

func (r *reader) xmlFrom(path string, data []byte, address *url.URL) error {
	root, err := rootElement(data)
	if err != nil {
		return r.fail(path, err)
	}
	switch root {
	case "rss", "feed", "RDF":
		return r.feed(path, data, address)
	case "opml":
		return r.opml(path, data)
	case "urlset", "sitemapindex":
		return r.sitemap(path, data)
	case "html":
		return r.page(path, data, "", address)
	}
	return r.fail(path, fmt.Errorf("XML of an unknown kind: <%s>", root))
}

// rootElement returns the name of the first element, without its name space.
func rootElement(data []byte) (string, error) {
	dec := newXMLDecoder(data)
	for {
		token, err := dec.Token()
		if err != nil {
			return "", fmt.Errorf("read XML: %w", err)
		}
		if start, ok := token.(xml.StartElement); ok {
			return start.Name.Local, nil
		}
	}
}

func newXMLDecoder(data []byte) *xml.Decoder {
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.Strict = false
	dec.Entity = xml.HTMLEntity
	dec.CharsetReader = func(label string, in io.Reader) (io.Reader, error) { return charset.NewReaderLabel(label, in) }
	return dec
}

// minFeedText is how long, in bytes, the text of an entry must be to be taken
// for the whole article and not for a teaser.
const minFeedText = 1200

// feed reads the entries of an RSS, Atom or JSON feed. An entry that carries
// only a teaser is read from its page if addresses may be read.
func (r *reader) feed(path string, data []byte, address *url.URL) error {
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(data))
	if err != nil {
		return r.fail(path, fmt.Errorf("read feed: %w", err))
	}
	if address == nil {
		address, _ = url.Parse(feed.Link)
	}
	for i, entry := range feed.Items {
		if !r.opts.Memory.meet(entry) {
			continue
		}
		failed := r.failed
		if err := r.entry(fmt.Sprintf("%s:%d", path, i+1), feed, entry, address); err != nil {
			return err
		}
		if r.failed > failed {
			r.opts.Memory.forget(entry) // it may be read the next time
		}
	}
	return nil
}

func (r *reader) entry(path string, feed *gofeed.Feed, entry *gofeed.Item, base *url.URL) error {
	body, err := fragmentText(firstOf(entry.Content, entry.Description))
	if err != nil {
		return r.fail(path, err)
	}
	link := entry.Link
	if u, err := url.Parse(link); err == nil && base != nil {
		link = base.ResolveReference(u).String()
	}
	if len(body) < minFeedText && r.opts.Fetcher != nil && isAddress(link) {
		return r.address(link)
	}
	a := kg.Article{URL: link, Title: clean(entry.Title), Publisher: clean(feed.Title), Language: feed.Language, Text: body}
	for _, t := range []*time.Time{entry.PublishedParsed, entry.UpdatedParsed} {
		if t != nil && a.Published.IsZero() {
			a.Published = t.UTC()
		}
	}
	return r.give(path, a)
}

// An outline is an entry of an OPML list, or a folder of them.
type outline struct {
	XMLURL   string    `xml:"xmlUrl,attr"`
	Outlines []outline `xml:"outline"`
}

// feeds returns the addresses of the feeds in o and below.
func (o *outline) feeds() []string {
	var out []string
	if o.XMLURL != "" {
		out = append(out, o.XMLURL)
	}
	for i := range o.Outlines {
		out = append(out, o.Outlines[i].feeds()...)
	}
	return out
}

// opml reads the feeds that a list names.
func (r *reader) opml(path string, data []byte) error {
	var list struct {
		Body outline `xml:"body"`
	}
	if err := newXMLDecoder(data).Decode(&list); err != nil {
		return r.fail(path, fmt.Errorf("read OPML: %w", err))
	}
	return r.addresses(path, list.Body.feeds())
}

// sitemap reads the pages, or the further sitemaps, that a sitemap names.
func (r *reader) sitemap(path string, data []byte) error {
	var list struct {
		Entries []struct {
			Loc string `xml:"loc"`
		} `xml:",any"`
	}
	if err := newXMLDecoder(data).Decode(&list); err != nil {
		return r.fail(path, fmt.Errorf("read sitemap: %w", err))
	}
	var found []string
	for _, e := range list.Entries {
		if loc := strings.TrimSpace(e.Loc); loc != "" {
			found = append(found, loc)
		}
	}
	return r.addresses(path, found)
}

// addresses reads each of list, which stood in the file at path.
func (r *reader) addresses(path string, list []string) error {
	if len(list) == 0 {
		return r.fail(path, errors.New("it names no address"))
	}
	for _, address := range list {
		if !isAddress(address) {
			if err := r.fail(path, fmt.Errorf("%q is no address of a page", address)); err != nil {
				return err
			}
			continue
		}
		if err := r.address(address); err != nil {
			return err
		}
	}
	return nil
}
