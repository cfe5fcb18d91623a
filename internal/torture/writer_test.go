package torture_test

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"sesame/internal/sign"
)

// The account of a server that was given none.
const (
	account = "1000000000000001"
	keyID   = "ali"
	secret  = "open-sesame"
	region  = "cn-hangzhou"
)

// unavailable is the code of 503.
const unavailable = "ServiceUnavailable"

// write is one call that changes an image: its name and its description, which belong
// together.
type write struct {
	image, name string
	form        url.Values // as it was sent, to be sent again
	begin, end  time.Duration
	acked       bool
	request     string // id, when it was acknowledged
}

func describing(name string) string { return "description of " + name }

// answer is what the server says to a call.
type answer struct {
	Code, Message string
	RequestID     string `json:"RequestId"`
	ImageID       string `json:"ImageId"`
	Images        struct {
		Image []struct{ ImageName, Description, IsSelfShared string }
	}
}

// send gives an error when there is no whole answer: then nobody knows what happened.
func send(c *http.Client, server string, form url.Values) (a answer, err error) {
	r, err := c.PostForm(server, form)
	if err != nil {
		return a, err
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return a, err
	}
	return a, json.Unmarshal(body, &a)
}

func signed(action string, params url.Values) url.Values {
	v := url.Values{"Action": {action}, "Version": {"2014-05-26"}, "Format": {"JSON"}, "RegionId": {region}}
	for k, s := range params {
		v[k] = s
	}
	return sign.V1(http.MethodPost, v, keyID, secret, rand.Text(), time.Now())
}

// writer is a client that writes to an image of its own and, every now and then, to one
// that all write to.
type writer struct {
	id        string
	own, hot  string
	begin     time.Time
	writes    []*write
	done      atomic.Int64 // writes that were acknowledged
	denied    []*write     // of an image that there is not
	lost      bool         // the server was gone
	refused   bool         // the database was gone for longer than the server waits
	otherwise error
}

// work writes, one call after the other, until the server is gone or stop is closed.
func (w *writer) work(server string, stop <-chan struct{}) {
	c := newClient()
	defer c.CloseIdleConnections()
	for n := 0; ; n++ {
		select {
		case <-stop:
			return
		default:
		}
		if n%5 == 2 && !w.ask(c, server) {
			return
		}
		image, name := w.own, fmt.Sprintf("own-%s-%06d", w.id, n)
		if n%4 == 3 {
			image, name = w.hot, fmt.Sprintf("hot-%s-%06d", w.id, n)
		}
		x := &write{image: image, name: name, form: signed("ModifyImageAttribute", url.Values{
			"ImageId": {image}, "ImageName": {name}, "Description": {describing(name)},
		})}
		w.writes = append(w.writes, x)
		x.begin = time.Since(w.begin)
		a, err := send(c, server, x.form)
		x.end = time.Since(w.begin)
		switch {
		case err != nil:
			w.lost = true
			return
		case a.Code == unavailable:
			w.refused = true
			return
		case a.Code != "":
			w.otherwise = fmt.Errorf("%s: %s: %s", name, a.Code, a.Message)
			return
		}
		x.acked, x.request = true, a.RequestID
		w.done.Add(1)
	}
}

// ask makes a call that is refused, and reports whether there was an answer.
func (w *writer) ask(c *http.Client, server string) bool {
	x := &write{form: signed("ModifyImageAttribute", url.Values{"ImageId": {"m-none"}, "ImageName": {"none"}})}
	w.denied = append(w.denied, x)
	a, err := send(c, server, x.form)
	switch {
	case err != nil:
		w.lost = true
		return false
	case a.Code == unavailable:
		w.refused = true
		return false
	case a.Code != notFound:
		w.otherwise = fmt.Errorf("of an image that there is not: %s: %s", a.Code, a.Message)
		return false
	}
	x.acked, x.request = true, a.RequestID
	return true
}

func newClient() *http.Client {
	return &http.Client{Transport: &http.Transport{}, Timeout: 20 * time.Second}
}

// read asks the server for an image.
func read(t *testing.T, c *http.Client, server, image string) (name, description string) {
	t.Helper()
	a, err := send(c, server, signed("DescribeImages", url.Values{"ImageId": {image}, "Status": {"ALL"}}))
	if err != nil || a.Code != "" || len(a.Images.Image) != 1 {
		t.Fatalf("image %s: %+v, %v", image, a, err)
	}
	return a.Images.Image[0].ImageName, a.Images.Image[0].Description
}

// replay sends a call again and reports whether it was refused as a replay.
func replay(t *testing.T, c *http.Client, server string, x *write) bool {
	t.Helper()
	a, err := send(c, server, x.form)
	if err != nil {
		t.Fatalf("replay of %s: %v", x.name, err)
	}
	if a.Code != "" && a.Code != "SignatureNonceUsed" {
		t.Fatalf("replay of %s: %s", x.name, strings.TrimSpace(a.Code+" "+a.Message))
	}
	return a.Code != ""
}
