package ecs

import (
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/trace"
)

// What operations of many kinds are held against.
var (
	regionExists = newCheck("the region exists", "A-007", apierr.RegionNotFound, apierr.RegionUnknown, apierr.RegionNotInRecords,
		apierr.RegionNotFoundHere, apierr.SourceRegionNotFound, apierr.DestinationRegionNotFound)
	pageSane    = newCheck("the page asked for is one", "", apierr.InvalidParameter)
	groupExists = newCheck("the resource group exists", "A-127", apierr.ResourceGroupNotFound)
	tagsRoom    = newCheck("there is room for the tags", "A-017", apierr.QuotaTags)
	tagsForm    = newCheck("keys and values of tags are well formed, and no key is there twice", "A-017",
		apierr.TagKeyMalformed, apierr.TagValueMalformed, apierr.DuplicateTagKey, apierr.TagMismatch)
	kindExists     = newCheck("resources of this type exist here", "A-120", apierr.ResourceTypeNotFound)
	resourceExists = newCheck("the caller has the resource", "A-121", apierr.JoinResourceNotFound, apierr.TaggedResourceUnknown)
	tokenForm      = newCheck("the ClientToken has at most 64 ASCII characters", "A-060", apierr.InvalidParameter)
	tokenSame      = newCheck("the ClientToken did not come with other parameters before", "A-060",
		apierr.IdempotentParameterMismatch, apierr.IdempotenceParamNotMatch, apierr.SnapshotTokenMismatch)
	meant = newCheck("the call is meant, and not a dry run", "A-026", apierr.DryRunOperation, apierr.DryRunSuccess)
)

// newCheck makes a check of one rule, "" for none, that refuses with some errors.
func newCheck(says, rule string, refuses ...*apierr.Error) *trace.Check {
	k := &trace.Check{Says: says}
	if rule != "" {
		k.Rules = []string{rule}
	}
	for _, e := range refuses {
		k.Codes = append(k.Codes, e.Code)
	}
	return k
}

// taking says which values the check lets pass.
func taking(k *trace.Check, values ...string) *trace.Check {
	k.Takes = values
	return k
}

// errorChecks are made when they are first needed, by catalogue entry.
var errorChecks sync.Map

// notToldWith is the check that refuses with an entry of the catalogue and nothing else. It
// has no words of its own: what it is about is known of the error.
func notToldWith(e *apierr.Error) *trace.Check {
	if k, ok := errorChecks.Load(e); ok {
		return k.(*trace.Check)
	}
	k, _ := errorChecks.LoadOrStore(e, &trace.Check{Codes: []string{e.Code}, Message: e.Message})
	return k.(*trace.Check)
}

// sentValue is a parameter as it was sent.
func sentValue(c *rpc.Call, parameter string) slog.Attr {
	v, _ := c.Params.Get(parameter)
	return slog.String(parameter, v)
}

// trial holds a call against checks, one after the other, until one refuses it.
type trial struct {
	c   *rpc.Call
	err error
}

func try(c *rpc.Call) *trial { return &trial{c: c} }

// not refuses with e, an entry of the catalogue, when something is so. What was looked at is the parameters named; of a
// parameter that was not sent nothing is told.
func (t *trial) not(so bool, e *apierr.Error, parameters ...string) {
	if t.err != nil {
		return
	}
	if so {
		t.err = e
	}
	var looked [3]slog.Attr
	n := 0
	for _, p := range parameters {
		if sent(t.c, p) && n < len(looked) {
			looked[n] = sentValue(t.c, p)
			n++
		}
	}
	if n > 0 || so || len(parameters) == 0 {
		t.c.Trace.Check(notToldWith(e), looked[:n]...)
	}
}

// pass records a check, and refuses with e when something is so.
func (t *trial) pass(k *trace.Check, so bool, e *apierr.Error, looked ...slog.Attr) {
	if t.err != nil {
		return
	}
	t.c.Trace.Check(k, looked...)
	if so {
		t.err = e
	}
}

// not is a trial of one check.
func not(c *rpc.Call, so bool, e *apierr.Error, parameters ...string) error {
	t := trial{c: c}
	t.not(so, e, parameters...)
	return t.err
}

// deny gives e, and records that it is what decided, unless the check behind it was
// recorded before.
func deny(c *rpc.Call, e *apierr.Error, parameters ...string) error {
	if k := c.Trace.Last(); k != nil && slices.Contains(k.Codes, e.Code) {
		return e
	}
	var looked []slog.Attr
	for _, p := range parameters {
		if sent(c, p) {
			looked = append(looked, sentValue(c, p))
		}
	}
	c.Trace.Check(&trace.Check{Codes: []string{e.Code}, Message: e.Message}, looked...)
	return e
}

// bad refuses a parameter that has no code of its own.
func (t *trial) bad(so bool, parameter string) {
	if t.err != nil || !so {
		return
	}
	t.err = apierr.InvalidParameter.With(parameter)
	t.c.Trace.Check(notToldWith(apierr.InvalidParameter), sentValue(t.c, parameter))
}

// rung is a check that a rule of the domain makes, told by the error it gives.
type rung struct {
	broken    error
	check     *trace.Check
	parameter string // which it is about: of what was not sent nothing is told. "": it is always made
	value     string // with which alone it is made; "": with any
	looks     func(i *cloud.Image, now time.Time) slog.Attr
}

// asked reports whether the call asks for what the check is about.
func (r *rung) asked(c *rpc.Call) bool {
	v, _ := c.Params.Get(r.parameter)
	return r.parameter == "" || v != "" && (r.value == "" || r.value == v)
}

// ladder is the checks of a rule in the order in which it makes them.
type ladder []rung

// told records the checks up to the one that gave err.
func (l ladder) told(c *rpc.Call, i *cloud.Image, err error) {
	if c.Trace == nil {
		return
	}
	for n := range l {
		r := &l[n]
		refused := err != nil && errors.Is(err, r.broken)
		if refused || r.asked(c) {
			var looked [2]slog.Attr
			all := looked[:0]
			if r.parameter != "" {
				all = append(all, sentValue(c, r.parameter))
			}
			if r.looks != nil {
				all = append(all, r.looks(i, c.Now))
			}
			c.Trace.Check(r.check, all...)
		}
		if refused {
			return
		}
	}
}
