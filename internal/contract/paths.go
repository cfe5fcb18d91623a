package contract

// Path is where a value stands in an answer. Type is that of the value.
type Path struct {
	Path string // "Images.Image[].DiskDeviceMappings.DiskDeviceMapping[].Size"
	Type string // string, integer, long, boolean or float
}

// ResponsePaths returns the paths of all values of the action's answer.
func (c *Contract) ResponsePaths() []Path { return Flatten(c.Response) }

// Flatten returns the paths of all values below the elements, in their order. Objects
// and lists are no values: they show as parts of paths, a list as its name, a dot, its
// wrapper and "[]", one without a wrapper as its name and "[]".
func Flatten(elements []Element) []Path {
	var paths []Path
	for i := range elements {
		paths = flatten(paths, elements[i].Name, &elements[i])
	}
	return paths
}

// flatten appends the values at and below e, whose own path is at.
func flatten(paths []Path, at string, e *Element) []Path {
	switch {
	case e.Items != nil:
		if e.Wrapper != "" {
			at += "." + e.Wrapper
		}
		return flatten(paths, at+"[]", e.Items)
	case e.Type == "object":
		for i := range e.Fields {
			paths = flatten(paths, at+"."+e.Fields[i].Name, &e.Fields[i])
		}
		return paths
	}
	return append(paths, Path{at, e.Type})
}
