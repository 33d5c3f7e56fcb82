-- What changes a person's data without erasing it, and what keeps an erasure erased. No personal data: every hash is keyed
-- with a key that lies in the state folder and not in here, 128 bits of HMAC-SHA-256.

-- A restriction (GDPR Art. 18) is a hold of the records that one request is about.
ALTER TABLE hold ADD COLUMN kind TEXT NOT NULL DEFAULT 'claim' CHECK (kind IN ('claim', 'restriction'));
ALTER TABLE hold ADD COLUMN request TEXT;     -- number of the request
ALTER TABLE hold ADD COLUMN told_on TEXT;     -- ISO date: the person was told that it will be lifted (Art. 18(3))
CREATE TABLE restricted (
    hold TEXT NOT NULL REFERENCES hold (id),
    hash BLOB NOT NULL,                       -- of a key in the hold's column
    PRIMARY KEY (hold, hash)
) STRICT, WITHOUT ROWID;

-- A value that is put right in one column (Art. 16): the journal of its batches, and what came of it.
CREATE TABLE changed (
    request  TEXT NOT NULL,
    dataset  TEXT NOT NULL,
    field    TEXT NOT NULL,
    state    TEXT NOT NULL CHECK (state IN ('intended', 'finished')),
    rows     INTEGER NOT NULL,
    open     TEXT,                            -- JSON: the batch at hand; gone as soon as its fate is known
    at       TEXT NOT NULL,                   -- RFC 3339
    PRIMARY KEY (request, dataset, field)
) STRICT, WITHOUT ROWID;

-- What was erased, so that it can be told when it comes back. Gone when the last backup that may hold it is.
CREATE TABLE pending (
    dataset   TEXT NOT NULL,
    field     TEXT NOT NULL,                  -- column; the key's columns with commas between them
    kind      TEXT NOT NULL CHECK (kind IN ('erased', 'altered', 'identifier')),
    hash      BLOB NOT NULL,
    request   TEXT NOT NULL,
    erased_on TEXT,                           -- ISO date; NULL until the erasure has been carried out
    until     TEXT,                           -- last day on which a backup may hold it; NULL if nobody says
    PRIMARY KEY (dataset, field, kind, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX pending_of ON pending (request);

-- To whom nothing is advertised (Art. 21(3)).
CREATE TABLE suppressed (
    kind    TEXT NOT NULL CHECK (kind IN ('email', 'phone', 'number')),
    hash    BLOB NOT NULL,
    since   TEXT NOT NULL,                    -- ISO date
    source  TEXT NOT NULL CHECK (source IN ('objection', 'import')),
    request TEXT,
    PRIMARY KEY (kind, hash)
) STRICT, WITHOUT ROWID;

-- What a person objected to (Art. 21, 22), and what came of it.
CREATE TABLE opposed (
    request    TEXT NOT NULL,
    activity   TEXT NOT NULL,                 -- name in the policy
    kind       TEXT NOT NULL CHECK (kind IN ('marketing', 'interest', 'automated')),
    made_on    TEXT NOT NULL,                 -- ISO date
    outcome    TEXT CHECK (outcome IN ('stopped', 'grounds', 'looked_at')),
    decided_on TEXT,
    decided_by TEXT,
    reasons    TEXT,                          -- weighed by whoever decided; says nothing about who objected
    PRIMARY KEY (request, activity, kind)
) STRICT, WITHOUT ROWID;

-- Recipients that have to hear of an erasure, a correction or a restriction (Art. 19), and what they answered.
CREATE TABLE told (
    request     TEXT NOT NULL,
    recipient   TEXT NOT NULL,                -- name in the policy
    about       TEXT NOT NULL CHECK (about IN ('erased', 'rectified', 'restricted', 'lifted')),
    known_on    TEXT NOT NULL,                -- ISO date, as below: when it was seen that it has to be told
    told_on     TEXT,
    answer_by   TEXT,
    answered_on TEXT,
    outcome     TEXT CHECK (outcome IN ('done', 'nothing_held', 'not_done', 'impossible')),
    PRIMARY KEY (request, recipient, about)
) STRICT, WITHOUT ROWID;
