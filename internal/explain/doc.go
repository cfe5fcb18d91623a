// Package explain keeps the last requests and says of each why it was answered so: the
// checks in their order with what each looked at, the one that decided, the rule behind
// it, what there is now of what it looked at, and the call that would do better.
//
//	server: Begin -> Record, its Trace in the call -> End    for every request, and cheap
//	Ring:   the last of them, bounded in number and in bytes
//	Of:     Record -> Explanation                            when somebody asks
//
// A request that ended is packed into bytes (pack.go). Nothing is formatted, masked or computed before somebody asks. Secrets are in the memory
// that requests arrive in, and never in what this package tells.
package explain
