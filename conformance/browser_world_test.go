package conformance

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// gallery starts a server with more images than a page shows, in every state, and with a past.
func gallery(t *testing.T) *sesame {
	t.Helper()
	file := filepath.Join(t.TempDir(), "world.yaml")
	if err := os.WriteFile(file, []byte(galleryWorld()), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := startSesame(server.process.Path, "--fixture", file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.stop)
	galleryPast(t, s)
	return s
}

// What the gallery is looked at by.
const (
	galleryFamily = "web-base"
	galleryImage  = "m-bp1web000000000013" // the last but one of it
)

// galleryWorld is a fixture: families of some versions each, and what is under way or failed.
func galleryWorld() string {
	var b strings.Builder
	b.WriteString(`contents:
  - account: cassim
    region: cn-hangzhou
    snapshots: [{id: s-bp1c, age: 9d}]
    images:
      - {id: m-bp1cassim00000000001, name: golden-rocky-9, platform: Rocky Linux, disks: [{snapshot: s-bp1c}], shared_with: [ali], age: 9d}
  - account: ali
    region: cn-hangzhou
    guarded_families: [db-base]
    snapshots: [{id: s-bp1pipeline0000000001, name: pipeline, age: 200d}]
    instances:
      - {id: i-bp1gallery0000000001, name: web-builder, image: aliyun_3_x64_20G_alibase_20240819.vhd, status: Stopped, age: 30d, disks: [{id: d-bp1gallery0000000001}]}
      - {id: i-bp1gallery0000000002, name: shop-frontend-1, image: ` + galleryImage + `, status: Running, age: 3d, disks: [{id: d-bp1gallery0000000002}]}
    images:
`)
	for _, f := range []struct{ name, id, words, more string }{
		{"web-base", "web", "Nginx 1.%d on Alibaba Cloud Linux 3", "platform: Aliyun, tags: {team: web, stage: test}"},
		{"db-base", "dba", "PostgreSQL 17.%d", "platform: Ubuntu, tags: {team: data}"},
		{"batch-worker-arm", "arm", "Workers of the night build %d", "platform: Debian, architecture: arm64, boot_mode: UEFI, tags: {team: data}"},
		{"office", "win", "Windows Server 2022 with the patches of month %d", "platform: Windows Server 2022, tags: {team: it}"},
	} {
		for n := range 14 {
			status := ""
			if n < 3 {
				status = "status: Deprecated, "
			}
			fmt.Fprintf(&b, "      - {id: m-bp1%s%012d, name: %s-%d, family: %s, description: "+f.words+", age: %dd, %s%s, disks: [{snapshot: s-bp1pipeline0000000001}]}\n",
				f.id, n+1, f.name, n+1, f.name, n+1, 3+13*(13-n), status, f.more)
		}
	}
	b.WriteString(`      - {id: m-bp1under0000000000001, name: web-base-next, status: Available, ready_in: 12h, age: 1h, disks: [{snapshot: s-bp1pipeline0000000001}]}
      - {id: m-bp1under0000000000002, name: from-beijing, work: copy, starts_in: 12h, ready_in: 13h, disks: [{snapshot: s-bp1pipeline0000000001}]}
      - {id: m-bp1under0000000000003, name: interrupted, status: CreateFailed, age: 2d}
      - {id: m-bp1under0000000000004, name: a-name-that-is-as-long-as-names-can-be-without-a-place-where-one-would-like-to-break-it-so-that-tables-show-what-they-do-then, family: a-family-with-a-long-name-as-well-because-people-put-everything-into-names, age: 5d, disks: [{snapshot: s-bp1pipeline0000000001}], tags: {a-long-key-of-a-tag: with-a-value-that-is-not-short-either}}
`)
	return b.String()
}

// galleryPast is what happened since: changes for the history, and calls that were refused.
func galleryPast(t *testing.T, s *sesame) {
	t.Helper()
	must := checks{t}.must
	ali := newV2(t, "", asAli(s.host))
	must(ali.modify(galleryImage, change{description: ptr("Nginx 1.28.1 on Alibaba Cloud Linux 3, with the fix of Tuesday")}))
	must(ali.share(galleryImage, []string{cassimID}, nil))
	must(ali.addTag("image", galleryImage, "canary"))
	must(ali.share(galleryImage, nil, []string{cassimID}))
	must(ali.modify("m-bp1web000000000014", change{status: "Deprecated"}))
	_ = ali.modify(galleryImage, change{name: "web-base-1"})
	_ = ali.modify(galleryImage, change{status: "Deprecated", dryRun: true})
	_ = ali.modify("m-bp1none", change{status: "Deprecated"})
	_, _ = ali.runInstances(newInstances{family: galleryFamily, amount: 1})
	_, _ = newV2(t, "", options{host: s.host, key: cassimKey, secret: cassimSecret}).images(query{owner: "shared"})
}
