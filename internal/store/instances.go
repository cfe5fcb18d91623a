package store

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sesame/internal/cloud"
)

// instanceFields are the columns of an instance beside its key, in the order of
// instanceValues and scanInstance.
var instanceFields = []string{
	"name", "zone", "type", "image", "vpc", "vswitch", "private_ip", "key_pair", "resource_group", "locked", "created",
	"outcome", "before", "during", "starts", "ready", "settings", "tags",
}

var (
	instanceInsert = `INSERT INTO instances (account, region, id, ` + strings.Join(instanceFields, ", ") +
		`, revision) VALUES (` + placeholders(4+len(instanceFields)) + `)`
	instanceSelect = `SELECT i.account, i.region, i.id, i.` + strings.Join(instanceFields, ", i.") + `, i.revision FROM instances i`
)

func instanceValues(i *cloud.Instance) ([]any, error) {
	settings, err := json.Marshal(i.InstanceSettings)
	if err != nil {
		return nil, err
	}
	tags, err := document(i.Tags)
	return []any{
		i.Name, i.Zone, i.Type, i.Image, i.VPC, i.VSwitch, i.PrivateIP, i.KeyPair, i.ResourceGroup, i.Locked, millis(i.Created),
		string(i.Outcome), string(i.Before), string(i.During), millis(i.Starts), millis(i.Ready), string(settings), tags,
	}, err
}

func scanInstance(s scan) (*cloud.Instance, error) {
	var i cloud.Instance
	var settings, tags string
	err := s(&i.Account, &i.Region, &i.ID,
		&i.Name, &i.Zone, &i.Type, &i.Image, &i.VPC, &i.VSwitch, &i.PrivateIP, &i.KeyPair, &i.ResourceGroup, &i.Locked, &i.Created,
		(*string)(&i.Outcome), (*string)(&i.Before), (*string)(&i.During), &i.Starts, &i.Ready, &settings, &tags, &i.Revision)
	if err != nil {
		return nil, err
	}
	return &i, errors.Join(readDocument(settings, &i.InstanceSettings), readDocument(tags, &i.Tags))
}

func (tx *Tx) instances(sql string, args ...any) (all []*cloud.Instance, err error) {
	err = tx.query(sql, args, func(s scan) error {
		i, err := scanInstance(s)
		all = append(all, i)
		return err
	})
	return all, err
}

// Instance reads one instance of an account.
func (tx *Tx) Instance(account, region, id string) (*cloud.Instance, error) {
	all, err := tx.instances(instanceSelect+` WHERE i.account = $1 AND i.region = $2 AND i.id = $3`, account, region, id)
	if err == nil && len(all) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// FindInstance reads an instance of an account in whatever region it is.
func (tx *Tx) FindInstance(account, id string) (*cloud.Instance, error) {
	all, err := tx.instances(instanceSelect+` WHERE i.account = $1 AND i.id = $2 ORDER BY i.region LIMIT 1`, account, id)
	if err == nil && len(all) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// CreateInstance adds an instance. ErrExists: its private address is taken in the vswitch.
func (tx *Tx) CreateInstance(i *cloud.Instance) error {
	values, err := instanceValues(i)
	if err != nil {
		return err
	}
	var made []difference
	for n, v := range values {
		if v != "" && v != false && v != int64(0) {
			made = append(made, difference{instanceFields[n], nil, v})
		}
	}
	revision, err := tx.recordInstance(i, "", made)
	if err != nil {
		return err
	}
	args := append([]any{i.Account, i.Region, i.ID}, values...)
	if _, err := tx.exec(instanceInsert, append(args, revision)...); err != nil {
		return err
	}
	if err := tx.indexInterface(i); err != nil {
		return err
	}
	return tx.indexTags(i.Account, i.Region, KindInstance, i.ID, i.Tags)
}

// UpdateInstance changes an instance from what was read to what it shall be. Nothing
// different is no change and no event. ErrExists: its private address is taken.
func (tx *Tx) UpdateInstance(was, is *cloud.Instance) error {
	before, err := instanceValues(was)
	if err != nil {
		return err
	}
	after, err := instanceValues(is)
	if err != nil {
		return err
	}
	var changes []difference
	for n := range after {
		if before[n] != after[n] {
			changes = append(changes, difference{instanceFields[n], before[n], after[n]})
		}
	}
	if len(changes) == 0 {
		return nil
	}
	return tx.updateInstance(was, is, changes)
}

// recordInstance appends the event of a change. User data may hold secrets, and events are
// kept for long: a digest stands for it there, which tells whether it changed.
func (tx *Tx) recordInstance(i *cloud.Instance, previous string, changes []difference) (revision string, err error) {
	told := slices.Clone(changes)
	for n := range told {
		if told[n].name == "settings" {
			told[n].before, told[n].after = withoutUserData(told[n].before), withoutUserData(told[n].after)
		}
	}
	return tx.record(i.Account, instanceResource(i), previous, told)
}

func withoutUserData(settings any) any {
	text, _ := settings.(string)
	var s cloud.InstanceSettings
	if json.Unmarshal([]byte(text), &s) != nil || s.UserData == "" {
		return settings
	}
	s.UserData = fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(s.UserData)))
	told, err := json.Marshal(s)
	if err != nil {
		return nil // it was read from such text, so it can be written
	}
	return string(told)
}

func (tx *Tx) updateInstance(was, is *cloud.Instance, changes []difference) error {
	revision, err := tx.recordInstance(is, was.Revision, changes)
	if err != nil {
		return err
	}
	set := []byte(`UPDATE instances SET revision = $4`)
	args := []any{is.Account, is.Region, is.ID, revision}
	retag := false
	for _, c := range changes {
		args = append(args, c.after)
		set = fmt.Appendf(set, ", %s = $%d", c.name, len(args))
		retag = retag || c.name == "tags"
	}
	n, err := tx.exec(string(set)+` WHERE account = $1 AND region = $2 AND id = $3`, args...)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil || !retag {
		return err
	}
	return errors.Join(
		tx.unindexTags(is.Account, is.Region, KindInstance, is.ID),
		tx.indexTags(is.Account, is.Region, KindInstance, is.ID, is.Tags))
}

// DeleteInstance removes an instance. What becomes of its disks, the caller decides.
func (tx *Tx) DeleteInstance(i *cloud.Instance) error {
	if err := tx.unindexTags(i.Account, i.Region, KindInstance, i.ID); err != nil {
		return err
	}
	if err := tx.unindexInterface(i); err != nil {
		return err
	}
	n, err := tx.exec(`DELETE FROM instances WHERE account = $1 AND region = $2 AND id = $3`, i.Account, i.Region, i.ID)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return err
	}
	return tx.recordRemoved(i.Account, instanceResource(i), i.Revision,
		difference{"name", i.Name, nil}, difference{"image", i.Image, nil}, difference{"type", i.Type, nil})
}

func instanceResource(i *cloud.Instance) string { return i.Region + "/instance/" + i.ID }
