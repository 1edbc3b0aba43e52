package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A store of generation 7 is the files snapshot.7 and log.7; generation 0 has
// no snapshot. The rename that makes snapshot.8 out of its temporary name is
// the moment when generation 8 begins: log.8 is there before it, and whatever
// is older is removed after it.

func snapshotName(dir string, generation uint64) string {
	return filepath.Join(dir, "snapshot."+strconv.FormatUint(generation, 10))
}

func logName(dir string, generation uint64) string {
	return filepath.Join(dir, "log."+strconv.FormatUint(generation, 10))
}

// generation returns the generation of the store in dir.
func generation(dir string) (uint64, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return 0, err
	}
	var latest uint64
	for _, e := range entries {
		if n, ok := numbered(e.Name(), "snapshot."); ok {
			latest = max(latest, n)
		}
	}
	return latest, nil
}

func numbered(name, prefix string) (uint64, bool) {
	rest, ok := strings.CutPrefix(name, prefix)
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseUint(rest, 10, 64)
	return n, err == nil && rest == strconv.FormatUint(n, 10)
}

// ours fails if dir holds files and none of them is of a store: nothing is to
// be written among the files of others.
func ours(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) == 0 {
		return err
	}
	for _, e := range entries {
		name := e.Name()
		if name == lockName || strings.HasPrefix(name, "snapshot.") || strings.HasPrefix(name, "log.") {
			return nil
		}
	}
	return fmt.Errorf("the folder holds other files and no store: %w", fs.ErrInvalid)
}

// clean removes what an interrupted snapshot has left in dir: files of other
// generations and temporary ones. It is for the writer.
func clean(dir string) error {
	current, err := generation(dir)
	if err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := e.Name()
		n, isSnapshot := numbered(name, "snapshot.")
		m, isLog := numbered(name, "log.")
		temporary := strings.HasPrefix(name, "snapshot.") && strings.HasSuffix(name, ".new")
		if isSnapshot && n != current || isLog && m != current || temporary {
			// A reader on Windows may still hold it; the next clean gets it.
			if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrPermission) {
				return err
			}
		}
	}
	return nil
}

// load makes the state from the files, and opens the log.
func (qs *QuadStore) load() error {
	s, l, err := qs.read()
	if err != nil {
		return err
	}
	if qs.log != nil {
		err = qs.log.Close()
	}
	qs.log = l
	qs.state.Store(s)
	return err
}

// maxTries is how often a reader begins anew because the writer has gone on to
// the next generation while it looked, with a pause that grows by pauseStep.
const (
	maxTries  = 40
	pauseStep = time.Millisecond
)

// read makes a state from the files of the current generation. A writer that
// goes on to the next one meanwhile takes them away under a reader, who then
// begins anew.
func (qs *QuadStore) read() (*state, *logFile, error) {
	for try := 1; ; try++ {
		s, l, err := qs.readOnce()
		if err == nil || !qs.opts.ReadOnly || try == maxTries || !errors.Is(err, fs.ErrNotExist) {
			return s, l, err
		}
		if _, gone := os.Stat(qs.path); gone != nil {
			return s, l, err // there is no store at all
		}
		time.Sleep(time.Duration(try) * pauseStep)
	}
}

func (qs *QuadStore) readOnce() (*state, *logFile, error) {
	g, err := generation(qs.path)
	if err != nil {
		return nil, nil, err
	}
	var b *base // generation 0 has no snapshot
	if g > 0 {
		if b, err = openBase(snapshotName(qs.path, g), g); err != nil {
			return nil, nil, err
		}
	}
	s := newState(b)
	l, err := qs.attach(g)
	if err != nil || l == nil {
		return s, l, err
	}
	if err := qs.follow(context.Background(), s, l); err != nil {
		return nil, nil, errors.Join(err, l.Close())
	}
	if !qs.opts.ReadOnly {
		if err := qs.cutLog(l); err != nil {
			return nil, nil, errors.Join(err, l.Close())
		}
	}
	return s, l, nil
}

// attach opens the log of a generation. A store that was killed while it was
// made has no log or half a header; it is empty.
func (qs *QuadStore) attach(g uint64) (*logFile, error) {
	name := logName(qs.path, g)
	info, err := os.Stat(name)
	unborn := g == 0 && (errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() < logHeaderSize)
	if qs.opts.ReadOnly {
		if unborn {
			return nil, nil
		}
		return openLog(name, g, os.O_RDONLY)
	}
	if !unborn {
		return openLog(name, g, os.O_RDWR)
	}
	l, err := createLog(name, g, !qs.opts.NoSync)
	if err != nil {
		return nil, err
	}
	if err := qs.syncDir(); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// syncDir makes sure that files made or renamed are there after a power cut.
func (qs *QuadStore) syncDir() error {
	if qs.opts.NoSync {
		return nil
	}
	return syncDir(qs.path)
}

// follow stages and publishes the records behind l.end.
func (qs *QuadStore) follow(ctx context.Context, s *state, l *logFile) error {
	info, err := l.Stat()
	if err != nil {
		return err
	}
	r := &recordReader{l: l, size: info.Size()}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		body, crc, err := r.next()
		if err != nil {
			return fmt.Errorf("%s: %w", l.Name(), err)
		}
		if body == nil {
			return nil
		}
		if err := s.replay(body); err != nil {
			s.discard()
			if errors.Is(err, errDamaged) {
				return fmt.Errorf("%s at byte %d: %w although the checksum is right", l.Name(), l.end, err)
			}
			return err
		}
		s.publish(qs.pins.oldest(s))
		r.accept(body, crc)
	}
}

// cutLog leaves out what lies behind the last good record, and keeps it in a
// file beside the log.
func (qs *QuadStore) cutLog(l *logFile) error {
	info, err := l.Stat()
	if err != nil {
		return err
	}
	if qs.cut = info.Size() - l.end; qs.cut <= 0 {
		qs.cut = 0
		return nil
	}
	damaged, err := os.Create(l.Name() + ".damaged")
	if err != nil {
		return err
	}
	_, err = io.Copy(damaged, io.NewSectionReader(l, l.end, qs.cut))
	if err := errors.Join(err, damaged.Close()); err != nil {
		return err
	}
	if err := l.Truncate(l.end); err != nil {
		return err
	}
	return l.Sync()
}

// Refresh makes a store that is open for reading see what its writer has
// written since. It has no effect on a store that is open for writing.
func (qs *QuadStore) Refresh(ctx context.Context) error {
	qs.writer.Lock()
	defer qs.writer.Unlock()
	if qs.closed {
		return ErrClosed
	}
	if !qs.opts.ReadOnly || qs.path == "" {
		return ctx.Err()
	}
	if err := qs.refresh(ctx); err != nil {
		return fmt.Errorf("read store %s: %w", qs.path, err)
	}
	return nil
}

func (qs *QuadStore) refresh(ctx context.Context) error {
	g, err := generation(qs.path)
	if err != nil {
		return err
	}
	l := qs.log
	if l == nil || l.generation != g {
		return qs.load()
	}
	if err := qs.follow(ctx, qs.state.Load(), l); err != nil {
		return err
	}
	info, err := l.Stat()
	if err != nil {
		return err
	}
	if info.Size() == l.end {
		return nil
	}
	// The writer is in the middle of a record, or it has taken back one that
	// we have read, because the disk was full. Reading anew tells.
	end, crc := l.end, l.crc
	s, l, err := qs.read()
	if err != nil {
		return err
	}
	if l != nil && l.end == end && l.crc == crc {
		return l.Close()
	}
	old := qs.log
	qs.log = l
	qs.state.Store(s)
	return old.Close()
}
