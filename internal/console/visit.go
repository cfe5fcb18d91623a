package console

import (
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"sesame/internal/catalog"
	"sesame/internal/store"
)

// visit is one request of somebody who may see the page.
type visit struct {
	*http.Request
	c       *Console
	w       http.ResponseWriter
	session session
	key     Key // whose calls it makes; no ID: nobody yet
	region  string
	now     time.Time
	open    []Key // that everybody may use
	seal    *sealer
}

// handler answers a visit. An error becomes a page: see visit.fail.
type handler func(*visit) error

// page serves a pattern of http.ServeMux to whoever has signed in.
func (c *Console) page(pattern string, h handler) {
	c.public(pattern, func(v *visit) error {
		if v.key.ID == "" {
			return v.redirect("/console/sign-in?next="+url.QueryEscape(v.URL.RequestURI()), "")
		}
		return h(v)
	})
}

// public serves a pattern to everybody.
func (c *Console) public(pattern string, h handler) {
	c.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		a := c.Access()
		v := &visit{Request: r, c: c, w: w, now: c.Clock(), open: a.Open, seal: c.sealer(a.SessionKey)}
		fresh := false
		if v.session, fresh = v.readSession(); fresh && comesFromElsewhere(r) {
			reload(w)
			return
		}
		if err := v.begin(fresh); err != nil {
			v.fail(err)
			return
		}
		if err := h(v); err != nil {
			v.fail(err)
		}
	})
}

// comesFromElsewhere: a link of another site brings none of our cookies, as they are
// SameSite=Strict. The same page asked for again, by ourselves, brings them.
func comesFromElsewhere(r *http.Request) bool {
	return r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Site") == "cross-site" &&
		r.Header.Get("Sec-Fetch-Mode") == "navigate"
}

func reload(w http.ResponseWriter) {
	w.Header().Set("Refresh", "0")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte("<!doctype html><title>Sesame</title>"))
}

// begin finds out who it is and where, and refuses forms that are not ours.
func (v *visit) begin(fresh bool) error {
	v.key = v.identify()
	v.region = v.whichRegion()
	if fresh {
		if err := v.keep(v.session); err != nil {
			return err
		}
	}
	if v.PathValue("region") != "" && v.PathValue("region") != v.region {
		return errMissing
	}
	if v.Method == http.MethodGet || v.Method == http.MethodHead {
		return nil
	}
	v.Body = http.MaxBytesReader(v.w, v.Body, maxForm)
	if err := v.ParseForm(); err != nil {
		return errForeignForm
	}
	if !v.seal.checkToken(v.session, v.key.ID, v.PostForm.Get("token")) {
		return errForeignForm
	}
	return nil
}

const maxForm = 1 << 20

// identify gives the key of the session: one that signed in and still is good, or an open one.
func (v *visit) identify() Key {
	if v.session.Secret != "" {
		if a, err := v.c.Identify(v.session.Key, v.session.Secret); err == nil {
			return Key{Account: a, ID: v.session.Key, Secret: v.session.Secret}
		}
		return Key{}
	}
	for _, k := range v.open {
		if k.ID == v.session.Key {
			return k
		}
	}
	if len(v.open) > 0 {
		return v.open[0]
	}
	return Key{}
}

const (
	regionCookie  = "sesame_region"
	defaultRegion = "cn-hangzhou"
)

// whichRegion is the one in the address, else the one looked at last.
func (v *visit) whichRegion() string {
	last := cookie(v.Request, regionCookie)
	if _, ok := catalog.FindRegion(v.PathValue("region")); ok {
		if v.PathValue("region") != last {
			setCookie(v.w, v.Request, regionCookie, v.PathValue("region"), 365*24*time.Hour)
		}
		return v.PathValue("region")
	}
	if _, ok := catalog.FindRegion(last); ok {
		return last
	}
	return defaultRegion
}

// noticeCookie carries a sentence to the next page.
const noticeCookie = "sesame_notice"

// redirect sends the browser to another page of the console, which says the notice.
func (v *visit) redirect(to, notice string) error {
	if notice != "" {
		setCookie(v.w, v.Request, noticeCookie, base64.RawURLEncoding.EncodeToString([]byte(notice)), time.Minute)
	}
	http.Redirect(v.w, v.Request, to, http.StatusSeeOther)
	return nil
}

// takeNotice gives the notice that the page before has left, once.
func (v *visit) takeNotice() string {
	text, err := base64.RawURLEncoding.DecodeString(cookie(v.Request, noticeCookie))
	if err != nil || len(text) == 0 {
		return ""
	}
	setCookie(v.w, v.Request, noticeCookie, "", -time.Second)
	return string(text)
}

// here reports whether an address is one of the console's own, to go to after signing in.
func here(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "" && u.Host == "" && strings.HasPrefix(u.Path, "/console/") && !strings.Contains(address, "\\")
}

// What a page can say beside the API's own refusals.
var (
	errMissing     = errors.New("there is no such page")
	errForeignForm = errors.New("the form is not of this session")
)

func (c *Console) missing(v *visit) error {
	if v.URL.Path == "/console/" {
		return v.redirect("/console/images/"+v.region, "")
	}
	return errMissing
}

// failure is what the page of an error says.
type failure struct {
	Status        int
	Title, Advice string
	API           *apiError // nil: it was not the API
}

// fail answers with the page of an error.
func (v *visit) fail(err error) {
	f := failure{Status: http.StatusInternalServerError, Title: "Something went wrong", Advice: "It is our fault, and written to the log."}
	switch {
	case errors.As(err, &f.API):
		f.Status, f.Title, f.Advice = f.API.Status, "The API refused", ""
	case errors.Is(err, errMissing):
		f.Status, f.Title, f.Advice = http.StatusNotFound, "There is nothing here", "It may have been deleted, or be another account's, or in another region."
	case errors.Is(err, errForeignForm):
		f.Status, f.Title = http.StatusForbidden, "This form was not accepted"
		f.Advice = "You have signed out or changed the account since it was opened, or it came from another site. Nothing was changed: go back, reload the page and try again."
	case errors.Is(err, store.ErrUnavailable), errors.Is(err, store.ErrBusy), v.Context().Err() != nil:
		f.Status, f.Title, f.Advice = http.StatusServiceUnavailable, "Not now", "The store does not answer just now. Nothing was changed: try again."
	default:
		v.c.Log.Error("console", "path", v.URL.Path, "error", err.Error())
	}
	if err := v.renderStatus(f.Status, "failed", f.Title, f); err != nil {
		v.c.Log.Error("console", "path", v.URL.Path, "error", err.Error())
		http.Error(v.w, f.Title, f.Status)
	}
}
