-- starts, ready and cancelled tell the status at any instant.
CREATE TABLE tasks (
	account   TEXT   NOT NULL,
	region    TEXT   NOT NULL,
	id        TEXT   NOT NULL,
	action    TEXT   NOT NULL,
	resource  TEXT   NOT NULL,
	created   BIGINT NOT NULL,
	starts    BIGINT NOT NULL,
	ready     BIGINT NOT NULL,
	cancelled BIGINT NOT NULL,
	-- the event that made it what it is
	revision  TEXT   NOT NULL,
	PRIMARY KEY (account, region, id)
);
-- In the order of lists, backwards.
CREATE INDEX tasks_by_age ON tasks (account, region, created, id);
