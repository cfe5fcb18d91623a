package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sesame/internal/apierr"
	"sesame/internal/errorcentre"
	"sesame/internal/rpc"
)

const errorsHead = `# Errors

Written by ` + "`go run ./internal/docgen`" + `; do not edit. Messages are as on the wire, misspellings included;
"…" stands for what depends on the request. Causes and remedies are those of internal/errorcentre/causes, numbers
such as A-027 those of [assumptions.md](assumptions.md). A running server has the same under /console/errors, with a
request that shows each error and can be run, and as data at /_sesame/errors.

## Any request

What the gateway answers before an action runs, and when something goes wrong inside. A query or
body that is malformed or too large is ` + "`InvalidParameter`" + `, with a message that says what is wrong.
`

const errorsMiddle = `
## Actions
`

// errorsDocument lists every error that a client can see.
func errorsDocument(served []*rpc.Product) (string, error) {
	var b strings.Builder
	b.WriteString(errorsHead)
	gateway := map[apierr.Error][]string{}
	for _, e := range apierr.Gateway() {
		gateway[*e] = nil
	}
	if err := writeErrors(&b, gateway); err != nil {
		return "", err
	}
	b.WriteString(errorsMiddle)
	err := writeErrors(&b, actionsByError(served))
	return b.String(), err
}

// writeErrors writes a section a code, and in it each explanation below the messages that
// it is of.
func writeErrors(b *strings.Builder, actions map[apierr.Error][]string) error {
	code := ""
	var last *errorcentre.Entry
	for _, e := range sorted(slices.Collect(maps.Keys(actions))) {
		entry, ok := errorcentre.Find(e.Code, e.Message)
		if !ok {
			return fmt.Errorf("internal/errorcentre/causes does not explain %s (%s)", e.Code, e.Message)
		}
		if entry != last {
			writeExplanation(b, last)
		}
		last = entry
		if e.Code != code {
			code = e.Code
			fmt.Fprintf(b, "\n### %s\n", code)
		}
		fmt.Fprintf(b, "\n- %d: %s", e.Status, message(e))
		if len(actions[e]) > 0 {
			fmt.Fprintf(b, " *%s*", strings.Join(actions[e], ", "))
		}
	}
	writeExplanation(b, last)
	return nil
}

func writeExplanation(b *strings.Builder, e *errorcentre.Entry) {
	if e == nil {
		return
	}
	fmt.Fprintf(b, "\n\n%s **What to do:** %s", e.Cause, e.Remedy)
	if len(e.Rules) > 0 {
		fmt.Fprintf(b, " (%s)", strings.Join(e.Rules, ", "))
	}
	b.WriteString("\n")
}

// actionsByError gives for each error the actions that can answer it, by name.
func actionsByError(served []*rpc.Product) map[apierr.Error][]string {
	all := map[apierr.Error][]string{}
	for _, p := range served {
		for _, name := range slices.Sorted(maps.Keys(p.Operations)) {
			for _, e := range p.Operations[name].Errors {
				if !slices.Contains(all[*e], name) {
					all[*e] = append(all[*e], name)
				}
			}
		}
	}
	return all
}

// sorted puts errors of one code and explanation next to each other.
func sorted(all []apierr.Error) []apierr.Error {
	explanation := func(e apierr.Error) string {
		entry, ok := errorcentre.Find(e.Code, e.Message)
		if !ok {
			return ""
		}
		return entry.Message
	}
	return slices.SortedFunc(slices.Values(all), func(a, b apierr.Error) int {
		return cmp.Or(strings.Compare(a.Code, b.Code), strings.Compare(explanation(a), explanation(b)),
			cmp.Compare(a.Status, b.Status), strings.Compare(a.Message, b.Message))
	})
}

// message is the text for people to read, in Markdown.
func message(e apierr.Error) string {
	return strings.NewReplacer("%q", `"…"`, "%s", "…", "<", "&lt;", "*", `\*`).Replace(e.Message)
}
