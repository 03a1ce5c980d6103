-- A sign-in at the company's provider is no proof: such a session has none yet.
ALTER TABLE live.handler_session ALTER COLUMN proved DROP NOT NULL;
UPDATE live.handler_session SET proved = NULL WHERE company;
DROP FUNCTION live.session_begin(uuid, uuid, bytea, text, uuid, integer, timestamptz, timestamptz, integer, bytea, integer);
DROP FUNCTION live.office_prove(bytea, timestamptz);
DROP FUNCTION live.office_prove_by(bytea, bytea, bytea, timestamptz, timestamptz, ledger.entry);
-- Who lets a release out is whose grant it is.
DROP FUNCTION live.release_step(uuid, text, text, integer, bigint, bigint, text, ledger.entry);
ALTER TABLE live.twin ADD COLUMN digest jsonb;
DROP FUNCTION live.twin_look(uuid, integer, json, ledger.entry), live.twin_page(integer, timestamptz, uuid, uuid, integer);
-- A BI tool reads figures in a database of their own.
DROP VIEW bi.people_by_month, bi.people_by_value;
DROP SCHEMA bi;
-- What is asked for is counted before it is read.
CREATE TABLE live.read_asked (
    reader   text NOT NULL,
    slot     timestamptz NOT NULL,
    night    boolean NOT NULL,
    people   integer NOT NULL,
    unmasked integer NOT NULL,
    marks    integer[] NOT NULL,
    PRIMARY KEY (reader, slot)
);
-- A handler and the officer that they became are one reader.
INSERT INTO live.read_count AS c (actor, slot, night, people, unmasked)
SELECT 'handler:' || split_part(o.actor, ':', 2), o.slot, o.night, o.people, o.unmasked FROM live.read_count o WHERE o.actor LIKE 'officer:%'
ON CONFLICT (actor, slot) DO UPDATE SET people = c.people + excluded.people, unmasked = c.unmasked + excluded.unmasked;
DELETE FROM live.read_count WHERE actor LIKE 'officer:%';
UPDATE live.pause o SET actor = 'handler:' || split_part(o.actor, ':', 2)
 WHERE o.actor LIKE 'officer:%' AND (o.lifted IS NOT NULL OR NOT EXISTS (
       SELECT 1 FROM live.pause p WHERE p.actor = 'handler:' || split_part(o.actor, ':', 2) AND p.lifted IS NULL));
