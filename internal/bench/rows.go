package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// row is one line of the table.
type row struct {
	name, goal string
	images     int // in the store
	requests   int
	sign       signer
	action     string
	params     func(i int) url.Values
	servers    int // in front of one PostgreSQL; 0: one on SQLite
}

const (
	many = 100_000
	// fewer are in PostgreSQL, which takes minutes for many.
	fewer = many / 10
)

func rowsOf(short bool) []row {
	rows := []row{
		{"ModifyImageAttribute description, V1, durable", "0.15", many, 60_000, v1, "ModifyImageAttribute", describeAmong(many), 0},
		{"ModifyImageAttribute description, V3, durable", "0.15", many, 60_000, v3, "ModifyImageAttribute", describeAmong(many), 0},
		{"ModifyImageAttribute name and description, V1, durable", "0.15", many, 60_000, v1, "ModifyImageAttribute", rename, 0},
		{"DescribeImages by id", "0.35", many, 100_000, v1, "DescribeImages", byIDAmong(many), 0},
		{"DescribeImages page of 10 of 100", "", 100, 40_000, v1, "DescribeImages", ownPage, 0},
		{"CopyImage to other regions, durable", "", many, 6_000, v1, "CopyImage", copyAway, 0},
		{"RunInstances by family, durable", "", many, 1_000, v1, "RunInstances", runFamily, 0},
		{"DescribeImageFromFamily", "0.35", many, 100_000, v1, "DescribeImageFromFamily", byFamily, 0},
		{"PostgreSQL, 1 server: ModifyImageAttribute description, durable", "", fewer, 6_000, v1, "ModifyImageAttribute", describeAmong(fewer), 1},
		{"PostgreSQL, 3 servers: ModifyImageAttribute description, durable", "", fewer, 6_000, v1, "ModifyImageAttribute", describeAmong(fewer), 3},
		{"PostgreSQL, 1 server: DescribeImages by id", "", fewer, 30_000, v1, "DescribeImages", byIDAmong(fewer), 1},
		{"PostgreSQL, 3 servers: DescribeImages by id", "", fewer, 30_000, v1, "DescribeImages", byIDAmong(fewer), 3},
	}
	for n := range rows {
		if short {
			rows[n].requests /= 10
		}
	}
	return rows
}

// describeAmong changes the description of one of so many images.
func describeAmong(images int) func(i int) url.Values {
	return func(i int) url.Values { return describeImage(rand.IntN(images), i) }
}

func describeImage(n, i int) url.Values {
	return url.Values{"ImageId": {imageID(n)}, "Description": {fmt.Sprintf("described by request %d", i)}}
}

// rename changes the name, too, which is in a unique index: two more places of the file.
func rename(i int) url.Values {
	n := rand.IntN(many)
	return url.Values{
		"ImageId": {imageID(n)}, "ImageName": {fmt.Sprintf("bench-%d-%d-%d", n, i, rand.Uint32())},
		"Description": {fmt.Sprintf("renamed by request %d", i)},
	}
}

func byIDAmong(images int) func(int) url.Values {
	return func(int) url.Values { return url.Values{"ImageId": {imageID(rand.IntN(images))}} }
}

func ownPage(int) url.Values {
	return url.Values{"ImageOwnerAlias": {"self"}, "PageSize": {"10"}, "PageNumber": {fmt.Sprint(1 + rand.IntN(10))}}
}

// copyAway spreads the copies over regions, so that none is full before the last round.
func copyAway(i int) url.Values {
	to := []string{
		"cn-beijing", "cn-zhangjiakou", "cn-huhehaote", "cn-wulanchabu", "cn-shanghai", "cn-shenzhen", "cn-heyuan", "cn-guangzhou",
		"cn-chengdu", "cn-hongkong", "ap-northeast-1", "ap-northeast-2", "ap-southeast-1", "ap-southeast-3", "ap-southeast-5",
		"ap-southeast-6", "ap-southeast-7", "us-east-1", "us-west-1", "eu-west-1", "eu-central-1", "me-east-1",
	}
	return url.Values{"ImageId": {imageID(rand.IntN(many))}, "DestinationRegionId": {to[i%len(to)]}}
}

