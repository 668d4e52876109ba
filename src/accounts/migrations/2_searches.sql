-- What was searched for in vain, or only found after a word was corrected: how often on which day,
-- counted in days since 1970. Nothing tells who searched.
CREATE TABLE searches (
    query TEXT NOT NULL,
    corrected TEXT NOT NULL,
    day BIGINT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (query, corrected, day)
);
CREATE INDEX searches_day ON searches (day);
