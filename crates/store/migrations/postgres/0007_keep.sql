-- What holds the data and its key store together.

-- The mark of the key store that the rows are sealed with. Another one is refused, and a missing one is not made anew.
CREATE TABLE key_store (
    id   BIGINT PRIMARY KEY CHECK (id = 1),
    mark TEXT COLLATE "C" NOT NULL
);

-- The last number that a tenant's records have had. Where it is behind the key store's, the data is an older copy.
CREATE TABLE numbered (
    tenant  BIGINT NOT NULL PRIMARY KEY,
    last_id BIGINT NOT NULL
);

SELECT set_config('gallra.tenant', 'every', true);
INSERT INTO numbered (tenant, last_id)
SELECT tenant, max(id)
FROM (SELECT tenant, id FROM party UNION ALL SELECT tenant, id FROM entry UNION ALL SELECT tenant, id FROM agreement) AS record
GROUP BY tenant;

ALTER TABLE numbered ENABLE ROW LEVEL SECURITY;
ALTER TABLE numbered FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON numbered
    USING (current_setting('gallra.tenant', true) IN ('every', tenant::text));