// runFamily makes an instance a call; the default vswitch has addresses for those of all rounds.
func runFamily(int) url.Values {
	return url.Values{"ImageFamily": {familyName(rand.IntN(100))}, "InstanceType": {"ecs.g6.large"}}
}

func byFamily(int) url.Values {
	return url.Values{"ImageFamily": {familyName(rand.IntN(100))}}
}

// printRows measures the rows whose name contains only.
func printRows(binary, folder string, short bool, only string) (err error) {
	pg := postgres{cluster: os.Getenv("SESAME_TEST_POSTGRES")}
	defer func() { err = errors.Join(err, pg.drop()) }()
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	rows := 0
	_, _ = fmt.Fprintln(table, "operation\tconnections\tratio\tgoal\trequests/s\tbare/s\tp50\tp99\tCPU\tbare CPU\tdatabase CPU\t")
	for _, r := range rowsOf(short) {
		if !strings.Contains(r.name, only) {
			continue
		}
		rows++
		if r.servers > 0 && pg.cluster == "" {
			_, _ = fmt.Fprintf(table, "%s\tno server\t\n", r.name)
			continue
		}
		m, err := r.seedAndMeasure(binary, folder, &pg)
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		database := ""
		if r.servers > 0 {
			database = fmt.Sprintf("%.1fµs", micros(m.databaseCPU))
		}
		_, _ = fmt.Fprintf(table, "%s\t%d\t%.2f\t%s\t%.0f\t%.0f\t%v\t%v\t%.1fµs\t%.1fµs\t%s\t\n",
			r.name, manyConnections, m.ratio, r.goal, m.rate, m.bare, m.p50, m.p99, micros(m.cpu), micros(m.bareCPU), database)
	}
	if rows == 0 {
		return nil
	}
	return errors.Join(table.Flush(), pg.warn())
}

func (r *row) seedAndMeasure(binary, folder string, pg *postgres) (measured, error) {
	data, err := fmt.Sprintf("%s-%d", folder, r.images), error(nil)
	if r.servers > 0 {
		data, err = pg.seedOnce(r.images)
	} else {
		err = seedOnce(data, r.images)
	}
	if err != nil {
		return measured{}, err
	}
	return r.measure(binary, data, pg)
}

// measured is a row's result: the medians of its rounds.
type measured struct {
	ratio, rate, bare float64
	p50, p99          time.Duration
	cpu, bareCPU      time.Duration // of the server, per request
	databaseCPU       time.Duration // of PostgreSQL, per request
}

// measure runs the row and the bare server in turns, with the same requests.
func (r *row) measure(binary, data string, pg *postgres) (measured, error) {
	bare, err := startBare()
	if err != nil {
		return measured{}, err
	}
	defer bare.stop()
	sesame, err := startServers(binary, data, max(1, r.servers))
	if err != nil {
		return measured{}, err
	}
	defer sesame.stop()

	var ratios, rates, bares []float64
	var last load
	cpu, bareCPU := sesame.cpu(), bare.cpu()
	databaseCPU, err := r.databaseCPU(pg)
	if err != nil {
		return measured{}, err
	}
	for range rounds {
		requests := prepare(r.sign, bare.address, r.action, r.requests, r.params)
		base, err := fire(plain(bare.address), manyConnections, requests)
		if err != nil {
			return measured{}, fmt.Errorf("bare: %w", err)
		}
		if last, err = fire(plain(sesame.addresses()...), manyConnections, requests); err != nil {
			return measured{}, err
		}
		ratios, rates, bares = append(ratios, last.rate/base.rate), append(rates, last.rate), append(bares, base.rate)
	}
	databaseEnd, err := r.databaseCPU(pg)
	if err != nil {
		return measured{}, err
	}
	perRequest := func(d time.Duration) time.Duration { return d / time.Duration(rounds*r.requests) }
	return measured{
		ratio: median(ratios), rate: median(rates), bare: median(bares), p50: last.p50, p99: last.p99,
		cpu: perRequest(sesame.cpu() - cpu), bareCPU: perRequest(bare.cpu() - bareCPU),
		databaseCPU: perRequest(databaseEnd - databaseCPU),
	}, nil
}

// databaseCPU is what the row's database has used so far.
func (r *row) databaseCPU(pg *postgres) (time.Duration, error) {
	if r.servers == 0 {
		return 0, nil
	}
	return pg.cpu()
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}
