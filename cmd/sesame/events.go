package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"time"

	"sesame/internal/eventlog"
	"sesame/internal/server"
)

type eventsCommand struct {
	Follow  bool          `short:"f" help:"Go on with what happens from now on, until Ctrl-C."`
	Image   string        `placeholder:"ID" help:"Only what is about one image."`
	Account string        `placeholder:"NAME" help:"Only what one account did, by its name or id. Without it: all accounts."`
	Since   time.Duration `default:"1h" placeholder:"DURATION" help:"How far back to begin, such as 90m (${default}; 0: with the first event there is)."`
	JSON    bool          `help:"Print each event as one line of JSON, with the parameters that were sent."`
	ownPageFlags
}

// Help says what a line holds.
func (eventsCommand) Help() string {
	return `A line for each change, and for each call that changed nothing or was refused: when (UTC), which
account (and key), from which address, by which action, on what, and what was different before and
after or the code of the refusal. The oldest comes first.`
}

// Run prints events.
func (c *eventsCommand) Run(a *app) error {
	if c.Since < 0 {
		return usageError{errors.New("--since cannot be negative")}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	t := &eventTail{pages: &c.ownPageFlags, json: c.JSON, out: a.stdout, seen: map[string]bool{}}
	t.query = url.Values{"image": {c.Image}, "account": {c.Account}}
	if c.Since > 0 {
		t.query.Set("since", c.Since.String())
	}
	err := t.read(ctx)
	for err == nil && c.Follow && sleep(ctx, betweenPolls) {
		err = t.read(ctx)
	}
	if ctx.Err() != nil { // Ctrl-C is how following ends
		return nil
	}
	if err == nil && t.printed == 0 && !c.Follow {
		_, err = fmt.Fprintln(a.stderr, "sesame: nothing happened in this time: --since 0 begins with the first event")
	}
	return err
}

// betweenPolls is short for people and long for servers.
const betweenPolls = 500 * time.Millisecond

// eventTail prints events as they come, each once.
type eventTail struct {
	pages   *ownPageFlags
	query   url.Values
	json    bool
	out     io.Writer
	seen    map[string]bool // ids that may be told again
	begin   string          // where the first reading began
	latest  string          // id of the latest that was looked at
	printed int
}

// read prints everything from where the query begins to the end of the trail. Where it is done
// again, that is as long before the latest event as one can be late.
func (t *eventTail) read(ctx context.Context) error {
	for {
		p, err := t.page(ctx)
		if err != nil {
			return err
		}
		if t.query.Has("since") { // it is of the server's clock, and of now
			t.query.Del("since")
			t.begin = p.Behind
		}
		for n := range p.Events {
			if err := t.print(&p.Events[n]); err != nil {
				return err
			}
		}
		t.latest = max(t.latest, p.Next)
		from := max(t.begin, eventlog.Lately(t.latest))
		maps.DeleteFunc(t.seen, func(id string, _ bool) bool { return id < from })
		if p.Next == "" {
			t.query.Set("behind", from)
			return nil
		}
		t.query.Set("behind", p.Next)
	}
}

func (t *eventTail) page(ctx context.Context) (*eventlog.Page, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	body, err := t.pages.fetch(ctx, strings.TrimPrefix(server.EventsPath, "/"), t.query)
	if err != nil {
		return nil, err
	}
	p := &eventlog.Page{}
	if err := json.Unmarshal(body, p); err != nil {
		return nil, fmt.Errorf("%s does not answer with events: %w", t.pages.Endpoint, err)
	}
	return p, nil
}

func (t *eventTail) print(e *eventlog.Event) error {
	if t.seen[e.ID] {
		return nil
	}
	t.seen[e.ID] = true
	t.latest = max(t.latest, e.ID)
	t.printed++
	if !t.json {
		_, err := fmt.Fprintln(t.out, e.Line())
		return err
	}
	out := json.NewEncoder(t.out)
	out.SetEscapeHTML(false)
	return out.Encode(e)
}
