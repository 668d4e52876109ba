-- By which address an event that is held online is joined. `event` is the event's `uid`, so that the
-- address stays with it where its page moves; `everyone` is 1 where it is not for members alone.
CREATE TABLE joins (
    event TEXT PRIMARY KEY,
    address TEXT NOT NULL,
    everyone BIGINT NOT NULL
);
