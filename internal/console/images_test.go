package console_test

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"sesame/internal/cloud"
	"sesame/internal/store"
	"sesame/sesametest"
)

const (
	web1 = "{id: m-web1, name: web-1, family: web, description: the first, age: 3d, disks: [{snapshot: s-1}], tags: {team: web}}"
	web2 = "{id: m-web2, name: web-2, family: web, age: 2d, disks: [{snapshot: s-1}]}"
	old  = "{id: m-old, name: web-0, family: web, age: 4d, status: Deprecated, disks: [{snapshot: s-1}]}"
	page = "/console/images/cn-hangzhou/m-web1"
)

func TestImagePage(t *testing.T) {
	b := browse(t, world(web1, web2, old))
	b.get(page).says(t, 200, "New instances of the family", "m-web2").golden(t, "image")
	b.get("/console/images/cn-hangzhou/m-none").says(t, 404, "There is nothing here")
	b.get("/console/images/cn-beijing/m-web1").says(t, 404)
	b.post("/console/account", "key", "cassim")
	b.get(page).says(t, 404)
}

func TestEditImage(t *testing.T) {
	b := browse(t, world(web1, web2))
	b.get(page)
	edit := func(fields ...string) *seen { return b.post(page+"/edit", fields...) }
	edit("ImageName", "renamed", "Description", "new words", "BootMode", "UEFI", "LicenseType", "BYOL", "Features.NvmeSupport", "supported", "Features.ImdsSupport", "v2").
		says(t, 200, "Changed.", `value="renamed"`, "\nnew words</textarea>", `<option value="UEFI" selected>`, `<option value="BYOL" selected>`, "<del", "web-1")
	edit("ImageName", "renamed").says(t, 200, "Nothing was different.")
	edit("Description", "").says(t, 200, "the API keeps the value of an empty Description (A-003)", "\nnew words</textarea>")
	for field, bad := range map[string]struct{ value, code string }{
		"ImageName":            {"1x<b>", "InvalidImageName.Malformed"},
		"Description":          {"https://x", "InvalidDescription.Malformed"},
		"ImageFamily":          {"acs:x", "InvalidImageFamily.Malformed"},
		"BootMode":             {"Floppy", "InvalidBootMode.NotSupport"},
		"LicenseType":          {"Auto", "InvalidLicenseType.NotSupported"},
		"Features.NvmeSupport": {"maybe", "InvalidParameter.FeaturesNvmeSupport"},
		"Features.ImdsSupport": {"v1", "InvalidOperation.FeaturesImdsSupportNotMatch"},
	} {
		p := edit(field, bad.value)
		p.says(t, p.status, `id="edit-`+field+`-problem" role="alert"><code>`+bad.code+`</code>`, `aria-describedby="edit-`+field+`-problem"`)
		if p.status < 400 {
			t.Errorf("%s: status %d", field, p.status)
		}
	}
	edit("ImageName", "web-2").says(t, 400, `value="web-2" aria-invalid="true"`, "InvalidImageName.Duplicated").golden(t, "image_edit_refused")
}

// TestEditTogether: who saves a form takes nothing back that others have changed meanwhile.
func TestEditTogether(t *testing.T) {
	b := browse(t, world(web1))
	b.get(page).says(t, 200, `name="was.ImageName" value="web-1"`)
	b.post(page+"/edit", "ImageName", "renamed")
	form := []string{"was.ImageName", "web-1", "ImageName", "web-1", "was.Description", "one\r\ntwo", "Description", "one\r\ntwo"}
	b.post(page+"/edit", form...).says(t, 200, "Nothing was different.", `value="renamed"`)
	b.post(page+"/edit", append(form, "was.BootMode", "UEFI-Preferred", "BootMode", "UEFI")...).says(t, 200, "Changed.", `value="renamed"`, "the first</textarea>")
	// A form that was refused is still the one that was opened then.
	b.post(page+"/edit", append(form, "was.BootMode", "UEFI-Preferred", "BootMode", "Floppy")...).
		says(t, 400, `name="was.ImageName" value="web-1"`, `name="was.BootMode" value="UEFI-Preferred"`)
}

