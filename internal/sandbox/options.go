package sandbox

import (
	"fmt"
	"strconv"
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
	Exposed    bool // others than this machine can reach it
	Throttle   int  // calls of one action in a minute
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
		case "throttle":
			if o.Throttle, err = strconv.Atoi(value); err != nil {
				return o, true, err
			}
		case "exposed":
			o.Exposed = true
		default:
			return o, true, fmt.Errorf("server: what is %q?", word)
		}
	}
	return o, true, nil
}

// Accounts are those who are there: ali and cassim.
func (o Options) Accounts() []server.Account {
	all := server.DefaultAccounts()
	if o.Poor {
		all = PoorAccounts()
	}
	if o.Exposed { // secrets that everybody knows are refused there
		for n := range all {
			all[n].Keys[0].Secret += "-of-our-own"
		}
	}
	all[0].Keys = append(all[0].Keys, server.Key{ID: "ali-old", Secret: "shut-sesame", Inactive: true})
	return all
}

func (o Options) exposure() server.Exposure {
	if o.Exposed {
		return server.Exposure{Others: true, Token: "forty-thieves-at-the-door"}
	}
	return server.Exposure{}
}
