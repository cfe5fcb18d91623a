package openapi

import (
	"encoding/json"
	"strings"

	"sesame/internal/reference"
	"sesame/internal/rpc"
)

type document struct {
	OpenAPI    string                `json:"openapi"`
	Info       info                  `json:"info"`
	Servers    []server              `json:"servers"`
	Security   []map[string][]string `json:"security"`
	Tags       []tag                 `json:"tags"`
	Paths      map[string]path       `json:"paths"`
	Components components            `json:"components"`
}

type info struct {
	Title       string  `json:"title"`
	Version     string  `json:"version"`
	Description string  `json:"description"`
	License     license `json:"license"`
}

type license struct {
	Name       string `json:"name"`
	Identifier string `json:"identifier"`
}

type server struct {
	URL string `json:"url"`
}

type tag struct {
	Name        string `json:"name"`
	Description string `json:"description"`
}

type path struct {
	Post operation `json:"post"`
}

type operation struct {
	OperationID  string               `json:"operationId"`
	Summary      string               `json:"summary"`
	Tags         []string             `json:"tags"`
	ExternalDocs link                 `json:"externalDocs"`
	Deprecated   bool                 `json:"deprecated,omitempty"`
	RequestBody  body                 `json:"requestBody"`
	Responses    map[string]*response `json:"responses"`
}

type link struct {
	URL string `json:"url"`
}

type body struct {
	Required bool             `json:"required"`
	Content  map[string]media `json:"content"`
}

type components struct {
	Schemas         map[string]*schema        `json:"schemas"`
	Responses       map[string]*response      `json:"responses"`
	SecuritySchemes map[string]securityScheme `json:"securitySchemes"`
}

type securityScheme struct {
	Type        string `json:"type"`
	In          string `json:"in"`
	Name        string `json:"name"`
	Description string `json:"description"`
}

const about = `Every call is a POST (or GET) of the path "/". The action, its version and its parameters are sent as a
form, as here, or in the query. Lists are flat: Tag.1.Key, Tag.1.Value, Tag.2.Key, and so on.

Answers are XML, or JSON when Format or the Accept header asks for it, and when the request is signed by ACS3.

The fragments of the paths tell the operations apart in this document; they are not sent.`

var securitySchemes = map[string]securityScheme{
	"acs3": {"apiKey", "header", "Authorization", `ACS3-HMAC-SHA256 Credential=<AccessKeyId>,SignedHeaders=<names, sorted, joined by ";">,Signature=<hex>.
Signed are host, content-type and all x-acs headers; x-acs-action, x-acs-version, x-acs-date, x-acs-signature-nonce
and x-acs-content-sha256 must be there. The signature is the HMAC-SHA256, by the secret of the key, of "ACS3-HMAC-SHA256\n" and the
SHA-256 of the canonical request: method, path, sorted query, headers, their names and the SHA-256 of the body, a line each.`},
	"rpcV1": {"apiKey", "query", "Signature", `RPC signature of version 1.0, in query or form beside AccessKeyId, SignatureMethod=HMAC-SHA1,
SignatureVersion=1.0, SignatureNonce and Timestamp (2006-01-02T15:04:05Z). The signature is the base64 of the HMAC-SHA1, by the
secret of the key and "&", of the method, "&%2F&" and the percent-encoded sorted query of all parameters.`},
}

// Document returns the OpenAPI 3.1 document of what the products serve.
func Document(products []*rpc.Product) ([]byte, error) {
	d := document{
		OpenAPI: "3.1.0",
		Info: info{
			Title: "Sesame", Description: about, License: license{"Apache License 2.0", "Apache-2.0"},
		},
		Servers:  []server{{"/"}},
		Security: []map[string][]string{{"acs3": {}}, {"rpcV1": {}}},
		Paths:    map[string]path{},
		Components: components{
			Schemas:         map[string]*schema{"Error": errorSchema()},
			Responses:       map[string]*response{"Error": anyError()},
			SecuritySchemes: securitySchemes,
		},
	}
	var versions []string
	for _, p := range products {
		versions = append(versions, p.Name+" "+p.Version)
		d.Tags = append(d.Tags, tag{p.Name, "Version " + p.Version + " of the product " + p.Name + "."})
		for _, a := range reference.Actions(p) {
			d.add(a)
		}
	}
	d.Info.Version = strings.Join(versions, ", ")
	return json.Marshal(d)
}

// add describes an action. Its fragment is not sent, but makes the path its own.
func (d *document) add(a *reference.Action) {
	answer := a.Product + "." + a.Name + "Response"
	d.Components.Schemas[answer] = answerSchema(a)
	d.Paths["/#Action="+a.Name+"&Version="+a.Version] = path{operation{
		OperationID:  a.Product + "_" + a.Name,
		Summary:      a.Name,
		Tags:         []string{a.Product},
		ExternalDocs: link{a.Documentation},
		Deprecated:   a.Deprecated,
		RequestBody: body{true, map[string]media{
			"application/x-www-form-urlencoded": {Schema: requestSchema(a)},
		}},
		Responses: responses(a, refTo(answer)),
	}}
}
