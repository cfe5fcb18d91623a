package server

import (
	"context"
	"log/slog"
	"os"
	"time"
)

// watched is something that was read from files and is read again when they change.
type watched struct {
	what  string
	files []string
	load  func() error // a failure keeps what there was
	seen  []os.FileInfo
	fault string // why it could not be read, "" when it could
}

func newWatched(what string, load func() error, files ...string) *watched {
	w := &watched{what: what, files: files, load: load}
	w.seen = w.look()
	return w
}

func (w *watched) look() []os.FileInfo {
	all := make([]os.FileInfo, len(w.files))
	for n, f := range w.files {
		all[n], _ = os.Stat(f) // one that is gone is as good as one that changed
	}
	return all
}

// changed remembers what it sees. A file that was replaced by a rename is another one.
func (w *watched) changed() bool {
	now, changed := w.look(), false
	for n, is := range now {
		was := w.seen[n]
		if is == nil || was == nil {
			changed = changed || is != was
			continue
		}
		changed = changed || !os.SameFile(is, was) || !is.ModTime().Equal(was.ModTime()) || is.Size() != was.Size()
	}
	w.seen = now
	return changed
}

// watchPause is how long a change of a file may go unseen.
const watchPause = time.Second

// watch reads again what changed, until ctx ends. Files are looked at instead of waiting for
// the system to tell: that works on every file system, and for links that are switched.
func (s *Server) watch(ctx context.Context) {
	tick := time.NewTicker(watchPause)
	defer tick.Stop()
	for {
		again := false
		select {
		case <-ctx.Done():
			return
		case <-s.Reload:
			again = true
		case <-tick.C:
		}
		for _, w := range s.watched {
			if changed := w.changed(); changed || again {
				w.fault = "" // it is told again
				s.reload(ctx, w)
			} else if w.fault != "" { // permissions change without a trace in a file
				s.reload(ctx, w)
			}
		}
	}
}

func (s *Server) reload(ctx context.Context, w *watched) {
	err := w.load()
	if err != nil && err.Error() == w.fault {
		return
	}
	if err != nil {
		w.fault = err.Error()
		s.Log.LogAttrs(ctx, slog.LevelError, "not read again, as it was before", slog.String("what", w.what), slog.String("error", err.Error()))
		return
	}
	w.fault = ""
	s.Log.LogAttrs(ctx, slog.LevelInfo, "read again", slog.String("what", w.what))
}
