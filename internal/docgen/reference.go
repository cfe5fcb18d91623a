package main

import (
	"encoding/json"
	"reflect"
	"regexp"
	"strings"

	"sesame/internal/contract"
	"sesame/internal/reference"
)

// referenceData writes what is published about parameters, a line for each action.
func referenceData(all []*contract.Contract) (string, error) {
	var b strings.Builder
	separator := "{\n"
	for _, c := range all {
		line, err := json.Marshal(publishedFacts(c))
		if err != nil {
			return "", err
		}
		b.WriteString(separator + `"` + reference.Key(c.Product, c.Version, c.Action) + `": `)
		b.Write(line)
		separator = ",\n"
	}
	return b.String() + "\n}\n", nil
}

func publishedFacts(c *contract.Contract) reference.Published {
	known := reference.Published{Deprecated: c.Deprecated, Parameters: map[string]reference.Facts{}}
	for _, p := range c.Parameters {
		f := reference.Facts{
			Required: p.Required, Enum: p.Enum, Default: p.Default, Example: p.Example, Min: p.Min, Max: p.Max,
			MinLen: p.MinLen, MaxLen: p.MaxLen, MaxN: p.MaxN, Deprecated: p.Deprecated,
		}
		name := servedName(p.Name)
		if _, twice := known.Parameters[name]; !reflect.DeepEqual(f, reference.Facts{}) && (!twice || name == p.Name) {
			known.Parameters[name] = f
		}
	}
	return known
}

// inList is the small letter with which a name may begin inside a list.
var inList = regexp.MustCompile(`\.N\.[a-z]`)

// servedName is how the operations call what is published as "Filter.1.Key" or "Tag.N.key". The
// latter is published beside "Tag.N.Key", and is the older one.
func servedName(published string) string {
	return inList.ReplaceAllStringFunc(indexed.ReplaceAllString(published, ".N."), strings.ToUpper)
}
