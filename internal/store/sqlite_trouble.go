package store

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"zombiezen.com/go/sqlite"
)

// ErrUnavailable says that the store cannot do now what is asked of it, and why: the disk is
// full, the file is damaged, the database does not answer. Nothing of the call was
// done, unless it says that nobody knows.
var ErrUnavailable = errors.New("store: unavailable")

// errDamaged is a fault of the file itself: it stays until a backup is restored.
var errDamaged = fmt.Errorf("%w: damaged", ErrUnavailable)

// restoreHint is what helps against a damaged file.
const restoreHint = `restore a backup with "sesame restore"`

// liteTrouble says in one line what is wrong with a file, where the cause is not the
// statement but what it met. Other errors are given as they are.
func liteTrouble(path string, err error) error {
	switch code := sqlite.ErrCode(err); code.ToPrimary() {
	case sqlite.ResultFull:
		return fmt.Errorf("%w: the disk of %s is full; changes are taken again when there is room", ErrUnavailable, path)
	case sqlite.ResultReadOnly:
		return fmt.Errorf("%w: %s is read-only", ErrUnavailable, path)
	case sqlite.ResultBusy, sqlite.ResultLocked:
		return fmt.Errorf("%w: another program keeps %s locked", ErrUnavailable, path)
	case sqlite.ResultCorrupt, sqlite.ResultNotADB:
		return fmt.Errorf("%w: %s: %s: %s", errDamaged, path, code.Message(), restoreHint)
	case sqlite.ResultIOErr, sqlite.ResultCantOpen:
		return fmt.Errorf("%w: the disk of %s does not work as it should: %s", ErrUnavailable, path, code)
	}
	return err
}

// isFault reports whether a panic is of a page that is mapped and cannot be read: the file
// was cut, or its disk gives an error.
func isFault(p any) bool {
	_, is := p.(interface{ Addr() uintptr })
	return is
}

// faultError tells of such a page.
func faultError(path string) error {
	return fmt.Errorf("%w: a page of %s cannot be read: %s", errDamaged, path, restoreHint)
}

// health tells when a store becomes unavailable and when it is available again, once each.
type health struct {
	mu      sync.Mutex
	tell    func(error) // nil: nobody listens
	told    string      // what it was told last, without the details behind a semicolon
	trouble atomic.Bool // told is not empty
}

// note hears how a transaction ended.
func (h *health) note(err error) {
	if errors.Is(err, ErrUnavailable) || err == nil && h.trouble.Load() {
		h.change(err)
	}
}

func (h *health) change(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	text := ""
	if err != nil {
		text, _, _ = strings.Cut(err.Error(), ";")
	}
	if text == h.told {
		return
	}
	h.told = text
	h.trouble.Store(err != nil)
	if h.tell != nil {
		h.tell(err)
	}
}

// OnTrouble has fn told when changes cannot be made any more, with the reason, and nil when
// they can again. It is called once, before the store is used.
func (db *DB) OnTrouble(fn func(error)) { db.health.tell = fn }
