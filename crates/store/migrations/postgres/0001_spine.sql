-- The spine's own state. Personal data in it: the names of those who approve, place and lift holds; reasons they
-- write; identifiers in the scope of a hold; key values in an open batch. examples/gallra-itself declares them.

CREATE TABLE leaf (
    position BIGINT PRIMARY KEY,              -- index in the log, from 0, without gaps
    bytes    BYTEA NOT NULL,                    -- canonical JSON; never personal data
    at       TEXT COLLATE "C" NOT NULL,                    -- RFC 3339, the moment of the event
    run      TEXT COLLATE "C"                              -- the run it tells of, if any
);
CREATE INDEX leaf_of_run ON leaf (run) WHERE run IS NOT NULL;

CREATE TABLE hold (
    id        TEXT COLLATE "C" PRIMARY KEY,
    dataset   TEXT COLLATE "C" NOT NULL,
    scope     TEXT COLLATE "C",                            -- JSON {column, values}; NULL holds the whole dataset
    reason    TEXT COLLATE "C" NOT NULL,
    until     TEXT COLLATE "C",                            -- last day, ISO; NULL until lifted
    placed_at TEXT COLLATE "C" NOT NULL,
    placed_by TEXT COLLATE "C" NOT NULL,
    lifted_at TEXT COLLATE "C",
    lifted_by TEXT COLLATE "C",
    CHECK ((lifted_at IS NULL) = (lifted_by IS NULL))
);

CREATE TABLE approval (
    plan        TEXT COLLATE "C" PRIMARY KEY,              -- content hash of the plan
    body        TEXT COLLATE "C" NOT NULL,                 -- the plan itself, canonical JSON: what was approved is what is run
    approved_at TEXT COLLATE "C" NOT NULL,
    approved_by TEXT COLLATE "C" NOT NULL,
    expected    BIGINT                        -- the number that the approver expected, where the guard asked
);

CREATE TABLE run (
    id          TEXT COLLATE "C" PRIMARY KEY,
    plan        TEXT COLLATE "C" NOT NULL UNIQUE REFERENCES approval (plan),
    state       TEXT COLLATE "C" NOT NULL CHECK (state IN ('running', 'finished')),
    started_at  TEXT COLLATE "C" NOT NULL,
    finished_at TEXT COLLATE "C",
    CHECK ((state = 'finished') = (finished_at IS NOT NULL))
);

CREATE TABLE step (
    run         TEXT COLLATE "C" NOT NULL REFERENCES run (id),
    step        TEXT COLLATE "C" NOT NULL,
    dataset     TEXT COLLATE "C" NOT NULL,
    state       TEXT COLLATE "C" NOT NULL CHECK (state IN ('intended', 'finished')),
    rows        BIGINT NOT NULL DEFAULT 0,    -- rows of batches known to be committed
    effects     TEXT COLLATE "C" NOT NULL DEFAULT '[]',    -- JSON array, likewise
    outcome     TEXT COLLATE "C",                          -- JSON, when finished
    intended_at TEXT COLLATE "C" NOT NULL,
    finished_at TEXT COLLATE "C",
    PRIMARY KEY (run, step),
    CHECK ((state = 'finished') = (outcome IS NOT NULL))
);

-- The one batch of a step whose commit in the other system is not yet known to us. Gone as soon as it is known.
CREATE TABLE open_batch (
    run  TEXT COLLATE "C" NOT NULL,
    step TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,                        -- JSON: rows, effects, probe
    PRIMARY KEY (run, step),
    FOREIGN KEY (run, step) REFERENCES step (run, step)
);

-- The policy that the log last told of; one row at most.
CREATE TABLE adopted (
    "only" BIGINT PRIMARY KEY CHECK ("only" = 1),
    policy TEXT COLLATE "C" NOT NULL
);
