package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"code.dny.dev/ssrf"
	"github.com/temoto/robotstxt"
	"golang.org/x/time/rate"
)

// FetchOptions for NewFetcher. The zero value is polite and safe.
type FetchOptions struct {
	AllowPrivate bool          // also loopback and private addresses, on any port
	IgnoreRobots bool          // do not ask robots.txt
	Timeout      time.Duration // for one request with its redirects; 0 is 30 s
	MaxBytes     int64         // of one answer; 0 is DefaultMaxBytes
	PerHost      time.Duration // the least time between two requests to one host; 0 is 1 s
	UserAgent    string        // 0 is "kg"
}

// maxRedirects is how many redirects one request follows.
const maxRedirects = 5

// A Fetcher reads addresses. It asks robots.txt, keeps a rate for each host,
// and refuses addresses of the own machine and network. It is safe for
// concurrent use.
type Fetcher struct {
	opts   FetchOptions
	client *http.Client

	mu    sync.Mutex
	hosts map[string]*host
}

// A host is what a Fetcher knows of one host.
type host struct {
	limiter *rate.Limiter
	once    sync.Once
	robots  *robotstxt.Group // nil allows everything
	err     error
}

// NewFetcher returns a Fetcher.
func NewFetcher(opts FetchOptions) *Fetcher {
	if opts.Timeout <= 0 {
		opts.Timeout = 30 * time.Second
	}
	if opts.MaxBytes <= 0 {
		opts.MaxBytes = DefaultMaxBytes
	}
	if opts.PerHost <= 0 {
		opts.PerHost = time.Second
	}
	if opts.UserAgent == "" {
		opts.UserAgent = "kg"
	}
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	if !opts.AllowPrivate {
		dialer.Control = ssrf.New().Safe
	}
	return &Fetcher{opts: opts, hosts: map[string]*host{}, client: &http.Client{
		Timeout: opts.Timeout,
		Transport: &http.Transport{ // no proxy: it would get round the guard
			DialContext: dialer.DialContext, TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: opts.Timeout,
			MaxIdleConnsPerHost: 2, ForceAttemptHTTP2: true,
		},
		CheckRedirect: func(req *http.Request, via []*http.Request) error {
			if len(via) > maxRedirects {
				return fmt.Errorf("more than %d redirects", maxRedirects)
			}
			if !isAddress(req.URL.String()) {
				return fmt.Errorf("redirected to %q", req.URL.Redacted())
			}
			return nil
		},
	}}
}

