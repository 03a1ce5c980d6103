-- Watching reads: how many people's data each handler, officer and application may read, asks for and read, in slots of five minutes, and the pauses that answered.

-- What was asked for by a grant: counted before it is read, for a day.
CREATE TABLE live.read_asked (
    reader   text NOT NULL,                      -- as its grants name it: h-haneul, application:shop
    slot     timestamptz NOT NULL,
    night    boolean NOT NULL,
    people   integer NOT NULL,
    unmasked integer NOT NULL,
    marks    integer[] NOT NULL,                 -- of staff: whom, as marks under a key that no database has, so that somebody who is read again is one; of an application: none
    PRIMARY KEY (reader, slot)
);
-- What was read, as the ledger has it.
CREATE TABLE live.read_count (
    actor    text NOT NULL,                      -- as the ledger names it: handler:h-haneul (an officer too), application:shop
    slot     timestamptz NOT NULL,
    night    boolean NOT NULL,
    people   integer NOT NULL,
    unmasked integer NOT NULL,
    PRIMARY KEY (actor, slot)
);
CREATE INDEX read_count_slot ON live.read_count (slot);
-- the last batch of each inbox whose reads are counted
CREATE TABLE live.read_batch (source text PRIMARY KEY, batch uuid NOT NULL);
CREATE TABLE live.pause (
    number    integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    actor     text NOT NULL,
    at        timestamptz NOT NULL,
    rule      text NOT NULL,
    seen      integer NOT NULL,
    most      integer NOT NULL,
    effective boolean NOT NULL,                  -- false: the only officer is not stopped, and in-process code has no grant; both are judged all the same
    untils    jsonb NOT NULL,                    -- the grants that it ended, each with the end it had
    told      timestamptz,
    lifted    timestamptz,
    lifted_by text,
    judged    timestamptz,
    judged_by text,
    verdict   text CHECK (verdict IN ('fine', 'misuse'))
);
CREATE UNIQUE INDEX pause_open ON live.pause (actor) WHERE lifted IS NULL;

-- The limits of the plan in force, over those that hold where it says nothing. People a window; `usual` and `desk`: so many times as many as usual.
-- statement monitor.limits @live: The limits that hold: the plan's, over those that hold where it says nothing.
CREATE FUNCTION live.monitor_limits() RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN '{"burst": 40, "hour": 100, "unmasked": 50, "night": 20, "day": 400, "usual": 5, "desk": 5, "floor": 60, "application": 50000}'::jsonb
           || coalesce((SELECT p.limits FROM live.plan p WHERE p.approved IS NOT NULL ORDER BY p.version DESC LIMIT 1), '{}');
