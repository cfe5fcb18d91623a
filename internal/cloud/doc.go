// Package cloud is what exists in Sesame's world and the rules it follows: images,
// shares, instances, disks, snapshots. Rules are pure functions; state and progress are
// computed from time, never stored and never moved by a worker.
//
// The package knows nothing of the wire, of SQL or of public error codes: a rule that is
// broken is one of the sentinels in refusal.go, and the operation decides which code
// that is.
package cloud
