package web

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// maxBody bounds what a request may send. What reads more than a form, such as
// a bulk write, has its own bound.
const maxBody = 256 << 20

// NewServer returns a server for handler at addr, a host and a port. It is for
// people on this machine: it answers only when asked by its own name and by its
// own pages, and it cuts off who is slow.
func NewServer(addr net.Addr, handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           Guard(addr.String(), http.MaxBytesHandler(handler, maxBody)),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       60 * time.Second,
		WriteTimeout:      120 * time.Second,
		IdleTimeout:       120 * time.Second,
		MaxHeaderBytes:    64 << 10,
	}
}

// Guard lets through to next what a person on this machine asks for, and
// refuses what a page of another site asks for in that person's browser: with a
// name of its own that leads here (DNS rebinding), or from its own origin.
func Guard(addr string, next http.Handler) http.Handler {
	hosts := ownHosts(addr)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := admit(r, hosts); err != nil {
			http.Error(w, "kg: "+err.Error(), http.StatusForbidden)
			return
		}
		header := w.Header()
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("X-Frame-Options", "DENY")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// ownHosts are the values of Host that mean addr.
func ownHosts(addr string) []string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return []string{strings.ToLower(addr)}
	}
	hosts := []string{net.JoinHostPort(host, port)}
	ip := net.ParseIP(host)
	if host == "localhost" || (ip != nil && (ip.IsLoopback() || ip.IsUnspecified())) {
		hosts = append(hosts, net.JoinHostPort("localhost", port), net.JoinHostPort("127.0.0.1", port), net.JoinHostPort("::1", port))
	}
	if port == "80" {
		for _, h := range slices.Clone(hosts) {
			hosts = append(hosts, strings.TrimSuffix(h, ":80"))
		}
	}
	return hosts
}

func admit(r *http.Request, hosts []string) error {
	if !slices.Contains(hosts, strings.ToLower(r.Host)) {
		return errors.New("this server does not answer to the name " + strings.Map(printable, r.Host))
	}
	if origin := r.Header.Get("Origin"); origin != "" {
		u, err := url.Parse(origin)
		if err != nil || u.Scheme != "http" || !slices.Contains(hosts, strings.ToLower(u.Host)) {
			return errors.New("requests from other sites are refused")
		}
	}
	// A browser says where a request comes from. A link from another site to
	// one of our pages is welcome, anything else is not.
	site := r.Header.Get("Sec-Fetch-Site")
	link := r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Mode") == "navigate" && !strings.HasPrefix(r.URL.Path, "/api/")
	if (site == "cross-site" || site == "same-site") && !link {
		return errors.New("requests from other sites are refused")
	}
	return nil
}

func printable(c rune) rune {
	if c < ' ' || c > '~' {
		return -1
	}
	return c
}
