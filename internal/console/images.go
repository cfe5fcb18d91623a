package console

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

func (c *Console) imagePages() {
	c.page("GET /console/images/{region}", c.listImages)
	c.page("GET /console/images/{region}/{id}", c.showImage)
	c.page("POST /console/images/{region}/{id}/edit", c.editImage)
	c.page("POST /console/images/{region}/{id}/status", c.setStatus)
	c.page("POST /console/images/{region}/{id}/share", c.shareImage)
	c.page("POST /console/images/{region}/{id}/tag", c.tagImage)
	c.page("POST /console/images/{region}/{id}/copy", c.copyImage)
	c.page("GET /console/images/{region}/{id}/{form}", c.backToImage)
	c.page("GET /console/images/{region}/{id}/delete", c.askDelete)
	c.page("POST /console/images/{region}/{id}/delete", c.deleteImage)
	c.page("POST /console/images/{region}/{id}/undo", c.undo)
}

// imagePage is all there is to see of an image. Image is nil when it was deleted: then there
// is nothing but its history.
type imagePage struct {
	ID        string
	Others    bool // another account's: to be looked at and copied
	Image     *cloud.Image
	Status    cloud.Status
	Shares    []cloud.Share
	Snapshots map[string]*cloud.Snapshot // of its disks, those that still are there
	Instances []*cloud.Instance
	Count     int // of all instances
	Head      *cloud.Image
	Toggle    []outlook // what deprecating it, or restoring it, would do to its family
	History   []change
	Older     string // the event before which there are more; "" for none
	Entry     entry
}

// most of what a page shows of one thing.
const most = 100

func (c *Console) showImage(v *visit) error { return v.showImage(http.StatusOK, entry{}) }

// backToImage: the address of a form is looked at when its answer is loaded again.
func (c *Console) backToImage(v *visit) error { return v.redirect(v.imagePath(), "") }

// showImage answers with the page of the image in the address, and with what was entered in
// one of its forms.
func (v *visit) showImage(status int, e entry) error {
	p := imagePage{ID: v.PathValue("id"), Entry: e}
	if err := v.mayRead(p.ID); err != nil {
		return err
	}
	err := v.c.DB.View(v.Context(), func(tx *store.Tx) error { return v.readImage(tx, &p) })
	if err != nil {
		return err
	}
	title := p.ID
	if p.Image != nil && p.Image.Name != "" {
		title = p.Image.Name
	}
	return v.renderStatus(status, "image", title, &p)
}

// mayRead asks the API for an image, so that the reading is allowed, counted and logged as
// any other.
func (v *visit) mayRead(id string) error {
	return v.call("DescribeImages", params{"ImageId": id, "ImageOwnerAlias": "self"}, nil)
}

// mayList does so for what is read of many images at once: by a call that finds none, as the
// list itself comes from the store.
func (v *visit) mayList() error { return v.mayRead("m-0") }

