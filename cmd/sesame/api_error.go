package main

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strconv"
)

// apiFault is an error answer in one line: "Code: Message". It is told as it is.
type apiFault string

func (f apiFault) Error() string { return string(f) }

// apiError reads an error answer, in whichever form it came.
func apiError(status int, body []byte) apiFault {
	var e struct {
		Code    string
		Message string
	}
	if json.Unmarshal(body, &e) != nil && xml.Unmarshal(body, &e) != nil || e.Code == "" {
		return apiFault("HTTP " + strconv.Itoa(status) + " " + http.StatusText(status))
	}
	return apiFault(e.Code + ": " + e.Message)
}
