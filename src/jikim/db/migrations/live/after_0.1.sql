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
