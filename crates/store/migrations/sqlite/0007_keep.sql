-- What holds the data and its key store together.

-- The mark of the key store that the rows are sealed with. Another one is refused, and a missing one is not made anew.
CREATE TABLE key_store (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    mark TEXT NOT NULL
) STRICT;

-- The last number that a tenant's records have had. Where it is behind the key store's, the data is an older copy.
CREATE TABLE numbered (
    tenant  INTEGER NOT NULL PRIMARY KEY,
    last_id INTEGER NOT NULL
) STRICT;

INSERT INTO numbered (tenant, last_id)
SELECT tenant, max(id)
FROM (SELECT tenant, id FROM party UNION ALL SELECT tenant, id FROM entry UNION ALL SELECT tenant, id FROM agreement) AS record
GROUP BY tenant;
