-- The age of a received image leads from the mirror to images_by_age.
ALTER TABLE received ADD COLUMN created BIGINT NOT NULL DEFAULT 0;
UPDATE received SET created = (SELECT COALESCE(MAX(i.created), 0) FROM images i
	WHERE i.account = received.owner AND i.region = received.region AND i.id = received.image);
CREATE INDEX received_by_age ON received (account, region, created, image, owner);
