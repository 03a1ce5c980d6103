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
    shown    boolean NOT NULL,                   -- a file has to come with it
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

-- A case of the house is about no person: its subject is nobody's number. `about` is a reference (a promise, a paper's number), never a personal value;
-- what somebody writes of it lies sealed under a key of the case's own, and goes with it.
CREATE TABLE live.house_case (
    subject  uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000' CHECK (subject = '00000000-0000-0000-0000-000000000000'),
    id       uuid NOT NULL,
    register text NOT NULL REFERENCES live.register,
    kind     text NOT NULL,
    about    text NOT NULL,
    ko       text NOT NULL,
    en       text NOT NULL,
    href     text NOT NULL,
    said     bytea,                              -- what is known of it, as somebody wrote it: sealed
    state    text NOT NULL,
    opened   timestamptz NOT NULL,
    due      date NOT NULL,
    closed   timestamptz,
    owner    text,
    told     integer NOT NULL DEFAULT 0,
    PRIMARY KEY (subject, id)
);
-- Two that find the same thing file one case.
CREATE UNIQUE INDEX house_case_about ON live.house_case (register, kind, about) WHERE closed IS NULL;
CREATE INDEX house_case_due ON live.house_case (register, due, id) WHERE closed IS NULL;
CREATE INDEX house_case_closed ON live.house_case (register, closed, id) WHERE closed IS NOT NULL;
CREATE TABLE live.house_case_step (
    subject uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    id      uuid NOT NULL,
    n       integer NOT NULL,
    at      timestamptz NOT NULL,
    step    text NOT NULL,
    who     text NOT NULL,
    words   bytea,                               -- what was said with it: sealed
    files   bytea,                               -- what was attached: sealed
    PRIMARY KEY (subject, id, n),
    FOREIGN KEY (subject, id) REFERENCES live.house_case (subject, id) ON DELETE CASCADE
);
-- Both, for what reads them. A case of the house is known by its id.
CREATE VIEW live.case_ AS
    SELECT p.subject, p.id, p.register, p.number, p.language, p.state, p.opened, p.due, p.closed, p.owner, p.told,
           ''::text AS kind, ''::text AS about, ''::text AS ko, ''::text AS en, ''::text AS href, NULL::bytea AS said FROM live.person_case p
    UNION ALL
    SELECT h.subject, h.id, h.register, h.id::text, 'ko'::text, h.state, h.opened, h.due, h.closed, h.owner, h.told,
           h.kind, h.about, h.ko, h.en, h.href, h.said FROM live.house_case h;
-- What a step of a case comes to: where it leads, if it is allowed.
CREATE TYPE live.case_move AS (subject uuid, id uuid, step text, actor text, words bytea, outcome integer, to_ text, closes boolean,
    shown boolean, said bytea, due date, files bytea);

-- what the functions share

-- Whether a case is one by which an account stands still: it is reported to use another's identity (`live.case_suspect`), or suspended by a measure
-- against abuse.
CREATE FUNCTION live.stills(p_case live.person_case) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN p_case.closed IS NULL AND (p_case.register = 'impersonation'
        OR p_case.register = 'measure' AND p_case.state IN ('suspended', 'suspension-objected', 'suspension-upheld'));
