package catalog

import (
	"strings"
	"sync"
)

// Family is a line of instance types.
type Family struct{ ID, Generation string }

// Families returns the families of the instance types, in their order.
var Families = sync.OnceValue(func() (all []Family) {
	for _, t := range InstanceTypes() {
		if n := len(all); n == 0 || all[n-1].ID != t.Family {
			all = append(all, Family{t.Family, t.Generation()})
		}
	}
	return all
})

// Generation is what hardware the type is of. The number in the family's name tells it:
// ecs.g6 is of ecs-5, and the last generation that is published is ecs-6.
func (t *InstanceType) Generation() string {
	at := strings.IndexAny(t.Family, "0123456789")
	switch {
	case at < 0 || t.Family[at] < '5':
		return "ecs-3"
	case t.Family[at] == '5':
		return "ecs-4"
	case t.Family[at] == '6':
		return "ecs-5"
	}
	return "ecs-6"
}
