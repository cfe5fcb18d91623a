-- work and ready tell the status at any instant, with instance.
CREATE TABLE disks (
	account              TEXT    NOT NULL,
	region               TEXT    NOT NULL,
	id                   TEXT    NOT NULL,
	zone                 TEXT    NOT NULL,
	name                 TEXT    NOT NULL,
	description          TEXT    NOT NULL,
	instance             TEXT    NOT NULL,
	device               TEXT    NOT NULL,
	kind                 TEXT    NOT NULL,
	category             TEXT    NOT NULL,
	performance_level    TEXT    NOT NULL,
	size_gib             BIGINT  NOT NULL,
	encrypted            BOOLEAN NOT NULL,
	image                TEXT    NOT NULL,
	snapshot             TEXT    NOT NULL,
	resource_group       TEXT    NOT NULL,
	delete_with_instance BOOLEAN NOT NULL,
	delete_auto_snapshot BOOLEAN NOT NULL,
	enable_auto_snapshot BOOLEAN NOT NULL,
	bursting             BOOLEAN NOT NULL,
	provisioned_iops     BIGINT  NOT NULL,
	work                 TEXT    NOT NULL,
	created              BIGINT  NOT NULL,
	ready                BIGINT  NOT NULL,
	attached             BIGINT  NOT NULL,
	detached             BIGINT  NOT NULL,
	tags                 TEXT    NOT NULL,
	revision             TEXT    NOT NULL,
	PRIMARY KEY (account, region, id)
);
-- Many actions name a disk without its region.
CREATE INDEX disks_by_id ON disks (account, id);
-- Whatever races, a device of an instance is one disk's.
CREATE UNIQUE INDEX disks_by_instance ON disks (account, region, instance, device) WHERE instance <> '';
CREATE INDEX disks_by_snapshot ON disks (account, region, snapshot) WHERE snapshot <> '';
-- In the order of lists, backwards.
CREATE INDEX disks_by_age ON disks (account, region, created, id);

CREATE TABLE snapshots (
	account        TEXT    NOT NULL,
	region         TEXT    NOT NULL,
	id             TEXT    NOT NULL,
	name           TEXT    NOT NULL,
	description    TEXT    NOT NULL,
	disk           TEXT    NOT NULL,
	kind           TEXT    NOT NULL,
	category       TEXT    NOT NULL,
	size_gib       BIGINT  NOT NULL,
	encrypted      BOOLEAN NOT NULL,
	retention_days BIGINT  NOT NULL,
	image          TEXT    NOT NULL,
	resource_group TEXT    NOT NULL,
	created        BIGINT  NOT NULL,
	ready          BIGINT  NOT NULL,
	modified       BIGINT  NOT NULL,
	tags           TEXT    NOT NULL,
	revision       TEXT    NOT NULL,
	PRIMARY KEY (account, region, id)
);
CREATE INDEX snapshots_by_id ON snapshots (account, id);
CREATE INDEX snapshots_by_disk ON snapshots (account, region, disk, ready);
CREATE INDEX snapshots_by_age ON snapshots (account, region, created, id);
