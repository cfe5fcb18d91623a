package explain

import (
	"cmp"
	"errors"
	"regexp"
	"slices"
	"strings"

	"sesame/internal/apierr"
	"sesame/internal/catalog"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/spelling"
	"sesame/internal/store"
	"sesame/internal/trace"
)

// Corrected is a call that comes nearer to an answer than the one that was refused.
type Corrected struct {
	Why        string  `json:"why"`
	Action     string  `json:"action"`
	Parameters []Value `json:"parameters"`
	Command    string  `json:"command"` // to be pasted into a shell
}

// advisor looks for what would have been right.
type advisor struct {
	*Explainer
	record  *Record
	read    *rpc.Request
	x       *Explanation
	decider *trace.Check
}

func (a *advisor) value(name string) string {
	v, _ := a.read.Params.Get(name)
	return v
}

// look fills in what there is, and what would have been right. Who did not prove to be
// somebody is told nothing of what there is.
func (a *advisor) look(tx *store.Tx) error {
	a.x.State, a.x.Corrected = nil, nil // it may run again
	proven := a.record.AccountID != ""
	if proven {
		if err := a.state(tx); err != nil {
			return err
		}
	}
	if a.record.Code == "" || a.record.Cut {
		return nil
	}
	a.advise()
	if a.x.Corrected != nil || !proven {
		return nil
	}
	return a.adviseOwn(tx)
}

// advise finds what can be said without looking at what there is.
func (a *advisor) advise() {
	wrong, sent := a.wrong()
	switch code := a.record.Code; {
	case rehearsed(code):
		a.correct("without DryRun it is done", "", "DryRun", "")
	case code == apierr.TimestampExpired.Code, code == apierr.NonceUsed.Code:
		a.correct("signed again, with the time and a nonce of now", "", "", "")
	case code == apierr.ActionNotFound.Code:
		a.correctAction()
	case a.decider != nil && len(a.decider.Takes) > 0 && wrong != "":
		a.correct("one of the values that "+wrong+" takes: "+strings.Join(a.decider.Takes, ", "),
			"", wrong, cmp.Or(spelling.Nearest(sent, a.decider.Takes), a.decider.Takes[0]))
	case strings.HasPrefix(code, "InvalidRegionId") && wrong != "":
		if region := spelling.Nearest(sent, regionIDs()); region != "" {
			a.correct("the region whose id comes nearest", "", wrong, region)
		}
	}
}

var quoted = regexp.MustCompile(`"([A-Za-z][A-Za-z.0-9]*)"`)

// wrong is the parameter that the decision was about, with what was sent for it.
func (a *advisor) wrong() (name, sent string) {
	if m := quoted.FindStringSubmatch(a.record.Message); m != nil {
		return m[1], a.value(m[1])
	}
	if a.decider == nil || len(a.x.Checks) == 0 {
		return "", ""
	}
	for _, v := range a.x.Checks[len(a.x.Checks)-1].Looked {
		if value, ok := a.read.Params.Get(v.Name); ok {
			return v.Name, value
		}
	}
	return "", ""
}

func (a *advisor) correctAction() {
	var names []string
	for _, p := range a.Products {
		if p.Version == a.record.Version || a.record.Version == "" {
			for name := range p.Operations {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	if name := spelling.Nearest(a.record.Action, names); name != "" {
		a.correct("the action whose name comes nearest", name, "", "")
	}
}

// adviseOwn looks among the caller's own things.
func (a *advisor) adviseOwn(tx *store.Tx) error {
	code, region := a.record.Code, a.value("RegionId")
	switch {
	case code == apierr.ImageNotFound.Code:
		return a.findImage(tx, region, a.value("ImageId"))
	case code == apierr.MissingParameter.Code:
		name, _ := a.wrong()
		return a.fillIn(tx, region, name)
	}
	return nil
}

// findImage looks for an image that is in another region, is called what was given for its
// id, or whose id comes nearest.
func (a *advisor) findImage(tx *store.Tx, region, id string) error {
	if id == "" {
		return nil
	}
	for _, r := range regionIDs() {
		_, err := tx.Image(a.record.AccountID, r, id)
		switch {
		case err == nil && r != region:
			a.correct("the image is in "+r, "", "RegionId", r)
			return nil
		case err != nil && !errors.Is(err, store.ErrNotFound):
			return err
		}
	}
	named, _, err := tx.FindImages(a.record.AccountID, region, &cloud.ImageFilter{Name: id}, a.Now(), 0, 1)
	if err != nil {
		return err
	}
	if len(named) == 1 && named[0].Name == id {
		a.correct("this is the name of an image; here is its id", "", "ImageId", named[0].ID)
		return nil
	}
	some, _, err := tx.FindImages(a.record.AccountID, region, &cloud.ImageFilter{}, a.Now(), 0, compared)
	if err != nil {
		return err
	}
	var ids []string
	for _, i := range some {
		ids = append(ids, i.ID)
	}
	if near := spelling.Nearest(id, ids); near != "" {
		a.correct("the image whose id comes nearest", "", "ImageId", near)
	}
	return nil
}

// compared is with how many of the latest images an id is compared that nobody has.
const compared = 1000

// fillIn adds a parameter that is missing: a value that would be possible, else a mark.
func (a *advisor) fillIn(tx *store.Tx, region, name string) error {
	value := "..."
	switch name {
	case "":
		return nil
	case "RegionId":
		value = regionIDs()[0]
	case "ImageId":
		latest, _, err := tx.FindImages(a.record.AccountID, region, &cloud.ImageFilter{}, a.Now(), 0, 1)
		if err != nil {
			return err
		}
		if len(latest) > 0 {
			value = latest[0].ID
		}
	}
	a.correct(name+" is added", "", name, value)
	return nil
}

// correct is the call with another action, or another value for one parameter; "" takes
// the parameter out.
func (a *advisor) correct(why, action, name, value string) {
	c := &Corrected{Why: why, Action: action}
	if c.Action == "" {
		c.Action = a.record.Action
	}
	for n, v := range a.read.Params.All() {
		switch {
		case slices.Contains(Spoken, n):
		case n != name:
			c.Parameters = append(c.Parameters, Value{n, rpc.Shown(n, v)})
		}
	}
	if name != "" && value != "" {
		c.Parameters = append(c.Parameters, Value{name, value})
	}
	slices.SortFunc(c.Parameters, func(a, b Value) int { return strings.Compare(a.Name, b.Name) })
	c.Command = CommandLine(a.record.Product, c.Action, c.Parameters)
	a.x.Corrected = c
}

// Spoken are the parameters of how a call is spoken, not of what it asks for.
var Spoken = []string{
	"AccessKeyId", "Action", "Format", "SecurityToken", "Signature", "SignatureMethod", "SignatureNonce", "SignatureType",
	"SignatureVersion", "Timestamp", "Version",
}

// CommandLine is a call as one types it.
func CommandLine(product, action string, parameters []Value) string {
	words := []string{"sesame", "call"}
	if product != "" && product != "Ecs" {
		words = append(words, "--product", strings.ToLower(product))
	}
	words = append(words, action)
	for _, p := range parameters {
		words = append(words, quotedWord(p.Name+"="+p.Value))
	}
	return strings.Join(words, " ")
}

var plainWord = regexp.MustCompile(`^[A-Za-z0-9._:/=@,+-]+$`)

// quotedWord quotes what a shell would read otherwise.
func quotedWord(s string) string {
	if plainWord.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

func regionIDs() (all []string) {
	for _, r := range catalog.Regions() {
		all = append(all, r.ID)
	}
	return all
}
