package explain_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sesame/internal/explain"
	"sesame/internal/trace"
)

func end(g *explain.Ring, id string, answer int) {
	r := g.Begin()
	r.RequestID = id
	r.SetRequest(httptest.NewRequest(http.MethodGet, "/?Action=X", nil), nil)
	r.SetAnswer(200, make([]byte, answer))
	g.End(r)
}

func ids(found []*explain.Record) (all []string) {
	for _, r := range found {
		all = append(all, r.RequestID)
	}
	return all
}

func every(*explain.Record) bool { return true }

func TestRingNumber(t *testing.T) {
	g := explain.NewRing(100, 1<<30)
	for n := range 250 {
		end(g, fmt.Sprint(n), 10)
	}
	found, last := g.Latest(3, every)
	if diff := cmp.Diff([]string{"249", "248", "247"}, ids(found)); diff != "" || last != 250 {
		t.Error(last, diff)
	}
	if n, _ := g.Kept(); n != 100 || g.Find("149") != nil || g.Find("150") == nil || g.Find("249") == nil {
		t.Errorf("%d kept", n)
	}
	found, _ = g.Latest(2, func(r *explain.Record) bool { return strings.HasSuffix(r.RequestID, "7") })
	if diff := cmp.Diff([]string{"247", "237"}, ids(found)); diff != "" {
		t.Error(diff)
	}
}

// TestRingBytes: large requests push more of the others out, and are cut themselves.
func TestRingBytes(t *testing.T) {
	const bound = 1 << 20
	g := explain.NewRing(10_000, bound)
	for n := range 1000 {
		end(g, fmt.Sprint(n), 10_000)
		if _, held := g.Kept(); held > bound {
			t.Fatalf("%d bytes after %d requests", held, n)
		}
	}
	if n, _ := g.Kept(); n < 50 || n > 110 {
		t.Errorf("%d kept", n)
	}
	r := g.Begin()
	r.RequestID = "large"
	req := httptest.NewRequest(http.MethodPost, "/?Action=X&"+strings.Repeat("x", 100_000), nil)
	req.Header.Set("X-Large", strings.Repeat("x", 100_000))
	r.SetRequest(req, make([]byte, 1<<20))
	r.SetAnswer(200, make([]byte, 1<<20))
	g.End(r)
	r = g.Find("large")
	if !r.Cut || len(r.Target)+len(r.Body)+len(r.Answer) > 64<<10 || r.AnswerSize != 1<<20 || len(r.Header) > 0 {
		t.Errorf("cut %v: %d, %d, %d of %d, %d headers", r.Cut, len(r.Target), len(r.Body), len(r.Answer), r.AnswerSize, len(r.Header))
	}
}

// TestRingKeeps: a request is told as it came and was answered, also when its memory was
// another's before.
func TestRingKeeps(t *testing.T) {
	g := explain.NewRing(2, 1<<20)
	for n := range 10 {
		id := fmt.Sprint("request ", n)
		r := g.Begin()
		r.RequestID, r.AccessKeyID, r.Scheme = id, "key of "+id, "https"
		req := httptest.NewRequest(http.MethodPost, "/?Id="+url.QueryEscape(id), nil)
		req.Header.Add("X-Acs-Id", id)
		req.Header.Add("X-Acs-Id", "twice")
		r.SetRequest(req, []byte("body of "+id))
		r.Trace.Check(checked, slog.String("id", id))
		r.SetAnswer(200+n, []byte("answer to "+id))
		g.End(r)
		kept := g.Find(id)
		looked := ""
		for k, attrs := range kept.Trace.Steps() {
			looked += fmt.Sprint(k.Says, attrs)
		}
		got := []string{kept.AccessKeyID, kept.Scheme, kept.Method, kept.Target, kept.Host, string(kept.Body), string(kept.Answer), looked}
		want := []string{
			"key of " + id, "https", "POST", "/?Id=" + url.QueryEscape(id), "example.com", "body of " + id, "answer to " + id, "checked[id=" + id + "]",
		}
		if diff := cmp.Diff(want, got); diff != "" || kept.Status != 200+n || kept.Cut {
			t.Error(kept.Status, diff)
		}
		if diff := cmp.Diff([]string{id, "twice"}, kept.Header["X-Acs-Id"]); diff != "" {
			t.Error(diff)
		}
	}
}

var checked = &trace.Check{Says: "checked"}

func TestRingAfter(t *testing.T) {
	g := explain.NewRing(10, 1<<20)
	end(g, "1", 10)
	_, last := g.Latest(1, every)
	more := g.After(last)
	select {
	case <-more:
		t.Error("nothing came, and was told")
	default:
	}
	end(g, "2", 10)
	select {
	case <-more:
	case <-time.After(10 * time.Second):
		t.Error("something came, and was not told")
	}
	<-g.After(last)
}

func TestNoRing(t *testing.T) {
	var g *explain.Ring
	g.End(g.Begin())
	found, last := g.Latest(1, every)
	if found != nil || last != 0 || g.Find("") != nil || g.After(0) != nil {
		t.Error("a nil ring has something")
	}
}

func TestRingRaces(t *testing.T) {
	g := explain.NewRing(50, 1<<20)
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for n := range 500 {
				end(g, fmt.Sprint(w, n), 10)
				found, last := g.Latest(10, every)
				for _, r := range found {
					if r.RequestID == "" || r.Seq == 0 {
						t.Error("a request without an id")
					}
				}
				_ = g.After(last)
			}
		})
	}
	wg.Wait()
}
