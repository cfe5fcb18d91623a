-- Resource groups beside those that every account has. They belong to no region.
CREATE TABLE resource_groups (
	account TEXT   NOT NULL,
	id      TEXT   NOT NULL,
	name    TEXT   NOT NULL,
	created BIGINT NOT NULL,
	PRIMARY KEY (account, id)
);
