package conformance

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// raw sends requests as tools do that cannot be run here, in the forms that only they use,
// signed as RPC V1. It aims at the real service of each region, with the server as the proxy
// on the way.
type raw struct {
	checks
	http.Client
}

func newRaw(t *testing.T, s *sesame) raw {
	transport := &http.Transport{Proxy: http.ProxyURL(&url.URL{Scheme: "http", Host: s.host})}
	t.Cleanup(transport.CloseIdleConnections)
	return raw{checks{t}, http.Client{Transport: transport, Timeout: time.Minute}}
}

// answer is what the tools look at.
type answer struct {
	RequestID string `json:"RequestId"`
	Code      string
	ImageID   string `json:"ImageId"`

	TotalCount int
	Images     struct {
		Image []struct {
			ID     string `json:"ImageId"`
			Usable *bool

			ImageName, Description, Status string
		}
	}
}

// post sends parameters in the query and in the form of one POST.
func (r raw) post(in, action string, query, form url.Values) (int, answer) {
	r.Helper()
	if query == nil {
		query = url.Values{}
	}
	for name, value := range map[string]string{
		"Action": action, "Version": "2014-05-26", "RegionId": in, "Format": "JSON", "AccessKeyId": aliKey,
		"SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0", "SignatureType": "", "SignatureNonce": rand.Text(),
		"Timestamp": time.Now().UTC().Format(time.RFC3339),
	} {
		query.Set(name, value)
	}
	query.Set("Signature", signV1(query, form))
	target := "http://ecs." + in + ".aliyuncs.com/?" + query.Encode()
	resp, err := r.Post(target, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	r.must(err)
	defer resp.Body.Close()
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		r.Fatalf("%s: %v", action, err)
	}
	if !requestID.MatchString(a.RequestID) {
		r.Errorf("the RequestId of %s is %q", action, a.RequestID)
	}
	return resp.StatusCode, a
}

// ok is post with everything in the query, of a call that must succeed.
func (r raw) ok(in, action string, pairs ...string) answer {
	r.Helper()
	return r.okMixed(in, action, pairsOf(pairs...), nil)
}

func (r raw) okMixed(in, action string, query, form url.Values) answer {
	r.Helper()
	status, a := r.post(in, action, query, form)
	if status != http.StatusOK {
		r.Fatalf("%s in %s: %d %s", action, in, status, a.Code)
	}
	return a
}

func pairsOf(pairs ...string) url.Values {
	v := url.Values{}
	for n := 0; n < len(pairs); n += 2 {
		v.Set(pairs[n], pairs[n+1])
	}
	return v
}

// signV1 is the signature over all parameters, wherever they are. Encode sorts by name.
func signV1(query, form url.Values) string {
	all := url.Values{}
	for _, part := range []url.Values{query, form} {
		for name, values := range part {
			all[name] = values
		}
	}
	encode := func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
	canonical := strings.ReplaceAll(all.Encode(), "+", "%20")
	mac := hmac.New(sha1.New, []byte(aliSecret+"&"))
	mac.Write([]byte("POST&%2F&" + encode(canonical)))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
