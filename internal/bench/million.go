package main

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// The question of this table: does what an account waits for depend on how many others there
// are? So each filter of DescribeImages is asked by accounts with a hundred images each, ten
// accounts at first, then ten thousand.
const (
	imagesPerAccount = 100
	fewAccounts      = 10
	manyAccounts     = 10_000

	// askers is few enough that answers do not queue for a processor.
	askers = 2
)

// filter is one way to ask a member of the crowd for its images.
type filter struct {
	name   string
	params func(account int) url.Values
}

// filters are those of DescribeImages. Where nothing else is said, a tenth of an account's
// images is found.
func filters() []filter {
	self := func(name, value string) filter {
		return filter{name + "=" + value, func(int) url.Values { return url.Values{"ImageOwnerAlias": {"self"}, name: {value}} }}
	}
	byKey := func(key, value string) filter {
		return filter{"Filter: " + key, func(int) url.Values {
			return url.Values{"ImageOwnerAlias": {"self"}, "Filter.1.Key": {key}, "Filter.1.Value": {value}}
		}}
	}
	return []filter{
		{"none, with public images", func(int) url.Values { return url.Values{} }},
		{"ImageOwnerAlias=self: all, page 1 of 10", func(int) url.Values { return url.Values{"ImageOwnerAlias": {"self"}} }},
		self("PageNumber", "10"),
		{"ImageOwnerAlias=others", func(int) url.Values { return url.Values{"ImageOwnerAlias": {"others"}} }},
		{"ImageOwnerAlias=system", func(int) url.Values { return url.Values{"ImageOwnerAlias": {"system"}} }},
		{"ImageOwnerId", func(a int) url.Values { return url.Values{"ImageOwnerId": {crowdAccount(max(0, a-1))}} }},
		{"IsPublic", func(int) url.Values { return url.Values{"IsPublic": {"true"}, "ImageOwnerAlias": {"others"}} }},
		{"IsPublic and OSType", func(int) url.Values {
			return url.Values{"IsPublic": {"true"}, "ImageOwnerAlias": {"others"}, "OSType": {"windows"}}
		}},
		{"ImageId: one", func(a int) url.Values { return url.Values{"ImageId": {imageID(anyOf(a))}} }},
		{"ImageName: one", func(a int) url.Values { return url.Values{"ImageName": {imageName(anyOf(a))}} }},
		{"ImageId: of nobody", func(int) url.Values { return url.Values{"ImageId": {"m-none"}} }},
		self("ImageName", "bench-*5"),
		self("ImageName", "*5"),
		self("ImageName", "*h-*5*"),
		self("ImageFamily", familyName(3)),
		{"SnapshotId: one", func(a int) url.Values { return url.Values{"SnapshotId": {snapshotID(anyOf(a))}} }},
		{"Tag key and value", func(int) url.Values { return url.Values{"Tag.1.Key": {"stage"}, "Tag.1.Value": {"stage-3"}} }},
		{"Tag key: all", func(int) url.Values { return url.Values{"Tag.1.Key": {"stage"}} }},
		{"Tag: two", func(int) url.Values {
			return url.Values{"Tag.1.Key": {"stage"}, "Tag.2.Key": {"stage"}, "Tag.2.Value": {"stage-3"}}
		}},
		self("ResourceGroupId", "rg-bench-3"),
		self("Status", "Deprecated"),
		self("Status", "Available,Deprecated"),
		self("OSType", "windows"),
		self("Architecture", "arm64"),
		self("InstanceType", "ecs.g8y.large"),
		self("Usage", "instance"),
		self("Usage", "none"),
		self("Usable", "true"),
		self("IsSupportCloudinit", "false"),
		self("IsSupportIoOptimized", "true"),
		self("ActionType", "ChangeOS"),
		self("ShowExpired", "true"),
		byKey("CreationStartTime", crowdEpoch.Add(-10*time.Minute).Format("2006-01-02T15:04Z")),
		byKey("CreationEndTime", crowdEpoch.Add(-90*time.Minute).Format("2006-01-02T15:04Z")),
		byKey("NetworkType", "vpc"),
		byKey("CpuOnlineUpgrade", "unsupported"),
	}
}

func anyOf(account int) int { return account*imagesPerAccount + rand.IntN(imagesPerAccount) }

func crowdAccount(n int) string { return fmt.Sprint(2_000_000_000_000_000 + n) }
func crowdKey(n int) string     { return fmt.Sprintf("bench-%d", n) }

var crowdEpoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// crowdImage is the nth image of the crowd: each attribute that is filtered by has ten
// values, or is rare.
func crowdImage(n int) *cloud.Image {
	i := seedImage(n, crowdEpoch)
	tenth := n % 10
	i.Account, i.Created = crowdAccount(n/imagesPerAccount), crowdEpoch.Add(-time.Duration(n%imagesPerAccount)*time.Minute)
	i.Family, i.ResourceGroup = familyName(tenth), fmt.Sprintf("rg-bench-%d", tenth)
	i.Tags = []cloud.Tag{{Key: "stage", Value: fmt.Sprintf("stage-%d", tenth)}}
	switch tenth {
	case 1:
		i.SetPlatform("Windows Server 2022")
	case 2:
		i.Architecture, i.BootMode, i.NvmeSupport = "arm64", cloud.BootUEFI, cloud.NvmeSupported
	case 3:
		i.Outcome = cloud.Deprecated
	case 4:
		i.Cloudinit = false
	}
	return i
}

// seedCrowd fills a store with accounts of a hundred images and ten instances each, and
// writes the file of their keys.
func seedCrowd(folder string, accounts int) (keys string, err error) {
	begin := time.Now()
	err = seed(folder, accounts*imagesPerAccount, func(tx *store.Tx, n int) error {
		i := crowdImage(n)
		if err := tx.CreateImage(i); err != nil {
			return err
		}
		if n%imagesPerAccount == 3 {
			return tx.CreateResourceGroup(&cloud.ResourceGroup{Account: i.Account, ID: i.ResourceGroup, Name: i.ResourceGroup})
		}
		switch { // each account has something from the one before, and everybody from the first ones
		case n%imagesPerAccount == 5:
			return tx.ChangeShares(i, []string{crowdAccount(n/imagesPerAccount + 1)}, nil)
		case n%imagesPerAccount == 6 && n < fewAccounts*imagesPerAccount:
			return tx.PublishImage(i, true)
		case n%10 != 0:
			return nil
		}
		m := cloud.NewInstance(i.Account, region, fmt.Sprintf("i-bp1bench%012d", n), crowdEpoch)
		m.Image, m.Type = i.ID, "ecs.g6.large"
		return tx.CreateInstance(m)
	})
	if err != nil {
		return "", err
	}
	fmt.Printf("%d accounts with %d images each: seeded in %v\n", accounts, imagesPerAccount, time.Since(begin).Round(time.Second/10))
	var b strings.Builder
	b.WriteString("accounts:\n")
	for n := range accounts {
		fmt.Fprintf(&b, "  - {id: %q, name: %[2]s, keys: [{id: %[2]s, secret: %[3]s}]}\n", crowdAccount(n), crowdKey(n), secret)
	}
	keys = folder + ".yaml"
	return keys, os.WriteFile(keys, []byte(b.String()), 0o600)
}

// asked is what was measured of a filter in one of the two stores.
type asked struct {
	load
	cpu time.Duration
}

// runMillion prints the table of filters.
func runMillion(requests int, only string) error {
	folder, binary, err := workshop()
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	few, err := askCrowd(binary, filepath.Join(folder, "few"), fewAccounts, requests, only)
	if err != nil {
		return err
	}
	many, err := askCrowd(binary, filepath.Join(folder, "many"), manyAccounts, requests, only)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintf(table, "DescribeImages by\tof %d images: p50\tp99\tCPU\tof %d: p50\tp99\tCPU\tp50 ratio\tp99 ratio\tCPU ratio\t\n",
		fewAccounts*imagesPerAccount, manyAccounts*imagesPerAccount)
	for _, f := range filters() {
		a, measured := few[f.name]
		if b := many[f.name]; measured {
			_, _ = fmt.Fprintf(table, "%s\t%v\t%v\t%.1fµs\t%v\t%v\t%.1fµs\t%.2f\t%.2f\t%.2f\t\n",
				f.name, a.p50, a.p99, micros(a.cpu), b.p50, b.p99, micros(b.cpu), ratio(b.p50, a.p50), ratio(b.p99, a.p99), ratio(b.cpu, a.cpu))
		}
	}
	return table.Flush()
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(max(1, b)) }

// askCrowd measures every filter in a store of so many accounts, each request from one of
// them.
func askCrowd(binary, data string, accounts, requests int, only string) (map[string]asked, error) {
	keys, err := seedCrowd(data, accounts)
	if err != nil {
		return nil, err
	}
	sesame, err := startSesame(binary, data, "--accounts", keys)
	if err != nil {
		return nil, err
	}
	defer sesame.stop()
	all := map[string]asked{}
	for _, f := range filters() {
		if !strings.Contains(f.name, only) {
			continue
		}
		prepared := make([][]byte, requests)
		run, now := rand.Uint64(), time.Now()
		for i := range prepared {
			from := rand.IntN(accounts)
			p := f.params(from)
			p.Set("RegionId", region)
			prepared[i] = v1(crowdKey(from), sesame.address, "DescribeImages", fmt.Sprintf("%016x%016x", run, i), now, p)
		}
		before := sesame.cpu()
		l, err := fire(plain(sesame.address), askers, prepared)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
		all[f.name] = asked{l, (sesame.cpu() - before) / time.Duration(requests)}
	}
	return all, nil
}
