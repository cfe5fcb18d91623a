package main

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strconv"
)

// apiError is an error answer in one line, in whichever form it came: "Code: Message".
func apiError(status int, body []byte) string {
	var e struct {
		Code    string
		Message string
	}
	if json.Unmarshal(body, &e) != nil && xml.Unmarshal(body, &e) != nil || e.Code == "" {
		return "HTTP " + strconv.Itoa(status) + " " + http.StatusText(status)
	}
	return e.Code + ": " + e.Message
}
