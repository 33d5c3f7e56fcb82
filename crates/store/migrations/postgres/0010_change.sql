-- What changes a person's data without erasing it, and what keeps an erasure erased. No personal data: every hash is keyed
-- with a key that lies in the state folder and not in here, 128 bits of HMAC-SHA-256.

-- A restriction (GDPR Art. 18) is a hold of the records that one request is about.
ALTER TABLE hold ADD COLUMN kind TEXT COLLATE "C" NOT NULL DEFAULT 'claim' CHECK (kind IN ('claim', 'restriction'));
ALTER TABLE hold ADD COLUMN request TEXT COLLATE "C";     -- number of the request
ALTER TABLE hold ADD COLUMN told_on TEXT COLLATE "C";     -- ISO date: the person was told that it will be lifted (Art. 18(3))
CREATE TABLE restricted (
    hold TEXT COLLATE "C" NOT NULL REFERENCES hold (id),
    hash BYTEA NOT NULL,                       -- of a key in the hold's column
    PRIMARY KEY (hold, hash)
);

-- A value that is put right in one column (Art. 16): the journal of its batches, and what came of it.
CREATE TABLE changed (
    request  TEXT COLLATE "C" NOT NULL,
    dataset  TEXT COLLATE "C" NOT NULL,
    field    TEXT COLLATE "C" NOT NULL,
    state    TEXT COLLATE "C" NOT NULL CHECK (state IN ('intended', 'finished')),
    rows     BIGINT NOT NULL,
    open     TEXT COLLATE "C",                            -- JSON: the batch at hand; gone as soon as its fate is known
    at       TEXT COLLATE "C" NOT NULL,                   -- RFC 3339
    PRIMARY KEY (request, dataset, field)
);

-- What was erased, so that it can be told when it comes back. Gone when the last backup that may hold it is.
CREATE TABLE pending (
    dataset   TEXT COLLATE "C" NOT NULL,
    field     TEXT COLLATE "C" NOT NULL,                  -- column; the key's columns with commas between them
    kind      TEXT COLLATE "C" NOT NULL CHECK (kind IN ('erased', 'altered', 'identifier')),
    hash      BYTEA NOT NULL,
    request   TEXT COLLATE "C" NOT NULL,
    erased_on TEXT COLLATE "C",                           -- ISO date; NULL until the erasure has been carried out
    until     TEXT COLLATE "C",                           -- last day on which a backup may hold it; NULL if nobody says
    PRIMARY KEY (dataset, field, kind, hash)
);
CREATE INDEX pending_of ON pending (request);

-- To whom nothing is advertised (Art. 21(3)).
CREATE TABLE suppressed (
    kind    TEXT COLLATE "C" NOT NULL CHECK (kind IN ('email', 'phone', 'number')),
    hash    BYTEA NOT NULL,
    since   TEXT COLLATE "C" NOT NULL,                    -- ISO date
    source  TEXT COLLATE "C" NOT NULL CHECK (source IN ('objection', 'import')),
    request TEXT COLLATE "C",
    PRIMARY KEY (kind, hash)
);

-- What a person objected to (Art. 21, 22), and what came of it.
CREATE TABLE opposed (
    request    TEXT COLLATE "C" NOT NULL,
    activity   TEXT COLLATE "C" NOT NULL,                 -- name in the policy
    kind       TEXT COLLATE "C" NOT NULL CHECK (kind IN ('marketing', 'interest', 'automated')),
    made_on    TEXT COLLATE "C" NOT NULL,                 -- ISO date
    outcome    TEXT COLLATE "C" CHECK (outcome IN ('stopped', 'grounds', 'looked_at')),
    decided_on TEXT COLLATE "C",
    decided_by TEXT COLLATE "C",
    reasons    TEXT COLLATE "C",                          -- weighed by whoever decided; says nothing about who objected
    PRIMARY KEY (request, activity, kind)
);

-- Recipients that have to hear of an erasure, a correction or a restriction (Art. 19), and what they answered.
CREATE TABLE told (
    request     TEXT COLLATE "C" NOT NULL,
    recipient   TEXT COLLATE "C" NOT NULL,                -- name in the policy
    about       TEXT COLLATE "C" NOT NULL CHECK (about IN ('erased', 'rectified', 'restricted', 'lifted')),
    known_on    TEXT COLLATE "C" NOT NULL,                -- ISO date, as below: when it was seen that it has to be told
    told_on     TEXT COLLATE "C",
    answer_by   TEXT COLLATE "C",
    answered_on TEXT COLLATE "C",
    outcome     TEXT COLLATE "C" CHECK (outcome IN ('done', 'nothing_held', 'not_done', 'impossible')),
    PRIMARY KEY (request, recipient, about)
);
