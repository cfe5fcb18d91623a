-- Secondary network interfaces: index rows of what is in the settings of their instances, written
-- with those.
CREATE TABLE network_interfaces (
	account    TEXT NOT NULL,
	region     TEXT NOT NULL,
	id         TEXT NOT NULL,
	instance   TEXT NOT NULL,
	vswitch    TEXT NOT NULL,
	private_ip TEXT NOT NULL,
	PRIMARY KEY (account, region, id)
);
-- Whatever races, an address of a vswitch has one secondary interface.
CREATE UNIQUE INDEX network_interfaces_by_address ON network_interfaces (account, region, vswitch, private_ip);
CREATE INDEX network_interfaces_by_instance ON network_interfaces (account, region, instance);
