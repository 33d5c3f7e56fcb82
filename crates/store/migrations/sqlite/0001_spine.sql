-- The spine's own state. Personal data in it: the names of those who approve, place and lift holds; reasons they
-- write; identifiers in the scope of a hold; key values in an open batch. examples/gallra-itself declares them.

CREATE TABLE leaf (
    position INTEGER PRIMARY KEY,              -- index in the log, from 0, without gaps
    bytes    BLOB NOT NULL,                    -- canonical JSON; never personal data
    at       TEXT NOT NULL,                    -- RFC 3339, the moment of the event
    run      TEXT                              -- the run it tells of, if any
) STRICT;
CREATE INDEX leaf_of_run ON leaf (run) WHERE run IS NOT NULL;

CREATE TABLE hold (
    id        TEXT PRIMARY KEY,
    dataset   TEXT NOT NULL,
    scope     TEXT,                            -- JSON {column, values}; NULL holds the whole dataset
    reason    TEXT NOT NULL,
    until     TEXT,                            -- last day, ISO; NULL until lifted
    placed_at TEXT NOT NULL,
    placed_by TEXT NOT NULL,
    lifted_at TEXT,
    lifted_by TEXT,
    CHECK ((lifted_at IS NULL) = (lifted_by IS NULL))
) STRICT;

CREATE TABLE approval (
    plan        TEXT PRIMARY KEY,              -- content hash of the plan
    body        TEXT NOT NULL,                 -- the plan itself, canonical JSON: what was approved is what is run
    approved_at TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    expected    INTEGER                        -- the number that the approver expected, where the guard asked
) STRICT;

CREATE TABLE run (
    id          TEXT PRIMARY KEY,
    plan        TEXT NOT NULL UNIQUE REFERENCES approval (plan),
    state       TEXT NOT NULL CHECK (state IN ('running', 'finished')),
    started_at  TEXT NOT NULL,
    finished_at TEXT,
    CHECK ((state = 'finished') = (finished_at IS NOT NULL))
) STRICT;

CREATE TABLE step (
    run         TEXT NOT NULL REFERENCES run (id),
    step        TEXT NOT NULL,
    dataset     TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('intended', 'finished')),
    rows        INTEGER NOT NULL DEFAULT 0,    -- rows of batches known to be committed
    effects     TEXT NOT NULL DEFAULT '[]',    -- JSON array, likewise
    outcome     TEXT,                          -- JSON, when finished
    intended_at TEXT NOT NULL,
    finished_at TEXT,
    PRIMARY KEY (run, step),
    CHECK ((state = 'finished') = (outcome IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- The one batch of a step whose commit in the other system is not yet known to us. Gone as soon as it is known.
CREATE TABLE open_batch (
    run  TEXT NOT NULL,
    step TEXT NOT NULL,
    body TEXT NOT NULL,                        -- JSON: rows, effects, probe
    PRIMARY KEY (run, step),
    FOREIGN KEY (run, step) REFERENCES step (run, step)
) STRICT, WITHOUT ROWID;

-- The policy that the log last told of; one row at most.
CREATE TABLE adopted (
    only   INTEGER PRIMARY KEY CHECK (only = 1),
    policy TEXT NOT NULL
) STRICT;
