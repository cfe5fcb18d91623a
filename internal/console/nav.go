package console

import "strings"

// section is an entry of the navigation.
type section struct {
	Name string
	Path string // {region} stands for the one that is looked at
	Icon string // a symbol of static/icons.svg
	Also string // where more of its pages are
}

// sections are the navigation, in its order.
var sections = []section{
	{"Images", "/console/images/{region}", "image", ""},
	{"Families", "/console/families/{region}", "family", ""},
	{"Activity", "/console/activity", "activity", "/console/requests/"},
	{"API explorer", "/console/explorer", "play", ""},
	{"Errors", "/console/errors", "alert", ""},
}

// link is an entry as it is shown.
type link struct {
	section
	Href    string
	Current bool
}

func (v *visit) navigation() (all []link) {
	for _, s := range sections {
		root := strings.TrimSuffix(s.Path, "/{region}")
		all = append(all, link{
			section: s, Href: strings.ReplaceAll(s.Path, "{region}", v.region),
			Current: v.URL.Path == root || strings.HasPrefix(v.URL.Path, root+"/") ||
				s.Also != "" && strings.HasPrefix(v.URL.Path, s.Also),
		})
	}
	return all
}
