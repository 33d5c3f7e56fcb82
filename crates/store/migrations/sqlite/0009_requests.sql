-- What people ask for (GDPR Art. 15-22). Who asks, every move with its words, what was given and found, tasks and who did them
-- are in `sealed`, under a key of the request's own; kinds, states and days are plain, so that retention can count in them.

CREATE TABLE request (
    tenant      INTEGER NOT NULL,            -- whose data it is about: 0, or the customer that decides about it
    id          INTEGER NOT NULL,            -- the owner of its key, from the same row of numbers as parties
    number      INTEGER NOT NULL UNIQUE,     -- shown as R-1; over all tenants
    kind        TEXT NOT NULL CHECK (kind IN ('access', 'rectify', 'erase', 'restrict', 'port', 'object', 'human')),
    state       TEXT NOT NULL CHECK (state IN ('received', 'identity_asked', 'identity_verified', 'located', 'decided', 'approved', 'carried_out', 'answered', 'refused', 'withdrawn', 'forwarded')),
    received_on TEXT NOT NULL,               -- ISO date, as below
    closed_on   TEXT,
    version     INTEGER NOT NULL,            -- 1, and one more for each change
    sealed      BLOB NOT NULL,
    PRIMARY KEY (tenant, id),
    CHECK ((closed_on IS NOT NULL) = (state IN ('answered', 'refused', 'withdrawn', 'forwarded')))
) STRICT, WITHOUT ROWID;

-- The last number given out; a number never comes again, also when its request is gone.
CREATE TABLE request_count (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    last INTEGER NOT NULL
) STRICT;
