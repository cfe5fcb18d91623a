package main

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"sesame/internal/otlp"
	"sesame/internal/server"
	"sesame/internal/store"
)

// limitFlags bound what the server takes on at once. Zero: the usual limits.
type limitFlags struct {
	MaxConnections int           `placeholder:"N" help:"How many connections may be open at once (10000)."`
	MaxCalls       int           `placeholder:"N" help:"How many calls may be at work at once, three quarters of them of one account (32 for each processor)."`
	MaxWaiting     int           `placeholder:"N" help:"How many more calls of an account may wait for that, and four times as many of all (1000). Further ones are ServiceUnavailable at once."`
	CallTimeout    time.Duration `placeholder:"DURATION" help:"How long a call may take (30s). A commit that was begun is waited for, up to twice the retry_for of a database."`
	Drain          time.Duration `placeholder:"DURATION" help:"How long to go on answering after SIGTERM, while /_sesame/ready says no (0: no time)."`
	Pprof          bool          `help:"Tell below /_sesame/debug/pprof/ what the process does with its time and memory."`
}

// spanFlags say where spans are sent, by the names that OpenTelemetry has for them.
type spanFlags struct {
	OTLPEndpoint string `name:"otlp-endpoint" env:"OTEL_EXPORTER_OTLP_ENDPOINT" placeholder:"URL" help:"Send a span of each request to this collector, such as http://127.0.0.1:4318."`
	OTLPHeaders  string `name:"otlp-headers" env:"OTEL_EXPORTER_OTLP_HEADERS" hidden:"" help:"Headers for the collector, name=value between commas."`
	ServiceName  string `name:"service-name" env:"OTEL_SERVICE_NAME" default:"sesame" hidden:"" help:"Name of this service in traces."`
}

// exporter is nil when nobody wants spans.
func (f *spanFlags) exporter(log *slog.Logger) (*otlp.Exporter, error) {
	if f.OTLPEndpoint == "" {
		return nil, nil
	}
	e, err := otlp.New(f.OTLPEndpoint, f.OTLPHeaders, f.ServiceName, func(err error) { log.Warn("traces", "error", err) })
	if err != nil {
		return nil, usageError{fmt.Errorf("--otlp-endpoint: %w", err)}
	}
	return e, nil
}

func (f *limitFlags) limits(data string) (l server.Limits, err error) {
	commit, err := store.LongestCommit(data)
	if err != nil {
		return l, fmt.Errorf("cannot open %s: %w", shownData(data), err)
	}
	l = server.Limits{Connections: f.MaxConnections, Calls: f.MaxCalls, Waiting: f.MaxWaiting, Time: f.CallTimeout, Commit: commit}
	for _, n := range []int{l.Connections, l.Calls, l.Waiting} {
		if n < 0 || n > mostAtOnce {
			err = usageError{fmt.Errorf("--max-connections, --max-calls and --max-waiting are from 0 to %d", mostAtOnce)}
		}
	}
	if l.Time < 0 || f.Drain < 0 {
		err = usageError{errors.New("--call-timeout and --drain cannot be negative")}
	}
	return l, err
}

// mostAtOnce is more of anything than a machine can hold.
const mostAtOnce = 1_000_000
