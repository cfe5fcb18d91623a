// Package conformance proves that real, unmodified clients work against the sesame
// program. Its tests build the program, start one server and let each client tell the same
// story: the life of an image, and everything that it is refused on the way.
//
// Run it with "make conformance", or here: "go test" for the clients of Go, "npm ci" and
// "npm test" for those of Node.js.
//
// The story is in story_test.go, over the small interface client; a file per client says
// how that client is spoken to. The clients of Node.js are in node/, likewise.
package conformance
