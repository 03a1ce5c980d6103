-- Policy versions: which is in force since when, what is announced, what it asks of people, and who is taken over to it.
-- A person is served by one version (`subject.policy`). A new version takes a person over once nothing that it asks of them is open.

-- What is in force from when on. A version that is announced stands here with a moment that lies ahead; so the switch needs no one's deed.
CREATE TABLE live.in_force (
    n       integer PRIMARY KEY,
    version integer NOT NULL,
    since   timestamptz NOT NULL,
    switched boolean NOT NULL DEFAULT false      -- it has been in force: a clock that is set back does not undo that
);
INSERT INTO live.in_force SELECT 1, max(v.number), 'epoch', true FROM live.policy_version v HAVING max(v.number) IS NOT NULL;

CREATE TABLE live.publication (
    number     integer PRIMARY KEY,
    version    integer NOT NULL,
    previous   integer NOT NULL,                 -- what was in force when it was announced
    state      text NOT NULL CHECK (state IN ('announcing', 'announced', 'withdrawn', 'lapsed', 'in-force')),
    announced  date NOT NULL,
    effective  timestamptz NOT NULL,
    important  boolean NOT NULL,
    begun      timestamptz NOT NULL,
    source     bytea NOT NULL,                   -- the file, byte for byte
    posted     timestamptz,
    notice     integer,
    withdrawn  timestamptz,
    withdrawal integer,                          -- the notice of that
    switched   timestamptz,
    moved      bigint NOT NULL DEFAULT 0,
    finished   timestamptz,                      -- everybody was looked at
    circular   text NOT NULL DEFAULT '',         -- the letter that goes to everybody, while it goes
    mailed     bigint NOT NULL DEFAULT 0
);
-- INVARIANT: one at a time is under way.
CREATE UNIQUE INDEX publication_open ON live.publication ((true)) WHERE state IN ('announcing', 'announced');

-- What a version asks of people who were served by an earlier one: a consent (`clause`), of those who gave `had`, or (0) of all of their kind.
CREATE TABLE live.question (
    version  integer NOT NULL,
    previous integer NOT NULL,
    name     text NOT NULL,
    clause   integer NOT NULL,
    had      integer NOT NULL,
    kind     smallint NOT NULL,
    PRIMARY KEY (version, previous, clause, kind)
);
-- What happens to the records of whoever is taken over from one version to another.
CREATE TABLE live.crossing (
    version    integer NOT NULL,
    previous   integer NOT NULL,
    gone       integer[] NOT NULL,               -- record kinds that it no longer declares
    trimmed    jsonb NOT NULL,                   -- record kind -> items that it no longer declares
    retimed    integer[] NOT NULL,               -- record kinds that another time ends
    lapsed     integer[] NOT NULL,               -- consents that it does not know
    kinds      integer[] NOT NULL,               -- record kinds that live by consents alone, and which
    kind_needs text[] NOT NULL,
    PRIMARY KEY (version, previous)
);
-- A person's answer; it counts from the day on which the version is in force, and names it.
CREATE TABLE live.answer (
    subject uuid NOT NULL REFERENCES live.subject (subject) ON DELETE CASCADE,
    version integer NOT NULL,
    clause  integer NOT NULL,
    given   boolean NOT NULL,
    at      timestamptz NOT NULL,
    PRIMARY KEY (subject, version, clause)
);
-- Records of people who were taken over that must be sealed anew without what is no longer declared, or whose time must be told anew.
CREATE TABLE live.rework (
    subject uuid NOT NULL REFERENCES live.subject (subject) ON DELETE CASCADE,
    record  uuid NOT NULL,
    PRIMARY KEY (subject, record)
);
-- What a database that was put back from a backup does not know: files that were announced since.
CREATE TABLE live.promised (digest bytea PRIMARY KEY, announced date NOT NULL, effective timestamptz NOT NULL);

