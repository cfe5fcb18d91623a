-- Of every call that could have changed something: from where it came, what was sent, in the first of its events
-- alone, and with what it was refused; '' when it was carried out.
ALTER TABLE events ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN agent TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN parameters TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN code TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN message TEXT NOT NULL DEFAULT '';
-- Each seal covers the events of its account behind those of the seal before, up to last_id. hash is of them and of
-- previous, the hash of the seal before.
CREATE TABLE seals (
	account  TEXT   NOT NULL,
	n        BIGINT NOT NULL,
	first_id TEXT   NOT NULL,
	last_id  TEXT   NOT NULL,
	events   BIGINT NOT NULL,
	previous TEXT   NOT NULL,
	hash     TEXT   NOT NULL,
	at       BIGINT NOT NULL,
	PRIMARY KEY (account, n)
);
