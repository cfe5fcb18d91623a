package ecs

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
)

// paging is which part of a list is asked for: a page by its number and size, or as many as
// MaxResults of what follows the token of the page before.
type paging struct {
	offset, limit int
	number, size  int // of the page by number
	byToken       bool
	behind        cloud.Position
}

// readPaging reads both ways. follow reads the kind of token that the list gives.
func readPaging(c *rpc.Call, number, size int, token string, results, most int, follow func(p *paging, token string) bool) (p paging, err error) {
	if p.offset, p.limit, p.number, err = page(c, number, size); err != nil {
		return p, err
	}
	p.size = p.limit
	if p.byToken = token != "" || sent(c, "MaxResults"); !p.byToken {
		return p, nil
	}
	p.offset, p.limit = 0, 10
	if sent(c, "MaxResults") {
		p.limit = results
	}
	if p.limit < 1 || p.limit > most {
		return p, deny(c, apierr.InvalidParameter.With("MaxResults"))
	}
	if token != "" && !follow(&p, token) {
		return p, deny(c, apierr.InvalidParameter.With("NextToken"))
	}
	return p, nil
}

// byOffset reads the token of a list of instances, or of what several of them have: how many
// came before.
func byOffset(p *paging, token string) bool {
	text, err := base64.RawURLEncoding.DecodeString(token)
	n, ok := strings.CutPrefix(string(text), "from ")
	p.offset, _ = strconv.Atoi(n)
	return err == nil && ok && p.offset > 0
}

// nextOffset is the token of the page behind this one, empty behind the last.
func (p *paging) nextOffset(total int) string {
	if !p.byToken || p.offset+p.limit >= total {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString([]byte("from " + strconv.Itoa(p.offset+p.limit)))
}

// byPosition reads the token of a list that goes on behind the last one told, whatever came
// or went before it.
func byPosition(p *paging, token string) bool {
	millis, id, ok := strings.Cut(token, ".")
	at, err := strconv.ParseInt(millis, 10, 64)
	p.behind = cloud.Position{Created: time.UnixMilli(at).UTC(), ID: id}
	return ok && err == nil && id != ""
}

// wanted is how many rows to ask for: with positions, one more tells that there is a next.
func (p *paging) wanted() int {
	if p.byToken {
		return p.limit + 1
	}
	return p.limit
}

// nextPosition leads behind the last of a page, if anything is there.
func (p *paging) nextPosition(found int, last func(n int) (time.Time, string)) string {
	if !p.byToken || found <= p.limit {
		return ""
	}
	created, id := last(p.limit - 1)
	return fmt.Sprintf("%d.%s", created.UnixMilli(), id)
}
