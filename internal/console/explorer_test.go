package console_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"sesame/internal/api"
	"sesame/internal/samples"
)

func TestExplorerList(t *testing.T) {
	b := browse(t, "")
	b.get("/console/explorer").says(t, 200, `<a href="/console/explorer/Ecs/ModifyImageAttribute">`, "CreateImage<", `aria-current="page"`)
	b.get("/console/explorer?q=FromFam").says(t, 200, ">DescribeImageFromFamily<").lacks(t, ">ModifyImageAttribute<")
	b.get(`/console/explorer?q="><script>`).says(t, 200, "No such action", "&#34;&gt;&lt;script&gt;").lacks(t, `"><script>`)
	if p := b.get("/console/explorer/DescribeImages?ImageId=m-1&Status=x%26y"); p.path != "/console/explorer/Ecs/DescribeImages?ImageId=m-1&Status=x%26y" {
		t.Errorf("came to %s", p.path)
	}
	b.get("/console/explorer/NoSuch").says(t, 404)
	b.get("/console/explorer/Ecs/NoSuch").says(t, 404)
	b.get("/console/explorer/Vpc/DescribeImages").says(t, 404)
}

// TestExplorerEveryAction: each has a page, with every parameter and code in every language.
func TestExplorerEveryAction(t *testing.T) {
	b := browse(t, "")
	for _, product := range api.Products(api.Config{}) {
		for name := range product.Operations {
			p := b.get("/console/explorer/"+product.Name+"/"+name).says(t, 200, "<h1>"+name+"</h1>",
				"https://api.aliyun.com/document/"+product.Name+"/"+product.Version+"/"+name)
			for _, id := range samples.IDs() {
				if id != "terraform" && !strings.Contains(p.body, `id="code-`+id+`"`) {
					t.Errorf("%s has no code for %s", name, id)
				}
			}
		}
	}
}

func TestExplorerForm(t *testing.T) {
	b := browse(t, "")
	p := b.get("/console/explorer/Ecs/ModifyImageAttribute?ImageId=m-1&Status=Available&BootMode=%22odd%22&Description=&Features.NvmeSupport=supported&NoSuch=%3Cb%3E")
	p.says(t, 200, `name="ImageId" value="m-1"`, "<option selected>Available</option>", "<option selected>&#34;odd&#34;</option>",
		"\nDescription=\nNoSuch=&lt;b&gt;\n</textarea>", `name="RegionId" value="cn-hangzhou"`, "2 to 128 characters", `placeholder="testImageName"`)
	p.golden(t, "explorer_form")

	// Lists grow by a row, within lists, too, and keep what is in them.
	b.get("/console/explorer/Ecs/RunInstances")
	row := b.post("/console/explorer/Ecs/RunInstances", "do", "add:Tag", "Tag.1.Key", "team", "ImageId", "m-<1>").
		says(t, 200, `name="Tag.1.Key" value="team"`, `name="Tag.2.Key"`, `name="ImageId" value="m-&lt;1&gt;"`, `name="DataDisk.1.Size"`)
	row.lacks(t, `name="Tag.3.Key"`, `name="DataDisk.2.Size"`, `id="answer"`)
	b.post("/console/explorer/Ecs/ListTagResources", "do", "add:TagFilter.1.TagValues", "TagFilter.1.TagValues.2", "b").
		says(t, 200, `name="TagFilter.1.TagValues.3"`).lacks(t, `name="TagFilter.2.`)
	b.get("/console/explorer/Ecs/RunInstances?DataDisk.999.Size=1").says(t, 200, "\nDataDisk.999.Size=1\n").lacks(t, `name="DataDisk.2.Size"`)
}

var shown = regexp.MustCompile(`(?s)<pre id="([a-z0-9-]+)"[^>]*>(.*?)</pre>`)

// texts are what the page shows by the ids of the elements.
func (s *seen) texts() map[string]string {
	all := map[string]string{}
	for _, m := range shown.FindAllStringSubmatch(s.body, -1) {
		all[m[1]] = html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(m[2], ""))
	}
	return all
}

