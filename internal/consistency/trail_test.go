package consistency_test

import (
	"context"
	"math"
	"sync"

	"sesame/internal/api/ecs"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// answered is what callers were told, by request: of those calls that may change something.
type answered struct {
	mu    sync.Mutex
	codes map[string]string
}

var operations = ecs.New(ecs.Config{}).Operations

func (a *answered) note(action, request, code string) {
	if o := operations[action]; o == nil || o.Access != rpc.Write || code == "SignatureNonceUsed" {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.codes == nil {
		a.codes = map[string]string{}
	}
	a.codes[request] = code
}

// checkTrail holds the trail against what the callers were told: each call is in it with its code, a refused
// one once, and nothing else is.
func (w *world) checkTrail(t tester, db *store.DB) {
	t.Helper()
	left := map[string]bool{}
	for request := range w.answered.codes {
		left[request] = true
	}
	for _, u := range w.users {
		var events []store.Event
		err := db.View(context.WithoutCancel(t.Context()), func(tx *store.Tx) (err error) {
			events, err = tx.EventsBetween(u.account, &store.EventRange{Limit: math.MaxInt32})
			return err
		})
		if err != nil {
			t.Fatalf("trail: %v", err)
		}
		for _, e := range events {
			code, known := w.answered.codes[e.RequestID]
			switch {
			case e.Parameters == nil && !known: // made beside the API
			case !known:
				t.Fatalf("an event of a call that nobody made: %+v", e)
			case code != e.Code, code != "" && !left[e.RequestID]:
				t.Fatalf("request %s was told %q; its event: %+v", e.RequestID, code, e)
			default:
				delete(left, e.RequestID)
			}
		}
	}
	for request := range left {
		t.Fatalf("request %s was told %q and is not in the trail", request, w.answered.codes[request])
	}
}
