-- outcome, before, during, starts and ready tell the status at any instant. settings is a
-- document of what no list is searched by.
CREATE TABLE instances (
	account        TEXT    NOT NULL,
	region         TEXT    NOT NULL,
	id             TEXT    NOT NULL,
	name           TEXT    NOT NULL,
	zone           TEXT    NOT NULL,
	type           TEXT    NOT NULL,
	image          TEXT    NOT NULL,
	vpc            TEXT    NOT NULL,
	vswitch        TEXT    NOT NULL,
	private_ip     TEXT    NOT NULL,
	key_pair       TEXT    NOT NULL,
	resource_group TEXT    NOT NULL,
	locked         BOOLEAN NOT NULL,
	created        BIGINT  NOT NULL,
	outcome        TEXT    NOT NULL,
	before         TEXT    NOT NULL,
	during         TEXT    NOT NULL,
	starts         BIGINT  NOT NULL,
	ready          BIGINT  NOT NULL,
	settings       TEXT    NOT NULL,
	tags           TEXT    NOT NULL,
	-- the event that made it what it is
	revision       TEXT    NOT NULL,
	PRIMARY KEY (account, region, id)
);
CREATE INDEX instances_by_image ON instances (account, region, image);
-- Many actions name an instance without its region.
CREATE INDEX instances_by_id ON instances (account, id);
-- In the order of lists, backwards.
CREATE INDEX instances_by_age ON instances (account, region, created, id);
-- Whatever races, an address of a vswitch has one instance.
CREATE UNIQUE INDEX instances_by_address ON instances (account, region, vswitch, private_ip) WHERE private_ip <> '';
