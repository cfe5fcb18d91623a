package store

import (
	"context"
	"fmt"
	"time"

	"zombiezen.com/go/sqlite"
)

// checkTime bounds how long the start waits for the check of a large file.
const checkTime = 2 * time.Second

// checkIntegrity reads the file and refuses one that is damaged. What cannot be read within
// the time is not looked at; backups are checked as a whole.
func (c *liteConn) checkIntegrity(ctx context.Context, path, pragma string, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	before := c.SetInterrupt(ctx.Done())
	defer c.SetInterrupt(before)
	var found string
	err := c.query("PRAGMA "+pragma+"(1)", nil, func(s scan) error { return s(&found) })
	switch {
	case sqlite.ErrCode(err) == sqlite.ResultInterrupt:
		return nil
	case err != nil:
		return liteTrouble(path, err)
	case found != "ok":
		return fmt.Errorf("%w: %s: %s: %s", errDamaged, path, found, restoreHint)
	}
	return nil
}
