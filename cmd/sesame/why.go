package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"strings"
	"time"

	"sesame/internal/explain"
)

type whyCommand struct {
	RequestID string `arg:"" name:"request-id" help:"Id of the request, as every answer has it."`

	JSON bool `help:"Print the explanation as JSON, with the request, what was signed and the answer."`
	ownPageFlags
}

// Help says how long there is an explanation.
func (whyCommand) Help() string {
	return `Each check that the request was held against, in order, with what it looked at; the one that decided
and the rule behind it; what there is now; and the call that would do better, where there is one.

A server keeps its last requests only: see --keep-requests of sesame serve. The exit status is 1 when
it does not keep this one.`
}

var requestIDForm = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)

// Run fetches the explanation of a request and prints it.
func (w *whyCommand) Run(a *app) error {
	if !requestIDForm.MatchString(w.RequestID) {
		return usageError{fmt.Errorf("%q is no RequestId", w.RequestID)}
	}
	interrupted, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(interrupted, callTimeout)
	defer cancel()
	body, err := w.fetch(ctx, "_sesame/explain/"+strings.ToUpper(w.RequestID), nil)
	if err != nil {
		return err
	}
	if w.JSON {
		_, err = a.stdout.Write(body)
		return err
	}
	var x explain.Explanation
	if err := json.Unmarshal(body, &x); err != nil {
		return fmt.Errorf("%s does not answer with an explanation: %w", w.Endpoint, err)
	}
	return printExplanation(a.stdout, &x)
}

// printer remembers the first error of writing, after which nothing is written.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

func printExplanation(w io.Writer, x *explain.Explanation) error {
	p := &printer{w: w}
	p.line("%s\n", x.Summary)
	p.line("request   %s, %s, took %v", x.RequestID, x.At.UTC().Format(time.RFC3339), time.Duration(x.TookMicros)*time.Microsecond)
	if x.AccountID == "" {
		p.line("caller    not proven, from %s", x.Source)
	} else {
		p.line("caller    account %s, key %s, from %s", x.AccountID, x.AccessKeyID, x.Source)
	}
	p.line("answer    %s", strings.TrimSpace(fmt.Sprint(x.Status, " ", x.Code, " ", x.Message)))
	p.checks(x)
	p.reasons(x)
	if x.Corrected != nil {
		p.line("\nInstead: %s\n    %s", x.Corrected.Why, x.Corrected.Command)
	}
	return p.err
}

func (p *printer) checks(x *explain.Explanation) {
	p.line("\nChecks")
	for n, s := range x.Checks {
		mark := "ok"
		if s.Decided {
			mark = "NO"
		}
		p.line("%4d %s  %s", n+1, mark, strings.Join(append([]string{s.Check}, s.Rules...), "  "))
		if len(s.Looked) > 0 {
			p.line("         %s", joined(s.Looked))
		}
	}
}

func (p *printer) reasons(x *explain.Explanation) {
	if x.Decided != nil && x.Decided.Cause != "" {
		p.line("\nCause: %s\nRemedy: %s", x.Decided.Cause, x.Decided.Remedy)
	}
	if x.Decided != nil && len(x.Decided.Rules) > 0 {
		p.line("\nRules (docs/assumptions.md)")
		for _, r := range x.Decided.Rules {
			p.line("    %s %s", r.Number, r.Text)
		}
	}
	if len(x.State) > 0 {
		p.line("\nNow")
		for _, s := range x.State {
			p.line("    %s  %s", s.Resource, joined(s.Values))
		}
	}
	if x.DryRun == nil {
		return
	}
	p.line("\nWithout DryRun")
	for _, e := range x.DryRun.Effects {
		p.line("    %s would be %s", e.Resource, e.Change)
		for _, v := range e.Values {
			p.line("        %s: %q -> %q", v.Name, v.Before, v.After)
		}
	}
}

func joined(values []explain.Value) string {
	var all []string
	for _, v := range values {
		all = append(all, fmt.Sprintf("%s=%q", v.Name, v.Value))
	}
	return strings.Join(all, " ")
}
