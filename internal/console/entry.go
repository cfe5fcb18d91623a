package console

import (
	"errors"
	"net/url"
	"regexp"
	"strings"
)

// entry is what somebody entered in one of a page's forms, and how the API refused it.
type entry struct {
	Form   string // which of the page's forms; "" for none
	Values url.Values
	Err    *apiError
	Field  string // the one that the refusal is about; "" for the whole form
}

// Value is what a field shows: what was entered, else what there is.
func (e *entry) Value(form, field, current string) string {
	if e.Form == form && e.Values.Has(field) {
		return e.Values.Get(field)
	}
	return current
}

// Problem is what was wrong with a field, or with the form for field "".
func (e *entry) Problem(form, field string) *apiError {
	if e.Form == form && e.Field == field {
		return e.Err
	}
	return nil
}

// fields tells which field the API's codes are about: the first that fits a form and the
// beginning of a code.
var fields = []struct{ form, code, field string }{
	{"edit", "InvalidImageName", "ImageName"},
	{"edit", "InvalidDescription", "Description"},
	{"edit", "InvalidImageFamily", "ImageFamily"},
	{"edit", "ImageQuotaFull.ImageFamily", "ImageFamily"},
	{"edit", "ImageFamilyQuotaFull", "ImageFamily"},
	{"edit", "OperationDenied", "ImageFamily"},
	{"edit", "InvalidBootMode", "BootMode"},
	{"edit", "OperationDeined.ImageUsingByInstance", "BootMode"},
	{"edit", "InvalidLicenseType", "LicenseType"},
	{"edit", "InvalidParameter.FeaturesNvmeSupport", "Features.NvmeSupport"},
	{"edit", "InvalidParameter.FeaturesImdsSupport", "Features.ImdsSupport"},
	{"edit", "InvalidOperation.FeaturesImdsSupport", "Features.ImdsSupport"},
	{"share", "InvalidAccount", "AddAccount.1"},
	{"share", "QuotaExceed", "AddAccount.1"},
	{"tag", "InvalidTagKey", "Tag.1.Key"},
	{"tag", "DuplicateTagKey", "Tag.1.Key"},
	{"tag", "InvalidTagValue", "Tag.1.Value"},
	{"copy", "InvalidImageName", "DestinationImageName"},
	{"copy", "InvalidDescription", "DestinationDescription"},
	{"copy", "InvalidRegionId", "DestinationRegionId"},
	{"copy", "InvalidParam.RegionId", "DestinationRegionId"},
}

// quoted is a name in a message: The specified parameter "Tag.1.Key" is not valid.
var quoted = regexp.MustCompile(`"([A-Za-z0-9.]+)"`)

// fieldOf finds the field of a form that a refusal is about.
func fieldOf(form string, values url.Values, err *apiError) string {
	for _, f := range fields {
		if f.form == form && strings.HasPrefix(err.Code, f.code) && values.Has(f.field) {
			return f.field
		}
	}
	if m := quoted.FindStringSubmatch(err.Message); m != nil && values.Has(m[1]) {
		return m[1]
	}
	return ""
}

// refusedEntry shows the image's page again, with what was entered and what the API says of
// it.
func (v *visit) refusedEntry(form string, err error) error {
	var refused *apiError
	if !errors.As(err, &refused) {
		return err
	}
	return v.showImage(refused.Status, entry{form, v.PostForm, refused, fieldOf(form, v.PostForm, refused)})
}
