CREATE TABLE customers (
    id     INTEGER PRIMARY KEY,
    name   TEXT NOT NULL,
    email  TEXT NOT NULL UNIQUE,
    phone  TEXT
);
CREATE TABLE agreements (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    signed_by   TEXT NOT NULL,
    started_on  TEXT NOT NULL,
    settled_on  TEXT
);
CREATE INDEX agreements_customer ON agreements (customer_id);
CREATE TABLE invoices (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    reference   TEXT NOT NULL,
    issued_on   TEXT NOT NULL,
    amount      INTEGER NOT NULL
);
CREATE INDEX invoices_issued ON invoices (issued_on);
CREATE TABLE sites (
    id           INTEGER PRIMARY KEY,
    agreement_id INTEGER NOT NULL REFERENCES agreements (id),
    domain       TEXT NOT NULL,
    contents     TEXT NOT NULL
);
CREATE TABLE site_files (
    id      INTEGER PRIMARY KEY,
    site_id INTEGER NOT NULL REFERENCES sites (id) ON DELETE CASCADE,
    path    TEXT NOT NULL
);
CREATE INDEX site_files_site ON site_files (site_id);
CREATE TABLE mail_log (
    id           INTEGER PRIMARY KEY,
    sender       TEXT NOT NULL,
    subject_line TEXT NOT NULL,
    received_at  TEXT NOT NULL
);
CREATE INDEX mail_log_received ON mail_log (received_at);
CREATE TABLE chat_log (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    nickname    TEXT,
    message     TEXT NOT NULL,
    ended_at    TEXT
);
CREATE INDEX chat_log_ended ON chat_log (ended_at);
CREATE TABLE logins (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL,
    ip          TEXT NOT NULL,
    at          INTEGER NOT NULL
);
CREATE INDEX logins_at ON logins (at);
