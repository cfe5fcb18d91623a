// Package rpc is how the cloud's RPC style is spoken: parameters in, XML or JSON out.
//
//	*http.Request --Read--> Request --(server: who, may they)--> Call
//	Call --Operation.Invoke: decode, required parameters--> the operation's method
//	response struct --Encode--> bytes          *apierr.Error --EncodeError--> bytes
//
// An operation's request and response are plain Go structs. A field's name is the
// parameter's name and the element's name, so one struct serves decoding, both
// encodings, the published description and the tests. Fields may be strings, bools,
// ints, floats, pointers to those (nil = absent), structs, and slices of all these but
// slices; in answers also maps of texts, or of lists of texts, by name. Embedded structs are inlined. The field tag `rpc:"..."` knows two words,
// separated by a comma: required, and name=X for a wire name that Go cannot spell.
// What such a struct looks like is worked out once per type; a type that cannot go over
// the wire panics in [Bind], at start-up.
//
// The package knows nothing of listening, signatures or the store.
package rpc
