-- Entries are counted as they get their positions; those of before are counted once, by the sequencer.
ALTER TABLE ledger.tree ADD COLUMN counted bigint NOT NULL DEFAULT 0;
CREATE TABLE ledger.count (lies date, lot smallint, month text, event text, part text, entries bigint NOT NULL, PRIMARY KEY (lies, lot, month, event, part));
DROP FUNCTION ledger.tree_locked();
DROP FUNCTION ledger.grow(text, uuid, jsonb, bigint, bigint, bytea, date[], integer[], bigint[], bigint[], integer[], bigint[], bytea[], bytea[]);
