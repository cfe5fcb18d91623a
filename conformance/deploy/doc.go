// Package deploy holds tests alone: what deploy/, the Dockerfile and .goreleaser.yaml say is
// read strictly, and done as far as a machine without a cluster and a daemon can do it.
package deploy
