package sandbox

import (
	"fmt"
	"strings"
	"time"

	"sesame/internal/server"
)

// Options are how the server of a story differs from the usual one.
type Options struct {
	Pace       time.Duration
	AllowClear bool
	Poor       bool // ali has low limits
	Crowd      bool // Qingdao is full
}

// ReadOptions reads the first line of a story, "server pace=1h crowd"; ok is false when
// it is another line.
func ReadOptions(line string) (o Options, ok bool, err error) {
	rest, ok := strings.CutPrefix(line, "server ")
	if !ok {
		return o, false, nil
	}
	for word := range strings.FieldsSeq(rest) {
		switch name, value, _ := strings.Cut(word, "="); name {
		case "pace":
			if o.Pace, err = time.ParseDuration(value); err != nil {
				return o, true, err
			}
		case "allow-clear":
			o.AllowClear = true
		case "poor":
			o.Poor = true
		case "crowd":
			o.Crowd = true
		default:
			return o, true, fmt.Errorf("server: what is %q?", word)
		}
	}
	return o, true, nil
}

// Accounts are those who are there: ali and cassim.
func (o Options) Accounts() []server.Account {
	if o.Poor {
		return PoorAccounts()
	}
	return server.DefaultAccounts()
}
