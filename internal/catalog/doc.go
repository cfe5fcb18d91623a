// Package catalog holds the facts that are the same for every account and every
// Sesame: regions, zones, public images and instance types. They come from public
// documentation, published metadata and observed answers, 2021 to 2026; entries
// marked "inferred" follow the naming patterns and rules of the others.
//
// Each data file is parsed at its first use, so that a start-up that asks for nothing
// costs nothing. The slices handed out are shared: callers read them and never write.
//
// The package knows no account, no request and no clock.
package catalog

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// parse decodes an embedded file. The files are part of the program, so that a
// fault in one is a programmer's error; a misspelt key is one as well.
func parse[T any](file string, data []byte) []T {
	var rows []T
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&rows); err != nil {
		panic(fmt.Sprintf("catalog: %s: %v", file, err))
	}
	return rows
}

// index maps each entry's key to its place in the slice.
func index[T any](rows []T, key func(*T) string) map[string]int {
	at := make(map[string]int, len(rows))
	for i := range rows {
		at[key(&rows[i])] = i
	}
	return at
}

// find returns a copy of the entry with this key.
func find[T any](rows []T, at map[string]int, key string) (T, bool) {
	i, ok := at[key]
	if !ok {
		var none T
		return none, false
	}
	return rows[i], true
}
