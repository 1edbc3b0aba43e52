package ingest

import (
	"bytes"
	"context"
	"math/rand/v2"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"kg/internal/ingest/made"
)

func TestPDF(t *testing.T) {
	dir := write(t, map[string]string{"a.pdf": made.PDF(
		"The council of Port Maren met on Tuesday and voted to keep the har-",
		"bour open, which pleased the mayor and the men who work at the docks.",
		"It was late.", "The minister was not amused by the vote and said that he would appeal.")})
	articles, problems := collect(t, Options{}, dir)
	if len(articles) != 1 {
		t.Fatalf("problems %q", problems)
	}
	want := "The council of Port Maren met on Tuesday and voted to keep the harbour open, which pleased the mayor and the men who work at the docks. It was late.\n\nThe minister was not amused by the vote and said that he would appeal."
	if got := articles[0].Text; got != want {
		t.Errorf("text = %q\nwant   %q", got, want)
	}
}

// TestDamaged reads damaged inputs of every kind: each gives articles or a
// message within its time, and none a panic.
func TestDamaged(t *testing.T) {
	n := 10_000
	if testing.Short() {
		n = 500
	}
	rng := rand.New(rand.NewPCG(3, 4))
	inputs := made.Whole()
	var slowest time.Duration
	for i := range n {
		data := made.Damage(rng, inputs[rng.IntN(len(inputs))].Data)
		start := time.Now()
		for item, err := range Articles(t.Context(), []string{"-"}, Options{Stdin: bytes.NewReader(data)}) {
			if err != nil && err.Error() == "" || err == nil && item.Skipped == "" && item.Article.Text == "" {
				t.Fatalf("input %d: neither text nor a message", i)
			}
		}
		slowest = max(slowest, time.Since(start))
	}
	t.Logf("%d inputs, the slowest took %v", n, slowest)
	if slowest > 10*time.Second {
		t.Errorf("an input took %v", slowest)
	}
}

// TestHuge reads inputs far over the limits and just below: each is read or
// refused with a message, in little memory.
func TestHuge(t *testing.T) {
	if testing.Short() {
		t.Skip("unpacks hundreds of megabytes")
	}
	for _, huge := range made.Huges() {
		t.Run(huge.Name, func(t *testing.T) {
			start := time.Now()
			articles, problems := collect(t, Options{Stdin: huge.Open()}, "-")
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
			if len(articles) == 0 && len(problems) == 0 {
				t.Error("neither an article nor a message")
			}
			for _, p := range problems {
				if len(p) > 400 {
					t.Errorf("a message of %d bytes", len(p))
				}
			}
		})
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.Sys > 1<<30 {
		t.Errorf("took %d MB from the system", m.Sys>>20)
	}
}

func FuzzPage(f *testing.F) {
	for _, s := range made.Whole() {
		f.Add([]byte(s.Data), "text/html; charset=windows-1252")
	}
	address, err := url.Parse("https://courier.example/2024/03/01/a")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		a, err := readPage(data, contentType, address)
		if err == nil && strings.TrimSpace(a.Text) == "" {
			t.Error("neither text nor an error")
		}
	})
}

func FuzzArticles(f *testing.F) {
	for _, s := range made.Whole() {
		f.Add([]byte(s.Data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		for range Articles(ctx, []string{"-"}, Options{Stdin: bytes.NewReader(data), MaxBytes: 1 << 20}) {
		}
		if ctx.Err() != nil {
			t.Error("took over 10 s")
		}
	})
}
