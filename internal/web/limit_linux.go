package web

import (
	"bytes"
	"fmt"
	"os"
	"syscall"
)

// limitMemory lets the data of the process grow by twice memory, and by what the
// stacks of its threads take. An allocation beyond that ends the process: one
// call of repeat can ask for gigabytes between two looks of watchMemory.
func limitMemory(memory int64) error {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return err
	}
	_, after, _ := bytes.Cut(status, []byte("VmData:"))
	var kilobytes uint64
	if _, err := fmt.Sscan(string(after), &kilobytes); err != nil {
		return fmt.Errorf("read VmData: %w", err)
	}
	limit := kilobytes<<10 + 2*uint64(memory) + stacks
	return syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: limit, Max: limit})
}

const stacks = 128 << 20
