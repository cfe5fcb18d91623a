package isolation

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"sesame/internal/rpc"
)

// The canaries: what is sent, or known to the server, and must not be heard again.
const (
	canaryPassword = "Canary-Password-7351"
	canaryToken    = "canary-security-token-7351"
	canaryData     = "canary-user-data-7351!"
	canaryShape    = "canary-shape-7351"
)

// canaryData64 is how it is sent; it ends without padding, which would be encoded.
var canaryData64 = base64.StdEncoding.EncodeToString([]byte(canaryData + "!!"))

// secrets are sent with every call; a parameter of another name that is called like
// a secret gets the password.
func (a action) secrets() url.Values {
	v := url.Values{
		"Version":       {a.version},
		"SecurityToken": {canaryToken}, "Password": {canaryPassword}, "UserData": {canaryData64},
		// No action knows these: what is called like a secret is taken for one, and not kept.
		"AccessKeySecret": {canaryShape}, "PrivateKeyBody": {canaryShape}, "Users.1.LoginPassword.2": {canaryShape},
		"Login": {`{"user": "root", "Password": "` + canaryShape + `"}`}, "AuthToken": {canaryShape},
		"File": {"-----BEGIN RSA PRIVATE KEY-----\n" + canaryShape},
	}
	for _, p := range rpc.Parameters(a.Request) {
		if strings.Contains(p.Name, "Password") && p.Kind == "string" {
			v.Set(sent(p.Name), canaryPassword)
		}
	}
	return v
}

// canaries are all forms in which a secret might be written down.
func canaries() map[string]string {
	_, secret := cassim.key()
	all := map[string]string{"secret of the key": secret, "password": canaryPassword, "security token": canaryToken, "user data": canaryData, "shape of a secret": canaryShape}
	for name, c := range maps.Clone(all) {
		encoded := base64.StdEncoding.EncodeToString([]byte(c))
		all[name+" in base64"] = encoded[:len(encoded)-4] // the end depends on what follows
	}
	return all
}

func sing(t *testing.T, where, text string) {
	t.Helper()
	for name, c := range canaries() {
		if strings.Contains(text, c) {
			at := strings.Index(text, c)
			t.Errorf("%s: the %s, in %q", where, name, text[max(0, at-100):at+len(c)])
		}
	}
}

// TestCanaries: whatever secret a call of whatever action carries, well or badly made, and whatever is called
// like one, is in no log, no message of an error, no metric, no explanation and no event; and nowhere in
// the store but for user data, which the instance has.
func TestCanaries(t *testing.T) {
	folder := t.TempDir()
	w := openWorld(t, folder)
	launched := false
	byRank := func(a, b action) int {
		return cmp.Or(cmp.Compare(rank(a.Name), rank(b.Name)), cmp.Compare(a.Name, b.Name))
	}
	for _, a := range slices.SortedFunc(slices.Values(served), byRank) {
		action, secrets, own := a.Name, a.secrets(), a.parameters("")
		maps.Copy(own, secrets)
		answers := map[string]string{
			"secrets alone":         w.call(cassim, action, secrets),
			"a good call":           w.call(cassim, action, own),
			"another's":             w.call(ali, action, own),
			"a wrong signature":     w.call(forger, action, own),
			"V3, a good call":       w.callV3(cassim, action, own),
			"V3, a wrong signature": w.callV3(forger, action, own),
		}
		for about, answer := range answers {
			switch {
			case action == "DescribeUserData" && strings.HasSuffix(about, "a good call"): // it is what is asked for
			case about == "a wrong signature":
				// The sender is told his own request, as the real service does, and nothing else.
				quoted := strings.NewReplacer(canaryPassword, "", canaryToken, "", canaryData64, "", canaryShape, "")
				sing(t, action+", the answer to "+about, quoted.Replace(answer))
			default:
				sing(t, action+", the answer to "+about, answer)
			}
		}
		launched = launched || action == "RunInstances" && strings.HasPrefix(answers["a good call"], "200") && strings.HasPrefix(answers["V3, a good call"], "200")
	}
	if !launched {
		t.Error("no call with secrets was carried out: RunInstances was refused")
	}
	sing(t, "the metrics", w.page("/_sesame/metrics"))
	sing(t, "the events, told to the operator", w.page("/_sesame/events"))
	if answer := w.call(cassim, "LookupEvents", lookup); strings.Contains(answer, `"***"`) {
		sing(t, "the events, told to the account", answer)
	} else {
		t.Errorf("no event of a call with a secret: %.1000s", answer)
	}
	for _, id := range w.requests {
		sing(t, "the explanation of a request", w.page("/_sesame/explain/"+id))
	}
	if len(w.requests) < len(served)*6 {
		t.Errorf("%d requests are explained", len(w.requests))
	}
	sing(t, "the log", w.log.String())
	if err := w.db.Close(); err != nil {
		t.Fatal(err)
	}
	kept := 0
	for table, text := range dump(t, filepath.Join(folder, "sesame.db")) {
		if table == "instances" {
			kept += strings.Count(text, canaryData64)
			text = strings.ReplaceAll(text, canaryData64, "")
		}
		sing(t, "table "+table, text)
	}
	all := dump(t, filepath.Join(folder, "sesame.db"))["events"]
	if told := strings.Count(all, `"Password":"`+rpc.Masked); told < len(served)/3 {
		t.Errorf("only %d events tell that there was a password", told)
	}
	if kept == 0 {
		t.Error("the dump does not even have what an instance keeps")
	}
}

// rank puts what takes things away behind what needs them.
func rank(action string) int {
	switch {
	case action == "RunInstances":
		return 0
	case strings.HasPrefix(action, "Delete"):
		return 2
	}
	return 1
}

// page is an own page, as a program of this machine sees it.
func (w *world) page(path string) string {
	answer := httptest.NewRecorder()
	w.srv.ServeHTTP(answer, httptest.NewRequestWithContext(w.t.Context(), http.MethodGet, "http://localhost"+path, nil))
	return answer.Body.String()
}

// dump gives all rows of each table as text.
func dump(t *testing.T, file string) map[string]string {
	t.Helper()
	conn, err := sqlite.OpenConn(file, sqlite.OpenReadOnly)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	var tables []string
	read := func(query string, each func(*sqlite.Stmt)) {
		t.Helper()
		err := sqlitex.ExecuteTransient(conn, query, &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error { each(s); return nil }})
		if err != nil {
			t.Fatal(err)
		}
	}
	read("SELECT name FROM sqlite_schema WHERE type = 'table'", func(s *sqlite.Stmt) { tables = append(tables, s.ColumnText(0)) })
	all := map[string]string{}
	for _, table := range tables {
		var b strings.Builder
		read(fmt.Sprintf("SELECT * FROM %q", table), func(s *sqlite.Stmt) {
			for n := range s.ColumnCount() {
				b.WriteString(s.ColumnText(n) + "\n")
			}
		})
		all[table] = b.String()
	}
	return all
}
