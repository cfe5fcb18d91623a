package ecs

import (
	"context"
	"slices"

	"sesame/internal/apierr"
	"sesame/internal/catalog"
	"sesame/internal/rpc"
)

// DescribeRegionsRequest needs nothing.
type DescribeRegionsRequest struct {
	InstanceChargeType string
	ResourceType       string
	AcceptLanguage     string
}

// DescribeRegionsResponse lists the regions.
type DescribeRegionsResponse struct{ Regions struct{ Region []Region } }

// Region is one region.
type Region struct{ Status, RegionEndpoint, LocalName, RegionId string }

// DescribeRegions lists the regions in which images can live.
func (s *Service) DescribeRegions(_ context.Context, c *rpc.Call, req *DescribeRegionsRequest) (*DescribeRegionsResponse, error) {
	t := try(c)
	t.not(!knownChargeType(req.InstanceChargeType), apierr.ChargeTypeInvalid, "InstanceChargeType")
	t.not(!slices.Contains([]string{"", "instance", "disk", "reservedinstance", "scu"}, req.ResourceType), apierr.ResourceTypeNotFound, "ResourceType")
	t.not(!knownLanguage(req.AcceptLanguage), apierr.AcceptLanguageNotFound, "AcceptLanguage")
	if t.err != nil {
		return nil, t.err
	}
	resp := &DescribeRegionsResponse{}
	for _, r := range catalog.Regions() {
		resp.Regions.Region = append(resp.Regions.Region, Region{
			Status: r.Status, RegionEndpoint: r.Endpoint, RegionId: r.ID,
			LocalName: localName(req.AcceptLanguage, r.NameZH, r.NameEN),
		})
	}
	return resp, nil
}

func knownChargeType(t string) bool { return t == "" || t == "PrePaid" || t == "PostPaid" }

// knownLanguage takes the documented values; the two documents spell Taiwan differently.
func knownLanguage(l string) bool {
	return slices.Contains([]string{"", "zh-CN", "zh-TW", "zh_TW", "en-US", "ja", "fr", "de", "ko"}, l)
}

// localName: Chinese unless another language is asked for; the catalogue has no others
// than English.
func localName(language, zh, en string) string {
	switch language {
	case "", "zh-CN", "zh-TW", "zh_TW":
		return zh
	}
	return en
}
