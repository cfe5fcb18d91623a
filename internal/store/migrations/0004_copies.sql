-- The copies that are under way, below the account and the region that they are made in.
-- Those that are done go when the next one is accepted.
CREATE TABLE copies (
	account       TEXT   NOT NULL,
	region        TEXT   NOT NULL,
	image         TEXT   NOT NULL,
	source_region TEXT   NOT NULL,
	source        TEXT   NOT NULL,
	starts        BIGINT NOT NULL,
	ready         BIGINT NOT NULL,
	PRIMARY KEY (account, region, image)
);
CREATE INDEX copies_by_end ON copies (account, region, ready);
CREATE INDEX copies_by_source ON copies (account, source_region, source, ready);

-- The mirror of images.public for those who look for community images of a region. account is
-- always 'public': like the row of a received share, it belongs to those who read it.
CREATE TABLE community (
	account TEXT   NOT NULL,
	region  TEXT   NOT NULL,
	image   TEXT   NOT NULL,
	owner   TEXT   NOT NULL,
	created BIGINT NOT NULL,
	PRIMARY KEY (account, region, image)
);
-- In the order of lists, backwards.
CREATE INDEX community_by_age ON community (account, region, created, image, owner);
