package sign

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"time"

	"sesame/internal/apierr"
)

const acs3 = "ACS3-HMAC-SHA256"

// meaningful are the headers that the server acts upon. One that is sent has to be
// signed, once and with one value: else who relays a request could add to it.
var meaningful = []struct {
	name, key string // as signed, as in http.Header
	required  bool
}{
	{"host", "Host", true},
	{"x-acs-action", "X-Acs-Action", true},
	{"x-acs-version", "X-Acs-Version", true},
	{"x-acs-date", "X-Acs-Date", true},
	{"x-acs-signature-nonce", "X-Acs-Signature-Nonce", true},
	{"x-acs-content-sha256", "X-Acs-Content-Sha256", true},
	{"x-acs-security-token", "X-Acs-Security-Token", false},
}

// canonical is what a signature is computed of. V1 uses method and query only.
type canonical struct {
	method         string
	query, headers params // sorted
	names          string // of the headers, joined by ";"
}

// parseV3 reads the frame from what follows the scheme in Authorization, and the headers.
func parseV3(r *Request, rest string) (*Claim, error) {
	auth, ok := parseAuthorization(rest)
	if !ok {
		return nil, apierr.IncompleteSignature
	}
	if auth.credential == "" {
		return nil, apierr.MissingFrame("AccessKeyId")
	}
	if err := checkPresent(r); err != nil {
		return nil, err
	}
	headers, err := readSigned(r, auth.names)
	if err != nil {
		return nil, err
	}
	query := make(params, 0, 24).gather(r.Query)
	query.sort()
	c := &Claim{
		Scheme:      SchemeV3,
		AccessKeyID: auth.credential,
		signature:   auth.signature,
		canonical:   canonical{r.Method, query, headers, auth.names},
		body:        r.Body,
	}
	if err := c.readFrame(); err != nil {
		return nil, err
	}
	return c, nil
}

// readFrame takes the parts of the frame out of the signed headers.
func (c *Claim) readFrame() (err error) {
	headers := c.canonical.headers
	c.contentHash, _ = headers.get("x-acs-content-sha256")
	c.SecurityToken, _ = headers.get("x-acs-security-token")
	c.Nonce, _ = headers.get("x-acs-signature-nonce")
	if len(c.Nonce) > maxNonce {
		return apierr.InvalidSignatureNonce
	}
	date, _ := headers.get("x-acs-date")
	c.Time, err = parseTime(date)
	return err
}

type authorization struct{ credential, names, signature string }

// parseAuthorization takes "Credential=...,SignedHeaders=...,Signature=..." apart, in
// any order and with blanks after the commas.
func parseAuthorization(s string) (a authorization, ok bool) {
	seen := 0
	for part := range strings.SplitSeq(s, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		bit := 0
		switch name {
		case "Credential":
			a.credential, bit = value, 1
		case "SignedHeaders":
			a.names, bit = value, 2
		case "Signature":
			a.signature, bit = value, 4
		}
		if bit == 0 || seen&bit != 0 {
			return authorization{}, false
		}
		seen |= bit
	}
	return a, seen == 7 && isHexSHA256(a.signature)
}

func isHexSHA256(s string) bool {
	var sum [sha256.Size]byte
	if len(s) != hex.EncodedLen(len(sum)) {
		return false
	}
	_, err := hex.Decode(sum[:], []byte(s))
	return err == nil
}

// checkPresent says which required header is missing.
func checkPresent(r *Request) error {
	for i := range meaningful {
		if h := &meaningful[i]; h.required {
			if value, _ := r.header(h.name, h.key); value == "" {
				return apierr.MissingFrame(h.name)
			}
		}
	}
	return nil
}

// readSigned returns the headers that names lists. The list has to be sorted and in
// lower case, so that no header is in it twice, and everything in it has to be there.
func readSigned(r *Request, names string) (params, error) {
	signed := make(params, 0, 12)
	last := ""
	for name := range strings.SplitSeq(names, ";") {
		if name <= last || hasUpper(name) {
			return nil, apierr.IncompleteSignature
		}
		value, n := r.header(name, headerKey(name))
		if n == 0 {
			return nil, apierr.IncompleteSignature
		}
		signed, last = append(signed, param{name, value}), name
	}
	for i := range meaningful {
		h := &meaningful[i]
		_, n := r.header(h.name, h.key)
		if _, ok := signed.get(h.name); n > 1 || n == 1 && !ok {
			return nil, apierr.IncompleteSignature
		}
	}
	return signed, nil
}

// headerKey is http.CanonicalHeaderKey without its allocation for the usual names.
func headerKey(name string) string {
	for i := range meaningful {
		if meaningful[i].name == name {
			return meaningful[i].key
		}
	}
	return http.CanonicalHeaderKey(name)
}