func TestExplorerRun(t *testing.T) {
	b := browse(t, "")
	const at = "/console/explorer/Ecs/DescribeRegions"
	b.get(at)
	p := b.post(at, "do", "run", "sign", "v3", "AcceptLanguage", "en-US").
		says(t, 200, "200 OK", "application/json", `<span class="name">&#34;RegionId&#34;</span>`, `href="/console/requests/`, `href="/console/explorer/Ecs/DescribeRegions?AcceptLanguage=en-US"`)
	v3 := p.texts()
	if !strings.HasPrefix(v3["canonical"], "POST\n/\nAcceptLanguage=en-US&Format=JSON\nhost:127.0.0.1:") || !strings.Contains(v3["answer-text"], "\n      {\n") {
		t.Errorf("canonical request %q, answer %.200q", v3["canonical"], v3["answer-text"])
	}
	sum := sha256.Sum256([]byte(v3["canonical"]))
	mac := hmac.New(sha256.New, []byte("open-sesame"))
	mac.Write([]byte(v3["to-sign"]))
	if v3["to-sign"] != "ACS3-HMAC-SHA256\n"+hex.EncodeToString(sum[:]) || v3["signature"] != hex.EncodeToString(mac.Sum(nil)) ||
		!strings.Contains(v3["request"], "Signature="+v3["signature"]) {
		t.Errorf("string to sign %q, signature %q, request %q", v3["to-sign"], v3["signature"], v3["request"])
	}

	p = b.post(at, "do", "run", "sign", "v1", "format", "XML").says(t, 200, "200 OK", "text/xml", "&lt;RegionId&gt;")
	v1 := p.texts()
	mac = hmac.New(sha1.New, []byte("open-sesame&"))
	mac.Write([]byte(v1["to-sign"]))
	if v1["to-sign"] != "POST&%2F&"+url.QueryEscape(v1["canonical"]) || v1["signature"] != base64.StdEncoding.EncodeToString(mac.Sum(nil)) ||
		!strings.HasPrefix(v1["request"], "POST / HTTP/1.1\nHost: ") || !strings.Contains(v1["request"], url.QueryEscape(v1["signature"])) {
		t.Errorf("string to sign %q, signature %q, request %q", v1["to-sign"], v1["signature"], v1["request"])
	}
	if !strings.Contains(v1["answer-text"], "\n    <Region>\n      <Status>available</Status>\n") {
		t.Errorf("%.300q", v1["answer-text"])
	}
}

func TestExplorerRefused(t *testing.T) {
	b := browse(t, "")
	const at = "/console/explorer/Ecs/ModifyImageAttribute"
	b.get(at)
	for _, format := range []string{"JSON", "XML"} {
		b.post(at, "do", "run", "format", format, "RegionId", "cn-hangzhou", "ImageId", `m-"><script>`, "ImageName", "fine").
			says(t, 200, "404 Not Found", "<code>InvalidImageId.NotFound</code>", `href="/console/errors/InvalidImageId.NotFound"`, `value="m-&#34;&gt;&lt;script&gt;"`).lacks(t, `"><script>`)
	}
	b.post(at, "do", "run", "RegionId", "cn-hangzhou", "ImageId", "m-1", "Status", "Deprecated").golden(t, "explorer_refused")
	// What is explained leads back, with a call that comes nearer.
	p := b.post(at, "do", "run", "RegionId", "cn-hangzhou", "ImageName", "fine", "sign", "v1")
	why := b.get(html.UnescapeString(regexp.MustCompile(`/console/requests/[0-9A-F-]+`).FindString(p.body)))
	better := regexp.MustCompile(`href="(/console/explorer/ModifyImageAttribute[^"]*)">Open it`).FindStringSubmatch(why.body)
	if better == nil {
		t.Fatalf("%s leads nowhere:\n%s", why.path, why.body)
	}
	b.get(html.UnescapeString(better[1])).says(t, 200, `name="ImageName" value="fine"`, `spellcheck="false">
</textarea></div>`)
	b.get(at+"?ImageId=m-1&Format=XML&Signature=x&Timestamp=y").lacks(t, "\nSignature=x", "\nTimestamp=y")

	// What the form leaves empty is not sent, and what is added is, empty or not.
	sent := b.post(at, "do", "run", "ImageId", "", "more", "Description=\r\nTag.2.key = x\nnonsense\n\n").says(t, 200, "MissingParameter").texts()
	if !strings.HasPrefix(sent["request"], "POST /?Description=&Format=JSON&Tag.2.key=+x&nonsense= HTTP/1.1\n") {
		t.Errorf("%q", sent["request"])
	}
}

func TestExplorerAccounts(t *testing.T) {
	b := browse(t, "contents:\n- {account: cassim, region: cn-hangzhou, snapshots: [{id: s-bp1, size: 20}], images: [{id: m-bp1, name: hers, disks: [{snapshot: s-bp1, size: 20}]}]}\n")
	const at = "/console/explorer/Ecs/DescribeImages"
	b.get(at)
	b.post(at, "do", "run", "as", "cassim", "RegionId", "cn-hangzhou", "ImageOwnerAlias", "self").
		says(t, 200, "&#34;hers&#34;", "open-barley", `<option value="cassim" selected>`, `<span class="account-name">ali</span>`)
	b.post(at, "do", "run", "as", "ali", "RegionId", "cn-hangzhou", "ImageOwnerAlias", "self").says(t, 200, `TotalCount&#34;</span>: <span class="number">0`)

	// Whoever signed in is nobody else, and the secret is nowhere.
	b = guarded(t)
	b.get("/console/sign-in")
	b.post("/console/sign-in", "access_key_id", "AK1", "access_key_secret", "first-secret")
	b.get(at)
	b.post(at, "do", "run", "as", "AK2", "RegionId", "cn-hangzhou").says(t, 200, "200 OK", "AK1", "ALIBABA_CLOUD_ACCESS_KEY_SECRET").lacks(t, "first-secret", "second-secret", `name="as"`)
	b.post(at, "do", "show", "for", "real").says(t, 200, "ecs.cn-hangzhou.aliyuncs.com", "for the real service").lacks(t, `id="answer"`, `id="code-curl"`)
}
