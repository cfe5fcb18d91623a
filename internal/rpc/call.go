package rpc

import (
	"time"

	"sesame/internal/trace"
)

// Call is what an operation may know about the one who calls and about the moment.
type Call struct {
	RequestID string // upper-case UUID
	Action    string
	Host      string // as the client called it
	Source    string // the address of the client, without the port
	UserAgent string

	AccountID   string // who owns what is operated on
	AccessKeyID string

	Now       time.Time // the one instant of this request; nothing else tells the time
	Nonce     string    // from the signature; empty when replay checks are off
	NonceTime time.Time // the time that was signed with it

	Params *Params // as sent; operations read their request struct

	// Resource names what the call is about, once the operation found it; "" before.
	Resource string
	// Recorded: the store was asked to keep what becomes of the call.
	Recorded bool

	Trace *trace.Trace // what the call was held against; nil: nobody will ask
}

// Present reports whether the caller sent the parameter, be it empty.
func (c *Call) Present(name string) bool {
	_, present := c.Params.Get(name)
	return present
}
