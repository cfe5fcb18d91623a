package reference

import "strings"

// Node is a part of the tree that flat names describe: an object, or a leaf.
type Node struct {
	Name   string // its own, "Key"
	Path   string // with all above it, "Tag.N.Key"; that of a list ends in ".N"
	List   bool
	Leaf   int // which of the names it is; -1 of an object
	Fields []*Node
}

// Tree arranges flat names as the objects and lists they stand in, in their order:
// Tag.N.Key and Tag.N.Value are two fields of the list Tag.
func Tree(names []string) []*Node {
	root := &Node{}
	for i, name := range names {
		at := root
		for words := strings.Split(name, "."); len(words) > 0; {
			list := len(words) > 1 && words[1] == "N"
			at = at.field(words[0], list)
			words = words[1:]
			if list {
				words = words[1:]
			}
		}
		at.Leaf = i
	}
	return root.Fields
}

// field finds a field, or makes it.
func (n *Node) field(name string, list bool) *Node {
	for _, f := range n.Fields {
		if f.Name == name {
			return f
		}
	}
	f := &Node{Name: name, Path: name, List: list, Leaf: -1}
	if n.Path != "" {
		f.Path = n.Path + "." + name
	}
	if list {
		f.Path += ".N"
	}
	n.Fields = append(n.Fields, f)
	return f
}
