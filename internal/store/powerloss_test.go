package store_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// sector is what a disk writes as a whole or not at all.
const sector = 512

// platter is what a disk holds: what was synced, and what may or may not be there after the
// power is gone.
type platter struct {
	files   map[string][]byte
	pending map[string][]fileOp
}

func newPlatter() *platter {
	return &platter{files: map[string][]byte{}, pending: map[string][]fileOp{}}
}

// add does what was asked. A sync makes certain what the file was asked before, one of the
// folder which files are gone.
func (p *platter) add(op fileOp) {
	switch op.kind {
	case opSync:
		p.settle(op.file, len(p.pending[op.file]))
	case opSyncFolder:
		for file, ops := range p.pending {
			p.settle(file, 1+lastIndex(ops, func(op fileOp) bool { return op.kind == opDelete }))
		}
	default:
		p.pending[op.file] = append(p.pending[op.file], op)
	}
}

// settle makes the first n pending operations of a file certain.
func (p *platter) settle(file string, n int) {
	for _, op := range p.pending[file][:n] {
		p.files[file] = op.apply(p.files[file], nil)
	}
	p.pending[file] = p.pending[file][n:]
}

func lastIndex(ops []fileOp, is func(fileOp) bool) int {
	for n := len(ops) - 1; n >= 0; n-- {
		if is(ops[n]) {
			return n
		}
	}
	return -1
}

// apply gives what a file is after an operation. chance draws the sectors that arrive; nil: all.
func (op *fileOp) apply(file []byte, chance *rand.Rand) []byte {
	switch op.kind {
	case opDelete:
		return nil
	case opTruncate:
		return resized(file, int(op.at))
	}
	file = resized(file, max(len(file), int(op.at)+len(op.data)))
	for from := 0; from < len(op.data); {
		to := min(len(op.data), from+sector-(int(op.at)+from)%sector)
		if chance == nil || chance.IntN(2) == 0 {
			copy(file[int(op.at)+from:], op.data[from:to])
		}
		from = to
	}
	return file
}

func resized(file []byte, size int) []byte {
	if size <= len(file) {
		return file[:size]
	}
	return append(file, make([]byte, size-len(file))...)
}

