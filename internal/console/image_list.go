package console

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

const imagesAPage = 50

// imageList is a page of the list, and what it was asked for by.
type imageList struct {
	Query  url.Values
	Images []*cloud.Image
	Total  int    // in the region, whatever is looked for
	More   bool   // there are more than Total
	Next   string // where the page behind this one is; "" for none
	First  string // where the first one is; "" here
	Empty  bool   // the region has none
}

// countedImages is up to how many images are counted.
const countedImages = 10_000

func (c *Console) listImages(v *visit) error {
	if err := v.mayList(); err != nil {
		return err
	}
	p := imageList{Query: asked(v.URL.Query())}
	err := c.DB.View(v.Context(), func(tx *store.Tx) (err error) {
		if p.Images, err = v.findImages(tx, p.Query); err != nil {
			return err
		}
		p.Total, err = tx.CountImages(v.key.Account.ID, v.region, countedImages)
		return err
	})
	if err != nil {
		return err
	}
	p.More, p.Empty = p.Total == countedImages, p.Total == 0 && !p.Filtered()
	if len(p.Images) > imagesAPage && p.Get("owner") == "" {
		p.Images = p.Images[:imagesAPage]
		p.Next = p.with("behind", markOf(p.Images[imagesAPage-1]))
	}
	if p.Query.Has("behind") {
		p.First = p.with("behind", "")
	}
	return v.render("images", "Images", &p)
}

// asked keeps what the list can be asked for.
func asked(q url.Values) url.Values {
	kept := url.Values{}
	for _, name := range []string{"q", "status", "family", "architecture", "os", "shared", "tag", "owner", "sort", "behind"} {
		if value := strings.TrimSpace(q.Get(name)); value != "" {
			kept.Set(name, value)
		}
	}
	return kept
}

// findImages reads a page and, if there is one, the image behind it. Who searches for an id
// finds the image of this id.
func (v *visit) findImages(tx *store.Tx, q url.Values) ([]*cloud.Image, error) {
	b := &store.ImageBrowse{
		Contains: q.Get("q"), Order: store.ImageOrder(q.Get("sort")), Behind: readMark(q.Get("behind")),
		Filter: cloud.ImageFilter{Family: q.Get("family"), Architecture: q.Get("architecture"), OSType: q.Get("os")},
	}
	if status := q.Get("status"); status != "" {
		b.Filter.Statuses = []cloud.Status{cloud.Status(status)}
	}
	if shared := q.Get("shared"); shared != "" {
		yes := shared == "yes"
		b.Filter.Shared = &yes
	}
	if key, value, exact := strings.Cut(q.Get("tag"), "="); key != "" {
		m := cloud.TagMatch{Key: key}
		if exact {
			m.Value = &value
		}
		b.Filter.Tags = append(b.Filter.Tags, m)
	}
	if owner := q.Get("owner"); owner != "" {
		return v.findOthers(tx, owner, b)
	}
	if strings.HasPrefix(b.Contains, "m-") {
		byID := *b
		byID.Contains, byID.Filter.IDs = "", []string{b.Contains}
		if found, err := tx.BrowseImages(v.key.Account.ID, v.region, &byID, v.now, 1); err != nil || len(found) > 0 {
			return found, err
		}
	}
	return tx.BrowseImages(v.key.Account.ID, v.region, b, v.now, imagesAPage+1)
}

// A mark is the last image of a page, as an address has it.
func markOf(i *cloud.Image) string {
	return strconv.FormatInt(i.Created.UnixMilli(), 10) + "~" + i.ID + "~" + i.Name
}

func readMark(s string) (m store.ImageMark) {
	created, rest, _ := strings.Cut(s, "~")
	ms, err := strconv.ParseInt(created, 10, 64)
	if err != nil {
		return m
	}
	m.Created = time.UnixMilli(ms).UTC()
	m.ID, m.Name, _ = strings.Cut(rest, "~")
	return m
}

// Get is what was asked of one of the filters.
func (p *imageList) Get(name string) string { return p.Query.Get(name) }

// with is the address of the same list with one thing different.
func (p *imageList) with(name, value string) string {
	q := url.Values{}
	for n, v := range p.Query {
		if n != name && n != "behind" {
			q[n] = v
		}
	}
	if value != "" {
		q.Set(name, value)
	}
	return "?" + q.Encode()
}

// Without is the address of the list without one of its filters.
func (p *imageList) Without(name string) string { return p.with(name, "") }

// column is the heading of a column that the list can be sorted by.
type column struct {
	Label, Href string
	Sorted      string // ascending, descending or ""
}

// Sorting is a heading that sorts by its column, the other way round when it does already.
func (p *imageList) Sorting(label, up, down string) column {
	c := column{Label: label}
	switch now := cmp.Or(p.Query.Get("sort"), string(store.LatestFirst)); {
	case now == up:
		c.Sorted, c.Href = "ascending", p.with("sort", down)
	case now == down:
		c.Sorted, c.Href = "descending", p.with("sort", up)
	case up == string(store.OldestFirst):
		c.Href = p.with("sort", down)
	default:
		c.Href = p.with("sort", up)
	}
	return c
}

// filterChoice is a filter that takes one of some values.
type filterChoice struct {
	Name, Label, Value, Any string
	Options                 []string
}

// Choices are the filters that are chosen from a list.
func (p *imageList) Choices() []filterChoice {
	return []filterChoice{
		{"owner", "Of", p.Get("owner"), "this account", []string{ownerReceived, ownerCommunity}},
		{"status", "Status", p.Get("status"), "any", []string{"Available", "Deprecated", "Creating", "Waiting", "UnAvailable", "CreateFailed"}},
		{"architecture", "Architecture", p.Get("architecture"), "any", cloud.Architectures},
		{"os", "System", p.Get("os"), "any", []string{"linux", "windows"}},
		{"shared", "Shared", p.Get("shared"), "any", []string{"yes", "no"}},
	}
}

// Filtered reports whether anything is looked for.
func (p *imageList) Filtered() bool {
	for name := range p.Query {
		if name != "sort" && name != "behind" {
			return true
		}
	}
	return false
}
