package browsertest

import (
	"context"
	_ "embed"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

//go:embed accessible.js
var accessible string

// Accessible fails the test if the page withholds anything from people who
// cannot see well or use no mouse: fields without labels, links without names,
// weak contrast by day or in the dark, headings out of order.
func (p *Page) Accessible() {
	p.t.Helper()
	for _, scheme := range []string{"light", "dark"} {
		p.do("colours", colours(scheme))
		for _, problem := range p.Problems() {
			p.t.Errorf("%s, %s: %s", Eval[string](p, "location.pathname"), scheme, problem)
		}
	}
	p.do("colours", colours("light"))
}

// Problems returns what Accessible finds, with the colours as they are.
func (p *Page) Problems() []string {
	p.t.Helper()
	return Eval[[]string](p, accessible)
}

// colours makes the browser prefer light or dark colours.
func colours(scheme string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	})
}
