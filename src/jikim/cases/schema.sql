-- Cases: what somebody asks of the house, with a number, a state, a day and an owner; and the steps that each has gone.

-- What a register is: whose grants read it, and how long a closed case is known; its steps, from where to where, by whom, and what must be true beside.
-- INVARIANT: the owner fills these when the database is made (`rules.sql`, written from the declarations); the application reads and writes neither.
CREATE TABLE live.register (
    register text PRIMARY KEY,
    reads    text NOT NULL,                      -- the record kind that a handler's grant has to reach; none: an officer's alone
    kept     interval                            -- none: as long as its person is known
);
CREATE TABLE live.register_step (
    register text NOT NULL REFERENCES live.register,
    step     text NOT NULL,
    from_    text NOT NULL,                      -- none: it is filed by this step
    to_      text NOT NULL,
    side     text NOT NULL CHECK (side IN ('person', 'desk', 'officer')),
    guard    text NOT NULL,
    closes   boolean NOT NULL,
    PRIMARY KEY (register, step, from_, side)
);

-- A case of a person: it goes with the person. One whose words are a record of theirs bears that record's number.
CREATE TABLE live.person_case (
    subject  uuid NOT NULL REFERENCES live.subject (subject) ON DELETE CASCADE,
    id       uuid NOT NULL,
    register text NOT NULL REFERENCES live.register,
    number   text NOT NULL,                      -- drawn at random: it is followed by this
    language text NOT NULL CHECK (language IN ('ko', 'en')),
    state    text NOT NULL,
    opened   timestamptz NOT NULL,
    due      date NOT NULL,                      -- the last day on which it is answered in time
    closed   timestamptz,
    owner    text,                               -- the handler's short name who has taken it on
    told     integer NOT NULL DEFAULT 0,         -- 1: the desk was reminded before the day; 2: told that it is over
    PRIMARY KEY (subject, id)
);
CREATE INDEX person_case_number ON live.person_case (number);
CREATE INDEX person_case_due ON live.person_case (register, due, id) WHERE closed IS NULL;
CREATE INDEX person_case_closed ON live.person_case (register, closed, id) WHERE closed IS NOT NULL;
CREATE TABLE live.person_case_step (
    subject uuid NOT NULL,
    id      uuid NOT NULL,
    n       integer NOT NULL,
    at      timestamptz NOT NULL,
    step    text NOT NULL,
    who     text NOT NULL,                       -- the kind of actor, and a handler's short name
    PRIMARY KEY (subject, id, n),
    FOREIGN KEY (subject, id) REFERENCES live.person_case (subject, id) ON DELETE CASCADE
);

-- what the functions share

