// Package sandbox is a server in memory with a world of its own, in which requests can be
// tried that show an error: nothing there is anybody's.
//
// The world is that of the wire tests of api/ecs, whose stories are lines such as
//
//	server pace=1h crowd
//	> CreateImage RegionId=cn-hangzhou SnapshotId=s-system
//	as cassim
//	advance 90m
//
// README.md beside the stories says what they mean.
package sandbox
