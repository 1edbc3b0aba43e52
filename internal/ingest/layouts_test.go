package ingest

import (
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"

	"kg/internal/ingest/made"
)

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
	for _, l := range made.Layouts {
		var layoutSum float64
		var layoutTitles, layoutDates int
		for range each {
			p := made.NewPage(rng)
			page, address := l.Make(&p)
			var at *url.URL
			if address != "" {
				at, _ = url.Parse(address)
			}
			a, err := readPage([]byte(page), "", at)
			if err != nil {
				t.Errorf("%s: %v", l.Name, err)
				continue
			}
			layoutSum += f1(a.Text, strings.Join(p.Paragraphs, "\n"))
			if a.Title == p.Title {
				layoutTitles++
			}
			if a.Published.Format("2006-01-02") == p.Day() {
				layoutDates++
			}
		}
		t.Logf("%-36s text F1 %.3f  headlines %d/%d  dates %d/%d", l.Name, layoutSum/each, layoutTitles, each, layoutDates, each)
		sum, n, titles, dates = sum+layoutSum, n+each, titles+layoutTitles, dates+layoutDates
	}
	if len(made.Layouts) < 20 {
		t.Errorf("%d layouts, want 20", len(made.Layouts))
	}
	t.Logf("all: text F1 %.3f  headlines %.3f  dates %.3f", sum/float64(n), float64(titles)/float64(n), float64(dates)/float64(n))
	if sum/float64(n) < 0.93 || float64(titles)/float64(n) < 0.9 || float64(dates)/float64(n) < 0.9 {
		t.Error("below the bar: text F1 0.93, headlines 0.9, dates 0.9")
	}
}
