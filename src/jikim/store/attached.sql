-- Attached records: they lie in a table that an application owns. Here are their states, freezes, holds and versions (live.record, with generation 0:
-- no key and no value), and which row each is.

CREATE TABLE live.attached (
    subject uuid NOT NULL,
    record  uuid NOT NULL,
    place   text NOT NULL,                       -- the application's table
    key     text NOT NULL,                       -- its row there
    PRIMARY KEY (subject, record)
);
-- Entries that were taken over from an application's outbox, so that one that is met again is taken once.
CREATE TABLE live.attached_taken (subject uuid NOT NULL, entry uuid NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (subject, entry));
CREATE INDEX attached_taken_at ON live.attached_taken (at);

-- Record kinds that lie in an application's database: how many were erased there by statement, and when the oldest backup that holds one of them ends.
-- Each server's own, of the people who lie there.
CREATE TABLE live.attached_kind (kind integer PRIMARY KEY, erased bigint NOT NULL DEFAULT 0, backups date);

-- Rows of somebody who left, of a kind of which nothing is kept, that no verb ever met, so many at once: named here before they go. Once they went (`at`) this is
-- the tombstone of all. `turn`: how often some of them stayed, since something still referred to them.
CREATE TABLE live.attached_batch (
    subject uuid NOT NULL,
    batch   uuid NOT NULL,
    turn    integer NOT NULL,
    kind    integer NOT NULL,
    keys    text[] NOT NULL,                     -- until they went
    records uuid[] NOT NULL,                     -- the number of each
    at      timestamptz,
    backups date,                                -- until when older backups of the application's database may hold them
    PRIMARY KEY (subject, batch)
);
CREATE INDEX attached_batch_going ON live.attached_batch (subject, batch) WHERE at IS NULL;

-- Whether the register holds a row as its dates say. Of what is no longer live it holds what it held.
CREATE FUNCTION live.row_stands(p_subject uuid, p_record uuid, p_ended timestamptz, p_over_from timestamptz, p_events jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM live.record r WHERE r.subject = p_subject AND r.record = p_record
                      AND (r.state <> 1 OR (r.ended, r.over_from, r.events) IS NOT DISTINCT FROM (p_ended, p_over_from, p_events)));
END $$;
CREATE FUNCTION live.rows_stand(p_rows json) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN NOT EXISTS (SELECT 1 FROM json_to_recordset(p_rows) AS g(subject uuid, record uuid, ended timestamptz, over_from timestamptz, events jsonb)
                        WHERE live.row_stands(g.subject, g.record, g.ended, g.over_from, g.events) IS NOT TRUE);
END $$;

