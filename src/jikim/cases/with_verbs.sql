-- Steps of cases that commit with a verb's deed: both or neither.

-- A record is taken, and a case is filed by it: both or neither.
-- statement case.collect @live records if done: A record is taken, and a case filed by it.
CREATE FUNCTION live.case_collect(p_register text, p_number text, p_due date, p_language text, p_as text, p_filed ledger.entry,
    p_subject uuid, p_subject_kind integer, p_new boolean, p_consents integer[], p_record uuid, p_kind integer,
    p_policy integer, p_needs integer[], p_items integer[], p_generation integer, p_head bytea, p_body bytea[],
    p_channel integer, p_source integer, p_party integer, p_over_from timestamptz, p_single boolean, p_claims json,
    p_grant integer, p_entry ledger.entry, OUT outcome integer, OUT policy integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    SELECT * INTO outcome, policy FROM live.collect(p_subject, p_subject_kind, p_new, p_consents, p_record, p_kind, p_policy, p_needs, p_items,
        p_generation, p_head, p_body, p_channel, p_source, p_party, p_over_from, p_single, p_claims, p_grant, p_entry);
    -- Whoever may bring the record in files the case: the grant was looked for there.
    IF outcome = {allowed} THEN
        PERFORM live.case_new(p_subject, p_record, p_register, p_number, p_due, p_language, live.acting(p_as, p_filed.under), p_filed.at),
                live.case_recorded(p_subject, p_record, {allowed}, p_filed);
    END IF;
END $$;
-- Of the records of one kind in one statement, the entry of the n-th: number and fact are the process' own.
CREATE FUNCTION live.case_entry(p_entry ledger.entry, p_own jsonb, p_n bigint) RETURNS ledger.entry LANGUAGE sql IMMUTABLE AS $$
    SELECT ledger.further(ROW((p_own ->> 'entry')::uuid, p_entry.at, p_own ->> 'fact', p_entry.who, p_entry.under)::ledger.entry, p_n)
$$;
-- An account is reported to be another's: it stands still. Its sessions end and every record that lives freezes, in the statement that files the case;
-- one that is open goes on. `p_entries`: the entry of each freeze, by record kind.
-- statement case.suspect @live restricts: An account stands still, and a case is filed about it.
CREATE FUNCTION live.case_suspect(p_subject uuid, p_id uuid, p_number text, p_due date, p_language text, p_as text, p_entries jsonb,
    p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE open uuid; r record;
BEGIN
    PERFORM 1 FROM live.subject s WHERE s.subject = p_subject AND s.state = 1 FOR NO KEY UPDATE;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {gone} END;
    SELECT c.id INTO open FROM live.person_case c WHERE c.subject = p_subject AND c.register = 'impersonation' AND c.closed IS NULL;
    IF outcome <> {allowed} OR open IS NOT NULL THEN
        PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => coalesce(open, p_id));
    ELSE
        PERFORM live.case_new(p_subject, p_id, 'impersonation', p_number, p_due, p_language, live.acting(p_as, p_entry.under), p_entry.at),
                live.case_recorded(p_subject, p_id, {allowed}, p_entry), live.session_end_all(p_subject, NULL);
    END IF;
    IF outcome <> {allowed} THEN RETURN; END IF;
    FOR r IN SELECT y.*, row_number() OVER (PARTITION BY y.kind ORDER BY y.record) - 1 AS n
               FROM (SELECT x.record, x.kind, x.items, s.policy, gen_random_uuid() AS request FROM live.record x JOIN live.subject s ON s.subject = x.subject
                      WHERE x.subject = p_subject AND x.state = 1 AND x.frozen IS NULL ORDER BY x.record FOR UPDATE OF x) AS y LOOP
        PERFORM live.freeze(p_subject, r.record, r.kind, r.policy, r.request, r.items, 0, live.case_entry(p_entry, p_entries -> r.kind::text, r.n));
        UPDATE live.request q SET held_by = coalesce(open, p_id) WHERE q.subject = p_subject AND q.request = r.request;
    END LOOP;
    PERFORM live.case_beside(p_subject, coalesce(open, p_id), p_entry.at);
END $$;
-- Where the verb refuses a step's deed, it has recorded that, and no step is taken.

-- A membership ends for misuse, and its items bar their person from joining again (`store/bars.py`). INVARIANT: who was told of it less than the
-- policy's time before (not before `p_told`), and who is not here, is not ended by this; what was drawn up is what stands.
-- statement case.bar @live restricts records if done: A case goes one step on, its person's membership ends, and they do not join again for a time.
CREATE FUNCTION live.case_bar(p_bars json, p_told timestamptz, p_id uuid, p_step text, p_as text, p_stepped ledger.entry, p_subject uuid, p_time integer,
    p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE number_ text;
BEGIN
    PERFORM live.expect_word(p_step, 'end');
    PERFORM 1 FROM live.subject s WHERE s.subject = p_subject AND s.state = 1 FOR NO KEY UPDATE;
    outcome := CASE WHEN NOT FOUND THEN {left}
        WHEN NOT EXISTS (SELECT 1 FROM live.person_case_step x WHERE x.subject = p_subject AND x.id = p_id AND x.step = 'suspend' AND x.at < p_told)
          OR EXISTS (SELECT 1 FROM json_to_recordset(p_bars -> 'rows') AS r("from" text) WHERE NOT EXISTS (
                SELECT 1 FROM live.claim c WHERE c.subject = p_subject AND c.tag = decode(r."from", 'base64'))) THEN {settled}
        ELSE {allowed} END;
    IF outcome <> {allowed} THEN
        PERFORM live.case_recorded(p_subject, p_id, outcome, p_stepped);
        RETURN;
    END IF;
    SELECT c.number INTO number_ FROM live.person_case c WHERE c.subject = p_subject AND c.id = p_id;
    outcome := live.case_leave(p_id, p_step, p_as, p_stepped, p_subject, p_time, p_grant, p_entry);
    IF outcome = {allowed} THEN PERFORM live.bar_draw(p_subject, p_bars, number_, coalesce(live.whose(p_grant), ''), p_stepped); END IF;
END $$;

-- With an event in the life of the case's record. A record whose life is over has no event any more, and keeps no case open.
-- statement case.happen @live restricts records if done: A case goes one step on, with an event in its record's life.
CREATE FUNCTION live.case_happen(p_step text, p_as text, p_stepped ledger.entry,
    p_subject uuid, p_record uuid, p_kind integer, p_policy integer, p_event integer, p_ends boolean, p_over_from timestamptz,
    p_finishes boolean, p_grant integer, p_entry ledger.entry, OUT outcome integer, OUT policy integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE m live.case_move := live.case_judge(p_subject, p_record, p_step, NULL, p_as, p_grant, p_stepped.at);
BEGIN
    outcome := m.outcome;
    IF outcome = {allowed} THEN
        SELECT * INTO outcome, policy FROM live.happen(p_subject, p_record, p_kind, p_policy, p_event, p_ends, p_over_from, p_finishes, p_grant, p_entry);
        IF outcome IN ({ended}, {gone}, {left}) THEN outcome := {allowed}; END IF;
        IF outcome <> {allowed} THEN RETURN; END IF;
    END IF;
    PERFORM live.case_moved_beside(m, p_stepped);
END $$;
-- With what is written into the case's record: judged, frozen, corrected, told of and recorded in one. `p_event`: an event of the record with it; none: 0.
-- statement case.correct @live restricts records if done: A case goes one step on, and what is said is written into its record.
CREATE FUNCTION live.case_correct(p_step text, p_as text, p_stepped ledger.entry,
    p_event integer, p_ends boolean, p_over_from timestamptz, p_happened ledger.entry,
    p_subject uuid, p_record uuid, p_kind integer, p_policy integer, p_request uuid, p_now boolean, p_version integer, p_generation integer,
    p_changed integer[], p_items integer[], p_head bytea, p_body bytea[], p_claims json,
    p_finishes boolean, p_needs integer[], p_grant integer, p_entry ledger.entry,
    OUT outcome integer, OUT policy integer, OUT version integer, OUT told integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE m live.case_move := live.case_judge(p_subject, p_record, p_step, NULL, p_as, p_grant, p_stepped.at);
BEGIN
    outcome := m.outcome;
    IF outcome = {allowed} THEN
        BEGIN
            SELECT * INTO outcome, policy, version, told FROM live.correct(p_subject, p_record, p_kind, p_policy, p_request, p_now, p_version, p_generation,
                p_changed, p_items, p_head, p_body, p_claims, p_finishes, p_needs, p_grant, p_entry);
            IF outcome <> {allowed} THEN RETURN; END IF;
            IF p_event IS DISTINCT FROM 0 THEN
                SELECT h.outcome INTO outcome
                  FROM live.happen(p_subject, p_record, p_kind, p_policy, p_event, p_ends, p_over_from, p_finishes, p_grant, p_happened) AS h;
                IF outcome <> {allowed} THEN RAISE EXCEPTION USING ERRCODE = 'JK002', MESSAGE = 'the event was refused'; END IF;
            END IF;
        EXCEPTION WHEN SQLSTATE 'JK002' THEN
            -- What was written is not, with its entries; that it was refused is recorded.
            m.outcome := outcome;
        END;
    END IF;
    PERFORM live.case_moved_beside(m, p_stepped);
END $$;
-- By which every freeze ends that the case laid.
-- statement case.thaw @live restricts: A case goes one step on, and what it froze is free again.
CREATE FUNCTION live.case_thaw(p_subject uuid, p_id uuid, p_step text, p_as text, p_grant integer, p_entries jsonb, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE r record; m live.case_move := live.case_judge(p_subject, p_id, p_step, NULL, p_as, p_grant, p_entry.at);
BEGIN
    outcome := m.outcome;
    PERFORM live.case_moved_beside(m, p_entry);
    FOR r IN SELECT q.request, x.record, x.kind, row_number() OVER (PARTITION BY x.kind ORDER BY x.record) - 1 AS n
               FROM live.request q JOIN live.record x ON x.subject = q.subject AND x.record = q.record
              WHERE outcome = {allowed} AND q.subject = p_subject AND q.held_by = p_id AND q.state = 'open' ORDER BY x.record LOOP
        PERFORM live.refuse_correction(p_subject, r.record, r.request, r.kind, 0, live.case_entry(p_entry, p_entries -> r.kind::text, r.n));
    END LOOP;
END $$;
-- By which the person's membership ends, as by leaving.
-- statement case.leave @live restricts records if done: A case goes one step on, and its person's membership ends.
CREATE FUNCTION live.case_leave(p_id uuid, p_step text, p_as text, p_stepped ledger.entry, p_subject uuid, p_time integer, p_grant integer,
    p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE m live.case_move;
BEGIN
    -- As leaving will need it: two who share it first would wait for each other.
    PERFORM 1 FROM live.subject s WHERE s.subject = p_subject FOR NO KEY UPDATE;
    m := live.case_judge(p_subject, p_id, p_step, NULL, p_as, p_grant, p_stepped.at);
    outcome := m.outcome;
    IF outcome = {allowed} THEN
        outcome := live.leave(p_subject, p_time, p_grant, p_entry);
        -- Who left meanwhile by themselves needs no ending: the report is confirmed all the same.
        IF outcome = {left} THEN outcome := {allowed}; END IF;
        IF outcome <> {allowed} THEN RETURN; END IF;
    END IF;
    PERFORM live.case_moved_beside(m, p_stepped);
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    live.case_collect(text, text, date, text, text, ledger.entry, uuid, integer, boolean, integer[], uuid, integer, integer, integer[], integer[],
        integer, bytea, bytea[], integer, integer, integer, timestamptz, boolean, json, integer, ledger.entry),
    live.case_suspect(uuid, uuid, text, date, text, text, jsonb, ledger.entry),
    live.case_thaw(uuid, uuid, text, text, integer, jsonb, ledger.entry), live.case_leave(uuid, text, text, ledger.entry, uuid, integer, integer, ledger.entry),
    live.case_bar(json, timestamptz, uuid, text, text, ledger.entry, uuid, integer, integer, ledger.entry),
    live.case_happen(text, text, ledger.entry, uuid, uuid, integer, integer, integer, boolean, timestamptz, boolean, integer, ledger.entry),
    live.case_correct(text, text, ledger.entry, integer, boolean, timestamptz, ledger.entry, uuid, uuid, integer, integer, uuid, boolean, integer, integer,
        integer[], integer[], bytea, bytea[], json, boolean, integer[], integer, ledger.entry)
    TO jikim_live;