END $$;
-- Whose grants a reader's are, of the name that the ledger has for them, and the other way round.
CREATE FUNCTION live.reader_of(p_actor text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE WHEN p_actor LIKE 'application:%' THEN p_actor ELSE split_part(p_actor, ':', 2) END;
END $$;
CREATE FUNCTION live.reader_named(p_reader text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE WHEN p_reader LIKE 'application:%' THEN p_reader ELSE 'handler:' || p_reader END;
END $$;
-- Whether the limits leave so many more people to a reader: by the rule that leaves least, with how much it allows, how many were asked for, and how many are left.
CREATE FUNCTION live.read_left(p_reader text, p_people integer, p_marks integer[], p_unmasked boolean, p_night boolean, p_at timestamptz,
    OUT refused boolean, OUT rule text, OUT most integer, OUT seen integer, OUT remains integer)
LANGUAGE plpgsql AS $$
DECLARE l jsonb := live.monitor_limits(); now_ timestamptz := date_bin('5 minutes', p_at, 'epoch'); staff boolean := p_reader NOT LIKE 'application:%';
BEGIN
    IF p_people > 0 IS NOT TRUE OR cardinality(p_marks) IS DISTINCT FROM p_people * staff::integer THEN RAISE EXCEPTION 'people without a number'; END IF;
    -- INVARIANT: one at a time for each reader, whatever process asks by whichever of their grants: nothing is counted between this look and what follows it.
    PERFORM pg_advisory_xact_lock(7345650, hashtext(p_reader));
    SELECT c.most < c.whole, c.rule, c.most, c.seen, greatest(c.most - c.seen, 0) INTO STRICT refused, rule, most, seen, remains FROM (
        SELECT r.n, r.rule, (l ->> r.rule)::integer AS most, coalesce(x.seen, 0) AS seen, coalesce(x.seen, 0) + CASE WHEN r.marked THEN x.fresh ELSE p_people END AS whole
          FROM (VALUES (1, 'application', interval '1 hour', NOT staff, false), (2, 'burst', '10 minutes', staff, true), (3, 'hour', '1 hour', staff, true),
                       (4, 'unmasked', '1 hour', staff AND p_unmasked, false), (5, 'night', '12 hours', staff AND p_night, true), (6, 'day', '1 day', staff, true))
               AS r(n, rule, span, counts, marked)
               CROSS JOIN LATERAL (
                   SELECT CASE WHEN NOT r.marked THEN sum(CASE WHEN r.rule = 'unmasked' THEN a.unmasked ELSE a.people END) ELSE count(DISTINCT m.mark) END AS seen,
                          (SELECT count(DISTINCT p.mark) FROM unnest(p_marks) AS p(mark)) - count(DISTINCT m.mark) FILTER (WHERE m.mark = ANY (p_marks)) AS fresh
                     FROM live.read_asked a LEFT JOIN LATERAL unnest(a.marks) AS m(mark) ON r.marked
                    WHERE a.reader = p_reader AND a.slot > now_ - r.span AND (r.rule <> 'night' OR a.night)) AS x
         WHERE r.counts) AS c ORDER BY c.most - c.whole, c.n LIMIT 1;
    refused := refused IS NOT FALSE;
END $$;
-- So many people are about to be read by a grant: they are counted where each of the limits leaves as many, and else none. Of a grant that there is not, what reads
-- by it denies.
-- statement store/reads.draw @live: So many people are about to be read by a grant: they are counted where the plan's limits leave as many.
CREATE FUNCTION live.read_draw(p_grant integer, p_people integer, p_marks integer[], p_unmasked boolean, p_night boolean, p_at timestamptz,
    OUT refused boolean, OUT rule text, OUT most integer, OUT remains integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE who text := (SELECT g.handler FROM live.grant_ g WHERE g.number = p_grant);
BEGIN
    refused := who IS NOT NULL;
    IF NOT refused THEN RETURN; END IF;
    SELECT f.refused, f.rule, f.most, f.remains INTO refused, rule, most, remains FROM live.read_left(who, p_people, p_marks, p_unmasked, p_night, p_at) AS f;
    IF NOT refused THEN
        INSERT INTO live.read_asked AS a (reader, slot, night, people, unmasked, marks)
        VALUES (who, date_bin('5 minutes', p_at, 'epoch'), p_night, p_people, p_people * p_unmasked::integer, p_marks)
        ON CONFLICT (reader, slot) DO UPDATE SET people = a.people + excluded.people, unmasked = a.unmasked + excluded.unmasked,
               marks = a.marks || ARRAY(SELECT u.mark FROM unnest(excluded.marks) AS u(mark) WHERE u.mark <> ALL (a.marks));
    END IF;
    -- Nobody waits for the disk: what is then read is on it later than this, and so is this by then.
    PERFORM set_config('synchronous_commit', 'off', true);
END $$;
-- The first rule that somebody is beyond, by their counts since a moment; nothing where they are beyond none.
CREATE FUNCTION live.monitor_rule(p_actor text, p_since timestamptz, l jsonb, OUT rule text, OUT seen integer, OUT most integer)
LANGUAGE plpgsql STABLE AS $$
DECLARE now_ timestamptz; w record; usual numeric; days integer; others integer; median numeric;
BEGIN
    SELECT max(c.slot) INTO now_ FROM live.read_count c WHERE c.actor = p_actor;
    SELECT coalesce(sum(c.people) FILTER (WHERE c.slot > now_ - interval '10 minutes'), 0) AS burst,
           coalesce(sum(c.people) FILTER (WHERE c.slot > now_ - interval '1 hour'), 0) AS hour,
           coalesce(sum(c.unmasked) FILTER (WHERE c.slot > now_ - interval '1 hour'), 0) AS unmasked,
           coalesce(sum(c.people) FILTER (WHERE c.night AND c.slot > now_ - interval '12 hours'), 0) AS night,
           coalesce(sum(c.people), 0) AS day
      INTO w FROM live.read_count c WHERE c.actor = p_actor AND c.slot > now_ - interval '1 day' AND c.slot > p_since;
    IF p_actor LIKE 'application:%' THEN
        SELECT x.* INTO rule, seen, most FROM (VALUES ('application', w.hour, (l ->> 'application')::integer)) AS x(rule, seen, most) WHERE x.seen > x.most;
        RETURN;
    END IF;
    SELECT x.* INTO rule, seen, most FROM (VALUES
        (1, 'burst', w.burst, (l ->> 'burst')::integer), (2, 'hour', w.hour, (l ->> 'hour')::integer), (3, 'unmasked', w.unmasked, (l ->> 'unmasked')::integer),
        (4, 'night', w.night, (l ->> 'night')::integer), (5, 'day', w.day, (l ->> 'day')::integer)) AS v(n, rule, seen, most)
        CROSS JOIN LATERAL (SELECT v.rule, v.seen, v.most) AS x WHERE v.seen > v.most ORDER BY v.n LIMIT 1;
    IF rule IS NOT NULL OR w.day <= (l ->> 'floor')::integer THEN RETURN; END IF;
    SELECT sum(c.people)::numeric / count(DISTINCT date_trunc('day', c.slot, 'UTC')), count(DISTINCT date_trunc('day', c.slot, 'UTC')) INTO usual, days
      FROM live.read_count c WHERE c.actor = p_actor AND c.slot > now_ - interval '29 days' AND c.slot <= now_ - interval '1 day';
    IF days >= 5 AND w.day > (l ->> 'usual')::numeric * usual THEN
        rule := 'usual'; seen := w.day; most := ceil((l ->> 'usual')::numeric * usual); RETURN;
    END IF;
    SELECT count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY o.n) INTO others, median FROM (
        SELECT sum(c.people) AS n FROM live.read_count c WHERE c.slot > now_ - interval '1 day' AND c.actor <> p_actor AND c.actor NOT LIKE 'application:%'
         GROUP BY c.actor) AS o;
    IF others >= 3 AND w.day > (l ->> 'desk')::numeric * median THEN
        rule := 'desk'; seen := w.day; most := ceil((l ->> 'desk')::numeric * median);
    END IF;
END $$;
-- INVARIANT: a pause is the end of each grant, under the lock that a revocation takes: no statement reads by it from here on, whatever it remembers.
-- Answers whether it ended any. Whoever is `spared` is judged all the same.
CREATE FUNCTION live.pause_grants(p_actor text, p_at timestamptz, p_rule text, p_seen integer, p_most integer, p_spared boolean) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE name text := live.reader_of(p_actor); n integer; ended jsonb := '{}';
BEGIN
    FOR n IN SELECT g.number FROM live.grant_ g WHERE NOT p_spared AND g.handler = name AND g.revoked IS NULL AND g.until > p_at ORDER BY 1 LOOP
        PERFORM live.grant_lock(n, true);
        SELECT ended || jsonb_build_object(n::text, g.until) INTO ended FROM live.grant_ g WHERE g.number = n;
        UPDATE live.grant_ SET until = p_at WHERE number = n;
    END LOOP;
    INSERT INTO live.pause (actor, at, rule, seen, most, effective, untils) VALUES (p_actor, p_at, p_rule, p_seen, p_most, ended <> '{}', ended)
    ON CONFLICT DO NOTHING;
    RETURN ended <> '{}';
END $$;
-- A pause that stopped somebody stands beside the ring too: an older database that is put back is paused again, until an officer lifts it there.
CREATE FUNCTION live.pause_begin(p_actor text, p_at timestamptz, p_rule text, p_seen integer, p_most integer) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE name text := split_part(p_actor, ':', 2); alone boolean; ended boolean;
BEGIN
    alone := p_actor NOT LIKE 'application:%' AND EXISTS (SELECT 1 FROM live.handler h WHERE h.handler = name AND h.kind = 'officer') AND NOT EXISTS (
        SELECT 1 FROM live.handler o JOIN live.grant_ g ON g.handler = o.handler
         WHERE o.handler <> name AND live.officer_counts(o.handler, p_at) AND g.revoked IS NULL AND g.until > p_at);
    ended := live.pause_grants(p_actor, p_at, p_rule, p_seen, p_most, alone);
    IF ended THEN
        PERFORM live.restrict(p_at, 'pause', jsonb_build_object('actor', p_actor, 'rule', p_rule, 'seen', p_seen, 'most', p_most));
    END IF;
    RETURN ended;
END $$;
-- Somebody asks for more where nothing is left, and is paused. Answers whether that stopped them.
-- statement store/reads.stop @live restricts everywhere: Somebody asks for more where nothing is left, and is paused.
CREATE FUNCTION live.read_stop(p_grant integer, p_people integer, p_marks integer[], p_unmasked boolean, p_night boolean, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE who text := (SELECT g.handler FROM live.grant_ g WHERE g.number = p_grant); f record;
BEGIN
    SELECT x.* INTO f FROM live.read_left(who, p_people, p_marks, p_unmasked, p_night, p_at) AS x;
    IF NOT f.refused OR f.remains > 0 OR EXISTS (SELECT 1 FROM live.pause p WHERE p.actor = live.reader_named(who) AND p.lifted IS NULL) THEN RETURN false; END IF;
    RETURN live.pause_begin(live.reader_named(who), p_at, f.rule, f.seen + p_people, f.most);
END $$;
-- Counts the reads of a batch that the sequencer placed, once, and pauses who is beyond a limit. What was counted before a pause was lifted is judged, not counted again.
-- Answers whether anybody was stopped.
-- statement ledger/ledger.monitor @live restricts everywhere: How many people's data each reader read is counted; who is beyond the plan's limits is paused.
CREATE FUNCTION live.monitor(p_source text, p_batch uuid, p_counts jsonb, p_at timestamptz) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a text; l jsonb := live.monitor_limits(); found_ record; stopped boolean := false;
BEGIN
    INSERT INTO live.read_batch AS b VALUES (p_source, p_batch) ON CONFLICT (source) DO UPDATE SET batch = excluded.batch WHERE b.batch <> excluded.batch;
    IF NOT FOUND THEN RETURN false; END IF;
    INSERT INTO live.read_count AS c (actor, slot, night, people, unmasked)
    SELECT x.actor, x.slot, x.night, x.people, x.unmasked
      FROM jsonb_to_recordset(p_counts) AS x(actor text, slot timestamptz, night boolean, people integer, unmasked integer) ORDER BY 1, 2
    ON CONFLICT (actor, slot) DO UPDATE SET people = c.people + excluded.people, unmasked = c.unmasked + excluded.unmasked;
    FOR a IN SELECT DISTINCT x ->> 'actor' FROM jsonb_array_elements(p_counts) AS t(x) ORDER BY 1 LOOP
        CONTINUE WHEN EXISTS (SELECT 1 FROM live.pause p WHERE p.actor = a AND p.lifted IS NULL);
        SELECT r.* INTO found_ FROM live.monitor_rule(a, coalesce((SELECT max(p.lifted) FROM live.pause p WHERE p.actor = a), '-infinity'), l) AS r;
        IF found_.rule IS NOT NULL THEN stopped := live.pause_begin(a, p_at, found_.rule, found_.seen, found_.most) OR stopped; END IF;
    END LOOP;
    RETURN stopped;
END $$;
-- statement pause.untold @live: Pauses that nobody was alerted of yet.
CREATE FUNCTION live.pauses_untold() RETURNS TABLE (number integer, actor text, rule text, seen integer, most integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT p.number, p.actor, p.rule, p.seen, p.most FROM live.pause p WHERE p.told IS NULL ORDER BY p.number LIMIT 100;
END $$;
-- statement pause.told @live may record: A pause is recorded, and told.
CREATE FUNCTION live.pause_told(p_number integer, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.pause SET told = p_entry.at WHERE number = p_number AND told IS NULL;
    IF FOUND THEN PERFORM ledger.record(p_entry, {allowed}); END IF;
END $$;
-- statement pause.list @live: The pauses, the newest first, a page at a time.
CREATE FUNCTION live.pauses(p_before integer, p_limit integer) RETURNS SETOF live.pause
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT * FROM live.pause p WHERE p.number < p_before ORDER BY p.number DESC LIMIT p_limit;
END $$;
-- Lifts a pause, or (p_verdict) judges it. INVARIANT: by an officer whose word counts, and nobody their own (`same_person`), but who is alone for 30 days.
-- statement pause.answer @live everywhere: An officer lifts a pause, or judges it.
CREATE FUNCTION live.pause_answer(p_number integer, p_verdict text, p_today date, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE p record; s record;
BEGIN
    SELECT x.* INTO p FROM live.pause x WHERE x.number = p_number FOR UPDATE;
    s := live.second(p_grant, ARRAY[live.reader_of(p.actor)], 'long', p_entry.at);
    outcome := CASE
        WHEN p.number IS NULL THEN {gone}
        WHEN s.outcome <> {allowed} THEN s.outcome
        -- Nobody is judged to have misused it before they were heard or their day is over.
        WHEN p_verdict = 'misuse' AND EXISTS (SELECT 1 FROM live.explanation e WHERE e.about = 'pause:' || p_number
              AND e.said IS NULL AND e.due >= p_today) THEN {conflict}
        WHEN p_verdict IS NULL AND p.lifted IS NOT NULL OR p_verdict IS NOT NULL AND p.judged IS NOT NULL THEN {conflict}
        ELSE {allowed} END;
    IF outcome = {allowed} AND p_verdict IS NULL THEN
        UPDATE live.pause SET lifted = p_entry.at, lifted_by = s.whose WHERE number = p_number;
        -- What ended meanwhile stays ended.
        UPDATE live.grant_ g SET until = (p.untils ->> g.number::text)::timestamptz
         WHERE p.untils ? g.number::text AND g.revoked IS NULL AND g.until = p.at;
        -- What was asked for before is judged, and counts no more.
        DELETE FROM live.read_asked a WHERE a.reader = live.reader_of(p.actor);
    ELSIF outcome = {allowed} THEN
        UPDATE live.pause SET judged = p_entry.at, judged_by = s.whose, verdict = p_verdict WHERE number = p_number;
    END IF;
    IF outcome = {allowed} AND s.alone THEN PERFORM live.went_alone('pause', p_number::text, s.whose, p_entry.at); END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- Counts older than four weeks go, over which what is usual is reckoned, and pauses three years after they were lifted and judged.
-- statement monitor.forget @live: Counts and pauses whose time is over.
CREATE FUNCTION live.monitor_forget(p_at timestamptz) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE answer bigint;
BEGIN
    WITH asked AS (DELETE FROM live.read_asked a WHERE ledger.past(a.slot + interval '25 hours', p_at)),
         counts AS (DELETE FROM live.read_count c WHERE ledger.past(c.slot + interval '29 days', p_at) RETURNING 1),
         pauses AS (DELETE FROM live.pause p WHERE ledger.past(greatest(p.lifted, p.judged) + interval '3 years 1 day', p_at)
                    AND p.lifted IS NOT NULL AND p.judged IS NOT NULL RETURNING 1)
    SELECT (SELECT count(*) FROM counts) + (SELECT count(*) FROM pauses) INTO answer;
    RETURN answer;
END $$;

-- An explanation (소명) of conspicuous reads: asked of their reader by a day, and judged by another. Of one about a pause the pause has the judgement.
CREATE TABLE live.explanation (
    explanation uuid PRIMARY KEY,
    about     text NOT NULL UNIQUE,              -- pause:7, or review:<number>:<position>
    reader    text NOT NULL,                     -- the handler's short name
    due       date NOT NULL,
    ko        text NOT NULL,
    en        text NOT NULL,
    asked     timestamptz NOT NULL,
    words     bytea,                             -- the reader's: sealed under a key of its own
    said      timestamptz,
    verdict   text CHECK (verdict IN ('fine', 'misuse')),
    judged    timestamptz,
    judged_by text
);
-- statement explanation.ask @live may record: A reader is asked for an explanation, once about one thing.
CREATE FUNCTION live.explanation_ask(p_explanation uuid, p_about text, p_reader text, p_due date, p_ko text, p_en text, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.explanation (explanation, about, reader, due, ko, en, asked)
    VALUES (p_explanation, p_about, p_reader, p_due, p_ko, p_en, p_entry.at) ON CONFLICT DO NOTHING;
    IF FOUND THEN PERFORM ledger.record(p_entry, {allowed}, blocker => p_explanation); END IF;
END $$;
-- statement explanation.list @live: What handlers were asked to explain, with what was judged of it; the words are sealed.
CREATE FUNCTION live.explanations(p_reader text, p_about text, p_limit integer) RETURNS TABLE (
    explanation uuid, about text, reader text, due date, ko text, en text, asked timestamptz, said timestamptz, words bytea, verdict text,
    judged timestamptz, judged_by text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT e.explanation, e.about, e.reader, e.due, e.ko, e.en, e.asked, e.said, e.words, coalesce(e.verdict, p.verdict), coalesce(e.judged, p.judged),
           coalesce(e.judged_by, p.judged_by)
      FROM live.explanation e LEFT JOIN live.pause p ON e.about = 'pause:' || p.number
     WHERE (p_reader IS NULL OR e.reader = p_reader) AND starts_with(e.about, p_about)
     ORDER BY coalesce(e.verdict, p.verdict) IS NOT NULL, CASE WHEN coalesce(e.verdict, p.verdict) IS NULL THEN e.due END, e.asked DESC, e.explanation
     LIMIT p_limit;
END $$;
-- INVARIANT: its reader alone, who still works here, and once. No grant is asked for: whose reads are paused has none.
-- statement explanation.say @live: Its reader explains, once.
CREATE FUNCTION live.explanation_say(p_explanation uuid, p_by text, p_words bytea, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE e record;
BEGIN
    SELECT x.* INTO e FROM live.explanation x WHERE x.explanation = p_explanation FOR UPDATE;
    outcome := CASE
        WHEN e.explanation IS NULL THEN {gone}
        WHEN e.reader <> p_by OR NOT EXISTS (SELECT 1 FROM live.handler h WHERE h.handler = p_by AND h."left" IS NULL) THEN {grant}
        WHEN e.said IS NOT NULL THEN {conflict}
        ELSE {allowed} END;
    IF outcome = {allowed} THEN UPDATE live.explanation SET words = p_words, said = p_entry.at WHERE explanation = p_explanation; END IF;
    PERFORM ledger.record(p_entry, outcome, blocker => p_explanation);
END $$;
-- INVARIANT: no reader judges their own (but who has been alone for 30 days), and nobody is judged before they were heard or their day is over.
-- statement explanation.judge @live: An officer who is not the reader judges an explanation.
CREATE FUNCTION live.explanation_judge(p_explanation uuid, p_verdict text, p_today date, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE e record; s record;
BEGIN
    SELECT x.* INTO e FROM live.explanation x WHERE x.explanation = p_explanation AND starts_with(x.about, 'review:') FOR UPDATE;
    s := live.second(p_grant, ARRAY[e.reader], 'long', p_entry.at);
    outcome := CASE
        WHEN e.explanation IS NULL THEN {gone}
        WHEN s.outcome <> {allowed} THEN s.outcome
        WHEN e.verdict IS NOT NULL OR (e.said IS NULL AND e.due >= p_today) THEN {conflict}
        ELSE {allowed} END;
    IF outcome = {allowed} THEN
        UPDATE live.explanation SET verdict = p_verdict, judged = p_entry.at, judged_by = s.whose WHERE explanation = p_explanation;
    END IF;
    IF outcome = {allowed} AND s.alone THEN PERFORM live.went_alone('explanation', p_explanation::text, s.whose, p_entry.at); END IF;
    PERFORM ledger.record(p_entry, outcome, blocker => p_explanation);
END $$;
-- Whether its three years are over; of one about a pause, which has the judgement, from there.
CREATE FUNCTION live.explanation_over(p_one live.explanation, p_at timestamptz) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN ledger.past(greatest(p_one.asked, p_one.said, p_one.judged, (SELECT p.judged FROM live.pause p WHERE p_one.about = 'pause:' || p.number))
                       + interval '3 years 1 day', p_at);
END $$;
-- statement explanation.over @live: Explanations that are forgotten.
CREATE FUNCTION live.explanations_over(p_at timestamptz) RETURNS TABLE (explanation uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT e.explanation FROM live.explanation e WHERE live.explanation_over(e, p_at) LIMIT 500;
END $$;
-- statement explanation.forget @live: An explanation whose words' key is gone is forgotten.
CREATE FUNCTION live.explanation_forget(p_explanation uuid, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM live.explanation e WHERE e.explanation = p_explanation AND live.explanation_over(e, p_entry.at) IS NOT TRUE)
    THEN RAISE EXCEPTION 'before its time'; END IF;
    DELETE FROM live.explanation e WHERE e.explanation = p_explanation;
    PERFORM ledger.record(p_entry, {allowed}, blocker => p_explanation);
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    live.read_draw(integer, integer, integer[], boolean, boolean, timestamptz), live.read_stop(integer, integer, integer[], boolean, boolean, timestamptz),
    live.monitor_limits(), live.monitor(text, uuid, jsonb, timestamptz), live.pauses_untold(), live.pause_told(integer, ledger.entry),
    live.pauses(integer, integer), live.pause_answer(integer, text, date, integer, ledger.entry), live.monitor_forget(timestamptz),
    live.explanations(text, text, integer), live.explanation_judge(uuid, text, date, integer, ledger.entry),
    live.explanation_ask(uuid, text, text, date, text, text, ledger.entry), live.explanation_say(uuid, text, bytea, ledger.entry),
    live.explanations_over(timestamptz), live.explanation_forget(uuid, ledger.entry)
    TO jikim_live;
