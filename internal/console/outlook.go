package console

import (
	"slices"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// outlook is what a change will do to a family, to be said before it is made.
type outlook struct {
	cloud.FamilyOutlook
	Guarded bool
}

// Refused reports whether the guard of the family will refuse the change.
func (o outlook) Refused() bool { return o.Guarded && o.Empties() }

// outlooks says what becomes of the families of an image that changes from was to is (nil: it
// is deleted).
func (v *visit) outlooks(tx *store.Tx, was, is *cloud.Image) (all []outlook, err error) {
	var images []*cloud.Image
	families := []string{was.Family}
	if is != nil {
		families = append(families, is.Family)
	}
	for _, family := range slices.Compact(families) {
		if family == "" {
			continue
		}
		members, _, err := tx.FindImages(v.key.Account.ID, v.region, &cloud.ImageFilter{Family: family}, v.now, 0, maxMembers)
		if err != nil {
			return nil, err
		}
		images = append(images, members...)
	}
	for _, o := range cloud.FamilyOutlooks(images, was, is, v.now) {
		guarded, err := tx.FamilyGuarded(v.key.Account.ID, v.region, o.Family)
		if err != nil {
			return nil, err
		}
		all = append(all, outlook{o, guarded})
	}
	return all, nil
}

// maxMembers is more than a family has, unless its account may have more than is usual.
const maxMembers = 1000

func (v *visit) outlooksOf(was, is *cloud.Image) (all []outlook, err error) {
	err = v.c.DB.View(v.Context(), func(tx *store.Tx) error {
		all, err = v.outlooks(tx, was, is)
		return err
	})
	return all, err
}

// confirmation is a page that says what will happen, before it does.
type confirmation struct {
	Title, Text string
	Outlooks    []outlook
	Action      string
	Fields      params
	Button      string
	Danger      bool
	Force       bool // offers to pass over instances
	Problem     *apiError
	Back        string
}
