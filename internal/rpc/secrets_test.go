package rpc_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"sesame/internal/rpc"
)

func TestSecret(t *testing.T) {
	for name, want := range map[string]bool{
		"Password": true, "password": true, "Users.1.Login_Password.2": true, "UserData": true, "Launch.UserData": true, "SecurityToken": true,
		"BearerToken": true, "AccessKeySecret": true, "access-key-secret": true, "PrivateKeyBody": true, "Credentials.1": true, "Passphrase": true,
		"Signature": true, "ClientToken": false, "NextToken": false, "PasswordInherit": false, "ImageName": false, "Tag.1.Key": false,
		"KeyPairName": false, "": false, "1": false,
	} {
		if got := rpc.Secret(name); got != want {
			t.Errorf("%q: %v, want %v", name, got, want)
		}
	}
}

func TestShown(t *testing.T) {
	for value, want := range map[string]string{
		"": "", "text with Password": "text with Password", `{"NvmeSupport":"supported"}`: `{"NvmeSupport":"supported"}`,
		` {"Password":"x"}`: rpc.Masked, `["a", {"userData": "x"}]`: rpc.Masked, "-----BEGIN EC PRIVATE KEY-----\nx": rpc.Masked,
	} {
		if got := rpc.Shown("Description", value); got != want {
			t.Errorf("%q: %q, want %q", value, got, want)
		}
	}
}

func TestDocument(t *testing.T) {
	document := func(sent map[string]string) map[string]string {
		t.Helper()
		text := rpc.NewParams(sent).Document()
		var all map[string]string
		if err := json.Unmarshal([]byte(text), &all); err != nil || !utf8.ValidString(text) {
			t.Fatalf("%v: %s", err, text)
		}
		return all
	}
	all := document(map[string]string{
		"Action": "RunInstances", "Version": "2014-05-26", "Format": "JSON", "AccessKeyId": "ali", "Timestamp": "now", "SignatureNonce": "n",
		"Signature": "s", "SecurityToken": "t", "Password": "p", "ImageName": "\"a\"\n\u00e9", "Empty": "", "Description": strings.Repeat("\u00e9", 1000),
	})
	want := map[string]string{
		"SecurityToken": "***", "Password": "***", "ImageName": "\"a\"\n\u00e9", "Empty": "",
		"Description": strings.Repeat("\u00e9", 512) + "... (2000 bytes)",
	}
	if len(all) != len(want) {
		t.Errorf("%v, want %v", all, want)
	}
	for name, value := range want {
		if all[name] != value {
			t.Errorf("%s: %q, want %q", name, all[name], value)
		}
	}
	many := map[string]string{strings.Repeat("k", 1<<20): "v"}
	for n := range 1000 {
		many[strings.Repeat("n", n+1)] = strings.Repeat("v", 100)
	}
	if all := document(many); all["..."] == "" || all["n"] == "" {
		t.Errorf("%d parameters are told, %q left out", len(all), all["..."])
	}
	if n := len(rpc.NewParams(many).Document()); n > 20<<10 {
		t.Errorf("%d bytes", n)
	}
	if text := (*rpc.Params)(nil).Document(); text != "{}" {
		t.Errorf("of none: %s", text)
	}
}
