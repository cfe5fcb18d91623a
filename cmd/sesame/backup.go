package main

import (
	"context"
	"fmt"

	"sesame/internal/store"
)

type backupCommand struct {
	File string `arg:"" placeholder:"FILE" help:"The file to make. It must not be there yet."`
	Data string `default:"./sesame-data" placeholder:"FOLDER" help:"The folder of the store (${default})."`
}

// Run copies the store, whether or not a server works on it, and checks the copy.
func (c *backupCommand) Run(ctx context.Context, a *app) error {
	made, err := store.Backup(ctx, c.Data, c.File)
	if err != nil {
		return fmt.Errorf("cannot back up %s: %w", shownData(c.Data), err)
	}
	_, err = fmt.Fprintf(a.stdout, "%s: %s\n", c.File, shownCopy(made))
	return err
}

// shownCopy says what a copy holds.
func shownCopy(c *store.Copied) string {
	return fmt.Sprintf("%d bytes, %d images, %d instances, %d events; read again and found whole",
		c.Bytes, c.Rows["images"], c.Rows["instances"], c.Rows["events"])
}
