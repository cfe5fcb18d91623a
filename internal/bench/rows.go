package main

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
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
	flags      []string // of the server
}

const many = 100_000

func rowsOf(short bool) []row {
	rows := []row{
		{"ModifyImageAttribute description, V1, durable", "0.15", many, 60_000, v1, "ModifyImageAttribute", describe, nil},
		{"ModifyImageAttribute description, V3, durable", "0.15", many, 60_000, v3, "ModifyImageAttribute", describe, nil},
		{"ModifyImageAttribute name and description, V1, durable", "0.15", many, 60_000, v1, "ModifyImageAttribute", rename, nil},
		{"DescribeImages by id", "0.35", many, 150_000, v1, "DescribeImages", byID, nil},
		{"DescribeImages by id, throttled", "0.35", many, 150_000, v1, "DescribeImages", byID, []string{"--throttle", "1000000000"}},
		{"DescribeImages page of 10 of 100", "", 100, 40_000, v1, "DescribeImages", ownPage, nil},
		{"CopyImage to other regions, durable", "", many, 6_000, v1, "CopyImage", copyAway, nil},
		{"RunInstances by family, durable", "", many, 1_000, v1, "RunInstances", runFamily, nil},
		{"DescribeImageFromFamily", "0.35", many, 150_000, v1, "DescribeImageFromFamily", byFamily, nil},
	}
	for n := range rows {
		if short {
			rows[n].requests /= 10
		}
	}
	return rows
}

// describe changes the description of a random image.
func describe(i int) url.Values { return describeImage(rand.IntN(many), i) }

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

func byID(int) url.Values { return url.Values{"ImageId": {imageID(rand.IntN(many))}} }

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

// measured is a row's result: the medians of its rounds.
type measured struct {
	ratio, rate, bare float64
	p50, p99          time.Duration
	cpu, bareCPU      time.Duration // of the server, per request
}

// measure runs the row and the bare server in turns, with the same requests.
func (r *row) measure(binary, folder string) (measured, error) {
	data := fmt.Sprintf("%s-%d", folder, r.images)
	if err := seedOnce(data, r.images); err != nil {
		return measured{}, err
	}
	bare, err := startBare()
	if err != nil {
		return measured{}, err
	}
	defer bare.stop()
	sesame, err := startSesame(binary, data, r.flags...)
	if err != nil {
		return measured{}, err
	}
	defer sesame.stop()

	var ratios, rates, bares []float64
	var last load
	cpu, bareCPU := sesame.cpu(), bare.cpu()
	for range rounds {
		requests := prepare(r.sign, sesame.address, r.action, r.requests, r.params)
		base, err := fire(bare.address, manyConnections, requests)
		if err != nil {
			return measured{}, fmt.Errorf("bare: %w", err)
		}
		if last, err = fire(sesame.address, manyConnections, requests); err != nil {
			return measured{}, err
		}
		ratios, rates, bares = append(ratios, last.rate/base.rate), append(rates, last.rate), append(bares, base.rate)
	}
	perRequest := func(d time.Duration) time.Duration { return d / time.Duration(rounds*r.requests) }
	return measured{
		ratio: median(ratios), rate: median(rates), bare: median(bares), p50: last.p50, p99: last.p99,
		cpu: perRequest(sesame.cpu() - cpu), bareCPU: perRequest(bare.cpu() - bareCPU),
	}, nil
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}
