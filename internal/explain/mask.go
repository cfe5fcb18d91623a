package explain

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"sesame/internal/rpc"
)

const secretWord = `[A-Za-z.0-9]*(?i:password|secret|securitytoken|userdata|privatekeybody|bearertoken)[A-Za-z]*`

// Where answers, and messages that quote a string to sign, hold what was said in secret.
var (
	secretJSON    = regexp.MustCompile(`("` + secretWord + `"\s*:\s*")(?:[^"\\]|\\.)*("|$)`)
	secretXML     = regexp.MustCompile(`(<` + secretWord + `>)[^<]*`)
	secretEncoded = regexp.MustCompile(`(` + secretWord + `%3D)(?:[A-Za-z0-9._~*-]|%25[0-9A-Fa-f]{2})*`)
)

// maskText takes the secrets out of an answer or a message.
func maskText(text string) string {
	text = secretJSON.ReplaceAllString(text, "${1}"+rpc.Masked+"${2}")
	text = secretXML.ReplaceAllString(text, "${1}"+rpc.Masked)
	return secretEncoded.ReplaceAllString(text, "${1}"+rpc.Masked)
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
