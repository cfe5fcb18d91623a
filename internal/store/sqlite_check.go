package store

import (
	"context"
	"fmt"
	"time"

	"zombiezen.com/go/sqlite"
)

// checkTime bounds how long the start waits for the check of a large file.
const checkTime = 2 * time.Second

// checkQuickly refuses a file that is damaged. What cannot be read within the time is not
// looked at; backups are checked as a whole.
func (c *liteConn) checkQuickly(ctx context.Context, path string) error {
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	err := c.checkIntegrity(ctx, path, "quick_check")
	if sqlite.ErrCode(err) == sqlite.ResultInterrupt {
		return nil
	}
	return err
}

// checkIntegrity reads a file from one end to the other.
func (c *liteConn) checkIntegrity(ctx context.Context, path, pragma string) error {
	before := c.SetInterrupt(ctx.Done())
	defer c.SetInterrupt(before)
	var found string
	err := c.query("PRAGMA "+pragma+"(1)", nil, func(s scan) error { return s(&found) })
	switch {
	case err != nil:
		return liteTrouble(path, err)
	case found != "ok":
		return fmt.Errorf("%w: %s: %s: %s", errDamaged, path, found, restoreHint)
	}
	return nil
}
