-- What another provider of identities called somebody last, and when they came in by it last.
ALTER TABLE identities ADD COLUMN shown TEXT NOT NULL DEFAULT '';
ALTER TABLE identities ADD COLUMN used BIGINT NOT NULL DEFAULT 0;
CREATE INDEX identities_account ON identities (account);

-- `claimed` is the role that a provider's claim gave, `none` where the claim has gone and nothing else
-- lets its owner in, empty where a person gave it; `given` is what a person gave before.
ALTER TABLE accounts ADD COLUMN claimed TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN given TEXT NOT NULL DEFAULT '';

-- 1 where a session began by a provider's word: it lasts a day at most.
ALTER TABLE sessions ADD COLUMN federated BIGINT NOT NULL DEFAULT 0;

-- The hashes of sign-ins at a provider that have come to their end, so that none does twice.
CREATE TABLE used_states (
    hash TEXT PRIMARY KEY,
    used BIGINT NOT NULL
);
