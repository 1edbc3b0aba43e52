//go:build unix

package main

import "golang.org/x/sys/unix"

// maxData is how much memory a query may have, all told. The graph ends a
// script that grows too big long before; this is for what it cannot see: one
// call that asks for everything at once.
const maxData = 4 << 30

// limitMemory keeps a script from taking the memory of the machine.
func limitMemory() {
	var old unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_DATA, &old) == nil && old.Max > maxData {
		unix.Setrlimit(unix.RLIMIT_DATA, &unix.Rlimit{Cur: maxData, Max: old.Max})
	}
}
