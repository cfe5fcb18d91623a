package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/signal"
)

type historyCommand struct {
	Image string `arg:"" help:"Id of the image; it may be gone."`

	Account string `placeholder:"NAME" help:"Only what one account did, by its name or id. Without it: all accounts."`
	JSON    bool   `help:"Print each event as one line of JSON, with the parameters that were sent."`
	ownPageFlags
}

// Help says what is part of a history.
func (historyCommand) Help() string {
	return `A line for each event of the image, from the first to the last: when (UTC), which account (and key),
from which address, by which action, and what was different before and after. Attempts that were
refused are among them. The exit status is 1 when there is no event of such an image.`
}

// Run prints the history of an image.
func (c *historyCommand) Run(a *app) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	t := &eventTail{pages: &c.ownPageFlags, json: c.JSON, out: a.stdout, seen: map[string]bool{}}
	t.query = url.Values{"image": {c.Image}, "account": {c.Account}}
	if err := t.read(ctx); err != nil {
		return err
	}
	if t.printed == 0 {
		return fmt.Errorf("there is no event of an image %q", c.Image)
	}
	return nil
}
