-- What lists are filtered by stands in the index that they are read from, behind their order:
-- an entry that a filter rejects costs no look at its row, and counting looks at no row at all.
-- Names of images are not in it: a rename writes images_by_name alone.
DROP INDEX images_by_age;
CREATE INDEX images_by_age ON images (account, region, created, id, outcome, starts, ready, os_type, architecture,
	boot_mode, nvme_support, resource_group, cloudinit, io_optimized, data_disks);
DROP INDEX images_by_family;
CREATE INDEX images_by_family ON images (account, region, family, created, id, outcome, starts, ready, os_type, architecture,
	boot_mode, nvme_support, resource_group, cloudinit, io_optimized, data_disks) WHERE family <> '';
-- Those that a list by name finds nowhere else.
CREATE INDEX images_nameless ON images (account, region, created, id, outcome, starts, ready) WHERE name = '';

DROP INDEX instances_by_age;
CREATE INDEX instances_by_age ON instances (account, region, created, id, name, zone, type, image, vpc, vswitch, private_ip,
	resource_group, locked, outcome, before, during, starts, ready);
DROP INDEX disks_by_age;
CREATE INDEX disks_by_age ON disks (account, region, created, id, name, zone, instance, kind, category, snapshot,
	resource_group, encrypted, delete_with_instance, delete_auto_snapshot, enable_auto_snapshot, work, ready);
DROP INDEX snapshots_by_age;
CREATE INDEX snapshots_by_age ON snapshots (account, region, created, id, name, disk, kind, category, resource_group,
	encrypted, ready);
DROP INDEX tasks_by_age;
CREATE INDEX tasks_by_age ON tasks (account, region, created, id, action, resource, starts, ready, cancelled);
