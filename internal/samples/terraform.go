package samples

import (
	"strconv"
	"strings"
)

// terraform is a block that stands for a call.
type terraform struct {
	Kind, Type, Name string // resource "alicloud_image" "image"
	Import           string // id of what is there already, to be adopted
	Region           string // of the provider
	LeftOut          string // parameters that the resource has no argument for
	Body             string
}

// resource says how the provider alicloud calls what an action makes, changes or lists.
type resource struct {
	kind, typ, name string
	adopts          string            // parameter with the id of what the action changes
	arguments       map[string]string // by parameter; "a.b" is in a nested block, "a[]" takes a list
	blocks          map[string]block  // nested blocks, by the parameter that lists them
	each            string            // argument of which for_each has the values
	region          string            // parameter with the region of what is made; empty: RegionId
}

// block is a nested block that is written for each entry of a list.
type block struct {
	name      string
	arguments map[string]string
}

// terraformOf finds the block for the call; nil when no resource stands for it.
func terraformOf(v *view) *terraform {
	r, ok := resources[v.Product+" "+v.Action]
	if !ok {
		return nil
	}
	t := &terraform{Kind: r.kind, Type: r.typ, Name: r.name, Region: v.Region}
	var b body
	var left []string
	for _, p := range v.Parameters {
		switch {
		case p.Name == r.adopts:
			t.Import = p.Value
		case p.Name == r.region:
			t.Region = p.Value
		case !b.take(&r, p) && p.Name != "RegionId" && plainWord.MatchString(p.Name):
			left = append(left, p.Name)
		}
	}
	t.LeftOut = strings.Join(left, ", ")
	var text strings.Builder
	b.write(&text, "  ")
	t.Body = text.String()
	return t
}

// body is what stands between braces.
type body []*argument

// argument is a line of a body, or a nested block.
type argument struct {
	name, key string // key tells blocks of one name apart
	value     string // as it is written
	list      []string
	tags      []*tag
	block     body
}

type tag struct{ index, key, value string }

// at finds an argument, or makes it.
func (b *body) at(name, key string) *argument {
	for _, a := range *b {
		if a.name == name && a.key == key {
			return a
		}
	}
	a := &argument{name: name, key: key}
	*b = append(*b, a)
	return a
}

// take places a parameter. It reports false when the resource has no argument for it.
func (b *body) take(r *resource, p Parameter) bool {
	list, index, field := splitIndex(p.Name)
	name, known := r.arguments[p.Name]
	switch {
	case known:
		b.set(name, p.Value)
	case index == "":
		return false
	case list == "Tag":
		b.at("tags", "").setTag(index, field, p.Value)
	case field == "":
		if name, known = r.arguments[list+".N"]; !known {
			return false
		}
		b.set(name, p.Value)
		if r.each != "" {
			b.at(r.each, "").value = "each.value"
		}
	default:
		if name, known = r.blocks[list].arguments[field]; !known {
			return false
		}
		b.at(r.blocks[list].name, index).block.set(name, p.Value)
	}
	return true
}

func (b *body) set(name, value string) {
	if block, inner, ok := strings.Cut(name, "."); ok {
		b.at(block, "0").block.set(inner, value)
	} else if list, ok := strings.CutSuffix(name, "[]"); ok {
		a := b.at(list, "")
		a.list = append(a.list, hclText(value))
	} else {
		b.at(name, "").value = hclValue(value)
	}
}

func (a *argument) setTag(index, field, value string) {
	for _, t := range a.tags {
		if t.index == index {
			t.set(field, value)
			return
		}
	}
	t := &tag{index: index}
	t.set(field, value)
	a.tags = append(a.tags, t)
}

func (t *tag) set(field, value string) {
	if strings.EqualFold(field, "Key") {
		t.key = value
	} else {
		t.value = value
	}
}

// splitIndex takes "Tag.1.Key" apart. The index is empty when there is none.
func splitIndex(name string) (list, index, field string) {
	words := strings.SplitN(name+"..", ".", 3)
	if _, err := strconv.Atoi(words[1]); err != nil {
		return name, "", ""
	}
	return words[0], words[1], strings.Trim(words[2], ".")
}

// hclValue is a number or a truth value as it is, else a text.
func hclValue(s string) string {
	if _, err := strconv.ParseUint(s, 10, 32); err == nil && (s == "0" || s[0] != '0') || s == "true" || s == "false" {
		return s
	}
	return hclText(s)
}

// write is formatted as terraform fmt would: what fits on a line first, aligned, then the rest.
func (b body) write(to *strings.Builder, indent string) {
	width := 0
	for _, a := range b {
		if a.written() != "" {
			width = max(width, len(a.name))
		}
	}
	for _, a := range b {
		if text := a.written(); text != "" {
			to.WriteString(indent + a.name + strings.Repeat(" ", width-len(a.name)) + " = " + text + "\n")
		}
	}
	first := width == 0
	for _, a := range b {
		if a.written() != "" {
			continue
		}
		if !first {
			to.WriteString("\n")
		}
		first = false
		a.writeBraces(to, indent)
	}
}

// written is the value on one line; empty when it takes several.
func (a *argument) written() string {
	switch {
	case a.name == "for_each":
		return "toset([" + strings.Join(a.list, ", ") + "])"
	case a.list != nil:
		return "[" + strings.Join(a.list, ", ") + "]"
	}
	return a.value
}

func (a *argument) writeBraces(to *strings.Builder, indent string) {
	if a.tags == nil {
		to.WriteString(indent + a.name + " {\n")
		a.block.write(to, indent+"  ")
		to.WriteString(indent + "}\n")
		return
	}
	to.WriteString(indent + a.name + " = {\n")
	for _, t := range a.tags {
		to.WriteString(indent + "  (" + hclText(t.key) + ") = " + hclText(t.value) + "\n")
	}
	to.WriteString(indent + "}\n")
}
