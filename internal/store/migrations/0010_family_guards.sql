-- Families that nobody may leave without an Available image. revision is the event that made
-- the row what it is.
CREATE TABLE family_guards (
	account  TEXT    NOT NULL,
	region   TEXT    NOT NULL,
	family   TEXT    NOT NULL,
	guarded  BOOLEAN NOT NULL,
	revision TEXT    NOT NULL,
	PRIMARY KEY (account, region, family)
);
