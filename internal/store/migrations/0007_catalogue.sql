-- What an account uses is added up without a look at the rows.
CREATE INDEX instances_by_type ON instances (account, region, type);
CREATE INDEX disks_by_category ON disks (account, region, category, size_gib);
