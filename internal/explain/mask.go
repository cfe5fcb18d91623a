package explain

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"sesame/internal/rpc"
)

// encoded is a name or a value, encoded twice.
const encoded = `(?:[A-Za-z0-9._~*-]|%25[0-9A-Fa-f]{2})+`

const secretWord = `[A-Za-z.0-9]*(?i:password|secret|securitytoken|userdata|privatekeybody|bearertoken)[A-Za-z]*`

// Where answers, and messages that quote a string to sign, hold what was said in secret.
var (
	secretJSON = regexp.MustCompile(`("` + secretWord + `"\s*:\s*")(?:[^"\\]|\\.)*("|$)`)
	secretXML  = regexp.MustCompile(`(<` + secretWord + `>)[^<]*`)
	toBeSigned = regexp.MustCompile(`(%26|&amp;|\\u0026|&)(` + encoded + `)%3D(` + encoded + `)`) // a pair, behind what parts it from the one before
)

// maskText takes the secrets out of an answer or a message.
func maskText(text string) string {
	text = secretJSON.ReplaceAllString(text, "${1}"+rpc.Masked+"${2}")
	text = secretXML.ReplaceAllString(text, "${1}"+rpc.Masked)
	return toBeSigned.ReplaceAllStringFunc(text, maskPair)
}

// maskPair takes the secret out of a parameter as a string to sign has it.
func maskPair(pair string) string {
	m := toBeSigned.FindStringSubmatch(pair)
	if behind, name, value := m[1], m[2], m[3]; rpc.Shown(decoded(name), decoded(value)) == rpc.Masked {
		return behind + name + "%3D" + rpc.Masked
	}
	return pair
}

func decoded(twice string) string {
	for range 2 {
		once, err := url.PathUnescape(twice)
		if err != nil {
			return twice
		}
		twice = once
	}
	return twice
}

// meaningful are the headers that the server looks at, or that say who called by what.
var meaningful = []string{"Accept", "Authorization", "Content-Length", "Content-Type", "User-Agent", "X-Forwarded-For", "X-Forwarded-Proto"}

var signatureInHeader = regexp.MustCompile(`(Signature=)[^,]*`)

// headers gives those that matter, by name, without secrets.
func headers(h http.Header) (all []Value) {
	for name, values := range h {
		if !slices.Contains(meaningful, name) && !strings.HasPrefix(name, "X-Acs-") {
			continue
		}
		for _, v := range values {
			all = append(all, Value{name, shownHeader(name, v)})
		}
	}
	slices.SortStableFunc(all, func(a, b Value) int { return strings.Compare(a.Name, b.Name) })
	return all
}

func shownHeader(name, value string) string {
	switch {
	case name == "Authorization" && strings.HasPrefix(value, "ACS3-"):
		return signatureInHeader.ReplaceAllString(value, "${1}"+rpc.Masked)
	case name == "Authorization", name == "X-Acs-Security-Token", name == "X-Acs-Bearer-Token":
		return rpc.Masked
	}
	return value
}
