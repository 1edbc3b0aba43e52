package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// A LockedError says that another process has a store open for writing.
type LockedError struct {
	Path string
	PID  int // of the other process, 0 if it does not say
}

func (e *LockedError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("store %s: another process is writing to it", e.Path)
	}
	return fmt.Sprintf("store %s: process %d is writing to it", e.Path, e.PID)
}

var errLocked = errors.New("locked")

// A lockFile is held by the one process that writes. The system gives it free
// when the process ends, however it ends.
type lockFile struct{ f *os.File }

// lockName is the file that the writer holds.
const lockName = "lock"

func takeLock(dir string) (*lockFile, error) {
	name := filepath.Join(dir, lockName)
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	if err := lock(f); err != nil {
		f.Close()
		if errors.Is(err, errLocked) {
			b, _ := os.ReadFile(name)
			pid, _ := strconv.Atoi(strings.TrimSpace(string(b)))
			return nil, &LockedError{Path: dir, PID: pid}
		}
		return nil, fmt.Errorf("lock %s: %w", name, err)
	}
	l := &lockFile{f}
	// Who holds it is only for the message to a second writer.
	if err := f.Truncate(0); err != nil {
		return nil, errors.Join(err, l.release())
	}
	if _, err := f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0); err != nil {
		return nil, errors.Join(err, l.release())
	}
	return l, nil
}

func (l *lockFile) release() error {
	return errors.Join(unlock(l.f), l.f.Close())
}
