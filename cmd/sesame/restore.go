package main

import (
	"context"
	"fmt"

	"sesame/internal/store"
)

type restoreCommand struct {
	File  string `arg:"" placeholder:"FILE" help:"A backup."`
	Data  string `default:"./sesame-data" placeholder:"FOLDER" help:"The folder of the store (${default}). No server may work on it."`
	Force bool   `help:"Restore over a store that is not empty. It is kept aside, in the same folder."`
}

// Run makes a backup the store of a folder.
func (c *restoreCommand) Run(ctx context.Context, a *app) error {
	aside := ".before-" + a.now().UTC().Format("20060102T150405.000Z")
	made, err := store.Restore(ctx, c.File, c.Data, c.Force, aside)
	if err != nil {
		return fmt.Errorf("cannot restore %s: %w", shownData(c.Data), err)
	}
	_, err = fmt.Fprintf(a.stdout, "%s: %s\n", c.Data, shownCopy(made))
	return err
}
