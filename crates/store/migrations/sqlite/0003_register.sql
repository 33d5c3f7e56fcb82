-- The register: whom the organisation, and each of its customers, deals with. `tenant` is a customer, or 0 for the
-- organisation itself. Every personal value is in `sealed`, under a key of the party's own that lies in the key store;
-- ids, kinds, dates and states are plain, so that retention can count in them. Purposes, bases and recipients are the
-- policy's: `activity` names it.

CREATE TABLE party (
    tenant       INTEGER NOT NULL,
    id           INTEGER NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('customer', 'contact', 'supplier', 'partner')),
    role         TEXT NOT NULL CHECK (role IN ('controller', 'processor', 'sub_processor', 'subject', 'recipient')),
    belongs_to   INTEGER,                     -- the party that a contact speaks for
    since        TEXT,                        -- ISO date, as all below
    left_on      TEXT,
    last_contact TEXT,
    merged_into  INTEGER,                     -- a duplicate: its data went there, its key is gone
    sealed       BLOB,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, belongs_to) REFERENCES party (tenant, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (tenant, merged_into) REFERENCES party (tenant, id) DEFERRABLE INITIALLY DEFERRED,
    CHECK ((merged_into IS NULL) = (sealed IS NOT NULL))
) STRICT;
CREATE INDEX party_of ON party (tenant, belongs_to) WHERE belongs_to IS NOT NULL;
CREATE INDEX party_merged ON party (tenant, merged_into) WHERE merged_into IS NOT NULL;

-- What has no system of its own.
CREATE TABLE entry (
    tenant   INTEGER NOT NULL,
    id       INTEGER NOT NULL,
    party    INTEGER NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('note', 'call', 'sms', 'credential', 'binder', 'printed', 'quote', 'phone_place', 'calendar_place')),
    at       TEXT NOT NULL,                   -- ISO date of the event
    activity TEXT NOT NULL,                   -- name in the policy
    source   TEXT NOT NULL CHECK (source IN ('subject', 'customer', 'staff', 'system', 'third_party')),
    due      TEXT,
    state    TEXT CHECK (state IN ('open', 'won', 'lost', 'done')),
    sealed   BLOB NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, party) REFERENCES party (tenant, id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX entry_of ON entry (tenant, party, id);

CREATE TABLE agreement (
    tenant        INTEGER NOT NULL,
    id            INTEGER NOT NULL,
    party         INTEGER NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('service', 'dpa', 'instruction', 'publication')),
    mode          TEXT NOT NULL CHECK (mode IN ('standard', 'negotiated', 'own_instruction')),
    version       INTEGER NOT NULL,           -- 1, 2 … along a chain of `supersedes`
    text_hash     BLOB NOT NULL,              -- SHA-256 of the text that was agreed
    state         TEXT NOT NULL CHECK (state IN ('drafted', 'offered', 'accepted', 'ended', 'settled', 'superseded', 'withdrawn')),
    drafted_on    TEXT NOT NULL,
    offered_on    TEXT,
    accepted_on   TEXT,
    starts_on     TEXT,
    first_paid_on TEXT,
    ended_on      TEXT,                       -- its last day
    settled_on    TEXT,
    supersedes    INTEGER,
    sealed        BLOB,                       -- who accepted, from where
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, party) REFERENCES party (tenant, id) DEFERRABLE INITIALLY DEFERRED,
    CHECK ((accepted_on IS NULL) = (sealed IS NULL) AND (accepted_on IS NULL) = (starts_on IS NULL)),
    CHECK (state NOT IN ('accepted', 'ended', 'settled', 'superseded') OR accepted_on IS NOT NULL),
    CHECK (state NOT IN ('ended', 'settled', 'superseded') OR ended_on IS NOT NULL),
    CHECK ((state = 'settled') = (settled_on IS NOT NULL))
) STRICT;
CREATE INDEX agreement_of ON agreement (tenant, party, kind);

-- A customer's own period for a dataset.
CREATE TABLE setting (
    tenant  INTEGER NOT NULL,
    dataset TEXT NOT NULL,
    period  TEXT NOT NULL,
    agreed  TEXT NOT NULL,                    -- ISO date
    PRIMARY KEY (tenant, dataset)
) STRICT, WITHOUT ROWID;

-- Who did what, when and why. No personal data: the actor is a keyed commitment.
CREATE TABLE access (
    tenant INTEGER NOT NULL,
    id     INTEGER NOT NULL,
    at     TEXT NOT NULL,                     -- RFC 3339
    actor  BLOB NOT NULL,
    action TEXT NOT NULL,
    kind   TEXT NOT NULL,
    record INTEGER,                           -- the one record it was about
    rows   INTEGER NOT NULL,
    why    TEXT NOT NULL,                     -- name in the policy
    PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