CREATE FUNCTION live.version_at(p_at timestamptz) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN (SELECT f.version FROM live.in_force f WHERE f.since <= p_at OR f.switched ORDER BY f.since DESC, f.n DESC LIMIT 1);
END $$;
-- statement store/version.schedule @live: Which version is in force from when on.
CREATE FUNCTION live.schedule() RETURNS TABLE (version integer, since timestamptz, switched boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT f.version, f.since, f.switched FROM live.in_force f ORDER BY f.since, f.n;
END $$;

CREATE FUNCTION live.store_version(p_digest bytea, p_text text, p_announced date, p_effective date, p_numbers json, p_at timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE found_ integer;
BEGIN
    SELECT v.number INTO found_ FROM live.policy_version v WHERE v.digest = p_digest;
    -- INVARIANT: the registry only grows; a number that differs from the one stored fails the whole adoption.
    INSERT INTO live.number (space, name, number)
    SELECT n.space, n.name, n.number FROM json_to_recordset(p_numbers) AS n(space text, name text, number integer)
     WHERE NOT EXISTS (SELECT 1 FROM live.number x WHERE x.space = n.space AND x.name = n.name AND x.number = n.number);
    IF found_ IS NOT NULL THEN RETURN found_; END IF;
    SELECT coalesce(max(v.number), 0) + 1 INTO found_ FROM live.policy_version v;
    INSERT INTO live.policy_version (number, digest, text, announced, effective, adopted)
    VALUES (found_, p_digest, p_text, p_announced, p_effective, p_at);
    RETURN found_;
END $$;

-- Whether nobody's data was ever here and nothing was announced: each file that the house is opened with is the law at once.
CREATE FUNCTION live.unbound() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN NOT EXISTS (SELECT 1 FROM live.subject) AND NOT EXISTS (SELECT 1 FROM live.tombstone) AND NOT EXISTS (SELECT 1 FROM live.publication);
END $$;
-- Whether somebody's data is, or was, here: asked of each server beside the house's.
-- statement store/adopt.bound @live any: Whether somebody's data is there, or was.
CREATE FUNCTION live.adopt_bound() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN NOT live.unbound();
END $$;
-- Whether a file needs nothing to open the house: it is in force, or was, or will be. Of an unbound house none but the last one is.
CREATE FUNCTION live.known_here(p_digest bytea, p_bound boolean, p_at timestamptz) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM live.in_force f JOIN live.policy_version v ON v.number = f.version
                    WHERE v.digest = p_digest AND (v.number = live.version_at(p_at) OR p_bound OR NOT live.unbound()));
END $$;
-- The file that a house is opened with. It is `known`, or was adopted (`added`); `unknown`: it was never announced, and people's data is here;
-- `promised`: it was announced, after the backup that this database came from: it was taken over from the log beside the ring. `p_bound`: somebody's
-- data is on another server.
-- statement store/adopt @live everywhere house may record: The file that a house is opened with: known, or adopted where nobody's data is.
CREATE FUNCTION live.adopt(p_digest bytea, p_text text, p_announced date, p_effective date, p_numbers json, p_bound boolean, p_entry ledger.entry, OUT number integer, OUT added boolean, OUT state text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE promised record;
BEGIN
    added := false; state := 'known';
    IF live.known_here(p_digest, p_bound, p_entry.at) THEN
        number := live.version_at(p_entry.at);
        RETURN;
    END IF;
    PERFORM live.latch('policy');
    IF live.known_here(p_digest, p_bound, p_entry.at) THEN
        number := live.version_at(p_entry.at);
        RETURN;
    END IF;
    SELECT * INTO promised FROM live.promised x WHERE x.digest = p_digest;
    IF FOUND THEN
        state := 'promised';
    ELSIF EXISTS (SELECT 1 FROM live.in_force) AND (p_bound OR NOT live.unbound()) THEN
        state := 'unknown';
        number := live.version_at(p_entry.at);
        PERFORM ledger.record(p_entry, {refused});
        RETURN;
    END IF;
    added := true;
    number := live.store_version(p_digest, p_text, p_announced, p_effective, p_numbers, p_entry.at);
    IF adopt.state = 'promised' THEN
        INSERT INTO live.publication (number, version, previous, state, announced, effective, important, begun, source, posted)
        SELECT coalesce((SELECT max(p.number) FROM live.publication p), 0) + 1, number, live.version_at(p_entry.at), 'announced', promised.announced,
               promised.effective, true, p_entry.at, convert_to(p_text, 'UTF8'), p_entry.at;
    END IF;
    INSERT INTO live.in_force (n, version, since, switched)
    SELECT coalesce((SELECT max(f.n) FROM live.in_force f), 0) + 1, number, CASE WHEN adopt.state = 'promised' THEN promised.effective ELSE 'epoch' END, adopt.state = 'known';
    number := live.version_at(p_entry.at);
    PERFORM ledger.record(p_entry, {allowed});
END $$;

-- What crossing from one version to another asks and changes, for each of the versions that people may be served by.
-- statement store/version.cross @live everywhere: What crossing to a version asks and changes, for each that people may be served by.
CREATE FUNCTION live.cross_versions(p_version integer, p_previous integer[], p_questions json, p_crossings json) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.question q WHERE q.version = p_version AND q.previous = ANY (p_previous);
    DELETE FROM live.crossing c WHERE c.version = p_version AND c.previous = ANY (p_previous);
    INSERT INTO live.question SELECT p_version, g.previous, g.name, g.clause, g.had, g.kind
      FROM json_to_recordset(p_questions) AS g(previous integer, name text, clause integer, had integer, kind smallint);
    INSERT INTO live.crossing SELECT p_version, g.previous, g.gone::integer[], g.trimmed, g.retimed::integer[], g.lapsed::integer[], g.kinds::integer[], g.needs
      FROM json_to_recordset(p_crossings) AS g(previous integer, gone text, trimmed jsonb, retimed text, lapsed text, kinds text, needs text[]);
END $$;

-- Publishing, step 1 of 3: the version is stored, and nobody else may announce another meanwhile. Outcomes: `allowed` begun (or begun before),
-- `conflict` another is under way (`open`), `other_version` what is in force is not what it was compared with.
-- statement publish.begin @live everywhere may record: A version is stored to be announced, with all that crossing to it asks and changes; one at a time.
CREATE FUNCTION live.publish_begin(p_digest bytea, p_text text, p_source bytea, p_announced date, p_in_force date, p_effective timestamptz,
    p_important boolean, p_numbers json, p_previous integer, p_from integer[], p_questions json, p_crossings json, p_grant integer,
    p_entry ledger.entry, OUT outcome integer, OUT number integer, OUT open integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE found_ integer; f record; by_ text := coalesce(live.officer_of(p_grant, p_entry.at), ''); alone boolean;
BEGIN
    PERFORM live.latch('policy');
    IF p_grant IS DISTINCT FROM 0 AND NOT live.grant_live(p_grant, p_entry.at) THEN outcome := {grant}; RETURN; END IF;
    SELECT p.number, p.effective, v.digest INTO f FROM live.publication p JOIN live.policy_version v ON v.number = p.version
     WHERE p.state IN ('announcing', 'announced');
    IF FOUND THEN
        open := f.number; number := f.number;
        outcome := CASE WHEN f.digest = p_digest AND f.effective = p_effective THEN {allowed} ELSE {conflict} END;
        RETURN;
    END IF;
    IF live.version_at(p_entry.at) IS DISTINCT FROM p_previous THEN outcome := {other_version}; RETURN; END IF;
    -- INVARIANT: a second officer has approved this very text against what is in force, but where one has been alone for 30 days.
    alone := NOT EXISTS (SELECT 1 FROM live.proposal p WHERE p.state = 'approved' AND p.source = p_source AND p.base = p_previous);
    outcome := CASE WHEN alone THEN live.same_person(by_, ARRAY[by_], 'long', p_entry.at) ELSE {allowed} END;
    IF outcome <> {allowed} THEN RETURN; END IF;
    found_ := live.store_version(p_digest, p_text, p_announced, p_in_force, p_numbers, p_entry.at);
    PERFORM live.cross_versions(found_, p_from, p_questions, p_crossings);
    SELECT coalesce(max(p.number), 0) + 1 INTO number FROM live.publication p;
    IF alone THEN PERFORM live.went_alone('publication', number::text, by_, p_entry.at); END IF;
    INSERT INTO live.publication (number, version, previous, state, announced, effective, important, begun, source)
    VALUES (number, found_, p_previous, 'announcing', p_announced, p_effective, p_important, p_entry.at, p_source);
    PERFORM ledger.record(p_entry, {allowed});
END $$;

-- Step 2 of 3: the notice is posted, and by the same act the version is announced and has its moment. Or (p_lapse) its day is past, and it is not.
-- statement publish.post @live restricts everywhere records if done: The notice is posted, and by the same act the version is announced; or its day is past, and it is not.
CREATE FUNCTION live.publish_post(p_number integer, p_lapse boolean, p_day date, p_title_ko text, p_title_en text, p_body_ko text, p_body_en text,
    p_circular text, p_notice ledger.entry, p_entry ledger.entry, OUT done boolean, OUT notice integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE f record;
BEGIN
    SELECT p.* INTO f FROM live.publication p WHERE p.number = p_number FOR UPDATE;
    done := FOUND AND f.state = 'announcing';
    notice := f.notice;
    IF NOT done THEN RETURN; END IF;
    IF p_lapse THEN
        UPDATE live.publication SET state = 'lapsed' WHERE number = p_number;
    ELSE
        SELECT n.number INTO notice FROM live.notice_post('policy-change', p_day, p_title_ko, p_title_en, p_body_ko, p_body_en, p_notice) AS n(number);
        UPDATE live.publication SET state = 'announced', posted = p_entry.at, notice = publish_post.notice, circular = p_circular WHERE number = p_number;
        INSERT INTO live.in_force (n, version, since) SELECT max(i.n) + 1, f.version, f.effective FROM live.in_force i;
        PERFORM live.restrict(p_entry.at, 'announce', jsonb_build_object('digest', (SELECT encode(v.digest, 'hex') FROM live.policy_version v
            WHERE v.number = f.version), 'announced', f.announced, 'effective', f.effective));
    END IF;
    PERFORM ledger.record(p_entry, CASE WHEN p_lapse THEN {refused} ELSE {allowed} END);
END $$;

-- An announcement is withdrawn, before it takes effect: its notice stays, and another says so. Outcomes: `allowed`, `gone` there is none, `ended` it is in force.
-- statement publish.withdraw @live restricts everywhere records if done: An announcement is withdrawn before it takes effect, by a notice of its own.
CREATE FUNCTION live.publish_withdraw(p_number integer, p_title_ko text, p_title_en text, p_body_ko text, p_body_en text, p_circular text, p_grant integer,
    p_notice ledger.entry, p_entry ledger.entry, OUT outcome integer, OUT notice integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE f record;
BEGIN
    IF p_grant IS DISTINCT FROM 0 AND NOT live.grant_live(p_grant, p_entry.at) THEN outcome := {grant}; RETURN; END IF;
    SELECT p.* INTO f FROM live.publication p WHERE p.number = p_number FOR UPDATE;
    outcome := CASE
        WHEN f.number IS NULL OR f.state IN ('lapsed', 'withdrawn') THEN {gone}
        WHEN f.state = 'in-force' OR (f.state = 'announced' AND f.effective <= p_entry.at) THEN {ended}
        ELSE {allowed} END;
    IF outcome <> {allowed} THEN RETURN; END IF;
    IF f.state = 'announced' THEN
        SELECT n.number INTO notice FROM live.notice_post('policy-change', NULL, p_title_ko, p_title_en, p_body_ko, p_body_en, p_notice) AS n(number);
        DELETE FROM live.in_force i WHERE i.version = f.version AND i.since = f.effective AND NOT i.switched;
        PERFORM live.restrict(p_entry.at, 'unannounce', jsonb_build_object('digest', (SELECT encode(v.digest, 'hex') FROM live.policy_version v
            WHERE v.number = f.version)));
    END IF;
    -- Whoever was written to, or would have been by a mail that waits, is written to again; nobody where nobody was (`publish_written`).
    UPDATE live.publication SET state = 'withdrawn', withdrawn = p_entry.at, withdrawal = publish_withdraw.notice,
           circular = CASE WHEN f.state = 'announced' THEN p_circular ELSE '' END, mailed = 0
     WHERE number = p_number;
    PERFORM ledger.record(p_entry, {allowed});
END $$;

-- Everybody who can be written to, a page at a time, while this letter goes: who withdraws waits for a page that has begun.
-- statement publish.mail @live sum mailed, total; all over: The next people who can be written to on each server get the letter into the queue, and how far it got is written down.
CREATE FUNCTION live.publish_mail(p_number integer, p_letter text, p_language text, p_facts bytea, p_kinds integer[], p_names text[], p_before text,
    p_limit integer, p_at timestamptz, OUT mailed bigint, OUT total bigint, OUT over boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE what_ text := 'letter:' || p_number || ':' || p_letter; w live.walked;
BEGIN
    mailed := 0; total := 0; over := true;
    PERFORM 1 FROM live.publication p WHERE p.number = p_number AND p.circular = p_letter FOR SHARE;
    IF NOT FOUND THEN RETURN; END IF;
    IF p_before <> '' THEN
        -- What says what is no longer so does not go out any more.
        w := live.walk(what_);
        DELETE FROM live.mail m WHERE m.letter = p_before AND m.state = 'waiting' AND m.subject > w.after;
    END IF;
    SELECT x.mailed, x.total, x.over INTO mailed, total, over
      FROM live.letter_page(what_, NULL, p_letter, p_language, p_facts, p_kinds, p_names, p_limit, p_at) x;
END $$;
-- How many a letter was written to here.
-- statement publish.written @live sum: How many a letter was written to.
CREATE FUNCTION live.publish_written(p_number integer, p_letter text) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN coalesce((SELECT w.done FROM live.walked w WHERE w.what = 'letter:' || p_number || ':' || p_letter), 0);
END $$;
-- How far a letter is on all servers.
-- statement publish.mailed @live: How far the letter is on all servers.
CREATE FUNCTION live.publish_mailed(p_number integer, p_letter text, p_mailed bigint, p_over boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.publication p SET mailed = greatest(p.mailed, p_mailed), circular = CASE WHEN p_over THEN '' ELSE p.circular END
     WHERE p.number = p_number AND p.circular = p_letter;
END $$;

-- Step 3 of 3: it is in force. Told once.
-- statement publish.switch @live everywhere records if done: An announced version whose moment has come is in force; said once.
CREATE FUNCTION live.publish_switch(p_number integer, p_entry ledger.entry, OUT done boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE f record;
BEGIN
    UPDATE live.publication p SET state = 'in-force', switched = p_entry.at WHERE p.number = p_number AND p.state = 'announced' AND p.effective <= p_entry.at
    RETURNING p.version, p.effective INTO f;
    done := FOUND;
    IF NOT done THEN RETURN; END IF;
    UPDATE live.in_force SET switched = true WHERE version = f.version AND since = f.effective;
    PERFORM ledger.record(p_entry, {allowed});
END $$;

-- Whether a version still waits for an answer of a person.
CREATE FUNCTION live.asks(p_subject uuid, p_kind smallint, p_policy integer, p_consents integer[], p_to integer) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM live.question q
         WHERE q.version = p_to AND q.previous = p_policy AND q.kind = p_kind AND (q.had = 0 OR q.had = ANY (p_consents))
           AND NOT (q.clause = ANY (p_consents) AND q.clause <> q.had)
           AND NOT EXISTS (SELECT 1 FROM live.answer a WHERE a.subject = p_subject AND a.version = p_to AND a.clause = q.clause));
END $$;

-- One person, who is away too, is taken over to the version that is in force, where nothing that it asks of them is open. Answers the version
-- that serves them.
-- statement store/version.take_over @live restricts may record: One person is taken over to the version in force, where nothing that it asks of them is open.
CREATE FUNCTION live.take_over(p_subject uuid, p_entry ledger.entry) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE s record; c record; to_ integer := live.version_at(p_entry.at); from_ timestamptz; refused integer[]; taken integer[]; given integer[];
BEGIN
    SELECT x.state, x.kind, x.policy, x.consents INTO s FROM live.subject x WHERE x.subject = p_subject FOR UPDATE;
    IF NOT FOUND OR s.state = 2 OR s.policy = to_ THEN RETURN s.policy; END IF;
    SELECT x.* INTO c FROM live.crossing x WHERE x.version = to_ AND x.previous = s.policy;
    IF NOT FOUND OR live.asks(p_subject, s.kind, s.policy, s.consents, to_) THEN RETURN s.policy; END IF;
    -- From the moment on from which it is in force; for whoever answered later, from their answer on.
    SELECT greatest(f.since, (SELECT max(a.at) FROM live.answer a WHERE a.subject = p_subject AND a.version = to_)) INTO from_
      FROM live.in_force f WHERE f.version = to_ ORDER BY f.n DESC LIMIT 1;
    refused := ARRAY(SELECT a.clause FROM live.answer a WHERE a.subject = p_subject AND a.version = to_ AND NOT a.given);
    taken := ARRAY(SELECT o FROM unnest(s.consents) AS u(o) WHERE o = ANY (c.lapsed || refused));
    given := ARRAY(SELECT o FROM (SELECT unnest(s.consents) UNION
                    SELECT a.clause FROM live.answer a WHERE a.subject = p_subject AND a.version = to_ AND a.given) AS u(o)
                    WHERE NOT o = ANY (taken) ORDER BY o);
    UPDATE live.subject SET policy = to_, consents = given WHERE subject = p_subject;
    PERFORM live.consents_stand(p_subject, given, p_entry.at);
    IF taken <> '{}' THEN
        PERFORM live.restrict(p_entry.at, 'withdraw', jsonb_build_object('subject', p_subject, 'consents', taken));
        INSERT INTO live.outbox (subject, message, record, topic, space, target, purpose, kind, items, policy, not_before, made)
        SELECT DISTINCT ON (d.record, d.space, d.target) d.subject, gen_random_uuid(), d.record, 'delete', d.space, d.target, 0, 0,
               d.items, to_, p_entry.at, p_entry.at
          FROM live.disclosure d WHERE d.subject = p_subject AND d.consent = ANY (taken) AND NOT d.consent = ANY (given);
    END IF;
    -- What is no longer declared, and what lived by a consent that is no more, is over.
    WITH over AS (
        UPDATE live.record r SET state = 2, ended = from_
         WHERE r.subject = p_subject AND r.state = 1 AND (r.kind = ANY (c.gone) OR EXISTS (
            SELECT 1 FROM unnest(c.kinds, c.kind_needs) AS k(kind, needs) WHERE k.kind = r.kind AND NOT live.meets(given, k.needs::integer[])))
        RETURNING r.record)
    INSERT INTO live.restriction (at, what, detail)
    SELECT p_entry.at, 'ended', jsonb_build_object('subject', p_subject, 'record', o.record) FROM over o;
    INSERT INTO live.rework (subject, record)
    SELECT r.subject, r.record FROM live.record r
     WHERE r.subject = p_subject AND r.state = 1 AND (r.kind = ANY (c.retimed)
        OR EXISTS (SELECT 1 FROM jsonb_array_elements_text(c.trimmed -> r.kind::text) AS t(item) WHERE t.item::integer = ANY (r.items)))
    ON CONFLICT DO NOTHING;
    PERFORM ledger.record(p_entry, {allowed}, subject => p_subject);
    RETURN to_;
END $$;
-- Everybody, a page at a time. How far it got is part of the act. `total`: how many were taken over here in all; NULL: none is to be now.
-- statement publish.take_over @live restricts sum moved, total; all over may record: The next people on each server are taken over to the version in force, where nothing that it asks of them is open.
CREATE FUNCTION live.take_over_page(p_number integer, p_limit integer, p_entry ledger.entry, OUT moved bigint, OUT total bigint, OUT over boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE f record; one record; last uuid; n integer := 0; what_ text := 'version:' || p_number; w live.walked;
BEGIN
    moved := 0; over := true;
    SELECT p.* INTO f FROM live.publication p WHERE p.number = p_number;
    IF NOT FOUND OR f.state <> 'in-force' OR f.finished IS NOT NULL OR live.version_at(p_entry.at) <> f.version THEN RETURN; END IF;
    w := live.walk(what_);
    total := w.done;
    IF w.over THEN RETURN; END IF;
    FOR one IN SELECT s.subject, s.policy, s.state FROM live.subject s WHERE s.subject > w.after ORDER BY s.subject LIMIT p_limit LOOP
        n := n + 1; last := one.subject;
        IF one.state <> 2 AND one.policy <> f.version AND live.take_over(one.subject, ledger.further(p_entry, n - 1)) = f.version THEN moved := moved + 1; END IF;
    END LOOP;
    over := n < p_limit;
    total := live.walk_on(what_, last, moved, over);
END $$;
-- How far it is on all servers.
-- statement publish.moved @live: How far that is on all servers.
CREATE FUNCTION live.publish_moved(p_number integer, p_moved bigint, p_over boolean, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.publication p SET moved = greatest(p.moved, p_moved), finished = CASE WHEN p_over THEN p_at END
     WHERE p.number = p_number AND p.state = 'in-force' AND p.finished IS NULL;
END $$;

-- Records that must be sealed anew, or timed anew, each under the version that serves its person now. One that is over needs neither.
-- What is sealed is handed out to be sealed anew, and recorded.
-- statement publish.reworks @live merge subject, record may record: Records of people who were taken over that must be sealed or timed anew.
CREATE FUNCTION live.reworks(p_after uuid, p_record uuid, p_limit integer, p_entry ledger.entry) RETURNS TABLE (subject uuid, record uuid, kind integer, version integer,
    generation integer, serving integer, given integer, collected timestamptz, events jsonb, waits boolean, items integer[], head bytea, body bytea[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    PERFORM live.put_back(p.subject) FROM (SELECT w.subject FROM live.rework w WHERE (w.subject, w.record) > (p_after, p_record)
             ORDER BY w.subject, w.record LIMIT p_limit) AS p;
    PERFORM ledger.record(ledger.further(p_entry, row_number() OVER () - 1), {allowed},
                         subject => x.subject, record => x.record, version => x.version, items => x.items)
      FROM (SELECT w.subject, w.record FROM live.rework w WHERE (w.subject, w.record) > (p_after, p_record)
             ORDER BY w.subject, w.record LIMIT p_limit) AS w
      JOIN live.record x ON x.subject = w.subject AND x.record = w.record AND x.state = 1;
    RETURN QUERY SELECT w.subject, w.record, r.kind, r.version, r.generation, s.policy, r.policy, r.collected, r.events, r.frozen IS NOT NULL OR r.hold IS NOT NULL,
           r.items, r.head, r.body
      FROM live.rework w JOIN live.subject s ON s.subject = w.subject LEFT JOIN live.record r ON r.subject = w.subject AND r.record = w.record AND r.state = 1
     WHERE (w.subject, w.record) > (p_after, p_record) ORDER BY w.subject, w.record LIMIT p_limit;
END $$;
-- INVARIANT: only from the very sealing that was opened; a record that was changed meanwhile is looked at again.
-- statement publish.reworked @live may record: A record without what is no longer declared, and until when it is in use now.
CREATE FUNCTION live.rework_done(p_subject uuid, p_record uuid, p_version integer, p_generation integer, p_over_from timestamptz, p_items integer[],
    p_head bytea, p_body bytea[], p_dropped integer[], p_kept boolean, p_entry ledger.entry, OUT done boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE f record;
BEGIN
    PERFORM 1 FROM live.subject s WHERE s.subject = p_subject FOR UPDATE;
    -- INVARIANT: what was set apart meanwhile is no older sealing beside the new one.
    PERFORM live.put_back(p_subject);
    SELECT r.* INTO f FROM live.record r WHERE r.subject = p_subject AND r.record = p_record FOR UPDATE;
    IF NOT FOUND OR f.state <> 1 THEN
        DELETE FROM live.rework WHERE subject = p_subject AND record = p_record;
        done := false;
        RETURN;
    END IF;
    -- INVARIANT: only what a switch of versions, which is recorded, has written down to be sealed or timed anew.
    done := f.version = p_version AND f.generation = p_generation AND (p_dropped = '{}' OR (f.frozen IS NULL AND f.hold IS NULL))
        AND EXISTS (SELECT 1 FROM live.rework w WHERE w.subject = p_subject AND w.record = p_record);
    IF NOT done THEN RETURN; END IF;
    UPDATE live.record SET over_from = p_over_from WHERE subject = p_subject AND record = p_record;
    IF p_dropped <> '{}' THEN
        UPDATE live.record SET version = p_version + 1, items = p_items, head = p_head, body = p_body WHERE subject = p_subject AND record = p_record;
        PERFORM live.unclaim(p_subject, p_record, p_dropped);
        -- An older sealing opens with the person's key: they get a newer one.
        UPDATE live.subject SET stale = f.generation WHERE subject = p_subject AND stale < f.generation;
        INSERT INTO live.owed VALUES (p_entry.entry, f.kind, 'items', NULL, 1);
        PERFORM ledger.record(p_entry, {allowed}, subject => p_subject, record => p_record, version => p_version + 1, items => p_dropped);
    END IF;
    -- What waits for a correction or a hold is looked at again.
    IF NOT p_kept THEN DELETE FROM live.rework WHERE subject = p_subject AND record = p_record; END IF;
END $$;

-- What a version asks of a person: of one that is announced, or of the one in force where they are still served by another.
-- statement publish.questions @live: What a version asks of a person.
CREATE FUNCTION live.questions_of(p_subject uuid, p_at timestamptz) RETURNS TABLE (version integer, publication integer, effective timestamptz,
    previous integer, name text, clause integer, had integer, given boolean, answered timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT q.version, p.number, p.effective, q.previous, q.name, q.clause, q.had, a.given, a.at
      FROM live.subject s
      JOIN live.publication p ON p.state = 'announced' OR (p.state = 'in-force' AND p.version = live.version_at(p_at))
      JOIN live.question q ON q.version = p.version AND q.previous = s.policy AND q.kind = s.kind
      LEFT JOIN live.answer a ON a.subject = s.subject AND a.version = q.version AND a.clause = q.clause
     WHERE s.subject = p_subject AND s.state = 1 AND s.policy <> q.version AND (q.had = 0 OR q.had = ANY (s.consents))
       AND NOT (q.clause = ANY (s.consents) AND q.clause <> q.had)
     ORDER BY p.number, q.name;
END $$;
-- An answer, under the name of the version that asks. Outcomes: `allowed`, `gone` nobody, `left`, `ended` it is not asked.
-- statement publish.answer @live: A person's answer, under the name of the version that asks.
CREATE FUNCTION live.answer_question(p_subject uuid, p_version integer, p_clause integer, p_given boolean, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE s record;
BEGIN
    SELECT x.state, x.policy, x.kind INTO s FROM live.subject x WHERE x.subject = p_subject FOR UPDATE;
    outcome := CASE WHEN s.state IS NULL THEN {gone} WHEN s.state <> 1 THEN {left}
        WHEN NOT EXISTS (SELECT 1 FROM live.questions_of(p_subject, p_entry.at) AS q WHERE q.version = p_version AND q.clause = p_clause) THEN {ended}
        ELSE {allowed} END;
    IF outcome = {allowed} THEN
        INSERT INTO live.answer VALUES (p_subject, p_version, p_clause, p_given, p_entry.at)
        ON CONFLICT (subject, version, clause) DO UPDATE SET given = excluded.given, at = excluded.at;
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => CASE WHEN outcome = {gone} THEN NULL ELSE p_subject END);
END $$;

-- What is announced or was, the newest first; with what became of it.
-- statement publish.list @live: What is announced or was, the newest first.
CREATE FUNCTION live.publications() RETURNS TABLE (number integer, version integer, previous integer, state text, announced date, effective timestamptz,
    important boolean, posted timestamptz, notice integer, withdrawn timestamptz, withdrawal integer, switched timestamptz, moved bigint,
    finished timestamptz, circular text, mailed bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT p.number, p.version, p.previous, p.state, p.announced, p.effective, p.important, p.posted, p.notice, p.withdrawn, p.withdrawal, p.switched,
           p.moved, p.finished, p.circular, p.mailed FROM live.publication p ORDER BY p.number DESC;
END $$;
-- statement publish.source @live: The text of an announcement's policy, byte for byte; of one over several files, all of them.
CREATE FUNCTION live.publication_source(p_number integer) RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN (SELECT p.source FROM live.publication p WHERE p.number = p_number);
END $$;
-- Numbers for the account before and the receipt after: people by version and kind, consents, records by kind, answers.
-- statement publish.served @live sum people; merge version, kind: How many people each version serves, by their kind.
CREATE FUNCTION live.served() RETURNS TABLE (version integer, kind integer, people bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT s.policy, s.kind::integer, count(*) FROM live.subject s WHERE s.state = 1 GROUP BY 1, 2 ORDER BY 1, 2;
END $$;
-- statement publish.consented @live sum: How many people of these kinds gave a consent, or how many there are.
CREATE FUNCTION live.consented(p_clause integer, p_kinds integer[]) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN count(*) FROM live.subject s WHERE s.state = 1 AND s.kind = ANY (p_kinds) AND (p_clause = 0 OR p_clause = ANY (s.consents));
END $$;
-- statement publish.answered @live sum people; merge clause, given: How many answered what a version asks, and how.
CREATE FUNCTION live.answered(p_version integer) RETURNS TABLE (clause integer, given boolean, people bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT a.clause, a.given, count(*) FROM live.answer a WHERE a.version = p_version GROUP BY 1, 2 ORDER BY 1, 2;
END $$;

-- Proposals: what officers write before it is announced. Each writing and each step says which writing it saw (`edits`).
CREATE TABLE live.proposal (
    number      integer PRIMARY KEY,
    base        integer NOT NULL,                -- the version in force when it was begun; once approved, that against which it was approved
    state       text NOT NULL CHECK (state IN ('draft', 'proposed', 'approved', 'dropped')),
    origin      bytea NOT NULL,                  -- the file that it was begun from
    source      bytea NOT NULL,                  -- and as it is written now
    published   bytea,                           -- the published text that it is written from, and its file's name
    published_as text,
    edits       integer NOT NULL,
    saved       timestamptz NOT NULL,
    saved_by    text NOT NULL,                   -- handlers
    proposed_by text,
    decided_by  text,
    words       text NOT NULL DEFAULT ''         -- why it was proposed, or sent back
);
-- The announcement of a proposal's very text; none once it was withdrawn or lapsed.
CREATE FUNCTION live.proposal_announced(p_source bytea, p_saved timestamptz) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT max(a.number) FROM live.publication a WHERE a.source = p_source AND a.begun >= p_saved AND a.state NOT IN ('withdrawn', 'lapsed')
$$;
-- A proposal is begun (p_number NULL), or written anew while it is a draft.
-- statement proposal.save @live: A proposal is begun, or written anew.
CREATE FUNCTION live.proposal_save(p_number integer, p_seen integer, p_source bytea, p_published bytea, p_published_as text, p_grant integer,
    p_entry ledger.entry, OUT outcome integer, OUT number integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE by_ text := live.officer_of(p_grant, p_entry.at); x record;
BEGIN
    PERFORM live.latch('proposal');
    SELECT p.* INTO x FROM live.proposal p WHERE p.number = p_number FOR UPDATE;
    number := coalesce(p_number, (SELECT coalesce(max(p.number), 0) + 1 FROM live.proposal p));
    outcome := CASE WHEN by_ IS NULL THEN {grant} WHEN p_number IS NULL THEN {allowed} WHEN x.number IS NULL THEN {gone}
                    WHEN x.state <> 'draft' OR x.edits <> p_seen THEN {conflict}
                    WHEN live.proposal_announced(x.source, x.saved) IS NOT NULL THEN {conflict} ELSE {allowed} END;
    IF outcome = {allowed} THEN
        INSERT INTO live.proposal (number, base, state, origin, source, published, published_as, edits, saved, saved_by)
        VALUES (number, live.version_at(p_entry.at), 'draft', p_source, p_source, p_published, p_published_as, 1, p_entry.at, by_)
        ON CONFLICT (number) DO UPDATE SET source = excluded.source, edits = x.edits + 1, saved = excluded.saved, saved_by = excluded.saved_by;
    END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- One step. INVARIANT: exactly what lay before them (`conflict`) is approved by another officer than who wrote or proposed it (`same_person`),
-- or by one who has been alone for 30 days.
-- statement proposal.step @live: A proposal is proposed, sent back, approved by another officer, or dropped.
CREATE FUNCTION live.proposal_step(p_number integer, p_seen integer, p_to text, p_words text, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE by_ text := live.officer_of(p_grant, p_entry.at); x record; s record;
BEGIN
    PERFORM live.expect_word(p_to, 'draft', 'proposed', 'approved', 'dropped');
    SELECT p.* INTO x FROM live.proposal p WHERE p.number = p_number FOR UPDATE;
    s := live.second(p_grant, ARRAY[x.saved_by, x.proposed_by], 'long', p_entry.at);
    outcome := CASE
        WHEN by_ IS NULL THEN {grant}
        WHEN x.number IS NULL THEN {gone}
        WHEN x.edits <> p_seen OR NOT (CASE WHEN p_to = 'proposed' THEN x.state = 'draft' WHEN p_to = 'approved' THEN x.state = 'proposed'
                                                 WHEN p_to = 'draft' THEN x.state IN ('proposed', 'approved') ELSE x.state <> 'dropped' END)
             OR live.proposal_announced(x.source, x.saved) IS NOT NULL THEN {conflict}
        WHEN p_to = 'approved' THEN s.outcome
        ELSE {allowed} END;
    IF outcome = {allowed} THEN
        UPDATE live.proposal p SET state = p_to, words = p_words, proposed_by = CASE WHEN p_to = 'proposed' THEN by_ ELSE p.proposed_by END,
               decided_by = CASE WHEN p_to = 'proposed' THEN NULL ELSE by_ END,
               base = CASE WHEN p_to = 'approved' THEN live.version_at(p_entry.at) ELSE p.base END
         WHERE p.number = p_number;
    END IF;
    IF outcome = {allowed} AND s.alone AND p_to = 'approved' THEN PERFORM live.went_alone('policy', p_number::text, s.whose, p_entry.at); END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- The newest first. `publication`: the announcement of this very text, unless it came to nothing; `beside`: whether a
-- published text is kept beside it.
-- statement proposal.list @live: All proposals, or one, the newest first.
CREATE FUNCTION live.proposals(p_number integer) RETURNS TABLE (number integer, base integer, state text, edits integer, saved timestamptz, saved_by text,
    proposed_by text, decided_by text, words text, publication integer, beside boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT p.number, p.base, p.state, p.edits, p.saved, p.saved_by, p.proposed_by, p.decided_by, p.words,
           live.proposal_announced(p.source, p.saved), p.published IS NOT NULL
      FROM live.proposal p WHERE p_number IS NULL OR p.number = p_number ORDER BY p.number DESC;
END $$;
-- statement proposal.source @live: A proposal's text, the one that it was begun from, and the published text beside it, byte for byte.
CREATE FUNCTION live.proposal_source(p_number integer) RETURNS TABLE (source bytea, origin bytea, published bytea, published_as text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT p.source, p.origin, p.published, p.published_as FROM live.proposal p WHERE p.number = p_number;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION live.proposal_save(integer, integer, bytea, bytea, text, integer, ledger.entry),
    live.proposal_step(integer, integer, text, text, integer, ledger.entry), live.proposals(integer), live.proposal_source(integer) TO jikim_live;
GRANT EXECUTE ON FUNCTION live.version_at(timestamptz), live.schedule(),
    live.adopt_bound(), live.adopt(bytea, text, date, date, json, boolean, ledger.entry), live.cross_versions(integer, integer[], json, json),
    live.publish_begin(bytea, text, bytea, date, date, timestamptz, boolean, json, integer, integer[], json, json, integer, ledger.entry),
    live.publish_post(integer, boolean, date, text, text, text, text, text, ledger.entry, ledger.entry),
    live.publish_withdraw(integer, text, text, text, text, text, integer, ledger.entry, ledger.entry),
    live.publish_mail(integer, text, text, bytea, integer[], text[], text, integer, timestamptz), live.publish_written(integer, text),
    live.publish_mailed(integer, text, bigint, boolean), live.publish_moved(integer, bigint, boolean, timestamptz),
    live.publish_switch(integer, ledger.entry), live.take_over(uuid, ledger.entry),
    live.take_over_page(integer, integer, ledger.entry), live.reworks(uuid, uuid, integer, ledger.entry),
    live.rework_done(uuid, uuid, integer, integer, timestamptz, integer[], bytea, bytea[], integer[], boolean, ledger.entry),
    live.questions_of(uuid, timestamptz), live.answer_question(uuid, integer, integer, boolean, ledger.entry),
    live.publications(), live.publication_source(integer), live.served(), live.consented(integer, integer[]), live.answered(integer) TO jikim_live;