// Validators are what a server gave with an answer, so that it can be asked
// whether it has changed.
type Validators struct {
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"lastModified,omitempty"`
}

// A Response is an answer.
type Response struct {
	URL         *url.URL // after redirects
	ContentType string
	Body        []byte
	Validators  Validators
	Unchanged   bool // since the validators that were given; there is no body
}

// Get reads the page at address. The validators of an earlier answer spare the
// body if nothing has changed.
func (f *Fetcher) Get(ctx context.Context, address string, since Validators) (*Response, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	h := f.host(u)
	if err := f.allowed(ctx, h, u); err != nil {
		return nil, err
	}
	return f.get(ctx, h, address, since)
}

func (f *Fetcher) host(u *url.URL) *host {
	f.mu.Lock()
	defer f.mu.Unlock()
	key := u.Scheme + "://" + u.Host
	h := f.hosts[key]
	if h == nil {
		h = &host{limiter: rate.NewLimiter(rate.Every(f.opts.PerHost), 1)}
		f.hosts[key] = h
	}
	return h
}

// allowed asks robots.txt of the host of u, once. A host without one, or one
// that cannot be reached for it, is asked for the page itself; a server error
// there forbids, as the standard says (RFC 9309, section 2.3.1).
func (f *Fetcher) allowed(ctx context.Context, h *host, u *url.URL) error {
	if f.opts.IgnoreRobots {
		return nil
	}
	h.once.Do(func() {
		response, err := f.get(ctx, h, u.Scheme+"://"+u.Host+"/robots.txt", Validators{})
		status := http.StatusOK
		if bad, ok := errors.AsType[statusError](err); ok {
			status, err = int(bad), nil
			response = &Response{}
		}
		if err != nil {
			h.err = err
			return
		}
		robots, err := robotstxt.FromStatusAndBytes(status, response.Body)
		if err != nil {
			return // a file that cannot be read forbids nothing
		}
		h.robots = robots.FindGroup(f.opts.UserAgent)
		if delay := h.robots.CrawlDelay; delay > f.opts.PerHost {
			h.limiter.SetLimit(rate.Every(min(delay, time.Minute)))
		}
	})
	if h.err != nil {
		return h.err
	}
	if h.robots != nil && !h.robots.Test(u.EscapedPath()) {
		return errors.New("robots.txt does not allow it")
	}
	return nil
}

// A statusError is an answer that is no success.
type statusError int

func (e statusError) Error() string {
	return fmt.Sprintf("the server answers %d %s", int(e), http.StatusText(int(e)))
}

// get makes one request at the rate of its host.
func (f *Fetcher) get(ctx context.Context, h *host, address string, since Validators) (*Response, error) {
	if err := h.limiter.Wait(ctx); err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", f.opts.UserAgent)
	request.Header.Set("Accept", "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,application/json;q=0.9,*/*;q=0.5")
	if since.ETag != "" {
		request.Header.Set("If-None-Match", since.ETag)
	}
	if since.LastModified != "" {
		request.Header.Set("If-Modified-Since", since.LastModified)
	}
	response, err := f.client.Do(request)
	if err != nil {
		if wrapped, ok := errors.AsType[*url.Error](err); ok {
			err = wrapped.Err // the address is said by whoever asked
		}
		if errors.Is(err, ssrf.ErrProhibitedIP) || errors.Is(err, ssrf.ErrProhibitedPort) || errors.Is(err, ssrf.ErrProhibitedNetwork) {
			err = fmt.Errorf("only public addresses are fetched, at the ports 80 and 443 (--allow-private takes others): %w", err)
		}
		return nil, err
	}
	defer response.Body.Close()
	out := &Response{
		URL: response.Request.URL, ContentType: response.Header.Get("Content-Type"),
		Validators: Validators{response.Header.Get("ETag"), response.Header.Get("Last-Modified")},
	}
	switch {
	case response.StatusCode == http.StatusNotModified:
		out.Unchanged, out.Validators = true, since
		return out, nil
	case response.StatusCode != http.StatusOK:
		return nil, statusError(response.StatusCode)
	}
	out.Body, err = io.ReadAll(io.LimitReader(response.Body, f.opts.MaxBytes+1))
	if err != nil {
		return nil, err
	}
	if int64(len(out.Body)) > f.opts.MaxBytes {
		return nil, fmt.Errorf("larger than %d MB", f.opts.MaxBytes>>20)
	}
	return out, nil
}

// isAddress reports whether source is the address of a page.
func isAddress(source string) bool {
	u, err := url.Parse(source)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// address reads what stands at an address.
func (r *reader) address(address string) error {
	if r.opts.Fetcher == nil {
		return r.fail(address, errors.New("addresses are not read here"))
	}
	if r.seen[address] || r.depth >= maxDepth {
		return nil
	}
	r.seen[address] = true
	response, err := r.opts.Fetcher.Get(r.ctx, address, r.opts.Memory.validators(address))
	if err != nil {
		return r.fail(address, err)
	}
	if response.Unchanged {
		return nil
	}
	r.opts.Memory.remember(address, response.Validators)
	r.depth++
	defer func() { r.depth-- }()
	return r.response(address, response)
}

// response reads an answer by its type, and where that is vague by how it
// begins.
func (r *reader) response(path string, response *Response) error {
	kind, _, _ := mime.ParseMediaType(response.ContentType)
	switch {
	case strings.HasSuffix(kind, "html"):
		return r.page(path, response.Body, response.ContentType, response.URL)
	case strings.HasSuffix(kind, "xml"):
		return r.xmlFrom(path, response.Body, response.URL)
	case kind == "application/feed+json":
		return r.feed(path, response.Body, response.URL)
	}
	return r.read(path, response.URL.Path, strings.NewReader(string(response.Body)))
}
