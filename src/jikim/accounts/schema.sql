-- Accounts: sessions, one-time links, rate limits, guardians. Tables of personal data have `subject` first.
-- Times here are the machine's, never the policy's.

CREATE TABLE live.session (
    subject  uuid NOT NULL,                       -- who signed in: a guardian's session lies with the guardian
    session  uuid NOT NULL,
    hash     bytea NOT NULL,                      -- SHA-256 of the token's secret
    kind     text NOT NULL,                       -- of the person whose data it opens
    ward     uuid,                                -- for whom a guardian acts in it
    turn     integer NOT NULL,                    -- the turn of their link that it began in; 0: one's own
    begun    timestamptz NOT NULL,
    seen     timestamptz NOT NULL,
    stepped  timestamptz,                         -- when its person last proved who they are
    until    timestamptz NOT NULL,                -- the absolute time-out
    idle     integer NOT NULL,                    -- the idle time-out, seconds
    over     text,                                -- why it ended, until its browser has been told: displaced
    about    bytea NOT NULL,                      -- the browser and address it began from: sealed
    PRIMARY KEY (subject, session)
);

-- Who may act for a child, each in which turn of their link; nobody where the child has left or is reported. A guardian may lie on another server than the child.
-- INVARIANT: who ends what a guardian has open for a child writes among the child's rows alone, and whoever looks at the guardian's session looks here as well.
-- statement acting.for @live: Who may act for a child now.
CREATE FUNCTION live.acting_for(p_subject uuid) RETURNS TABLE (guardian uuid, turn integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT g.guardian, g.turn FROM live.guardian g JOIN live.subject w ON w.subject = g.subject
     WHERE g.subject = p_subject AND g.ended IS NULL AND w.state = 1 AND NOT live.stands_still(p_subject);
END $$;
-- statement session.begin @live: A session begins; the oldest of the same account end where there are too many.
CREATE FUNCTION live.session_begin(p_subject uuid, p_session uuid, p_hash bytea, p_kind text, p_ward uuid, p_turn integer, p_at timestamptz,
                                   p_stepped timestamptz, p_until timestamptz, p_idle integer, p_about bytea, p_at_once integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    -- Two that sign in at once are told apart: the second sees the first. Who left meanwhile has no session, and leaves no row.
    PERFORM 1 FROM live.subject s WHERE s.subject = p_subject AND s.state = 1 FOR NO KEY UPDATE;
    IF NOT FOUND THEN RETURN; END IF;
    DELETE FROM live.session s WHERE s.subject = p_subject AND (s.until <= p_at OR extract(epoch FROM p_at - s.seen) >= s.idle);
    UPDATE live.session s SET over = 'displaced', about = '' WHERE s.subject = p_subject AND s.ward IS NOT DISTINCT FROM p_ward AND s.session IN (
        SELECT o.session FROM live.session o WHERE o.subject = p_subject AND o.ward IS NOT DISTINCT FROM p_ward AND o.over IS NULL
         ORDER BY o.begun DESC, o.session OFFSET greatest(p_at_once - 1, 0));
    INSERT INTO live.session (subject, session, hash, kind, ward, turn, begun, seen, stepped, until, idle, about)
    VALUES (p_subject, p_session, p_hash, p_kind, p_ward, p_turn, p_at, p_at, p_stepped, p_until, p_idle, p_about);
END $$;

-- A running session whose person is here. Its last use is written at most once a minute.
-- statement session.look @live: The session of a token's hash that runs, whose person is here.
CREATE FUNCTION live.session_look(p_subject uuid, p_session uuid, p_hash bytea, p_at timestamptz)
RETURNS TABLE (kind text, ward uuid, turn integer, begun timestamptz, seen timestamptz, stepped timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT s.kind, s.ward, s.turn, s.begun, s.seen, s.stepped FROM live.session s JOIN live.subject u ON u.subject = s.subject
     WHERE s.subject = p_subject AND s.session = p_session AND s.hash = p_hash AND u.state = 1
       AND s.over IS NULL AND s.until > p_at AND s.seen + make_interval(secs => s.idle) > p_at
       AND NOT live.stands_still(p_subject);
    IF FOUND THEN
        UPDATE live.session s SET seen = p_at
         WHERE s.subject = p_subject AND s.session = p_session AND s.seen < p_at - interval '1 minute';
    END IF;
END $$;

-- Why a token's session no longer runs.
-- statement session.why @live: Why a token's session no longer runs.
CREATE FUNCTION live.session_why(p_subject uuid, p_session uuid, p_hash bytea, p_at timestamptz) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN (SELECT max(CASE WHEN s.over IS NOT NULL THEN s.over WHEN s.until <= p_at THEN 'limit'
                    WHEN s.seen + make_interval(secs => s.idle) <= p_at THEN 'idle' END)
      FROM live.session s WHERE s.subject = p_subject AND s.session = p_session AND s.hash = p_hash);
END $$;
-- The sessions of a person that run, of those for themselves (turn 0) or for a ward in one turn of their link; the newest first.
-- statement session.of @live: The sessions of a person that run, for themselves or for a child.
CREATE FUNCTION live.sessions_of(p_subject uuid, p_ward uuid, p_turn integer, p_at timestamptz)
RETURNS TABLE (holder uuid, session uuid, begun timestamptz, seen timestamptz, about bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT s.subject, s.session, s.begun, s.seen, s.about FROM live.session s
     WHERE s.subject = p_subject AND s.ward IS NOT DISTINCT FROM p_ward AND s.turn = p_turn
       AND s.over IS NULL AND s.until > p_at AND s.seen + make_interval(secs => s.idle) > p_at
     ORDER BY s.begun DESC, s.session;
END $$;
-- What is over goes, whoever it was of: sessions a day after their end, links, known browsers and counts at theirs.
-- statement clean @live sum: Sessions, links, known browsers and counts that are over go.
CREATE FUNCTION live.account_clean(p_at timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE n bigint; m bigint;
BEGIN
    DELETE FROM live.session s WHERE s.until <= p_at - interval '1 day' OR extract(epoch FROM p_at - interval '1 day' - s.seen) >= s.idle;
    GET DIAGNOSTICS n = ROW_COUNT;
    DELETE FROM live.link l WHERE l.until <= p_at;
    GET DIAGNOSTICS m = ROW_COUNT;
    n := n + m;
    DELETE FROM live.known_browser b WHERE b.until <= p_at;
    GET DIAGNOSTICS m = ROW_COUNT;
    n := n + m;
    DELETE FROM live.tally t WHERE t.until <= p_at;
    GET DIAGNOSTICS m = ROW_COUNT;
    RETURN n + m;
END $$;
-- statement session.step @live: A session's person has just proved who they are.
CREATE FUNCTION live.session_step(p_subject uuid, p_session uuid, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.session SET stepped = p_at WHERE subject = p_subject AND session = p_session;
END $$;
-- statement session.end @live: One session ends.
CREATE FUNCTION live.session_end(p_subject uuid, p_session uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.session s WHERE s.subject = p_subject AND s.session = p_session;
    RETURN FOUND;
END $$;
-- All that a guardian has open for a child.
-- statement acting.over @live: What a guardian has open for a child ends.
CREATE FUNCTION live.acting_over(p_subject uuid, p_guardian uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.guardian g SET turn = g.turn + 1 WHERE g.subject = p_subject AND g.guardian = p_guardian;
    RETURN FOUND;
END $$;
-- statement session.end_all @live: All sessions of a person end, but one perhaps, and no browser of theirs is known.
CREATE FUNCTION live.session_end_all(p_subject uuid, p_but uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE n integer;
BEGIN
    DELETE FROM live.session s WHERE s.subject = p_subject AND s.session IS DISTINCT FROM p_but;
    GET DIAGNOSTICS n = ROW_COUNT;
    DELETE FROM live.known_browser b WHERE b.subject = p_subject;
    UPDATE live.guardian g SET turn = g.turn + 1 WHERE g.subject = p_subject;
    RETURN n;
END $$;

-- Browsers that an account signed in from. A row opens nothing: it lets tries from there be counted apart from everybody else's (`rate_limits.py`).

CREATE TABLE live.known_browser (
    subject uuid NOT NULL,
    hash    bytea NOT NULL,                       -- SHA-256 of a random token
    until   timestamptz NOT NULL,
    secrets integer[] NOT NULL,                   -- the items that are checked and never read: a new value of one ends it
    PRIMARY KEY (subject, hash)
);

-- A corrected record: browsers that are known by one of these items are known no more (`live.correct`).
CREATE FUNCTION live.secret_changed(p_subject uuid, p_items integer[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM live.known_browser b WHERE b.subject = p_subject AND b.secrets && p_items;
END $$;

-- A browser is known by a new token, and no more by the one that it brought; of one account at most p_most, the latest.
-- statement browser.know @live: A browser that an account just signed in from is known by a new token's hash.
CREATE FUNCTION live.browser_know(p_subject uuid, p_hash bytea, p_former bytea, p_secrets integer[], p_at timestamptz, p_until timestamptz, p_most integer)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM 1 FROM live.subject s WHERE s.subject = p_subject AND s.state = 1 FOR NO KEY UPDATE;
    IF NOT FOUND THEN RETURN; END IF;
    DELETE FROM live.known_browser b WHERE b.subject = p_subject AND (b.hash = p_former OR b.until <= p_at OR b.hash IN (
        SELECT o.hash FROM live.known_browser o WHERE o.subject = p_subject AND o.hash <> p_former ORDER BY o.until DESC, o.hash OFFSET p_most - 1));
    INSERT INTO live.known_browser (subject, hash, until, secrets) VALUES (p_subject, p_hash, p_until, p_secrets);
END $$;
-- statement browser.known @live: Whether a token's hash is that of a browser that is known to an account.
CREATE FUNCTION live.browser_known(p_subject uuid, p_hash bytea, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM live.known_browser b WHERE b.subject = p_subject AND b.hash = p_hash AND b.until > p_at);
END $$;

-- check: a secret's hash for whoever it belongs to, locked, judged and recorded as `use` does; a freeze does not keep its owner out.
-- Outcomes are those of policy/decide.py, tested in its order. INVARIANT: a NULL denies.
-- statement store/check @live: A secret's hash, to be compared and never answered: locked in one join, judged, recorded.
CREATE FUNCTION live.check_secret(
    p_subject uuid, p_record uuid, p_kind integer, p_policy integer, p_items integer[], p_needs integer[], p_away boolean, p_grant integer,
    p_entry ledger.entry,
    OUT outcome integer, OUT policy integer, OUT version integer, OUT generation integer, OUT head bytea,
    OUT items integer[], OUT body bytea[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE f record; n integer;
BEGIN
    SELECT s.state AS s_state, s.policy AS s_policy, s.consents, r.kind, r.state, r.over_from, r.version, r.generation, r.items,
           coalesce(a.head, r.head) AS head, coalesce(a.body, r.body) AS body
      INTO f
      FROM live.subject s JOIN live.record r ON r.subject = s.subject LEFT JOIN live.apart a ON a.subject = r.subject AND a.record = r.record
     WHERE s.subject = p_subject AND r.subject = p_subject AND r.record = p_record
       FOR SHARE OF s, r;
    IF NOT FOUND OR f.kind IS DISTINCT FROM p_kind THEN
        outcome := live.not_here(p_subject, p_record);
    ELSE
        policy := f.s_policy;
        outcome := CASE
            WHEN f.s_policy IS DISTINCT FROM p_policy THEN {other_version}
            WHEN p_grant IS DISTINCT FROM 0 AND NOT live.grant_reaches(p_grant, p_entry.at, p_kind, 0, 0, '{}') THEN {grant}
            -- Who is away proves at the door who they are, and comes in no further.
            WHEN f.s_state <> 1 AND (f.s_state <> 3 OR p_away IS NOT TRUE) THEN {left}
            WHEN f.state <> 1 OR f.over_from <= p_entry.at THEN {ended}
            WHEN p_needs IS DISTINCT FROM '{}' AND NOT live.meets(f.consents, p_needs) THEN {no_consent}
            ELSE {allowed} END;
        IF outcome = {allowed} THEN
            version := f.version; generation := f.generation; head := f.head;
            FOR n IN 1 .. cardinality(f.items) LOOP
                IF f.items[n] = ANY (p_items) THEN items := items || f.items[n]; body := body || f.body[n]; END IF;
            END LOOP;
        END IF;
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => p_record, version => version, items => p_items);
END $$;

-- One-time links. Whoever takes one has it alone, and it is gone.

CREATE TABLE live.link (
    subject uuid NOT NULL,
    hash    bytea NOT NULL,                       -- SHA-256 of the token's secret
    kind    text NOT NULL,
    use     text NOT NULL,
    until   timestamptz NOT NULL,
    PRIMARY KEY (subject, hash)
);

-- statement link.make @live: A one-time link of a person's, by its hash.
CREATE FUNCTION live.link_make(p_subject uuid, p_hash bytea, p_kind text, p_use text, p_at timestamptz, p_until timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.link l WHERE l.subject = p_subject AND l.until <= p_at;
    PERFORM 1 FROM live.subject s WHERE s.subject = p_subject AND s.state = 1 FOR SHARE;
    IF NOT FOUND THEN RETURN; END IF;
    INSERT INTO live.link (subject, hash, kind, use, until) VALUES (p_subject, p_hash, p_kind, p_use, p_until);
END $$;
-- A program sends somebody whom it has signed in: recorded, by its grant.
-- statement link.hand @live: The same for somebody whom a program has signed in, recorded.
CREATE FUNCTION live.link_hand(p_subject uuid, p_hash bytea, p_kind text, p_use text, p_at timestamptz, p_until timestamptz, p_entry ledger.entry,
    OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM live.link_make(p_subject, p_hash, p_kind, p_use, p_at, p_until);
    outcome := CASE WHEN EXISTS (SELECT 1 FROM live.link l WHERE l.subject = p_subject AND l.hash = p_hash) THEN {allowed} ELSE {gone} END;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject);
END $$;
-- statement link.take @live: A one-time link is taken, and gone.
CREATE FUNCTION live.link_take(p_subject uuid, p_hash bytea, p_use text, p_at timestamptz) RETURNS TABLE (kind text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY WITH taken AS (DELETE FROM live.link l WHERE l.subject = p_subject AND l.hash = p_hash AND l.use = p_use RETURNING l.kind, l.until)
    SELECT t.kind FROM taken t WHERE t.until > p_at AND EXISTS (SELECT 1 FROM live.subject s WHERE s.subject = p_subject AND s.state = 1);
END $$;
-- statement link.end @live: A person's one-time links for a use are gone.
CREATE FUNCTION live.link_end(p_subject uuid, p_use text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.link WHERE subject = p_subject AND use = p_use;
END $$;

-- after a restore: what was opened before the backup is open no more, for some of it was closed since
-- statement session.over @live each: After a restore: every session and every one-time link is over, and no browser is known.
CREATE FUNCTION live.sessions_over() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.session; DELETE FROM live.link; DELETE FROM live.known_browser;
    -- Who was seen since the backup is not known any more: nobody rests by a letter of before it, and each is told anew.
    DELETE FROM live.reminded m WHERE m.what = 'dormancy';
    -- And a guardian on a server that was not put back may have been forgotten.
    UPDATE live.guardian SET met = false;
END $$;

-- When somebody was last reminded of something, or said by themselves that it is so: policy time, because the policy sets the interval.

CREATE TABLE live.reminded (
    subject uuid NOT NULL,
    what    text NOT NULL,
    at      timestamptz NOT NULL,
    said    boolean NOT NULL DEFAULT false,      -- the last of the two: by their own word, not by our letter
    told    boolean NOT NULL DEFAULT true,       -- our letter has ever reminded them
    PRIMARY KEY (subject, what)
);

-- Whose record has been as it is since before a moment, and who was not reminded since: by dates alone, page by page. p_item 0: any item of it.
-- statement remind.due @live merge subject: Who is to be reminded, by dates alone.
CREATE FUNCTION live.remind_due(p_what text, p_kinds integer[], p_item integer, p_before timestamptz, p_after uuid, p_limit integer)
RETURNS TABLE (subject uuid, record uuid, kind integer, since timestamptz, reminded timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT r.subject, r.record, r.kind, greatest(r.collected, q.closed), m.at
      FROM live.record r JOIN live.subject s ON s.subject = r.subject
      LEFT JOIN live.reminded m ON m.subject = r.subject AND m.what = p_what
      LEFT JOIN LATERAL (SELECT max(x.closed) AS closed FROM live.request x
            WHERE x.subject = r.subject AND x.record = r.record AND x.state = 'done' AND (p_item = 0 OR p_item = ANY (x.items))) q ON true
     WHERE r.subject > p_after AND r.kind = ANY (p_kinds) AND r.state = 1 AND r.frozen IS NULL AND s.state = 1
       AND greatest(r.collected, q.closed, m.at) <= p_before
     ORDER BY r.subject LIMIT p_limit;
END $$;
-- Whose consent has stood since before a moment without being told to them since: by dates alone, page by page, with the record whose address is used.
-- statement reconfirm.due @live merge subject: Whose consent to advertising is to be told to them again, by dates alone.
CREATE FUNCTION live.reconfirm_due(p_what text, p_consent integer, p_kinds integer[], p_before timestamptz, p_after uuid, p_limit integer)
RETURNS TABLE (subject uuid, record uuid, kind integer, since timestamptz, reminded timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.subject, r.record, r.kind, c.at, m.at
      FROM live.consent_since c JOIN live.subject s ON s.subject = c.subject AND s.state = 1 AND c.consent = ANY (s.consents)
      LEFT JOIN live.reminded m ON m.subject = c.subject AND m.what = p_what
     CROSS JOIN LATERAL (SELECT x.record, x.kind FROM live.record x
            WHERE x.subject = c.subject AND x.state = 1 AND x.frozen IS NULL AND x.kind = ANY (p_kinds)
            ORDER BY array_position(p_kinds, x.kind), x.collected DESC LIMIT 1) AS r
     WHERE c.subject > p_after AND c.consent = p_consent AND greatest(c.at, m.at) <= p_before ORDER BY c.subject LIMIT p_limit;
END $$;
-- Notes that somebody is reminded now, or says so by themselves. False where another process was quicker.
-- statement remind.mark @live: Somebody is reminded now, or says so by themselves.
CREATE FUNCTION live.remind_mark(p_subject uuid, p_what text, p_before timestamptz, p_at timestamptz, p_said boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM 1 FROM live.subject s WHERE s.subject = p_subject AND s.state = 1 FOR SHARE;
    IF NOT FOUND THEN RETURN false; END IF;
    INSERT INTO live.reminded AS m (subject, what, at, said, told) VALUES (p_subject, p_what, p_at, p_said, NOT p_said)
    ON CONFLICT (subject, what) DO UPDATE SET at = p_at, said = p_said, told = m.told OR NOT p_said WHERE m.at <= p_before;
    RETURN FOUND;
END $$;

-- Who leaves, is away, or is gone, has no session, no link and no known browser from that moment on.
CREATE FUNCTION live.doors_shut(p_subject uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM live.session s WHERE s.subject = p_subject;
    DELETE FROM live.link l WHERE l.subject = p_subject;
    DELETE FROM live.known_browser b WHERE b.subject = p_subject;
END $$;
CREATE FUNCTION live.account_over(p_subject uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM live.doors_shut(p_subject);
    DELETE FROM live.reminded m WHERE m.subject = p_subject;
    DELETE FROM live.consent_since c WHERE c.subject = p_subject;
    DELETE FROM live.used u WHERE u.subject = p_subject;
END $$;

-- How often something was tried, by a hash under the day's key: no name, no address. A row is forgotten when its time is over.

CREATE TABLE live.tally (
    hash  bytea PRIMARY KEY,
    count integer NOT NULL,
    until timestamptz NOT NULL,
    open  timestamptz NOT NULL                    -- not before then, the next try
);
CREATE INDEX tally_until ON live.tally (until);

CREATE FUNCTION live.tally_clean(p_at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM live.tally WHERE hash IN (SELECT t.hash FROM live.tally t WHERE t.until <= p_at LIMIT 8 FOR UPDATE SKIP LOCKED);
END $$;
-- One more of at most so many in a span of time. Answers whether it still fits.
-- statement limit.within @live: One more try is counted on a keyed hash.
CREATE FUNCTION live.tally_within(p_hash bytea, p_most integer, p_at timestamptz, p_until timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE n integer;
BEGIN
    INSERT INTO live.tally AS t (hash, count, until, open) VALUES (p_hash, 1, p_until, p_at)
    ON CONFLICT (hash) DO UPDATE SET count = CASE WHEN t.until <= p_at THEN 1 ELSE least(t.count, 1000000) + 1 END,
                                     until = CASE WHEN t.until <= p_at THEN p_until ELSE t.until END
    RETURNING t.count INTO n;
    PERFORM live.tally_clean(p_at);
    RETURN n <= p_most;
END $$;
-- One try of a secret: counted before it is looked at, so that many at once are as many tries. After p_free of them each waits twice as long
-- as the one before. `tried` 0: it is not the time yet.
-- statement limit.try @live: One try of a secret is counted, or has to wait.
CREATE FUNCTION live.tally_try(p_hash bytea, p_free integer, p_first integer, p_longest integer, p_at timestamptz, p_until timestamptz,
                               OUT tried integer, OUT open timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE t record; wait integer;
BEGIN
    INSERT INTO live.tally (hash, count, until, open) VALUES (p_hash, 0, p_until, p_at) ON CONFLICT (hash) DO NOTHING;
    SELECT count, until, open INTO t FROM live.tally WHERE hash = p_hash FOR UPDATE;
    IF t.open > p_at THEN
        tried := 0; open := t.open;
        RETURN;
    END IF;
    tried := CASE WHEN t.until <= p_at THEN 1 ELSE least(t.count, 1000) + 1 END;
    wait := CASE WHEN tried < p_free THEN 0 ELSE least(p_longest, p_first * (2 ^ least(tried - p_free, 20))::integer) END;
    open := p_at + make_interval(secs => wait);
    UPDATE live.tally SET count = tried, until = p_until, open = p_at + make_interval(secs => wait) WHERE hash = p_hash;
END $$;
-- statement limit.drop @live: The count of tries is forgotten, because the right one came.
CREATE FUNCTION live.tally_drop(p_hash bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.tally WHERE hash = p_hash;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    live.check_secret(uuid, uuid, integer, integer, integer[], integer[], boolean, integer, ledger.entry),
    live.acting_for(uuid), live.acting_over(uuid, uuid),
    live.session_begin(uuid, uuid, bytea, text, uuid, integer, timestamptz, timestamptz, timestamptz, integer, bytea, integer),
    live.session_look(uuid, uuid, bytea, timestamptz), live.session_step(uuid, uuid, timestamptz), live.session_end(uuid, uuid),
    live.sessions_over(), live.session_end_all(uuid, uuid), live.session_why(uuid, uuid, bytea, timestamptz), live.sessions_of(uuid, uuid, integer, timestamptz),
    live.account_clean(timestamptz),
    live.browser_know(uuid, bytea, bytea, integer[], timestamptz, timestamptz, integer), live.browser_known(uuid, bytea, timestamptz),
    live.link_make(uuid, bytea, text, text, timestamptz, timestamptz),
    live.link_hand(uuid, bytea, text, text, timestamptz, timestamptz, ledger.entry), live.link_take(uuid, bytea, text, timestamptz),
    live.link_end(uuid, text),
    live.reconfirm_due(text, integer, integer[], timestamptz, uuid, integer),
    live.remind_due(text, integer[], integer, timestamptz, uuid, integer), live.remind_mark(uuid, text, timestamptz, timestamptz, boolean),
    live.tally_within(bytea, integer, timestamptz, timestamptz),
    live.tally_try(bytea, integer, integer, integer, timestamptz, timestamptz), live.tally_drop(bytea) TO jikim_live;
