-- What was measured, and what people attested.

-- One verdict on one promise. No personal data: names from the policy, numbers and dates.
CREATE TABLE measured (
    activity TEXT NOT NULL,
    dataset  TEXT NOT NULL,                    -- '' where the promise is about the activity itself
    rule     TEXT NOT NULL,                    -- the promise as the policy stated it
    at       TEXT NOT NULL,                    -- RFC 3339
    verdict  TEXT NOT NULL CHECK (verdict IN ('kept', 'broken', 'not_checked')),
    overdue  INTEGER NOT NULL,
    oldest   TEXT,                             -- ISO date
    PRIMARY KEY (activity, dataset, rule, at)
) STRICT, WITHOUT ROWID;

-- What only a person can look at. Personal data: the name of who attested, and what they wrote.
CREATE TABLE attestation (
    id        INTEGER PRIMARY KEY,
    activity  TEXT NOT NULL,
    dataset   TEXT NOT NULL,
    role      TEXT NOT NULL,
    by        TEXT NOT NULL,
    statement TEXT NOT NULL,
    at        TEXT NOT NULL,                   -- RFC 3339
    until     TEXT NOT NULL                    -- last day it is good for, ISO
) STRICT;
CREATE INDEX attestation_of ON attestation (activity, dataset, until);