func TestMoveToAnotherFamily(t *testing.T) {
	b := browse(t, world(web1, web2))
	b.get(page)
	// m-web1 is not what web stands for, but db will be it.
	b.post(page+"/edit", "ImageFamily", "db", "ImageName", "db-1").
		says(t, 200, "Move web-1 to the family db?", "will boot", "now it has no Available image", `name="ImageName" value="db-1"`).golden(t, "image_move")
	b.get(page).says(t, 200, `value="web-1"`)
	b.post(page+"/edit", "ImageFamily", "db", "ImageName", "db-1", "confirmed", "yes").says(t, 200, "Changed.", `value="db"`)
	b.post(page+"/edit", "ImageFamily", "web").says(t, 200, "Nothing: the family <b dir=\"auto\">db</b> will be empty", "go on booting")
	b.post(page+"/edit", "ImageFamily", "1").says(t, 400, "InvalidImageFamily.Malformed")
	// Nothing changes for a family: nothing is asked.
	b.post("/console/images/cn-hangzhou/m-web1/status", "Status", "Deprecated")
	b.post(page+"/edit", "ImageFamily", "web").says(t, 200, "Changed.")
}

func TestStatus(t *testing.T) {
	b := browse(t, world(web1, web2))
	b.get("/console/images/cn-hangzhou/m-web2").says(t, 200, "New instances of the family <b dir=\"auto\">web</b> will boot", "instead of")
	b.post("/console/images/cn-hangzhou/m-web2/status", "Status", "Deprecated").says(t, 200, "Deprecated.", "Restore</button>", "will boot")
	b.post("/console/images/cn-hangzhou/m-web2/status", "Status", "Deprecated").says(t, 403, "ImageStatus.NotAvailable")
	b.get(page).says(t, 200, "Nothing: the family <b dir=\"auto\">web</b> will be empty")
	b.post("/console/images/cn-hangzhou/m-web2/status", "Status", "Available", "next", "/console/families/cn-hangzhou/web").says(t, 200, "Restored.", "Versions")
}

func TestShareTagCopyDelete(t *testing.T) {
	b := browse(t, world(web1, web2))
	b.get(page)
	b.post(page+"/share", "AddAccount.1", "1000000000000002").says(t, 200, "<code>1000000000000002</code>", "Remove")
	b.post(page+"/share", "AddAccount.1", "nobody").says(t, 404, `id="share-AddAccount.1-problem"`, "InvalidAccount.NotFound")
	b.post(page+"/status", "Status", "Deprecated").says(t, 403, "ImageUseShared")
	b.post(page+"/share", "RemoveAccount.1", "1000000000000002").says(t, 200, "Shared with nobody.")
	b.post(page+"/share", "IsPublic", "true").says(t, 200, "It is a community image")
	b.post(page+"/delete").says(t, 403, "Delete web-1?", `role="alert"`)
	b.post(page+"/share", "IsPublic", "false").says(t, 200).lacks(t, "It is a community image")

	b.post(page+"/tag", "Tag.1.Key", "stage", "Tag.1.Value", "test").says(t, 200, "Tagged.", "stage=test")
	b.post(page+"/tag", "Tag.1.Key", "aliyun", "Tag.1.Value", "x").says(t, 400, `id="tag-Tag.1.Key-problem"`)
	b.post(page+"/tag", "TagKey.1", "stage").says(t, 200).lacks(t, `"auto">stage=test</span>`)

	b.post(page+"/copy", "DestinationRegionId", "cn-beijing", "DestinationImageName", "1").says(t, 400, `id="copy-DestinationImageName-problem"`)
	b.post(page+"/copy", "DestinationRegionId", "cn-beijing", "DestinationImageName", "copied").
		says(t, 200, "The copy has begun.", "<span>cn-beijing</span>", `value="copied"`)
	b.post(page+"/copy", "DestinationRegionId", "cn-hangzhou").says(t, 403, `role="alert"`)

	b.get(page+"/delete").says(t, 200, "It cannot be brought back", "go on booting").golden(t, "image_delete")
	b.post(page+"/delete").says(t, 200, "Deleted m-web1.").lacks(t, "web-1</a>")
	b.get(page).says(t, 200, `<span class="pill CreateFailed">Deleted</span>`, "What is deleted is gone.").lacks(t, "<button class=\"button small\">").golden(t, "image_deleted")
}

// undoable is the id of the latest event that a page offers to undo.
func (s *seen) undoable(t *testing.T) string {
	t.Helper()
	m := regexp.MustCompile(`name="event" value="([^"]*)"`).FindStringSubmatch(s.body)
	if m == nil {
		t.Fatalf("nothing to undo in\n%s", s.body)
	}
	return html.UnescapeString(m[1])
}

