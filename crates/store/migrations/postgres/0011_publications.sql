-- What was published: documents whose files lie in the output's archive, and what they promise, to compare the next with.
CREATE TABLE publication (
    id           BIGINT PRIMARY KEY,            -- 1, and one more for each that follows
    at           TEXT COLLATE "C" NOT NULL,             -- RFC 3339
    published_on TEXT COLLATE "C" NOT NULL,             -- ISO date: the day that the documents bear
    policy       TEXT COLLATE "C" NOT NULL,             -- hash of the policy
    meaning      TEXT COLLATE "C" NOT NULL              -- JSON: what the documents promise; nothing that they do not tell
);

CREATE TABLE published (
    publication BIGINT NOT NULL REFERENCES publication (id),
    what        TEXT COLLATE "C" NOT NULL,              -- notice, instruction, …
    language    TEXT COLLATE "C" NOT NULL,
    form        TEXT COLLATE "C" NOT NULL,              -- html, md, …
    version     TEXT COLLATE "C" NOT NULL,
    sha256      TEXT COLLATE "C" NOT NULL,              -- of the file
    PRIMARY KEY (publication, what, language, form)
);
