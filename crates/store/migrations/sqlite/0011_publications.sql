-- What was published: documents whose files lie in the output's archive, and what they promise, to compare the next with.
CREATE TABLE publication (
    id           INTEGER PRIMARY KEY,            -- 1, and one more for each that follows
    at           TEXT NOT NULL,             -- RFC 3339
    published_on TEXT NOT NULL,             -- ISO date: the day that the documents bear
    policy       TEXT NOT NULL,             -- hash of the policy
    meaning      TEXT NOT NULL              -- JSON: what the documents promise; nothing that they do not tell
) STRICT;

CREATE TABLE published (
    publication INTEGER NOT NULL REFERENCES publication (id),
    what        TEXT NOT NULL,              -- notice, instruction, …
    language    TEXT NOT NULL,
    form        TEXT NOT NULL,              -- html, md, …
    version     TEXT NOT NULL,
    sha256      TEXT NOT NULL,              -- of the file
    PRIMARY KEY (publication, what, language, form)
) STRICT;
