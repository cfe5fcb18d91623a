package sign

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base64"
	"maps"
	"net/url"
	"time"

	"sesame/internal/apierr"
)

const (
	methodV1  = "HMAC-SHA1"
	versionV1 = "1.0"
)

// frameV1 holds the parameters of a V1 frame.
type frameV1 struct {
	accessKeyID, signature, method, version, nonce, timestamp, token, kind string
}

// take remembers the first value of each part that is not empty.
func (f *frameV1) take(key, value string) {
	var part *string
	switch key {
	case "AccessKeyId":
		part = &f.accessKeyID
	case "Signature":
		part = &f.signature
	case "SignatureMethod":
		part = &f.method
	case "SignatureVersion":
		part = &f.version
	case "SignatureNonce":
		part = &f.nonce
	case "Timestamp":
		part = &f.timestamp
	case "SecurityToken":
		part = &f.token
	case "SignatureType":
		part = &f.kind
	default:
		return
	}
	if *part == "" {
		*part = value
	}
}

// check refuses a frame in the order in which the gateway does.
func (f *frameV1) check() error {
	switch {
	case f.accessKeyID == "":
		return apierr.MissingFrame("AccessKeyId")
	case f.signature == "":
		return apierr.MissingFrame("Signature")
	case f.method != methodV1:
		return apierr.InvalidSignatureMethod
	case f.version != versionV1:
		return apierr.InvalidSignatureVersion
	case f.nonce == "" || len(f.nonce) > maxNonce:
		return apierr.InvalidSignatureNonce
	case f.timestamp == "":
		return apierr.MissingFrame("Timestamp")
	}
	return nil
}

func parseV1(r *Request) (*Claim, error) {
	f, all := readV1(r)
	// There are no bearer tokens here. Such a request is signed with an empty secret,
	// which everybody has.
	if f.kind == "BEARERTOKEN" || len(r.Header["X-Acs-Bearer-Token"]) > 0 {
		return nil, apierr.InvalidBearerToken
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	at, err := parseTime(f.timestamp)
	if err != nil {
		return nil, err
	}
	return &Claim{
		Scheme:        SchemeV1,
		AccessKeyID:   f.accessKeyID,
		Nonce:         f.nonce,
		Time:          at,
		SecurityToken: f.token,
		signature:     f.signature,
		canonical:     canonical{method: r.Method, query: all},
	}, nil
}

// readV1 returns the frame, and the sorted parameters that are signed: all of query and
// form but the signature itself.
func readV1(r *Request) (frameV1, params) {
	var f frameV1
	all := make(params, 0, 32).gather(r.Query).gather(r.Form)
	kept := all[:0]
	for _, p := range all {
		f.take(p.key, p.value)
		if p.key != "Signature" {
			kept = append(kept, p)
		}
	}
	kept.sort()
	return f, kept
}

func (c *Claim) verifyV1(secret string) error {
	toSign := appendV1(make([]byte, 0, 64+c.canonical.query.size()), c.canonical.method, c.canonical.query)
	want := sumV1(secret, toSign)
	if secret != "" && subtle.ConstantTimeCompare([]byte(want), []byte(c.signature)) == 1 {
		return nil
	}
	return apierr.SignatureDoesNotMatch.With(string(toSign))
}

// appendV1 writes the string to sign. The query in it is encoded a second time as a
// whole, so that its separators are escapes too.
func appendV1(b []byte, method string, sorted params) []byte {
	b = append(b, method...)
	b = append(b, "&%2F&"...)
	for i := range sorted {
		if i > 0 {
			b = append(b, "%26"...)
		}
		b = appendEncoded(b, sorted[i].key, twice)
		b = append(b, "%3D"...)
		b = appendEncoded(b, sorted[i].value, twice)
	}
	return b
}

func sumV1(secret string, toSign []byte) string {
	mac := hmac.New(sha1.New, []byte(secret+"&"))
	mac.Write(toSign)
	var sum [sha1.Size]byte
	return base64.StdEncoding.EncodeToString(mac.Sum(sum[:0]))
}

// V1 returns params with the frame of RPC V1 added, Signature included; send them all in
// the query, all in a form, or some in each. Action, Version and Format are the caller's,
// as is the SecurityToken of temporary credentials. params itself stays as it is.
func V1(method string, params url.Values, accessKeyID, secret, nonce string, now time.Time) url.Values {
	signed := make(url.Values, len(params)+6)
	maps.Copy(signed, params)
	signed.Set("AccessKeyId", accessKeyID)
	signed.Set("SignatureMethod", methodV1)
	signed.Set("SignatureVersion", versionV1)
	signed.Set("SignatureNonce", nonce)
	signed.Set("Timestamp", now.UTC().Format(timeLayout))
	signed.Del("Signature")
	signed.Set("Signature", sumV1(secret, appendV1(nil, method, fromValues(signed))))
	return signed
}

// fromValues returns v sorted.
func fromValues(v url.Values) params {
	all := make(params, 0, len(v))
	for k, values := range v {
		for _, value := range values {
			all = append(all, param{k, value})
		}
	}
	all.sort()
	return all
}
