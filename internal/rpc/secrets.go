package rpc

import (
	"slices"
	"strings"
)

// Masked stands in the place of a secret.
const Masked = "***"

// Secret reports whether what stands under a name is shown to nobody, and kept nowhere. Of a path
// such as "LaunchConfiguration.UserData", or "Password.1", the last step that is a name counts. What
// is called like a secret is taken for one, whether any action knows it or not.
func Secret(name string) bool {
	name = strings.TrimRight(name, ".0123456789")
	name = plain(name[strings.LastIndexByte(name, '.')+1:])
	switch name {
	case "signature", "userdata":
		return true
	case "clienttoken", "nexttoken", "passwordinherit":
		return false
	}
	return strings.HasSuffix(name, "token") || containsSecret(name)
}

// plain is a name in lower case, without what separates words.
func plain(name string) string {
	b := make([]byte, 0, 64)
	for i := range len(name) {
		switch c := name[i]; {
		case c == '_' || c == '-':
		case 'A' <= c && c <= 'Z':
			b = append(b, c+'a'-'A')
		default:
			b = append(b, c)
		}
	}
	return string(b)
}

// secretWords are what names of secrets have in them, in lower case.
var secretWords = []string{"password", "passwd", "passphrase", "secret", "credential", "privatekey"}

func containsSecret(lower string) bool {
	return slices.ContainsFunc(secretWords, func(word string) bool { return strings.Contains(lower, word) })
}

// Shown is a value as people may see it: a secret is masked, and so is what holds one.
func Shown(name, value string) string {
	if value != "" && (Secret(name) || holdsSecret(value)) {
		return Masked
	}
	return value
}

// holdsSecret reports whether a value is a private key, or an object or a list with a secret in it.
func holdsSecret(value string) bool {
	if strings.Contains(value, "PRIVATE KEY-----") {
		return true
	}
	if start := strings.TrimLeft(value, " \t\r\n"); start == "" || start[0] != '{' && start[0] != '[' {
		return false
	}
	lower := strings.ToLower(value)
	return containsSecret(lower) || strings.Contains(lower, "userdata") || strings.Contains(lower, "securitytoken") ||
		strings.Contains(lower, "bearertoken")
}
