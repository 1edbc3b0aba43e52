package main

import (
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestInOrder(t *testing.T) {
	var under, most atomic.Int64
	in := func(yield func(int) bool) {
		for i := range 100 {
			if !yield(i) {
				return
			}
		}
	}
	work := func(i int) int {
		most.Store(max(most.Load(), under.Add(1)))
		defer under.Add(-1)
		time.Sleep(time.Duration((i*7)%5) * time.Millisecond)
		return i * i
	}
	got := slices.Collect(inOrder(4, in, work))
	for i, v := range got {
		if v != i*i {
			t.Fatalf("result %d = %d, want %d", i, v, i*i)
		}
	}
	if len(got) != 100 || most.Load() > 4 {
		t.Errorf("%d results, %d at once", len(got), most.Load())
	}
	n := 0
	for range inOrder(4, in, work) { // a caller who stops early leaves nothing behind
		if n++; n == 3 {
			break
		}
	}
}

func TestReason(t *testing.T) {
	if got := reason(errors.New("a.txt: it is empty"), "a.txt"); got != "it is empty" {
		t.Errorf("reason = %q", got)
	}
	if got := reason(errors.New(strings.Repeat("\u202e", 4000)), "a.txt"); len([]rune(got)) > maxReason {
		t.Errorf("a reason of %d runes", len([]rune(got)))
	}
}

func TestFilesFrom(t *testing.T) {
	f := sourceFlags{filesFrom: "-"}
	got, err := f.sources([]string{"a"}, strings.NewReader("\ufeffb c.txt\r\n\r\nd.txt\r\n"))
	if err != nil || !slices.Equal(got, []string{"a", "b c.txt", "d.txt"}) {
		t.Errorf("sources = %q, %v", got, err)
	}
}
