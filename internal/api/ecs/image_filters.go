package ecs

import (
	"log/slog"
	"time"

	"sesame/internal/apierr"
	"sesame/internal/rpc"
)

// readFilters reads Filter.N: the keys of DescribeImages beside its own parameters.
func (q *imageQuery) readFilters(c *rpc.Call, req *DescribeImagesRequest) error {
	for _, f := range req.Filter {
		c.Trace.Check(filterKnown, slog.String("Key", f.Key), slog.String("Value", f.Value))
		if err := q.readFilter(f.Key, f.Value); err != nil {
			return err
		}
	}
	return nil
}

func (q *imageQuery) readFilter(key, value string) (err error) {
	switch key {
	case "CreationStartTime":
		q.filter.CreatedFrom, err = filterTime(value)
	case "CreationEndTime":
		q.filter.CreatedTo, err = filterTime(value)
	case "NetworkType": // images of both networks are the same ones
		if value != "vpc" && value != "classic" {
			return apierr.FilterNetworkType
		}
	case "CpuOnlineUpgrade", "CpuOnlineDowngrade", "MemoryOnlineUpgrade", "MemoryOnlineDowngrade":
		switch value {
		case unsupported: // all of them
		case "supported": // none of them
			q.nobody()
		default:
			return apierr.FilterValueInvalid
		}
	default:
		return apierr.FilterKeyNotFound
	}
	return err
}

func filterTime(value string) (time.Time, error) {
	t, err := time.Parse("2006-01-02T15:04Z", value)
	if err != nil {
		return t, apierr.FilterValueInvalid
	}
	return t, nil
}
