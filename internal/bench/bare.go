package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
)

// serveBare is the server to compare with: it reads the form and answers a constant.
func serveBare() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("http://" + l.Addr().String())
	answer := []byte(`{"RequestId":"473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E"}`)
	err = http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		w.Header().Set("Content-Type", "application/json;charset=utf-8")
		_, _ = w.Write(answer)
	}))
	fmt.Fprintln(os.Stderr, err)
}
