package console

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"sesame/internal/catalog"
)

//go:embed templates
var templateFS embed.FS

// pages are parsed when the first one is looked at: starting the server costs nothing.
var pages = sync.OnceValues(func() (map[string]*template.Template, error) {
	layout, err := template.New("layout.html").Funcs(functions).ParseFS(templateFS, "templates/layout.html", "templates/parts/*.html")
	if err != nil {
		return nil, err
	}
	all := map[string]*template.Template{}
	entries, err := templateFS.ReadDir("templates")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if e.IsDir() || e.Name() == "layout.html" {
			continue
		}
		own, err := layout.Clone()
		if err != nil {
			return nil, err
		}
		if own, err = own.ParseFS(templateFS, "templates/"+e.Name()); err != nil {
			return nil, err
		}
		all[e.Name()] = own
	}
	return all, nil
})

var functions = template.FuncMap{
	"asset":   func(name string) string { return assets()[name] },
	"path":    url.PathEscape,
	"icon":    icon,
	"text":    newCopyable,
	"tried":   triedInExplorer,
	"clock":   func(t time.Time) string { return t.UTC().Format("15:04:05.000") },
	"latency": func(d time.Duration) string { return took(d.Microseconds()) },
	"utc":     func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05") + " UTC" },
	"verbs":   func(message string) string { return strings.NewReplacer("%q", `"…"`, "%s", "…").Replace(message) },
	"count":   count,
	"breakable": func(code string) template.HTML {
		return template.HTML(strings.ReplaceAll(template.HTMLEscapeString(code), ".", ".<wbr>"))
	},
	"marked":    marked,
	"inc":       func(n int) int { return n + 1 },
	"iso":       func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
	"thousands": thousands,
}

// marked shows what stands between backticks, in the rules, as code.
func marked(text string) template.HTML {
	var b strings.Builder
	for n, part := range strings.Split(template.HTMLEscapeString(text), "`") {
		if n%2 == 1 {
			part = "<code>" + part + "</code>"
		}
		b.WriteString(part)
	}
	return template.HTML(b.String())
}

// thousands is a number as people read it: 10,000.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + "," + s[at:]
	}
	return s
}

// frame is what every page shows around its own part, which is Page.
type frame struct {
	Title     string
	Page      any
	Sections  []link
	Account   Account
	AccessKey string
	SignedIn  bool // with a secret, not by taking an open key
	Open      []Key
	Region    catalog.Region
	Regions   []catalog.Region
	Path      string // of this page, to come back to
	Theme     string // "", "light" or "dark"
	Notice    string
	Token     string
	Now       time.Time
}

// Ago says how long ago something was, in words.
func (f *frame) Ago(t time.Time) string {
	d := f.Now.Sub(t)
	switch {
	case d < 0:
		return "in the future"
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return count(int(d/time.Minute), "minute") + " ago"
	case d < 48*time.Hour:
		return count(int(d/time.Hour), "hour") + " ago"
	}
	return count(int(d/(24*time.Hour)), "day") + " ago"
}

func count(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
}

// render answers with a page.
func (v *visit) render(name, title string, page any) error {
	return v.renderStatus(http.StatusOK, name, title, page)
}

func (v *visit) renderStatus(status int, name, title string, page any) error {
	all, err := pages()
	if err != nil {
		return err
	}
	t := all[name+".html"]
	if t == nil {
		return fmt.Errorf("there is no template %s.html", name)
	}
	var text bytes.Buffer
	if err := t.Execute(&text, v.frame(title, page)); err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.WriteHeader(status)
	_, _ = v.w.Write(text.Bytes()) // the visitor is gone: nobody is left to tell
	return nil
}

func (v *visit) frame(title string, page any) *frame {
	region, _ := catalog.FindRegion(v.region)
	theme := cookie(v.Request, themeCookie)
	if theme != "light" && theme != "dark" {
		theme = ""
	}
	path := v.URL.RequestURI()
	if v.Method != http.MethodGet {
		path = "/console/"
	}
	return &frame{
		Title: title, Page: page, Sections: v.navigation(), Account: v.key.Account, AccessKey: v.key.ID,
		SignedIn: v.session.Secret != "" && v.key.ID != "", Open: v.open, Region: region, Regions: catalog.Regions(),
		Path: path, Theme: theme, Notice: v.takeNotice(), Token: v.seal.token(v.session, v.key.ID), Now: v.now,
	}
}
