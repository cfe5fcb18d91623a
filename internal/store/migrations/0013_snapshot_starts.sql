-- When the content of a snapshot begins to be taken: that of a copy waits with it. 0: when it was made.
ALTER TABLE snapshots ADD COLUMN starts BIGINT NOT NULL DEFAULT 0;
