CREATE TABLE images (
	account        TEXT    NOT NULL,
	region         TEXT    NOT NULL,
	id             TEXT    NOT NULL,
	name           TEXT    NOT NULL,
	family         TEXT    NOT NULL,
	description    TEXT    NOT NULL,
	version        TEXT    NOT NULL,
	outcome        TEXT    NOT NULL,
	work           TEXT    NOT NULL,
	created        BIGINT  NOT NULL,
	starts         BIGINT  NOT NULL,
	ready          BIGINT  NOT NULL,
	platform       TEXT    NOT NULL,
	os_type        TEXT    NOT NULL,
	os_name        TEXT    NOT NULL,
	os_name_en     TEXT    NOT NULL,
	architecture   TEXT    NOT NULL,
	boot_mode      TEXT    NOT NULL,
	license_type   TEXT    NOT NULL,
	nvme_support   TEXT    NOT NULL,
	imds_support   TEXT    NOT NULL,
	resource_group TEXT    NOT NULL,
	size_gib       BIGINT  NOT NULL,
	copied         BOOLEAN NOT NULL,
	public         BOOLEAN NOT NULL,
	cloudinit      BOOLEAN NOT NULL,
	io_optimized   BOOLEAN NOT NULL,
	nonroot_logins BOOLEAN NOT NULL,
	data_disks     BOOLEAN NOT NULL,
	disks          TEXT    NOT NULL,
	tags           TEXT    NOT NULL,
	shares         BIGINT  NOT NULL,
	-- the event that made it what it is
	revision       TEXT    NOT NULL,
	PRIMARY KEY (account, region, id),
	CHECK (shares >= 0),
	-- Whatever races, a deprecated image is neither shared nor published.
	CHECK (outcome <> 'Deprecated' OR (shares = 0 AND NOT public))
);
CREATE UNIQUE INDEX images_by_name ON images (account, region, name) WHERE name <> '';
CREATE INDEX images_by_family ON images (account, region, family, created, id) WHERE family <> '';
-- In the order of lists, backwards; outcome and ready count those of a state without a look at the rows.
CREATE INDEX images_by_age ON images (account, region, created, id, outcome, ready);

-- Index rows of the documents in other rows, written with those and never by themselves.
-- kind is the kind of resource: "image", "instance", "disk", "snapshot", ...
CREATE TABLE tags (
	account  TEXT NOT NULL,
	region   TEXT NOT NULL,
	kind     TEXT NOT NULL,
	resource TEXT NOT NULL,
	key      TEXT NOT NULL,
	value    TEXT NOT NULL,
	PRIMARY KEY (account, region, kind, resource, key)
);
CREATE INDEX tags_by_key ON tags (account, region, kind, key, value, resource);
CREATE TABLE image_snapshots (
	account  TEXT NOT NULL,
	region   TEXT NOT NULL,
	snapshot TEXT NOT NULL,
	image    TEXT NOT NULL,
	PRIMARY KEY (account, region, snapshot, image)
);

CREATE TABLE shares (
	account TEXT   NOT NULL,
	region  TEXT   NOT NULL,
	image   TEXT   NOT NULL,
	grantee TEXT   NOT NULL,
	since   BIGINT NOT NULL,
	PRIMARY KEY (account, region, image, grantee)
);
-- The mirror of shares under the account that receives: the one row of another account
-- that a transaction writes.
CREATE TABLE received (
	account TEXT   NOT NULL,
	region  TEXT   NOT NULL,
	image   TEXT   NOT NULL,
	owner   TEXT   NOT NULL,
	since   BIGINT NOT NULL,
	PRIMARY KEY (account, region, image)
);

-- One event per change, in the same transaction. id begins with the instant, so that events
-- are added at the end; previous leads to the event before of the same resource, so that a
-- history needs no index, which each change would have to write somewhere in its middle.
-- before and after hold what differs.
CREATE TABLE events (
	account    TEXT   NOT NULL,
	id         TEXT   NOT NULL,
	previous   TEXT   NOT NULL,
	resource   TEXT   NOT NULL,
	at         BIGINT NOT NULL,
	request    TEXT   NOT NULL,
	access_key TEXT   NOT NULL,
	action     TEXT   NOT NULL,
	before     TEXT   NOT NULL,
	after      TEXT   NOT NULL,
	PRIMARY KEY (account, id)
);
-- The last event of what is gone.
CREATE TABLE removed (
	account  TEXT NOT NULL,
	resource TEXT NOT NULL,
	event    TEXT NOT NULL,
	PRIMARY KEY (account, resource)
);

-- Nonces of mutating calls. at is the request's own timestamp, which its signature covers:
-- a replay has the same, and neighbours in time are neighbours here.
CREATE TABLE nonces (
	account    TEXT   NOT NULL,
	at         BIGINT NOT NULL,
	access_key TEXT   NOT NULL,
	nonce      TEXT   NOT NULL,
	PRIMARY KEY (account, at, access_key, nonce)
);

-- Answers of calls that carried a ClientToken.
CREATE TABLE client_tokens (
	account    TEXT   NOT NULL,
	region     TEXT   NOT NULL,
	action     TEXT   NOT NULL,
	token      TEXT   NOT NULL,
	parameters TEXT   NOT NULL,
	answer     TEXT   NOT NULL,
	at         BIGINT NOT NULL,
	PRIMARY KEY (account, region, action, token)
);
CREATE INDEX client_tokens_by_age ON client_tokens (account, at);
