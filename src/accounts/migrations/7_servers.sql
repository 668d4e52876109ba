-- Servers that share the database, and when each was seen last: what somebody may do is shared out.
CREATE TABLE servers (
    id TEXT PRIMARY KEY,
    seen BIGINT NOT NULL
);

-- Wrong guesses at passwords, where several servers count them together. `key` is a name, a name where
-- it was signed in to before, or a network; `last` is the time of the last guess.
CREATE TABLE guesses (
    key TEXT PRIMARY KEY,
    wrong BIGINT NOT NULL,
    last BIGINT NOT NULL
);
CREATE INDEX guesses_last ON guesses (last);
