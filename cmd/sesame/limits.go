package main

import (
	"errors"
	"time"

	"sesame/internal/server"
)

// limitFlags bound what the server takes on at once. Zero: the usual limits.
type limitFlags struct {
	MaxConnections int           `placeholder:"N" help:"How many connections may be open at once (10000)."`
	MaxCalls       int           `placeholder:"N" help:"How many calls may be at work at once, three quarters of them of one account (32 for each processor)."`
	MaxWaiting     int           `placeholder:"N" help:"How many more calls of an account may wait for that, and four times as many of all (1000). Further ones are ServiceUnavailable at once."`
	CallTimeout    time.Duration `placeholder:"DURATION" help:"How long a call may take (30s)."`
	Drain          time.Duration `placeholder:"DURATION" help:"How long to go on answering after SIGTERM, while /_sesame/ready says no (0: no time)."`
	Pprof          bool          `help:"Tell below /_sesame/debug/pprof/ what the process does with its time and memory."`
}

func (f *limitFlags) limits() (l server.Limits, err error) {
	l = server.Limits{Connections: f.MaxConnections, Calls: f.MaxCalls, Waiting: f.MaxWaiting, Time: f.CallTimeout}
	if l.Connections < 0 || l.Calls < 0 || l.Waiting < 0 || l.Time < 0 || f.Drain < 0 {
		err = usageError{errors.New("--max-connections, --max-calls, --max-waiting, --call-timeout and --drain cannot be negative")}
	}
	return l, err
}