CREATE FUNCTION live.case_sides(p_actor text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE split_part(p_actor, ':', 1) WHEN 'officer' THEN ARRAY['officer', 'desk'] WHEN 'system' THEN ARRAY['officer', 'desk']
                WHEN 'handler' THEN ARRAY['desk'] WHEN 'member' THEN ARRAY['person'] WHEN 'guardian' THEN ARRAY['person'] ELSE ARRAY[]::text[] END;
END $$;
-- Whether whoever takes a step may: a handler by a grant that reaches what the register says and never without one, an officer by one that runs.
CREATE FUNCTION live.case_granted(p_register text, p_actor text, p_grant integer, p_at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF split_part(p_actor, ':', 1) <> 'handler' THEN RETURN live.grant_acts(p_grant, p_at); END IF;
    RETURN live.grant_reaches(p_grant, p_at, (
        SELECT n.number FROM live.register r JOIN live.number n ON n.space = 'record' AND n.name = r.reads WHERE r.register = p_register), 0, 0, '{}');
END $$;
-- Guards: what must be true beside the state. INVARIANT: one that is not known is an error.
CREATE FUNCTION live.case_guard(p_guard text, p_subject uuid) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM live.expect_word(p_guard, '', 'person-here', 'person-left');
    RETURN p_guard = '' OR (p_guard = 'person-here') = EXISTS (SELECT FROM live.subject s WHERE s.subject = p_subject AND s.state = 1);
END $$;
-- Locks the person and the case, and finds where a step leads. INVARIANT: from, to and guard are what the register says, whoever asks.
CREATE FUNCTION live.case_judge(p_subject uuid, p_id uuid, p_step text, p_actor text, p_grant integer, p_at timestamptz,
    OUT outcome integer, OUT to_ text, OUT closes boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE c live.person_case;
BEGIN
    PERFORM live.expect_word(p_step, VARIADIC ARRAY(SELECT r.step FROM live.register_step r WHERE r.from_ <> ''));
    PERFORM FROM live.subject s WHERE s.subject = p_subject FOR SHARE;
    SELECT * INTO c FROM live.person_case x WHERE x.subject = p_subject AND x.id = p_id FOR UPDATE;
    outcome := CASE WHEN c.id IS NULL THEN {gone} WHEN NOT live.case_granted(c.register, p_actor, p_grant, p_at) THEN {grant} ELSE {settled} END;
    IF outcome = {settled} THEN
        SELECT r.to_, r.closes, CASE WHEN live.case_guard(r.guard, p_subject) THEN {allowed} WHEN r.guard = 'person-here' THEN {left} ELSE {settled} END
          INTO to_, closes, outcome
          FROM live.register_step r
         WHERE r.register = c.register AND r.step = p_step AND r.from_ = c.state AND r.side = ANY (live.case_sides(p_actor))
         ORDER BY live.case_guard(r.guard, p_subject) DESC LIMIT 1;
        outcome := coalesce(outcome, {settled});
    END IF;
END $$;
CREATE FUNCTION live.case_move(p_subject uuid, p_id uuid, p_step text, p_to text, p_closes boolean, p_actor text, p_at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE live.person_case c SET state = p_to, closed = CASE WHEN p_closes THEN p_at END WHERE c.subject = p_subject AND c.id = p_id;
    INSERT INTO live.person_case_step
    SELECT p_subject, p_id, coalesce(max(s.n), 0) + 1, p_at, p_step, p_actor FROM live.person_case_step s WHERE s.subject = p_subject AND s.id = p_id;
END $$;

CREATE FUNCTION live.case_new(p_subject uuid, p_id uuid, p_register text, p_number text, p_due date, p_language text, p_actor text, p_entry ledger.entry)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO live.person_case (subject, id, register, number, language, state, opened, due)
    SELECT p_subject, p_id, p_register, p_number, p_language, r.to_, p_entry.at, p_due
      FROM live.register_step r WHERE r.register = p_register AND r.from_ = '';
    IF NOT FOUND THEN RAISE EXCEPTION 'no such register: `%`', p_register; END IF;
    INSERT INTO live.person_case_step VALUES (p_subject, p_id, 1, p_entry.at, 'file', p_actor);
    PERFORM ledger.record(p_entry, {allowed}, subject => p_subject, record => p_id);
END $$;

-- A case is filed about somebody who is here.
CREATE FUNCTION live.case_file(p_subject uuid, p_id uuid, p_register text, p_number text, p_due date, p_language text, p_actor text, p_grant integer,
    p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM FROM live.subject s WHERE s.subject = p_subject AND s.state = 1 FOR SHARE;
    outcome := CASE WHEN NOT FOUND THEN {gone} WHEN NOT live.case_granted(p_register, p_actor, p_grant, p_entry.at) THEN {grant} ELSE {allowed} END;
    IF outcome = {allowed} THEN PERFORM live.case_new(p_subject, p_id, p_register, p_number, p_due, p_language, p_actor, p_entry);
    ELSE PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => p_id); END IF;
END $$;
-- A record is taken, and a case is filed by it: both or neither.
CREATE FUNCTION live.case_collect(p_register text, p_number text, p_due date, p_language text, p_actor text, p_filed ledger.entry,
    p_subject uuid, p_subject_kind integer, p_new boolean, p_consents integer[], p_record uuid, p_kind integer,
    p_policy integer, p_needs integer[], p_items integer[], p_generation integer, p_head bytea, p_body bytea[],
    p_channel integer, p_source integer, p_party integer, p_over_from timestamptz, p_single boolean, p_claims json,
    p_grant integer, p_entry ledger.entry, OUT outcome integer, OUT policy integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    SELECT * INTO outcome, policy FROM live.collect(p_subject, p_subject_kind, p_new, p_consents, p_record, p_kind, p_policy, p_needs, p_items,
        p_generation, p_head, p_body, p_channel, p_source, p_party, p_over_from, p_single, p_claims, p_grant, p_entry);
    -- Whoever may bring the record in files the case: the grant was looked for there.
    IF outcome = {allowed} THEN PERFORM live.case_new(p_subject, p_record, p_register, p_number, p_due, p_language, p_actor, p_filed); END IF;
END $$;
-- Of the records of one kind in one statement, the entry of the n-th: number and fact are the process' own.
CREATE FUNCTION live.case_entry(p_entry ledger.entry, p_own jsonb, p_n bigint) RETURNS ledger.entry LANGUAGE sql IMMUTABLE AS $$
    SELECT ledger.further(ROW((p_own ->> 'entry')::uuid, p_entry.at, p_own ->> 'fact', p_entry.who, p_entry.under)::ledger.entry, p_n)
$$;
-- An account is reported to be another's: it stands still. Its sessions end and every record that lives freezes, in the statement that files the case;
-- one that is open goes on. `p_entries`: the entry of each freeze, by record kind.
CREATE FUNCTION live.case_suspect(p_subject uuid, p_id uuid, p_number text, p_due date, p_language text, p_actor text, p_entries jsonb,
    p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE open uuid; r record;
BEGIN
    PERFORM FROM live.subject s WHERE s.subject = p_subject AND s.state = 1 FOR NO KEY UPDATE;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {gone} END;
    SELECT c.id INTO open FROM live.person_case c WHERE c.subject = p_subject AND c.register = 'impersonation' AND c.closed IS NULL;
    IF outcome <> {allowed} OR open IS NOT NULL THEN
        PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => coalesce(open, p_id));
    ELSE
        PERFORM live.case_new(p_subject, p_id, 'impersonation', p_number, p_due, p_language, p_actor, p_entry);
        DELETE FROM live.session s WHERE s.subject = p_subject;
        DELETE FROM live.known_browser b WHERE b.subject = p_subject;
        PERFORM live.acting_over(p_subject);
    END IF;
    IF outcome <> {allowed} THEN RETURN; END IF;
    FOR r IN SELECT y.*, row_number() OVER (PARTITION BY y.kind ORDER BY y.record) - 1 AS n
               FROM (SELECT x.record, x.kind, x.items, s.policy, gen_random_uuid() AS request FROM live.record x JOIN live.subject s ON s.subject = x.subject
                      WHERE x.subject = p_subject AND x.state = 1 AND x.frozen IS NULL ORDER BY x.record FOR UPDATE OF x) AS y LOOP
        PERFORM live.freeze(p_subject, r.record, r.kind, r.policy, r.request, r.items, 0, live.case_entry(p_entry, p_entries -> r.kind::text, r.n));
        UPDATE live.request q SET held_by = coalesce(open, p_id) WHERE q.subject = p_subject AND q.request = r.request;
    END LOOP;
END $$;
-- One step. What two do at once, the first has done.
CREATE FUNCTION live.case_step(p_subject uuid, p_id uuid, p_step text, p_actor text, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE j record;
BEGIN
    j := live.case_judge(p_subject, p_id, p_step, p_actor, p_grant, p_entry.at);
    outcome := j.outcome;
    IF outcome = {allowed} THEN PERFORM live.case_move(p_subject, p_id, p_step, j.to_, j.closes, p_actor, p_entry.at); END IF;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => p_id);
END $$;
-- A step with an event in the life of the case's record. A record whose life is over has no event any more, and keeps no case open.
CREATE FUNCTION live.case_happen(p_step text, p_actor text, p_stepped ledger.entry,
    p_subject uuid, p_record uuid, p_kind integer, p_policy integer, p_event integer, p_ends boolean, p_over_from timestamptz,
    p_finishes boolean, p_grant integer, p_entry ledger.entry, OUT outcome integer, OUT policy integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE j record;
BEGIN
    j := live.case_judge(p_subject, p_record, p_step, p_actor, p_grant, p_stepped.at);
    outcome := j.outcome;
    IF outcome <> {allowed} THEN
        PERFORM ledger.record(p_stepped, outcome, subject => p_subject, record => p_record);
        RETURN;
    END IF;
    SELECT * INTO outcome, policy FROM live.happen(p_subject, p_record, p_kind, p_policy, p_event, p_ends, p_over_from, p_finishes, p_grant, p_entry);
    IF outcome IN ({ended}, {gone}, {left}) THEN outcome := {allowed}; END IF;
    IF outcome = {allowed} THEN
        PERFORM live.case_move(p_subject, p_record, p_step, j.to_, j.closes, p_actor, p_stepped.at);
        PERFORM ledger.record(p_stepped, {allowed}, subject => p_subject, record => p_record);
    END IF;
END $$;
-- A step that writes into the case's record: judged, frozen, corrected, told of and recorded in one. `p_event`: an event of the record with it; none: 0.
CREATE FUNCTION live.case_correct(p_step text, p_actor text, p_stepped ledger.entry,
    p_event integer, p_ends boolean, p_over_from timestamptz, p_happened ledger.entry,
    p_subject uuid, p_record uuid, p_kind integer, p_policy integer, p_request uuid, p_now boolean, p_version integer, p_generation integer,
    p_changed integer[], p_items integer[], p_head bytea, p_body bytea[], p_claims json,
    p_finishes boolean, p_needs integer[], p_grant integer, p_entry ledger.entry,
    OUT outcome integer, OUT policy integer, OUT version integer, OUT told integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE j record;
BEGIN
    j := live.case_judge(p_subject, p_record, p_step, p_actor, p_grant, p_stepped.at);
    outcome := j.outcome;
    IF outcome <> {allowed} THEN
        PERFORM ledger.record(p_stepped, outcome, subject => p_subject, record => p_record);
        RETURN;
    END IF;
    BEGIN
        SELECT * INTO outcome, policy, version, told FROM live.correct(p_subject, p_record, p_kind, p_policy, p_request, p_now, p_version, p_generation,
            p_changed, p_items, p_head, p_body, p_claims, p_finishes, p_needs, p_grant, p_entry);
        IF outcome = {allowed} THEN
            IF p_event IS DISTINCT FROM 0 THEN
                SELECT h.outcome INTO outcome
                  FROM live.happen(p_subject, p_record, p_kind, p_policy, p_event, p_ends, p_over_from, p_finishes, p_grant, p_happened) AS h;
                IF outcome <> {allowed} THEN RAISE EXCEPTION USING ERRCODE = 'JK001', MESSAGE = 'the event was refused'; END IF;
            END IF;
            PERFORM live.case_move(p_subject, p_record, p_step, j.to_, j.closes, p_actor, p_stepped.at);
            PERFORM ledger.record(p_stepped, {allowed}, subject => p_subject, record => p_record);
        END IF;
    EXCEPTION WHEN SQLSTATE 'JK001' THEN
        -- What was written is not, with its entries; that it was refused is recorded.
        PERFORM ledger.record(p_stepped, outcome, subject => p_subject, record => p_record);
    END;
END $$;
-- A step that ends every freeze that the case laid.
CREATE FUNCTION live.case_thaw(p_subject uuid, p_id uuid, p_step text, p_actor text, p_grant integer, p_entries jsonb, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE j record; r record;
BEGIN
    j := live.case_judge(p_subject, p_id, p_step, p_actor, p_grant, p_entry.at);
    outcome := j.outcome;
    IF outcome <> {allowed} THEN
        PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => p_id);
        RETURN;
    END IF;
    FOR r IN SELECT q.request, x.record, x.kind, row_number() OVER (PARTITION BY x.kind ORDER BY x.record) - 1 AS n FROM live.request q JOIN live.record x ON x.subject = q.subject AND x.record = q.record
              WHERE q.subject = p_subject AND q.held_by = p_id AND q.state = 'open' ORDER BY x.record LOOP
        PERFORM live.refuse_correction(p_subject, r.record, r.request, r.kind, 0, live.case_entry(p_entry, p_entries -> r.kind::text, r.n));
    END LOOP;
    PERFORM live.case_move(p_subject, p_id, p_step, j.to_, j.closes, p_actor, p_entry.at);
    PERFORM ledger.record(p_entry, {allowed}, subject => p_subject, record => p_id);
END $$;
-- A step by which the person's membership ends, as by leaving.
CREATE FUNCTION live.case_leave(p_id uuid, p_step text, p_actor text, p_stepped ledger.entry, p_subject uuid, p_grant integer, p_entry ledger.entry,
    OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE j record;
BEGIN
    -- As leaving will need it: two who share it first would wait for each other.
    PERFORM FROM live.subject s WHERE s.subject = p_subject FOR NO KEY UPDATE;
    j := live.case_judge(p_subject, p_id, p_step, p_actor, p_grant, p_stepped.at);
    outcome := j.outcome;
    IF outcome <> {allowed} THEN
        PERFORM ledger.record(p_stepped, outcome, subject => p_subject, record => p_id);
        RETURN;
    END IF;
    outcome := live.leave(p_subject, p_grant, p_entry);
    -- Who left meanwhile by themselves needs no ending: the report is confirmed all the same.
    IF outcome = {left} THEN outcome := {allowed}; END IF;
    IF outcome = {allowed} THEN
        PERFORM live.case_move(p_subject, p_id, p_step, j.to_, j.closes, p_actor, p_stepped.at);
        PERFORM ledger.record(p_stepped, {allowed}, subject => p_subject, record => p_id);
    END IF;
END $$;
-- A handler takes a case on, from whoever had it when that was decided.
CREATE FUNCTION live.case_take(p_subject uuid, p_id uuid, p_from text, p_actor text, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE c live.person_case;
BEGIN
    SELECT * INTO c FROM live.person_case x WHERE x.subject = p_subject AND x.id = p_id FOR UPDATE;
    outcome := CASE WHEN c.id IS NULL THEN {gone} WHEN NOT live.case_granted(c.register, p_actor, p_grant, p_entry.at) THEN {grant}
                    WHEN c.closed IS NULL AND c.owner IS NOT DISTINCT FROM p_from THEN {allowed} ELSE {settled} END;
    IF outcome = {allowed} THEN
        UPDATE live.person_case x SET owner = split_part(p_actor, ':', 2) WHERE x.subject = p_subject AND x.id = p_id;
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => p_id);
END $$;
-- The desk was told of a day, once for each stage; or, the other way, it was not after all.
CREATE FUNCTION live.case_tell(p_subject uuid, p_id uuid, p_told integer, p_stage integer, OUT told boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.person_case c SET told = p_stage WHERE c.subject = p_subject AND c.id = p_id AND c.told = p_told AND c.closed IS NULL;
    told := FOUND;
END $$;
-- Closed cases whose time is over are known no more. INVARIANT: how long that is stands in the register.
CREATE FUNCTION live.cases_forget(p_limit integer, p_entry ledger.entry, OUT forgotten bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE c record;
BEGIN
    forgotten := 0;
    FOR c IN SELECT x.subject, x.id FROM live.person_case x JOIN live.register r ON r.register = x.register
              WHERE x.closed IS NOT NULL AND ledger.past(x.closed + r.kept + interval '1 day', p_entry.at) ORDER BY x.closed LIMIT p_limit FOR UPDATE OF x LOOP
        DELETE FROM live.person_case x WHERE x.subject = c.subject AND x.id = c.id;
        PERFORM ledger.record(ledger.further(p_entry, forgotten), {allowed}, subject => c.subject, record => c.id);
        forgotten := forgotten + 1;
    END LOOP;
END $$;

-- what the pages ask

CREATE FUNCTION live.cases_open(p_register text, p_due date, p_id uuid, p_limit integer) RETURNS SETOF live.person_case
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT * FROM live.person_case c WHERE c.register = p_register AND c.closed IS NULL AND (p_id IS NULL OR (c.due, c.id) > (p_due, p_id))
     ORDER BY c.due, c.id LIMIT p_limit
$$;
CREATE FUNCTION live.cases_closed(p_register text, p_at timestamptz, p_id uuid, p_limit integer) RETURNS SETOF live.person_case
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT * FROM live.person_case c WHERE c.register = p_register AND c.closed IS NOT NULL AND (p_id IS NULL OR (c.closed, c.id) < (p_at, p_id))
     ORDER BY c.closed DESC, c.id DESC LIMIT p_limit
$$;
CREATE FUNCTION live.cases_of(p_register text, p_subject uuid) RETURNS SETOF live.person_case
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT * FROM live.person_case c WHERE c.register = p_register AND c.subject = p_subject ORDER BY c.opened DESC, c.id
$$;
CREATE FUNCTION live.case_by(p_register text, p_number text) RETURNS SETOF live.person_case
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT * FROM live.person_case c WHERE c.register = p_register AND c.number = p_number LIMIT 1
$$;
CREATE FUNCTION live.case_steps(p_subject uuid, p_id uuid) RETURNS TABLE (at timestamptz, step text, who text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT s.at, s.step, s.who FROM live.person_case_step s WHERE s.subject = p_subject AND s.id = p_id ORDER BY s.n
$$;
-- Which steps are open to somebody now, and under which guard.
CREATE FUNCTION live.case_offers(p_subject uuid, p_id uuid, p_actor text) RETURNS TABLE (step text, guard text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT r.step, r.guard FROM live.person_case c JOIN live.register_step r ON r.register = c.register AND r.from_ = c.state
      WHERE c.subject = p_subject AND c.id = p_id AND r.side = ANY (live.case_sides(p_actor)) AND live.case_guard(r.guard, p_subject);
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    live.case_collect(text, text, date, text, text, ledger.entry, uuid, integer, boolean, integer[], uuid, integer, integer, integer[], integer[],
        integer, bytea, bytea[], integer, integer, integer, timestamptz, boolean, json, integer, ledger.entry),
    live.case_file(uuid, uuid, text, text, date, text, text, integer, ledger.entry),
    live.case_suspect(uuid, uuid, text, date, text, text, jsonb, ledger.entry),
    live.case_thaw(uuid, uuid, text, text, integer, jsonb, ledger.entry), live.case_leave(uuid, text, text, ledger.entry, uuid, integer, ledger.entry),
    live.case_step(uuid, uuid, text, text, integer, ledger.entry),
    live.case_happen(text, text, ledger.entry, uuid, uuid, integer, integer, integer, boolean, timestamptz, boolean, integer, ledger.entry),
    live.case_correct(text, text, ledger.entry, integer, boolean, timestamptz, ledger.entry, uuid, uuid, integer, integer, uuid, boolean, integer, integer,
        integer[], integer[], bytea, bytea[], json, boolean, integer[], integer, ledger.entry),
    live.case_take(uuid, uuid, text, text, integer, ledger.entry), live.case_tell(uuid, uuid, integer, integer),
    live.cases_forget(integer, ledger.entry), live.cases_open(text, date, uuid, integer), live.cases_closed(text, timestamptz, uuid, integer),
    live.cases_of(text, uuid), live.case_by(text, text), live.case_steps(uuid, uuid), live.case_offers(uuid, uuid, text)
    TO jikim_live;
