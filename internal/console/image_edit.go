package console

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"sesame/internal/cloud"
)

// editable are the parameters of the form that edits an image.
var editable = []string{
	"ImageName", "Description", "ImageFamily", "BootMode", "LicenseType", "Features.NvmeSupport", "Features.ImdsSupport",
}

// editImage changes what was edited. A change that makes a family stand for something else is
// said before it is made.
func (c *Console) editImage(v *visit) error {
	i, err := v.image()
	if err != nil {
		return err
	}
	now := attributes(i)
	p := params{"ImageId": i.ID}
	for _, name := range editable {
		if value, edited := edited(v.PostForm, name, now[name]); edited && value != now[name] {
			p[name] = value
		}
	}
	if len(p) == 1 {
		return v.redirect(v.imagePath(), "Nothing was different.")
	}
	if family, moves := p["ImageFamily"]; moves && (family != "" || c.AllowClear) && v.PostForm.Get("confirmed") == "" {
		return v.confirmMove(i, p)
	}
	if err := v.call("ModifyImageAttribute", p, nil); err != nil {
		return v.refusedEntry("edit", err)
	}
	return v.redirect(v.imagePath(), v.whatChanged(p))
}

// edited reports whether somebody has changed a field since the form was opened: the form
// knows what there was then, so that nobody takes back what others change meanwhile.
func edited(form url.Values, name, now string) (value string, changed bool) {
	was := now
	if form.Has("was." + name) {
		was = form.Get("was." + name)
	}
	value = unixLines(form.Get(name))
	return value, form.Has(name) && value != unixLines(was)
}

// unixLines undoes what browsers do to line breaks.
func unixLines(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// confirmMove tries the change, and asks before it alters what a family stands for.
func (v *visit) confirmMove(i *cloud.Image, p params) error {
	p["DryRun"] = "true"
	err := v.call("ModifyImageAttribute", p, nil)
	var refused *apiError
	if errors.As(err, &refused) && refused.Code != "DryRunOperation" {
		return v.refusedEntry("edit", err)
	}
	delete(p, "DryRun")
	is := i.Clone()
	is.Family = p["ImageFamily"]
	changed, err := v.outlooksOf(i, is)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(changed, func(o outlook) bool { return o.Changes() }) {
		if err := v.call("ModifyImageAttribute", p, nil); err != nil {
			return v.refusedEntry("edit", err)
		}
		return v.redirect(v.imagePath(), v.whatChanged(p))
	}
	delete(p, "ImageId")
	p["confirmed"] = "yes"
	return v.render("confirm", "Change the family", confirmation{
		Title: moveTitle(i, is.Family), Outlooks: changed,
		Action: v.imagePath() + "/edit", Fields: p, Button: "Change", Back: v.imagePath(),
	})
}

func moveTitle(i *cloud.Image, family string) string {
	if family == "" {
		return "Take " + shownName(i) + " out of its family?"
	}
	return "Move " + shownName(i) + " to the family " + family + "?"
}

// whatChanged says what became of an edit: the API keeps what is sent empty.
func (v *visit) whatChanged(p params) string {
	is, err := v.image()
	if err != nil {
		return "Changed."
	}
	for name, value := range p {
		if is := attributes(is)[name]; value == "" && is != "" {
			return "Changed, but for what was emptied: the API keeps the value of an empty " + name + " (A-003)."
		}
	}
	return "Changed."
}

// Attributes are what the form that edits the image was opened with.
func (p *imagePage) Attributes() map[string]string { return attributes(p.Image) }

// attributes are an image's, by the parameter that changes each.
func attributes(i *cloud.Image) map[string]string {
	return map[string]string{
		"ImageName": i.Name, "Description": i.Description, "ImageFamily": i.Family, "BootMode": i.BootMode,
		"LicenseType": i.LicenseType, "Features.NvmeSupport": i.NvmeSupport, "Features.ImdsSupport": i.ImdsSupport,
	}
}
