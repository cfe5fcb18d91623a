package ecs

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strconv"
	"strings"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DescribeImagesRequest selects images that the caller can see.
type DescribeImagesRequest struct {
	RegionId             string `rpc:"required"`
	Status               string
	ImageId              string
	ShowExpired          bool
	SnapshotId           string
	ImageName            string
	ImageFamily          string
	ImageOwnerAlias      string
	InstanceType         string
	IsSupportIoOptimized *bool
	IsSupportCloudinit   *bool
	OSType               string
	Architecture         string
	PageNumber           int
	PageSize             int
	Usage                string
	DryRun               bool
	ActionType           string
	ResourceGroupId      string
	Tag                  []struct {
		Key   string
		Value *string
	}
	Filter       []struct{ Key, Value string }
	IsPublic     bool
	ImageOwnerId int64
	Usable       *bool
}

// DescribeImagesResponse is one page of the images.
type DescribeImagesResponse struct {
	PageSize   int
	PageNumber int
	TotalCount int
	RegionId   string
	Images     struct{ Image []Image }
}

// DescribeImages lists the caller's images, those shared with it and the public ones,
// latest first. An id that nobody has gives an empty list, not an error.
func (s *Service) DescribeImages(ctx context.Context, c *rpc.Call, req *DescribeImagesRequest) (*DescribeImagesResponse, error) {
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	offset, limit, number, err := page(c, req.PageNumber, req.PageSize)
	if err != nil {
		return nil, err
	}
	q, err := newImageQuery(c, req)
	if err != nil {
		return nil, err
	}
	c.Trace.Check(meant, slog.Bool("DryRun", req.DryRun))
	if req.DryRun {
		return nil, apierr.DryRunOperation
	}
	resp := &DescribeImagesResponse{PageSize: limit, PageNumber: number, RegionId: req.RegionId}
	err = s.view(ctx, c, func(tx *store.Tx) error {
		found, total, err := q.find(tx, offset, limit)
		if err != nil {
			return err
		}
		resp.TotalCount = total
		resp.Images.Image = make([]Image, 0, len(found))
		for _, i := range found {
			resp.Images.Image = append(resp.Images.Image, q.viewer.image(i))
		}
		return nil
	})
	return resp, err
}

// imageQuery is what a request asks for: of which owners, and what of theirs.
type imageQuery struct {
	viewer
	region             string
	filter             cloud.ImageFilter
	own, others, publc bool
	community          bool   // the community images of others, and nothing else
	owner              string // of the others: this one alone
	retired            bool   // public images that were withdrawn, too
}

// find gives a page of the matches, latest first, and how many there are.
func (q *imageQuery) find(tx *store.Tx, offset, limit int) ([]*cloud.Image, int, error) {
	if q.community {
		return q.findCommunity(tx, offset, limit)
	}
	few, err := q.few(tx)
	if err != nil {
		return nil, 0, err
	}
	if !q.own || len(q.filter.IDs) > 0 {
		page, err := q.fill(tx, cut(few, offset, limit))
		return page, len(few), err
	}
	if len(few) == 0 {
		return tx.FindImages(q.account, q.region, &q.filter, q.now, offset, limit)
	}
	// The own images may be very many. Of the merged list's first offset, at most len(few)
	// are not own ones: so the page lies within the own ones from there on.
	skip := max(0, offset-len(few))
	own, total, err := q.ownKeys(tx, skip, limit+len(few))
	if err != nil {
		return nil, 0, err
	}
	merged := append(own, few...)
	slices.SortFunc(merged, latestFirst)
	page, err := q.fill(tx, cut(merged, offset-skip, limit))
	return page, total + len(few), err
}

// ownKeys gives the keys of own images, or the images when their names are compared.
func (q *imageQuery) ownKeys(tx *store.Tx, offset, limit int) ([]*cloud.Image, int, error) {
	if strings.Contains(q.filter.Name, "*") {
		return tx.FindImages(q.account, q.region, &q.filter, q.now, offset, limit)
	}
	return tx.FindImageKeys(q.account, q.region, &q.filter, q.now, offset, limit)
}

