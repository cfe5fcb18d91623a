package cloud_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sesame/internal/cloud"
)

func TestCheckTags(t *testing.T) {
	for _, test := range []struct {
		tags []cloud.Tag
		want error
	}{
		{nil, nil},
		{[]cloud.Tag{{Key: "env", Value: "prod"}, {Key: "Env"}, {Key: strings.Repeat("标", 128), Value: strings.Repeat("签", 128)}}, nil},
		{[]cloud.Tag{{Key: ""}}, cloud.ErrTagKey},
		{[]cloud.Tag{{Key: strings.Repeat("k", 129)}}, cloud.ErrTagKey},
		{[]cloud.Tag{{Key: "acs:k"}}, cloud.ErrTagKey},
		{[]cloud.Tag{{Key: "aliyun"}}, cloud.ErrTagKey},
		{[]cloud.Tag{{Key: "see http://here"}}, cloud.ErrTagKey},
		{[]cloud.Tag{{Key: "k", Value: strings.Repeat("v", 129)}}, cloud.ErrTagValue},
		{[]cloud.Tag{{Key: "k", Value: "acs:v"}}, cloud.ErrTagValue},
		{[]cloud.Tag{{Key: "k", Value: "https://here"}}, cloud.ErrTagValue},
		{[]cloud.Tag{{Key: "k", Value: "aliyun"}}, nil},
		{[]cloud.Tag{{Key: "k", Value: "1"}, {Key: "k", Value: "2"}}, cloud.ErrTagTwice},
	} {
		if err := cloud.CheckTags(test.tags); !errors.Is(err, test.want) {
			t.Errorf("%v: %v, want %v", test.tags, err, test.want)
		}
	}
}

func TestWithAndWithoutTags(t *testing.T) {
	have := []cloud.Tag{{Key: "b", Value: "1"}, {Key: "d", Value: "2"}}
	got := cloud.WithTags(have, cloud.Tag{Key: "d", Value: "3"}, cloud.Tag{Key: "c"}, cloud.Tag{Key: "a", Value: "4"})
	if diff := cmp.Diff([]cloud.Tag{{Key: "a", Value: "4"}, {Key: "b", Value: "1"}, {Key: "c"}, {Key: "d", Value: "3"}}, got); diff != "" {
		t.Error(diff)
	}
	one, two := "1", "2"
	got = cloud.WithoutTags(have, cloud.TagMatch{Key: "b", Value: &two}, cloud.TagMatch{Key: "d"}, cloud.TagMatch{Key: "e", Value: &one})
	if diff := cmp.Diff([]cloud.Tag{{Key: "b", Value: "1"}}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]cloud.Tag{{Key: "b", Value: "1"}, {Key: "d", Value: "2"}}, have); diff != "" {
		t.Errorf("what was there has changed:\n%s", diff)
	}
}
