package server

import (
	"encoding/json"
	"io"
	"net/http"

	"sesame/internal/errorcentre"
)

// errorsPath and a code behind it are addresses that stay.
const errorsPath = "/_sesame/errors"

// tellErrors serves the error centre as data, for tools. Its pages for people are the console's.
func (s *Server) tellErrors(mux *http.ServeMux) {
	mux.HandleFunc("GET "+errorsPath, func(w http.ResponseWriter, _ *http.Request) {
		all := struct {
			Errors []toldCode `json:"errors"`
		}{}
		for _, k := range s.errors.Codes() {
			all.Errors = append(all.Errors, tell(k, false))
		}
		tellJSON(w, http.StatusOK, all)
	})
	mux.HandleFunc("GET "+errorsPath+"/{code}", func(w http.ResponseWriter, r *http.Request) {
		k, ok := s.errors.Find(r.PathValue("code"))
		if !ok {
			tellJSON(w, http.StatusNotFound, struct {
				Error string   `json:"error"`
				Near  []string `json:"near"`
			}{"there is no code " + r.PathValue("code"), s.errors.Near(r.PathValue("code"))})
			return
		}
		tellJSON(w, http.StatusOK, tell(k, true))
	})
}

// toldCode is a code as tools read it.
type toldCode struct {
	Code    string      `json:"code"`
	Address string      `json:"address"`
	Causes  []toldCause `json:"causes,omitempty"`
	Never   []toldNever `json:"neverGiven,omitempty"`
}

type toldCause struct {
	Cause  string      `json:"cause"`
	Remedy string      `json:"remedy"`
	Rules  []string    `json:"rules,omitempty"` // in docs/assumptions.md
	Errors []toldError `json:"errors"`
}

type toldError struct {
	Status  int      `json:"status"`
	Message string   `json:"message"`           // %s and %q stand for what depends on the request
	Actions []string `json:"actions,omitempty"` // none: any
	// Examples are stories that end in it. Only a code by itself has them.
	Examples []toldExample `json:"examples,omitempty"`
}

type toldExample struct {
	Action string   `json:"action,omitempty"` // none: any
	Steps  []string `json:"steps"`
}

type toldNever struct {
	Action string `json:"action"`
	Reason string `json:"reason"`
}

func tell(k *errorcentre.Code, examples bool) toldCode {
	t := toldCode{Code: k.Code, Address: errorsPath + "/" + k.Code}
	for _, c := range k.Causes {
		cause := toldCause{Cause: c.Cause, Remedy: c.Remedy, Rules: c.Rules}
		for _, g := range c.Given {
			e := toldError{Status: g.Status, Message: g.Error.Message, Actions: g.Actions}
			if examples {
				for _, x := range g.Examples() {
					e.Examples = append(e.Examples, toldExample{x.Action, x.Steps})
				}
			}
			cause.Errors = append(cause.Errors, e)
		}
		t.Causes = append(t.Causes, cause)
	}
	for _, n := range k.Never {
		t.Never = append(t.Never, toldNever(n))
	}
	return t
}

func tellJSON(w http.ResponseWriter, status int, what any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header()["Access-Control-Allow-Origin"] = anyOrigin
	w.WriteHeader(status)
	encodeJSON(w, what)
}

func encodeJSON(w io.Writer, what any) {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	_ = e.Encode(what) // the reader is gone: nobody is left to tell
}
