package web

import (
	"net/http"
	"strconv"
)

// pages cuts a long list.
type pages struct {
	From, To, All int
	Page, Last    int
	Before, After string // addresses; empty at the ends
}

// newPages cuts a list of all things into pages of size; the parameter page of r
// says which, from 1.
func newPages(r *http.Request, all, size int) pages {
	n, _ := strconv.Atoi(r.URL.Query().Get("page"))
	last := max(1, (all+size-1)/size)
	n = min(max(1, n), last)
	p := pages{From: (n - 1) * size, To: min(n*size, all), All: all, Page: n, Last: last}
	address := func(n int) string {
		values := r.URL.Query()
		values.Set("page", strconv.Itoa(n))
		return r.URL.Path + "?" + values.Encode()
	}
	if n > 1 {
		p.Before = address(n - 1)
	}
	if n < last {
		p.After = address(n + 1)
	}
	return p
}
