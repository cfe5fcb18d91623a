package store

import (
	"strings"
	"time"

	"sesame/internal/cloud"
)

// FindInstances gives those of an account's instances in a region that a filter selects,
// latest first (a tie goes to the larger id), from offset on and at most limit of them; and
// how many there are in all.
func (tx *Tx) FindInstances(account, region string, f *cloud.InstanceFilter, now time.Time, offset, limit int) ([]*cloud.Instance, int, error) {
	w := ownRows("i", account, region)
	w.instances(f, millis(now))
	l := listing{rows: instanceSelect, from: "instances i", where: w, order: latestFirst}
	if isPattern(f.Name) {
		w.pattern("i.name", f.Name)
	}
	switch {
	case f.Narrow():
		return tx.matchingInstances(l.rows+l.where.text.String()+l.order, l.where.args, f.Match, offset, limit)
	case isPattern(f.Name):
		return findByPattern(tx, tx.Instance, &l, f.Name, offset, limit)
	}
	return find(tx, tx.instances, &l, offset, limit)
}

// matchingInstances is a page of the instances that a query gives and whose documents match.
func (tx *Tx) matchingInstances(sql string, args []any, match func(*cloud.Instance) bool, offset, limit int) (page []*cloud.Instance, total int, err error) {
	err = tx.query(sql, args, func(s scan) error {
		i, err := scanInstance(s)
		if err != nil || !match(i) {
			return err
		}
		if total >= offset && len(page) < limit {
			page = append(page, i)
		}
		total++
		return nil
	})
	return page, total, err
}

// instances says in SQL what the filter asks of columns.
func (w *where) instances(f *cloud.InstanceFilter, now int64) {
	w.in("i.id", f.IDs)
	w.in("i.type", f.Types)
	w.in("i.private_ip", f.PrivateIPs)
	if !strings.Contains(f.Name, "*") {
		w.equal("i.name", f.Name)
	}
	w.equal("i.zone", f.Zone)
	w.equal("i.image", f.Image)
	w.equal("i.vpc", f.VPC)
	w.equal("i.vswitch", f.VSwitch)
	w.equal("i.key_pair", f.KeyPair)
	w.equal("i.resource_group", f.ResourceGroup)
	w.is("i.locked", f.Locked)
	if f.Networked {
		w.text.WriteString(` AND i.private_ip <> ''`)
	}
	w.created(f.CreatedFrom, f.CreatedTo)
	w.tags(KindInstance, f.Tags)
	if len(f.Statuses) == 0 {
		return
	}
	var any []string
	for _, s := range f.Statuses {
		state, at := w.arg(string(s)), w.arg(now)
		any = append(any, `(i.starts > `+at+` AND i.before = `+state+`)`,
			`(i.starts <= `+at+` AND i.ready > `+at+` AND i.during = `+state+`)`,
			`(i.starts <= `+at+` AND i.ready <= `+at+` AND i.outcome = `+state+`)`)
	}
	w.text.WriteString(" AND (" + strings.Join(any, " OR ") + ")")
}
