-- Whether parties are found by the keys that other systems know them by. 0: their tokens are not there yet, and the first who
-- looks for one makes them.
ALTER TABLE index_key ADD COLUMN by_key BIGINT NOT NULL DEFAULT 0;
