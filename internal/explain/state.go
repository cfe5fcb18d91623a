package explain

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// State is what there is now of a thing that the request named. Only the caller's own
// things are looked at.
type State struct {
	Resource string  `json:"resource"` // region/kind/id, or region/family/name
	Values   []Value `json:"values"`
}

// listed is how many shares or instances are named; of more the number is told.
const listed = 10

// state tells of the image, the instance and the family that the request named.
func (a *advisor) state(tx *store.Tx) error {
	region := a.value("RegionId")
	for _, look := range []func(*store.Tx, string) error{a.imageState, a.familyState, a.instanceState} {
		if err := look(tx, region); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return nil
}

func (a *advisor) imageState(tx *store.Tx, region string) error {
	id := a.value("ImageId")
	if id == "" || strings.Contains(id, ",") {
		return nil
	}
	i, err := tx.Image(a.record.AccountID, region, id)
	if err != nil {
		return err
	}
	now := a.Now()
	s := State{Resource: region + "/image/" + id, Values: []Value{
		{"ImageName", i.Name},
		{"Status", string(i.Status(now))},
		{"ImageFamily", i.Family},
		{"Shares", strconv.Itoa(i.Shares)},
		{"IsPublic", strconv.FormatBool(i.Public)},
	}}
	if i.Shares > 0 {
		shares, err := tx.Shares(i.Account, region, id, 0, listed)
		if err != nil {
			return err
		}
		for _, to := range shares {
			s.Values = append(s.Values, Value{"shared with", to.Grantee})
		}
	}
	using, total, err := tx.FindInstances(i.Account, region, &cloud.InstanceFilter{Image: id}, now, 0, listed)
	if err != nil {
		return err
	}
	s.Values = append(s.Values, Value{"Instances", strconv.Itoa(total)})
	for _, n := range using {
		s.Values = append(s.Values, Value{"used by", n.ID})
	}
	a.x.State = append(a.x.State, s)
	return nil
}

func (a *advisor) familyState(tx *store.Tx, region string) error {
	family := a.value("ImageFamily")
	if family == "" || strings.HasPrefix(family, "acs:") || region == "" {
		return nil
	}
	members, err := tx.CountFamily(a.record.AccountID, region, family, cloud.MaxImagesPerRegion)
	if err != nil {
		return err
	}
	boots := "nothing"
	head, err := tx.FamilyHead(a.record.AccountID, region, family, a.Now())
	if err == nil {
		boots = head.ID
	}
	a.x.State = append(a.x.State, State{Resource: region + "/family/" + family, Values: []Value{
		{"images", strconv.Itoa(members)}, {"new instances boot", boots},
	}})
	return err
}

func (a *advisor) instanceState(tx *store.Tx, _ string) error {
	id := a.value("InstanceId")
	if id == "" {
		return nil
	}
	n, err := tx.FindInstance(a.record.AccountID, id)
	if err != nil {
		return err
	}
	a.x.State = append(a.x.State, State{Resource: fmt.Sprintf("%s/instance/%s", n.Region, id), Values: []Value{
		{"InstanceName", n.Name},
		{"Status", string(n.Status(a.Now()))},
		{"ImageId", n.Image},
		{"Locked", strconv.FormatBool(n.Locked)},
		{"DeletionProtection", strconv.FormatBool(n.DeletionProtection)},
	}})
	return nil
}
