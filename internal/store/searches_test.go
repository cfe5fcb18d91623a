package store_test

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// What TestRowsRead looks for, and how.

const (
	aPage = 10
	forms = 600 // rows of each table: one of ten is rare in every way
	rare  = "rare"
)

var (
	later = epoch.Add(24 * time.Hour)
	yes   = true
	no    = false
	value = rare
)

// seedForms adds what the searches look for.
func seedForms(tx *store.Tx) error {
	for n := range forms {
		at := epoch.Add(time.Duration(n) * time.Second)
		i := cloud.NewImage(ali, hangzhou, fmt.Sprintf("m-%04d", n), cloud.WorkCreate, at, 0)
		d := &cloud.Disk{Account: ali, Region: hangzhou, ID: fmt.Sprintf("d-%04d", n), Kind: cloud.DataDisk, Created: at, Ready: at}
		m := cloud.NewInstance(ali, hangzhou, fmt.Sprintf("i-%04d", n), at)
		p := cloud.NewSnapshot(d, fmt.Sprintf("s-%04d", n), "", at, at)
		k := &cloud.Task{Account: ali, Region: hangzhou, ID: fmt.Sprintf("t-%04d", n), Created: at, Starts: at, Ready: at}
		i.SetPlatform("Ubuntu")
		i.Name = fmt.Sprintf("web-%04d", n)
		i.Cloudinit, i.IoOptimized = true, true
		m.Name, m.Zone, m.Image = i.Name, "z", "m-none"
		if n%10 == 3 {
			makeRare(i, d, m, p, k)
		}
		if n%2 == 1 {
			theirs := i.Clone()
			theirs.Account, theirs.Outcome = cassim, cloud.Available
			if err := errors.Join(tx.CreateImage(theirs), tx.ChangeShares(theirs, []string{ali}, nil)); err != nil {
				return err
			}
			theirs.Shares++
			if err := tx.PublishImage(theirs, true); err != nil {
				return err
			}
		}
		for _, err := range []error{tx.CreateImage(i), tx.CreateDisk(d), tx.CreateInstance(m), tx.CreateSnapshot(p), tx.CreateTask(k)} {
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func makeRare(i *cloud.Image, d *cloud.Disk, m *cloud.Instance, p *cloud.Snapshot, k *cloud.Task) {
	tags := []cloud.Tag{{Key: rare, Value: rare}}
	i.SetPlatform("Windows Server 2022")
	i.Name += "-" + rare
	i.Architecture, i.BootMode, i.NvmeSupport = "arm64", cloud.BootUEFI, cloud.NvmeSupported
	i.ResourceGroup, i.Outcome, i.Family, i.Tags = rare, cloud.Deprecated, rare, tags
	i.Cloudinit, i.IoOptimized = false, false
	i.SetDisks([]cloud.DiskMapping{{Device: "/dev/xvdb", Kind: cloud.DataDisk, Snapshot: rare, SizeGiB: 40}})
	d.Zone, d.Name, d.Category, d.ResourceGroup, d.Kind, d.Encrypted, d.Tags = rare, rare, rare, rare, cloud.SystemDisk, true, tags
	d.DeleteWithInstance, d.DeleteAutoSnapshot, d.EnableAutoSnapshot = true, true, true
	d.Begin(cloud.DiskReIniting, later, time.Hour)
	m.Name, m.Zone, m.Type, m.Image, m.VPC, m.VSwitch, m.ResourceGroup, m.Tags = i.Name, rare, rare, i.ID, rare, rare, rare, tags
	m.PrivateIP, m.Locked, m.Outcome = m.ID, true, cloud.InstanceRunning
	p.Name, p.Category, p.Disk, p.ResourceGroup, p.Kind, p.Encrypted, p.Tags = rare, rare, rare, rare, cloud.SystemDisk, true, tags
	p.Ready = later.Add(time.Hour)
	k.Action, k.Ready = rare, later.Add(time.Hour)
}

func searches() (all []search) {
	images, narrow := imageFilters(), instanceFilters()
	for name, f := range images {
		all = append(all, search{"images by " + name, "images", isPattern(f.Name), func(tx *store.Tx, limit int) ([]string, int, error) {
			found, total, err := tx.FindImages(ali, hangzhou, &f, later, 0, limit)
			return idsOf(found, func(i *cloud.Image) string { return i.ID }), total, err
		}})
	}
	for name, b := range browses() {
		all = append(all, search{"images browsed by " + name, "images", b.few > 0, func(tx *store.Tx, limit int) ([]string, int, error) {
			found, err := tx.BrowseImages(ali, hangzhou, &b.ImageBrowse, later, limit)
			return idsOf(found, func(i *cloud.Image) string { return i.ID }), cmp.Or(b.few, forms), err
		}})
	}
	for name, f := range communityFilters() {
		all = append(all, search{"community images by " + name, "images", false, func(tx *store.Tx, limit int) ([]string, int, error) {
			found, total, err := tx.FindCommunityImages(ali, hangzhou, "", &f, later, 0, limit)
			return idsOf(found, func(i *cloud.Image) string { return i.ID }), total, err
		}})
	}
	for name, f := range communityFilters() {
		all = append(all, search{"received images by " + name, "images", false, func(tx *store.Tx, limit int) ([]string, int, error) {
			found, err := tx.FindReceivedImages(ali, hangzhou, "", &f, later)
			return idsOf(found[:min(limit, len(found))], func(i *cloud.Image) string { return i.ID }), len(found), err
		}})
	}
	for name, f := range images {
		if !isPattern(f.Name) {
			all = append(all, search{"keys of images by " + name, "images", false, func(tx *store.Tx, limit int) ([]string, int, error) {
				found, total, err := tx.FindImageKeys(ali, hangzhou, &f, later, 0, limit)
				return idsOf(found, func(i *cloud.Image) string { return i.ID }), total, err
			}})
		}
	}
	for name, f := range narrow {
		all = append(all, search{"instances by " + name, "instances", false, func(tx *store.Tx, limit int) ([]string, int, error) {
			found, total, err := tx.FindInstances(ali, hangzhou, &f, later, 0, limit)
			return idsOf(found, func(i *cloud.Instance) string { return i.ID }), total, err
		}})
	}
	for name, f := range diskFilters() {
		all = append(all, search{"disks by " + name, "disks", false, func(tx *store.Tx, limit int) ([]string, int, error) {
			found, total, err := tx.FindDisks(ali, hangzhou, &f, later, 0, limit)
			return idsOf(found, func(d *cloud.Disk) string { return d.ID }), total, err
		}})
	}
	for name, f := range snapshotFilters() {
		all = append(all, search{"snapshots by " + name, "snapshots", false, func(tx *store.Tx, limit int) ([]string, int, error) {
			found, total, err := tx.FindSnapshots(ali, hangzhou, &f, later, 0, limit)
			return idsOf(found, func(p *cloud.Snapshot) string { return p.ID }), total, err
		}})
	}
	for name, f := range taskFilters() {
		all = append(all, search{"tasks by " + name, "tasks", false, func(tx *store.Tx, limit int) ([]string, int, error) {
			found, total, err := tx.FindTasks(ali, hangzhou, &f, later, 0, limit)
			return idsOf(found, func(k *cloud.Task) string { return k.ID }), total, err
		}})
	}
	return all
}

func idsOf[T any](found []*T, id func(*T) string) (ids []string) {
	for _, f := range found {
		ids = append(ids, id(f))
	}
	return ids
}

func isPattern(name string) bool { return strings.Contains(name, "*") }

func imageFilters() map[string]cloud.ImageFilter {
	tags := []cloud.TagMatch{{Key: rare}, {Key: rare, Value: &value}}
	return map[string]cloud.ImageFilter{
		"nothing":         {},
		"status":          {Statuses: []cloud.Status{cloud.Deprecated}},
		"states":          {Statuses: []cloud.Status{cloud.Available, cloud.Creating, cloud.Waiting}},
		"OS type":         {OSType: "windows"},
		"architecture":    {Architecture: "arm64"},
		"machine":         {Machine: cloud.NewMachine([]string{"arm64", "i386"}, []string{cloud.BootUEFI}, true)},
		"group":           {ResourceGroup: rare},
		"snapshot":        {Snapshot: rare},
		"tags":            {Tags: tags},
		"age":             {CreatedFrom: epoch.Add(time.Second), CreatedTo: epoch.Add(time.Minute)},
		"use":             {InUse: &yes},
		"no use":          {InUse: &no},
		"being usable":    {Usable: &yes},
		"cloud-init":      {Cloudinit: &no},
		"I/O":             {IoOptimized: &no},
		"disks":           {SystemDiskOnly: true},
		"family":          {Family: rare},
		"family and more": {Family: rare, Statuses: []cloud.Status{cloud.Deprecated}, OSType: "windows", Tags: tags},
		"name's end":      {Name: "*-" + rare},
		"name's both":     {Name: "web-*-" + rare},
		"name's middle":   {Name: "*-rar*"},
	}
}

// browse is an order and a filter; few is how many are looked up when those that
// match are looked for first: 16 at least.
type browse struct {
	store.ImageBrowse
	few int
}

func browses() map[string]browse {
	behind := store.ImageMark{Created: epoch.Add(time.Minute), Name: "web-0060", ID: "m-0060"}
	windows := cloud.ImageFilter{OSType: "windows"}
	lately := cloud.ImageFilter{OSType: "windows", CreatedFrom: epoch.Add(470 * time.Second)}
	return map[string]browse{
		"age":             {store.ImageBrowse{Order: store.LatestFirst}, 0},
		"age, the oldest": {store.ImageBrowse{Order: store.OldestFirst, Behind: behind}, 0},
		"age and OS type": {store.ImageBrowse{Order: store.OldestFirst, Filter: windows}, 0},
		"age and text":    {store.ImageBrowse{Order: store.LatestFirst, Contains: "55"}, 16},
		"name":            {store.ImageBrowse{Order: store.NameUp, Behind: behind}, 0},
		"name, backwards": {store.ImageBrowse{Order: store.NameDown}, 0},
		"name and OS":     {store.ImageBrowse{Order: store.NameUp, Filter: lately}, 16},
	}
}

func communityFilters() map[string]cloud.ImageFilter {
	return map[string]cloud.ImageFilter{
		"nothing": {}, "OS type": {OSType: "windows"}, "status": {Statuses: []cloud.Status{cloud.Available}}, "snapshot": {Snapshot: rare},
	}
}

func instanceFilters() map[string]cloud.InstanceFilter {
	return map[string]cloud.InstanceFilter{
		"nothing":    {},
		"type":       {Types: []string{rare, "none"}},
		"status":     {Statuses: []cloud.InstanceStatus{cloud.InstanceRunning}},
		"zone":       {Zone: rare},
		"VPC":        {VPC: rare},
		"group":      {ResourceGroup: rare},
		"lock":       {Locked: &yes},
		"networks":   {Networked: true},
		"age":        {CreatedFrom: epoch.Add(time.Second), CreatedTo: epoch.Add(time.Minute)},
		"tag":        {Tags: []cloud.TagMatch{{Key: rare, Value: &value}}},
		"name's end": {Name: "*-" + rare},
	}
}

func diskFilters() map[string]cloud.DiskFilter {
	return map[string]cloud.DiskFilter{
		"nothing":     {},
		"a position":  {Behind: cloud.Position{Created: epoch.Add(time.Minute), ID: "d-0060"}, Kind: cloud.DataDisk},
		"zone":        {Zone: rare},
		"name":        {Name: rare},
		"category":    {Category: rare},
		"group":       {ResourceGroup: rare},
		"kind":        {Kind: cloud.SystemDisk},
		"status":      {Status: cloud.DiskReIniting},
		"encryption":  {Encrypted: true},
		"flags":       {DeleteWithInstance: &yes, DeleteAutoSnapshot: &yes, EnableAutoSnapshot: &yes},
		"having none": {DeleteWithInstance: &no, DeleteAutoSnapshot: &no, EnableAutoSnapshot: &no},
		"tag":         {Tags: []cloud.TagMatch{{Key: rare}}},
	}
}

func snapshotFilters() map[string]cloud.SnapshotFilter {
	return map[string]cloud.SnapshotFilter{
		"nothing":    {},
		"a position": {Behind: cloud.Position{Created: epoch.Add(time.Minute), ID: "s-0060"}, Kind: cloud.DataDisk},
		"name":       {Name: rare},
		"category":   {Category: rare},
		"group":      {ResourceGroup: rare},
		"kind":       {Kind: cloud.SystemDisk},
		"status":     {Status: cloud.SnapshotProgressing},
		"encryption": {Encrypted: true},
		"no use":     {OfImages: &no, OfDisks: &no},
		"tag":        {Tags: []cloud.TagMatch{{Key: rare}}},
	}
}

func taskFilters() map[string]cloud.TaskFilter {
	return map[string]cloud.TaskFilter{
		"nothing": {}, "action": {Action: rare}, "status": {Status: cloud.TaskProcessing}, "the end": {Status: cloud.TaskFinished},
	}
}
