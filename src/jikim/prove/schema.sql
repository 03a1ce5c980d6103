-- The evidence of promises: what `prove` counts, its runs and findings; systems outside and their attestations; the internal management plan;
-- access records taken in from elsewhere; and what each step of the daily work did last. Nobody's data lies here in the clear.

-- runs of `prove`, and what they found broken

CREATE TABLE live.proving (
    number   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL,
    entry    uuid NOT NULL,                      -- its entry in the ledger
    states   jsonb NOT NULL                      -- clause -> state
);
CREATE INDEX proving_at ON live.proving (at);
CREATE TABLE live.finding (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    clause text NOT NULL,
    since  timestamptz NOT NULL,
    seen   timestamptz NOT NULL,
    over   timestamptz,                          -- the promise was found kept again
    ko     text NOT NULL,
    en     text NOT NULL,
    task   uuid
);
-- INVARIANT: of one promise one finding is open, however many look at once. It is the one claim beside the number: a second,
-- of clause and moment, would fail a run that meets another at that moment.
CREATE UNIQUE INDEX finding_open ON live.finding (clause) WHERE over IS NULL;

-- One run: its entry, its states, findings opened, seen again and ended, in one statement. Answers the open ones that no task stands for yet.
-- statement prove.note @live: A run of the proof: its states, and the findings that it opens and ends.
CREATE FUNCTION live.prove_note(p_states jsonb, p_clauses text[], p_ko text[], p_en text[],
    p_entry ledger.entry) RETURNS TABLE (clause text, since timestamptz, ko text, en text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    INSERT INTO live.proving (at, entry, states) VALUES (p_entry.at, p_entry.entry, p_states);
    UPDATE live.finding f SET over = p_entry.at WHERE f.over IS NULL AND NOT f.clause = ANY (p_clauses) AND f.since <= p_entry.at;
    INSERT INTO live.finding AS f (clause, since, seen, ko, en) SELECT u.c, p_entry.at, p_entry.at, u.k, u.e FROM unnest(p_clauses, p_ko, p_en) AS u(c, k, e)
        ON CONFLICT (clause) WHERE over IS NULL DO UPDATE SET seen = greatest(f.seen, p_entry.at), ko = excluded.ko, en = excluded.en;
    PERFORM ledger.record(p_entry, {allowed});
    RETURN QUERY SELECT f.clause, f.since, f.ko, f.en FROM live.finding f WHERE f.over IS NULL AND f.task IS NULL ORDER BY f.clause;
END $$;
-- A finding gets its task, once: false where another run was quicker.
-- statement prove.tasked @live: A finding has its task.
CREATE FUNCTION live.prove_tasked(p_clause text, p_since timestamptz, p_task uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.finding f SET task = p_task WHERE f.clause = p_clause AND f.since = p_since AND f.task IS NULL;
    RETURN FOUND;
END $$;
-- statement prove.runs @live: The runs of the proof, the newest first.
CREATE FUNCTION live.prove_runs(p_limit integer) RETURNS TABLE (number bigint, at timestamptz, entry uuid, states text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT p.number, p.at, p.entry, p.states::text FROM live.proving p ORDER BY p.number DESC LIMIT p_limit;
END $$;
-- statement prove.findings @live: What runs found broken: open findings first.
CREATE FUNCTION live.prove_findings(p_limit integer) RETURNS TABLE (clause text, since timestamptz, seen timestamptz, over timestamptz, ko text, en text, task uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT f.clause, f.since, f.seen, f.over, f.ko, f.en, f.task FROM live.finding f ORDER BY f.over NULLS FIRST, f.since DESC, f.clause LIMIT p_limit;
END $$;

-- systems beside this one, and what is attested of those outside

CREATE TABLE live.system (
    system  text PRIMARY KEY,
    reach   text NOT NULL CHECK (reach IN ('attached', 'outside')),
    ko      text NOT NULL,
    en      text NOT NULL,
    clauses text[] NOT NULL,
    entered timestamptz NOT NULL,
    ended   timestamptz
);
CREATE TABLE live.attestation (
    system text NOT NULL REFERENCES live.system (system) ON DELETE CASCADE,
    attestation uuid NOT NULL,
    day    date NOT NULL,                        -- of what day it speaks
    until  date NOT NULL,                        -- its last day
    said   bytea NOT NULL,                       -- by whom, in which words, the file's name: sealed
    file   bytea NOT NULL,                       -- sealed
    digest bytea NOT NULL,                       -- SHA-256 of the file
    at     timestamptz NOT NULL,
    PRIMARY KEY (system, attestation)
);
-- statement system.enter @live: A system beside this one is entered, with the promises that it has a part in.
CREATE FUNCTION live.system_enter(p_system text, p_reach text, p_ko text, p_en text, p_clauses text[], p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.system (system, reach, ko, en, clauses, entered) VALUES (p_system, p_reach, p_ko, p_en, p_clauses, p_entry.at) ON CONFLICT DO NOTHING;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {taken} END;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- statement system.end @live: A system is used no more.
CREATE FUNCTION live.system_end(p_system text, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.system s SET ended = p_entry.at WHERE s.system = p_system AND s.ended IS NULL;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {gone} END;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- statement system.attest @live: Somebody attests of an outside system that the promises are kept there.
CREATE FUNCTION live.system_attest(p_system text, p_attestation uuid, p_day date, p_until date, p_said bytea, p_file bytea, p_digest bytea,
    p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM 1 FROM live.system s WHERE s.system = p_system AND s.ended IS NULL AND s.reach = 'outside' FOR SHARE;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {gone} END;
    IF outcome = {allowed} THEN INSERT INTO live.attestation VALUES (p_system, p_attestation, p_day, p_until, p_said, p_file, p_digest, p_entry.at); END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- every system that has not ended, with the attestation that runs longest
-- statement system.list @live: The systems beside this one, each with the attestation that runs longest.
CREATE FUNCTION live.systems() RETURNS TABLE (
    system text, reach text, ko text, en text, clauses text[], entered timestamptz, attestation uuid, day date, until date, said bytea, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT s.system, s.reach, s.ko, s.en, s.clauses, s.entered, a.attestation, a.day, a.until, a.said, a.at
      FROM live.system s LEFT JOIN LATERAL (SELECT * FROM live.attestation x WHERE x.system = s.system ORDER BY x.until DESC, x.at DESC LIMIT 1) a ON true
     WHERE s.ended IS NULL ORDER BY s.entered, s.system;
END $$;
-- statement system.file @live: The file of an attestation.
CREATE FUNCTION live.attestation_of(p_system text, p_attestation uuid) RETURNS TABLE (said bytea, file bytea, digest bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT a.said, a.file, a.digest FROM live.attestation a WHERE a.system = p_system AND a.attestation = p_attestation;
END $$;

-- what a proof counts: numbers alone

-- records whose purpose ended before a moment and that are still here, though nothing holds them: of who was away, from when they left for good
-- statement prove.late @live sum late; merge kind: How many records of each kind are still here although their purpose ended.
CREATE FUNCTION live.prove_late(p_before timestamptz, p_finishing integer[]) RETURNS TABLE (kind integer, late bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT r.kind, count(*) FROM (
        SELECT x.subject, x.record FROM live.record x WHERE x.state = 2 AND x.ended < p_before
        UNION SELECT x.subject, x.record FROM live.record x WHERE x.state = 1 AND x.over_from < p_before
        UNION SELECT x.subject, x.record FROM live.subject y JOIN live.record x ON x.subject = y.subject
               WHERE y.state <> 1 AND coalesce(y.until, y.left_at) < p_before AND NOT x.kind = ANY (p_finishing)) AS due(subject, record)
      JOIN live.record r ON r.subject = due.subject AND r.record = due.record
      JOIN live.subject s ON s.subject = r.subject
     WHERE r.hold IS NULL AND (r.frozen IS NULL OR s.state = 2) AND (s.state <> 2 OR s.until IS NULL OR s.until < p_before) GROUP BY 1 ORDER BY 1;
END $$;
-- statement prove.unsourced @live sum: How many records of these channels name no supplier.
CREATE FUNCTION live.prove_unsourced(p_channels integer[], OUT unsourced bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    SELECT count(*) FROM live.record r WHERE r.channel = ANY (p_channels) AND r.source = 0 INTO unsourced;
END $$;
-- statement prove.left @live sum: How many people left of whom something is still kept, and how many cookie choices were made.
CREATE FUNCTION live.prove_left(OUT people bigint, OUT choices bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT (SELECT count(*) FROM live.subject s WHERE s.left_at IS NOT NULL), (SELECT count(*) FROM live.cookie_choice) INTO people, choices;
END $$;
-- how many people were reminded, and how many of them have neither said since that all is right nor corrected it
-- statement prove.reminded @live sum: How many people were reminded of something, and how many of them have not answered it.
CREATE FUNCTION live.prove_reminded(p_what text, p_item integer, OUT reminded bigint, OUT unanswered bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT count(*) FILTER (WHERE m.told), count(*) FILTER (WHERE NOT m.said AND NOT EXISTS (
               SELECT 1 FROM live.request x WHERE x.subject = m.subject AND x.state = 'done' AND x.closed >= m.at AND (p_item = 0 OR p_item = ANY (x.items))))
      FROM live.reminded m WHERE m.what = p_what
      INTO reminded, unanswered;
END $$;
-- A request is open until it is closed with its answer, or until the correction that it began has ended: as its person sees it.
-- statement prove.requests @live sum open, overdue; merge kind, paged: How many requests are open and overdue, by right and by way.
CREATE FUNCTION live.prove_requests(p_today date) RETURNS TABLE (kind text, paged boolean, open bigint, overdue bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT x.kind, x.paged, count(*) FILTER (WHERE x.open), count(*) FILTER (WHERE x.open AND x.due < p_today)
      FROM (SELECT a.kind, a.by = 'page' AS paged, a.due, a.closed IS NULL AND NOT EXISTS (
                SELECT 1 FROM live.request q WHERE q.subject = a.subject AND q.request = a.request AND q.state <> 'open') AS open
              FROM live.request_case a) AS x
     GROUP BY 1, 2 ORDER BY 1, 2;
END $$;
-- statement prove.complaints @live sum: How many complaints are open and overdue.
CREATE FUNCTION live.prove_complaints(p_today date, OUT open bigint, OUT overdue bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT count(*) FILTER (WHERE c.state IN ('received', 'looked-at')),
           count(*) FILTER (WHERE c.state IN ('received', 'looked-at') AND c.due < p_today)
      FROM live.person_case c WHERE c.register = 'complaint'
      INTO open, overdue;
END $$;
-- statement prove.frozen @live sum: How many corrections are open, and since long.
CREATE FUNCTION live.prove_frozen(p_before timestamptz, OUT open bigint, OUT old bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT count(*) FILTER (WHERE q.state = 'open'), count(*) FILTER (WHERE q.state = 'open' AND q.opened < p_before) FROM live.request q INTO open, old;
END $$;
-- statement prove.outbox @live sum waiting, late; merge space, target, topic: How much waits to reach recipients and processors, by topic.
CREATE FUNCTION live.prove_outbox(p_before timestamptz) RETURNS TABLE (space text, target integer, topic text, waiting bigint, late bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT o.space, o.target, o.topic, count(*) FILTER (WHERE o.state IN ('waiting', 'sending', 'sent', 'unclear')),
           -- What waits until who is away is back is not late (`live.wait_no_longer`).
           count(*) FILTER (WHERE o.state IN ('waiting', 'sending', 'sent', 'unclear') AND o.made < p_before AND s.subject IS NULL)
      FROM live.outbox o LEFT JOIN live.subject s ON s.subject = o.subject AND s.state = 3 AND s.until = o.not_before
     GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
END $$;
-- statement prove.given @live sum given, bare; union items; merge space, target: How much left to whom, without a consent behind it, and which items.
CREATE FUNCTION live.prove_given() RETURNS TABLE (space text, target integer, given bigint, bare bigint, items integer[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY WITH sorts AS (SELECT d.space, d.target, d.items, count(*) AS given, count(*) FILTER (WHERE d.consent = 0) AS bare FROM live.disclosure d GROUP BY 1, 2, 3)
    SELECT s.space, s.target, sum(s.given)::bigint, sum(s.bare)::bigint,
           (SELECT coalesce(array_agg(DISTINCT i.n ORDER BY i.n), '{}') FROM sorts x, unnest(x.items) AS i(n) WHERE x.space = s.space AND x.target = s.target)
      FROM sorts s GROUP BY 1, 2 ORDER BY 1, 2;
END $$;
-- statement prove.sessions @live sum: How many sessions run, and how many beyond what the policy allows.
CREATE FUNCTION live.prove_sessions(p_now timestamptz, p_idle integer, p_lasts interval, p_most integer, OUT running bigint, OUT loose bigint, OUT crowded bigint, OUT gone bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    WITH s AS (SELECT * FROM live.session x WHERE x.over IS NULL AND x.until > p_now AND x.seen + make_interval(secs => x.idle) > p_now)
    SELECT (SELECT count(*) FROM s), (SELECT count(*) FROM s WHERE s.idle > p_idle OR s.until - s.begun > p_lasts + interval '1 minute'),
           (SELECT count(*) FROM (SELECT 1 FROM s WHERE s.ward IS NULL GROUP BY s.subject HAVING count(*) > p_most) AS c),
           (SELECT count(*) FROM s WHERE NOT EXISTS (SELECT 1 FROM live.subject y WHERE y.subject = s.subject AND y.state = 1))
      INTO running, loose, crowded, gone;
END $$;
-- statement prove.suspicions @live sum: How many impersonation reports are open, and whether each froze its account.
CREATE FUNCTION live.prove_suspicions(p_before timestamptz, OUT open bigint, OUT bare bigint, OUT old bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT count(*) FILTER (WHERE c.closed IS NULL),
           count(*) FILTER (WHERE c.closed IS NULL AND NOT EXISTS (SELECT 1 FROM live.request q WHERE q.subject = c.subject AND q.held_by = c.id)),
           count(*) FILTER (WHERE c.closed IS NULL AND c.opened < p_before)
      FROM live.person_case c WHERE c.register = 'impersonation'
      INTO open, bare, old;
END $$;
-- how many people (500 at most are counted) were due for a reminder before a moment, and neither got one nor corrected their data since;
-- or whose letter waits since before `p_stuck`: what waits to be sent reminds nobody
-- statement prove.unreminded @live sum: How many people should have been reminded before a moment, and were not; or whose letter does not leave.
CREATE FUNCTION live.prove_unreminded(p_what text, p_kinds integer[], p_item integer, p_before timestamptz, p_letter text, p_stuck timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN count(*) FROM (
        SELECT 1 FROM live.record r WHERE r.kind = ANY (p_kinds) AND r.state = 1 AND r.frozen IS NULL AND r.collected < p_before
           AND (EXISTS (SELECT 1 FROM live.mail l WHERE l.subject = r.subject AND l.letter = p_letter AND l.state = 'waiting' AND l.made < p_stuck)
                OR NOT EXISTS (SELECT 1 FROM live.reminded m WHERE m.subject = r.subject AND m.what = p_what AND m.at >= p_before)
           AND NOT EXISTS (SELECT 1 FROM live.request x WHERE x.subject = r.subject AND x.record = r.record AND x.state = 'done' AND x.closed >= p_before
                              AND (p_item = 0 OR p_item = ANY (x.items))))
           AND EXISTS (SELECT 1 FROM live.subject s WHERE s.subject = r.subject AND s.state = 1)
         LIMIT 500) AS late;
END $$;
-- grants of people that run although who has them may hold none (10.6, 10.8, 10.9): left, not designated, not sworn
-- statement prove.grants @live: How many grants run, and of whom none may.
CREATE FUNCTION live.prove_grants(p_now timestamptz) RETURNS TABLE (why integer, grants bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT live.handler_may(g.handler), count(*) FROM live.grant_ g WHERE g.revoked IS NULL AND g.until > p_now GROUP BY 1 ORDER BY 1;
END $$;
-- statement prove.mails @live sum: How many mails wait, wait long, and were given up.
CREATE FUNCTION live.prove_mails(p_now timestamptz, OUT mails_waiting bigint, OUT mails_old bigint, OUT mails_dead bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT count(*) FILTER (WHERE m.state = 'waiting'), count(*) FILTER (WHERE m.state = 'waiting' AND m.made < p_now - interval '2 days'),
           count(*) FILTER (WHERE m.state = 'dead') FROM live.mail m
      INTO mails_waiting, mails_old, mails_dead;
END $$;
-- where the application is, and which tables it may read or change by itself
-- statement prove.place @live: Which database this is, by which role, and which tables that role reads.
CREATE FUNCTION live.prove_place(OUT place text, OUT role text, OUT reads text[], OUT changes text[], OUT links bigint,
    OUT began timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT current_database()::text, session_user::text,
           (SELECT coalesce(array_agg(n.nspname || '.' || c.relname ORDER BY 1), '{}') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname IN ('live', 'ledger') AND c.relkind IN ('r', 'p') AND has_table_privilege(session_user, c.oid, 'SELECT')),
           (SELECT coalesce(array_agg(n.nspname || '.' || c.relname ORDER BY 1), '{}') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname IN ('live', 'ledger') AND c.relkind IN ('r', 'p') AND has_table_privilege(session_user, c.oid, 'UPDATE, DELETE, TRUNCATE')),
           (SELECT count(*) FROM pg_foreign_server), (SELECT min(v.adopted) FROM live.policy_version v)
      INTO place, role, reads, changes, links, began;
END $$;
-- notices that announce something from a day on; of a version of the policy, whether its change is an important one
-- statement prove.notices @live: The notices of changes, with the days on which they were posted and from which they hold.
CREATE FUNCTION live.prove_notices() RETURNS TABLE (number integer, important boolean, posted timestamptz, effective date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT n.number, coalesce(p.important, n.kind = 'important'), n.posted, n.effective
      FROM live.notice n LEFT JOIN live.publication p ON p.notice = n.number
     WHERE n.effective IS NOT NULL AND n.kind <> 'ordinary' AND p.withdrawn IS NULL ORDER BY n.number;
END $$;
-- The registers that people fill: how many open, how many against what was promised of them; of reviews, the last day that one covers.
-- statement prove.registers @live: The registers that people fill: how many are open, and how many are against what was promised.
CREATE FUNCTION live.prove_registers(p_today date, p_now timestamptz) RETURNS TABLE (register text, open bigint, overdue bigint, last date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    -- demands of authorities: decided by another than who prepared them; nobody outside reads a byte that one changes of which may not be told
    RETURN QUERY WITH demand AS (SELECT d.state, d.state IN ('approved', 'done') AND (d.decided IS NULL OR (d.decided = d.prepared AND NOT d.alone)
            -- A holiday with its weekend may lie before the working day on which another officer looks.
            OR (d.alone AND d.looked IS NULL AND d.decided_at < p_now - interval '7 days'
                AND EXISTS (SELECT 1 FROM live.handler o WHERE o.handler <> d.decided AND live.officer_counts(o.handler, p_now)))) AS against,
            NOT EXISTS (SELECT 1 FROM live.demand_secret s WHERE s.demand = d.demand AND (s.tell IS NULL OR s.tell > p_today)) AS told FROM live.demand d)
        SELECT 'demands', count(*) FILTER (WHERE o.state IN ('draft', 'asked')), count(*) FILTER (WHERE o.against), NULL::date FROM demand o
        UNION ALL SELECT 'demands.told', 0::bigint, count(*) FILTER (WHERE o.against AND o.told), NULL::date FROM demand o;
    -- releases: approved by another, or alone where the statement lets, and ended when their purpose was over
    RETURN QUERY SELECT 'releases', count(*) FILTER (WHERE r.state = 'asked'),
        count(*) FILTER (WHERE r.state = 'released' AND (r.decided IS NULL OR (r.decided = r.prepared AND NOT r.alone) OR r.ends < p_today - 5)), NULL::date FROM live.release r;
    -- paper: each has its place, a separate one within five days after its record began to rest, and goes on its day
    RETURN QUERY SELECT 'places', count(*) FILTER (WHERE p.state = 'kept'),
        count(*) FILTER (WHERE p.state = 'kept' AND (btrim(p.cabinet) = '' OR (p.apart IS NULL AND p.rests < p_today - 5))), NULL::date FROM live.paper p;
    RETURN QUERY SELECT 'shreds', count(*) FILTER (WHERE p.state = 'kept' AND NOT p.held AND p.due <= p_today),
        count(*) FILTER (WHERE p.state = 'kept' AND NOT p.held AND p.due < p_today - 5), NULL::date FROM live.paper p;
    -- mass reads: approved by another than who asked
    RETURN QUERY SELECT 'mass', count(*) FILTER (WHERE m.state = 'asked'),
        count(*) FILTER (WHERE m.run IS NOT NULL AND (m.approver IS NULL OR m.approver = m.asker)), NULL::date FROM live.mass m;
    RETURN QUERY SELECT 'alerts', count(*) FILTER (WHERE a.seen IS NULL), count(*) FILTER (WHERE a.seen IS NULL AND a.at < p_now - interval '7 days'),
        NULL::date FROM live.alert a;
    -- breaches: which of them are late is known by their people (`breach.is_late`)
    RETURN QUERY SELECT 'breaches', count(*) FILTER (WHERE b.closed IS NULL), 0::bigint, NULL::date FROM live.breach b;
    RETURN QUERY SELECT 'tasks', count(*) FILTER (WHERE t.closed IS NULL), count(*) FILTER (WHERE t.closed IS NULL AND t.kind = 'promise' AND t.due < p_today),
        NULL::date FROM live.house_case t WHERE t.register = 'task';
    RETURN QUERY SELECT 'reviews', count(*) FILTER (WHERE r.signed IS NULL), 0::bigint, max(r.ends) FILTER (WHERE r.signed IS NOT NULL) FROM live.review r;
END $$;
-- statement prove.sizes @live sum: How large the live database is, and its records.
CREATE FUNCTION live.prove_sizes(OUT database bigint, OUT records bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT pg_database_size(current_database()), pg_total_relation_size('live.record'::regclass) INTO database, records;
END $$;

-- the steps of the daily work: what each did last

CREATE TABLE live.job (
    step     text PRIMARY KEY,
    at       timestamptz NOT NULL,
    millis   integer NOT NULL,
    done     jsonb NOT NULL,
    failed   text,                               -- why it was not done, by the error's own words, which carry no value; NULL: it was
    fine     timestamptz,                        -- when it was done last
    failures integer NOT NULL,                   -- how often in a row it was not
    runs     bigint NOT NULL
);
-- statement job.note @live: What the steps of the daily work did just now.
CREATE FUNCTION live.job_note(p_at timestamptz, p_steps text[], p_millis integer[], p_done jsonb, p_failed text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.job AS j
    SELECT u.step, p_at, u.millis, p_done -> (u.n::integer - 1), u.failed, CASE WHEN u.failed IS NULL THEN p_at END, CASE WHEN u.failed IS NULL THEN 0 ELSE 1 END, 1
      FROM (SELECT DISTINCT ON (x.step) x.* FROM unnest(p_steps, p_millis, p_failed) WITH ORDINALITY AS x(step, millis, failed, n) ORDER BY x.step, x.n DESC) AS u
     ORDER BY u.step
    ON CONFLICT (step) DO UPDATE SET at = excluded.at, millis = excluded.millis, done = excluded.done, failed = excluded.failed, fine = coalesce(excluded.fine, j.fine),
        failures = CASE WHEN excluded.failed IS NULL THEN 0 ELSE j.failures + 1 END, runs = j.runs + 1;
END $$;
-- statement job.list @live: What each step of the daily work did last.
CREATE FUNCTION live.jobs() RETURNS TABLE (step text, at timestamptz, millis integer, done text, failed text, fine timestamptz, failures integer, runs bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT j.step, j.at, j.millis, j.done::text, j.failed, j.fine, j.failures, j.runs FROM live.job j ORDER BY j.step;
END $$;

-- the internal management plan (내부관리계획): versions, of which one at most is being written

CREATE TABLE live.plan (
    version  integer PRIMARY KEY,
    edit     integer NOT NULL,                   -- counts its changes: whoever saves says which one they saw
    said     bytea NOT NULL,                     -- its sections: sealed
    cycle    text NOT NULL,                      -- of the access review
    edited   timestamptz NOT NULL,
    by       text NOT NULL,
    approved timestamptz,
    approver text,
    review   date,                               -- by when it is looked at anew
    limits   jsonb NOT NULL DEFAULT '{}'         -- of reading (`monitoring`): what it says of them, by name
);
CREATE UNIQUE INDEX plan_draft ON live.plan ((approved IS NULL)) WHERE approved IS NULL;
-- Saves the draft (`p_edit` 0: begins one). Outcomes: `allowed`, `conflict` somebody else changed it in between.
-- statement plan/plan.save @live: The draft of the plan is begun, or saved by whoever saw its last change.
CREATE FUNCTION live.plan_save(p_edit integer, p_said bytea, p_cycle text, p_limits jsonb, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF p_edit = 0 THEN
        INSERT INTO live.plan (version, edit, said, cycle, edited, by, limits) SELECT coalesce(max(p.version), 0) + 1, 1, p_said, p_cycle, p_entry.at, live.who_did(p_entry), p_limits FROM live.plan p
            ON CONFLICT DO NOTHING;
    ELSE
        UPDATE live.plan p SET edit = p.edit + 1, said = p_said, cycle = p_cycle, limits = p_limits, edited = p_entry.at, by = live.who_did(p_entry) WHERE p.approved IS NULL AND p.edit = p_edit;
    END IF;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {conflict} END;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- Approves the draft as it was seen. Outcomes: `allowed`, `conflict` it is another by now.
-- statement plan/plan.approve @live: An officer approves the draft as they saw it.
CREATE FUNCTION live.plan_approve(p_edit integer, p_review date, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.plan p SET approved = p_entry.at, approver = live.who_did(p_entry), review = p_review WHERE p.approved IS NULL AND p.edit = p_edit;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {conflict} END;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- statement plan/plan.list @live: Every version of the plan, the newest first.
CREATE FUNCTION live.plans() RETURNS TABLE (version integer, edit integer, said bytea, cycle text, edited timestamptz, by text, approved timestamptz, approver text, review date,
    limits jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT p.version, p.edit, p.said, p.cycle, p.edited, p.by, p.approved, p.approver, p.review, p.limits FROM live.plan p ORDER BY p.version DESC;
END $$;

-- access records of other systems, taken into the ledger

CREATE TABLE live.taken_batch (
    batch   uuid PRIMARY KEY,
    system  text NOT NULL,
    way     text NOT NULL CHECK (way IN ('csv', 'api')),
    at      timestamptz NOT NULL,
    records integer NOT NULL,
    known   integer NOT NULL,                    -- were here already
    first   timestamptz,
    last    timestamptz
);
-- A digest of a row, keyed by the month in which it happened: nothing is taken in twice, and with that month's key nobody can ask for it.
CREATE TABLE live.taken_row (mark bytea PRIMARY KEY, month date NOT NULL);
CREATE INDEX taken_row_month ON live.taken_row (month);
-- Takes a batch in, with an entry of the ledger for each row that was not here yet and one for the batch, in one statement.
-- statement plan/taken.in @live: Access records of another system are taken into the ledger, each once.
CREATE FUNCTION live.take_in(p_batch uuid, p_system text, p_way text, p_marks bytea[], p_months date[], p_entries uuid[], p_whos bytea[], p_whens timestamptz[],
    p_row_fact text, p_entry ledger.entry, OUT records integer, OUT known integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    WITH given AS (SELECT * FROM unnest(p_marks, p_months, p_entries, p_whos, p_whens) WITH ORDINALITY AS u(mark, month, entry, who, moment, n)),
         fresh AS (INSERT INTO live.taken_row SELECT g.mark, g.month FROM given g ORDER BY g.mark ON CONFLICT DO NOTHING RETURNING mark),
         placed AS (SELECT ledger.record(ROW(g.entry, p_entry.at, p_row_fact, g.who, p_entry.under)::ledger.entry, {allowed})
                      FROM (SELECT DISTINCT ON (mark) * FROM given ORDER BY mark, n) g JOIN fresh f ON f.mark = g.mark ORDER BY g.n)
    SELECT count(*) INTO records FROM placed;
    known := cardinality(p_marks) - records;
    INSERT INTO live.taken_batch SELECT p_batch, p_system, p_way, p_entry.at, records, known, min(w), max(w) FROM unnest(p_whens) AS w;
    PERFORM ledger.record(p_entry, {allowed});
END $$;
-- The months of which rows are known, and what is known of one whose time is over goes.
-- statement plan/taken.months @live: The months of which rows of other systems are known.
CREATE FUNCTION live.taken_months() RETURNS TABLE (month date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT DISTINCT r.month FROM live.taken_row r ORDER BY r.month;
END $$;
-- statement plan/taken.forget @live: A month's time is over: its rows are known no more.
CREATE FUNCTION live.taken_forget(p_month date, p_at timestamptz, OUT gone bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM ledger.expect_over(p_month, 0, p_at);
    DELETE FROM live.taken_row r WHERE r.month = p_month;
    GET DIAGNOSTICS gone = ROW_COUNT;
END $$;
-- statement plan/taken.list @live: What was taken in, batch by batch.
CREATE FUNCTION live.taken(p_limit integer) RETURNS TABLE (batch uuid, system text, way text, at timestamptz, records integer, known integer, first timestamptz, last timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT b.batch, b.system, b.way, b.at, b.records, b.known, b.first, b.last FROM live.taken_batch b ORDER BY b.at DESC, b.batch LIMIT p_limit;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    live.prove_note(jsonb, text[], text[], text[], ledger.entry), live.prove_tasked(text, timestamptz, uuid),
    live.prove_runs(integer), live.prove_findings(integer),
    live.system_enter(text, text, text, text, text[], ledger.entry), live.system_end(text, ledger.entry),
    live.system_attest(text, uuid, date, date, bytea, bytea, bytea, ledger.entry), live.systems(), live.attestation_of(text, uuid),
    live.prove_left(), live.prove_reminded(text, integer),
    live.prove_late(timestamptz, integer[]), live.prove_unsourced(integer[]), live.prove_requests(date), live.prove_complaints(date), live.prove_frozen(timestamptz),
    live.prove_outbox(timestamptz), live.prove_given(), live.prove_sessions(timestamptz, integer, interval, integer), live.prove_suspicions(timestamptz),
    live.prove_unreminded(text, integer[], integer, timestamptz, text, timestamptz),
    live.prove_grants(timestamptz), live.prove_mails(timestamptz), live.prove_place(), live.prove_notices(), live.prove_registers(date, timestamptz),
    live.prove_sizes(),
    live.job_note(timestamptz, text[], integer[], jsonb, text[]), live.jobs(),
    live.plan_save(integer, bytea, text, jsonb, ledger.entry), live.plan_approve(integer, date, ledger.entry), live.plans(),
    live.take_in(uuid, text, text, bytea[], date[], uuid[], bytea[], timestamptz[], text, ledger.entry), live.taken(integer), live.taken_months(), live.taken_forget(date, timestamptz)
    TO jikim_live;
