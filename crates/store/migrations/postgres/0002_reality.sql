-- What was measured, and what people attested.

-- One verdict on one promise. No personal data: names from the policy, numbers and dates.
CREATE TABLE measured (
    activity TEXT COLLATE "C" NOT NULL,
    dataset  TEXT COLLATE "C" NOT NULL,                    -- '' where the promise is about the activity itself
    rule     TEXT COLLATE "C" NOT NULL,                    -- the promise as the policy stated it
    at       TEXT COLLATE "C" NOT NULL,                    -- RFC 3339
    verdict  TEXT COLLATE "C" NOT NULL CHECK (verdict IN ('kept', 'broken', 'not_checked')),
    overdue  BIGINT NOT NULL,
    oldest   TEXT COLLATE "C",                             -- ISO date
    PRIMARY KEY (activity, dataset, rule, at)
);

-- What only a person can look at. Personal data: the name of who attested, and what they wrote.
CREATE TABLE attestation (
    id        BIGINT PRIMARY KEY,
    activity  TEXT COLLATE "C" NOT NULL,
    dataset   TEXT COLLATE "C" NOT NULL,
    role      TEXT COLLATE "C" NOT NULL,
    by        TEXT COLLATE "C" NOT NULL,
    statement TEXT COLLATE "C" NOT NULL,
    at        TEXT COLLATE "C" NOT NULL,                   -- RFC 3339
    until     TEXT COLLATE "C" NOT NULL                    -- last day it is good for, ISO
);
CREATE INDEX attestation_of ON attestation (activity, dataset, until);
