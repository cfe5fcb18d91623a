package sandbox

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"sesame/internal/errorcentre"
	"sesame/internal/story"
)

// What playing may take. A world is some megabytes while it is there.
const (
	maxAtOnce = 2
	maxTime   = 20 * time.Second
)

var turns = make(chan struct{}, maxAtOnce)

// Play plays an example in a new world. It waits while others are played.
func Play(ctx context.Context, e *errorcentre.Example) (all []errorcentre.Exchange, err error) {
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	select {
	case turns <- struct{}{}:
		defer func() { <-turns }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	steps := e.Steps
	o, ok, err := ReadOptions(steps[0])
	if err != nil {
		return nil, err
	}
	if ok {
		steps = steps[1:]
	}
	w, err := Open(ctx, o)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	for _, line := range steps {
		x, err := w.Step(ctx, line)
		if err != nil {
			return all, fmt.Errorf("%s: %w", line, err)
		}
		if x != nil {
			all = append(all, *x)
		}
	}
	return all, ctx.Err()
}

// Step plays one line. Only a call gives an exchange.
func (w *World) Step(ctx context.Context, line string) (*errorcentre.Exchange, error) {
	command, rest, _ := strings.Cut(line, " ")
	switch command {
	case "", "#":
		return nil, nil
	case "as":
		w.caller = rest
		return nil, nil
	case "advance":
		d, err := time.ParseDuration(rest)
		w.passed += d
		w.now = w.now.Add(d)
		return nil, err
	case "send":
		w.sending = strings.Fields(rest)
		return nil, nil
	case ">", "?":
		return w.call(ctx, rest)
	}
	return nil, fmt.Errorf("what is %q?", command)
}

// call asks for an action, a second after what was before it.
func (w *World) call(ctx context.Context, line string) (*errorcentre.Exchange, error) {
	w.now = w.now.Add(time.Second)
	line, err := w.Names.Expand(line)
	if err != nil {
		return nil, err
	}
	call, err := story.ReadCall(line)
	if err != nil {
		return nil, err
	}
	x := &errorcentre.Exchange{After: w.passed, Key: w.caller, Call: call}
	w.passed = 0
	return x, w.send(ctx, x)
}
