-- The key store, apart from the data and from its backups (decision 11). What is destroyed here is unreadable there.

CREATE TABLE data_key (
    tenant  BIGINT NOT NULL,
    owner   BIGINT NOT NULL,                 -- a party
    wrapped BYTEA NOT NULL,
    PRIMARY KEY (tenant, owner)
);
CREATE INDEX data_key_kek ON data_key (substr(wrapped, 2, 16));

CREATE TABLE index_key (
    tenant  BIGINT NOT NULL PRIMARY KEY,
    wrapped BYTEA NOT NULL,
    last_id BIGINT NOT NULL DEFAULT 0        -- the last id given out: a restored copy of the data gives none out again
);

CREATE TABLE token (
    tenant BIGINT NOT NULL,
    field  TEXT COLLATE "C" NOT NULL,
    token  BYTEA NOT NULL,
    owner  BIGINT NOT NULL,
    PRIMARY KEY (tenant, field, token, owner)
);
CREATE INDEX token_of ON token (tenant, owner);

DO $$
DECLARE name TEXT;
BEGIN
    FOREACH name IN ARRAY ARRAY['data_key', 'index_key', 'token'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format(
            'CREATE POLICY one_tenant ON %I USING (current_setting(''gallra.tenant'', true) IN (''every'', tenant::text))', name);
    END LOOP;
END $$;
