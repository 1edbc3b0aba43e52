package web

import (
	"bytes"
	"fmt"
	"os"
	"syscall"
)

// limitMemory lets the data of the process grow by memory bytes, and half as
// much for what the collector has not yet freed. An allocation beyond that ends
// the process: one call of repeat can ask for gigabytes between two looks of
// watchMemory.
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
	limit := kilobytes<<10 + uint64(memory) + uint64(memory)/2
	return syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: limit, Max: limit})
}
