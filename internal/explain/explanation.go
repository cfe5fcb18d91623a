package explain

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"sesame/internal/apierr"
	"sesame/internal/errorcentre"
	"sesame/internal/rpc"
	"sesame/internal/store"
	"sesame/internal/trace"
)

// Explanation says why a request was answered as it was.
type Explanation struct {
	RequestID   string    `json:"requestId"`
	At          time.Time `json:"at"`
	TookMicros  int64     `json:"tookMicros"`
	Product     string    `json:"product,omitempty"`
	Action      string    `json:"action"`
	Version     string    `json:"version"`
	AccountID   string    `json:"accountId,omitempty"` // empty: nobody proved to be anybody
	AccessKeyID string    `json:"accessKeyId,omitempty"`
	Source      string    `json:"source"`
	Status      int       `json:"status"`
	Code        string    `json:"code,omitempty"`
	Message     string    `json:"message,omitempty"`

	Summary   string     `json:"summary"` // the explanation in a sentence
	Checks    []Step     `json:"checks"`
	Decided   *Decision  `json:"decided,omitempty"` // nothing was refused: none
	State     []State    `json:"state,omitempty"`   // what there is now of what was looked at
	DryRun    *DryRun    `json:"dryRun,omitempty"`
	Corrected *Corrected `json:"corrected,omitempty"`

	Request    Request `json:"request"`
	Answer     string  `json:"answer"`
	AnswerSize int     `json:"answerSize"` // bytes; more than Answer has when that was cut
}

// Step is one check.
type Step struct {
	Check   string   `json:"check"` // what is so when it is passed
	Rules   []string `json:"rules,omitempty"`
	Looked  []Value  `json:"looked,omitempty"`
	Decided bool     `json:"decided,omitempty"` // it refused the request; all before it were passed
}

// Decision is the check that refused the request, with the rules behind it.
type Decision struct {
	Check string   `json:"check"`
	Rules []Rule   `json:"rules,omitempty"`
	Takes []string `json:"takes,omitempty"` // the values that it lets pass
	// Inferred: the check was not recorded when it was made; the code tells which it must be.
	Inferred bool `json:"inferred,omitempty"`
	// Cause and Remedy are what is known of the error.
	Cause  string `json:"cause,omitempty"`
	Remedy string `json:"remedy,omitempty"`
}

// DryRun says what a call that kept nothing would have changed.
type DryRun struct {
	Effects []Effect `json:"effects"`
}

// Effect is a resource with what would have become of it.
type Effect struct {
	Resource string        `json:"resource"` // region/kind/id
	Change   string        `json:"change"`   // made, changed or removed
	Values   []EffectValue `json:"values"`
}

// EffectValue is one attribute before and after; "" for none.
type EffectValue struct {
	Name   string `json:"name"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// Explainer explains the requests of a ring.
type Explainer struct {
	Ring     *Ring
	DB       *store.DB
	Products []*rpc.Product
	Now      func() time.Time
}

// Explain explains a request, or gives nil when it is not kept.
func (e *Explainer) Explain(ctx context.Context, requestID string) (*Explanation, error) {
	r := e.Ring.Find(requestID)
	if r == nil {
		return nil, nil
	}
	x := explain(r)
	read := r.read()
	x.Request = r.request(read)
	a := advisor{Explainer: e, record: r, read: read, x: x, decider: decider(r)}
	if err := e.DB.View(ctx, a.look); err != nil {
		return nil, err
	}
	return x, nil
}

// explain tells what the record alone says.
func explain(r *Record) *Explanation {
	x := &Explanation{
		RequestID: r.RequestID, At: r.At, TookMicros: r.Took.Microseconds(),
		Product: r.Product, Action: r.Action, Version: r.Version,
		AccountID: r.AccountID, AccessKeyID: r.AccessKeyID, Source: r.Source,
		Status: r.Status, Code: r.Code, Message: maskText(r.Message),
		Answer: maskText(strings.ToValidUTF8(string(r.Answer), "")), AnswerSize: r.AnswerSize,
	}
	for k, looked := range r.Trace.Steps() {
		x.Checks = append(x.Checks, Step{Check: says(k), Rules: k.Rules, Looked: values(looked)})
	}
	x.decide(decider(r))
	x.DryRun = dryRun(r.Trace.Effects())
	x.Summary = x.summary()
	return x
}

// decider is the check that refused the request: the last one, when its code is one that
// this check gives. Nil: the operation refused it by a check that it did not record.
func decider(r *Record) *trace.Check {
	var last *trace.Check
	for k := range r.Trace.Steps() {
		last = k
	}
	if r.Code == "" || last == nil || !last.Refuses(r.Code) {
		return nil
	}
	return last
}

// says tells a check. One without words of its own is told by what is known of its error.
func says(k *trace.Check) string {
	if k.Says != "" || len(k.Codes) == 0 {
		return k.Says
	}
	return notSo(k.Codes[0], k.Message)
}

func notSo(code, message string) string {
	if e, ok := errorcentre.Find(code, message); ok {
		return "this is not so: " + firstSentence(e.Cause)
	}
	return "nothing stands in its way that is told with " + code
}

func firstSentence(text string) string {
	first, _, _ := strings.Cut(text, ". ")
	return strings.TrimSuffix(first, ".")
}

func (x *Explanation) decide(k *trace.Check) {
	switch {
	case x.Code == "":
		return
	case k != nil:
		x.Decided = &Decision{Check: says(k), Takes: k.Takes}
	default:
		x.Decided = &Decision{Check: notSo(x.Code, x.Message), Inferred: true}
		x.Checks = append(x.Checks, Step{Check: x.Decided.Check})
	}
	last := &x.Checks[len(x.Checks)-1]
	last.Decided = true
	numbers := last.Rules
	if e, ok := errorcentre.Find(x.Code, x.Message); ok {
		x.Decided.Cause, x.Decided.Remedy = e.Cause, e.Remedy
		if len(numbers) == 0 {
			numbers = e.Rules
		}
	}
	last.Rules = numbers
	for _, number := range numbers {
		if r, ok := FindRule(number); ok {
			x.Decided.Rules = append(x.Decided.Rules, r)
		}
	}
}

// Refused reports whether the call failed. A dry run that all went well in did not.
func (x *Explanation) Refused() bool { return x.Code != "" && !rehearsed(x.Code) }

// rehearsed reports whether a code says that all went well in a dry run.
func rehearsed(code string) bool {
	return code == apierr.DryRunOperation.Code || code == apierr.DryRunSuccess.Code
}

func (x *Explanation) summary() string {
	switch {
	case x.Code == "":
		return fmt.Sprintf("%s was answered: all %d checks were passed.", x.Action, len(x.Checks))
	case rehearsed(x.Code):
		return fmt.Sprintf("%s would have been done: all checks were passed, and DryRun asks that nothing is kept.", x.Action)
	}
	return fmt.Sprintf("%s was refused with %s, by check %d, which asks that %s.",
		cmp.Or(x.Action, "The request"), x.Code, len(x.Checks), strings.TrimSuffix(x.Decided.Check, "."))
}

func values(looked []slog.Attr) (all []Value) {
	for _, a := range looked {
		v := a.Value.String()
		if a.Value.Kind() == slog.KindTime {
			v = a.Value.Time().UTC().Format(time.RFC3339)
		}
		all = append(all, Value{a.Key, rpc.Shown(a.Key, v)})
	}
	return all
}
