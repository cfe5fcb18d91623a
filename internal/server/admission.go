package server

import (
	"container/list"
	"context"
	"sync"
)

// admission lets calls in to work: so many at once, of which one account can have three
// quarters. Those of an account wait for each other in a line of their own, and the lines
// take turns, so that a noisy account makes itself wait and not the others. Lines are
// bounded: who comes to a full one is told so at once.
//
// What is at work is what can queue for the store's writer, which is thereby bounded, too.
type admission struct {
	most, share int // at work, of all and of one account
	line        int // that wait, of one account
	all         int // that wait, of all

	mu       sync.Mutex
	working  int
	waiting  int
	accounts map[string]*line // that have somebody at work or waiting
	turns    list.List        // of *line: those where somebody waits, the next one first
}

// line is what one account has at work and waiting.
type line struct {
	account string
	working int
	waiting list.List     // of chan struct{}: closed when its turn has come
	turn    *list.Element // in turns; nil when nobody waits
}

func newAdmission(l Limits) *admission {
	return &admission{
		most: l.Calls, share: max(1, l.Calls*3/4), line: l.Waiting, all: 4 * l.Waiting,
		accounts: map[string]*line{},
	}
}

// enter waits for the account's turn; leave must follow. It fails with errBusy: at once when
// too many wait already, and when ctx ends before its turn has come.
func (a *admission) enter(ctx context.Context, account string) error {
	a.mu.Lock()
	l := a.accounts[account]
	if l == nil {
		l = &line{account: account}
		a.accounts[account] = l
	}
	if a.working < a.most && l.working < a.share {
		a.working++
		l.working++
		a.mu.Unlock()
		return nil
	}
	if l.waiting.Len() >= a.line || a.waiting >= a.all {
		a.forget(l)
		a.mu.Unlock()
		return errBusy
	}
	turn := make(chan struct{})
	place := l.waiting.PushBack(turn)
	if a.waiting++; l.turn == nil {
		l.turn = a.turns.PushBack(l)
	}
	a.mu.Unlock()
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
		return a.giveUp(l, place, turn)
	}
}

// giveUp leaves the line, unless the turn came at the same moment.
func (a *admission) giveUp(l *line, place *list.Element, turn chan struct{}) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	select {
	case <-turn:
		return nil
	default:
	}
	a.unwait(l, place)
	a.forget(l)
	return errBusy
}

// leave ends the work of a call and lets in the next ones.
func (a *admission) leave(account string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	l := a.accounts[account]
	a.working--
	l.working--
	a.forget(l)
	for e := a.turns.Front(); e != nil && a.working < a.most; {
		next, after := e.Value.(*line), e.Next()
		if next.working < a.share { // at most one account has all that it can
			a.turns.MoveToBack(e)
			a.begin(next)
			after = a.turns.Front()
		}
		e = after
	}
}

// begin lets in the first of a line.
func (a *admission) begin(l *line) {
	first := l.waiting.Front()
	a.unwait(l, first)
	a.working++
	l.working++
	close(first.Value.(chan struct{}))
}

func (a *admission) unwait(l *line, place *list.Element) {
	l.waiting.Remove(place)
	a.waiting--
	if l.waiting.Len() == 0 {
		a.turns.Remove(l.turn)
		l.turn = nil
	}
}

// forget drops an account that has nothing here any more.
func (a *admission) forget(l *line) {
	if l.working == 0 && l.waiting.Len() == 0 {
		delete(a.accounts, l.account)
	}
}

// depth is how many calls are at work, and how many wait.
func (a *admission) depth() (working, waiting int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.working, a.waiting
}
