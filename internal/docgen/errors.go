package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sesame/internal/apierr"
)

const errorsHead = `# Errors

Written by ` + "`go run ./internal/docgen`" + `; do not edit. Messages are as on the wire, misspellings included;
"…" stands for what depends on the request.

## Any request

What the gateway answers before an action runs, and when something goes wrong inside. A query or
body that is malformed or too large is ` + "`InvalidParameter`" + `, with a message that says what is wrong.

| status | code | message |
|--:|---|---|
`

const errorsMiddle = `
## Actions

| status | code | message | actions |
|--:|---|---|---|
`

// errorsDocument lists every error that a client can see.
func errorsDocument(gateway []apierr.Error, served []product) string {
	var b strings.Builder
	b.WriteString(errorsHead)
	for _, e := range sorted(gateway) {
		fmt.Fprintf(&b, "| %d | `%s` | %s |\n", e.Status, e.Code, message(e))
	}
	b.WriteString(errorsMiddle)
	actions := actionsByError(served)
	for _, e := range sorted(slices.Collect(maps.Keys(actions))) {
		fmt.Fprintf(&b, "| %d | `%s` | %s | %s |\n", e.Status, e.Code, message(e), strings.Join(actions[e], ", "))
	}
	return b.String()
}

// actionsByError gives for each error the actions that can answer it, by name.
func actionsByError(served []product) map[apierr.Error][]string {
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

func sorted(all []apierr.Error) []apierr.Error {
	return slices.SortedFunc(slices.Values(all), func(a, b apierr.Error) int {
		return cmp.Or(strings.Compare(a.Code, b.Code), cmp.Compare(a.Status, b.Status), strings.Compare(a.Message, b.Message))
	})
}

// message is the text for people to read, in a cell of a table.
func message(e apierr.Error) string {
	return strings.NewReplacer("%q", `"…"`, "%s", "…", "|", `\|`, "<", "&lt;").Replace(e.Message)
}

// gatewayErrors reads the gateway's entries of the catalogue from their source: variables
// cannot be listed at run time.
func gatewayErrors(file string) ([]apierr.Error, error) {
	source, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	all := []apierr.Error{*apierr.MissingFrame("…")}
	for _, d := range source.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
			for _, s := range g.Specs {
				e, err := catalogueEntry(s.(*ast.ValueSpec))
				if err != nil {
					return nil, fmt.Errorf("%s: %w", file, err)
				}
				all = append(all, e)
			}
		}
	}
	return all, nil
}

// catalogueEntry reads name = &Error{status, "code", "message"}.
func catalogueEntry(v *ast.ValueSpec) (e apierr.Error, err error) {
	var parts []string
	ast.Inspect(v, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok {
			parts = append(parts, l.Value)
		}
		return true
	})
	if len(parts) != 3 {
		return e, fmt.Errorf("%s is not a status, a code and a message", v.Names[0])
	}
	if e.Status, err = strconv.Atoi(parts[0]); err != nil {
		return e, err
	}
	if e.Code, err = strconv.Unquote(parts[1]); err != nil {
		return e, err
	}
	e.Message, err = strconv.Unquote(parts[2])
	return e, err
}