-- What the application's rows say of people and records: who is new here is entered, and dates are taken over. Who left, and what went, does not come back.
-- statement attached.enter @live split rows: Rows of an application are entered by their dates, without a value.
CREATE FUNCTION live.attach(p_rows json, p_policy integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    -- Of rows that all stand here as they are, which is every use but the first, nothing is written.
    IF live.rows_stand(p_rows) THEN RETURN; END IF;
    WITH given AS MATERIALIZED (
        SELECT DISTINCT ON (g.subject, g.record) g.*
          FROM json_to_recordset(p_rows) AS g(subject uuid, subject_kind integer, record uuid, kind integer, state integer, place text, key text, channel integer,
               items text, collected timestamptz, ended timestamptz, over_from timestamptz, events jsonb)
         WHERE NOT EXISTS (SELECT 1 FROM live.tombstone t WHERE t.subject = g.subject AND t.record = g.record)
           AND NOT EXISTS (SELECT 1 FROM live.attached_batch b WHERE b.subject = g.subject AND g.record = ANY (b.records))
           AND (NOT EXISTS (SELECT 1 FROM live.departure d WHERE d.subject = g.subject) OR EXISTS (SELECT 1 FROM live.record r WHERE r.subject = g.subject))
         ORDER BY g.subject, g.record
    ), people AS (
        INSERT INTO live.subject (subject, kind, policy, joined)
        SELECT DISTINCT ON (g.subject) g.subject, g.subject_kind, p_policy, g.collected FROM given g ORDER BY g.subject, g.collected ON CONFLICT DO NOTHING
    ), entered AS (
        INSERT INTO live.record AS r (subject, record, kind, state, version, generation, policy, channel, collected, ended, over_from, events, items, head, body)
        SELECT g.subject, g.record, g.kind, g.state, 1, 0, p_policy, g.channel, g.collected, g.ended, g.over_from, g.events, g.items::integer[], '', '{}' FROM given g
        ON CONFLICT (subject, record) DO UPDATE SET state = excluded.state, ended = excluded.ended, over_from = excluded.over_from, events = excluded.events
         WHERE r.state = 1 AND (r.ended, r.over_from, r.events) IS DISTINCT FROM (excluded.ended, excluded.over_from, excluded.events)
    ), kinds AS (
        INSERT INTO live.attached_kind (kind) SELECT DISTINCT g.kind FROM given g ON CONFLICT DO NOTHING
    )
    INSERT INTO live.attached SELECT g.subject, g.record, g.place, g.key FROM given g ON CONFLICT DO NOTHING;
END $$;

-- A read of a row, by what its dates say: judged, locked and recorded by `live.use`. Nothing is answered, and nothing recorded, where the register does not hold
-- it so: it is entered first.
-- statement attached.use @live records if answered: One read of an application's row, as `use`; nothing where the register does not hold its dates.
CREATE FUNCTION live.use_row(
    p_subject uuid, p_record uuid, p_kind integer, p_policy integer, p_items integer[], p_needs integer[], p_finishes boolean, p_grant integer,
    p_ended timestamptz, p_over_from timestamptz, p_events jsonb, p_entry ledger.entry,
    OUT outcome integer, OUT policy integer, OUT version integer, OUT generation integer, OUT head bytea,
    OUT items integer[], OUT body bytea[], OUT blocker uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    IF live.row_stands(p_subject, p_record, p_ended, p_over_from, p_events) THEN
        SELECT u.* INTO outcome, policy, version, generation, head, items, body, blocker
          FROM live.use(p_subject, p_record, p_kind, p_policy, p_items, p_needs, p_finishes, p_grant, p_entry) AS u;
    END IF;
END $$;
-- Many, all or none of them, as `live.use_many` does it.
-- statement attached.use_many @live split records if answered: Many such reads, as `use_many`; nothing where the register does not hold the dates of all.
CREATE FUNCTION live.use_rows(p_dates json, p_rows json)
RETURNS TABLE (n integer, outcome integer, policy integer, version integer, generation integer, head bytea, items integer[], body bytea[], blocker uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    IF live.rows_stand(p_dates) THEN RETURN QUERY SELECT u.* FROM live.use_many(p_rows) AS u; END IF;
END $$;

-- Whether a write to an attached record may be done now: the conditions of `live.collect` and `live.correct`. A refusal is recorded here, in a commit of its own;
-- what is allowed is recorded by the application's own transaction, and taken over with it. Nothing is locked: a lock would end with this statement, before the row
-- is written. `p_met`: the record whose dates these are, of the row or (of a new one) of its person; nothing is answered where the register does not hold it so.
-- statement attached.may_write @live may record: Whether a row of an application may be written now; a refusal is recorded.
CREATE FUNCTION live.may_write(p_subject uuid, p_new boolean, p_record uuid, p_kind integer, p_policy integer, p_items integer[], p_needs integer[],
    p_consents integer[], p_channel integer, p_single boolean, p_grant integer, p_met uuid, p_ended timestamptz, p_over_from timestamptz, p_events jsonb,
    p_entry ledger.entry, OUT outcome integer, OUT policy integer, OUT blocker uuid, OUT generation integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE f record;
BEGIN
    IF p_met IS NOT NULL AND live.row_stands(p_subject, p_met, p_ended, p_over_from, p_events) IS NOT TRUE THEN RETURN; END IF;
    IF p_new THEN
        policy := live.version_at(p_entry.at);
        outcome := CASE
            WHEN policy IS DISTINCT FROM p_policy THEN {other_version}
            WHEN p_grant IS DISTINCT FROM 0 AND NOT live.grant_reaches(p_grant, p_entry.at, p_kind, p_channel, 0, p_consents) THEN {grant}
            WHEN p_needs IS DISTINCT FROM '{}' AND NOT live.meets(p_consents, p_needs) THEN {no_consent}
            ELSE {allowed} END;
        IF outcome <> {allowed} THEN RETURN; END IF;
    ELSE
        SELECT s.state, s.policy, s.consents, r.kind, r.state AS r_state, r.frozen, r.items, r.over_from, r.generation INTO f
          FROM live.subject s LEFT JOIN live.record r ON r.subject = s.subject AND r.record = p_record WHERE s.subject = p_subject;
        policy := f.policy;
        outcome := CASE
            WHEN f.state IS NULL OR p_record IS NOT NULL AND f.kind IS DISTINCT FROM p_kind THEN {gone}
            WHEN f.policy IS DISTINCT FROM p_policy THEN {other_version}
            WHEN p_grant IS DISTINCT FROM 0 AND NOT live.grant_reaches(p_grant, p_entry.at, p_kind, p_channel, 0, '{}') THEN {grant}
            WHEN f.state <> 1 THEN {left}
            WHEN p_record IS NOT NULL AND (f.r_state <> 1 OR f.over_from <= p_entry.at) THEN {ended}
            WHEN f.frozen IS NOT NULL THEN {frozen}
            WHEN (p_record IS NULL OR (p_items <@ f.items) IS NOT TRUE) AND p_needs IS DISTINCT FROM '{}' AND NOT live.meets(f.consents, p_needs) THEN {no_consent}
            WHEN p_single AND EXISTS (SELECT 1 FROM live.record r WHERE r.subject = p_subject AND r.kind = p_kind AND r.state = 1) THEN {single}
            ELSE {allowed} END;
        blocker := f.frozen; generation := f.generation;
        IF outcome <> {allowed} THEN
            PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => p_record, items => p_items, blocker => blocker);
        END IF;
    END IF;
END $$;

-- Takes over what applications' transactions recorded: the register first, then the entry under a number of whoever takes it (`anew`), once by the one that it had.
-- Answers whether all were new.
-- statement attached.take @live split rows; all records if done: What an application's transactions recorded is taken over, each entry once.
CREATE FUNCTION live.take_attached(p_rows json, p_policy integer, p_at timestamptz, OUT done boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE g record; v integer;
BEGIN
    done := true;
    FOR g IN SELECT * FROM json_to_recordset(p_rows) AS t(entry uuid, anew uuid, at timestamptz, fact text, who text, subject uuid, record uuid, deed text,
                 items text, consents text, put json) LOOP
        INSERT INTO live.attached_taken VALUES (g.subject, g.entry, p_at) ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN done := false; CONTINUE; END IF;
        IF g.put IS NOT NULL THEN PERFORM live.attach(json_build_array(g.put), p_policy); END IF;
        IF g.consents <> '{}' THEN
            UPDATE live.subject SET consents = g.consents::integer[] WHERE subject = g.subject AND state = 1 AND consents = '{}';
            IF FOUND THEN PERFORM live.consents_stand(g.subject, g.consents::integer[], g.at); END IF;
        END IF;
        IF g.deed = 'correct' THEN
            UPDATE live.record SET version = version + 1 WHERE subject = g.subject AND record = g.record AND generation = 0 RETURNING version - 1 INTO v;
            IF NOT FOUND THEN
                -- It was cut over before this was taken: whoever got what its columns held before is told.
                SELECT t.version - 1 INTO v FROM live.twin t WHERE t.subject = g.subject AND t.record = g.record AND t.cut IS NOT NULL;
            END IF;
            PERFORM live.tell_corrected(g.subject, g.record, v, g.items::integer[], p_policy, p_at);
        END IF;
        SELECT version INTO v FROM live.record WHERE subject = g.subject AND record = g.record;
        PERFORM ledger.record(ROW(g.anew, g.at, g.fact, decode(g.who, 'base64'), 0)::ledger.entry, {allowed}, subject => g.subject, record => g.record,
            version => v, items => g.items::integer[]);
    END LOOP;
END $$;
-- What was taken so long ago that no backup of the application's database holds it any more is known no longer.
-- statement attached.taken_before @live each: What was taken long ago is known no longer.
CREATE FUNCTION live.taken_before(p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.attached_taken WHERE at < p_at;
END $$;

-- Attached records of a kind whose subject left, or that are over, and that have not gone yet, of one person or (NULL) of all, page by page behind a person and a record
-- (of one: theirs): by dates and numbers alone.
-- statement attached.due @live merge subject, record: Attached records that are over and have not gone yet.
CREATE FUNCTION live.attached_due(p_now timestamptz, p_subject uuid, p_kind integer, p_finishes boolean, p_behind uuid, p_after uuid, p_limit integer)
RETURNS TABLE (subject uuid, record uuid, key text, subject_kind integer, state integer, items integer[], collected timestamptz, events jsonb, ended timestamptz,
    frozen boolean, held boolean, policy integer, subject_left timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    -- Each row's record and person are probed by their keys, in the register's order: a plan by statistics, which a person of many rows is not in, joined all to all.
    RETURN QUERY SELECT a.subject, a.record, a.key, s.kind::integer, r.state::integer, r.items, r.collected, r.events, r.ended,
           r.frozen IS NOT NULL AND s.state <> 2, r.hold IS NOT NULL, s.policy, s.left_at
      FROM live.attached a CROSS JOIN LATERAL (SELECT * FROM live.record x WHERE x.subject = a.subject AND x.record = a.record OFFSET 0) r
     CROSS JOIN LATERAL (SELECT * FROM live.subject x WHERE x.subject = a.subject OFFSET 0) s
     WHERE (a.subject, a.record) > (p_behind, p_after) AND r.kind = p_kind AND r.generation = 0 AND a.subject <= coalesce(p_subject, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
       AND (r.state = 2 OR r.over_from <= p_now OR s.state = 2 AND p_finishes IS NOT TRUE)
     ORDER BY a.subject, a.record LIMIT p_limit;
END $$;

-- INVARIANT: only what is over leaves the live side (`live.expect_over`): many attached records, locked in one order, people first.
CREATE FUNCTION live.attached_lock(p_rows json, p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM live.subject s WHERE s.subject IN (SELECT g.subject FROM json_to_recordset(p_rows) AS g(subject uuid)) ORDER BY s.subject FOR SHARE;
    PERFORM live.expect_over(f.state, f.s_state, f.over_from, p_at) FROM (
        SELECT r.state, s.state AS s_state, r.over_from FROM json_to_recordset(p_rows) AS g(subject uuid, record uuid)
          JOIN live.record r ON r.subject = g.subject AND r.record = g.record AND r.generation = 0 JOIN live.subject s ON s.subject = r.subject
         ORDER BY r.subject, r.record FOR UPDATE OF r) AS f;
END $$;
-- Erasing attached records, step 1: they are over, and what is planned for each is written down. Nothing of them lies here, so nothing is handed out.
-- `n` is a row's place in what was given; the first plan of a record stands, as in `live.retire_begin`.
-- statement attached.begin @live split rows; merge outcome, n: Erasing attached records, step 1: they are over, and their plans are written down.
CREATE FUNCTION live.attached_begin(p_rows json, p_kind integer, p_entry ledger.entry)
RETURNS TABLE (outcome integer, n integer, plan text, version integer, policy integer, collected timestamptz, ended timestamptz, hold uuid, channel integer, source integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE whose uuid;
BEGIN
    PERFORM live.attached_lock(p_rows, p_entry.at);
    RETURN QUERY
    WITH judged AS MATERIALIZED (
        SELECT g.n, g.subject, g.record, g.ended AS ended_, coalesce(j.plan, g.plan) AS plan, r.version, r.policy, r.collected, r.ended, r.hold, r.channel, r.source, CASE
            WHEN r.kind IS DISTINCT FROM p_kind THEN {gone}
            WHEN r.frozen IS NOT NULL AND s.state <> 2 THEN {frozen}
            WHEN r.hold IS NOT NULL AND j.plan IS NULL
             AND NOT r.items <@ ARRAY(SELECT i::integer FROM json_array_elements(g.plan::json) AS p, json_array_elements_text(p -> 'items') AS i) THEN {held}
            ELSE {allowed} END AS outcome
          FROM json_to_recordset(p_rows) AS g(n integer, subject uuid, record uuid, plan text, ended timestamptz)
          LEFT JOIN live.subject s ON s.subject = g.subject LEFT JOIN live.record r ON r.subject = g.subject AND r.record = g.record AND r.generation = 0
          LEFT JOIN live.journal j ON j.subject = g.subject AND j.record = g.record
    ), over_ AS (
        UPDATE live.record r SET state = 2, ended = coalesce(r.ended, j.ended_), frozen = NULL FROM judged j
         WHERE j.outcome = {allowed} AND r.subject = j.subject AND r.record = j.record
    ), overtaken AS (
        UPDATE live.request q SET state = 'overtaken', closed = p_entry.at FROM judged j
         WHERE j.outcome = {allowed} AND q.subject = j.subject AND q.record = j.record AND q.state = 'open'
    ), written AS (
        INSERT INTO live.journal (subject, record, verb, plan, at) SELECT j.subject, j.record, 'retire', j.plan, p_entry.at FROM judged j WHERE j.outcome = {allowed}
        ON CONFLICT DO NOTHING
    )
    SELECT j.outcome, j.n, j.plan, j.version, j.policy, j.collected, coalesce(j.ended, j.ended_), j.hold, j.channel, j.source FROM judged j
     ORDER BY j.outcome <> {allowed}, j.n;
    -- All of one person's, or the sweep's of several.
    SELECT min(g.subject::text)::uuid INTO whose FROM json_to_recordset(p_rows) AS g(subject uuid) HAVING count(DISTINCT g.subject) = 1;
    PERFORM ledger.record(p_entry, {allowed}, subject => whose);
END $$;
-- The last step: the application's rows are gone, and so are the register's, each with its own entry; a tombstone stays.
-- statement attached.gone @live restricts split rows may record: The last step: the application's rows are gone, and so are the register's; tombstones stay.
CREATE FUNCTION live.attached_gone(p_rows json, p_kind integer, p_fate text, p_partly boolean, p_at timestamptz, p_fact text, p_who bytea)
RETURNS TABLE (outcome integer, n integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE until_ date := p_fact::json ->> 'backups'; outcomes integer[]; places integer[]; subjects uuid[]; records uuid[]; entries uuid[];
BEGIN
    PERFORM live.expect_word(p_fate, 'destroyed', 'rests');
    PERFORM live.attached_lock(p_rows, p_at);
    WITH judged AS MATERIALIZED (
        SELECT g.n, g.subject, g.record, g.entry, r.version, r.items, CASE
            WHEN r.kind IS DISTINCT FROM p_kind THEN {gone}
            WHEN p_fate = 'destroyed' AND r.hold IS NOT NULL THEN {held}
            WHEN NOT EXISTS (SELECT 1 FROM live.journal j WHERE j.subject = g.subject AND j.record = g.record) THEN {conflict}
            ELSE {allowed} END AS outcome
          FROM json_to_recordset(p_rows) AS g(n integer, subject uuid, record uuid, entry uuid)
          LEFT JOIN live.record r ON r.subject = g.subject AND r.record = g.record AND r.generation = 0
    ), noted AS (
        -- A call of ledger.record for each row would cost more than the row.
        INSERT INTO ledger.inbox (entry, at, fact, who, subject, record, version, items, outcome)
        SELECT j.entry, p_at, p_fact, p_who, j.subject, j.record, j.version, j.items, {allowed} FROM judged j WHERE j.outcome = {allowed} ORDER BY j.n
    ), stones AS (
        INSERT INTO live.tombstone (subject, record, at, fate, generation, backups)
        SELECT j.subject, j.record, p_at, p_fate, 0, until_ FROM judged j WHERE j.outcome = {allowed} ON CONFLICT DO NOTHING
    )
    SELECT array_agg(j.outcome), array_agg(j.n), array_agg(j.subject ORDER BY j.n) FILTER (WHERE j.outcome = {allowed}),
           array_agg(j.record ORDER BY j.n) FILTER (WHERE j.outcome = {allowed}), array_agg(j.entry ORDER BY j.n) FILTER (WHERE j.outcome = {allowed})
      FROM judged j INTO outcomes, places, subjects, records, entries;
    UPDATE live.attached_kind SET erased = erased + cardinality(entries), backups = greatest(backups, until_) WHERE kind = p_kind AND entries IS NOT NULL;
    PERFORM live.records_gone(subjects, records, p_at);
    DELETE FROM live.journal x USING unnest(subjects, records) AS u(subject, record) WHERE x.subject = u.subject AND x.record = u.record;
    IF p_fate = 'destroyed' THEN
        PERFORM live.restrict(p_at, 'gone', jsonb_build_object('subject', g.subject, 'records', g.records, 'generation', 0, 'backups', until_))
           FROM (SELECT u.subject, array_agg(u.record) AS records FROM unnest(subjects, records) AS u(subject, record) GROUP BY u.subject) AS g;
    END IF;
    IF (p_fate = 'destroyed' OR p_partly) AND entries IS NOT NULL THEN
        INSERT INTO live.owed VALUES (entries[1], p_kind, CASE WHEN p_fate = 'destroyed' THEN 'attached-records' ELSE 'attached-items' END, until_, cardinality(entries));
    END IF;
    RETURN QUERY SELECT u.outcome, u.n FROM unnest(outcomes, places) AS u(outcome, n);
END $$;

-- Rows that no verb ever met, of somebody who left, are named before they go. Answers the places of those that are known nowhere yet: they were neither met nor named.
-- statement attached.batch_begin @live: Rows that no verb ever met are named, before they go.
CREATE FUNCTION live.batch_begin(p_subject uuid, p_batch uuid, p_kind integer, p_keys text[], p_records uuid[], p_at timestamptz, OUT places integer[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM live.expect_over(NULL, f.state, NULL, p_at) FROM (SELECT s.state FROM live.subject s WHERE s.subject = p_subject FOR UPDATE) AS f;
    WITH unmet AS MATERIALIZED (
        SELECT u.key, u.record, u.n FROM unnest(p_keys, p_records) WITH ORDINALITY AS u(key, record, n)
         WHERE u.record NOT IN (SELECT r.record FROM live.record r WHERE r.subject = p_subject)
           AND u.record NOT IN (SELECT t.record FROM live.tombstone t WHERE t.subject = p_subject)
           AND u.record NOT IN (SELECT unnest(b.records) FROM live.attached_batch b WHERE b.subject = p_subject)
    ), named AS (
        INSERT INTO live.attached_batch
        SELECT p_subject, p_batch, 0, p_kind, array_agg(f.key ORDER BY f.n), array_agg(f.record ORDER BY f.n) FROM unmet f HAVING count(*) > 0
    )
    SELECT coalesce(array_agg(f.n::integer - 1 ORDER BY f.n), '{}') INTO places FROM unmet f;
END $$;
-- What is named and did not go yet, of a kind, of one person or (NULL) of all, batch by batch.
-- statement attached.batch_next @live merge subject, batch: What is named and did not go yet.
CREATE FUNCTION live.batch_next(p_subject uuid, p_kind integer, p_behind uuid, p_after uuid)
RETURNS TABLE (subject uuid, batch uuid, turn integer, keys text[], records text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT b.subject, b.batch, b.turn, b.keys, string_to_array(replace(array_to_string(b.records, ','), '-', ''), ',') FROM live.attached_batch b
     WHERE (b.subject, b.batch) > (p_behind, p_after) AND b.at IS NULL AND b.kind = p_kind AND b.subject = coalesce(p_subject, b.subject)
     ORDER BY b.subject, b.batch LIMIT 1;
END $$;
-- INVARIANT: the company's own systems that hold a copy of a kind are told of rows that no verb ever met, too: of these no record stands that
-- `live.copies` could look at. `p_items` NULL: all that a system holds.
CREATE FUNCTION live.tell_systems_of_batch(p_subject uuid, p_kind integer, p_records uuid[], p_items integer[], p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE declared jsonb := (SELECT v.systems FROM live.policy_version v WHERE v.number = live.version_at(p_at));
BEGIN
    IF declared IS NULL THEN RETURN; END IF;
    INSERT INTO live.outbox (subject, message, record, topic, space, target, purpose, kind, items, policy, not_before, made)
    SELECT p_subject, gen_random_uuid(), u.record, 'delete', 'system', s.number, 0, p_kind,
           ARRAY(SELECT i.number FROM live.number i WHERE i.space = 'item' AND x.says -> 'items' ? i.name AND (p_items IS NULL OR i.number = ANY (p_items)) ORDER BY 1),
           0, p_at, p_at
      FROM unnest(p_records) AS u(record) JOIN live.number k ON k.space = 'record' AND k.number = p_kind
      JOIN jsonb_each(declared) AS x(name, says) ON x.says -> 'records' ? k.name
      JOIN live.number s ON s.space = 'system' AND s.name = x.name;
END $$;
-- They went, but for those that something still refers to: one entry names all that did. Not done where another process was faster, or all stay.
-- statement attached.batch_end @live restricts records if done: They went; one entry names them all.
CREATE FUNCTION live.batch_end(p_subject uuid, p_batch uuid, p_turn integer, p_left text[], p_items integer[], p_entry ledger.entry, OUT done boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE f record; gone uuid[]; went uuid := CASE WHEN p_left = '{}' THEN p_batch ELSE gen_random_uuid() END; until_ date := p_entry.fact::json ->> 'backups';
BEGIN
    DELETE FROM live.attached_batch b WHERE b.subject = p_subject AND b.batch = p_batch AND b.turn = p_turn AND b.at IS NULL RETURNING b.kind, b.keys, b.records INTO f;
    gone := ARRAY(SELECT u.record FROM unnest(f.keys, f.records) AS u(key, record) WHERE p_left = '{}' OR NOT u.key = ANY (p_left));
    done := cardinality(gone) > 0;
    IF f.kind IS NOT NULL AND p_left <> '{}' THEN
        -- Under its own number, so that whoever goes through what is named meets it no second time.
        INSERT INTO live.attached_batch SELECT p_subject, p_batch, p_turn + 1, f.kind, array_agg(u.key), array_agg(u.record)
          FROM unnest(f.keys, f.records) AS u(key, record) WHERE u.key = ANY (p_left);
    END IF;
    IF NOT done THEN RETURN; END IF;
    INSERT INTO live.attached_batch VALUES (p_subject, went, p_turn, f.kind, '{}', gone, p_entry.at, until_);
    INSERT INTO live.attached_kind AS k VALUES (f.kind, cardinality(gone), until_)
    ON CONFLICT (kind) DO UPDATE SET erased = k.erased + excluded.erased, backups = greatest(k.backups, excluded.backups);
    PERFORM live.tell_systems_of_batch(p_subject, f.kind, gone, p_items, p_entry.at);
    PERFORM live.restrict(p_entry.at, 'batch', jsonb_build_object('subject', p_subject, 'batch', went, 'kind', f.kind, 'records', gone, 'backups', until_));
    INSERT INTO live.owed VALUES (p_entry.entry, f.kind, 'attached-records', until_, cardinality(gone));
    PERFORM ledger.record(p_entry, {allowed}, subject => p_subject, items => p_items);
END $$;

-- statement prove/prove.attached @live sum erased; most backups; merge kind: The record kinds that lie in an application's own database, and what was erased there.
CREATE FUNCTION live.attached_kinds() RETURNS TABLE (kind integer, erased bigint, backups date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT k.kind, k.erased, k.backups FROM live.attached_kind k ORDER BY k.kind;
END $$;

-- What an application's own statements meet, by record kind and (0: every) purpose; what stands here nowhere is observed.
CREATE TABLE live.mode (kind integer NOT NULL, purpose integer NOT NULL, enforced boolean NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (kind, purpose));
-- statement mode.set @live: What an application's own statements on a record kind meet from here on.
CREATE FUNCTION live.mode_set(p_kind integer, p_purpose integer, p_enforced boolean, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.mode VALUES (p_kind, p_purpose, p_enforced, p_entry.at)
    ON CONFLICT (kind, purpose) DO UPDATE SET enforced = excluded.enforced, at = excluded.at;
    PERFORM ledger.record(p_entry, {allowed});
END $$;
-- statement modes @live: What they meet, by record kind and purpose.
CREATE FUNCTION live.modes() RETURNS TABLE (kind integer, purpose integer, enforced boolean, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT m.kind, m.purpose, m.enforced, m.at FROM live.mode m ORDER BY m.kind, m.purpose;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION live.attach(json, integer), live.mode_set(integer, integer, boolean, ledger.entry), live.modes(),
    live.may_write(uuid, boolean, uuid, integer, integer, integer[], integer[], integer[], integer, boolean, integer,
        uuid, timestamptz, timestamptz, jsonb, ledger.entry),
    live.use_row(uuid, uuid, integer, integer, integer[], integer[], boolean, integer, timestamptz, timestamptz, jsonb, ledger.entry), live.use_rows(json, json),
    live.attached_kinds(), live.take_attached(json, integer, timestamptz), live.taken_before(timestamptz), live.attached_due(timestamptz, uuid, integer, boolean, uuid, uuid, integer),
    live.attached_begin(json, integer, ledger.entry), live.attached_gone(json, integer, text, boolean, timestamptz, text, bytea),
    live.batch_begin(uuid, uuid, integer, text[], uuid[], timestamptz), live.batch_next(uuid, integer, uuid, uuid),
    live.batch_end(uuid, uuid, integer, text[], integer[], ledger.entry) TO jikim_live;
