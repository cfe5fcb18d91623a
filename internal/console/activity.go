package console

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"sesame/internal/explain"
)

func (c *Console) activityPages() {
	c.page("GET /console/activity", c.listRequests)
	c.page("GET /console/requests/{id}", c.showRequest)
}

// activityPage is the last requests.
type activityPage struct {
	Requests []*explain.Record
	Filter   activityFilter
	Kept     int    // of all accounts
	Last     uint64 // number of the last one
	All      bool   // not only those of the visitor's account
	None     bool   // the server keeps none
}

// activityFilter selects requests; empty fields select all.
type activityFilter struct {
	Action, Code, Account string
	Status                string // ok, refused or failed
	Own                   bool   // also those that the console makes
}

const (
	shownRequests = 100
	longestFilter = 128 // bytes: no action and no code is as long
)

// listRequests shows the last requests. A page that is open asks again with the number of
// the last request that it shows, and gets nothing while there is no other.
func (c *Console) listRequests(v *visit) error {
	q := v.URL.Query()
	text := func(name string) string {
		text := strings.TrimSpace(q.Get(name))
		return strings.ToValidUTF8(text[:min(len(text), longestFilter)], "")
	}
	p := activityPage{
		Filter: activityFilter{Action: text("action"), Code: text("code"), Account: text("account"), Status: q.Get("status"), Own: q.Get("own") != ""},
		All:    v.seesAll(), None: c.Requests == nil,
	}
	lower := p.Filter.lower() // requests wait while it is matched
	p.Requests, p.Last = c.Requests.Latest(shownRequests, func(r *explain.Record) bool { return v.maySee(r.AccountID) && lower.takes(r) })
	if q.Get("since") == strconv.FormatUint(p.Last, 10) {
		v.w.WriteHeader(http.StatusNoContent)
		return nil
	}
	p.Kept, _ = c.Requests.Kept()
	return v.render("activity", "Activity", p)
}

// seesAll: where keys are open to everybody, so is what they did.
func (v *visit) seesAll() bool { return len(v.open) > 0 }

// maySee reports whether the visitor may look at a request of an account; "" is nobody's.
func (v *visit) maySee(account string) bool {
	return v.seesAll() || account != "" && account == v.key.Account.ID
}

// lower is the filter whose takes does not look at case.
func (f activityFilter) lower() activityFilter {
	f.Action, f.Code = strings.ToLower(f.Action), strings.ToLower(f.Code)
	return f
}

func (f *activityFilter) takes(r *explain.Record) bool {
	switch f.Status {
	case "ok":
		if r.Status >= http.StatusBadRequest {
			return false
		}
	case "refused":
		if r.Status < http.StatusBadRequest || r.Status >= http.StatusInternalServerError {
			return false
		}
	case "failed":
		if r.Status < http.StatusInternalServerError {
			return false
		}
	}
	return strings.Contains(strings.ToLower(r.Action), f.Action) && strings.Contains(strings.ToLower(r.Code), f.Code) && (f.Account == "" || r.AccountID == f.Account) &&
		(f.Own || r.UserAgent != userAgent)
}

// More is where to ask for what came behind the last request.
func (p activityPage) More() string {
	q := url.Values{"since": {strconv.FormatUint(p.Last, 10)}}
	for name, value := range map[string]string{
		"action": p.Filter.Action, "code": p.Filter.Code, "account": p.Filter.Account, "status": p.Filter.Status,
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if p.Filter.Own {
		q.Set("own", "1")
	}
	return "/console/activity?" + q.Encode()
}

// Filtered reports whether anything is left out on purpose.
func (f activityFilter) Filtered() bool { return f.Action+f.Code+f.Account+f.Status != "" }

// requestPage is one request with its explanation.
type requestPage struct {
	ID     string
	X      *explain.Explanation // nil: it is not kept
	Answer []piece
	Cut    bool // the answer is longer
	Took   string
}

func (c *Console) showRequest(v *visit) error {
	p := requestPage{ID: v.PathValue("id")}
	x, err := c.Explain(v.Context(), p.ID)
	switch {
	case err != nil:
		return err
	case x == nil, !v.maySee(x.AccountID):
		return v.renderStatus(http.StatusNotFound, "request", "Request", p)
	}
	p.X, p.Cut = x, len(x.Answer) < x.AnswerSize
	p.Took = took(x.TookMicros)
	p.Answer = []piece{{Text: x.Answer}}
	switch {
	case p.Cut:
	case strings.HasPrefix(x.Answer, "{"):
		p.Answer = jsonPieces(indentedJSON(x.Answer))
	case strings.HasPrefix(x.Answer, "<"):
		p.Answer = xmlPieces([]byte(x.Answer))
	}
	return v.render("request", x.Action, p)
}

// indentedJSON breaks JSON into lines; what is none stays as it is.
func indentedJSON(text string) string {
	var b bytes.Buffer
	if json.Indent(&b, []byte(text), "", "  ") != nil {
		return text
	}
	return b.String()
}

// took is a latency as people read it.
func took(micros int64) string {
	if micros < 1000 {
		return fmt.Sprintf("%d µs", micros)
	}
	return fmt.Sprintf("%.1f ms", float64(micros)/1000)
}
