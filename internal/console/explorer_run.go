package console

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"sesame/internal/samples"
	"sesame/internal/sign"
)

// actionPage is the form of an action, with the call that it describes as code, and with its
// answer when it was made.
type actionPage struct {
	*trial
	Required, Optional []formItem
	OptionalOpen       bool
	More               string
	Accounts           []Key  // that the call can be made as; empty: only as who signed in
	Path, Address      string // of the form, and with what is in it
	Samples            []samples.Sample
	Run                *run
}

// run is a call that was made, and how it was signed.
type run struct {
	Request       string // as on the wire
	Scheme        string
	Canonical     string // query of V1, request of V3
	StringToSign  string
	KeyOf         string // what the key of the HMAC is
	Signature     string
	Status        int
	StatusText    string
	RequestID     string
	Kept          bool // the server can explain it
	Refused       bool
	Code, Message string
	Answer        []piece
	ContentType   string
}

func (c *Console) showAction(v *visit) error {
	t, err := v.readTrial(v.URL.Query())
	if err != nil {
		return err
	}
	return v.renderTrial(t, nil)
}

// tryAction makes the call, unless the form is only to change.
func (c *Console) tryAction(v *visit) error {
	t, err := v.readTrial(v.PostForm)
	if err != nil {
		return err
	}
	if v.PostForm.Get("do") != "run" {
		return v.renderTrial(t, nil)
	}
	r, err := v.run(t)
	if err != nil {
		return err
	}
	return v.renderTrial(t, r)
}

// copyable is a text with a button that copies it.
type copyable struct{ ID, Label, Text string }

func newCopyable(id, label, text string) copyable { return copyable{id, label, text} }

// fewItems is how many optional parameters are shown at once.
const fewItems = 12

func (v *visit) renderTrial(t *trial, r *run) error {
	if _, given := t.values["RegionId"]; !given && v.Method != http.MethodPost && t.names()["RegionId"] {
		t.values["RegionId"] = v.region
	}
	p := actionPage{trial: t, Path: t.path(), Address: t.address(), Run: r}
	for _, item := range t.items() {
		if item.Input != nil && item.Input.Required {
			p.Required = append(p.Required, item)
			continue
		}
		p.Optional = append(p.Optional, item)
	}
	p.OptionalOpen = len(p.Optional) <= fewItems || t.Add != "" || slices.ContainsFunc(p.Optional, func(i formItem) bool { return i.Filled })
	for _, m := range t.more {
		p.More += m.Name + "=" + m.Value + "\n"
	}
	if v.session.Secret == "" {
		p.Accounts = v.open
	}
	var err error
	if p.Samples, err = v.samples(t); err != nil {
		return err
	}
	return v.render("explorer_action", t.Action.Name, p)
}

// samples are the call as code. A secret is shown only when everybody knows it.
func (v *visit) samples(t *trial) ([]samples.Sample, error) {
	a := t.Action
	c := samples.Call{
		Product: a.Product, Version: a.Version, Action: a.Name, Parameters: t.parameters(), Region: v.region,
		Endpoint: v.scheme() + "://" + v.Host, AccessKeyID: t.Key.ID, SignedFor: v.c.ClockSkew,
	}
	if region := t.values["RegionId"]; region != "" {
		c.Region = region
	}
	for _, k := range v.open {
		if k.ID == t.Key.ID {
			c.Secret = k.Secret
		}
	}
	signed := sign.V1(http.MethodPost, t.form(), t.Key.ID, t.Key.Secret, rand.Text(), v.now)
	c.SignedURL = c.Endpoint + "/?" + signed.Encode()
	if t.Real {
		c.Endpoint = samples.RealEndpoint(a.Product, c.Region)
	}
	return samples.All(c)
}

func (v *visit) scheme() string {
	if v.TLS != nil {
		return "https"
	}
	return "http"
}

// form has the parameters with what says which action it is.
func (t *trial) form() url.Values {
	form := url.Values{"Action": {t.Action.Name}, "Version": {t.Action.Version}, "Format": {t.Format}}
	for _, p := range t.parameters() {
		form.Set(p.Name, p.Value)
	}
	return form
}

