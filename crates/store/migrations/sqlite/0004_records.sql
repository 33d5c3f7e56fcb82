-- What is said of records beside their content: until when they are handed out, objections, decisions by machines, sharing,
-- access, source, category. Decision 15.

-- What an entry brought along when it was made: its last day, and names of the policy: objections, decisions, sharing,
-- access, source, category, each list ended by `;`, `!` for a list of none.
ALTER TABLE entry ADD COLUMN until TEXT;
ALTER TABLE entry ADD COLUMN marks TEXT;
CREATE INDEX entry_for ON entry (tenant, activity, id);

-- What was said later, of all that an activity has, of all that is about a party, or of one entry: a row for each of these
-- and each field. Of several that reach a record the highest `seq` counts; an entry's own have its id.
CREATE TABLE mark (
    tenant   INTEGER NOT NULL,
    level    TEXT NOT NULL CHECK (level IN ('activity', 'party', 'entry')),
    activity TEXT NOT NULL,      -- name in the policy; '' at the other levels
    record   INTEGER NOT NULL,                -- a party or an entry; 0 for an activity
    field    TEXT NOT NULL CHECK (field IN ('until', 'objections', 'decisions', 'sharing', 'access', 'source', 'category')),
    seq      INTEGER NOT NULL,                -- from the same row of numbers as the ids
    value    TEXT,               -- names of the policy, or an ISO date; '' for none
    sealed   BLOB,                          -- somebody's words
    PRIMARY KEY (tenant, level, activity, record, field),
    CHECK ((level = 'activity') = (activity <> '') AND (level = 'activity') = (record = 0)),
    CHECK ((value IS NULL) <> (sealed IS NULL) AND (level <> 'activity' OR sealed IS NULL))
) STRICT, WITHOUT ROWID;