// afterPowerLoss writes what is left to a folder: all that was synced, and of the rest what
// chance lets through.
func (p *platter) afterPowerLoss(t *testing.T, folder string, chance *rand.Rand) {
	t.Helper()
	files := maps.Clone(p.files)
	for name, ops := range p.pending {
		file := append([]byte(nil), files[name]...)
		for _, op := range ops {
			if chance.IntN(2) == 0 {
				file = op.apply(file, chance)
			}
		}
		files[name] = file
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// acknowledged is a change that a caller was told is done, and how much had been asked of
// the disk by then.
type acknowledged struct {
	image, name string
	request     string // that was refused, or ""
	ops         int
}

// load lets writers make and rename images at once.
func load(t *testing.T, w *world, l *fileLayer, round int) (all []acknowledged) {
	t.Helper()
	var mu sync.Mutex
	acknowledge := func(image, name, request string) {
		mu.Lock()
		defer mu.Unlock()
		all = append(all, acknowledged{image, name, request, l.length()})
	}
	var wg sync.WaitGroup
	for n := range 6 {
		wg.Go(func() {
			for m := range 6 {
				id := fmt.Sprintf("m-%d-%d-%d", round, n, m)
				for _, name := range []string{"first-" + id, "second-" + id} {
					if err := w.try(func(tx *store.Tx) error { return put(tx, id, name) }); err != nil {
						t.Error(err)
						return
					}
					acknowledge(id, name, "")
					o := w.request()
					if err := w.db.Update(t.Context(), o, func(tx *store.Tx) error { return errors.Join(put(tx, id, "not"), errRefused) }); !errors.Is(err, errRefused) {
						t.Error(err)
						return
					}
					acknowledge(id, name, o.RequestID)
				}
			}
		})
	}
	wg.Wait()
	return all
}

// put makes an image, or gives the one that is there another name.
func put(tx *store.Tx, id, name string) error {
	if taken, err := tx.NameTaken(ali, hangzhou, "first-"+id, ""); err != nil || !taken {
		return tx.CreateImage(sample(id, named(name)))
	}
	return changeImage(tx, id, func(i *cloud.Image) { i.Name = name })
}

// powerLosses pulls the plug at many moments of a load with checkpoints and restarts, and gives the
// first loss that should not be. The file layer keeps what was synced; of what was not, any sector may
// be there or not.
func powerLosses(t *testing.T, losses int, opened func(*store.DB) error) error {
	t.Helper()
	folder := t.TempDir()
	l := newFileLayer(t, folder)
	var acked []acknowledged
	for round := range 4 {
		w := &world{t: t, db: open(t, folder), now: epoch}
		if err := opened(w.db); err != nil {
			t.Fatal(err)
		}
		acked = append(acked, load(t, w, l, round)...)
		if err := store.Checkpoint(w.db); err != nil {
			t.Fatal(err)
		}
		acked = append(acked, load(t, w, l, round+10)...)
		if err := w.db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	chance := rand.New(rand.NewPCG(1, 2))
	cuts := map[int]int{} // how often the plug is pulled after so many operations
	for range losses {
		cuts[acked[0].ops+chance.IntN(len(l.ops)-acked[0].ops)]++
	}
	p := newPlatter()
	for n, op := range l.ops {
		p.add(op)
		for range cuts[n+1] {
			lost := t.TempDir()
			newFileLayer(t, lost) // need not wait for its disk
			p.afterPowerLoss(t, lost, chance)
			if err := verifyAfterPowerLoss(t.Context(), lost, acked, n+1); err != nil {
				return fmt.Errorf("after %d operations: %w", n+1, err)
			}
		}
	}
	t.Logf("%d power losses in %d operations of the disk, %d changes acknowledged", losses, len(l.ops), len(acked))
	return nil
}

// TestPowerLoss: what was acknowledged is there, whenever the plug is pulled.
func TestPowerLoss(t *testing.T) {
	losses := 60
	if n, err := strconv.Atoi(os.Getenv("TORTURE_CYCLES")); err == nil {
		losses = n
	}
	if err := powerLosses(t, losses, func(*store.DB) error { return nil }); err != nil {
		t.Fatal(err)
	}
}

// TestPowerLossIsFound: a store whose commits are not synced does lose what it acknowledged, and the
// same checks find it.
func TestPowerLossIsFound(t *testing.T) {
	for _, mode := range []string{"NORMAL", "OFF"} {
		t.Run(mode, func(t *testing.T) {
			err := powerLosses(t, 60, func(db *store.DB) error { return store.SetSynchronous(db, mode) })
			if err == nil {
				t.Fatal("no loss was found")
			}
			t.Log(err)
		})
	}
}

// verifyAfterPowerLoss: whatever was acknowledged before is there, and nothing is half done.
func verifyAfterPowerLoss(ctx context.Context, folder string, acked []acknowledged, ops int) error {
	db, err := store.Open(ctx, folder)
	if err != nil {
		return err
	}
	err = db.View(ctx, func(tx *store.Tx) error { return verifyAcknowledged(tx, acked, ops) })
	images, err2 := db.CountRows(ctx, "images")
	tags, err3 := db.CountRows(ctx, "tags")
	if err := errors.Join(err, err2, err3, db.Close()); err != nil {
		return err
	}
	if tags != 2*images {
		return fmt.Errorf("%d tags of %d images, which have two each", tags, images)
	}
	return nil
}

func verifyAcknowledged(tx *store.Tx, acked []acknowledged, ops int) error {
	trail, err := trailOf(tx)
	if err != nil {
		return err
	}
	want := map[string]string{}
	for _, a := range acked {
		if a.ops <= ops {
			want[a.image] = a.name
		}
		if events := trail[a.request]; a.ops <= ops && a.request != "" && (len(events) != 1 || events[0].Code != "Refused") {
			return fmt.Errorf("the refusal of %s was told, and the trail has %+v", a.request, events)
		}
	}
	for id, name := range want {
		i, err := tx.Image(ali, hangzhou, id)
		if err != nil {
			return fmt.Errorf("%s was acknowledged: %w", id, err)
		}
		if i.Name != name && i.Name != "second-"+id { // a later change may have arrived as well
			return fmt.Errorf("%s is %q, acknowledged was %q", id, i.Name, name)
		}
		events, err := tx.ImageEvents(ali, hangzhou, id)
		if err != nil {
			return err
		}
		if len(events) == 0 || events[len(events)-1].After["name"] != i.Name {
			return fmt.Errorf("%s is %q, its events are %+v", id, i.Name, events)
		}
	}
	return nil
}
