package conformance

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// testClient is what every client is put through.
func testClient(t *testing.T, dial dialer) {
	plain := asAli(server.host)
	// By another name: a client may keep the connections of a name, and the trust with them.
	trusting, unverified := asAli(server.name()), plain
	trusting.https, trusting.roots = true, true
	unverified.https = true
	t.Run("HTTP", func(t *testing.T) { tellStory(t, dial, plain) })
	t.Run("HTTPS", func(t *testing.T) { tellStory(t, dial, trusting) })
	t.Run("HTTPS unverified", func(t *testing.T) { tellStory(t, dial, unverified) })
	t.Run("proxy", func(t *testing.T) { testProxy(t, dial) })
	t.Run("credentials", func(t *testing.T) { testCredentials(t, dial) })
	t.Run("retries", func(t *testing.T) { testRetries(t, dial) })
}

// testProxy aims at the real service by name; the server is the proxy on the way there.
func testProxy(t *testing.T, dial dialer) {
	t.Setenv("HTTP_PROXY", "http://"+server.host)
	tellStory(t, dial, asAli("ecs.cn-hangzhou.aliyuncs.com"))
}

func testCredentials(t *testing.T, dial dialer) {
	o := asAli(server.host)
	o.secret = "open-wheat"
	c := dial(t, o)
	_, err := c.images(query{})
	wantRefusal(t, c, err, 400, "SignatureDoesNotMatch",
		"Specified signature is not matched with our calculation. server string to sign is:...")
	o = asAli(server.host)
	o.key = "nobody"
	c = dial(t, o)
	_, err = c.images(query{})
	wantRefusal(t, c, err, 404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.")
}

// story is the life of a few images. Its chapters build on one another.
type story struct {
	checks
	ali, cassim client

	name, family  string
	first, second string // images
}

func tellStory(t *testing.T, dial dialer, o options) {
	s := &story{checks: checks{t}, ali: dial(t, o)}
	o.key, o.secret = cassimKey, cassimSecret
	s.cassim = dial(t, o)
	s.name = strings.NewReplacer("/", "-", " ", "-").Replace(t.Name())
	s.family = s.name + "-family"
	s.create()
	s.rename()
	s.describe()
	s.enfamily()
	s.rollBack()
	s.sharing()
	s.refusals()
	s.dryRun()
	s.remove()
}

func (s *story) create() {
	s.Helper()
	var err error
	s.first, err = s.ali.createImage(newImage{instance: demoInstance, name: s.name + "-1", tag: s.name})
	s.must(err)
	if !regexp.MustCompile(`^m-[0-9a-z]{20,}$`).MatchString(s.first) {
		s.Fatalf("the new image is %q", s.first)
	}
	got := s.only(s.ali, query{id: s.first})
	want := image{id: s.first, name: s.name + "-1", status: "Available", owner: aliID, ownerAlias: "self", tag: s.name}
	want.nvmeSupport, want.bootMode, want.snapshot = got.nvmeSupport, got.bootMode, got.snapshot // the source's
	if got != want {
		s.Fatalf("the new image is\n%+v, want\n%+v", got, want)
	}
}

func (s *story) rename() {
	s.must(s.ali.modify(s.first, change{name: s.name + "-2"}))
	if got := s.only(s.ali, query{id: s.first}).name; got != s.name+"-2" {
		s.Errorf("after renaming, the name is %q", got)
	}
	s.must(s.ali.modify(s.first, change{name: s.name + "-2"}))
}

func (s *story) describe() {
	const text = "Open Sesame! 芝麻开门 ~*'()+&=%/?: \"quoted\""
	s.must(s.ali.modify(s.first, change{description: ptr(text)}))
	s.must(s.ali.modify(s.first, change{description: ptr("")}))
	if got := s.only(s.ali, query{name: s.name + "-2"}); got.id != s.first || got.description != text {
		s.Errorf("by its name it is %+v", got)
	}
	s.must(s.ali.modify(s.first, change{nvmeSupport: "supported"}))
	s.must(s.ali.modify(s.first, change{nvmeSupport: "unsupported"}))
	if got := s.only(s.ali, query{tag: s.name}); got.id != s.first || got.nvmeSupport != "unsupported" {
		s.Errorf("by its tag it is %+v", got)
	}
	s.none(s.ali, query{name: s.name + "-1"})
	s.none(s.ali, query{id: "m-bp1nosuchimage0000000"})
}

func (s *story) enfamily() {
	s.head(s.ali, s.family, "")
	s.must(s.ali.modify(s.first, change{family: s.family}))
	s.head(s.ali, s.family, s.first)
	if got := s.only(s.ali, query{family: s.family, owner: "self"}); got.id != s.first || got.family != s.family {
		s.Errorf("by its family it is %+v", got)
	}
	var err error
	s.second, err = s.ali.createImage(newImage{instance: demoInstance, name: s.name + "-3", family: s.family})
	s.must(err)
	s.head(s.ali, s.family, s.second)
}

func (s *story) rollBack() {
	s.must(s.ali.modify(s.second, change{status: "Deprecated"}))
	s.head(s.ali, s.family, s.first)
	s.none(s.ali, query{id: s.second})
	if got := s.only(s.ali, query{id: s.second, status: "Available,Deprecated"}); got.status != "Deprecated" {
		s.Errorf("the deprecated image is %+v", got)
	}
	s.refused(s.ali, s.ali.modify(s.second, change{status: "Deprecated"}), 403, "ImageStatus.NotAvailable",
		"The specified image status is not available.")
	s.must(s.ali.modify(s.second, change{status: "Available"}))
	s.head(s.ali, s.family, s.second)
}

func (s *story) sharing() {
	s.must(s.ali.share(s.second, nil, nil)) // some clients do
	s.none(s.cassim, query{id: s.second})
	s.must(s.ali.share(s.second, []string{cassimID}, nil))
	if got, err := s.ali.sharedWith(s.second); err != nil || !slices.Equal(got, []string{cassimID}) {
		s.Errorf("it is shared with %q, %v", got, err)
	}
	theirs := "acs:" + aliID + ":" + s.family
	got := s.only(s.cassim, query{id: s.second, owner: "others"})
	if got.owner != aliID || got.ownerAlias != "others" || got.family != theirs {
		s.Errorf("cassim sees %+v", got)
	}
	s.head(s.cassim, theirs, s.second)
	s.refused(s.cassim, s.cassim.modify(s.second, change{name: "cassims"}), 404, "InvalidImageId.NotFound",
		"The specified ImageId does not exist.")
	s.refused(s.ali, s.ali.modify(s.second, change{status: "Deprecated"}), 403, "ImageUseShared",
		"The specified image has been shared to others, please remove shared accounts first.")
	s.refused(s.ali, s.ali.deleteImage(s.second), 403, "ImageUseShared", "The specified image has been shared to others....")
	s.must(s.ali.share(s.second, nil, []string{cassimID}))
	s.none(s.cassim, query{id: s.second})
}

// refusals are the errors that the contract names for ModifyImageAttribute.
func (s *story) refusals() {
	for _, r := range []struct {
		image         string
		change        change
		status        int
		code, message string
	}{
		{s.first, change{name: "1-starts-with-a-digit"}, 400, "InvalidImageName.Malformed", "The specified Image name is wrongly formed."},
		{s.first, change{name: s.name + "-3"}, 400, "InvalidImageName.Duplicated", "The specified Image name has already bean used."},
		{s.first, change{description: ptr("http://sesame")}, 400, "InvalidDescription.Malformed", "The specified description is wrongly formed."},
		{"m-bp1nosuchimage0000000", change{name: s.name}, 404, "InvalidImageId.NotFound", "The specified ImageId does not exist."},
		{"", change{name: s.name}, 400, "MissingParameter", `The input parameter "ImageId" that is mandatory for processing this request is not supplied.`},
	} {
		s.refused(s.ali, s.ali.modify(r.image, r.change), r.status, r.code, r.message)
	}
}

func (s *story) dryRun() {
	err := s.ali.modify(s.first, change{name: s.name + "-dry", dryRun: true})
	if errors.Is(err, errUnsupported) {
		return
	}
	s.refused(s.ali, err, 400, "DryRunOperation", "Request validation has been passed with DryRun flag set.")
	if got := s.only(s.ali, query{id: s.first}).name; got != s.name+"-2" {
		s.Errorf("a dry run renamed the image to %q", got)
	}
}

func (s *story) remove() {
	for _, id := range []string{s.first, s.second} {
		s.must(s.ali.deleteImage(id))
		s.none(s.ali, query{id: id, status: "ALL"})
	}
	s.head(s.ali, s.family, "")
}