// header returns the value of a header as it is signed, and of how many it is made.
func (r *Request) header(name, key string) (value string, n int) {
	if name == "host" {
		return r.Host, 1
	}
	values := r.Header[key]
	switch len(values) {
	case 0:
		return "", 0
	case 1:
		return strings.TrimSpace(values[0]), 1
	}
	trimmed := make([]string, len(values))
	for i, v := range values {
		trimmed[i] = strings.TrimSpace(v)
	}
	slices.Sort(trimmed)
	return strings.Join(trimmed, ","), len(values)
}

func hasUpper(s string) bool {
	for i := range len(s) {
		if 'A' <= s[i] && s[i] <= 'Z' {
			return true
		}
	}
	return false
}

func (c *Claim) verifyV3(secret string) error {
	payload := hexSHA256(c.body)
	if !strings.EqualFold(payload, c.contentHash) {
		return apierr.ContentHashMismatch
	}
	toSign := c.canonical.stringToSign(keyEncoded, payload)
	if c.matchesV3(secret, toSign) {
		return nil
	}
	for _, form := range c.canonical.query.keyForms() {
		if c.matchesV3(secret, c.canonical.stringToSign(form, payload)) {
			return nil
		}
	}
	return apierr.SignatureDoesNotMatch.With(toSign)
}

func (c *Claim) matchesV3(secret, toSign string) bool {
	want := sumV3(secret, toSign)
	return secret != "" && subtle.ConstantTimeCompare([]byte(want), []byte(strings.ToLower(c.signature))) == 1
}

// stringToSign hashes the canonical request.
func (c *canonical) stringToSign(form keyForm, payload string) string {
	b := c.appendRequest(make([]byte, 0, 512+len(c.names)+c.query.size()), form, payload)
	return acs3 + "\n" + hexSHA256(b)
}

// appendRequest writes the canonical request.
func (c *canonical) appendRequest(b []byte, form keyForm, payload string) []byte {
	b = append(b, c.method...)
	b = append(b, "\n/\n"...)
	b = c.query.appendQuery(b, form)
	b = append(b, '\n')
	for i := range c.headers {
		b = append(b, c.headers[i].key...)
		b = append(b, ':')
		b = append(b, c.headers[i].value...)
		b = append(b, '\n')
	}
	b = append(b, '\n')
	b = append(b, c.names...)
	b = append(b, '\n')
	return append(b, payload...)
}

func sumV3(secret, toSign string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(toSign))
	var sum [sha256.Size]byte
	return hex.EncodeToString(mac.Sum(sum[:0]))
}

// emptySHA256 is the hash of the body that most requests have.
const emptySHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

func hexSHA256(b []byte) string {
	if len(b) == 0 {
		return emptySHA256
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// V3 signs r, whose URL and headers are otherwise complete, and whose body is body: it
// sets the x-acs headers of the frame and Authorization. The x-acs-security-token of
// temporary credentials is the caller's to set before.
func V3(r *http.Request, body []byte, action, version, accessKeyID, secret, nonce string, now time.Time) {
	payload := hexSHA256(body)
	r.Header.Set("X-Acs-Action", action)
	r.Header.Set("X-Acs-Version", version)
	r.Header.Set("X-Acs-Date", now.UTC().Format(timeLayout))
	r.Header.Set("X-Acs-Signature-Nonce", nonce)
	r.Header.Set("X-Acs-Content-Sha256", payload)

	c := canonical{method: r.Method, query: fromValues(r.URL.Query())}
	if c.method == "" {
		c.method = http.MethodGet
	}
	c.headers, c.names = headersToSign(r)
	r.Header.Set("Authorization", acs3+" Credential="+accessKeyID+",SignedHeaders="+c.names+
		",Signature="+sumV3(secret, c.stringToSign(keyEncoded, payload)))
}

// headersToSign chooses what the SDKs choose: host, content-type and all x-acs headers.
func headersToSign(r *http.Request) (params, string) {
	covered := Request{Host: r.Host, Header: r.Header}
	if covered.Host == "" {
		covered.Host = r.URL.Host
	}
	names := []string{"host"}
	for key := range r.Header {
		if key == "Content-Type" || strings.HasPrefix(key, "X-Acs-") {
			names = append(names, strings.ToLower(key))
		}
	}
	slices.Sort(names)
	headers := make(params, len(names))
	for i, name := range names {
		value, _ := covered.header(name, headerKey(name))
		headers[i] = param{name, value}
	}
	return headers, strings.Join(names, ";")
}
