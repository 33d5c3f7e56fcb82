-- Which key store it is, what it has seen of the data, and its own backups.

CREATE TABLE mark (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    mark TEXT NOT NULL                        -- drawn once; the data knows it
) STRICT;
INSERT INTO mark (id, mark) VALUES (1, lower(hex(randomblob(16))));

ALTER TABLE index_key ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;   -- the last number that the data was seen to have
ALTER TABLE index_key ADD COLUMN behind INTEGER NOT NULL DEFAULT 0; -- 1: since then the data was an older copy, and grew

-- A key is looked up by its KEK within a tenant, so that one lost KEK does not lock the others.
DROP INDEX data_key_kek;
CREATE INDEX data_key_kek ON data_key (tenant, substr(wrapped, 2, 16));

-- Backups of the key store that may still lie somewhere, and the last number whose key each can hold.
CREATE TABLE backup (
    tenant  INTEGER NOT NULL,
    file    TEXT NOT NULL,
    until   TEXT NOT NULL,                    -- last day, ISO: then it is overwritten and removed
    last_id INTEGER NOT NULL,
    PRIMARY KEY (tenant, file)
) STRICT, WITHOUT ROWID;
