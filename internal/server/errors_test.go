package server_test

import (
	"encoding/json"
	"io"
	"net/http"
	"testing"
)

// TestErrorsAsData: each code of the list has an address of its own, which stays, and says
// the same there. What is no code is told with those that are near.
func TestErrorsAsData(t *testing.T) {
	r := start(t, nil)
	var all struct {
		Errors []struct {
			Code, Address string
			Causes        []struct {
				Cause, Remedy string
				Errors        []struct {
					Status   int
					Examples []struct{ Steps []string }
				}
			}
			NeverGiven []struct{ Action, Reason string }
		}
	}
	if status := r.getJSON("/_sesame/errors", &all); status != 200 || len(all.Errors) < 500 {
		t.Fatalf("%d: %d codes", status, len(all.Errors))
	}
	for n, want := range all.Errors {
		if n%10 != 0 && want.Code != "ImageUseShared" {
			continue // a tenth will do
		}
		one := want
		one.Code, one.Causes = "", nil
		if status := r.getJSON(want.Address, &one); status != 200 || one.Code != want.Code {
			t.Errorf("%s: %d %+v", want.Address, status, one)
		}
		if want.Code == "ImageUseShared" && (len(one.Causes[0].Errors[0].Examples) == 0 || len(one.Causes[0].Errors[0].Examples[0].Steps) == 0) {
			t.Error("it has no example")
		}
		if want.Address != "/_sesame/errors/"+want.Code {
			t.Errorf("%s has the address %s", want.Code, want.Address)
		}
		for _, c := range want.Causes {
			if c.Cause == "" || c.Remedy == "" || len(c.Errors) == 0 {
				t.Errorf("%s: %+v", want.Code, c)
			}
		}
	}
	var missing struct{ Near []string }
	if status := r.getJSON("/_sesame/errors/imageuseshared", &missing); status != 404 || len(missing.Near) == 0 || missing.Near[0] != "ImageUseShared" {
		t.Errorf("%d %q", status, missing.Near)
	}
}

// getJSON decodes what a path answers.
func (r *rig) getJSON(path string, into any) (status int) {
	r.t.Helper()
	resp, err := http.Get("http://" + r.addr + path)
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	if err := json.Unmarshal(body, into); err != nil {
		r.t.Fatalf("%s: %v", path, err)
	}
	return resp.StatusCode
}
