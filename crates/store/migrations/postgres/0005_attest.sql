-- What an attestation was made for, certificates as evidence; what is struck off an index; what customers were told of
-- sub-processors, and who objected.

-- A task is about a dataset of an activity; a duty about a role, a recipient or nothing more, which stands in `dataset`.
ALTER TABLE attestation ADD COLUMN kind TEXT COLLATE "C" NOT NULL DEFAULT 'task' CHECK (kind IN ('task', 'duty'));
-- The promise as the policy stated it then. '' on those from before this was kept: nobody knows what they were made for.
ALTER TABLE attestation ADD COLUMN rule TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE attestation ADD COLUMN document BYTEA;              -- SHA-256 of the certificate's file, if one was given

-- Rows that are about to be struck off an index. Gone as soon as it is known whether they were.
CREATE TABLE striking (
    activity TEXT COLLATE "C" NOT NULL,
    dataset  TEXT COLLATE "C" NOT NULL,
    at       TEXT COLLATE "C" NOT NULL,                   -- RFC 3339
    rows     BIGINT NOT NULL,
    before   BYTEA NOT NULL,                   -- HMAC of the index as it was, and as it is without them
    after    BYTEA NOT NULL,
    PRIMARY KEY (activity, dataset)
);

-- A list of sub-processors that customers were told of. No personal data.
CREATE TABLE notice (
    id           BIGINT PRIMARY KEY,
    at           TEXT COLLATE "C" NOT NULL,               -- RFC 3339
    announced_on TEXT COLLATE "C" NOT NULL,               -- ISO date, as below
    window_ends  TEXT COLLATE "C" NOT NULL,               -- the last day for objections
    known        BIGINT NOT NULL CHECK (known IN (0, 1)), -- 1: nobody was written to, the agreements name them
    customers    BIGINT NOT NULL,
    letter       TEXT COLLATE "C" NOT NULL                -- what the letters said, without who they were to
);

-- What it said of each recipient that was new, other than before, or gone.
CREATE TABLE notice_of (
    notice    BIGINT NOT NULL REFERENCES notice (id),
    recipient TEXT COLLATE "C" NOT NULL,                  -- name in the policy
    change    TEXT COLLATE "C" NOT NULL CHECK (change IN ('added', 'changed', 'removed')),
    terms     TEXT COLLATE "C" NOT NULL,                  -- JSON: registered name, country, transfer, activities
    PRIMARY KEY (notice, recipient)
);

-- Who was told: customers by their number in the organisation's register, and nothing else of them.
CREATE TABLE informed (
    notice BIGINT NOT NULL REFERENCES notice (id),
    party  BIGINT NOT NULL,
    PRIMARY KEY (notice, party)
);

-- Who objected. What they said is an entry in the register, under the customer's own key.
CREATE TABLE objection (
    entry      BIGINT PRIMARY KEY,              -- in the organisation's register
    recipient  TEXT COLLATE "C" NOT NULL,
    party      BIGINT NOT NULL,
    made_on    TEXT COLLATE "C" NOT NULL,                 -- ISO date, as below
    late       BIGINT NOT NULL CHECK (late IN (0, 1)), -- 1: after the window had passed
    settled_on TEXT COLLATE "C"                           -- withdrawn or agreed upon; NULL while open
);
CREATE INDEX objection_of ON objection (recipient, party);
