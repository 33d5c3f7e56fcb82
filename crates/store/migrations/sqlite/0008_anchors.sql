-- What a policy counts from in the register, computed from the columns that say it. `started`: an agreement begins with its
-- first day or the first paid invoice, whichever was earlier. `of_…`: whose agreement of that kind it is, if it ever was in
-- force; the party that has one finds it by this column.
ALTER TABLE agreement ADD COLUMN started TEXT
    GENERATED ALWAYS AS (min(coalesce(starts_on, first_paid_on), coalesce(first_paid_on, starts_on))) VIRTUAL;
ALTER TABLE agreement ADD COLUMN of_service INTEGER
    GENERATED ALWAYS AS (CASE WHEN kind = 'service' AND state IN ('accepted', 'ended', 'settled') THEN party END) VIRTUAL;
ALTER TABLE agreement ADD COLUMN of_dpa INTEGER
    GENERATED ALWAYS AS (CASE WHEN kind = 'dpa' AND state IN ('accepted', 'ended', 'settled') THEN party END) VIRTUAL;
ALTER TABLE agreement ADD COLUMN of_instruction INTEGER
    GENERATED ALWAYS AS (CASE WHEN kind = 'instruction' AND state IN ('accepted', 'ended', 'settled') THEN party END) VIRTUAL;
ALTER TABLE agreement ADD COLUMN of_publication INTEGER
    GENERATED ALWAYS AS (CASE WHEN kind = 'publication' AND state IN ('accepted', 'ended', 'settled') THEN party END) VIRTUAL;
CREATE INDEX agreement_of_service ON agreement (tenant, of_service) WHERE of_service IS NOT NULL;
CREATE INDEX agreement_of_dpa ON agreement (tenant, of_dpa) WHERE of_dpa IS NOT NULL;
CREATE INDEX agreement_of_instruction ON agreement (tenant, of_instruction) WHERE of_instruction IS NOT NULL;
CREATE INDEX agreement_of_publication ON agreement (tenant, of_publication) WHERE of_publication IS NOT NULL;
