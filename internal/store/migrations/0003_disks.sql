CREATE TABLE disks (
	account        TEXT    NOT NULL,
	region         TEXT    NOT NULL,
	id             TEXT    NOT NULL,
	instance       TEXT    NOT NULL,
	device         TEXT    NOT NULL,
	kind           TEXT    NOT NULL,
	category       TEXT    NOT NULL,
	size_gib       BIGINT  NOT NULL,
	encrypted      BOOLEAN NOT NULL,
	resource_group TEXT    NOT NULL,
	created        BIGINT  NOT NULL,
	tags           TEXT    NOT NULL,
	revision       TEXT    NOT NULL,
	PRIMARY KEY (account, region, id)
);
CREATE INDEX disks_by_instance ON disks (account, region, instance, device);

CREATE TABLE snapshots (
	account        TEXT    NOT NULL,
	region         TEXT    NOT NULL,
	id             TEXT    NOT NULL,
	name           TEXT    NOT NULL,
	disk           TEXT    NOT NULL,
	kind           TEXT    NOT NULL,
	size_gib       BIGINT  NOT NULL,
	encrypted      BOOLEAN NOT NULL,
	image          TEXT    NOT NULL,
	resource_group TEXT    NOT NULL,
	created        BIGINT  NOT NULL,
	ready          BIGINT  NOT NULL,
	tags           TEXT    NOT NULL,
	revision       TEXT    NOT NULL,
	PRIMARY KEY (account, region, id)
);
