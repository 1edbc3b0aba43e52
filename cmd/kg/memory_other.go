//go:build !unix

package main

// limitMemory does nothing where there are no such limits.
func limitMemory() {}
