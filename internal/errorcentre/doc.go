// Package errorcentre tells people about errors: why an answer has a code, in plain words,
// and what to do about it.
//
// What is known of each code is written by hand in causes/*.txt, one file a subject, as
// blocks of headers:
//
//	Code: InvalidImageId.NotFound
//	Message: The specified image %s does not exist.
//	Rules: A-027 A-057
//	Cause: ...
//	Remedy: ...
//
// Message is there only where one code has several causes: it is the message as the
// catalogue of package apierr has it. Rules are entries of docs/assumptions.md. The rest,
// which actions give an error and with which message, comes from the action tables.
//
// For each error of each action there is an example in examples/*.txt: an action, a status
// and a code; the message; and the lines of a story, as package sandbox plays it, that
// ends in it. Those of the gateway are written by hand, the others found by its tests.
package errorcentre
