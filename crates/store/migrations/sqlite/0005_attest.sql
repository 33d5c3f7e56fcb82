-- What an attestation was made for, certificates as evidence; what is struck off an index; what customers were told of
-- sub-processors, and who objected.

-- A task is about a dataset of an activity; a duty about a role, a recipient or nothing more, which stands in `dataset`.
ALTER TABLE attestation ADD COLUMN kind TEXT NOT NULL DEFAULT 'task' CHECK (kind IN ('task', 'duty'));
-- The promise as the policy stated it then. '' on those from before this was kept: nobody knows what they were made for.
ALTER TABLE attestation ADD COLUMN rule TEXT NOT NULL DEFAULT '';
ALTER TABLE attestation ADD COLUMN document BLOB;              -- SHA-256 of the certificate's file, if one was given

-- Rows that are about to be struck off an index. Gone as soon as it is known whether they were.
CREATE TABLE striking (
    activity TEXT NOT NULL,
    dataset  TEXT NOT NULL,
    at       TEXT NOT NULL,                   -- RFC 3339
    rows     INTEGER NOT NULL,
    before   BLOB NOT NULL,                   -- HMAC of the index as it was, and as it is without them
    after    BLOB NOT NULL,
    PRIMARY KEY (activity, dataset)
) STRICT, WITHOUT ROWID;

-- A list of sub-processors that customers were told of. No personal data.
CREATE TABLE notice (
    id           INTEGER PRIMARY KEY,
    at           TEXT NOT NULL,               -- RFC 3339
    announced_on TEXT NOT NULL,               -- ISO date, as below
    window_ends  TEXT NOT NULL,               -- the last day for objections
    known        INTEGER NOT NULL CHECK (known IN (0, 1)), -- 1: nobody was written to, the agreements name them
    customers    INTEGER NOT NULL,
    letter       TEXT NOT NULL                -- what the letters said, without who they were to
) STRICT;

-- What it said of each recipient that was new, other than before, or gone.
CREATE TABLE notice_of (
    notice    INTEGER NOT NULL REFERENCES notice (id),
    recipient TEXT NOT NULL,                  -- name in the policy
    change    TEXT NOT NULL CHECK (change IN ('added', 'changed', 'removed')),
    terms     TEXT NOT NULL,                  -- JSON: registered name, country, transfer, activities
    PRIMARY KEY (notice, recipient)
) STRICT, WITHOUT ROWID;

-- Who was told: customers by their number in the organisation's register, and nothing else of them.
CREATE TABLE informed (
    notice INTEGER NOT NULL REFERENCES notice (id),
    party  INTEGER NOT NULL,
    PRIMARY KEY (notice, party)
) STRICT, WITHOUT ROWID;

-- Who objected. What they said is an entry in the register, under the customer's own key.
CREATE TABLE objection (
    entry      INTEGER PRIMARY KEY,              -- in the organisation's register
    recipient  TEXT NOT NULL,
    party      INTEGER NOT NULL,
    made_on    TEXT NOT NULL,                 -- ISO date, as below
    late       INTEGER NOT NULL CHECK (late IN (0, 1)), -- 1: after the window had passed
    settled_on TEXT                           -- withdrawn or agreed upon; NULL while open
) STRICT;
CREATE INDEX objection_of ON objection (recipient, party);
