//go:build race

package graph

// raceDetector says that the race detector is on. It slows scripts and needs
// memory of its own, so that bounds of time and memory cannot be tested.
const raceDetector = true
