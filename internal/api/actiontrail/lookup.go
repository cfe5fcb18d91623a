package actiontrail

import (
	"cmp"
	"log/slog"
	"regexp"
	"slices"
	"strconv"
	"time"

	"sesame/internal/apierr"
	"sesame/internal/rpc"
	"sesame/internal/store"
	"sesame/internal/trace"
)

// What a lookup is held against.
var (
	pageSane       = newCheck("the page asked for is one", "A-278")
	rangeSane      = newCheck("StartTime and EndTime are both there or neither, and in order", "A-279")
	attributesSane = newCheck("the attributes can be looked up, alone or together", "A-280")
)

func newCheck(says, rule string) *trace.Check {
	return &trace.Check{Says: says, Rules: []string{rule}, Codes: []string{apierr.InvalidParameter.Code}}
}

// How far back a lookup goes: without a range, and at most.
const (
	usualRange = 7 * 24 * time.Hour
	kept       = 90 * 24 * time.Hour
)

// How many events a page has, and how many rows of the trail are looked at for it.
const (
	usualResults, maxResults = 20, 50
	looksAt                  = 5000
)

// lookup is a request as it was understood.
type lookup struct {
	from, to    time.Time
	open        bool // no end was asked for
	latestFirst bool
	limit       int
	behind      string // the request to go on from, as of the token
	attributes  []Attribute
}

func readLookup(c *rpc.Call, req *LookupEventsRequest) (*lookup, error) {
	l := &lookup{limit: usualResults, latestFirst: req.Direction != "FORWARD", behind: req.NextToken}
	if wrong := l.readPage(c, req); wrong != "" {
		return nil, apierr.InvalidParameter.With(wrong)
	}
	if wrong := l.readRange(c, req); wrong != "" {
		return nil, apierr.InvalidParameter.With(wrong)
	}
	if wrong := l.readAttributes(c, req.LookupAttribute); wrong != "" {
		return nil, apierr.InvalidParameter.With(wrong)
	}
	return l, nil
}

// token is a request of the trail: its instant and its id.
var token = regexp.MustCompile(`^\d{13}\.[0-9A-Za-z-]{1,64}$`)

// readPage names the parameter that is wrong, as the others do.
func (l *lookup) readPage(c *rpc.Call, req *LookupEventsRequest) (wrong string) {
	c.Trace.Check(pageSane, slog.String("MaxResults", req.MaxResults), slog.String("NextToken", req.NextToken), slog.String("Direction", req.Direction))
	if req.MaxResults != "" {
		n, err := strconv.Atoi(req.MaxResults)
		if err != nil || n < 1 || n > maxResults {
			return "MaxResults"
		}
		l.limit = n
	}
	switch {
	case req.NextToken != "" && !token.MatchString(req.NextToken):
		return "NextToken"
	case !slices.Contains([]string{"", "FORWARD", "BACKWARD"}, req.Direction):
		return "Direction"
	}
	return ""
}

func (l *lookup) readRange(c *rpc.Call, req *LookupEventsRequest) (wrong string) {
	c.Trace.Check(rangeSane, slog.String("StartTime", req.StartTime), slog.String("EndTime", req.EndTime))
	l.from, l.to = c.Now.Add(-usualRange), c.Now
	if l.open = req.StartTime == "" && req.EndTime == ""; l.open {
		return ""
	}
	var err error
	if l.from, err = time.Parse(timeLayout, req.StartTime); err != nil {
		return "StartTime"
	}
	if l.to, err = time.Parse(timeLayout, req.EndTime); err != nil {
		return "EndTime"
	}
	if l.from.After(l.to) {
		return "StartTime"
	}
	return ""
}

// ids are the texts between which the ids of the events asked for are: from the first second of the
// range to the end of its last, as far back as is told, and from where the page before ended. Without a
// range, events are told of a clock that was ahead.
func (l *lookup) ids(now time.Time) (behind, before string) {
	from := l.from
	if oldest := now.Add(-kept); from.Before(oldest) {
		from = oldest
	}
	behind, before = store.EventsAt(from), store.EventsAt(l.to.Truncate(time.Second).Add(time.Second))
	if l.open {
		before = ""
	}
	switch {
	case l.behind == "":
	case l.latestFirst:
		before = min(cmp.Or(before, l.behind), l.behind)
	default:
		behind = max(behind, store.BehindRequest(l.behind))
	}
	return behind, before
}

// find reads the trail until the page is full, or enough was looked at. next is where to go on.
func (l *lookup) find(tx *store.Tx, account string, now time.Time) (found []Event, next string, err error) {
	behind, before := l.ids(now)
	batch := 4 * l.limit
	for looked := 0; looked < looksAt || next == ""; {
		rows, err := tx.EventsBetween(account, &store.EventRange{Behind: behind, Before: before, LatestFirst: l.latestFirst, Limit: batch})
		if err != nil {
			return nil, "", err
		}
		looked += len(rows)
		ended := len(rows) < batch
		requests := byRequest(rows)
		if !ended { // the last one may go on
			requests = requests[:len(requests)-1]
		}
		for n, r := range requests {
			next = r[0].RequestOf()
			if e := showEvent(r); isCall(r) && l.takes(e) {
				e.RequestParameterJson = document(e.RequestParameters)
				found = append(found, *e)
			}
			if len(found) == l.limit && (!ended || n+1 < len(requests)) {
				return found, next, nil
			}
		}
		if ended {
			return found, "", nil
		}
		if len(requests) == 0 { // one that has more events than were read
			batch *= 2
			continue
		}
		if l.latestFirst {
			before = next
		} else {
			behind = store.BehindRequest(next)
		}
		batch = min(2*batch, max(1, looksAt-looked))
	}
	return found, next, nil
}
