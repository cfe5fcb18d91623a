// Package eventlog reads the trail of events for people: page by page over one account or all,
// with what was different before and after, and each event as one line.
//
// The trail itself is the store's. Its events are in the order of the instants at which their
// requests came, and one is there once its change is on disk: a request that took a while
// appears behind later ones that did not. Who follows the trail looks back that far (Lately).
package eventlog
