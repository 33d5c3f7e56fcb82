-- The key store, apart from the data and from its backups (decision 11). What is destroyed here is unreadable there.

CREATE TABLE data_key (
    tenant  INTEGER NOT NULL,
    owner   INTEGER NOT NULL,                 -- a party
    wrapped BLOB NOT NULL,
    PRIMARY KEY (tenant, owner)
) STRICT, WITHOUT ROWID;
CREATE INDEX data_key_kek ON data_key (substr(wrapped, 2, 16));

CREATE TABLE index_key (
    tenant  INTEGER NOT NULL PRIMARY KEY,
    wrapped BLOB NOT NULL,
    last_id INTEGER NOT NULL DEFAULT 0        -- the last id given out: a restored copy of the data gives none out again
) STRICT;

CREATE TABLE token (
    tenant INTEGER NOT NULL,
    field  TEXT NOT NULL,
    token  BLOB NOT NULL,
    owner  INTEGER NOT NULL,
    PRIMARY KEY (tenant, field, token, owner)
) STRICT, WITHOUT ROWID;
CREATE INDEX token_of ON token (tenant, owner);