// TestUndo undoes a change of each kind.
func TestUndo(t *testing.T) {
	b := browse(t, world(web1, web2))
	b.get(page)
	for _, c := range []struct {
		path   string
		fields []string
		says   string
	}{
		{"/edit", []string{"ImageName", "renamed", "Description", "other"}, `value="web-1"`},
		{"/edit", []string{"ImageFamily", "db", "confirmed", "yes"}, `value="web"`},
		{"/edit", []string{"BootMode", "BIOS"}, `<option value="UEFI-Preferred" selected>`},
		{"/edit", []string{"Features.NvmeSupport", "supported"}, `<option value="unsupported" selected>`},
		{"/status", []string{"Status", "Deprecated"}, "Deprecate</button>"},
		{"/share", []string{"AddAccount.1", "42"}, "Shared with nobody."},
		{"/share", []string{"IsPublic", "true"}, "Publish as a community image"},
		{"/tag", []string{"Tag.1.Key", "a", "Tag.1.Value", "b"}, `"auto">team=web</span>`},
		{"/tag", []string{"TagKey.1", "team"}, `"auto">team=web</span>`},
		{"/tag", []string{"Tag.1.Key", "team", "Tag.1.Value", "db"}, `"auto">team=web</span>`},
	} {
		changed := b.post(page+c.path, c.fields...).says(t, 200)
		b.post(page+"/undo", "event", changed.undoable(t)).says(t, 200, "Undone: ", c.says)
	}
	b.get(page).golden(t, "image_history")
}

// TestUndoSaysWhatItDoes to a family, before it is done.
func TestUndoSaysWhatItDoes(t *testing.T) {
	b := browse(t, world(web1, web2))
	b.get(page).lacks(t, "If it is undone:")
	b.post("/console/images/cn-hangzhou/m-web2/status", "Status", "Deprecated").says(t, 200, "If it is undone:", "will boot")
	b.post(page+"/edit", "ImageFamily", "db", "confirmed", "yes").says(t, 200, "If it is undone:", "Nothing: the family <b dir=\"auto\">db</b> will be empty")
	b.post(page+"/edit", "ImageName", "other").says(t, 200)
	b.post(page+"/status", "Status", "Deprecated").says(t, 200, "If it is undone:", "now it has no Available image")
}

func TestCannotUndo(t *testing.T) {
	b := browse(t, world(web1))
	b.get(page).says(t, 200, "The beginning: only deleting the image takes it back.").lacks(t, `name="event"`)
	b.post(page+"/edit", "Features.ImdsSupport", "v2").says(t, 200, "IMDS support does not go back from v2 to v1 (A-015).")
	b.post(page+"/edit", "LicenseType", "BYOL").says(t, 200, "The API does not empty LicenseType again (A-003).")
	one := b.post(page+"/edit", "ImageName", "one").undoable(t)
	b.post(page+"/edit", "ImageName", "two")
	b.post(page+"/undo", "event", one).says(t, 200, "Not undone. It was changed again since.", `value="two"`)
	b.post(page+"/undo", "event", "nonsense").says(t, 404)
	b.post(page+"/undo", "event", "").says(t, 404)
}

func TestLongHistory(t *testing.T) {
	b := browse(t, world(web1))
	for n := range 102 {
		b.server.Call("ModifyImageAttribute", "RegionId", "cn-hangzhou", "ImageId", "m-web1", "ImageName", "name-"+strconv.Itoa(n))
	}
	p := b.get(page)
	m := regexp.MustCompile(`href="(\?before=[^"#]*)#history"`).FindStringSubmatch(p.body)
	if m == nil || strings.Count(p.body, "<h3>Renamed") != 100 {
		t.Fatalf("%d changes, %v", strings.Count(p.body, "<h3>Renamed"), m)
	}
	b.get(page+html.UnescapeString(m[1])).says(t, 200, "<h3>Created", "There are more than 100 changes since").lacks(t, `name="event"`, "Older changes")
}

// TestUndoClears: what was empty before is empty again where the server clears values at all.
func TestUndoClears(t *testing.T) {
	for allowed, says := range map[bool]string{true: `name="event"`, false: "The API does not empty Description again (A-003)."} {
		b := browseWith(t, &sesametest.Options{Fixture: []byte(world("{id: m-web1}")), AllowClear: allowed})
		b.get(page)
		p := b.post(page+"/edit", "Description", "new").says(t, 200, "Changed.", says)
		if allowed {
			b.post(page+"/undo", "event", p.undoable(t)).says(t, 200, "Undone: Changed.").lacks(t, "new</textarea>")
		}
	}
	b := browseWith(t, &sesametest.Options{Fixture: []byte(world(web1)), AllowClear: true})
	b.get(page)
	b.post(page+"/edit", "ImageFamily", "").says(t, 200, "Take web-1 out of its family?", "will be empty")
	b.post(page+"/edit", "ImageFamily", "", "confirmed", "yes").says(t, 200, "Changed.").lacks(t, `value="web"`)
}

