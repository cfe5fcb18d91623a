package main

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"sesame/internal/apierr"
	"sesame/internal/contract"
	"sesame/internal/rpc"
)

const coverageHead = `# Coverage

Written by ` + "`go run ./internal/docgen`" + `; do not edit. It compares the published contract in testdata/spec
with what the server serves. An action is partly served when it ignores a published parameter or
does not answer a published element; elements that only older documents have are not counted. What an
action does otherwise by choice is in [assumptions.md](assumptions.md).

| product | version | published | served | partly served | not served |
|---|---|--:|--:|--:|--:|
`

// coverage is what is served of one action, and what is not.
type coverage struct {
	*contract.Contract
	served     bool
	parameters []string // published, ignored
	elements   []string // published, not answered
	codes      []string // published, never answered
	why        map[string]string
}

func (c *coverage) partly() bool { return len(c.parameters)+len(c.elements) > 0 }

// coverageDocument tells for each published action whether it is served.
func coverageDocument(published []*contract.Contract, served []*rpc.Product, gateway []*apierr.Error) string {
	var groups [][]coverage
	for _, c := range published {
		if n := len(groups); n == 0 || groups[n-1][0].Product != c.Product {
			groups = append(groups, nil)
		}
		last := &groups[len(groups)-1]
		o, why := find(served, c)
		*last = append(*last, compare(c, o, why, gateway))
	}
	var b strings.Builder
	b.WriteString(coverageHead)
	for _, g := range groups {
		writeTotals(&b, g)
	}
	for _, g := range groups {
		writeProduct(&b, g)
	}
	return b.String()
}

func find(served []*rpc.Product, c *contract.Contract) (o *rpc.Operation, notProduced map[string]string) {
	for _, p := range served {
		if p.Name == c.Product && p.Version == c.Version {
			return p.Operations[c.Action], p.NotProduced()[c.Action]
		}
	}
	return nil, nil
}

// ownerParameters choose another account. The server reads them for every action.
var ownerParameters = []string{"OwnerAccount", "OwnerId", "ResourceOwnerAccount", "ResourceOwnerId"}

func compare(c *contract.Contract, o *rpc.Operation, why map[string]string, gateway []*apierr.Error) coverage {
	v := coverage{Contract: c, served: o != nil, why: why}
	if o == nil {
		return v
	}
	v.parameters = missingParameters(c, o)
	v.elements = missingElements(c, o)
	v.codes = missingCodes(c, o, gateway)
	return v
}

func missingParameters(c *contract.Contract, o *rpc.Operation) (missing []string) {
	have := rpc.Parameters(o.Request)
	for _, p := range c.Parameters {
		if !slices.Contains(ownerParameters, p.Name) && !slices.ContainsFunc(have, func(h rpc.Parameter) bool { return reads(h.Name, p.Name) }) {
			missing = append(missing, p.Name)
		}
	}
	return missing
}

// indexed is a list's index in the name of a parameter that is published with one, as in
// "Filter.1.Key".
var indexed = regexp.MustCompile(`\.\d+\.`)

// reads: inside a list a name may begin with a small letter (Tag.N.key).
func reads(have, name string) bool {
	name = indexed.ReplaceAllString(name, ".N.")
	return have == name || strings.Contains(name, ".N.") && strings.EqualFold(have, name)
}

func missingElements(c *contract.Contract, o *rpc.Operation) (missing []string) {
	have := []string{"RequestId"} // of every answer
	for _, e := range rpc.Elements(o.Response) {
		have = append(have, e.Name)
	}
	current := slices.DeleteFunc(slices.Clone(c.Response), func(e contract.Element) bool { return e.Older })
	for _, p := range contract.Flatten(current) {
		if !slices.Contains(have, strings.ReplaceAll(p.Path, "[]", ".N")) {
			missing = append(missing, p.Path)
		}
	}
	return missing
}

func missingCodes(c *contract.Contract, o *rpc.Operation, gateway []*apierr.Error) (missing []string) {
	for _, e := range c.Errors {
		known := slices.Contains(missing, e.Code) ||
			slices.ContainsFunc(o.Errors, func(h *apierr.Error) bool { return h.Code == e.Code }) ||
			slices.ContainsFunc(gateway, func(h *apierr.Error) bool { return h.Code == e.Code })
		if !known {
			missing = append(missing, e.Code)
		}
	}
	return missing
}

func writeTotals(b *strings.Builder, g []coverage) {
	served, partly := 0, 0
	for _, c := range g {
		switch {
		case c.served && c.partly():
			partly++
		case c.served:
			served++
		}
	}
	fmt.Fprintf(b, "| %s | %s | %d | %d | %d | %d |\n", g[0].Product, g[0].Version, len(g), served, partly, len(g)-served-partly)
}

func writeProduct(b *strings.Builder, g []coverage) {
	fmt.Fprintf(b, "\n## %s %s\n", g[0].Product, g[0].Version)
	var rest []string
	for _, c := range g {
		if !c.served {
			rest = append(rest, c.Action)
			continue
		}
		writeAction(b, &c)
	}
	if len(rest) > 0 {
		fmt.Fprintf(b, "\nNot served: %s.\n", strings.Join(rest, ", "))
	}
}

func writeAction(b *strings.Builder, c *coverage) {
	state := "served"
	if c.partly() {
		state = "partly served"
	}
	fmt.Fprintf(b, "\n**%s**: %s.\n", c.Action, state)
	writeList(b, "Parameters ignored", c.parameters)
	writeList(b, "Elements not answered", c.elements)
	writeCodes(b, c)
}

func writeList(b *strings.Builder, what string, names []string) {
	if len(names) > 0 {
		fmt.Fprintf(b, "- %s: `%s`\n", what, strings.Join(names, "`, `"))
	}
}

// writeCodes tells the codes by the reason for which they are never answered.
func writeCodes(b *strings.Builder, c *coverage) {
	reasons := map[string][]string{}
	for _, code := range slices.Sorted(slices.Values(c.codes)) {
		why := cmp.Or(c.why[code], "No reason is given.")
		reasons[why] = append(reasons[why], code)
	}
	if len(reasons) > 0 {
		b.WriteString("- Published codes never answered:\n")
	}
	for _, why := range slices.Sorted(maps.Keys(reasons)) {
		fmt.Fprintf(b, "  - `%s`: %s\n", strings.Join(reasons[why], "`, `"), why)
	}
}
