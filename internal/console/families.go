package console

import (
	"errors"
	"net/url"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

func (c *Console) familyPages() {
	c.page("GET /console/families/{region}", c.listFamilies)
	c.page("GET /console/families/{region}/{family}", c.showFamily)
	c.page("GET /console/families/{region}/{family}/guard", c.backToFamily)
	c.page("POST /console/families/{region}/{family}/guard", c.guardFamily)
}

// familyList is a page of the families of a region.
type familyList struct {
	Families []familySummary
	Next     string // the last one, when there are more
}

type familySummary struct {
	Name    string
	Head    *cloud.Image // nil: no instance can be made of it
	Count   int
	Guarded bool
}

const familiesAPage = 50

func (c *Console) listFamilies(v *visit) error {
	if err := v.mayList(); err != nil {
		return err
	}
	var p familyList
	err := c.DB.View(v.Context(), func(tx *store.Tx) error {
		p = familyList{}
		names, err := tx.FamilyNames(v.key.Account.ID, v.region, v.FormValue("after"), familiesAPage+1)
		if err != nil {
			return err
		}
		if len(names) > familiesAPage {
			names = names[:familiesAPage]
			p.Next = names[familiesAPage-1]
		}
		for _, name := range names {
			s, err := v.summary(tx, name)
			if err != nil {
				return err
			}
			p.Families = append(p.Families, s)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.render("families", "Families", p)
}

func (v *visit) summary(tx *store.Tx, family string) (s familySummary, err error) {
	s.Name = family
	if s.Count, err = tx.CountFamily(v.key.Account.ID, v.region, family, maxMembers); err != nil {
		return s, err
	}
	if s.Guarded, err = tx.FamilyGuarded(v.key.Account.ID, v.region, family); err != nil {
		return s, err
	}
	s.Head, err = tx.FamilyHead(v.key.Account.ID, v.region, family, v.now)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return s, err
}

func (c *Console) backToFamily(v *visit) error { return v.redirect(v.familyPath(), "") }

func (v *visit) familyPath() string {
	return "/console/families/" + v.region + "/" + url.PathEscape(v.PathValue("family"))
}

// familyPage is a family as a timeline of its versions.
type familyPage struct {
	Name     string
	Path     string
	Head     *cloud.Image
	Guarded  bool
	Versions []version // the latest of them
	Hidden   int       // how many more there are
}

// version is an image of a family, with what the button of its status would do.
type version struct {
	Image   *cloud.Image
	Status  cloud.Status
	IsHead  bool
	Changes []change  // of its status and family, the latest first
	Toggle  []outlook // what deprecating it, or restoring it, would do
}

func (c *Console) showFamily(v *visit) error {
	if err := v.mayList(); err != nil {
		return err
	}
	p := familyPage{Name: v.PathValue("family"), Path: v.familyPath()}
	err := c.DB.View(v.Context(), func(tx *store.Tx) error { return v.readVersions(tx, &p) })
	if err != nil {
		return err
	}
	return v.render("family", p.Name, p)
}

func (v *visit) readVersions(tx *store.Tx, p *familyPage) error {
	p.Versions = nil
	images, _, err := tx.FindImages(v.key.Account.ID, v.region, &cloud.ImageFilter{Family: p.Name}, v.now, 0, maxMembers)
	if err != nil {
		return err
	}
	if len(images) == 0 || p.Name == "" {
		return errMissing
	}
	if p.Guarded, err = tx.FamilyGuarded(v.key.Account.ID, v.region, p.Name); err != nil {
		return err
	}
	p.Head = cloud.FamilyHead(images, p.Name, v.now)
	shown := images[:min(len(images), most)]
	p.Hidden = len(images) - len(shown)
	for _, i := range shown {
		events, err := tx.LatestImageEvents(i.Account, i.Region, i.ID, "", milestonesAVersion)
		if err != nil {
			return err
		}
		w := version{Image: i, Status: i.Status(v.now), IsHead: p.Head != nil && p.Head.ID == i.ID, Changes: v.milestones(events, i)}
		if then, ok := toggled(i, v.now); ok {
			for _, o := range cloud.FamilyOutlooks(images, i, then, v.now) {
				w.Toggle = append(w.Toggle, outlook{o, p.Guarded})
			}
		}
		p.Versions = append(p.Versions, w)
	}
	return nil
}

// milestonesAVersion is how many of a version's changes are looked through.
const milestonesAVersion = 50

// milestones are the events of a version that a family is about.
func (v *visit) milestones(events []store.Event, i *cloud.Image) (all []change) {
	for _, c := range v.history(events, i) {
		if c.After["created"] != nil { // a fixture's are older than their event
			c.At = i.Created
		}
		if isOf(&c.Event, "outcome") || isOf(&c.Event, "family") {
			all = append(all, c)
		}
	}
	return all
}
