-- The register: whom the organisation, and each of its customers, deals with. `tenant` is a customer, or 0 for the
-- organisation itself. Every personal value is in `sealed`, under a key of the party's own that lies in the key store;
-- ids, kinds, dates and states are plain, so that retention can count in them. Purposes, bases and recipients are the
-- policy's: `activity` names it.

CREATE TABLE party (
    tenant       BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    kind         TEXT COLLATE "C" NOT NULL CHECK (kind IN ('customer', 'contact', 'supplier', 'partner')),
    role         TEXT COLLATE "C" NOT NULL CHECK (role IN ('controller', 'processor', 'sub_processor', 'subject', 'recipient')),
    belongs_to   BIGINT,                     -- the party that a contact speaks for
    since        TEXT COLLATE "C",                        -- ISO date, as all below
    left_on      TEXT COLLATE "C",
    last_contact TEXT COLLATE "C",
    merged_into  BIGINT,                     -- a duplicate: its data went there, its key is gone
    sealed       BYTEA,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, belongs_to) REFERENCES party (tenant, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (tenant, merged_into) REFERENCES party (tenant, id) DEFERRABLE INITIALLY DEFERRED,
    CHECK ((merged_into IS NULL) = (sealed IS NOT NULL))
);
CREATE INDEX party_of ON party (tenant, belongs_to) WHERE belongs_to IS NOT NULL;
CREATE INDEX party_merged ON party (tenant, merged_into) WHERE merged_into IS NOT NULL;

-- What has no system of its own.
CREATE TABLE entry (
    tenant   BIGINT NOT NULL,
    id       BIGINT NOT NULL,
    party    BIGINT NOT NULL,
    kind     TEXT COLLATE "C" NOT NULL CHECK (kind IN ('note', 'call', 'sms', 'credential', 'binder', 'printed', 'quote', 'phone_place', 'calendar_place')),
    at       TEXT COLLATE "C" NOT NULL,                   -- ISO date of the event
    activity TEXT COLLATE "C" NOT NULL,                   -- name in the policy
    source   TEXT COLLATE "C" NOT NULL CHECK (source IN ('subject', 'customer', 'staff', 'system', 'third_party')),
    due      TEXT COLLATE "C",
    state    TEXT COLLATE "C" CHECK (state IN ('open', 'won', 'lost', 'done')),
    sealed   BYTEA NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, party) REFERENCES party (tenant, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX entry_of ON entry (tenant, party, id);

CREATE TABLE agreement (
    tenant        BIGINT NOT NULL,
    id            BIGINT NOT NULL,
    party         BIGINT NOT NULL,
    kind          TEXT COLLATE "C" NOT NULL CHECK (kind IN ('service', 'dpa', 'instruction', 'publication')),
    mode          TEXT COLLATE "C" NOT NULL CHECK (mode IN ('standard', 'negotiated', 'own_instruction')),
    version       BIGINT NOT NULL,           -- 1, 2 … along a chain of `supersedes`
    text_hash     BYTEA NOT NULL,              -- SHA-256 of the text that was agreed
    state         TEXT COLLATE "C" NOT NULL CHECK (state IN ('drafted', 'offered', 'accepted', 'ended', 'settled', 'superseded', 'withdrawn')),
    drafted_on    TEXT COLLATE "C" NOT NULL,
    offered_on    TEXT COLLATE "C",
    accepted_on   TEXT COLLATE "C",
    starts_on     TEXT COLLATE "C",
    first_paid_on TEXT COLLATE "C",
    ended_on      TEXT COLLATE "C",                       -- its last day
    settled_on    TEXT COLLATE "C",
    supersedes    BIGINT,
    sealed        BYTEA,                       -- who accepted, from where
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, party) REFERENCES party (tenant, id) DEFERRABLE INITIALLY DEFERRED,
    CHECK ((accepted_on IS NULL) = (sealed IS NULL) AND (accepted_on IS NULL) = (starts_on IS NULL)),
    CHECK (state NOT IN ('accepted', 'ended', 'settled', 'superseded') OR accepted_on IS NOT NULL),
    CHECK (state NOT IN ('ended', 'settled', 'superseded') OR ended_on IS NOT NULL),
    CHECK ((state = 'settled') = (settled_on IS NOT NULL))
);
CREATE INDEX agreement_of ON agreement (tenant, party, kind);

-- A customer's own period for a dataset.
CREATE TABLE setting (
    tenant  BIGINT NOT NULL,
    dataset TEXT COLLATE "C" NOT NULL,
    period  TEXT COLLATE "C" NOT NULL,
    agreed  TEXT COLLATE "C" NOT NULL,                    -- ISO date
    PRIMARY KEY (tenant, dataset)
);

-- Who did what, when and why. No personal data: the actor is a keyed commitment.
CREATE TABLE access (
    tenant BIGINT NOT NULL,
    id     BIGINT NOT NULL,
    at     TEXT COLLATE "C" NOT NULL,                     -- RFC 3339
    actor  BYTEA NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    kind   TEXT COLLATE "C" NOT NULL,
    record BIGINT,                           -- the one record it was about
    rows   BIGINT NOT NULL,
    why    TEXT COLLATE "C" NOT NULL,                     -- name in the policy
    PRIMARY KEY (tenant, id)
);

-- Even a statement without WHERE sees one tenant: that of `SET LOCAL gallra.tenant`, and without it none. `every` is for
-- moving the state and for its owner's own retention. It guards against a forgotten condition, not against who writes SQL.
DO $$
DECLARE name TEXT;
BEGIN
    FOREACH name IN ARRAY ARRAY['party', 'entry', 'agreement', 'setting', 'access'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format(
            'CREATE POLICY one_tenant ON %I USING (current_setting(''gallra.tenant'', true) IN (''every'', tenant::text))', name);
    END LOOP;
END $$;

-- The key store's tables are made by its own migrations.
CREATE SCHEMA IF NOT EXISTS gallra_keys;
