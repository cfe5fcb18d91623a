package console

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sesame/internal/reference"
)

// formItem is a part of the form of an action: an input, or what is grouped under a legend.
type formItem struct {
	Input  *formInput
	Legend string
	List   string // its name when it is a list, which may grow
	To     string // of a list: where the form goes for another row
	Items  []formItem
	Filled bool
}

// formInput is one parameter with what is known about it.
type formInput struct {
	*reference.Parameter
	Field   string // the name with its indexes
	Label   string
	Value   string
	Choices []string // to select from
	Secret  bool
	Long    bool // takes several lines
}

// Limits say in words what the value may be.
func (i *formInput) Limits() string {
	words := []string{i.Kind}
	if i.Deprecated {
		words = append(words, "deprecated")
	}
	switch {
	case i.MinLen > 0 && i.MaxLen > 0:
		words = append(words, fmt.Sprintf("%d to %d characters", i.MinLen, i.MaxLen))
	case i.MaxLen > 0:
		words = append(words, fmt.Sprintf("at most %d characters", i.MaxLen))
	}
	if i.Min != nil {
		words = append(words, "from "+strconv.FormatInt(*i.Min, 10))
	}
	if i.Max != nil {
		words = append(words, "up to "+strconv.FormatInt(*i.Max, 10))
	}
	if i.Default != "" {
		words = append(words, "default "+i.Default)
	}
	return strings.Join(words, ", ")
}

// items are the parts of the form, with a row for every entry of a list that there is, and one
// more where one is asked for.
func (t *trial) items() []formItem {
	names := make([]string, 0, len(t.Action.Parameters))
	for i := range t.Action.Parameters {
		names = append(names, t.Action.Parameters[i].Name)
	}
	var all []formItem
	for _, n := range reference.Tree(names) {
		all = append(all, t.item(n, ""))
	}
	return all
}

// item is a node below the fields of prefix, "DataDisk.1." for example.
func (t *trial) item(n *reference.Node, prefix string) formItem {
	if !n.List {
		return t.entry(n, prefix+n.Name, n.Name)
	}
	list := formItem{Legend: n.Name, List: prefix + n.Name, To: t.path() + "#list-" + prefix + n.Name}
	for row := range t.rows(prefix + n.Name) {
		index := strconv.Itoa(row + 1)
		list.Items = append(list.Items, t.entry(n, prefix+n.Name+"."+index, n.Name+" "+index))
	}
	list.Filled = slices.ContainsFunc(list.Items, func(i formItem) bool { return i.Filled })
	return list
}

// entry is a scalar or an object of the given name, be it in a list or not.
func (t *trial) entry(n *reference.Node, field, label string) formItem {
	if n.Leaf >= 0 {
		i := t.input(&t.Action.Parameters[n.Leaf], field, label)
		return formItem{Input: i, Filled: i.Value != ""}
	}
	group := formItem{Legend: label}
	for _, f := range n.Fields {
		item := t.item(f, field+".")
		group.Filled = group.Filled || item.Filled
		group.Items = append(group.Items, item)
	}
	return group
}

func (t *trial) input(p *reference.Parameter, field, label string) *formInput {
	i := &formInput{Parameter: p, Field: field, Label: label, Value: t.values[field], Choices: p.Enum}
	if p.Kind == "boolean" {
		i.Choices = []string{"true", "false"}
	}
	if len(i.Choices) > 0 && i.Value != "" && !slices.Contains(i.Choices, i.Value) {
		i.Choices = append([]string{i.Value}, i.Choices...)
	}
	i.Secret = strings.HasSuffix(p.Name, "Password")
	i.Long = p.MaxLen >= 256 || p.Name == "UserData" || strings.Contains(i.Value, "\n")
	return i
}

// rows counts the entries of a list that the form shows: at least one.
func (t *trial) rows(list string) int {
	rows := 1
	for name := range t.values {
		rest, ok := strings.CutPrefix(name, list+".")
		if !ok {
			continue
		}
		index, _, _ := strings.Cut(rest, ".")
		if n, err := strconv.Atoi(index); err == nil {
			rows = max(rows, n)
		}
	}
	if t.Add == list {
		rows++
	}
	return rows
}
