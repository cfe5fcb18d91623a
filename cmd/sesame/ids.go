package main

import (
	"crypto/rand"
	"encoding/binary"
	mathrand "math/rand/v2"

	"sesame/internal/cloud"
)

// newIDs makes identifiers by chance or, with a seed, the same in every run.
func newIDs(seed *uint64) *cloud.IDs {
	if seed == nil {
		return cloud.NewIDs(rand.Reader)
	}
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], *seed)
	return cloud.NewIDs(mathrand.NewChaCha8(key))
}
