-- What somebody was writing and has not saved as a page yet, and the files they chose for it. `size` is
-- what a row counts for, and stands before what is long, so that a sum does not read that.
-- The bytes of a file are the one thing that is neither text nor a number: a BLOB, elsewhere a BYTEA.
CREATE TABLE kept_texts (
    account TEXT NOT NULL REFERENCES accounts (id),
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    base TEXT NOT NULL,
    kept BIGINT NOT NULL,
    size BIGINT NOT NULL,
    message TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (account, key)
);
CREATE INDEX kept_texts_kept ON kept_texts (kept);

CREATE TABLE kept_files (
    account TEXT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    size BIGINT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (account, key, name),
    FOREIGN KEY (account, key) REFERENCES kept_texts (account, key) ON DELETE CASCADE
);
