package sign

import (
	"iter"
	"net/http"
	"strings"
	"time"

	"sesame/internal/apierr"
)

// Request is what a signature covers. Query and Form yield decoded parameters in the
// order in which they were sent; either may be nil. Form holds the parameters of a
// form-encoded body and only those.
type Request struct {
	Method      string
	Host        string      // as received, with port
	Header      http.Header // canonical keys, as net/http reads them
	Query, Form iter.Seq2[string, string]
	Body        []byte
}

// Scheme is the way a request is signed.
type Scheme int

// The schemes. They are not called V1 and V3 because the functions that sign are.
const (
	SchemeV1 Scheme = iota + 1 // RPC V1, HMAC-SHA1
	SchemeV3                   // ACS3-HMAC-SHA256
)

func (s Scheme) String() string {
	switch s {
	case SchemeV1:
		return "RPC-V1-HMAC-SHA1"
	case SchemeV3:
		return acs3
	}
	return "unknown"
}

// Claim is who a request says it is, before it is proven. Nothing in it may be acted
// upon, beyond finding the key, until Verify has returned nil.
type Claim struct {
	Scheme        Scheme
	AccessKeyID   string
	Nonce         string // at most 128 bytes
	Time          time.Time
	SecurityToken string // of temporary credentials, else empty

	signature string // as sent
	canonical canonical
	// contentHash is what x-acs-content-sha256 promises of body; V3 only.
	contentHash string
	body        []byte
}

// maxNonce bounds what a stranger can make the server remember.
const maxNonce = 128

// Parse finds the scheme and the parts of the frame; it checks presence and form, not
// truth. Its errors are those of the catalogue. An unsigned request is refused with the
// first part of a V1 frame that it lacks.
func Parse(r *Request) (*Claim, error) {
	auth := r.Header["Authorization"]
	if len(auth) == 0 || !strings.HasPrefix(auth[0], "ACS3-") {
		return parseV1(r)
	}
	scheme, rest, _ := strings.Cut(auth[0], " ")
	if scheme != acs3 {
		return nil, apierr.InvalidSignatureMethod
	}
	if len(auth) > 1 {
		return nil, apierr.IncompleteSignature
	}
	return parseV3(r, rest)
}

// Verify proves the claim with the key's secret. The error is SignatureDoesNotMatch,
// whose message ends in the string to sign as computed here, or ContentHashMismatch.
// An empty secret proves nothing and never matches.
func (c *Claim) Verify(secret string) error {
	if c.Scheme == SchemeV3 {
		return c.verifyV3(secret)
	}
	return c.verifyV1(secret)
}

// timeLayout is how both schemes write a time: UTC, to the second.
const timeLayout = "2006-01-02T15:04:05Z"

// parseTime takes exactly timeLayout. time.Parse is no help: it also accepts fractions
// of a second and hours of one digit.
func parseTime(s string) (time.Time, error) {
	if len(s) != len(timeLayout) {
		return time.Time{}, apierr.TimestampFormat
	}
	for i := range len(s) {
		digit := '0' <= timeLayout[i] && timeLayout[i] <= '9'
		if digit && (s[i] < '0' || s[i] > '9') || !digit && s[i] != timeLayout[i] {
			return time.Time{}, apierr.TimestampFormat
		}
	}
	two := func(i int) int { return int(s[i]-'0')*10 + int(s[i+1]-'0') }
	year, month, day := two(0)*100+two(2), two(5), two(8)
	hour, minute, second := two(11), two(14), two(17)
	t := time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC)
	// time.Date carries what is out of range over into the next unit: 30 February.
	if t.Month() != time.Month(month) || t.Day() != day || hour > 23 || minute > 59 || second > 59 {
		return time.Time{}, apierr.TimestampFormat
	}
	return t, nil
}
