-- The networks that instances are in.
CREATE TABLE vpcs (
	account    TEXT    NOT NULL,
	region     TEXT    NOT NULL,
	id         TEXT    NOT NULL,
	name       TEXT    NOT NULL,
	cidr       TEXT    NOT NULL,
	is_default BOOLEAN NOT NULL,
	created    BIGINT  NOT NULL,
	PRIMARY KEY (account, region, id)
);
CREATE UNIQUE INDEX vpcs_default ON vpcs (account, region) WHERE is_default;

-- assigned is the last address that an instance was given, as the nth of the cidr.
CREATE TABLE vswitches (
	account    TEXT    NOT NULL,
	region     TEXT    NOT NULL,
	id         TEXT    NOT NULL,
	name       TEXT    NOT NULL,
	zone       TEXT    NOT NULL,
	vpc        TEXT    NOT NULL,
	cidr       TEXT    NOT NULL,
	is_default BOOLEAN NOT NULL,
	assigned   BIGINT  NOT NULL,
	created    BIGINT  NOT NULL,
	PRIMARY KEY (account, region, id)
);
CREATE UNIQUE INDEX vswitches_default ON vswitches (account, region, zone) WHERE is_default;
CREATE INDEX vswitches_by_vpc ON vswitches (account, region, vpc);

CREATE TABLE security_groups (
	account     TEXT    NOT NULL,
	region      TEXT    NOT NULL,
	id          TEXT    NOT NULL,
	name        TEXT    NOT NULL,
	description TEXT    NOT NULL,
	vpc         TEXT    NOT NULL,
	is_default  BOOLEAN NOT NULL,
	created     BIGINT  NOT NULL,
	PRIMARY KEY (account, region, id)
);
CREATE UNIQUE INDEX security_groups_default ON security_groups (account, region, vpc) WHERE is_default;