// fill reads those images of a page of which there are only the keys.
func (q *imageQuery) fill(tx *store.Tx, page []*cloud.Image) ([]*cloud.Image, error) {
	var own []string
	for _, i := range page {
		if isKey(i) && i.Account == q.account {
			own = append(own, i.ID)
		}
	}
	rows, err := tx.ImagesByID(q.account, q.region, own)
	for n, i := range page {
		switch {
		case err != nil:
			return nil, err
		case !isKey(i):
		case i.Account == q.account:
			page[n], rows = rows[0], rows[1:]
		default:
			if i, err = tx.Image(i.Account, i.Region, i.ID); err == nil {
				page[n] = received(i)
			}
		}
	}
	return page, err
}

// isKey: an image has an outcome from its beginning.
func isKey(i *cloud.Image) bool { return i.Outcome == "" }

// few gathers the matches of the sources that are small, latest first: own images asked for
// by id, the received ones and the public ones. Of received ones these may be the keys.
func (q *imageQuery) few(tx *store.Tx) (all []*cloud.Image, err error) {
	if len(q.filter.IDs) > 0 {
		all, err = q.named(tx)
	} else if q.others {
		all, err = q.received(tx)
	}
	if err != nil {
		return nil, err
	}
	if q.publc {
		for _, i := range q.public() {
			if q.filter.Match(i, q.now) {
				all = append(all, i)
			}
		}
	}
	slices.SortFunc(all, latestFirst)
	return all, nil
}

// named gathers what is asked for by id and matches.
func (q *imageQuery) named(tx *store.Tx) (all []*cloud.Image, err error) {
	if q.own {
		if all, err = tx.ImagesByID(q.account, q.region, q.filter.IDs); err != nil {
			return nil, err
		}
	}
	if q.others && len(all) < len(q.filter.IDs) {
		for _, id := range q.filter.IDs {
			i, err := tx.ReceivedImage(q.account, q.region, id)
			if errors.Is(err, store.ErrNotFound) || err == nil && q.owner != "" && q.owner != i.Account {
				continue
			}
			if err != nil {
				return nil, err
			}
			all = append(all, received(i))
		}
	}
	return slices.DeleteFunc(all, func(i *cloud.Image) bool { return !q.filter.Match(i, q.now) }), nil
}

// received gathers the matches among what others share.
func (q *imageQuery) received(tx *store.Tx) ([]*cloud.Image, error) {
	f, owner, any := q.theirs()
	if !any {
		return nil, nil
	}
	all, err := tx.FindReceivedImages(q.account, q.region, owner, f, q.now)
	for n, i := range all {
		if !isKey(i) {
			all[n] = received(i)
		}
	}
	return all, err
}

func (q *imageQuery) public() []*cloud.Image {
	if len(q.filter.IDs) == 0 {
		return currentPublicImages()
	}
	var all []*cloud.Image
	for _, id := range q.filter.IDs {
		if i, ok := findPublicImage(id, q.retired); ok {
			all = append(all, i)
		}
	}
	return all
}

// latestFirst is the order of lists; a tie goes to the larger id, as the head of a family
// does: the first of a list is what the family stands for.
func latestFirst(a, b *cloud.Image) int {
	return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(b.ID, a.ID))
}

func cut[T any](all []T, offset, limit int) []T {
	offset = min(offset, len(all))
	return all[offset:min(offset+limit, len(all))]
}

// newImageQuery reads the request, in the order of the contract's parameters.
func newImageQuery(c *rpc.Call, req *DescribeImagesRequest) (*imageQuery, error) {
	q := &imageQuery{
		viewer: viewer{c.AccountID, c.Now}, region: req.RegionId, retired: req.ShowExpired,
		filter: cloud.ImageFilter{
			Statuses: statuses(req.Status), Name: req.ImageName, Family: req.ImageFamily,
			ResourceGroup: req.ResourceGroupId, Snapshot: req.SnapshotId, OSType: req.OSType, Architecture: req.Architecture,
			Usable: req.Usable, Cloudinit: req.IsSupportCloudinit, IoOptimized: req.IsSupportIoOptimized,
			SystemDiskOnly: req.ActionType == "ChangeOS",
		},
	}
	if req.ImageId != "" {
		ids := strings.Split(req.ImageId, ",")
		t := try(c)
		if t.bad(len(ids) > 100, "ImageId"); t.err != nil {
			return nil, t.err
		}
		slices.Sort(ids)
		q.filter.IDs = slices.Compact(ids)
	}
	for _, read := range []func(*rpc.Call, *DescribeImagesRequest) error{q.readOwner, q.readKind, q.readTags, q.readFilters} {
		if err := read(c, req); err != nil {
			return nil, err
		}
	}
	return q, nil
}

