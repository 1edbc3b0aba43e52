package ingest

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// pageDate finds when a page was published: what its metadata say, else its
// address, else the <time> element or the date line nearest to the top. It is
// zero if nothing was found.
func pageDate(doc *html.Node, meta pageMeta, address *url.URL) time.Time {
	if t, ok := parseDate(meta.published); ok {
		return t
	}
	if t, ok := itempropDate(doc); ok {
		return t
	}
	if address != nil {
		if t, ok := pathDate(address.Path); ok {
			return t
		}
	}
	if u, err := url.Parse(meta.canonical); err == nil {
		if t, ok := pathDate(u.Path); ok {
			return t
		}
	}
	t, _ := shownDate(doc)
	return t
}

// layouts are the forms of dates in metadata, the most exact first.
var layouts = []string{
	time.RFC3339Nano, time.RFC3339, "2006-01-02T15:04:05-0700", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04",
	"2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05-07:00", "2006-01-02 15:04:05 MST", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02",
	"2006/01/02 15:04:05", "2006/01/02", "20060102T150405Z", "20060102",
	time.RFC1123Z, time.RFC1123, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", time.RFC850, time.ANSIC, time.UnixDate,
}

// parseDate reads a date as metadata write it. A date without a time of day is
// midnight UTC.
func parseDate(s string) (time.Time, bool) {
	s = clean(s)
	if s == "" {
		return time.Time{}, false
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			return plausible(t)
		}
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && len(s) >= 9 && len(s) <= 13 {
		if len(s) > 10 {
			n /= 1000 // milliseconds
		}
		return plausible(time.Unix(n, 0).UTC())
	}
	return writtenDate(s)
}

// plausible refuses dates on which nobody published a page.
func plausible(t time.Time) (time.Time, bool) {
	return t, t.Year() >= 1600 && t.Year() < 2200
}

var (
	pathDay = regexp.MustCompile(`(?:^|/)((?:19|20)\d\d)[/-](\d\d?|[a-z]{3})[/-](\d\d?)(?:[/-]|$)`)
	pathRun = regexp.MustCompile(`(?:^|[/_-])((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?:[/_.-]|$)`)
)

// pathDate finds a whole day in the path of an address: /2024/03/01/,
// /2024-03-01-, /2024/mar/01/.
func pathDate(path string) (time.Time, bool) {
	path = strings.ToLower(path)
	m := pathDay.FindStringSubmatch(path)
	if m == nil {
		m = pathRun.FindStringSubmatch(path)
	}
	if m == nil {
		return time.Time{}, false
	}
	return day(m[1], m[2], m[3])
}

// day makes a date of its parts; month is a number or an English name.
func day(year, month, dayOfMonth string) (time.Time, bool) {
	y, err1 := strconv.Atoi(year)
	d, err2 := strconv.Atoi(dayOfMonth)
	m, err3 := strconv.Atoi(month)
	if err3 != nil {
		m = monthNumber(month)
	}
	if err1 != nil || err2 != nil || m < 1 || m > 12 {
		return time.Time{}, false
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d {
		return time.Time{}, false // 31 June
	}
	return plausible(t)
}

// monthNumber reads an English month by its first three letters; 0 is none.
func monthNumber(name string) int {
	if len(name) < 3 {
		return 0
	}
	return (strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", strings.ToLower(name[:3])) + 3) / 3
}

const monthNames = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`

var (
	monthFirst = regexp.MustCompile(`(?i)\b(` + monthNames + `)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b`)
	dayFirst   = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?(` + monthNames + `)\.?,?\s+((?:19|20)\d\d)\b`)
	isoDay     = regexp.MustCompile(`\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b`)
)

// writtenDate finds the first date in running text: March 1, 2024; 1 March
// 2024; 2024-03-01. A date in digits alone, such as 1/3/2024, is not read,
// since the day and the month cannot be told apart.
func writtenDate(s string) (time.Time, bool) {
	best, at := time.Time{}, len(s)+1
	try := func(re *regexp.Regexp, y, m, d int) {
		i := re.FindStringSubmatchIndex(s)
		if i == nil || i[0] >= at {
			return
		}
		if t, ok := day(s[i[2*y]:i[2*y+1]], s[i[2*m]:i[2*m+1]], s[i[2*d]:i[2*d+1]]); ok {
			best, at = t, i[0]
		}
	}
	try(monthFirst, 3, 1, 2)
	try(dayFirst, 3, 2, 1)
	try(isoDay, 1, 2, 3)
	return best, !best.IsZero()
}

// itempropDate reads microdata: itemprop="datePublished".
func itempropDate(doc *html.Node) (time.Time, bool) {
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && strings.EqualFold(attr(n, "itemprop"), "datePublished") {
			if t, ok := parseDate(firstOf(attr(n, "datetime"), attr(n, "content"), text(n))); ok {
				return t, true
			}
		}
	}
	return time.Time{}, false
}

// dateClass is how pages name the element that holds the date.
var dateClass = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:date|dateline|pubdate|published|posted|timestamp|time|byline|meta|article-?info)(?:$|[\s_-])`)

// maxDateLine is how long, in bytes, the text of an element may be for it to be
// a date line.
const maxDateLine = 200

// shownDate finds the date that a reader sees: a <time> element, then the first
// element whose class says that it is a date. Those in links to other articles,
// in lists and beside the text are passed over.
func shownDate(doc *html.Node) (time.Time, bool) {
	var shown time.Time
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || beside(n) {
			continue
		}
		if n.DataAtom == atom.Time {
			if t, ok := parseDate(firstOf(attr(n, "datetime"), text(n))); ok {
				return t, true
			}
		}
		if shown.IsZero() && dateClass.MatchString(attr(n, "class")+" "+attr(n, "id")) {
			if s := clean(text(n)); len(s) <= maxDateLine {
				shown, _ = writtenDate(s)
			}
		}
	}
	return shown, !shown.IsZero()
}

// beside reports whether n stands in a part of the page that speaks of other
// articles.
func beside(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		switch n.DataAtom {
		case atom.Aside, atom.Nav, atom.Footer, atom.A, atom.Li:
			return true
		}
	}
	return false
}
