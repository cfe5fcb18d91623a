-- A store whose schema has version 14.
CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
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
	revision       TEXT    NOT NULL,
	PRIMARY KEY (account, region, id),
	CHECK (shares >= 0),
	CHECK (outcome <> 'Deprecated' OR (shares = 0 AND NOT public))
);
CREATE UNIQUE INDEX images_by_name ON images (account, region, name) WHERE name <> '';
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
CREATE TABLE received (
	account TEXT   NOT NULL,
	region  TEXT   NOT NULL,
	image   TEXT   NOT NULL,
	owner   TEXT   NOT NULL,
	since   BIGINT NOT NULL, created BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (account, region, image)
);
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
	after      TEXT   NOT NULL, source TEXT NOT NULL DEFAULT '', agent TEXT NOT NULL DEFAULT '', parameters TEXT NOT NULL DEFAULT '', code TEXT NOT NULL DEFAULT '', message TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (account, id)
);
CREATE TABLE removed (
	account  TEXT NOT NULL,
	resource TEXT NOT NULL,
	event    TEXT NOT NULL,
	PRIMARY KEY (account, resource)
);
CREATE TABLE nonces (
	account    TEXT   NOT NULL,
	at         BIGINT NOT NULL,
	access_key TEXT   NOT NULL,
	nonce      TEXT   NOT NULL,
	PRIMARY KEY (account, at, access_key, nonce)
);
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
CREATE TABLE instances (
	account        TEXT    NOT NULL,
	region         TEXT    NOT NULL,
	id             TEXT    NOT NULL,
	name           TEXT    NOT NULL,
	zone           TEXT    NOT NULL,
	type           TEXT    NOT NULL,
	image          TEXT    NOT NULL,
	vpc            TEXT    NOT NULL,
	vswitch        TEXT    NOT NULL,
	private_ip     TEXT    NOT NULL,
	key_pair       TEXT    NOT NULL,
	resource_group TEXT    NOT NULL,
	locked         BOOLEAN NOT NULL,
	created        BIGINT  NOT NULL,
	outcome        TEXT    NOT NULL,
	before         TEXT    NOT NULL,
	during         TEXT    NOT NULL,
	starts         BIGINT  NOT NULL,
	ready          BIGINT  NOT NULL,
	settings       TEXT    NOT NULL,
	tags           TEXT    NOT NULL,
	revision       TEXT    NOT NULL,
	PRIMARY KEY (account, region, id)
);
CREATE INDEX instances_by_image ON instances (account, region, image);
CREATE INDEX instances_by_id ON instances (account, id);
CREATE UNIQUE INDEX instances_by_address ON instances (account, region, vswitch, private_ip) WHERE private_ip <> '';
CREATE TABLE disks (
	account              TEXT    NOT NULL,
	region               TEXT    NOT NULL,
	id                   TEXT    NOT NULL,
	zone                 TEXT    NOT NULL,
	name                 TEXT    NOT NULL,
	description          TEXT    NOT NULL,
	instance             TEXT    NOT NULL,
	device               TEXT    NOT NULL,
	kind                 TEXT    NOT NULL,
	category             TEXT    NOT NULL,
	performance_level    TEXT    NOT NULL,
	size_gib             BIGINT  NOT NULL,
	encrypted            BOOLEAN NOT NULL,
	image                TEXT    NOT NULL,
	snapshot             TEXT    NOT NULL,
	resource_group       TEXT    NOT NULL,
	delete_with_instance BOOLEAN NOT NULL,
	delete_auto_snapshot BOOLEAN NOT NULL,
	enable_auto_snapshot BOOLEAN NOT NULL,
	bursting             BOOLEAN NOT NULL,
	provisioned_iops     BIGINT  NOT NULL,
	work                 TEXT    NOT NULL,
	created              BIGINT  NOT NULL,
	ready                BIGINT  NOT NULL,
	attached             BIGINT  NOT NULL,
	detached             BIGINT  NOT NULL,
	tags                 TEXT    NOT NULL,
	revision             TEXT    NOT NULL,
	PRIMARY KEY (account, region, id)
);
CREATE INDEX disks_by_id ON disks (account, id);
CREATE UNIQUE INDEX disks_by_instance ON disks (account, region, instance, device) WHERE instance <> '';
CREATE INDEX disks_by_snapshot ON disks (account, region, snapshot) WHERE snapshot <> '';
CREATE TABLE snapshots (
	account        TEXT    NOT NULL,
	region         TEXT    NOT NULL,
	id             TEXT    NOT NULL,
	name           TEXT    NOT NULL,
	description    TEXT    NOT NULL,
	disk           TEXT    NOT NULL,
	kind           TEXT    NOT NULL,
	category       TEXT    NOT NULL,
	size_gib       BIGINT  NOT NULL,
	encrypted      BOOLEAN NOT NULL,
	retention_days BIGINT  NOT NULL,
	image          TEXT    NOT NULL,
	resource_group TEXT    NOT NULL,
	created        BIGINT  NOT NULL,
	ready          BIGINT  NOT NULL,
	modified       BIGINT  NOT NULL,
	tags           TEXT    NOT NULL,
	revision       TEXT    NOT NULL, starts BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (account, region, id)
);
CREATE INDEX snapshots_by_id ON snapshots (account, id);
CREATE INDEX snapshots_by_disk ON snapshots (account, region, disk, ready);
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
CREATE TABLE community (
	account TEXT   NOT NULL,
	region  TEXT   NOT NULL,
	image   TEXT   NOT NULL,
	owner   TEXT   NOT NULL,
	created BIGINT NOT NULL,
	PRIMARY KEY (account, region, image)
);
CREATE INDEX community_by_age ON community (account, region, created, image, owner);
CREATE TABLE resource_groups (
	account TEXT   NOT NULL,
	id      TEXT   NOT NULL,
	name    TEXT   NOT NULL,
	created BIGINT NOT NULL,
	PRIMARY KEY (account, id)
);
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
CREATE INDEX instances_by_type ON instances (account, region, type);
CREATE INDEX disks_by_category ON disks (account, region, category, size_gib);
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
	revision  TEXT   NOT NULL,
	PRIMARY KEY (account, region, id)
);
CREATE INDEX images_by_age ON images (account, region, created, id, outcome, starts, ready, os_type, architecture,
	boot_mode, nvme_support, resource_group, cloudinit, io_optimized, data_disks);