// statuses reads the list of states: absent means Available, ALL means any.
func statuses(list string) (all []cloud.Status) {
	if list == "" {
		return []cloud.Status{cloud.Available}
	}
	for s := range strings.SplitSeq(list, ",") {
		if s == "ALL" {
			return nil
		}
		all = append(all, cloud.Status(s))
	}
	return all
}

func (q *imageQuery) readOwner(c *rpc.Call, req *DescribeImagesRequest) error {
	switch req.ImageOwnerAlias {
	case "":
		q.own, q.others, q.publc = true, true, true
	case aliasSelf:
		q.own = true
	case aliasOthers:
		q.others = true
	case aliasSystem:
		q.publc = true
	}
	known := []string{"", aliasSelf, aliasOthers, aliasSystem, aliasMarketplace} // there is no marketplace: nothing matches
	t := try(c)
	t.not(!slices.Contains(known, req.ImageOwnerAlias), apierr.OwnerAliasNotSupported, "ImageOwnerAlias")
	t.not(req.IsPublic && req.ImageOwnerAlias != aliasOthers, apierr.OwnerAliasForPublic, "IsPublic", "ImageOwnerAlias")
	t.not(req.ImageOwnerId != 0 && req.ImageOwnerAlias != aliasOthers && req.ImageOwnerAlias != "",
		apierr.ImageOwnerIDUnsupported, "ImageOwnerId", "ImageOwnerAlias")
	if req.IsPublic {
		q.others, q.community = false, true
	}
	if req.ImageOwnerId != 0 {
		q.own, q.publc = false, false
		q.owner = strconv.FormatInt(req.ImageOwnerId, 10)
	}
	return t.err
}

// nobody makes the query one that nothing matches.
func (q *imageQuery) nobody() { q.own, q.others, q.publc, q.community = false, false, false, false }

func (q *imageQuery) readKind(c *rpc.Call, req *DescribeImagesRequest) error {
	if req.InstanceType != "" {
		machine, ok := findMachine(req.InstanceType)
		c.Trace.Check(typeExists, slog.String("InstanceType", req.InstanceType))
		if !ok {
			return deny(c, apierr.InstanceTypeNotSupported.With(req.InstanceType))
		}
		q.filter.Machine = machine
	}
	t := try(c)
	t.not(!slices.Contains([]string{"", "linux", "windows"}, req.OSType), apierr.OSTypeInvalid, "OSType")
	t.not(!slices.Contains([]string{"", "i386", "x86_64", "arm64"}, req.Architecture), apierr.ArchitectureInvalid, "Architecture")
	t.not(!slices.Contains([]string{"", "instance", "none"}, req.Usage), apierr.UsageInvalid, "Usage")
	t.bad(!slices.Contains([]string{"", "CreateEcs", "ChangeOS"}, req.ActionType), "ActionType")
	if req.Usage != "" {
		inUse := req.Usage == "instance"
		q.filter.InUse = &inUse
	}
	return t.err
}

func (q *imageQuery) readTags(c *rpc.Call, req *DescribeImagesRequest) error {
	if err := not(c, len(req.Tag) > cloud.MaxTags, apierr.TagCount, "Tag"); err != nil {
		return err
	}
	for _, t := range req.Tag {
		if err := not(c, t.Key == "", apierr.TagMismatch, "Tag"); err != nil {
			return err
		}
		if t.Value != nil && *t.Value == "" {
			t.Value = nil
		}
		q.filter.Tags = append(q.filter.Tags, cloud.TagMatch{Key: t.Key, Value: t.Value})
	}
	return nil
}
