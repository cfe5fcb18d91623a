CREATE TABLE instances (
	account        TEXT    NOT NULL,
	region         TEXT    NOT NULL,
	id             TEXT    NOT NULL,
	name           TEXT    NOT NULL,
	zone           TEXT    NOT NULL,
	type           TEXT    NOT NULL,
	image          TEXT    NOT NULL,
	status         TEXT    NOT NULL,
	locked         BOOLEAN NOT NULL,
	resource_group TEXT    NOT NULL,
	created        BIGINT  NOT NULL,
	tags           TEXT    NOT NULL,
	revision       TEXT    NOT NULL,
	PRIMARY KEY (account, region, id)
);
CREATE INDEX instances_by_image ON instances (account, region, image);