CREATE INDEX images_by_family ON images (account, region, family, created, id, outcome, starts, ready, os_type, architecture,
	boot_mode, nvme_support, resource_group, cloudinit, io_optimized, data_disks) WHERE family <> '';
CREATE INDEX images_nameless ON images (account, region, created, id, outcome, starts, ready) WHERE name = '';
CREATE INDEX instances_by_age ON instances (account, region, created, id, name, zone, type, image, vpc, vswitch, private_ip,
	resource_group, locked, outcome, before, during, starts, ready);
CREATE INDEX disks_by_age ON disks (account, region, created, id, name, zone, instance, kind, category, snapshot,
	resource_group, encrypted, delete_with_instance, delete_auto_snapshot, enable_auto_snapshot, work, ready);
CREATE INDEX snapshots_by_age ON snapshots (account, region, created, id, name, disk, kind, category, resource_group,
	encrypted, ready);
CREATE INDEX tasks_by_age ON tasks (account, region, created, id, action, resource, starts, ready, cancelled);
CREATE TABLE family_guards (
	account  TEXT    NOT NULL,
	region   TEXT    NOT NULL,
	family   TEXT    NOT NULL,
	guarded  BOOLEAN NOT NULL,
	revision TEXT    NOT NULL,
	PRIMARY KEY (account, region, family)
);
CREATE TABLE network_interfaces (
	account    TEXT NOT NULL,
	region     TEXT NOT NULL,
	id         TEXT NOT NULL,
	instance   TEXT NOT NULL,
	vswitch    TEXT NOT NULL,
	private_ip TEXT NOT NULL,
	PRIMARY KEY (account, region, id)
);
CREATE UNIQUE INDEX network_interfaces_by_address ON network_interfaces (account, region, vswitch, private_ip);
CREATE INDEX network_interfaces_by_instance ON network_interfaces (account, region, instance);
CREATE INDEX received_by_age ON received (account, region, created, image, owner);
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
INSERT INTO meta (name, value) VALUES ('schema', '14');
INSERT INTO client_tokens (account, region, action, token, parameters, answer, at) VALUES ('1000000000000001', 'cn-hangzhou', 'Test', 't', '', '{}', 1772366400000);
INSERT INTO community (account, region, image, owner, created) VALUES ('public', 'cn-hangzhou', 'm-3', '1000000000000001', 1772366400000);
INSERT INTO copies (account, region, image, source_region, source, starts, ready) VALUES ('1000000000000001', 'cn-beijing', 'm-copy', 'cn-hangzhou', 'm-1', 1772366400000, 1772370000000);
INSERT INTO disks (account, region, id, zone, name, description, instance, device, kind, category, performance_level, size_gib, encrypted, image, snapshot, resource_group, delete_with_instance, delete_auto_snapshot, enable_auto_snapshot, bursting, provisioned_iops, work, created, ready, attached, detached, tags, revision) VALUES ('1000000000000001', 'cn-hangzhou', 'd-1', 'z', 'n', 'a disk', 'i-1', '/dev/xvdb', 'data', 'cloud_auto', 'PL0', 40, TRUE, 'm-1', 's-1', 'rg', TRUE, TRUE, TRUE, TRUE, 7, 'Creating', 1772366400000, 1772366460000, 1772366400000, 1772362800000, '[{"Key":"env","Value":"prod"}]', '1772366400000.kept-000005.4');
INSERT INTO events (account, id, previous, resource, at, request, access_key, action, before, after, source, agent, parameters, code, message) VALUES ('1000000000000001', '1772366400000.kept-000001.0', '', 'cn-hangzhou/image/m-1', 1772366400000, 'kept-000001', 'ali-key', 'Test', '', '{"name":"one","description":"an image 镜像","version":"v1","outcome":"Available","work":"create","created":1772366400000,"starts":1772366400000,"ready":1772366400000,"platform":"Ubuntu","os_type":"linux","os_name":"Ubuntu","os_name_en":"Ubuntu","architecture":"x86_64","boot_mode":"UEFI-Preferred","license_type":"BYOL","nvme_support":"unsupported","imds_support":"v1","resource_group":"rg-1","size_gib":40,"copied":true,"cloudinit":true,"io_optimized":true,"nonroot_logins":true,"data_disks":true,"disks":"[{\"Device\":\"/dev/xvda\",\"Kind\":\"system\",\"Snapshot\":\"s-m-1-system\",\"SizeGiB\":40,\"Format\":\"\",\"Bucket\":\"\",\"Object\":\"\",\"Encrypted\":false},{\"Device\":\"/dev/xvdb\",\"Kind\":\"data\",\"Snapshot\":\"s-m-1-data\",\"SizeGiB\":100,\"Format\":\"\",\"Bucket\":\"\",\"Object\":\"\",\"Encrypted\":true},{\"Device\":\"/dev/xvdc\",\"Kind\":\"data\",\"Snapshot\":\"\",\"SizeGiB\":20,\"Format\":\"RAW\",\"Bucket\":\"b\",\"Object\":\"o\",\"Encrypted\":false}]","tags":"[{\"Key\":\"env\",\"Value\":\"prod\"},{\"Key\":\"none\",\"Value\":\"\"}]"}', '', '', '', '', '');
INSERT INTO events (account, id, previous, resource, at, request, access_key, action, before, after, source, agent, parameters, code, message) VALUES ('1000000000000001', '1772366400000.kept-000002.0', '', 'cn-hangzhou/image/m-2', 1772366400000, 'kept-000002', 'ali-key', 'Test', '', '{"family":"web","description":"an image 镜像","version":"v1","outcome":"Available","work":"create","created":1772366400000,"starts":1772366400000,"ready":1772366400000,"platform":"Ubuntu","os_type":"linux","os_name":"Ubuntu","os_name_en":"Ubuntu","architecture":"x86_64","boot_mode":"UEFI-Preferred","license_type":"BYOL","nvme_support":"unsupported","imds_support":"v1","resource_group":"rg-1","size_gib":40,"copied":true,"cloudinit":true,"io_optimized":true,"nonroot_logins":true,"data_disks":true,"disks":"[{\"Device\":\"/dev/xvda\",\"Kind\":\"system\",\"Snapshot\":\"s-m-2-system\",\"SizeGiB\":40,\"Format\":\"\",\"Bucket\":\"\",\"Object\":\"\",\"Encrypted\":false},{\"Device\":\"/dev/xvdb\",\"Kind\":\"data\",\"Snapshot\":\"s-m-2-data\",\"SizeGiB\":100,\"Format\":\"\",\"Bucket\":\"\",\"Object\":\"\",\"Encrypted\":true},{\"Device\":\"/dev/xvdc\",\"Kind\":\"data\",\"Snapshot\":\"\",\"SizeGiB\":20,\"Format\":\"RAW\",\"Bucket\":\"b\",\"Object\":\"o\",\"Encrypted\":false}]","tags":"[{\"Key\":\"env\",\"Value\":\"prod\"},{\"Key\":\"none\",\"Value\":\"\"}]"}', '', '', '', '', '');
INSERT INTO events (account, id, previous, resource, at, request, access_key, action, before, after, source, agent, parameters, code, message) VALUES ('1000000000000001', '1772366400000.kept-000003.0', '', 'cn-hangzhou/image/m-3', 1772366400000, 'kept-000003', 'ali-key', 'Test', '', '{"description":"an image 镜像","version":"v1","outcome":"Available","work":"create","created":1772366400000,"starts":1772366400000,"ready":1772366400000,"platform":"Ubuntu","os_type":"linux","os_name":"Ubuntu","os_name_en":"Ubuntu","architecture":"x86_64","boot_mode":"UEFI-Preferred","license_type":"BYOL","nvme_support":"unsupported","imds_support":"v1","resource_group":"rg-1","size_gib":40,"copied":true,"cloudinit":true,"io_optimized":true,"nonroot_logins":true,"data_disks":true,"disks":"[{\"Device\":\"/dev/xvda\",\"Kind\":\"system\",\"Snapshot\":\"s-m-3-system\",\"SizeGiB\":40,\"Format\":\"\",\"Bucket\":\"\",\"Object\":\"\",\"Encrypted\":false},{\"Device\":\"/dev/xvdb\",\"Kind\":\"data\",\"Snapshot\":\"s-m-3-data\",\"SizeGiB\":100,\"Format\":\"\",\"Bucket\":\"\",\"Object\":\"\",\"Encrypted\":true},{\"Device\":\"/dev/xvdc\",\"Kind\":\"data\",\"Snapshot\":\"\",\"SizeGiB\":20,\"Format\":\"RAW\",\"Bucket\":\"b\",\"Object\":\"o\",\"Encrypted\":false}]","tags":"[{\"Key\":\"env\",\"Value\":\"prod\"},{\"Key\":\"none\",\"Value\":\"\"}]"}', '', '', '', '', '');
INSERT INTO events (account, id, previous, resource, at, request, access_key, action, before, after, source, agent, parameters, code, message) VALUES ('1000000000000001', '1772366400000.kept-000004.0', '1772366400000.kept-000001.0', 'cn-hangzhou/image/m-1', 1772366400000, 'kept-000004', 'ali-key', 'Test', '{"description":"an image 镜像"}', '{"description":"it''s changed"}', '', '', '', '', '');
INSERT INTO events (account, id, previous, resource, at, request, access_key, action, before, after, source, agent, parameters, code, message) VALUES ('1000000000000001', '1772366400000.kept-000005.0', '1772366400000.kept-000004.0', 'cn-hangzhou/image/m-1', 1772366400000, 'kept-000005', 'ali-key', 'Test', '{"shares":0}', '{"shares":1,"shared_with":["1000000000000002"]}', '', '', '', '', '');
INSERT INTO events (account, id, previous, resource, at, request, access_key, action, before, after, source, agent, parameters, code, message) VALUES ('1000000000000001', '1772366400000.kept-000005.1', '1772366400000.kept-000003.0', 'cn-hangzhou/image/m-3', 1772366400000, 'kept-000005', 'ali-key', 'Test', '{"public":false}', '{"public":true}', '', '', '', '', '');
INSERT INTO events (account, id, previous, resource, at, request, access_key, action, before, after, source, agent, parameters, code, message) VALUES ('1000000000000001', '1772366400000.kept-000005.2', '1772366400000.kept-000002.0', 'cn-hangzhou/image/m-2', 1772366400000, 'kept-000005', 'ali-key', 'Test', '{"name":"","family":"web","outcome":"Available"}', '', '', '', '', '', '');
INSERT INTO events (account, id, previous, resource, at, request, access_key, action, before, after, source, agent, parameters, code, message) VALUES ('1000000000000001', '1772366400000.kept-000005.3', '', 'cn-hangzhou/instance/i-1', 1772366400000, 'kept-000005', 'ali-key', 'Test', '', '{"image":"m-1","vswitch":"vsw-1","private_ip":"172.16.0.4","settings":"{\"HostName\":\"\",\"Description\":\"\",\"UserData\":\"\",\"SecurityGroups\":null,\"NetworkInterface\":\"\",\"MAC\":\"\",\"InterfaceName\":\"\",\"InterfaceDescription\":\"\",\"Secondary\":null,\"InternetChargeType\":\"\",\"BandwidthIn\":0,\"BandwidthOut\":0,\"ChargeType\":\"\",\"SpotStrategy\":\"\",\"SpotDuration\":0,\"SpotPriceLimit\":0,\"SpotInterruption\":\"\",\"AutoRelease\":\"0001-01-01T00:00:00Z\",\"OSName\":\"\",\"OSNameEN\":\"\",\"OSType\":\"\",\"DeletionProtection\":false,\"CreditSpecification\":\"\",\"RAMRole\":\"\",\"LoginAsNonRoot\":false,\"StoppedMode\":\"\",\"LastStart\":\"0001-01-01T00:00:00Z\",\"MetadataEndpoint\":\"\",\"MetadataTokens\":\"\",\"MetadataHopLimit\":0}"}', '', '', '', '', '');
INSERT INTO events (account, id, previous, resource, at, request, access_key, action, before, after, source, agent, parameters, code, message) VALUES ('1000000000000001', '1772366400000.kept-000005.4', '', 'cn-hangzhou/disk/d-1', 1772366400000, 'kept-000005', 'ali-key', 'Test', '', '{"zone":"z","name":"n","description":"a disk","instance":"i-1","device":"/dev/xvdb","kind":"data","category":"cloud_auto","performance_level":"PL0","size_gib":40,"encrypted":true,"image":"m-1","snapshot":"s-1","resource_group":"rg","delete_with_instance":true,"delete_auto_snapshot":true,"enable_auto_snapshot":true,"bursting":true,"provisioned_iops":7,"work":"Creating","created":1772366400000,"ready":1772366460000,"attached":1772366400000,"detached":1772362800000,"tags":"[{\"Key\":\"env\",\"Value\":\"prod\"}]"}', '', '', '', '', '');
INSERT INTO events (account, id, previous, resource, at, request, access_key, action, before, after, source, agent, parameters, code, message) VALUES ('1000000000000001', '1772366400000.kept-000005.5', '', 'cn-hangzhou/snapshot/s-1', 1772366400000, 'kept-000005', 'ali-key', 'Test', '', '{"disk":"d-1"}', '', '', '', '', '');
INSERT INTO events (account, id, previous, resource, at, request, access_key, action, before, after, source, agent, parameters, code, message) VALUES ('1000000000000001', '1772366400000.kept-000005.6', '', 'cn-hangzhou/vpc/vpc-1', 1772366400000, 'kept-000005', 'ali-key', 'Test', '', '{"cidr":"","default":false}', '', '', '', '', '');
INSERT INTO events (account, id, previous, resource, at, request, access_key, action, before, after, source, agent, parameters, code, message) VALUES ('1000000000000001', '1772366400000.kept-000005.7', '', 'cn-hangzhou/vswitch/vsw-1', 1772366400000, 'kept-000005', 'ali-key', 'Test', '', '{"vpc":"vpc-1","zone":""}', '', '', '', '', '');
INSERT INTO events (account, id, previous, resource, at, request, access_key, action, before, after, source, agent, parameters, code, message) VALUES ('1000000000000001', '1772366400000.kept-000005.8', '', 'cn-hangzhou/security_group/sg-1', 1772366400000, 'kept-000005', 'ali-key', 'Test', '', '{"vpc":"vpc-1"}', '', '', '', '', '');
INSERT INTO events (account, id, previous, resource, at, request, access_key, action, before, after, source, agent, parameters, code, message) VALUES ('1000000000000001', '1772366400000.kept-000005.9', '', 'resourcegroup/rg-2', 1772366400000, 'kept-000005', 'ali-key', 'Test', '', '{"name":"second"}', '', '', '', '', '');
INSERT INTO events (account, id, previous, resource, at, request, access_key, action, before, after, source, agent, parameters, code, message) VALUES ('1000000000000001', '1772366400000.kept-000005.10', '', 'cn-beijing/image/m-copy', 1772366400000, 'kept-000005', 'ali-key', 'Test', '', '{"outcome":"Available","work":"copy","created":1772366400000,"starts":1772366400000,"ready":1772370000000,"architecture":"x86_64","boot_mode":"UEFI-Preferred","nvme_support":"unsupported","imds_support":"v1","cloudinit":true,"io_optimized":true}', '', '', '', '', '');
INSERT INTO events (account, id, previous, resource, at, request, access_key, action, before, after, source, agent, parameters, code, message) VALUES ('1000000000000001', '1772366400000.kept-000005.11', '', 'cn-hangzhou/image/m-import', 1772366400000, 'kept-000005', 'ali-key', 'Test', '', '{"outcome":"Available","work":"import","created":1772366400000,"starts":1772366400000,"ready":1772370000000,"architecture":"x86_64","boot_mode":"UEFI-Preferred","nvme_support":"unsupported","imds_support":"v1","cloudinit":true,"io_optimized":true}', '', '', '', '', '');
INSERT INTO events (account, id, previous, resource, at, request, access_key, action, before, after, source, agent, parameters, code, message) VALUES ('1000000000000001', '1772366400000.kept-000005.12', '', 'cn-hangzhou/task/t-1', 1772366400000, 'kept-000005', 'ali-key', 'Test', '', '{"resource":"m-import"}', '', '', '', '', '');
INSERT INTO image_snapshots (account, region, snapshot, image) VALUES ('1000000000000001', 'cn-hangzhou', 's-m-1-system', 'm-1');
INSERT INTO image_snapshots (account, region, snapshot, image) VALUES ('1000000000000001', 'cn-hangzhou', 's-m-1-data', 'm-1');
INSERT INTO image_snapshots (account, region, snapshot, image) VALUES ('1000000000000001', 'cn-hangzhou', 's-m-3-system', 'm-3');
INSERT INTO image_snapshots (account, region, snapshot, image) VALUES ('1000000000000001', 'cn-hangzhou', 's-m-3-data', 'm-3');
INSERT INTO images (account, region, id, name, family, description, version, outcome, work, created, starts, ready, platform, os_type, os_name, os_name_en, architecture, boot_mode, license_type, nvme_support, imds_support, resource_group, size_gib, copied, public, cloudinit, io_optimized, nonroot_logins, data_disks, disks, tags, shares, revision) VALUES ('1000000000000001', 'cn-hangzhou', 'm-1', 'one', '', 'it''s changed', 'v1', 'Available', 'create', 1772366400000, 1772366400000, 1772366400000, 'Ubuntu', 'linux', 'Ubuntu', 'Ubuntu', 'x86_64', 'UEFI-Preferred', 'BYOL', 'unsupported', 'v1', 'rg-1', 40, TRUE, FALSE, TRUE, TRUE, TRUE, TRUE, '[{"Device":"/dev/xvda","Kind":"system","Snapshot":"s-m-1-system","SizeGiB":40,"Format":"","Bucket":"","Object":"","Encrypted":false},{"Device":"/dev/xvdb","Kind":"data","Snapshot":"s-m-1-data","SizeGiB":100,"Format":"","Bucket":"","Object":"","Encrypted":true},{"Device":"/dev/xvdc","Kind":"data","Snapshot":"","SizeGiB":20,"Format":"RAW","Bucket":"b","Object":"o","Encrypted":false}]', '[{"Key":"env","Value":"prod"},{"Key":"none","Value":""}]', 1, '1772366400000.kept-000005.0');
INSERT INTO images (account, region, id, name, family, description, version, outcome, work, created, starts, ready, platform, os_type, os_name, os_name_en, architecture, boot_mode, license_type, nvme_support, imds_support, resource_group, size_gib, copied, public, cloudinit, io_optimized, nonroot_logins, data_disks, disks, tags, shares, revision) VALUES ('1000000000000001', 'cn-hangzhou', 'm-3', '', '', 'an image 镜像', 'v1', 'Available', 'create', 1772366400000, 1772366400000, 1772366400000, 'Ubuntu', 'linux', 'Ubuntu', 'Ubuntu', 'x86_64', 'UEFI-Preferred', 'BYOL', 'unsupported', 'v1', 'rg-1', 40, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, '[{"Device":"/dev/xvda","Kind":"system","Snapshot":"s-m-3-system","SizeGiB":40,"Format":"","Bucket":"","Object":"","Encrypted":false},{"Device":"/dev/xvdb","Kind":"data","Snapshot":"s-m-3-data","SizeGiB":100,"Format":"","Bucket":"","Object":"","Encrypted":true},{"Device":"/dev/xvdc","Kind":"data","Snapshot":"","SizeGiB":20,"Format":"RAW","Bucket":"b","Object":"o","Encrypted":false}]', '[{"Key":"env","Value":"prod"},{"Key":"none","Value":""}]', 0, '1772366400000.kept-000005.1');
INSERT INTO images (account, region, id, name, family, description, version, outcome, work, created, starts, ready, platform, os_type, os_name, os_name_en, architecture, boot_mode, license_type, nvme_support, imds_support, resource_group, size_gib, copied, public, cloudinit, io_optimized, nonroot_logins, data_disks, disks, tags, shares, revision) VALUES ('1000000000000001', 'cn-beijing', 'm-copy', '', '', '', '', 'Available', 'copy', 1772366400000, 1772366400000, 1772370000000, '', '', '', '', 'x86_64', 'UEFI-Preferred', '', 'unsupported', 'v1', '', 0, FALSE, FALSE, TRUE, TRUE, FALSE, FALSE, '', '', 0, '1772366400000.kept-000005.10');
INSERT INTO images (account, region, id, name, family, description, version, outcome, work, created, starts, ready, platform, os_type, os_name, os_name_en, architecture, boot_mode, license_type, nvme_support, imds_support, resource_group, size_gib, copied, public, cloudinit, io_optimized, nonroot_logins, data_disks, disks, tags, shares, revision) VALUES ('1000000000000001', 'cn-hangzhou', 'm-import', '', '', '', '', 'Available', 'import', 1772366400000, 1772366400000, 1772370000000, '', '', '', '', 'x86_64', 'UEFI-Preferred', '', 'unsupported', 'v1', '', 0, FALSE, FALSE, TRUE, TRUE, FALSE, FALSE, '', '', 0, '1772366400000.kept-000005.11');
INSERT INTO instances (account, region, id, name, zone, type, image, vpc, vswitch, private_ip, key_pair, resource_group, locked, created, outcome, before, during, starts, ready, settings, tags, revision) VALUES ('1000000000000001', 'cn-hangzhou', 'i-1', '', '', '', 'm-1', '', 'vsw-1', '172.16.0.4', '', '', FALSE, 0, '', '', '', 0, 0, '{"HostName":"","Description":"","UserData":"","SecurityGroups":null,"NetworkInterface":"","MAC":"","InterfaceName":"","InterfaceDescription":"","Secondary":null,"InternetChargeType":"","BandwidthIn":0,"BandwidthOut":0,"ChargeType":"","SpotStrategy":"","SpotDuration":0,"SpotPriceLimit":0,"SpotInterruption":"","AutoRelease":"0001-01-01T00:00:00Z","OSName":"","OSNameEN":"","OSType":"","DeletionProtection":false,"CreditSpecification":"","RAMRole":"","LoginAsNonRoot":false,"StoppedMode":"","LastStart":"0001-01-01T00:00:00Z","MetadataEndpoint":"","MetadataTokens":"","MetadataHopLimit":0}', '', '1772366400000.kept-000005.3');
INSERT INTO nonces (account, at, access_key, nonce) VALUES ('1000000000000001', 1772366400000, 'ali-key', 'n-1');
INSERT INTO received (account, region, image, owner, since, created) VALUES ('1000000000000002', 'cn-hangzhou', 'm-1', '1000000000000001', 1772366400000, 1772366400000);
INSERT INTO removed (account, resource, event) VALUES ('1000000000000001', 'cn-hangzhou/image/m-2', '1772366400000.kept-000005.2');
INSERT INTO resource_groups (account, id, name, created) VALUES ('1000000000000001', 'rg-2', 'second', 0);
INSERT INTO security_groups (account, region, id, name, description, vpc, is_default, created) VALUES ('1000000000000001', 'cn-hangzhou', 'sg-1', '', '', 'vpc-1', FALSE, 0);
INSERT INTO shares (account, region, image, grantee, since) VALUES ('1000000000000001', 'cn-hangzhou', 'm-1', '1000000000000002', 1772366400000);
INSERT INTO snapshots (account, region, id, name, description, disk, kind, category, size_gib, encrypted, retention_days, image, resource_group, created, ready, modified, tags, revision, starts) VALUES ('1000000000000001', 'cn-hangzhou', 's-1', '', '', 'd-1', '', '', 0, FALSE, 0, '', '', 0, 0, 0, '', '1772366400000.kept-000005.5', 0);
INSERT INTO tags (account, region, kind, resource, key, value) VALUES ('1000000000000001', 'cn-hangzhou', 'image', 'm-1', 'env', 'prod');
INSERT INTO tags (account, region, kind, resource, key, value) VALUES ('1000000000000001', 'cn-hangzhou', 'image', 'm-1', 'none', '');
INSERT INTO tags (account, region, kind, resource, key, value) VALUES ('1000000000000001', 'cn-hangzhou', 'image', 'm-3', 'env', 'prod');
INSERT INTO tags (account, region, kind, resource, key, value) VALUES ('1000000000000001', 'cn-hangzhou', 'image', 'm-3', 'none', '');
INSERT INTO tags (account, region, kind, resource, key, value) VALUES ('1000000000000001', 'cn-hangzhou', 'disk', 'd-1', 'env', 'prod');
INSERT INTO tasks (account, region, id, action, resource, created, starts, ready, cancelled, revision) VALUES ('1000000000000001', 'cn-hangzhou', 't-1', '', 'm-import', 0, 0, 0, 0, '1772366400000.kept-000005.12');
INSERT INTO vpcs (account, region, id, name, cidr, is_default, created) VALUES ('1000000000000001', 'cn-hangzhou', 'vpc-1', '', '', FALSE, 0);
INSERT INTO vswitches (account, region, id, name, zone, vpc, cidr, is_default, assigned, created) VALUES ('1000000000000001', 'cn-hangzhou', 'vsw-1', '', '', 'vpc-1', '', FALSE, 0, 0);
