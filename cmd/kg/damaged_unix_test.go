//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"kg/internal/ingest/made"
)

const (
	damagedFolder = 250              // how many files one run reads
	damagedLimit  = 10 * time.Second // for one file, of the time of the processor
	damagedMemory = 900 << 10        // kilobytes, at the peak of a run
)

// TestDamaged sends damaged files of every kind through the whole program: none
// stops it or holds it up, its memory is bounded, the graph is sound, and the
// report has a line for each file, with a message if it was not read.
// DAMAGED_FILES says how many there are.
func TestDamaged(t *testing.T) {
	n := 60
	if testing.Short() {
		n = 20
	}
	if set := os.Getenv("DAMAGED_FILES"); set != "" {
		if _, err := fmt.Sscan(set, &n); err != nil {
			t.Fatal(err)
		}
	}
	rng := rand.New(rand.NewPCG(3, 4))
	whole := made.Whole()
	var total damagedRun
	for done := 0; done < n; done += damagedFolder {
		dir := t.TempDir()
		for i := range min(damagedFolder, n-done) {
			f := whole[rng.IntN(len(whole))]
			writeFile(t, filepath.Join(dir, "in", fmt.Sprintf("%06d%s", done+i, f.Ending)), bytes.NewReader(made.Damage(rng, f.Data)))
		}
		total.add(ingestDamaged(t, dir))
		if t.Failed() {
			return
		}
	}
	t.Logf("%d files: %v", n, &total)
}

// TestHuge sends files far over the limits, and just below, through the whole
// program.
func TestHuge(t *testing.T) {
	if os.Getenv("DAMAGED_FILES") == "" {
		t.Skip("DAMAGED_FILES is not set: it writes files of 100 MB")
	}
	var total damagedRun
	for _, huge := range made.Huges() {
		t.Run(huge.Name, func(t *testing.T) {
			dir := t.TempDir()
			writeFile(t, filepath.Join(dir, "in", "huge"+huge.Ending), huge.Open())
			run := ingestDamaged(t, dir)
			t.Log(&run)
			total.add(run)
		})
	}
	t.Log(&total)
}

// writeFile writes what in holds, up to the error that ends it.
func writeFile(t *testing.T, path string, in io.Reader) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	_, _ = io.Copy(f, in)
}

// A damagedRun is what was seen of one run, or of several.
type damagedRun struct {
	outcomes        map[outcome]int
	peak            int64         // kilobytes
	took, cpu, slow time.Duration // slow is the longest time between two lines of the log
	slowFile        string
}

func (d *damagedRun) add(e damagedRun) {
	if d.outcomes == nil {
		d.outcomes = map[outcome]int{}
	}
	for o, n := range e.outcomes {
		d.outcomes[o] += n
	}
	d.peak, d.took, d.cpu = max(d.peak, e.peak), d.took+e.took, d.cpu+e.cpu
	if e.slow > d.slow {
		d.slow, d.slowFile = e.slow, e.slowFile
	}
}

func (d *damagedRun) String() string {
	return fmt.Sprintf("%v in %v (%v CPU), peak memory %d MB, slowest %v (%s)", d.outcomes, d.took.Round(time.Second), d.cpu.Round(time.Second), d.peak>>10, d.slow, d.slowFile)
}

// ingestDamaged reads the folder in of dir, and checks the run and the graph.
func ingestDamaged(t *testing.T, dir string) damagedRun {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	in, db, report := filepath.Join(dir, "in"), filepath.Join(dir, "kg.db"), filepath.Join(dir, "report.jsonl")
	var stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, "kg", "ingest", "--parser", "fast", "--json-log", "--db", db, "--report", report, in)
	cmd.Stderr = &stderr
	start := time.Now()
	err := cmd.Run()
	exit, isExit := errors.AsType[*exec.ExitError](err)
	if err != nil && (!isExit || exit.ExitCode() != failed) || bytes.Contains(stderr.Bytes(), []byte("goroutine ")) {
		t.Fatalf("%v: %.4000s", err, &stderr)
	}
	d := damagedRun{outcomes: map[outcome]int{}, took: time.Since(start), cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		d.peak = int64(usage.Maxrss) // kilobytes on Linux
	}
	if d.peak > damagedMemory {
		t.Errorf("%d MB of memory", d.peak>>10)
	}
	d.watchLog(t, &stderr)
	d.readReport(t, in, report)
	if out, err := exec.CommandContext(ctx, "kg", "check", "--db", db).CombinedOutput(); err != nil {
		t.Errorf("check: %v: %s", err, out)
	}
	os.RemoveAll(dir)
	return d
}

// busy returns how much of a time the run had a processor, as far as it is
// known from the whole: the machine may have had other things to do.
func (d *damagedRun) busy(pause time.Duration) time.Duration {
	return time.Duration(float64(pause) * min(1, d.cpu.Seconds()/d.took.Seconds()))
}

// watchLog finds the longest pause of the log. Files are read two at a time, so
// that none took longer than two of them.
func (d *damagedRun) watchLog(t *testing.T, log io.Reader) {
	var last time.Time
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		var line struct {
			Time time.Time
			Path string
		}
		if json.Unmarshal(lines.Bytes(), &line) != nil {
			continue // the summary
		}
		if pause := line.Time.Sub(last); !last.IsZero() && pause > d.slow {
			d.slow, d.slowFile = pause, filepath.Base(line.Path)
		}
		last = line.Time
	}
	if d.busy(d.slow) > damagedLimit {
		t.Errorf("%s held up the others for %v", d.slowFile, d.slow)
	}
}

// readReport checks that the report accounts for each file of a folder.
func (d *damagedRun) readReport(t *testing.T, folder, report string) {
	t.Helper()
	data, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	missing := map[string]bool{}
	for _, f := range files {
		missing[f.Name()] = true
	}
	for line := range strings.Lines(string(data)) {
		var e entry
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		d.outcomes[e.Outcome]++
		name, _, _ := strings.Cut(strings.TrimPrefix(e.Path, folder+"/"), "!")
		name, _, _ = strings.Cut(name, ":")
		delete(missing, name)
		read := e.Outcome == added || e.Outcome == unchanged || e.Outcome == updated
		if read == (e.Reason != "") || len(e.Reason) > 400 || strings.Contains(e.Reason, "fault of the program") || strings.Contains(e.Reason, folder) {
			t.Errorf("%s: %s: %q", e.Path, e.Outcome, e.Reason)
		}
		if took := time.Duration(e.Millis) * time.Millisecond; took > d.slow {
			d.slow, d.slowFile = took, filepath.Base(e.Path)
			if d.busy(took) > damagedLimit {
				t.Errorf("%s took %v", e.Path, took)
			}
		}
	}
	for name := range missing {
		t.Errorf("the report has no line for %s", name)
	}
}
