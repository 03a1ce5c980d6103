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
-- Who acts is whose grant it is: no statement takes a name beside it.
DROP FUNCTION live.officer_word(integer, timestamptz),
    live.alert_see(integer, text, ledger.entry),
    live.asked_collect(uuid, text, boolean, text, uuid, integer, date, text, text, text, json, ledger.entry, uuid, integer, boolean, integer[], uuid, integer, integer, integer[], integer[], integer, bytea, bytea[], integer, integer, integer, timestamptz, boolean, json, integer, ledger.entry),
    live.asked_file(uuid, uuid, text, boolean, text, uuid, integer, uuid, date, text, text, text, json, ledger.entry),
    live.asked_freeze(boolean, text, integer, uuid, date, text, text, text, json, ledger.entry, uuid, uuid, integer, integer, uuid, integer[], integer, ledger.entry),
    live.asked_step(uuid, uuid, text, date, bytea, text, integer, text, integer, ledger.entry),
    live.bar_lift(text, text, integer, ledger.entry),
    live.breach_open(uuid, timestamptz, text, bytea, boolean, ledger.entry),
    live.campaign_step(uuid, text, text, ledger.entry),
    live.campaign_write(uuid, integer, integer, text, text, text, ledger.entry),
    live.case_bar(json, timestamptz, uuid, text, text, ledger.entry, uuid, integer, integer, ledger.entry),
    live.case_collect(text, text, date, text, text, ledger.entry, uuid, integer, boolean, integer[], uuid, integer, integer, integer[], integer[], integer, bytea, bytea[], integer, integer, integer, timestamptz, boolean, json, integer, ledger.entry),
    live.case_correct(text, text, ledger.entry, integer, boolean, timestamptz, ledger.entry, uuid, uuid, integer, integer, uuid, boolean, integer, integer, integer[], integer[], bytea, bytea[], json, boolean, integer[], integer, ledger.entry),
    live.case_guard(text, uuid, uuid, text),
    live.case_happen(text, text, ledger.entry, uuid, uuid, integer, integer, integer, boolean, timestamptz, boolean, integer, ledger.entry),
    live.case_judge(uuid, uuid, text, bytea, text, integer, timestamptz),
    live.case_leave(uuid, text, text, ledger.entry, uuid, integer, integer, ledger.entry),
    live.case_offers(uuid, uuid, text),
    live.case_step(uuid, uuid, text, bytea, bytea, bytea, date, bytea, text, integer, ledger.entry),
    live.case_stepped(uuid, uuid, text, bytea, bytea, bytea, date, bytea, text, integer, ledger.entry),
    live.case_suspect(uuid, uuid, text, date, text, text, jsonb, ledger.entry),
    live.case_take(uuid, uuid, text, text, text, integer, ledger.entry),
    live.case_thaw(uuid, uuid, text, text, integer, jsonb, ledger.entry),
    live.cases_second(text, text[], text, integer),
    live.consent_request_open(uuid, text, integer, text, text, date, text, ledger.entry),
    live.contract_add(text, integer, uuid, date, date, text, bytea, bytea, text, ledger.entry),
    live.demand_keep_secret(uuid, bytea, text, integer, ledger.entry),
    live.demand_open(uuid, integer, integer, text, text, bytea, bytea, text, ledger.entry),
    live.demand_step(uuid, text, text, text, integer, bytea, json, ledger.entry),
    live.demand_tell(uuid, date, date, bytea, text, integer, ledger.entry),
    live.deputies(timestamptz, boolean),
    live.deputy_end(uuid, text, integer, ledger.entry),
    live.deputy_name(uuid, text, text, integer, date, date, timestamptz, timestamptz, boolean, ledger.entry),
    live.grant_give(text, text, integer[], integer[], integer[], integer[], integer[], integer[], integer[], timestamptz, integer, ledger.entry),
    live.grant_revoke(integer, text, integer, ledger.entry),
    live.handler_change(text, text, bytea, text, integer, ledger.entry),
    live.handler_enter(text, text, bytea, date, text, ledger.entry),
    live.handler_leave(text, text, integer, ledger.entry),
    live.house_case_file(uuid, text, text, text, text, date, text, text, text, bytea, bytea, bytea, text, ledger.entry),
    live.move_begin(uuid, text, text, date, text, integer, ledger.entry),
    live.move_step(uuid, text, bytea, bytea, bytea, date, bytea, text, integer, ledger.entry),
    live.paper_destroy(uuid, text, date, text, text, boolean, date, uuid, uuid, ledger.entry),
    live.paper_enter(uuid, integer, text, text, date, date, date, boolean, text, ledger.entry),
    live.paper_move(uuid, text, text, text, date, ledger.entry),
    live.plan_approve(integer, text, date, ledger.entry),
    live.plan_save(integer, bytea, text, jsonb, text, ledger.entry),
    live.receiver_certificate_set(text, integer, text, text, ledger.entry),
    live.release_open(uuid, text, integer, integer, integer, integer[], integer[], integer, text, date, text, ledger.entry),
    live.review_make(uuid, date, date, text, bytea, ledger.entry),
    live.review_write(uuid, bytea, bytea, text, ledger.entry);