// run makes the call as any client would: V1 in a form, V3 in the query.
func (v *visit) run(t *trial) (*run, error) {
	header := http.Header{"User-Agent": {"Sesame-Explorer"}}
	r := &http.Request{
		Method: http.MethodPost, URL: &url.URL{Path: "/"}, Host: v.Host, RemoteAddr: v.RemoteAddr,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: header, TLS: v.TLS,
	}
	form, text := t.form(), ""
	if t.Sign == "v1" {
		text = sign.V1(r.Method, form, t.Key.ID, t.Key.Secret, rand.Text(), v.now).Encode()
		header.Set("Content-Type", "application/x-www-form-urlencoded")
	} else {
		form.Del("Action")
		form.Del("Version")
		r.URL.RawQuery = form.Encode()
		sign.V3(r, nil, t.Action.Name, t.Action.Version, t.Key.ID, t.Key.Secret, rand.Text(), v.now)
	}
	r.RequestURI, r.ContentLength, r.Body = r.URL.RequestURI(), int64(len(text)), body{strings.NewReader(text)}
	out := &run{Request: wire(r, text), Kept: v.c.Requests != nil}
	if err := out.explainSignature(r, text); err != nil {
		return nil, err
	}
	w := &answer{header: http.Header{}, status: http.StatusOK}
	v.c.API.ServeHTTP(w, r.WithContext(v.Context()))
	out.take(w, t.Format)
	return out, nil
}

// wire is the request as text.
func wire(r *http.Request, text string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\nHost: %s\nContent-Length: %d\n", r.Method, r.RequestURI, r.Host, len(text))
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		fmt.Fprintf(&b, "%s: %s\n", name, r.Header.Get(name))
	}
	return strings.TrimSuffix(b.String()+"\n"+text, "\n\n")
}

// explainSignature reads the signature as the server does.
func (out *run) explainSignature(r *http.Request, text string) error {
	form, err := url.ParseQuery(text)
	if err != nil {
		return err
	}
	claim, err := sign.Parse(&sign.Request{
		Method: r.Method, Host: r.Host, Header: r.Header, Query: pairs(r.URL.Query()), Form: pairs(form), Body: []byte(text),
	})
	if err != nil {
		return err
	}
	canonical := claim.Canonical()
	out.Scheme, out.Canonical, out.StringToSign = claim.Scheme.String(), canonical.Request, canonical.StringToSign
	out.KeyOf, out.Signature = `the secret of the key, and "&"`, form.Get("Signature")
	if claim.Scheme == sign.SchemeV3 {
		out.KeyOf = "the secret of the key"
		_, out.Signature, _ = strings.Cut(r.Header.Get("Authorization"), "Signature=")
	}
	return nil
}

func pairs(v url.Values) func(func(string, string) bool) {
	return func(yield func(string, string) bool) {
		for name, values := range v {
			for _, value := range values {
				if !yield(name, value) {
					return
				}
			}
		}
	}
}

// take reads the answer.
func (out *run) take(w *answer, format string) {
	out.Status, out.StatusText = w.status, http.StatusText(w.status)
	out.ContentType = w.header.Get("Content-Type")
	out.RequestID = w.header.Get("X-Acs-Request-Id")
	out.Refused = w.status >= http.StatusBadRequest
	text := w.body.Bytes()
	if out.Refused {
		var refusal struct{ Code, Message string }
		if format == "XML" {
			_ = xml.Unmarshal(text, &refusal) // what cannot be read is shown below as it is
		} else {
			_ = json.Unmarshal(text, &refusal)
		}
		out.Code, out.Message = refusal.Code, refusal.Message
	}
	if format == "XML" {
		out.Answer = xmlPieces(text)
		return
	}
	var indented bytes.Buffer
	if json.Indent(&indented, text, "", "  ") == nil {
		text = indented.Bytes()
	}
	out.Answer = jsonPieces(string(text))
}
