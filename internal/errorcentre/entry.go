package errorcentre

import (
	"bufio"
	"bytes"
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/textproto"
	"slices"
	"strings"
	"sync"

	"sesame/internal/apierr"
)

// Entry is what is known of an error.
type Entry struct {
	Code    string
	Message string   // the catalogue's, when the entry is of that one alone
	Cause   string   // why a request is answered so
	Remedy  string   // what to do about it
	Rules   []string // numbers in docs/assumptions.md: "A-027"
}

// Find explains an error as it was answered, or as the catalogue has it: what is said of
// its message, else of its code.
func Find(code, message string) (*Entry, bool) {
	var found *Entry
	for _, e := range entries()[code] {
		switch {
		case e.Message == message:
			return e, true
		case e.Message == "" && found == nil, e.Message != "" && e.says(message):
			found = e
		}
	}
	return found, found != nil
}

// says reports whether a message is the entry's, its verbs filled in.
func (e *Entry) says(message string) bool {
	template := apierr.Error{Code: e.Code, Message: e.Message}
	return template.Matches(&apierr.Error{Code: e.Code, Message: message})
}

// Entries lists all that is known, by code and message.
func Entries() []*Entry {
	all := slices.Concat(slices.Collect(maps.Values(entries()))...)
	slices.SortFunc(all, func(a, b *Entry) int {
		return cmp.Or(strings.Compare(a.Code, b.Code), strings.Compare(a.Message, b.Message))
	})
	return all
}

//go:embed causes/*.txt
var causes embed.FS

// entries are read when somebody asks for the first time. The files are part of the
// program and tests read them all, so that a fault in them is ours.
var entries = sync.OnceValue(func() map[string][]*Entry {
	all := map[string][]*Entry{}
	files, err := fs.Glob(causes, "causes/*.txt")
	if err != nil {
		panic(err)
	}
	for _, name := range files {
		text, err := causes.ReadFile(name)
		if err != nil {
			panic(err)
		}
		read, err := parse(text)
		if err != nil {
			panic(fmt.Sprintf("%s: %v", name, err))
		}
		for _, e := range read {
			all[e.Code] = append(all[e.Code], e)
		}
	}
	return all
})

// parse reads the blocks of one file.
func parse(text []byte) (all []*Entry, err error) {
	r := textproto.NewReader(bufio.NewReader(bytes.NewReader(text)))
	for {
		h, err := r.ReadMIMEHeader()
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if len(h) > 0 {
			all = append(all, &Entry{
				Code: h.Get("Code"), Message: h.Get("Message"), Cause: h.Get("Cause"), Remedy: h.Get("Remedy"),
				Rules: strings.Fields(h.Get("Rules")),
			})
		}
		if err != nil {
			return all, nil
		}
	}
}
