package graph

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kg/internal/graph/store"
	"kg/internal/kg"
)

var kills = flag.Int("kills", 8, "how many writers TestKill kills")

// writerFolder is the variable that makes this test program a writer.
const writerFolder = "KG_TEST_WRITER"

func TestMain(m *testing.M) {
	if folder := os.Getenv(writerFolder); folder != "" {
		if err := write(folder); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// stories is how many articles a writer puts in and takes out.
const stories = 40

// write adds and removes articles at random until its standard input ends, and
// says after each what it has done.
func write(folder string) error {
	s, err := Open(folder, Options{Version: "1"})
	if err != nil {
		return err
	}
	go func() {
		bufio.NewReader(os.Stdin).ReadByte()
		os.Exit(0)
	}()
	fmt.Println("open")
	ctx := context.Background()
	for {
		i := rand.IntN(stories)
		r := tale(i)
		if has, err := s.Has(ctx, r.article.ID); err != nil {
			return err
		} else if !has {
			fmt.Println("add", i)
			err = s.Add(ctx, &r.article, r.entities, r.statements)
			if err != nil {
				return err
			}
		} else {
			fmt.Println("remove", i)
			if err := s.Remove(ctx, r.article.ID); err != nil {
				return err
			}
		}
		fmt.Println("done", i)
	}
}

// tale returns article i, which shares its entities with all others.
func tale(i int) *reading {
	r := sound()
	prefix := fmt.Sprintf("Story %d of the toll. ", i)
	move := func(o *kg.Offsets) { o.Start, o.End = o.Start+len(prefix), o.End+len(prefix) }
	r.article.Text = prefix + r.article.Text + strings.Repeat(fmt.Sprintf(" And so on, part %d.", i), 50)
	r.article.Source, r.article.URL = fmt.Sprint("story", i), fmt.Sprintf("https://toll.example/%d", i)
	r.article.ID = kg.ArticleID(&r.article)
	for j := range r.statements {
		s := &r.statements[j]
		for _, t := range allTerms(s) {
			if !t.IsZero() {
				move(&t.Offsets)
			}
		}
		move(&s.Predicate.Offsets)
		move(&s.Evidence.Offsets)
		s.Evidence.Article = r.article.ID
		s.ID = kg.NewID(s)
	}
	return r
}

// A writer is another process that writes.
type writer struct {
	*exec.Cmd
	lines chan string
}

func start(t *testing.T, folder string) *writer {
	t.Helper()
	w := &writer{Cmd: exec.Command(os.Args[0]), lines: make(chan string, 100_000)}
	w.Env = append(os.Environ(), writerFolder+"="+folder)
	if _, err := w.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := w.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	w.Stderr = os.Stderr
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(w.lines)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			w.lines <- lines.Text()
		}
	}()
	t.Cleanup(func() { w.Process.Kill(); w.Wait() })
	if line := <-w.lines; line != "open" {
		t.Fatalf("the writer says %q", line)
	}
	return w
}

// A writer that is killed at any moment leaves a sound graph, in which
// everything is that it said was done, and no article is half there.
func TestKill(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "kg.db")
	in := make([]bool, stories)
	for n := range *kills {
		w := start(t, folder)
		time.Sleep(time.Duration(rand.IntN(60_000)) * time.Microsecond)
		w.Process.Kill()
		var doing string
		for line := range w.lines {
			if strings.HasPrefix(line, "done") {
				var i int
				fmt.Sscanf(line, "done %d", &i)
				in[i] = strings.HasPrefix(doing, "add")
				line = ""
			}
			doing = line
		}
		w.Wait()
		s, err := Open(folder, Options{ReadOnly: true, Version: "1"})
		if err != nil {
			t.Fatalf("kill %d: %v", n, err)
		}
		if report := check(t, s); len(report.Faults) > 0 {
			t.Fatalf("kill %d: %v", n, report.Faults)
		}
		for i := range in {
			has, err := s.Has(t.Context(), tale(i).article.ID)
			if err != nil {
				t.Fatal(err)
			}
			if doing == fmt.Sprint("add ", i) || doing == fmt.Sprint("remove ", i) {
				in[i] = has // killed at it: either is right
			}
			if has != in[i] {
				t.Fatalf("kill %d: article %d is there: %v, want %v", n, i, has, in[i])
			}
		}
		s.Close()
	}
}

// Beside a writer in another process a reader sees whole articles and, when it
// asks for them, new ones; a second writer is told at once who is there.
func TestReaderBesideWriter(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "kg.db")
	w := start(t, folder)
	start := time.Now()
	_, err := Open(folder, Options{})
	locked, ok := errors.AsType[*store.LockedError](err)
	if !ok || locked.PID != w.Process.Pid || !strings.Contains(err.Error(), fmt.Sprint("process ", w.Process.Pid)) {
		t.Errorf("a second writer gets %v, want an error that names process %d", err, w.Process.Pid)
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("a second writer is refused after %v", took)
	}
	s, err := Open(folder, Options{ReadOnly: true, Version: "1"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r := tale(0)
	if err := s.Add(t.Context(), &r.article, r.entities, r.statements); err == nil {
		t.Error("a reader may write")
	}
	seen := map[string]bool{}
	for end := time.Now().Add(time.Second); time.Now().Before(end) || len(seen) < 3; {
		if err := s.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		report := check(t, s)
		if len(report.Faults) > 0 || report.Statements != 2*report.Articles || report.Edges != report.Articles {
			t.Fatalf("beside a writer: %+v", report)
		}
		seen[fmt.Sprint(report.Articles, report.Quads)] = true
		if time.Since(start) > time.Minute {
			t.Fatal("the reader does not see what is written")
		}
	}
}