// TestFormsAddresses: what a browser loads again after a form is the page of the form.
func TestFormsAddresses(t *testing.T) {
	b := browse(t, world(web1))
	for _, form := range []string{"edit", "status", "share", "tag", "copy", "undo"} {
		if p := b.get(page+"/"+form).says(t, 200, "web-1"); p.path != page {
			t.Errorf("%s: came to %s", form, p.path)
		}
	}
	if p := b.get("/console/families/cn-hangzhou/web/guard").says(t, 200, "Versions"); p.path != "/console/families/cn-hangzhou/web" {
		t.Errorf("came to %s", p.path)
	}
}

// TestUndoIsRefused: an undo is a call like any other, and heard of when it is refused.
func TestUndoIsRefused(t *testing.T) {
	b := browse(t, world(web1, web2))
	b.get(page)
	event := b.post(page+"/edit", "ImageName", "mine").undoable(t)
	b.post("/console/images/cn-hangzhou/m-web2/edit", "ImageName", "web-1")
	b.post(page+"/undo", "event", event).says(t, 400, "InvalidImageName.Duplicated")
}

// hostile is what somebody may have put into every field that takes text.
const hostile = `<script>alert(1)</script>" onmouseover="x' {{.}} ` + "\u202e" + ` 👩‍🚀 שלום ` + "\x00" + `javascript:alert(1)`

// TestHostileText: whatever an image is called is text.
func TestHostileText(t *testing.T) {
	dir := t.TempDir()
	text := strings.ReplaceAll(hostile, "\x00", "") + strings.Repeat("long", 60)
	origin := store.Origin{Account: ali, AccessKey: text, Action: "Seed", RequestID: text, At: now}
	seedAs(t, dir, origin, func(tx *store.Tx) error {
		for _, id := range []string{"m-1", "../" + text} {
			i := cloud.NewImage(ali, "cn-hangzhou", id, cloud.WorkCreate, now, 0)
			i.Name, i.Family, i.Description, i.Version, i.ResourceGroup = text+id, text, text, text, text
			i.Platform, i.OSName, i.OSNameEN, i.OSType, i.Architecture = text, text, text, text, text
			i.BootMode, i.LicenseType, i.NvmeSupport, i.ImdsSupport = text, text, text, text
			i.Tags = []cloud.Tag{{Key: text, Value: text}}
			i.Disks = []cloud.DiskMapping{{Device: text, Snapshot: text, Kind: cloud.SystemDisk}, {Device: text, Bucket: text, Object: text, Format: text}}
			if err := tx.CreateImage(i); err != nil {
				return err
			}
		}
		n := cloud.NewInstance(ali, "cn-hangzhou", text, now)
		n.Name, n.Type, n.Image = text, text, "m-1"
		if err := tx.CreateInstance(n); err != nil {
			return err
		}
		return tx.CreateSnapshot(&cloud.Snapshot{Account: ali, Region: "cn-hangzhou", ID: text, Name: text, Created: now, Ready: now})
	})
	b := browseWith(t, &sesametest.Options{DSN: dir})
	list := b.get("/console/images/cn-hangzhou").says(t, 200)
	list.golden(t, "images_hostile")
	b.get("/console/images/cn-hangzhou/m-1").says(t, 200).golden(t, "image_hostile")
	families := b.get("/console/families/cn-hangzhou").says(t, 200)
	families.golden(t, "families_hostile")
	// The links lead to what they name.
	for _, from := range []*seen{list, families} {
		for _, l := range hrefs.FindAllStringSubmatch(from.body, -1) {
			if p := b.get(unescape(l[1])); p.status != 200 {
				t.Errorf("%s leads to status %d", l[1], p.status)
			} else if strings.Contains(p.body, "<script>alert") || strings.Contains(p.body, `" onmouseover`) {
				t.Errorf("%s has markup of others:\n%s", l[1], p.body)
			}
		}
	}
}

func TestImageUnderWay(t *testing.T) {
	b := browse(t, world("{id: m-web1, name: web-1, work: copy, ready_in: 1h}"))
	b.get(page).says(t, 200, `<span class="pill Creating">Creating</span>`, "0%", "It can be deprecated once it is Available.")
	b.post(page+"/edit", "ImageName", "x1").says(t, 403, "InvalidStatus.ImageIsCreating")
}