END $$;
-- No session of an account that stands still opens before an officer has decided.
CREATE FUNCTION live.stands_still(p_subject uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM live.person_case x WHERE x.subject = p_subject AND live.stills(x));
END $$;
CREATE FUNCTION live.case_sides(p_actor text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE WHEN p_actor ~ '^(officer|system)(:|$)' THEN ARRAY['officer', 'desk'] WHEN p_actor ~ '^handler(:|$)' THEN ARRAY['desk']
                WHEN p_actor ~ '^(member|guardian)(:|$)' THEN ARRAY['person'] ELSE ARRAY[]::text[] END;
END $$;
-- Who may be given a case: whoever works in the office today.
CREATE FUNCTION live.case_owner(p_handler text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT h.handler FROM live.handler h WHERE h.handler = p_handler AND h."left" IS NULL AND h.kind <> 'staff');
END $$;
-- Who takes a step, for its history: what they act as, and of the office by whose grant. INVARIANT: no caller says the name.
CREATE FUNCTION live.acting(p_as text, p_grant integer) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF strpos(p_as, ':') > 0 THEN RAISE EXCEPTION 'a name beside a grant: `%`', p_as; END IF;
    RETURN CASE WHEN p_as IN ('officer', 'handler') THEN p_as || ':' || coalesce(live.whose(p_grant), '') ELSE p_as END;
END $$;
-- Whether a grant lets somebody act on a case: an officer's that runs; a handler's that reaches what the register says, or at the house any that runs,
-- where a step is the desk's at all.
-- A handler whose grant is for some record kinds or items has a part in the house's cases that are their own, and in no other.
CREATE FUNCTION live.case_granted(p_case live.case_, p_actor text, p_grant integer, p_at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF p_actor LIKE 'officer:%' THEN RETURN live.officer_of(p_grant, p_at) IS NOT NULL; END IF;
    IF p_actor NOT LIKE 'handler:%' THEN RETURN live.grant_acts(p_grant, p_at); END IF;
    IF p_case.subject = '00000000-0000-0000-0000-000000000000' THEN
        RETURN live.grant_live(p_grant, p_at)
            AND EXISTS (SELECT 1 FROM live.register_step r WHERE r.register = p_case.register AND r.side = 'desk' AND r.from_ <> '')
            AND (p_case.owner = split_part(p_actor, ':', 2) OR NOT EXISTS (SELECT 1 FROM live.grant_ g WHERE g.number = p_grant AND (g.kinds IS NOT NULL OR g.items IS NOT NULL)));
    END IF;
    RETURN live.grant_reaches(p_grant, p_at, (
        SELECT n.number FROM live.register r JOIN live.number n ON n.space = 'record' AND n.name = r.reads WHERE r.register = p_case.register), 0, 0, '{}');
END $$;
-- Guards: what must be true beside the state; each answers what a step comes to by it. INVARIANT: one that is not known is an error.
-- `another`: who takes it has taken no step of the case before; of a person's case, none but to take it in and to look at it, unless nobody else works
-- in the office: no case waits for a hand that does not exist.
-- `uninvolved`: who takes it has no part in the case, the filing included, unless there is no other officer.
-- `words-lost`: the record that holds its words is not here, and was neither destroyed nor archived: an older backup was put back.
-- `words-suffice`, `carried-out`: of a request, by its kind of right (`live.asked_guard`).
-- `never-alone`: who takes it has no part in it, whoever else there is.
-- `one-run`: of a data move that is over when its run is; one by stages ends by its last.
CREATE FUNCTION live.case_guard(p_guard text, p_subject uuid, p_id uuid, p_actor text, p_at timestamptz) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE me text := nullif(split_part(p_actor, ':', 2), '');
BEGIN
    PERFORM live.expect_word(p_guard, '', 'person-here', 'person-left', 'another', 'uninvolved', 'words-lost', 'words-suffice', 'carried-out', 'one-run', 'never-alone');
    RETURN CASE
        WHEN p_guard IN ('words-suffice', 'carried-out') THEN live.asked_guard(p_guard, p_subject, p_id)
        WHEN p_guard = 'words-lost' AND (EXISTS (SELECT 1 FROM live.record r WHERE r.subject = p_subject AND r.record = p_id)
                OR EXISTS (SELECT 1 FROM live.tombstone t WHERE t.subject = p_subject AND t.record = p_id)) THEN {settled}
        WHEN p_guard = 'one-run' AND EXISTS (SELECT 1 FROM live.house_case c WHERE c.id = p_id AND c.kind = 'seal') THEN {settled}
        WHEN p_guard = 'never-alone' THEN
            live.same_person(me, ARRAY(SELECT split_part(s.who, ':', 2) FROM live.house_case_step s WHERE s.id = p_id), 'never', p_at)
        WHEN p_guard = 'another' AND p_subject = '00000000-0000-0000-0000-000000000000' THEN
            live.same_person(me, ARRAY(SELECT split_part(s.who, ':', 2) FROM live.house_case_step s WHERE s.id = p_id), 'long', p_at)
        WHEN p_guard IN ('another', 'uninvolved') THEN
            live.same_person(me, ARRAY(SELECT split_part(s.who, ':', 2) FROM live.person_case_step s WHERE s.subject = p_subject AND s.id = p_id
                AND (p_guard = 'uninvolved' OR s.step NOT IN ('file', 'look'))), CASE WHEN p_guard = 'another' THEN 'desk' ELSE 'at once' END, p_at)
        WHEN p_guard IN ('person-here', 'person-left') AND (p_guard = 'person-here') <>
                EXISTS (SELECT 1 FROM live.subject s WHERE s.subject = p_subject AND s.state = 1) THEN
            CASE WHEN p_guard = 'person-here' THEN {left} ELSE {settled} END
        ELSE {allowed} END;
END $$;
-- What came of a step stands with its person; of the house's, with the case.
CREATE FUNCTION live.case_recorded(p_subject uuid, p_id uuid, p_outcome integer, p_entry ledger.entry) RETURNS void LANGUAGE plpgsql AS $$
DECLARE own boolean := p_subject <> '00000000-0000-0000-0000-000000000000';
BEGIN
    PERFORM ledger.record(p_entry, p_outcome, subject => CASE WHEN own THEN p_subject END, record => CASE WHEN own THEN p_id END,
        blocker => CASE WHEN NOT own THEN p_id END);
END $$;
-- A case, locked, with its person.
CREATE FUNCTION live.case_locked(p_subject uuid, p_id uuid) RETURNS live.case_ LANGUAGE plpgsql AS $$
DECLARE c live.case_;
BEGIN
    PERFORM 1 FROM live.subject s WHERE s.subject = p_subject FOR SHARE;
    PERFORM 1 FROM live.person_case x WHERE x.subject = p_subject AND x.id = p_id FOR UPDATE;
    PERFORM 1 FROM live.house_case x WHERE x.subject = p_subject AND x.id = p_id FOR UPDATE;
    SELECT * INTO c FROM live.case_ x WHERE x.subject = p_subject AND x.id = p_id;
    RETURN c;
END $$;
-- Finds where a step leads. INVARIANT: from, to and guard are what the register says, whoever asks.
CREATE FUNCTION live.case_judge(p_subject uuid, p_id uuid, p_step text, p_words bytea, p_as text, p_grant integer, p_at timestamptz)
RETURNS live.case_move LANGUAGE plpgsql AS $$
DECLARE c live.case_; actor text := live.acting(p_as, p_grant);
    m live.case_move := ROW(p_subject, p_id, p_step, actor, p_words, {settled}, NULL, NULL, NULL, NULL, NULL, NULL);
BEGIN
    PERFORM live.expect_word(p_step, VARIADIC ARRAY(SELECT r.step FROM live.register_step r WHERE r.from_ <> ''));
    c := live.case_locked(p_subject, p_id);
    IF c.id IS NULL THEN m.outcome := {gone};
    ELSIF NOT coalesce(live.case_granted(c, actor, p_grant, p_at), false) THEN m.outcome := {grant};
    ELSE
        SELECT r.to_, r.closes, r.shown, g.outcome INTO m.to_, m.closes, m.shown, m.outcome
          FROM live.register_step r CROSS JOIN LATERAL (SELECT live.case_guard(r.guard, p_subject, p_id, actor, p_at) AS outcome) AS g
         WHERE r.register = c.register AND r.step = p_step AND r.from_ = c.state AND r.side = ANY (live.case_sides(p_as))
         ORDER BY g.outcome = {allowed} DESC LIMIT 1;
        m.outcome := coalesce(m.outcome, {settled});
        -- An officer's word as a second person counts from a day after another confirmed them.
        IF m.outcome = {allowed} AND p_as = 'officer' AND NOT live.officer_counts(live.whose(p_grant), p_at) AND EXISTS (SELECT 1 FROM live.register_step r
             WHERE r.register = c.register AND r.step = p_step AND r.from_ = c.state AND r.side = 'officer' AND r.guard IN ('another', 'uninvolved', 'never-alone'))
        THEN m.outcome := {new_officer}; END IF;
    END IF;
    RETURN m;
END $$;
-- A case goes where it was judged to go. Whoever closes a case of the house that was nobody's has had it. With another day the desk is reminded anew.
-- INVARIANT: what a file has to show is no officer's word alone.
CREATE FUNCTION live.case_goes(p_move live.case_move, p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE m ALIAS FOR p_move;
BEGIN
    IF m.outcome <> {allowed} THEN RETURN; END IF;
    -- Who has taken a step before, and may take the one that asks for another, is alone.
    PERFORM live.went_alone(c.register, c.number, split_part(m.actor, ':', 2), p_at) FROM live.case_ c
      JOIN live.register_step r ON r.register = c.register AND r.step = m.step AND r.from_ = c.state AND r.guard IN ('another', 'uninvolved')
     WHERE c.subject = m.subject AND c.id = m.id AND r.side = ANY (live.case_sides(m.actor)) AND split_part(m.actor, ':', 2) IN (
        SELECT split_part(s.who, ':', 2) FROM live.house_case_step s WHERE s.id = m.id AND c.subject = s.subject
         UNION ALL SELECT split_part(s.who, ':', 2) FROM live.person_case_step s WHERE s.subject = m.subject AND s.id = m.id
               AND (r.guard = 'uninvolved' OR s.step NOT IN ('file', 'look'))) AND split_part(m.actor, ':', 2) <> '' LIMIT 1;
    IF m.shown AND m.files IS NULL THEN RAISE EXCEPTION 'a file shows the step `%`', m.step; END IF;
    UPDATE live.person_case c SET state = m.to_, closed = CASE WHEN m.closes THEN p_at END, due = coalesce(m.due, c.due),
           told = c.told * (m.due IS NULL)::integer WHERE c.subject = m.subject AND c.id = m.id;
    IF FOUND THEN
        INSERT INTO live.person_case_step
        SELECT m.subject, m.id, max(s.n) + 1, p_at, m.step, m.actor FROM live.person_case_step s WHERE s.subject = m.subject AND s.id = m.id;
    ELSE
        UPDATE live.house_case c SET state = m.to_, closed = CASE WHEN m.closes THEN p_at END,
               said = coalesce(m.said, c.said), due = coalesce(m.due, c.due), told = c.told * (m.due IS NULL)::integer,
               owner = CASE WHEN m.closes THEN coalesce(c.owner, nullif(split_part(m.actor, ':', 2), '')) ELSE c.owner END WHERE c.subject = m.subject AND c.id = m.id;
        INSERT INTO live.house_case_step (id, n, at, step, who, words, files)
        SELECT m.id, max(s.n) + 1, p_at, m.step, m.actor, m.words, m.files FROM live.house_case_step s WHERE s.subject = m.subject AND s.id = m.id;
    END IF;
END $$;
-- It goes, and what came of it is recorded.
CREATE FUNCTION live.case_moved(p_move live.case_move, p_entry ledger.entry) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM live.case_goes(p_move, p_entry.at), live.case_recorded(p_move.subject, p_move.id, p_move.outcome, p_entry);
END $$;
-- A case by which an account begins or ceases to stand still is written beside the key ring as it is, with its steps, what its record has seen and the
-- freezes that it laid: no backup lets go on who was suspended since, or suspends who was let go on.
CREATE FUNCTION live.case_beside(p_subject uuid, p_id uuid, p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM live.restrict(p_at, 'case', to_jsonb(c) || jsonb_build_object(
        'steps', (SELECT jsonb_agg(to_jsonb(s) ORDER BY s.n) FROM live.person_case_step s WHERE s.subject = c.subject AND s.id = c.id),
        'events', (SELECT r.events FROM live.record r WHERE r.subject = c.subject AND r.record = c.id),
        'froze', (SELECT jsonb_agg(q.request) FROM live.request q WHERE q.subject = c.subject AND q.held_by = c.id AND q.state = 'open')))
      FROM live.person_case c WHERE c.subject = p_subject AND c.id = p_id;
END $$;
CREATE FUNCTION live.case_stills(p_subject uuid, p_id uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM live.person_case c WHERE c.subject = p_subject AND c.id = p_id AND live.stills(c));
END $$;
CREATE FUNCTION live.case_moved_beside(p_move live.case_move, p_entry ledger.entry) RETURNS void LANGUAGE plpgsql AS $$
DECLARE stood boolean := live.case_stills(p_move.subject, p_move.id);
BEGIN
    PERFORM live.case_moved(p_move, p_entry);
    IF stood <> live.case_stills(p_move.subject, p_move.id) THEN PERFORM live.case_beside(p_move.subject, p_move.id, p_entry.at); END IF;
END $$;
-- In a replay: such a case is as it was. Its words may be lost with what came after the backup; a person who is lost has none.
CREATE FUNCTION live.case_again(p_case jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE c live.person_case := jsonb_populate_record(NULL::live.person_case, p_case);
BEGIN
    INSERT INTO live.person_case SELECT c.* WHERE c.closed IS NULL AND EXISTS (SELECT 1 FROM live.subject s WHERE s.subject = c.subject)
    ON CONFLICT (subject, id) DO NOTHING;
    UPDATE live.person_case x SET state = c.state, closed = c.closed WHERE x.subject = c.subject AND x.id = c.id;
    INSERT INTO live.person_case_step SELECT s.* FROM jsonb_populate_recordset(NULL::live.person_case_step, p_case -> 'steps') AS s
     WHERE EXISTS (SELECT 1 FROM live.person_case x WHERE x.subject = c.subject AND x.id = c.id) ON CONFLICT (subject, id, n) DO NOTHING;
    UPDATE live.record r SET events = r.events || (p_case -> 'events')
     WHERE r.subject = c.subject AND r.record = c.id AND jsonb_typeof(p_case -> 'events') = 'object';
    UPDATE live.request q SET held_by = c.id
     WHERE q.subject = c.subject AND q.state = 'open' AND (p_case -> 'froze') ? q.request::text;
END $$;
-- Where a case of a register begins.
CREATE FUNCTION live.case_first(p_register text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE first text := (SELECT r.to_ FROM live.register_step r WHERE r.register = p_register AND r.from_ = '');
BEGIN
    IF first IS NULL THEN RAISE EXCEPTION 'no such register: `%`', p_register; END IF;
    RETURN first;
END $$;
CREATE FUNCTION live.case_new(p_subject uuid, p_id uuid, p_register text, p_number text, p_due date, p_language text, p_actor text, p_at timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO live.person_case (subject, id, register, number, language, state, opened, due)
    VALUES (p_subject, p_id, p_register, p_number, p_language, live.case_first(p_register), p_at, p_due);
    INSERT INTO live.person_case_step VALUES (p_subject, p_id, 1, p_at, 'file', p_actor);
END $$;

-- A case of the house is filed, or found where an open one of this kind is about the same.
-- statement case.file @live may record: A case of the house is filed, or found where an open one is about the same.
CREATE FUNCTION live.house_case_file(p_id uuid, p_register text, p_kind text, p_about text, p_owner text, p_due date, p_ko text, p_en text, p_href text,
    p_said bytea, p_words bytea, p_files bytea, p_as text, p_entry ledger.entry, OUT id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    INSERT INTO live.house_case (id, register, kind, about, ko, en, href, said, state, opened, due, owner)
    SELECT p_id, p_register, p_kind, p_about, p_ko, p_en, p_href, p_said, live.case_first(p_register), p_entry.at, p_due, live.case_owner(p_owner)
    ON CONFLICT (register, kind, about) WHERE closed IS NULL DO NOTHING;
    IF FOUND THEN
        id := p_id;
        INSERT INTO live.house_case_step (id, n, at, step, who, words, files) VALUES (p_id, 1, p_entry.at, 'file', live.acting(p_as, p_entry.under), p_words, p_files);
        PERFORM live.case_recorded('00000000-0000-0000-0000-000000000000', p_id, {allowed}, p_entry);
    ELSE
        SELECT c.id INTO id FROM live.house_case c WHERE c.register = p_register AND c.kind = p_kind AND c.about = p_about AND c.closed IS NULL;
    END IF;
END $$;
-- One step. What two do at once, the first has done. `p_said`: what is known of it from now on, where it was `p_was`; `p_due`: its new day.
CREATE FUNCTION live.case_stepped(p_subject uuid, p_id uuid, p_step text, p_words bytea, p_said bytea, p_was bytea, p_due date, p_files bytea,
    p_as text, p_grant integer, p_entry ledger.entry) RETURNS live.case_move LANGUAGE plpgsql AS $$
DECLARE m live.case_move := live.case_judge(p_subject, p_id, p_step, p_words, p_as, p_grant, p_entry.at);
BEGIN
    m.said := p_said;
    m.due := p_due;
    m.files := p_files;
    IF m.outcome = {allowed} AND p_said IS NOT NULL AND p_was IS DISTINCT FROM (SELECT h.said FROM live.house_case h WHERE h.id = p_id) THEN
        m.outcome := {settled};
    END IF;
    PERFORM live.case_moved(m, p_entry);
    RETURN m;
END $$;
-- INVARIANT: what every server knows the state of goes on by `live.move_step`, and never past it.
-- statement case.step @live: A case goes one step on.
CREATE FUNCTION live.case_step(p_subject uuid, p_id uuid, p_step text, p_words bytea, p_said bytea, p_was bytea, p_due date, p_files bytea,
    p_as text, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM live.moving v WHERE v.move = p_id) THEN RAISE EXCEPTION 'a move goes on by its own statement'; END IF;
    outcome := (live.case_stepped(p_subject, p_id, p_step, p_words, p_said, p_was, p_due, p_files, p_as, p_grant, p_entry)).outcome;
END $$;
-- A case changes hands, from whoever had it when that was decided: a handler takes it on, an officer gives it to somebody.
-- statement case.take @live: A case changes hands, from whoever had it.
CREATE FUNCTION live.case_take(p_subject uuid, p_id uuid, p_from text, p_owner text, p_as text, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE c live.case_ := live.case_locked(p_subject, p_id); actor text := live.acting(p_as, p_grant); me text := split_part(actor, ':', 2);
BEGIN
    outcome := CASE WHEN c.id IS NULL THEN {gone}
                    WHEN NOT coalesce(live.case_granted(c, actor, p_grant, p_entry.at), false) OR (p_as = 'handler' AND p_owner <> me) THEN {grant}
                    WHEN p_owner <> me AND live.case_owner(p_owner) IS NULL THEN {no_handler}
                    WHEN c.closed IS NULL AND c.owner IS NOT DISTINCT FROM p_from THEN {allowed} ELSE {settled} END;
    IF outcome = {allowed} THEN
        UPDATE live.person_case x SET owner = p_owner WHERE x.subject = p_subject AND x.id = p_id;
        UPDATE live.house_case x SET owner = p_owner WHERE x.subject = p_subject AND x.id = p_id;
    END IF;
    PERFORM live.case_recorded(p_subject, p_id, outcome, p_entry);
END $$;
-- The desk was told of a day, once for each stage; or, the other way, it was not after all.
-- statement case.tell @live: The desk was told of a case's day.
CREATE FUNCTION live.case_tell(p_subject uuid, p_id uuid, p_told integer, p_stage integer, OUT told boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE c live.case_ := live.case_locked(p_subject, p_id);
BEGIN
    told := coalesce(c.told = p_told AND c.closed IS NULL, false);
    UPDATE live.person_case x SET told = p_stage WHERE case_tell.told AND x.subject = p_subject AND x.id = p_id;
    UPDATE live.house_case x SET told = p_stage WHERE case_tell.told AND x.subject = p_subject AND x.id = p_id;
END $$;
-- Closed cases whose time is over are known no more; one of the house goes by its own statement, after its words' key has gone.
-- INVARIANT: how long that is stands in the register.
CREATE FUNCTION live.case_over(p_register text, p_closed timestamptz, p_at timestamptz) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN ledger.past(p_closed + (SELECT r.kept FROM live.register r WHERE r.register = p_register) + interval '1 day', p_at);
END $$;
-- statement case.forget @live sum may record: Closed cases whose time is over are known no more.
CREATE FUNCTION live.cases_forget(p_limit integer, p_entry ledger.entry, OUT forgotten bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE c record;
BEGIN
    forgotten := 0;
    FOR c IN SELECT x.subject, x.id FROM live.person_case x
              WHERE live.case_over(x.register, x.closed, p_entry.at) ORDER BY x.closed LIMIT p_limit FOR UPDATE OF x LOOP
        DELETE FROM live.person_case x WHERE x.subject = c.subject AND x.id = c.id;
        PERFORM ledger.record(ledger.further(p_entry, forgotten), {allowed}, subject => c.subject, record => c.id);
        forgotten := forgotten + 1;
    END LOOP;
END $$;
-- statement case.over @live: Closed cases of the house whose time is over.
CREATE FUNCTION live.house_cases_over(p_at timestamptz, p_limit integer) RETURNS TABLE (id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT x.id FROM live.house_case x WHERE live.case_over(x.register, x.closed, p_at) ORDER BY x.closed LIMIT p_limit;
END $$;
-- statement case.forget_house @live: A case of the house whose words' key is gone is known no more.
CREATE FUNCTION live.house_case_forget(p_id uuid, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.house_case x WHERE x.id = p_id AND live.case_over(x.register, x.closed, p_entry.at);
    PERFORM ledger.record(p_entry, {allowed}, blocker => p_id);
END $$;

-- what the pages ask

-- `p_whose`: of these handlers, '' for what is nobody's or was a leaver's; none: everyone's. `p_states`: in these; none: in any.
-- statement case.open @live merge due, id: The open cases of a register, the most pressing first.
CREATE FUNCTION live.cases_open(p_register text, p_whose text[], p_states text[], p_due date, p_id uuid, p_limit integer) RETURNS SETOF live.case_
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT c.* FROM live.case_ c WHERE c.register = p_register AND c.closed IS NULL AND (p_id IS NULL OR (c.due, c.id) > (p_due, p_id))
       AND (p_whose IS NULL OR coalesce(live.case_owner(c.owner), '') = ANY (p_whose)) AND (p_states IS NULL OR c.state = ANY (p_states))
     ORDER BY c.due, c.id LIMIT p_limit;
END $$;
-- statement case.second @live merge due, id: What of a register waits for a second person, whom the actor can be.
CREATE FUNCTION live.cases_second(p_register text, p_states text[], p_actor text, p_at timestamptz, p_limit integer) RETURNS SETOF live.case_
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT c.* FROM live.case_ c WHERE c.register = p_register AND c.closed IS NULL AND c.state = ANY (p_states)
       AND EXISTS (SELECT 1 FROM live.case_offers(c.subject, c.id, p_actor, p_at)) ORDER BY c.due, c.id LIMIT p_limit;
END $$;
-- statement case.closed @live merge closed desc, id desc: The closed cases of a register, the newest first.
CREATE FUNCTION live.cases_closed(p_register text, p_owner text, p_at timestamptz, p_id uuid, p_limit integer) RETURNS SETOF live.case_
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT c.* FROM live.case_ c WHERE c.register = p_register AND c.closed IS NOT NULL AND (p_id IS NULL OR (c.closed, c.id) < (p_at, p_id))
       AND (p_owner IS NULL OR c.owner = p_owner) ORDER BY c.closed DESC, c.id DESC LIMIT p_limit;
END $$;
-- statement case.of @live: A person's cases of a register.
CREATE FUNCTION live.cases_of(p_register text, p_subject uuid) RETURNS SETOF live.case_
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT c.* FROM live.case_ c WHERE c.register = p_register AND c.subject = p_subject ORDER BY c.opened DESC, c.id;
END $$;
-- By its number; a case of the house by its id.
-- statement case.by @live first: The case of a number.
CREATE FUNCTION live.case_by(p_register text, p_number text, p_id uuid) RETURNS SETOF live.case_
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF p_id IS NOT NULL THEN
        RETURN QUERY SELECT c.* FROM live.case_ c WHERE c.register = p_register AND c.subject = '00000000-0000-0000-0000-000000000000' AND c.id = p_id;
    ELSE RETURN QUERY SELECT c.* FROM live.case_ c WHERE c.register = p_register AND c.number = p_number LIMIT 1; END IF;
END $$;
-- When a case of the house of a kind was closed last.
-- statement case.last @live: When a case of the house of a kind was closed last.
CREATE FUNCTION live.house_case_last(p_register text, p_kind text) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN (SELECT max(c.closed) FROM live.house_case c WHERE c.register = p_register AND c.kind = p_kind);
END $$;
-- statement case.steps @live: What happened to one case.
CREATE FUNCTION live.case_steps(p_subject uuid, p_id uuid) RETURNS TABLE (at timestamptz, step text, who text, words bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT x.at, x.step, x.who, x.words FROM (
        SELECT s.n, s.at, s.step, s.who, NULL::bytea AS words FROM live.person_case_step s WHERE s.subject = p_subject AND s.id = p_id
        UNION ALL SELECT s.n, s.at, s.step, s.who, s.words FROM live.house_case_step s WHERE s.subject = p_subject AND s.id = p_id) AS x ORDER BY x.n;
END $$;
-- What was attached to a step of a case of the house.
-- statement case.files @live: What was attached to a step of a case of the house.
CREATE FUNCTION live.case_files(p_id uuid, p_n integer) RETURNS TABLE (step text, files bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT s.step, s.files FROM live.house_case_step s WHERE s.id = p_id AND s.n = p_n;
END $$;
-- Which steps are open to somebody now, and under which guard.
-- statement case.offers @live: Which steps of a case are open to somebody now.
CREATE FUNCTION live.case_offers(p_subject uuid, p_id uuid, p_actor text, p_at timestamptz) RETURNS TABLE (step text, guard text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT r.step, r.guard FROM live.case_ c JOIN live.register_step r ON r.register = c.register AND r.from_ = c.state
      WHERE c.subject = p_subject AND c.id = p_id AND r.side = ANY (live.case_sides(p_actor)) AND live.case_guard(r.guard, p_subject, p_id, p_actor, p_at) = {allowed};
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    live.house_case_file(uuid, text, text, text, text, date, text, text, text, bytea, bytea, bytea, text, ledger.entry),
    live.case_step(uuid, uuid, text, bytea, bytea, bytea, date, bytea, text, integer, ledger.entry),
    live.case_take(uuid, uuid, text, text, text, integer, ledger.entry), live.case_tell(uuid, uuid, integer, integer),
    live.house_cases_over(timestamptz, integer), live.cases_forget(integer, ledger.entry), live.house_case_forget(uuid, ledger.entry),
    live.cases_open(text, text[], text[], date, uuid, integer), live.cases_second(text, text[], text, timestamptz, integer), live.cases_closed(text, text, timestamptz, uuid, integer), live.cases_of(text, uuid),
    live.case_by(text, text, uuid), live.house_case_last(text, text), live.case_steps(uuid, uuid), live.case_files(uuid, integer), live.case_offers(uuid, uuid, text, timestamptz)
    TO jikim_live;
