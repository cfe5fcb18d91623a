package console

import (
	"errors"
	"strings"
	"time"

	"sesame/internal/catalog"
)

func (c *Console) sessionPages() {
	c.public("GET /console/sign-in", c.askKey)
	c.public("POST /console/sign-in", c.signIn)
	c.public("POST /console/sign-out", c.signOut)
	c.public("POST /console/account", c.takeAccount)
	c.public("POST /console/region", c.takeRegion)
	c.public("POST /console/theme", c.takeTheme)
}

// signInPage is the form that asks for a key.
type signInPage struct{ AccessKeyID, Next, Problem string }

func (c *Console) askKey(v *visit) error {
	return v.render("sign_in", "Sign in", signInPage{Next: v.nextPage()})
}

// signIn tries the key with a call, so that a wrong one is counted and logged as such.
func (c *Console) signIn(v *visit) error {
	id, secret := strings.TrimSpace(v.PostForm.Get("access_key_id")), strings.TrimSpace(v.PostForm.Get("access_key_secret"))
	v.key = Key{ID: id, Secret: secret}
	err := v.call("DescribeRegions", nil, nil)
	var refused *apiError
	if err != nil && (!errors.As(err, &refused) || !provesKey(refused)) {
		return v.askAgain(id, err)
	}
	if v.key.Account, err = c.Identify(id, secret); err != nil {
		return v.askAgain(id, err)
	}
	s := v.newSession()
	s.Key, s.Secret = id, secret
	if err := v.keep(s); err != nil {
		return err
	}
	return v.redirect(v.nextPage(), "Signed in as "+v.key.Account.Name+".")
}

// provesKey: who is refused for what its policies say has signed with a good key.
func provesKey(e *apiError) bool {
	return e.Code == "NoPermission" || strings.HasPrefix(e.Code, "Forbidden")
}

func (v *visit) askAgain(id string, err error) error {
	problem := err.Error()
	var refused *apiError
	switch {
	case errors.As(err, &refused) && refused.Code == "SignatureDoesNotMatch":
		problem = "The secret does not belong to this access key."
	case errors.As(err, &refused):
		problem = refused.Message
	}
	v.key = v.identify() // as before
	return v.renderStatus(403, "sign_in", "Sign in", signInPage{AccessKeyID: id, Next: v.nextPage(), Problem: problem})
}

func (v *visit) nextPage() string {
	if next := v.FormValue("next"); here(next) {
		return next
	}
	return "/console/"
}

func (c *Console) signOut(v *visit) error {
	if err := v.keep(v.newSession()); err != nil {
		return err
	}
	return v.redirect("/console/sign-in", "Signed out.")
}

// takeAccount changes to another of the open keys.
func (c *Console) takeAccount(v *visit) error {
	for _, k := range v.open {
		if k.ID != v.PostForm.Get("key") {
			continue
		}
		s := v.newSession()
		s.Key = k.ID
		if err := v.keep(s); err != nil {
			return err
		}
		return v.redirect(v.nextPage(), "You are "+k.Account.Name+" now.")
	}
	return errForeignForm
}

// takeRegion shows the same kind of page in another region.
func (c *Console) takeRegion(v *visit) error {
	region := v.PostForm.Get("region")
	if _, ok := catalog.FindRegion(region); !ok {
		return errMissing
	}
	setCookie(v.w, v.Request, regionCookie, region, 365*24*time.Hour)
	next := v.nextPage()
	if p := strings.Split(next, "/"); len(p) > 3 {
		id, _, _ := strings.Cut(p[3], "?")
		if _, regional := catalog.FindRegion(id); regional {
			next = "/console/" + p[2] + "/" + region
		}
	}
	return v.redirect(next, "")
}

const themeCookie = "sesame_theme"

func (c *Console) takeTheme(v *visit) error {
	theme := v.PostForm.Get("theme")
	if theme != "light" && theme != "dark" {
		theme = "auto"
	}
	setCookie(v.w, v.Request, themeCookie, theme, 365*24*time.Hour)
	return v.redirect(v.nextPage(), "")
}
