package spelling_test

import (
	"slices"
	"testing"

	"sesame/internal/spelling"
)

func TestNear(t *testing.T) {
	all := []string{"InvalidImageId.NotFound", "InvalidImageName.Malformed", "InvalidInstanceId.NotFound", "Image.Public"}
	for word, want := range map[string][]string{
		"invalidimageid.notfound": {"InvalidImageId.NotFound", "InvalidInstanceId.NotFound"},
		"InvalidImage.NotFound":   {"InvalidImageId.NotFound", "InvalidInstanceId.NotFound"},
		"Image.public":            {"Image.Public"},
		"x":                       nil,
		"":                        nil,
	} {
		if have := spelling.Near(word, all, 2); !slices.Equal(have, want) {
			t.Errorf("%q: %q, want %q", word, have, want)
		}
	}
}
