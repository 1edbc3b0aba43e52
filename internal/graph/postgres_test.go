package graph

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// startPostgres starts a PostgreSQL of its own on loopback and returns the
// address of an empty database. The test is skipped where there is none
// installed.
func startPostgres(t testing.TB) string {
	t.Helper()
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(bins) == 0 {
		t.Skip("PostgreSQL is not installed")
	}
	bin := bins[len(bins)-1]
	dir, err := os.MkdirTemp("", "kgpg") // a short path: it holds a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	as := &syscall.SysProcAttr{}
	if os.Getuid() == 0 { // the server refuses to run as root
		u, err := user.Lookup("postgres")
		if err != nil {
			t.Skip("there is no user postgres to run the server")
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		as.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		if err := os.Chown(dir, uid, gid); err != nil {
			t.Fatal(err)
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	listener.Close()
	command := func(name string, args ...string) *exec.Cmd {
		cmd := exec.Command(filepath.Join(bin, name), args...)
		cmd.SysProcAttr, cmd.Dir = as, dir
		return cmd
	}
	data := filepath.Join(dir, "data")
	if out, err := command("initdb", "-D", data, "-U", "kg", "-A", "trust", "-E", "UTF8", "--no-sync").CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	server := command("postgres", "-D", data, "-p", strconv.Itoa(port), "-k", dir, "-h", "127.0.0.1", "-F")
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Process.Signal(syscall.SIGINT)
		server.Wait()
	})
	for try := 0; ; try++ {
		if command("pg_isready", "-h", "127.0.0.1", "-p", strconv.Itoa(port)).Run() == nil {
			break
		}
		if try == 100 {
			t.Fatal("the server does not start")
		}
		time.Sleep(100 * time.Millisecond)
	}
	return fmt.Sprintf("postgres://kg@127.0.0.1:%d/postgres?sslmode=disable", port)
}

func openDatabase(t testing.TB, address string) *Store {
	t.Helper()
	s, err := Open(address, Options{Version: "v"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// A graph in a database is what it would be in memory, whatever is added, read
// again and taken out.
func TestPostgres(t *testing.T) {
	address := startPostgres(t)
	db, memory := openDatabase(t, address), open(t, Options{Version: "v"})
	rng := rand.New(rand.NewPCG(1, 2))
	all := readings(rng, 8)
	for _, i := range append(rng.Perm(len(all)), 3, 3) {
		add(t, db, all[i])
		add(t, memory, all[i])
	}
	if got, want := dump(t, db), dump(t, memory); got != want {
		t.Fatalf("the database differs:\n%s", firstDifference(got, want))
	}
	for _, i := range []int{2, 5} {
		for _, s := range []*Store{db, memory} {
			if err := s.Remove(t.Context(), all[i].article.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got, want := dump(t, db), dump(t, memory); got != want {
		t.Fatalf("after Remove the database differs:\n%s", firstDifference(got, want))
	}
	for row, err := range db.Query(t.Context(), `g.V("<rdf:Statement>").in("<rdf:type>").count()`, 10) {
		if err != nil {
			t.Fatal(err)
		}
		_ = row
	}
	for _, r := range all {
		if err := db.Remove(t.Context(), r.article.ID); err != nil && !strings.Contains(err.Error(), ErrNotFound.Error()) {
			t.Fatal(err)
		}
	}
	for _, table := range []string{"quads", "nodes"} {
		var n int
		if err := db.db.db.QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil || n != 0 {
			t.Errorf("with all articles gone there are %d %s, %v", n, table, err)
		}
	}
}

// Two writers at once give the same graph as one.
func TestPostgresWriters(t *testing.T) {
	address := startPostgres(t)
	rng := rand.New(rand.NewPCG(3, 4))
	all := readings(rng, 12)
	memory := open(t, Options{Version: "v"})
	var wg sync.WaitGroup
	for w := range 2 {
		s := openDatabase(t, address)
		order := rng.Perm(len(all))
		wg.Go(func() {
			for _, i := range order { // both write everything
				if err := s.Add(context.Background(), &all[i].article, all[i].entities, all[i].statements); err != nil {
					t.Errorf("writer %d: %v", w, err)
				}
			}
		})
	}
	wg.Wait()
	for _, r := range all {
		add(t, memory, r)
	}
	db := openDatabase(t, address)
	if got, want := dump(t, db), dump(t, memory); got != want {
		t.Fatalf("the database differs:\n%s", firstDifference(got, want))
	}
}

func TestPostgresErrors(t *testing.T) {
	_, err := Open("postgres://kg:secret@127.0.0.1:1/none?sslmode=disable", Options{})
	if err == nil || strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), "127.0.0.1:1") {
		t.Errorf("error %v: want one that names the address without the password", err)
	}
}

// firstDifference returns the first lines that only one of two dumps has.
func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for _, line := range g {
		if !slices.Contains(w, line) {
			return "has  " + line
		}
	}
	for _, line := range w {
		if !slices.Contains(g, line) {
			return "lacks " + line
		}
	}
	return "the number of equal lines"
}
