// Package reference tells people about actions: the parameters with their limits and an
// example of each, the errors, and where the documentation is. What is served it learns from the
// types of the operations, so that a new operation is here by itself; what is only published
// (values to choose from, defaults, limits, examples) stands in reference.json, which docgen writes
// from the contract.
//
// Nothing of it decides what a request is answered.
package reference
