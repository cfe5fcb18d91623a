// Package api puts together the products that are served. Who serves, describes or tests them all
// takes them from here, so that a new one is missing nowhere.
package api

import (
	"sesame/internal/api/actiontrail"
	"sesame/internal/api/ecs"
	"sesame/internal/rpc"
)

// Config is what the products need, of which ECS needs all. The zero value is enough for who calls none
// of their operations.
type Config = ecs.Config

// Products are those that the program serves.
func Products(c Config) []*rpc.Product {
	return []*rpc.Product{ecs.New(c), actiontrail.New(actiontrail.Config{DB: c.DB})}
}
