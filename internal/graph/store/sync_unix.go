//go:build unix

package store

import (
	"errors"
	"os"
)

// syncDir makes sure that files made or renamed in dir are still there after
// a power cut.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
