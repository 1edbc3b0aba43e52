package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/quad"
)

// The tests with two processes run this binary again, as a writer.
const (
	writerFolder   = "KG_STORE_TEST_WRITER"
	writerSnapshot = "KG_STORE_TEST_SNAPSHOT" // a snapshot after every so many transactions
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(writerFolder); dir != "" {
		if err := writeArticles(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// writeArticles adds an article and removes the one three before, for ever, and
// says so when it is on the disk.
func writeArticles(dir string) error {
	every, err := strconv.Atoi(os.Getenv(writerSnapshot))
	if err != nil {
		return err
	}
	qs, err := Open(dir, Options{Manual: true})
	if err != nil {
		return err
	}
	st, err := qs.Stats(context.Background(), true)
	if err != nil {
		return err
	}
	n := int(st.Quads.Value) // where the one before us was killed does not matter
	for i := 0; ; i++ {
		d := add(testArticle(n + i)...)
		if i >= 3 {
			d = append(d, remove(testArticle(n+i-3)...)...)
		}
		if err := qs.ApplyDeltas(d, lenient); err != nil {
			return err
		}
		if every > 0 && i%every == every-1 {
			if err := qs.Snapshot(context.Background()); err != nil {
				return err
			}
		}
		fmt.Println(n + i)
	}
}

// testArticle are the quads of an article: all are there or none.
func testArticle(n int) []quad.Quad {
	var out []quad.Quad
	a := quad.IRI(fmt.Sprintf("article/%d", n))
	for i := range 25 {
		s := quad.IRI(fmt.Sprintf("statement/%d/%d", n, i))
		out = append(out, quad.Quad{Subject: s, Predicate: quad.IRI("says"), Object: quad.String(fmt.Sprint("words of ", i%7)), Label: a})
	}
	return out
}

// startWriter starts another process that writes to dir.
func startWriter(t *testing.T, dir string, every int) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), writerFolder+"="+dir, fmt.Sprintf("%s=%d", writerSnapshot, every))
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Process.Kill()
		c.Wait()
	})
	return c, bufio.NewScanner(out)
}

// wholeArticles fails if an article is half there, and returns those that are.
func wholeArticles(t *testing.T, qs *QuadStore) []string {
	t.Helper()
	v := qs.View()
	defer v.Close()
	count := map[string]int{}
	it := v.QuadsAllIterator().Iterate()
	for it.Next(t.Context()) {
		q, err := v.Quad(it.Result())
		if err != nil {
			t.Fatal(err)
		}
		count[q.Label.String()]++
	}
	var out []string
	for a, n := range count {
		if n != 25 {
			t.Fatalf("%s has %d quads of 25", a, n)
		}
		out = append(out, a)
	}
	slices.Sort(out)
	return out
}

// TestKill kills a writer at random points, some within a snapshot. What it
// said is there is there, and no article is half there.
func TestKill(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no kill -9")
	}
	times := 60
	if testing.Short() {
		times = 8
	}
	dir := t.TempDir()
	r := rand.New(rand.NewSource(1))
	for i := range times {
		c, lines := startWriter(t, dir, []int{0, 1, 3}[i%3])
		last := ""
		stop := time.AfterFunc(time.Duration(10+r.Intn(50))*time.Millisecond, func() { c.Process.Kill() })
		for lines.Scan() {
			last = lines.Text()
		}
		c.Wait()
		stop.Stop()
		qs := open(t, dir, Options{NoSync: true, Manual: true})
		have := wholeArticles(t, qs)
		if last != "" && !slices.Contains(have, quad.IRI("article/"+last).String()) {
			// The one after it may have removed nothing but what is three older.
			t.Fatalf("article %s was acknowledged and is gone; there are %v", last, have)
		}
		if err := qs.Verify(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := qs.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFollow reads in this process what another one writes, over snapshots
// too; a second writer is told who holds the store.
func TestFollow(t *testing.T) {
	dir := t.TempDir()
	c, lines := startWriter(t, dir, 5)
	if !lines.Scan() {
		t.Fatal("the writer says nothing")
	}
	_, err := Open(dir, Options{})
	var locked *LockedError
	if !errors.As(err, &locked) || locked.PID != c.Process.Pid {
		t.Fatalf("second writer: %v, want a LockedError of process %d", err, c.Process.Pid)
	}
	if !strings.Contains(err.Error(), strconv.Itoa(c.Process.Pid)) {
		t.Errorf("message %q does not name the process", err)
	}
	go func() {
		for lines.Scan() {
		}
	}()
	qs := open(t, dir, Options{ReadOnly: true})
	generations := map[uint64]bool{}
	seen := map[string]bool{}
	for until := time.Now().Add(500 * time.Millisecond); time.Now().Before(until); {
		if err := qs.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, a := range wholeArticles(t, qs) {
			seen[a] = true
		}
		generations[qs.log.generation] = true
	}
	if len(generations) < 2 || len(seen) < 5 {
		t.Errorf("saw %d snapshots and %d articles", len(generations), len(seen))
	}
	if err := qs.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}
