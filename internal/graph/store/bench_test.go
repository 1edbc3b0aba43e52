package store

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/kv/bbolt"
	"github.com/cayleygraph/quad"
)

// The benchmarks run on a million quads, as many as -quads says:
//
//	go test -run '^$' -bench Load -benchtime 1x ./internal/graph/store
var benchQuads = flag.Int("quads", 1_000_000, "how many quads the benchmarks load")

// BenchmarkLoad loads articles, with a wait for the disk after each transaction
// in kg and without in bbolt (which is the faster for it), and reports quads a
// second, size on disk, and memory.
func BenchmarkLoad(b *testing.B) {
	for _, size := range []int{10_000, 150} {
		for _, backend := range []string{"kg", "bbolt"} {
			b.Run(fmt.Sprintf("%s/%d", backend, size), func(b *testing.B) {
				total := *benchQuads
				if backend == "bbolt" && size < 1000 {
					total /= 10 // it would take minutes
				}
				for b.Loop() {
					dir := b.TempDir()
					qs := openBackend(b, backend, dir)
					start := time.Now()
					cpu := cpuTime()
					var spent time.Duration
					err := newGenerator(1, 20_000*max(1, total/1_000_000)).batches(total, size, func(q []quad.Quad) error {
						t := time.Now()
						defer func() { spent += time.Since(t) }()
						return qs.ApplyDeltas(add(q...), lenient)
					})
					if err != nil {
						b.Fatal(err)
					}
					t := time.Now()
					if err := qs.Close(); err != nil {
						b.Fatal(err)
					}
					closing := time.Since(t)
					b.ReportMetric(float64(total)/spent.Seconds(), "quads/s")
					b.ReportMetric(float64(total)/(spent+closing).Seconds(), "quads/s-with-close")
					b.ReportMetric((cpuTime()-cpu).Seconds()*1e6/float64(total), "cpu-s/Mquad")
					b.ReportMetric(float64(folderSize(b, dir))/1e6, "MB-disk")
					b.ReportMetric(float64(peakMemory())/1e6, "MB-peak")
					_ = start
				}
			})
		}
	}
}

func openBackend(b *testing.B, backend, dir string) graph.QuadStore {
	b.Helper()
	if backend == "kg" {
		qs, err := Open(filepath.Join(dir, "kg.db"), Options{})
		if err != nil {
			b.Fatal(err)
		}
		return qs
	}
	if err := graph.InitQuadStore(bbolt.Type, dir, nil); err != nil {
		b.Fatal(err)
	}
	qs, err := graph.NewQuadStore(bbolt.Type, dir, nil)
	if err != nil {
		b.Fatal(err)
	}
	return qs
}

func folderSize(b *testing.B, dir string) (size int64) {
	b.Helper()
	err := filepath.Walk(dir, func(_ string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			size += info.Size()
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return size
}

// peakMemory returns the largest resident size of the process so far, where
// the system tells, else what Go has taken from it.
func peakMemory() int64 { return statusLine("VmHWM:") }

// memory returns the resident size of the process.
func memory() int64 { return statusLine("VmRSS:") }

func statusLine(name string) int64 {
	text, err := os.ReadFile("/proc/self/status")
	if err == nil {
		for line := range strings.Lines(string(text)) {
			var kb int64
			if rest, ok := strings.CutPrefix(line, name); ok {
				if _, err := fmt.Sscan(rest, &kb); err == nil {
					return kb << 10
				}
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.Sys)
}
