package cloud

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestNamesOfInstances(t *testing.T) {
	for name, want := range map[string]bool{
		"web-1": true, "网站": true, "été.a:b_c,d": true, "a": false, "1web": false, "web 1": false, "http://x": false,
		strings.Repeat("a", 128): true, strings.Repeat("a", 129): false, "": false,
	} {
		if got := ValidInstanceName(name); got != want {
			t.Errorf("ValidInstanceName(%q) = %v", name, got)
		}
	}
	for _, test := range []struct {
		name    string
		windows bool
		want    bool
	}{
		{"web-1", false, true},
		{"web.example", false, true},
		{"web.example", true, false},
		{"-web", false, false},
		{"web-", false, false},
		{"a..b", false, false},
		{"a", false, false},
		{strings.Repeat("a", 64), false, true},
		{strings.Repeat("a", 65), false, false},
		{strings.Repeat("a", 16), true, false},
		{"123", true, false},
		{"web1", true, true},
	} {
		if got := ValidHostName(test.name, test.windows); got != test.want {
			t.Errorf("ValidHostName(%q, %v) = %v", test.name, test.windows, got)
		}
	}
}

func TestUserData(t *testing.T) {
	for data, want := range map[string]error{
		"ZWNobyBoaQ==": nil, "echo hi": ErrUserData, strings.Repeat("AAAA", 11000): ErrUserDataSize,
	} {
		if err := CheckUserData(data); !errors.Is(err, want) {
			t.Errorf("%d bytes: %v, want %v", len(data), err, want)
		}
	}
}

func TestNumberedNames(t *testing.T) {
	for _, test := range []struct {
		name   string
		n      int
		suffix bool
		want   []string
	}{
		{"web", 2, false, []string{"web", "web"}},
		{"web", 2, true, []string{"web001", "web002"}},
		{"web", 1, true, []string{"web"}},
		{"web[7,3]-a", 2, false, []string{"web007-a", "web008-a"}},
		{"web[]", 1, false, []string{"web000000"}},
		{"web[,2]", 2, true, []string{"web00", "web01"}},
		{"web[5,]", 1, false, []string{"web000005"}},
		{"", 2, true, []string{"", ""}},
	} {
		got, err := InstanceNames(test.name, test.n, test.suffix)
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("InstanceNames(%q, %d, %v) = %q, %v", test.name, test.n, test.suffix, got, err)
		}
	}
	for _, name := range []string{"web[", "web]", "web[a]", "web[1,7]", "web[1][2]", "web[1234567]"} {
		if got, err := InstanceNames(name, 1, false); !errors.Is(err, ErrNumberedName) {
			t.Errorf("InstanceNames(%q) = %q, %v", name, got, err)
		}
	}
}
