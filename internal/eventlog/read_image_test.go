package eventlog_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"sesame/internal/eventlog"
	"sesame/internal/store"
)

var errRefused = errors.New("refused")

// about is a request about a resource, with parameters of any kind.
type about struct{ resource, parameters string }

func (a about) Parameters() string                 { return a.parameters }
func (a about) Resource() string                   { return a.resource }
func (about) Refusal(error) (code, message string) { return "Refused", "it was" }

// refuse leaves an event of a refused call.
func refuse(t *testing.T, db *store.DB, account, request string, at time.Time, a about) {
	t.Helper()
	o := store.Origin{Account: account, AccessKey: "key-" + account, Action: "ModifyImageAttribute", RequestID: request, At: at, Request: a}
	if err := db.Update(t.Context(), o, func(*store.Tx) error { return errRefused }); !errors.Is(err, errRefused) {
		t.Fatal(err)
	}
}

// TestImageIsReadAlone: beside the events of an image, of two accounts, nothing is looked at. The others
// cannot be read.
func TestImageIsReadAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, db *store.DB) {
		makeImages(t, db, "1", "made", epoch, 1)
		const image = "m-1-made-0"
		for n := range 20 {
			at := epoch.Add(time.Duration(n) * time.Second)
			refuse(t, db, accounts[n%3].ID, fmt.Sprintf("other-%02d", n), at, about{"cn-hangzhou/image/" + image + "0", "unreadable"})
		}
		refuse(t, db, "1", "own", epoch.Add(time.Second), about{"cn-hangzhou/image/" + image, `{"a":"b"}`})
		refuse(t, db, "2", "others", epoch.Add(2*time.Second), about{"cn-beijing/image/" + image, ""})
		if _, err := eventlog.Read(t.Context(), db, &eventlog.Query{Accounts: accounts}); err == nil {
			t.Fatal("all events can be read: the test shows nothing")
		}
		for behind, want := range map[string]string{
			"":                                     "[made own others]",
			store.EventsAt(epoch.Add(time.Second)): "[own others]",
		} {
			events, pages := all(t, db, eventlog.Query{Accounts: accounts, Image: image, Behind: behind})
			var got []string
			for _, e := range events {
				got = append(got, e.RequestID)
			}
			if fmt.Sprint(got) != want || pages != 1 {
				t.Errorf("behind %q: %v on %d pages", behind, got, pages)
			}
		}
		events, _ := all(t, db, eventlog.Query{Accounts: accounts[:2], Image: image})
		if events[1].Parameters["a"] != "b" || events[1].Code != "Refused" || events[2].AccountName != "two" {
			t.Errorf("%+v", events)
		}
	})
}

// TestPagesOfAnImage: a long history comes on pages, each event once.
func TestPagesOfAnImage(t *testing.T) {
	onBoth(t, func(t *testing.T, db *store.DB) {
		const count = 1234
		for n := range count {
			refuse(t, db, accounts[n%2].ID, fmt.Sprintf("request-%04d", n), epoch.Add(time.Duration(n)*time.Second), about{"cn-hangzhou/image/m-1", ""})
		}
		events, pages := all(t, db, eventlog.Query{Accounts: accounts, Image: "m-1"})
		if len(events) != count || pages != 2 {
			t.Fatalf("%d events on %d pages", len(events), pages)
		}
		for n, e := range events {
			if e.RequestID != fmt.Sprintf("request-%04d", n) {
				t.Fatalf("event %d is %s", n, e.RequestID)
			}
		}
	})
}
