package sesametest_test

import (
	"testing"
	"time"

	"sesame/sesametest"
)

// Promote an image into a family. Instead of Call, point any SDK for this API at
// srv.Address.
func ExampleNew() {
	var t *testing.T // of your test

	srv := sesametest.New(t, &sesametest.Options{Fixture: []byte(`
contents:
  - account: ali
    region: cn-hangzhou
    images:
      - {id: m-web1, name: web-1, family: web, age: 7d, disks: [{size: 40}]}
      - {id: m-web2, name: web-2, age: 1d, disks: [{size: 40}]}
`)})
	status, body := srv.Call("ModifyImageAttribute",
		"RegionId", "cn-hangzhou", "ImageId", "m-web2", "ImageFamily", "web")
	if status != 200 {
		t.Errorf("%d %s", status, body)
	}
}

// Let an hour pass, so that an image that takes an hour to make is ready.
func ExampleClock() {
	var t *testing.T // of your test

	clock := sesametest.NewClock(time.Now())
	srv := sesametest.New(t, &sesametest.Options{Pace: time.Hour, Clock: clock.Now})
	srv.Call("CreateImage", "RegionId", "cn-hangzhou", "InstanceId", "i-web")
	clock.Advance(time.Hour)
}
