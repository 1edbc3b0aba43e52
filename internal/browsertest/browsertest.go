// Package browsertest opens pages in a headless Chromium, for tests.
//
// Open skips the test where there is no Chromium. A Page fails its test when a
// step does not work, and at the end of the test when the page asked another
// server for anything or complained on its console.
package browsertest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browsers are tried in this order.
var browsers = []string{"chromium", "chromium-browser", "google-chrome"}

const patience = 90 * time.Second // for one step; the machine may be busy

// A Page is one tab. It belongs to one goroutine.
type Page struct {
	t   testing.TB
	ctx context.Context

	mu         sync.Mutex
	outside    []string // requests to other servers
	complaints []string // errors on the console
}

// Open opens address in a window of 1280 by 900 points.
func Open(t testing.TB, address string) *Page {
	t.Helper()
	binary := find(t)
	own, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(binary),
		chromedp.UserDataDir(t.TempDir()),
		chromedp.WindowSize(1280, 900),
		chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
	)
	ctx, stop := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	p := &Page{t: t, ctx: ctx}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start %s: %v", binary, err)
	}
	if err := chromedp.Listen(ctx, func(ev any) { p.hear(ev, own.Host) }); err != nil {
		t.Fatal(err)
	}
	p.Go(address)
	t.Cleanup(p.check)
	return p
}

func find(t testing.TB) string {
	t.Helper()
	if testing.Short() {
		t.Skip("browser tests take long")
	}
	for _, name := range browsers {
		if file, err := exec.LookPath(name); err == nil {
			return file
		}
	}
	t.Skipf("no browser: none of %s is installed", strings.Join(browsers, ", "))
	return ""
}

func (p *Page) hear(ev any, own string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch ev := ev.(type) {
	case *network.EventRequestWillBeSent:
		u, err := url.Parse(ev.Request.URL)
		if err != nil || (u.Scheme != "data" && u.Scheme != "blob" && u.Host != own) {
			p.outside = append(p.outside, ev.Request.URL)
		}
	case *runtime.EventExceptionThrown:
		p.complaints = append(p.complaints, fmt.Sprint(ev.ExceptionDetails.Text, " ", ev.ExceptionDetails.Exception.Description))
	case *log.EventEntryAdded:
		if ev.Entry.Level == log.EntryLevelError {
			p.complaints = append(p.complaints, ev.Entry.Text+" "+ev.Entry.URL)
		}
	}
}

// check fails the test if a request left the machine or the page complained.
func (p *Page) check() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, address := range p.outside {
		p.t.Errorf("the page asked another server: %s", address)
	}
	for _, text := range p.complaints {
		p.t.Errorf("the page complained: %s", text)
	}
}

// Complaints returns the errors on the console so far and forgets them, for a
// test that wants one.
func (p *Page) Complaints() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	complaints := p.complaints
	p.complaints = nil
	return complaints
}

func (p *Page) do(what string, step chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, step); err != nil {
		p.Shot("failed")
		p.t.Fatalf("%s: %v", what, err)
	}
}

// Go opens another address.
func (p *Page) Go(address string) {
	p.t.Helper()
	p.do("open "+address, chromedp.Navigate(address))
}

// Click clicks the first element that the CSS selector finds.
func (p *Page) Click(selector string) {
	p.t.Helper()
	p.do("click "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// Type types text into an element, after what is there.
func (p *Page) Type(selector, text string) {
	p.t.Helper()
	p.do("type into "+selector, chromedp.SendKeys(chromedp.CSS(selector), text))
}

// Keys types text where the focus is.
func (p *Page) Keys(text string, modifiers ...chromedp.Modifier) {
	p.t.Helper()
	p.do("type", chromedp.KeyEvent(text, chromedp.KeyModifiers(modifiers...)))
}

// Clear empties a field.
func (p *Page) Clear(selector string) {
	p.t.Helper()
	p.Click(selector)
	p.Keys("a", chromedp.ModifierCtrl)
	p.Keys("\b")
}

// Text returns the visible text of an element.
func (p *Page) Text(selector string) string {
	p.t.Helper()
	return Eval[string](p, fmt.Sprintf("document.querySelector(%q)?.innerText ?? ''", selector))
}

// Wait waits until a JavaScript expression is true.
func (p *Page) Wait(expression string) {
	p.t.Helper()
	deadline := time.Now().Add(patience)
	for !Eval[bool](p, "!!("+expression+")") {
		if time.Now().After(deadline) {
			p.Shot("failed")
			p.t.Fatalf("not true after %v: %s", patience, expression)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// Resize gives the window another size.
func (p *Page) Resize(width, height int64) {
	p.t.Helper()
	p.do("resize", chromedp.EmulateViewport(width, height))
}

// Shot writes a picture of the window to the folder in KG_SHOTS, if it is set.
func (p *Page) Shot(name string) {
	p.t.Helper()
	folder := os.Getenv("KG_SHOTS")
	if folder == "" {
		return
	}
	data, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, strings.ReplaceAll(p.t.Name(), "/", "-")+"-"+name+".png"), data, 0o666)
	}
	if err != nil {
		p.t.Errorf("picture %s: %v", name, err)
	}
}

// Eval returns the value of a JavaScript expression; a promise is waited for.
func Eval[T any](p *Page, expression string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("evaluate %s: %v", expression, err)
	}
	return v
}
