-- The calls about a resource that changed nothing or were refused: no chain of changes leads to them. A change
-- writes nothing here.
CREATE INDEX events_without_change ON events (account, resource, id) WHERE before = '' AND after = '';