-- What was put together for who asked to see it.
ALTER TABLE live.asked ADD COLUMN compared integer[], ADD COLUMN shown timestamptz, ADD COLUMN mailed uuid;
DROP FUNCTION live.asked_desk(uuid, uuid);
-- What was given by a mail that came back is open again.
INSERT INTO live.register_step VALUES
    ('request', 'answer', 'returned', 'answered', 'desk', 'words-suffice', true, false),
    ('request', 'do', 'returned', 'done', 'desk', 'carried-out', true, false),
    ('request', 'refuse', 'returned', 'refused', 'desk', '', true, false),
    ('request', 'cancel', 'returned', 'withdrawn', 'person', '', true, false),
    ('request', 'cancel', 'returned', 'withdrawn', 'desk', '', true, false);
-- An open record says who the other party of an order is.
DROP FUNCTION live.open_page(integer, boolean, uuid[], uuid[], timestamptz, timestamptz, text, boolean, timestamptz, uuid, integer, integer, ledger.entry);
UPDATE live.campaign SET writer = split_part(writer, ':', 2) WHERE strpos(writer, ':') > 0;
UPDATE live.campaign SET releaser = split_part(releaser, ':', 2) WHERE strpos(releaser, ':') > 0;
-- What one officer does alone is looked at once there is another.
INSERT INTO live.register VALUES ('alone', '', '3 years');
INSERT INTO live.register_step VALUES
    ('alone', 'file', '', 'done', 'desk', '', false, false),
    ('alone', 'look', 'done', 'seen', 'officer', 'never-alone', true, false);
-- Who reported an impersonation is told the outcome.
INSERT INTO live.register VALUES ('impersonation-outcome', '', '7 days');
INSERT INTO live.register_step VALUES
    ('impersonation-outcome', 'file', '', 'open', 'desk', '', false, false),
    ('impersonation-outcome', 'told', 'open', 'told', 'officer', '', true, false);
-- What is known of a person has one account.
DROP FUNCTION live.records_of(uuid), live.gone_of(uuid), live.status_of(uuid, integer, uuid, timestamptz), live.show(uuid, uuid[], ledger.entry),
    live.page_of(uuid, integer[], integer[], uuid[], boolean, integer, integer),
    live.counted_of(uuid, uuid[], boolean, timestamptz, timestamptz, integer[]);
-- A mail that came back stops others.
ALTER TABLE live.doubt ADD COLUMN returned integer NOT NULL DEFAULT 0;
-- What was handed over stays listed while anything of its person rests.
DROP FUNCTION live.forget(uuid, ledger.entry);
ALTER TABLE live.demand_part DROP CONSTRAINT demand_part_subject_fkey;
ALTER TABLE live.telling_line DROP CONSTRAINT telling_line_subject_fkey;
-- Who lies where is the house's list, of which copies follow to each server; people move while nobody has the house open. A further server's own
-- list goes, and comes from the house's with `jikim distribute`, which finds what a move left that was cut off.
DROP FUNCTION live.lies_closed(), live.lies_so(text), live.stand_here(uuid[]), live.stays(uuid);
CREATE TABLE live.this_server (one boolean PRIMARY KEY DEFAULT true CHECK (one), name text NOT NULL);
INSERT INTO live.this_server SELECT true, min(l.server) FROM live.lies l WHERE l.own OR l.closed HAVING min(l.server) IS NOT NULL;
DELETE FROM live.lies WHERE NOT EXISTS (SELECT 1 FROM live.this_server t WHERE t.name = 'live');
ALTER TABLE live.lies DROP COLUMN own, DROP COLUMN closed, ADD COLUMN moves boolean NOT NULL DEFAULT false;
-- How often something happened is counted by the ledger alone.
DROP FUNCTION live.prove_sources(), live.prove_requests(date), live.prove_complaints(date), live.prove_frozen(timestamptz), live.prove_suspicions(timestamptz);
DROP FUNCTION live.prove_outbox(timestamptz), live.prove_registers(date, timestamptz);
