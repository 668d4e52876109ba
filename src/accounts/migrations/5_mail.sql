-- Where the owner of an account is reached by mail, if they say so. `address` was confirmed by a link and
-- is empty until then; `waiting` is one that a link was asked for, and `folded` is the confirmed one in small
-- letters, by which whoever forgot a password is found. Commits carry another address.
CREATE TABLE mail_addresses (
    account TEXT PRIMARY KEY REFERENCES accounts (id),
    address TEXT NOT NULL,
    folded TEXT NOT NULL,
    waiting TEXT NOT NULL,
    language TEXT NOT NULL
);
CREATE INDEX mail_addresses_folded ON mail_addresses (folded);

-- Links that go by mail alone: to confirm an address, or to choose a password that was forgotten.
CREATE TABLE mail_links (
    hash TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id),
    purpose TEXT NOT NULL,
    address TEXT NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX mail_links_account ON mail_links (account);

-- Where the link of an invitation was mailed to; empty where it was shown.
ALTER TABLE invites ADD COLUMN mailed TEXT NOT NULL DEFAULT '';

-- What is to be mailed. A letter is written when it goes out, so that no secret lies here. `account` is empty
-- where an address was typed that may be nobody's. `claimed` is when a server took it to send it; 0: nobody.
CREATE TABLE letters (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    account TEXT NOT NULL,
    address TEXT NOT NULL,
    language TEXT NOT NULL,
    detail TEXT NOT NULL,
    created BIGINT NOT NULL,
    due BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    claimed BIGINT NOT NULL
);
CREATE INDEX letters_due ON letters (due);
