-- Text, whole numbers and hashes as hex only, so that every database understands it.
-- Times are seconds since 1970. `changed` is the revision of the database by which a row was written.
CREATE TABLE state (
    key TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO state (key, value) VALUES ('revision', 0);

CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    full_name TEXT NOT NULL,
    address TEXT NOT NULL,
    role TEXT NOT NULL,
    language TEXT NOT NULL,
    password TEXT NOT NULL,
    disabled BIGINT NOT NULL,
    created BIGINT NOT NULL,
    used BIGINT NOT NULL,
    removed BIGINT NOT NULL,
    changed BIGINT NOT NULL
);
CREATE INDEX accounts_changed ON accounts (changed);

-- Who somebody is at another provider of identities.
CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES accounts (id),
    created BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES accounts (id),
    created BIGINT NOT NULL,
    proven BIGINT NOT NULL,
    used BIGINT NOT NULL,
    ended BIGINT NOT NULL,
    network TEXT NOT NULL,
    agent TEXT NOT NULL,
    changed BIGINT NOT NULL
);
CREATE INDEX sessions_account ON sessions (account);
CREATE INDEX sessions_changed ON sessions (changed);

CREATE TABLE tokens (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES accounts (id),
    name TEXT NOT NULL,
    scope TEXT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    used BIGINT NOT NULL,
    ended BIGINT NOT NULL,
    changed BIGINT NOT NULL
);
CREATE INDEX tokens_account ON tokens (account);
CREATE INDEX tokens_changed ON tokens (changed);

CREATE TABLE invites (
    account TEXT PRIMARY KEY REFERENCES accounts (id),
    hash TEXT NOT NULL UNIQUE,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL
);

CREATE TABLE audit (
    number BIGINT PRIMARY KEY,
    time BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    result TEXT NOT NULL,
    network TEXT NOT NULL,
    detail TEXT NOT NULL,
    chain TEXT NOT NULL
);
CREATE INDEX audit_time ON audit (time);
CREATE INDEX audit_actor ON audit (actor);
