package server

import (
	"cmp"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"sesame/internal/eventlog"
	"sesame/internal/store"
)

// EventsPath is where the trail of events is told, oldest first, a page at a time: of one account
// (account=ID or a name) or of all; about one image (image=ID); no older than since=1h; behind
// the event, or the next page, that behind names.
const EventsPath = "/_sesame/events"

func (s *Server) tellEvents(w http.ResponseWriter, r *http.Request) {
	q, err := s.eventQuery(r.URL.Query())
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	page, err := eventlog.Read(r.Context(), s.DB, q)
	if err != nil {
		s.Log.LogAttrs(r.Context(), slog.LevelError, "events", slog.String("error", err.Error()))
		http.Error(w, "the events cannot be read", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "application/json;charset=utf-8") // for no other web page: no Access-Control-Allow-Origin
	encodeJSON(w, page)
}

func (s *Server) eventQuery(values url.Values) (*eventlog.Query, error) {
	q := &eventlog.Query{Accounts: s.accountsNamed(values.Get("account")), Image: values.Get("image"), Behind: values.Get("behind")}
	if len(q.Accounts) == 0 {
		return nil, fmt.Errorf("there is no account %q", values.Get("account"))
	}
	if since := values.Get("since"); since != "" {
		age, err := time.ParseDuration(since)
		if err != nil || age < 0 {
			return nil, fmt.Errorf("since=%q is no duration such as 90m", since)
		}
		q.Behind = max(q.Behind, store.EventsAt(s.Clock().Add(-age)))
	}
	return q, nil
}

// accountsNamed is the account with a name or id, or all for "". Of an account that may not call
// any more, the events are still there by its id.
func (s *Server) accountsNamed(nameOrID string) (all []eventlog.Account) {
	for _, a := range s.directory.Load().accounts {
		if nameOrID == "" || nameOrID == a.ID || nameOrID == a.Name {
			all = append(all, eventlog.Account{ID: a.ID, Name: a.Name})
		}
	}
	if len(all) == 0 && nameOrID != "" && strings.Trim(nameOrID, "0123456789") == "" {
		all = append(all, eventlog.Account{ID: nameOrID})
	}
	slices.SortFunc(all, func(a, b eventlog.Account) int { return cmp.Compare(a.ID, b.ID) })
	return all
}
