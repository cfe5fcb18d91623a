package cloud_test

import (
	"strings"
	"testing"

	"sesame/internal/cloud"
)

func TestValidImageName(t *testing.T) {
	for _, c := range []struct {
		name string
		want bool
	}{
		{"", false},
		{"a", false},
		{"ab", true},
		{"镜", false},
		{"镜像", true},
		{strings.Repeat("a", 127), true},
		{strings.Repeat("a", 128), true},
		{strings.Repeat("a", 129), false},
		{strings.Repeat("镜", 128), true}, // characters, not bytes
		{strings.Repeat("镜", 129), false},
		{"a镜b像", true},
		{"㐀㐁", true}, // Han, extension A
		{"𠀀𠀁", true}, // beyond 16 bits
		{"Zz", true},
		{"a1", true},
		{"1a", false},
		{"a.b", true},
		{".a", false},
		{"a.", true},
		{"a:b_c-d", true},
		{":a", false},
		{"_a", false},
		{"-a", false},
		{"a b", false},
		{"a/b", false},
		{"a\tb", false},
		{"a\nb", false},
		{"a*", false},
		{"a\x00", false},
		{"a\xff", false},
		{"aé", false},
		{"aひ", false}, // kana are not Chinese characters
		{"a１", false}, // neither are wide digits digits
		{"acs:a", false},
		{"acs:", false},
		{"acs", true},
		{"Acs:a", true}, // prefixes are told by case
		{"aacs:", true},
		{"aliyun", false},
		{"aliyun-a", false},
		{"aliyunx", false},
		{"Aliyun", true},
		{"my-aliyun", true},
		{"aliyu", true},
		{"http://a", false},
		{"https://a", false},
		{"ahttp://b", false},
		{"http:a", true},
	} {
		if got := cloud.ValidImageName(c.name); got != c.want {
			t.Errorf("%q: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestValidDescription(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool
	}{
		{"", false},
		{"a", false},
		{"镜", false},
		{"ab", true},
		{"描述", true},
		{strings.Repeat("a", 256), true},
		{strings.Repeat("a", 257), false},
		{strings.Repeat("述", 256), true},
		{strings.Repeat("述", 257), false},
		{strings.Repeat("😀", 256), true},
		{"  ", true},
		{"<a> & \"b\" 'c'\n", true},
		{"http://a", false},
		{"https://a", false},
		{"http://", false},
		{"see http://a", true},
		{"HTTP://a", true},
		{"http:/a", true},
	} {
		if got := cloud.ValidDescription(c.text); got != c.want {
			t.Errorf("%q: %v, want %v", c.text, got, c.want)
		}
	}
}

func TestValidImageVersion(t *testing.T) {
	for text, want := range map[string]bool{
		"": true, "1.0": true, "v 1 ~": true, strings.Repeat("1", 40): true, strings.Repeat("1", 41): false,
		"版": false, "1\n": false, "1\x7f": false,
	} {
		if got := cloud.ValidImageVersion(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestValidTags(t *testing.T) {
	for _, c := range []struct {
		text       string
		key, value bool
	}{
		{"", false, true},
		{"a", true, true},
		{"键 key", true, true},
		{strings.Repeat("键", 128), true, true},
		{strings.Repeat("键", 129), false, false},
		{"aliyun", false, true},
		{"acs:a", false, false},
		{"Acs:a", true, true},
		{"a http://b", false, false},
		{"a https://b", false, false},
		{"http", true, true},
	} {
		if key, value := cloud.ValidTagKey(c.text), cloud.ValidTagValue(c.text); key != c.key || value != c.value {
			t.Errorf("%q: key %v, value %v, want %v, %v", c.text, key, value, c.key, c.value)
		}
	}
}

func TestMatchPattern(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"", "", true},
		{"", "a", false},
		{"a", "a", true},
		{"a", "A", false},
		{"a", "ab", false},
		{"*", "", true},
		{"*", "anything", true},
		{"**", "", true},
		{"a*", "a", true},
		{"a*", "ab", true},
		{"a*", "ba", false},
		{"*a", "a", true},
		{"*a", "ba", true},
		{"*a", "ab", false},
		{"*a*", "bab", true},
		{"*a*", "bb", false},
		{"a*b", "ab", true},
		{"a*b", "axxb", true},
		{"a*b", "a", false},
		{"a*a", "a", false}, // both ends need one of their own
		{"a*a", "aa", true},
		{"ab*ba", "aba", false},
		{"ab*b*ba", "abba", false},
		{"ab*b*ba", "abbba", true},
		{"a*b*c", "a-c-b-c", true},
		{"a*b*c", "a-c-b", false},
		{"*aab", "aaab", true}, // the first hit is not the right one
		{"*ab*ab", "abab", true},
		{"*ab*ab", "aab", false},
		{"镜*像", "镜x像", true},
		{"*像", "镜像", true},
		{"?", "a", false},
		{"a.c", "abc", false},
		{"a%", "ab", false},
		{"a_", "ab", false},
	} {
		if got := cloud.MatchPattern(c.pattern, c.text); got != c.want {
			t.Errorf("%q in %q: %v, want %v", c.pattern, c.text, got, c.want)
		}
	}
}
