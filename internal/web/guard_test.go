package web

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestGuard(t *testing.T) {
	h := Guard("127.0.0.1:4711", http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	tests := []struct {
		name, method, path, host string
		header                   map[string]string
		want                     int
	}{
		{"own address", "GET", "/", "127.0.0.1:4711", nil, 200},
		{"localhost", "GET", "/", "LocalHost:4711", nil, 200},
		{"IPv6", "GET", "/", "[::1]:4711", nil, 200},
		{"other port", "GET", "/", "127.0.0.1:80", nil, 403},
		{"rebound name", "GET", "/", "evil.example:4711", nil, 403},
		{"no name", "GET", "/", "", nil, 403},
		{"own page", "POST", "/api/v2/query", "127.0.0.1:4711", map[string]string{"Origin": "http://127.0.0.1:4711"}, 200},
		{"other page", "POST", "/api/v2/query", "127.0.0.1:4711", map[string]string{"Origin": "http://evil.example"}, 403},
		{"sandboxed page", "POST", "/api/v2/query", "127.0.0.1:4711", map[string]string{"Origin": "null"}, 403},
		{"image in another page", "GET", "/api/v2/query?lang=gizmo", "127.0.0.1:4711", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403},
		{"link to the API", "GET", "/api/v2/query", "127.0.0.1:4711", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 403},
		{"link to a page", "GET", "/ent/x", "127.0.0.1:4711", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest(tt.method, tt.path, nil)
			r.Host = tt.host
			for k, v := range tt.header {
				r.Header.Set(k, v)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != tt.want {
				t.Errorf("status = %d, want %d: %s", w.Code, tt.want, w.Body)
			}
		})
	}
}

// Who sends a header and then nothing is cut off.
func TestSlowRequest(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := NewServer(listener.Addr(), http.NotFoundHandler())
	server.ReadHeaderTimeout, server.ReadTimeout = 50*time.Millisecond, 50*time.Millisecond
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: %s\r\n", listener.Addr())
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err == nil && !strings.Contains(line, "408") && !strings.Contains(line, "400") {
		t.Errorf("a request without end was answered with %q", line)
	}
	if ne, ok := err.(net.Error); ok && ne.Timeout() {
		t.Error("a request without end is kept open")
	}
}
