package store

import (
	"os"

	"golang.org/x/sys/windows"
)

// The byte that is locked lies far behind the process number, which others
// must be able to read: on Windows a lock keeps readers out.
const lockOffset = 1 << 30

func lock(f *os.File) error {
	o := &windows.Overlapped{Offset: lockOffset}
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, o)
	if err == windows.ERROR_LOCK_VIOLATION {
		return errLocked
	}
	return err
}

func unlock(f *os.File) error {
	o := &windows.Overlapped{Offset: lockOffset}
	return windows.UnlockFileEx(windows.Handle(f.Fd()), 0, 1, 0, o)
}