// readImage reads an own image, what is left of one, or one that another account lets this
// one see.
func (v *visit) readImage(tx *store.Tx, p *imagePage) error {
	*p = imagePage{ID: p.ID, Entry: p.Entry}
	i, err := tx.Image(v.key.Account.ID, v.region, p.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	p.Image = i
	if err := v.readHistory(tx, p); err != nil {
		return err
	}
	switch {
	case i == nil && len(p.History) == 0:
		return v.readOthers(tx, p)
	case i == nil:
		return nil
	}
	p.Status = i.Status(v.now)
	if p.Shares, err = tx.Shares(i.Account, i.Region, i.ID, 0, most); err != nil {
		return err
	}
	for _, read := range []func(*store.Tx, *imagePage) error{v.readInstances, v.readSnapshots, v.readFamily} {
		if err := read(tx, p); err != nil {
			return err
		}
	}
	return nil
}

func (v *visit) readHistory(tx *store.Tx, p *imagePage) error {
	before := v.URL.Query().Get("before")
	events, err := tx.LatestImageEvents(v.key.Account.ID, v.region, p.ID, before, changesAPage+1)
	if err != nil {
		return err
	}
	if len(events) > changesAPage {
		events = events[:changesAPage]
		p.Older = events[changesAPage-1].ID
	}
	if before != "" {
		p.History = older(events)
	} else {
		p.History = v.history(events, p.Image)
	}
	return v.readUndoOutlooks(tx, p)
}

// readUndoOutlooks finds what undoing a change would do to the image's families.
func (v *visit) readUndoOutlooks(tx *store.Tx, p *imagePage) (err error) {
	for n := range p.History {
		c := &p.History[n]
		if !c.CanUndo || !isOf(&c.Event, "outcome") && !isOf(&c.Event, "family") {
			continue
		}
		then := p.Image.Clone()
		if status, ok := c.Before["outcome"].(string); ok {
			then.Outcome = cloud.Status(status)
		}
		if family, ok := c.Before["family"].(string); ok {
			then.Family = family
		}
		if c.Outlooks, err = v.outlooks(tx, p.Image, then); err != nil {
			return err
		}
	}
	return nil
}

func (v *visit) readInstances(tx *store.Tx, p *imagePage) (err error) {
	p.Instances, p.Count, err = tx.FindInstances(v.key.Account.ID, v.region, &cloud.InstanceFilter{Image: p.ID}, v.now, 0, most)
	return err
}

func (v *visit) readSnapshots(tx *store.Tx, p *imagePage) error {
	p.Snapshots = map[string]*cloud.Snapshot{}
	for _, d := range p.Image.Disks {
		s, err := tx.Snapshot(v.key.Account.ID, v.region, d.Snapshot)
		switch {
		case err == nil:
			p.Snapshots[d.Snapshot] = s
		case !errors.Is(err, store.ErrNotFound):
			return err
		}
	}
	return nil
}

// readFamily finds what the family stands for, and what the one button of the image's status
// would make of that.
func (v *visit) readFamily(tx *store.Tx, p *imagePage) (err error) {
	then, ok := toggled(p.Image, v.now)
	if !ok {
		then = p.Image
	}
	if p.Toggle, err = v.outlooks(tx, p.Image, then); err == nil && len(p.Toggle) > 0 {
		p.Head = p.Toggle[0].Before
	}
	return err
}

// toggled is the image with the status that its owner can give it: deprecated when it is
// Available, Available when it is deprecated.
func toggled(i *cloud.Image, now time.Time) (then *cloud.Image, ok bool) {
	then = i.Clone()
	switch i.Status(now) {
	case cloud.Available:
		then.Outcome = cloud.Deprecated
	case cloud.Deprecated:
		then.Outcome = cloud.Available
	default:
		return nil, false
	}
	return then, true
}

// setStatus deprecates the image, or restores it.
func (c *Console) setStatus(v *visit) error {
	status := v.PostForm.Get("Status")
	if err := v.call("ModifyImageAttribute", params{"ImageId": v.PathValue("id"), "Status": status}, nil); err != nil {
		return v.refusedEntry("status", err)
	}
	notice := "Restored."
	if status == string(cloud.Deprecated) {
		notice = "Deprecated."
	}
	return v.redirect(v.backTo(), notice)
}

func (c *Console) shareImage(v *visit) error {
	p := params{"ImageId": v.PathValue("id")}
	notice := "Changed who has the image."
	for _, name := range []string{"AddAccount.1", "RemoveAccount.1", "IsPublic"} {
		if v.PostForm.Has(name) {
			p[name] = v.PostForm.Get(name)
		}
	}
	if err := v.call("ModifyImageSharePermission", p, nil); err != nil {
		return v.refusedEntry("share", err)
	}
	return v.redirect(v.imagePath(), notice)
}

// tagImage puts a tag on the image, or takes one off.
func (c *Console) tagImage(v *visit) error {
	p := params{"ResourceType": store.KindImage, "ResourceId.1": v.PathValue("id")}
	if key := v.PostForm.Get("TagKey.1"); key != "" {
		p["TagKey.1"] = key
		if err := v.call("UntagResources", p, nil); err != nil {
			return v.refusedEntry("tag", err)
		}
		return v.redirect(v.imagePath(), "The tag is gone.")
	}
	p["Tag.1.Key"], p["Tag.1.Value"] = v.PostForm.Get("Tag.1.Key"), v.PostForm.Get("Tag.1.Value")
	if err := v.call("TagResources", p, nil); err != nil {
		return v.refusedEntry("tag", err)
	}
	return v.redirect(v.imagePath(), "Tagged.")
}

func (c *Console) copyImage(v *visit) error {
	p := params{"ImageId": v.PathValue("id")}
	for _, name := range []string{"DestinationRegionId", "DestinationImageName", "DestinationDescription", "Encrypted"} {
		if value := v.PostForm.Get(name); value != "" {
			p[name] = value
		}
	}
	var copied struct {
		ID string `json:"ImageId"`
	}
	if err := v.call("CopyImage", p, &copied); err != nil {
		return v.refusedEntry("copy", err)
	}
	return v.redirect("/console/images/"+p["DestinationRegionId"]+"/"+url.PathEscape(copied.ID), "The copy has begun.")
}

// image reads the image in the address.
func (v *visit) image() (i *cloud.Image, err error) {
	err = v.c.DB.View(v.Context(), func(tx *store.Tx) error {
		i, err = tx.Image(v.key.Account.ID, v.region, v.PathValue("id"))
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		err = errMissing
	}
	return i, err
}

func (v *visit) imagePath() string {
	return "/console/images/" + v.region + "/" + url.PathEscape(v.PathValue("id"))
}

// backTo is the page that a form came from, if it says so; else that of the image.
func (v *visit) backTo() string {
	if next := v.PostForm.Get("next"); here(next) {
		return next
	}
	return v.imagePath()
}

// shownName is what an image is called: by its id when it has no name.
func shownName(i *cloud.Image) string {
	if i.Name == "" {
		return i.ID
	}
	return i.Name
}
