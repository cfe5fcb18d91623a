// Package sign answers who is asking: it checks the signature of a request, and makes
// one for the clients that we write ourselves. It knows the two schemes of RPC products:
//
//	V1  parameters AccessKeyId, Signature, ...       HMAC-SHA1 over all parameters
//	V3  header Authorization: ACS3-HMAC-SHA256 ...   HMAC-SHA256 over query, headers, body
//
// A request goes through in two steps, because only the caller can look a key up, and
// what an unknown or expired key is answered comes before the signature is computed:
//
//	Parse   -> Claim: who they say they are    presence and form of the frame
//	(caller)   key -> secret, clock, token
//	Verify  -> nil or SignatureDoesNotMatch    the truth of it
//	(caller)   nonce: only a proven request may use one up
//
// The package must not know keys, accounts, clocks or which nonces were seen.
package sign
