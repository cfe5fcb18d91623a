// Package openapi describes what is served for programs: as an OpenAPI 3.1 document, and in the
// shape in which the real service publishes its metadata. Both are derived from the table of
// operations, so they say of every action what is served, not what is published elsewhere.
package openapi
