// Package conformance proves that real, unmodified clients work against the sesame
// program. Its tests build the program, start it and let each client tell the same story:
// the life of an image, and everything that it is refused on the way. On a second server,
// where nothing is ready at once, they go through the workflows that image pipelines
// consist of, from the instance that an image is taken from to the fleet that boots from it.
//
// Run it with "make conformance", or here: "go test" for the clients of Go, "npm ci" and
// "npm test" for those of Node.js.
//
// The code that "sesame call --code" writes is parsed for every action by the tools of its
// language, and run for the image actions; what that takes is in samples/. A real
// browser walks through the console (browser_test.go), with and without JavaScript.
//
// The story is in story_test.go and the workflows in workflows_test.go, over the small
// interface client; files per client say how that client is spoken to. The clients of
// Node.js are in node/, likewise. What tools send that cannot be run here is in
// acceptance_test.go.
package conformance
