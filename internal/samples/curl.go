package samples

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// Minutes are how long the signed URL is valid.
func (v *view) Minutes() int { return int(v.SignedFor / time.Minute) }

// ShellQuery is the sorted query that a shell signs, between double quotes: what is not encoded
// in it are the variables that the script sets.
func (v *view) ShellQuery() string {
	id := encoded(v.AccessKeyID)
	if v.KeyFromEnv {
		id = "$ALIBABA_CLOUD_ACCESS_KEY_ID"
	}
	all := map[string]string{
		"AccessKeyId": id, "SignatureNonce": "$nonce", "Timestamp": "$timestamp",
		"Action": encoded(v.Action), "Version": encoded(v.Version), "Format": "JSON",
		"SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0",
	}
	names := []string{}
	for _, p := range v.Parameters {
		if _, taken := all[p.Name]; !taken {
			all[p.Name] = encoded(p.Value)
		}
	}
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	for i, name := range names {
		names[i] = encoded(name) + "=" + all[name]
	}
	return `"` + strings.Join(names, "&") + `"`
}

// encoded is s as signatures want it.
func encoded(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
