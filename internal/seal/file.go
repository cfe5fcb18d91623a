package seal

import (
	"encoding/base64"
	"fmt"
	"os"
	"strings"

	"sesame/internal/durable"
)

const head = "# Keys that seal secrets: an id and 256 bits each. The first one seals, all of them open.\n"

// Read reads a key file. One that others than its owner and group can read is refused.
func Read(file string) (Ring, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o007 != 0 {
		return nil, fmt.Errorf("%s: everybody can read it: chmod 600 it", file)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var r Ring
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		k, ok := readKey(line)
		if !ok {
			return nil, fmt.Errorf("%s:%d: this is not an id and a key", file, n)
		}
		r = append(r, k)
	}
	if len(r) == 0 {
		return nil, fmt.Errorf("%s: there is no key", file)
	}
	return r, nil
}

func readKey(line string) (k Key, ok bool) {
	id, text, _ := strings.Cut(line, " ")
	bits, err := base64.RawStdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || id == "" || strings.Contains(id, ":") || copy(k.bits[:], bits) != len(k.bits) || len(bits) != len(k.bits) {
		return k, false
	}
	k.ID = id
	return k, true
}

// Create writes a key file that must not be there yet.
func (r Ring) Create(file string) error { return durable.Create(file, []byte(r.text())) }

// Write replaces a key file.
func (r Ring) Write(file string) error { return durable.Write(file, []byte(r.text())) }

func (r Ring) text() string {
	var b strings.Builder
	b.WriteString(head)
	for _, k := range r {
		b.WriteString(k.ID + " " + base64.RawStdEncoding.EncodeToString(k.bits[:]) + "\n")
	}
	return b.String()
}
