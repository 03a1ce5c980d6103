-- The archive (분리보관 DB): what rests. Another database, another role, other keys; nothing joins it to the live side.
-- A record rests in one part per due day. Keys are daily; partitions are monthly, rows follow their key in the background.

CREATE TABLE archive.part (
    subject   uuid NOT NULL,
    record    uuid NOT NULL,
    due       date NOT NULL,                 -- the last day on which it is kept
    kind      integer NOT NULL,
    policy    integer NOT NULL,
    version   integer NOT NULL,
    rules     integer[] NOT NULL,
    dues      date[] NOT NULL,               -- until when each rule runs
    hold      uuid,
    channel   integer NOT NULL,
    source    integer NOT NULL,
    collected timestamptz NOT NULL,
    ended     timestamptz NOT NULL,
    moved     timestamptz NOT NULL,
    items     integer[] NOT NULL,
    head      bytea NOT NULL,
    body      bytea[] NOT NULL,
    tags      bytea[] NOT NULL DEFAULT '{}', -- of what it may be found by: HMAC under a key out of its due day's key, so that they end with it
    PRIMARY KEY (subject, record, due)
) PARTITION BY RANGE (due);
CREATE INDEX part_day ON archive.part (due, kind, hold);
CREATE INDEX part_record ON archive.part (record);
CREATE INDEX part_tags ON archive.part USING gin (tags);
-- the due days that something rests to: a tag is asked for under the key of each
CREATE TABLE archive.kept (kind integer, due date, PRIMARY KEY (kind, due));

-- a due day being destroyed, or destroyed: its parts are hidden from the moment its row stands here
CREATE TABLE archive.day (
    kind    integer NOT NULL,
    due     date NOT NULL,
    parts   bigint,                          -- counted when the rows go
    hidden  timestamptz NOT NULL,
    key_gone timestamptz,
    removed timestamptz,
    walked  timestamptz,                     -- when the archive keys of whom nothing rests any more were looked for
    PRIMARY KEY (kind, due)
);
CREATE INDEX day_open ON archive.day (due) WHERE walked IS NULL;

-- what was destroyed and stands in no certificate yet: written in the transaction that destroys
CREATE TABLE archive.owed (
    entry uuid PRIMARY KEY,
    kind  integer NOT NULL,
    what  text NOT NULL,
    due   date,
    count bigint NOT NULL
);

CREATE FUNCTION archive.day_lock(p_kind integer, p_due date, p_alone boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF p_alone THEN PERFORM pg_advisory_xact_lock(p_kind, p_due - DATE '2000-01-01');
    ELSE PERFORM pg_advisory_xact_lock_shared(p_kind, p_due - DATE '2000-01-01'); END IF;
END $$;

-- the months' partitions that these days need
CREATE FUNCTION archive.places_for(p_dues date[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE p record;
BEGIN
    -- A partition can be seen in the catalogue a moment before this session is told that `part` has it. Whoever makes one holds the lock
    -- alone until it is told to all, and whoever sees one asks for the lock too: a row then never finds its place missing.
    IF EXISTS (SELECT 1 FROM unnest(p_dues) AS u(due) WHERE to_regclass('archive.part_' || to_char(u.due, 'YYYY_MM')) IS NULL)
    THEN PERFORM pg_advisory_xact_lock(hashtext('archive.partition'));
    ELSE PERFORM pg_advisory_xact_lock_shared(hashtext('archive.partition')); RETURN; END IF;
    FOR p IN SELECT DISTINCT date_trunc('month', u.due::timestamp)::date AS first, 'part_' || to_char(u.due, 'YYYY_MM') AS name
               FROM unnest(p_dues) AS u(due) ORDER BY 1 LOOP
        -- Asked of the catalogue itself, whose answer is of this moment: a name's cached absence may be older than the lock.
        CONTINUE WHEN EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = 'archive'::regnamespace AND c.relname = p.name);
        -- Made apart and attached, which locks nobody out who reads or writes; `PARTITION OF` would.
        EXECUTE format('CREATE TABLE archive.%I (LIKE archive.part INCLUDING ALL)', p.name);
        EXECUTE format('ALTER TABLE archive.part ATTACH PARTITION archive.%I FOR VALUES FROM (%L) TO (%L)',
                       p.name, p.first, (p.first + interval '1 month')::date);
    END LOOP;
END $$;

-- retiring, step 3 of 4: the parts arrive, re-sealed. A part whose day has been destroyed meanwhile is over: it does not arrive.
-- holds that a record is no longer under: a retirement that stalled under one of them brings nothing back
CREATE TABLE archive.let_go (record uuid NOT NULL, hold uuid NOT NULL, PRIMARY KEY (record, hold));

-- statement archive.admit @archive records if done: Retiring, step 3: the parts arrive, re-sealed.
CREATE FUNCTION archive.admit(
    p_subject uuid, p_record uuid, p_kind integer, p_policy integer, p_version integer, p_channel integer, p_source integer,
    p_collected timestamptz, p_ended timestamptz, p_hold uuid, p_parts json, p_entry ledger.entry,
    OUT recorded boolean, OUT admitted integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE p record;
BEGIN
    admitted := 0;
    -- Every lock is taken before the first row is written, in one order: two that arrive at once never wait for each other.
    FOR p IN SELECT DISTINCT g.due FROM json_to_recordset(p_parts) AS g(due date) ORDER BY g.due LOOP
        PERFORM archive.day_lock(p_kind, p.due, false);
    END LOOP;
    PERFORM archive.places_for(ARRAY(SELECT g.due FROM json_to_recordset(p_parts) AS g(due date)));
    FOR p IN SELECT * FROM json_to_recordset(p_parts) AS g(due date, rules integer[], dues date[], items integer[], head text, body text[], tags text[])
              ORDER BY due LOOP
        CONTINUE WHEN p_hold IS NULL AND EXISTS (SELECT 1 FROM archive.day d WHERE d.kind = p_kind AND d.due = p.due);
        INSERT INTO archive.part (subject, record, due, kind, policy, version, rules, dues, hold, channel, source, collected, ended, moved,
                                  items, head, body, tags)
        VALUES (p_subject, p_record, p.due, p_kind, p_policy, p_version, p.rules, p.dues, p_hold, p_channel, p_source, p_collected, p_ended,
                p_entry.at, p.items, decode(p.head, 'base64'),
                ARRAY(SELECT decode(b, 'base64') FROM unnest(p.body) WITH ORDINALITY AS t(b, o) ORDER BY o),
                ARRAY(SELECT decode(b, 'base64') FROM unnest(p.tags) AS t(b)))
        ON CONFLICT (subject, record, due) DO NOTHING;
        -- INVARIANT: looked at after the insert, which waits for a release that is under way: what went with its hold does not come back.
        IF FOUND AND EXISTS (SELECT 1 FROM archive.let_go l WHERE l.record = p_record AND l.hold = p_hold) THEN
            DELETE FROM archive.part x WHERE x.subject = p_subject AND x.record = p_record AND x.due = p.due;
        ELSIF FOUND THEN
            admitted := admitted + 1;
            INSERT INTO archive.kept VALUES (p_kind, p.due) ON CONFLICT DO NOTHING;
            PERFORM ledger.record(ledger.further(p_entry, admitted - 1), {allowed}, subject => p_subject, record => p_record, version => p_version, items => p.items);
        END IF;
    END LOOP;
    recorded := admitted > 0;
END $$;

-- The same for parts of many attached records of a kind that no hold keeps, each with an entry of its own. Answers the places of those that arrived.
-- statement archive.admit_many @archive may record: Parts of many attached records of a kind arrive, each with its entry.
CREATE FUNCTION archive.admit_many(p_rows json, p_kind integer, p_at timestamptz, p_fact text, p_who bytea) RETURNS TABLE (n integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE dues_ date[] := ARRAY(SELECT DISTINCT g.due FROM json_to_recordset(p_rows) AS g(due date) ORDER BY g.due);
BEGIN
    PERFORM archive.day_lock(p_kind, u.due, false) FROM unnest(dues_) AS u(due);
    PERFORM archive.places_for(dues_);
    RETURN QUERY
    WITH given AS MATERIALIZED (
        SELECT g.* FROM json_to_recordset(p_rows) AS g(n integer, subject uuid, record uuid, due date, policy integer, version integer, rules integer[], dues date[],
               channel integer, source integer, collected timestamptz, ended timestamptz, items integer[], head text, body text[], tags text[], entry uuid)
         WHERE NOT EXISTS (SELECT 1 FROM archive.day d WHERE d.kind = p_kind AND d.due = g.due)
    ), arrived AS (
        INSERT INTO archive.part AS x (subject, record, due, kind, policy, version, rules, dues, channel, source, collected, ended, moved, items, head, body, tags)
        SELECT g.subject, g.record, g.due, p_kind, g.policy, g.version, g.rules, g.dues, g.channel, g.source, g.collected, g.ended, p_at, g.items,
               decode(g.head, 'base64'), ARRAY(SELECT decode(b, 'base64') FROM unnest(g.body) WITH ORDINALITY AS t(b, o) ORDER BY o),
               ARRAY(SELECT decode(b, 'base64') FROM unnest(g.tags) AS t(b))
          FROM given g ORDER BY g.subject, g.record, g.due
        ON CONFLICT (subject, record, due) DO NOTHING RETURNING x.subject, x.record, x.due
    ), kept AS (
        INSERT INTO archive.kept SELECT DISTINCT p_kind, a.due FROM arrived a ON CONFLICT DO NOTHING
    ), noted AS (
        INSERT INTO ledger.inbox (entry, at, fact, who, subject, record, version, items, outcome)
        SELECT g.entry, p_at, p_fact, p_who, g.subject, g.record, g.version, g.items, {allowed}
          FROM given g JOIN arrived a ON a.subject = g.subject AND a.record = g.record AND a.due = g.due ORDER BY g.n
    )
    SELECT g.n FROM given g JOIN arrived a ON a.subject = g.subject AND a.record = g.record AND a.due = g.due ORDER BY g.n;
END $$;

-- Looks at values that the policy shows to nobody alone: asked for by one, approved by another, for these items of this record.
CREATE TABLE archive.look (
    look        uuid PRIMARY KEY,
    subject     uuid NOT NULL,
    record      uuid NOT NULL,
    kind        integer NOT NULL,
    policy      integer NOT NULL,                -- the version that it is judged by: the record's own
    purpose     integer NOT NULL,
    items       integer[] NOT NULL,
    reason_kind text NOT NULL,
    said        bytea NOT NULL,                  -- why: sealed
    asker       text NOT NULL,
    asked       timestamptz NOT NULL,
    until       timestamptz NOT NULL,            -- until then it waits; once approved, until then it stands
    state       text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'approved', 'refused')),
    approver    text CHECK (approver <> asker),  -- INVARIANT: never the same person
    decided     timestamptz,
    under       integer                          -- the grant that it was decided under
);
CREATE INDEX look_record ON archive.look (record);
CREATE INDEX look_asked ON archive.look (asked DESC, look DESC);

-- statement look.ask @archive: A look at values that rest is asked for, where the policy shows them to nobody alone.
CREATE FUNCTION archive.look_ask(p_look uuid, p_subject uuid, p_record uuid, p_kind integer, p_policy integer, p_purpose integer,
    p_items integer[], p_reason_kind text, p_said bytea, p_by text, p_until timestamptz, p_entry ledger.entry,
    OUT outcome integer, OUT policy integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT p.policy INTO policy FROM archive.part p
     WHERE p.subject = p_subject AND p.record = p_record AND p.kind = p_kind
       AND (p.hold IS NOT NULL OR NOT EXISTS (SELECT 1 FROM archive.day d WHERE d.kind = p.kind AND d.due = p.due))
     ORDER BY p.policy = p_policy DESC LIMIT 1;
    outcome := CASE WHEN policy IS NULL THEN {gone} WHEN policy <> p_policy THEN {other_version} ELSE {allowed} END;
    IF outcome = {allowed} THEN
        INSERT INTO archive.look (look, subject, record, kind, policy, purpose, items, reason_kind, said, asker, asked, until)
        VALUES (p_look, p_subject, p_record, p_kind, p_policy, p_purpose, p_items, p_reason_kind, p_said, p_by, p_entry.at, p_until);
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => p_record, items => p_items, blocker => p_look);
END $$;
-- statement look.decide @archive: Another person approves or refuses it.
CREATE FUNCTION archive.look_decide(p_look uuid, p_yes boolean, p_by text, p_grant integer, p_until timestamptz, p_entry ledger.entry,
    OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE f record;
BEGIN
    SELECT l.* INTO f FROM archive.look l WHERE l.look = p_look FOR UPDATE;
    outcome := CASE WHEN f.look IS NULL THEN {gone} WHEN f.asker = p_by THEN {same_person}
                    WHEN f.state <> 'asked' OR f.until <= p_entry.at THEN {conflict} ELSE {allowed} END;
    IF outcome = {allowed} THEN
        UPDATE archive.look SET state = CASE WHEN p_yes THEN 'approved' ELSE 'refused' END, approver = p_by, decided = p_entry.at,
               under = p_grant, until = CASE WHEN p_yes THEN p_until ELSE until END
         WHERE look = p_look;
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => f.subject, record => f.record, items => f.items, blocker => p_look);
END $$;
-- statement look.all @archive: Looks that were asked for, the newest first; or one by its number.
CREATE FUNCTION archive.looks(p_look uuid, p_limit integer) RETURNS SETOF archive.look
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT * FROM archive.look l WHERE p_look IS NULL OR l.look = p_look ORDER BY l.asked DESC, l.look DESC LIMIT p_limit;
END $$;
-- Whose time is over: the key of the reason goes first, then this. What was asked stays in the ledger.
-- statement look.over @archive: Looks whose time is over.
CREATE FUNCTION archive.looks_over(p_at timestamptz, p_limit integer) RETURNS TABLE (look uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT l.look FROM archive.look l WHERE l.until < p_at ORDER BY l.until LIMIT p_limit;
END $$;
-- statement look.forget @archive: A look goes, whose reason nobody opens any more.
CREATE FUNCTION archive.look_forget(p_look uuid, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM archive.look l WHERE l.look = p_look AND ledger.past(l.until, p_entry.at) IS NOT TRUE)
    THEN RAISE EXCEPTION 'before its time'; END IF;
    DELETE FROM archive.look l WHERE l.look = p_look;
    PERFORM ledger.record(p_entry, {allowed});
END $$;

-- How many looks showed values, by the version that judged them and the purpose: with another person's approval, and without one.
CREATE TABLE archive.looked (
    policy   integer NOT NULL,
    purpose  integer NOT NULL,
    approved bigint NOT NULL,
    alone    bigint NOT NULL,
    PRIMARY KEY (policy, purpose)
);
-- statement prove/prove.looks @archive: How many looks showed values that rest, with another person's approval and without, by version and purpose.
CREATE FUNCTION archive.prove_looks() RETURNS TABLE (policy integer, purpose integer, approved bigint, alone bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT l.policy, l.purpose, l.approved, l.alone FROM archive.looked l ORDER BY 1, 2;
END $$;

-- consult: a resting part, for a rule that still runs; the entry is made from the locked row.
-- INVARIANT: where the policy asks for a second person (`p_second` names who looks), values leave by a standing approval that another gave them.
-- statement archive.consult @archive records if answered: Resting parts, for a rule that still runs, recorded.
CREATE FUNCTION archive.consult(
    p_subject uuid, p_record uuid, p_kind integer, p_policy integer, p_items integer[], p_rules integer[], p_today date,
    p_purpose integer, p_reason_kind text, p_second text, p_entry ledger.entry)
RETURNS TABLE (outcome integer, policy integer, due date, version integer, hold uuid, head bytea, items integer[], body bytea[], under integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE f record; any_part boolean := false; n integer := 0; other integer; look_ uuid; alone boolean := false; ripe boolean := false;
BEGIN
    IF p_second IS NOT NULL THEN
        SELECT l.look, l.under INTO look_, under FROM archive.look l
         WHERE l.subject = p_subject AND l.record = p_record AND l.kind = p_kind AND l.policy = p_policy AND l.purpose = p_purpose
           AND l.reason_kind = p_reason_kind AND l.asker = p_second AND l.state = 'approved' AND p_entry.at < l.until AND l.items @> p_items
         ORDER BY l.until DESC LIMIT 1 FOR SHARE OF l;
        alone := NOT FOUND;
    END IF;
    -- No day is hidden between this look and its entry.
    FOR f IN SELECT r.due FROM archive.part r WHERE r.subject = p_subject AND r.record = p_record AND r.kind = p_kind ORDER BY r.due LOOP
        PERFORM archive.day_lock(p_kind, f.due, false);
    END LOOP;
    FOR f IN SELECT r.* FROM archive.part r WHERE r.subject = p_subject AND r.record = p_record AND r.kind = p_kind
                AND (r.hold IS NOT NULL OR (r.due >= p_today AND NOT EXISTS (SELECT 1 FROM archive.day d WHERE d.kind = r.kind AND d.due = r.due)))
              ORDER BY r.due FOR SHARE OF r LOOP
        any_part := true;
        IF f.policy <> p_policy THEN other := f.policy; CONTINUE; END IF;
        CONTINUE WHEN NOT EXISTS (SELECT 1 FROM unnest(f.rules, f.dues) AS u(rule, until)
                                   WHERE u.rule = ANY (p_rules) AND (u.until >= p_today OR f.hold IS NOT NULL));
        ripe := true;
        CONTINUE WHEN alone;
        n := n + 1;
        outcome := {allowed}; policy := f.policy; due := f.due; version := f.version; hold := f.hold; head := f.head;
        SELECT array_agg(t.i ORDER BY t.n), array_agg(f.body[t.n] ORDER BY t.n) INTO items, body
          FROM unnest(f.items) WITH ORDINALITY AS t(i, n) WHERE t.i = ANY (p_items);
        PERFORM ledger.record(ledger.further(p_entry, n - 1), {allowed}, subject => p_subject, record => p_record, version => f.version, items => coalesce(items, '{}'),
            blocker => look_);
        RETURN NEXT;
    END LOOP;
    IF n = 0 THEN
        outcome := CASE WHEN NOT any_part THEN {gone} WHEN ripe THEN {archive_approval} WHEN other IS NOT NULL THEN {other_version}
            ELSE {no_consent} END;
        policy := other; due := NULL; version := NULL; hold := NULL; head := NULL; items := NULL; body := NULL;
        PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => p_record, items => p_items);
        RETURN NEXT;
    ELSE
        INSERT INTO archive.looked AS l VALUES (p_policy, p_purpose, (look_ IS NOT NULL)::integer, (look_ IS NULL)::integer)
        ON CONFLICT ON CONSTRAINT looked_pkey DO UPDATE SET approved = l.approved + excluded.approved, alone = l.alone + excluded.alone;
    END IF;
END $$;

-- What rests, to its own person (PIPA §35): all of it, or one record's parts, sealed; one entry for the look.
-- statement archive.own @archive records if answered: What rests, sealed, to its own person.
CREATE FUNCTION archive.own(p_subject uuid, p_record uuid, p_today date, p_entry ledger.entry) RETURNS TABLE (
    record uuid, due date, kind integer, policy integer, version integer, rules integer[], dues date[], held boolean, channel integer,
    source integer, collected timestamptz, ended timestamptz, moved timestamptz, items integer[], hold uuid, head bytea, body bytea[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE f record;
BEGIN
    -- No day is hidden between this look and its entry.
    FOR f IN SELECT DISTINCT r.kind, r.due FROM archive.part r WHERE r.subject = p_subject AND (p_record IS NULL OR r.record = p_record)
              ORDER BY r.due, r.kind LOOP
        PERFORM archive.day_lock(f.kind, f.due, false);
    END LOOP;
    RETURN QUERY
    SELECT p.record, p.due, p.kind, p.policy, p.version, p.rules, p.dues, p.hold IS NOT NULL, p.channel, p.source, p.collected, p.ended,
           p.moved, p.items, p.hold, p.head, p.body
      FROM archive.part p WHERE p.subject = p_subject AND (p_record IS NULL OR p.record = p_record)
       AND (p.hold IS NOT NULL OR (p.due >= p_today AND NOT EXISTS (SELECT 1 FROM archive.day d WHERE d.kind = p.kind AND d.due = p.due)))
     ORDER BY p.collected, p.record, p.due;
    IF FOUND THEN
        PERFORM ledger.record(p_entry, {allowed}, subject => p_subject, record => p_record);
    END IF;
END $$;
-- Whose a number is, of what rests: a record's, or its beginning, or (a receipt's) the person's own. More than one is no answer.
-- statement archive.by_number @archive records if answered: Whose a number is, of what rests.
CREATE FUNCTION archive.by_number(p_low uuid, p_high uuid, p_today date, p_entry ledger.entry, OUT subject uuid, OUT record uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE f record; n integer := 0;
BEGIN
    FOR f IN SELECT DISTINCT p.subject, p.record FROM archive.part p WHERE p.record BETWEEN p_low AND p_high
                AND (p.hold IS NOT NULL OR (p.due >= p_today AND NOT EXISTS (SELECT 1 FROM archive.day d WHERE d.kind = p.kind AND d.due = p.due)))
              LIMIT 2 LOOP
        n := n + 1; subject := f.subject; record := f.record;
    END LOOP;
    IF n = 0 AND p_low = p_high AND EXISTS (SELECT 1 FROM archive.part p WHERE p.subject = p_low) THEN subject := p_low; END IF;
    IF n > 1 THEN subject := NULL; record := NULL; END IF;
    IF subject IS NOT NULL THEN
        PERFORM ledger.record(p_entry, {allowed}, subject => subject, record => record);
    END IF;
END $$;
-- the due days of these kinds
-- statement archive.kept_days @archive: The due days of what rests, by kind.
CREATE FUNCTION archive.kept_days(p_kinds integer[]) RETURNS TABLE (kind integer, due date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT k.kind, k.due FROM archive.kept k WHERE k.kind = ANY (p_kinds) ORDER BY k.due, k.kind;
END $$;
-- Who is found by the tags of a value, one for each due day, for a rule that still runs; an entry for each person, or one for nobody.
-- statement archive.find @archive records if answered: Who is found by the tags of a value among what rests.
CREATE FUNCTION archive.find(p_kinds integer[], p_dues date[], p_tags bytea[], p_rules integer[], p_items integer[], p_today date,
    p_entry ledger.entry) RETURNS TABLE (subject uuid, record uuid, kind integer, due date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE f record; n integer := 0; seen uuid[] := '{}';
BEGIN
    FOR f IN SELECT p.subject, p.record, p.kind, p.due
               FROM unnest(p_kinds, p_dues, p_tags) AS u(kind, due, tag) JOIN archive.part p ON p.due = u.due AND p.kind = u.kind AND p.tags @> ARRAY[u.tag]
              WHERE (p.hold IS NOT NULL OR (p.due >= p_today AND NOT EXISTS (SELECT 1 FROM archive.day d WHERE d.kind = p.kind AND d.due = p.due)))
                AND EXISTS (SELECT 1 FROM unnest(p.rules, p.dues) AS r(rule, until)
                             WHERE r.rule = ANY (p_rules) AND (r.until >= p_today OR p.hold IS NOT NULL))
              ORDER BY p.subject, p.due, p.record LIMIT 100 LOOP
        subject := f.subject; record := f.record; kind := f.kind; due := f.due;
        RETURN NEXT;
        CONTINUE WHEN f.subject = ANY (seen);
        seen := seen || f.subject; n := n + 1;
        PERFORM ledger.record(ledger.further(p_entry, n - 1), {allowed}, subject => f.subject, items => p_items);
    END LOOP;
    IF n = 0 THEN
        PERFORM ledger.record(p_entry, {allowed}, items => p_items);
    END IF;
END $$;

-- what rests of a person: what, why, until when; never a value
-- statement archive.parts_of @archive: What rests of a person, why and until when; no value.
CREATE FUNCTION archive.parts_of(p_subject uuid, p_today date) RETURNS TABLE (
    record uuid, due date, kind integer, policy integer, version integer, rules integer[], dues date[], held boolean, channel integer,
    source integer, collected timestamptz, ended timestamptz, moved timestamptz, items integer[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT p.record, p.due, p.kind, p.policy, p.version, p.rules, p.dues, p.hold IS NOT NULL, p.channel, p.source, p.collected, p.ended,
           p.moved, p.items
      FROM archive.part p WHERE p.subject = p_subject
       AND (p.hold IS NOT NULL OR (p.due >= p_today AND NOT EXISTS (SELECT 1 FROM archive.day d WHERE d.kind = p.kind AND d.due = p.due)))
     ORDER BY p.collected, p.record, p.due;
END $$;

-- destroying a due day, step by step

-- statement archive.days_due @archive: Due days that are past, and those whose destruction was begun.
CREATE FUNCTION archive.days_due(p_today date, p_after date, p_after_kind integer, p_limit integer) RETURNS TABLE (kind integer, due date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT kind, due FROM (
        SELECT DISTINCT p.kind, p.due FROM archive.part p WHERE p.due < p_today AND p.hold IS NULL
        UNION SELECT d.kind, d.due FROM archive.day d WHERE d.walked IS NULL AND d.removed IS NULL) AS x
     WHERE (due, kind) > (p_after, p_after_kind) ORDER BY due, kind LIMIT p_limit;
END $$;
-- whose parts a due day holds that nobody has begun to destroy, page by page; and everyone of whom something rests
-- statement archive.people_of_day @archive: Whose parts a due day holds, page by page.
CREATE FUNCTION archive.people_of_day(p_kind integer, p_due date, p_after uuid, p_limit integer) RETURNS TABLE (subject uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT DISTINCT p.subject FROM archive.part p
     WHERE p.kind = p_kind AND p.due = p_due AND p.hold IS NULL AND p.subject > p_after
       AND NOT EXISTS (SELECT 1 FROM archive.day d WHERE d.kind = p_kind AND d.due = p_due) ORDER BY 1 LIMIT p_limit;
END $$;
-- statement archive.people @archive: Everyone of whom something rests, page by page.
CREATE FUNCTION archive.people(p_after uuid, p_limit integer) RETURNS TABLE (subject uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT DISTINCT p.subject FROM archive.part p WHERE p.subject > p_after ORDER BY 1 LIMIT p_limit;
END $$;
-- statement destroy.hide @archive restricts may record: Destroying a day, step 1: its parts are hidden.
CREATE FUNCTION archive.day_hide(p_kind integer, p_due date, p_today date, p_entry ledger.entry, OUT hidden boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    -- INVARIANT: nothing is destroyed on or before its last kept day. One that another process's clock has begun on is left to it.
    hidden := p_due < p_today;
    IF hidden IS NOT TRUE THEN RETURN; END IF;
    IF ledger.day_past(p_due, p_entry.at) IS NOT TRUE THEN RAISE EXCEPTION 'before its time'; END IF;
    PERFORM archive.day_lock(p_kind, p_due, true);
    INSERT INTO archive.day (kind, due, hidden) VALUES (p_kind, p_due, p_entry.at) ON CONFLICT DO NOTHING;
    IF FOUND THEN
        PERFORM archive.restrict(p_entry.at, 'day', jsonb_build_object('kind', p_kind, 'due', p_due));
        PERFORM ledger.record(p_entry, {allowed});
    END IF;
END $$;
-- statement destroy.key_gone @archive: Destroying a day, step 3: the archive knows that the key has gone.
CREATE FUNCTION archive.day_key_gone(p_kind integer, p_due date, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE archive.day SET key_gone = p_at WHERE kind = p_kind AND due = p_due AND key_gone IS NULL;
END $$;
-- A month's partition that holds nothing else is emptied at once; otherwise the day's rows are deleted. A second run removes none.
-- statement destroy.rows @archive records if answered: Destroying a day, step 4: the rows go.
CREATE FUNCTION archive.day_rows(p_kind integer, p_due date, p_entry ledger.entry, OUT removed bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE name text := 'part_' || to_char(p_due, 'YYYY_MM'); other boolean;
BEGIN
    PERFORM 1 FROM archive.day d WHERE d.kind = p_kind AND d.due = p_due AND d.key_gone IS NOT NULL AND d.removed IS NULL FOR UPDATE;
    IF NOT FOUND THEN RETURN; END IF;
    removed := 0;
    IF to_regclass('archive.' || name) IS NOT NULL THEN
        -- By the index, however many rows there are; behind the lock each is looked at.
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM archive.%1$I WHERE (due, kind) < ($1, $2))
                            OR EXISTS (SELECT 1 FROM archive.%1$I WHERE (due, kind) > ($1, $2))
                            OR EXISTS (SELECT 1 FROM archive.%1$I WHERE due = $1 AND kind = $2 AND hold IS NOT NULL)', name)
           INTO other USING p_due, p_kind;
        IF other THEN
            DELETE FROM archive.part p WHERE p.kind = p_kind AND p.due = p_due AND p.hold IS NULL;
            GET DIAGNOSTICS removed = ROW_COUNT;
        ELSE
            -- Nothing may arrive between the look and the emptying, which takes this very lock a moment later. It is one month's
            -- partition, whose rows are all due: nobody reads or writes it but who destroys.
            EXECUTE format('LOCK TABLE archive.%I IN ACCESS EXCLUSIVE MODE', name);
            EXECUTE format('SELECT count(*), count(*) FILTER (WHERE due <> $1 OR kind <> $2 OR hold IS NOT NULL) > 0 FROM archive.%I', name)
               INTO removed, other USING p_due, p_kind;
            IF other THEN
                DELETE FROM archive.part p WHERE p.kind = p_kind AND p.due = p_due AND p.hold IS NULL;
                GET DIAGNOSTICS removed = ROW_COUNT;
            ELSE
                EXECUTE format('TRUNCATE archive.%I', name);
            END IF;
        END IF;
    END IF;
    UPDATE archive.day SET removed = p_entry.at, parts = day_rows.removed WHERE kind = p_kind AND due = p_due;
    DELETE FROM archive.kept k WHERE k.kind = p_kind AND k.due = p_due;
    IF removed > 0 THEN INSERT INTO archive.owed VALUES (p_entry.entry, p_kind, 'parts', p_due, removed); END IF;
    PERFORM ledger.record(p_entry, {allowed});
END $$;
-- statement destroy.held @archive: Whether a hold keeps a part of this day.
CREATE FUNCTION archive.held_on(p_kind integer, p_due date) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM archive.part p WHERE p.kind = p_kind AND p.due = p_due AND p.hold IS NOT NULL);
END $$;
-- statement archive.unwalked @archive: Destroyed days after which nobody has looked for people of whom nothing rests any more.
CREATE FUNCTION archive.unwalked() RETURNS TABLE (kind integer, due date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT d.kind, d.due FROM archive.day d WHERE d.walked IS NULL AND d.removed IS NOT NULL ORDER BY d.due, d.kind;
END $$;
-- statement archive.walked @archive: Somebody has.
CREATE FUNCTION archive.walked(p_kinds integer[], p_dues date[], p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE archive.day d SET walked = p_at FROM unnest(p_kinds, p_dues) AS u(kind, due) WHERE d.kind = u.kind AND d.due = u.due AND d.walked IS NULL;
END $$;
-- of these people, those of whom nothing rests
-- statement archive.without_parts @archive: Of these people, those of whom nothing rests.
CREATE FUNCTION archive.without_parts(p_subjects uuid[]) RETURNS TABLE (subject uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT u.s FROM unnest(p_subjects) AS u(s) WHERE NOT EXISTS (SELECT 1 FROM archive.part p WHERE p.subject = u.s);
END $$;

-- a legal hold on resting parts: re-sealed under the hold's own key before the day's key can go

-- statement hold.rests @archive: Whether anything of a record rests; no value.
CREATE FUNCTION archive.rests(p_subject uuid, p_record uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM archive.part p WHERE p.subject = p_subject AND p.record = p_record
       AND (p.hold IS NOT NULL OR NOT EXISTS (SELECT 1 FROM archive.day d WHERE d.kind = p.kind AND d.due = p.due)));
END $$;
-- A hold that is being laid or released: what its run moves, and to where. Only this run's parts are handed out, and only by its number.
CREATE TABLE archive.holding (
    record   uuid NOT NULL,
    run      uuid NOT NULL,                      -- the hold's number, or the restore's
    subject  uuid NOT NULL,
    standing uuid[] NOT NULL,                    -- the holds that stand after it: parts go under the first, or back under their days
    only_    uuid CHECK (only_ <> ALL (standing)), -- a release moves what is under its own hold, and nothing else
    begun    timestamptz NOT NULL,
    PRIMARY KEY (record, run)
);
-- INVARIANT: what a standing hold keeps already stays as it is.
CREATE FUNCTION archive.moves(p_hold uuid, p_standing uuid[], p_only uuid) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN p_hold IS NULL THEN p_standing <> '{}' AND p_only IS NULL
                ELSE p_hold <> ALL (p_standing) AND (p_only IS NULL OR p_hold = p_only) END
$$;
-- Where nothing rests, no run begins. A second try begins the same run anew.
-- statement hold.begin @archive: A run of a hold or a release is written down: what it moves, and to where. FALSE where nothing rests.
CREATE FUNCTION archive.hold_begin(p_subject uuid, p_record uuid, p_run uuid, p_standing uuid[], p_only uuid, p_at timestamptz,
    OUT begun boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    begun := archive.rests(p_subject, p_record);
    IF NOT begun THEN
        DELETE FROM archive.holding h WHERE h.record = p_record AND h.run = p_run;
        RETURN;
    END IF;
    INSERT INTO archive.holding VALUES (p_record, p_run, p_subject, p_standing, p_only, p_at)
    ON CONFLICT (record, run) DO UPDATE SET subject = excluded.subject, standing = excluded.standing, only_ = excluded.only_, begun = p_at;
END $$;
-- statement hold.end @archive: The run has come to its end.
CREATE FUNCTION archive.hold_end(p_record uuid, p_run uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM archive.holding WHERE record = p_record AND run = p_run;
END $$;
-- What a run moves is handed out to be sealed anew, and recorded.
-- statement hold.parts @archive records if answered: What this run moves, sealed, to be sealed under a hold's key or back.
CREATE FUNCTION archive.for_hold(p_record uuid, p_run uuid, p_entry ledger.entry) RETURNS TABLE (
    due date, kind integer, version integer, hold uuid, items integer[], head bytea, body bytea[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE subject_ uuid;
BEGIN
    SELECT h.subject INTO subject_ FROM archive.holding h WHERE h.record = p_record AND h.run = p_run;
    RETURN QUERY SELECT p.due, p.kind, p.version, p.hold, p.items, p.head, p.body
      FROM archive.holding h JOIN archive.part p ON p.subject = h.subject AND p.record = h.record
     WHERE h.record = p_record AND h.run = p_run AND archive.moves(p.hold, h.standing, h.only_)
       AND (p.hold IS NOT NULL OR NOT EXISTS (SELECT 1 FROM archive.day d WHERE d.kind = p.kind AND d.due = p.due)) ORDER BY p.due;
    IF FOUND THEN
        PERFORM ledger.record(p_entry, {allowed}, subject => subject_, record => p_record, blocker => p_run);
    END IF;
END $$;
-- A part goes where its run says, from where it was handed out.
-- statement hold.reseal @archive restricts records if done: A part under the hold's key, or back under its day's.
CREATE FUNCTION archive.rehold(p_record uuid, p_run uuid, p_due date, p_from uuid, p_to uuid, p_head bytea, p_body bytea[],
    p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE f record;
BEGIN
    SELECT p.subject, p.kind, h.standing[1] IS NOT DISTINCT FROM p_to AND archive.moves(p_from, h.standing, h.only_) AS moves INTO f
      FROM archive.holding h JOIN archive.part p ON p.subject = h.subject AND p.record = h.record
     WHERE h.record = p_record AND h.run = p_run AND p.due = p_due;
    IF NOT FOUND THEN outcome := {gone}; RETURN; END IF;
    PERFORM archive.day_lock(f.kind, p_due, false);
    -- Nothing is laid under a hold that is hidden already, and nothing comes back to a day that is.
    IF EXISTS (SELECT 1 FROM archive.day d WHERE d.kind = f.kind AND d.due = p_due) AND (p_from IS NULL OR p_to IS NULL) THEN outcome := {gone}; RETURN; END IF;
    UPDATE archive.part SET hold = p_to, head = p_head, body = p_body
     WHERE subject = f.subject AND record = p_record AND due = p_due AND hold IS NOT DISTINCT FROM p_from AND f.moves;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {conflict} END;
    IF outcome = {allowed} THEN
        IF p_from IS NOT NULL THEN INSERT INTO archive.let_go VALUES (p_record, p_from) ON CONFLICT DO NOTHING; END IF;
        PERFORM archive.restrict(p_entry.at, 'hold', jsonb_build_object('subject', f.subject, 'record', p_record, 'due', p_due, 'from', p_from, 'to', p_to));
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => f.subject, record => p_record, blocker => coalesce(p_to, p_from));
END $$;
-- The release of a part whose day is past, where no other hold stands: it goes at once.
-- statement hold.drop @archive restricts records if done: A released part whose day is past goes at once.
CREATE FUNCTION archive.drop_held(p_record uuid, p_run uuid, p_due date, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE f record; subject_ uuid; only_ uuid;
BEGIN
    SELECT h.subject, h.only_ INTO subject_, only_ FROM archive.holding h WHERE h.record = p_record AND h.run = p_run AND h.standing = '{}';
    -- Another process has brought the same release to its end.
    IF NOT FOUND THEN outcome := {gone}; RETURN; END IF;
    -- INVARIANT: only what is past, or comes back to a day that was destroyed, goes by a release.
    IF ledger.day_past(p_due, p_entry.at) IS NOT TRUE AND NOT EXISTS (
        SELECT 1 FROM archive.part p JOIN archive.day d ON d.kind = p.kind AND d.due = p.due
         WHERE p.subject = subject_ AND p.record = p_record AND p.due = p_due)
    THEN RAISE EXCEPTION 'before its time'; END IF;
    DELETE FROM archive.part p WHERE p.subject = subject_ AND p.record = p_record AND p.due = p_due AND p.hold = only_ RETURNING kind INTO f;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {conflict} END;
    IF outcome = {allowed} THEN
        INSERT INTO archive.let_go VALUES (p_record, only_) ON CONFLICT DO NOTHING;
        INSERT INTO archive.owed VALUES (p_entry.entry, f.kind, 'parts', p_due, 1);
        PERFORM archive.restrict(p_entry.at, 'dropped', jsonb_build_object('subject', subject_, 'record', p_record, 'due', p_due));
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => subject_, record => p_record, blocker => p_run);
END $$;

-- Puts back what an older database does not know: days that were hidden, parts that went. Holds are re-sealed by `restore` itself.
-- statement keys/restrictions.replay.{database} @archive house may record: Restrictions that an older database does not know, put back from beside the ring.
CREATE FUNCTION archive.replay(p_rows json, p_last bigint, p_entry ledger.entry) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE r record; done bigint := 0;
BEGIN
    PERFORM ledger.expect_whole(p_rows, (SELECT b.last FROM archive.beside b FOR UPDATE), p_last);
    FOR r IN SELECT g.n, g.at, g.what, (g.detail ->> 'due')::date AS due, g.detail
               FROM json_to_recordset(p_rows) AS g(n bigint, at timestamptz, what text, detail jsonb)
              ORDER BY g.n LOOP
        done := done + 1;
        CASE r.what
        WHEN 'day' THEN
            IF ledger.day_past(r.due, r.at) IS NOT TRUE THEN RAISE EXCEPTION 'before its time'; END IF;
            INSERT INTO archive.day (kind, due, hidden) VALUES ((r.detail ->> 'kind')::integer, r.due, r.at) ON CONFLICT DO NOTHING;
        WHEN 'dropped' THEN
            DELETE FROM archive.part WHERE subject = (r.detail ->> 'subject')::uuid AND record = (r.detail ->> 'record')::uuid AND due = r.due;
        WHEN 'hold' THEN NULL;
        END CASE;
    END LOOP;
    UPDATE archive.beside SET last = p_last WHERE last < p_last;
    IF FOUND THEN
        DELETE FROM archive.restriction WHERE n <= p_last;
        PERFORM ledger.record(p_entry, {allowed});
    END IF;
    RETURN done;
END $$;

-- after a restore, in its run: every part and what its key hangs on
-- statement restore.parts @archive: After a restore: each resting part and what its key hangs on, page by page.
CREATE FUNCTION archive.sealed_under(p_run uuid, p_subject uuid, p_record uuid, p_due date, p_limit integer)
RETURNS TABLE (subject uuid, record uuid, due date, kind integer, hold uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM ledger.expect_restore(p_run);
    RETURN QUERY SELECT p.subject, p.record, p.due, p.kind, p.hold FROM archive.part p
     WHERE (p.subject, p.record, p.due) > (p_subject, p_record, p_due) ORDER BY p.subject, p.record, p.due LIMIT p_limit;
END $$;
-- statement restore.drop_parts @archive may record: After a restore: parts that no key opens go.
CREATE FUNCTION archive.drop_sealed(p_run uuid, p_subjects uuid[], p_records uuid[], p_dues date[], p_entry ledger.entry, OUT gone bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM ledger.expect_restore(p_run);
    WITH dropped AS (
        DELETE FROM archive.part p USING unnest(p_subjects, p_records, p_dues) AS u(subject, record, due)
         WHERE p.subject = u.subject AND p.record = u.record AND p.due = u.due RETURNING p.subject, p.record)
    SELECT count(ledger.record(ledger.further(p_entry, d.n), {allowed}, subject => d.subject, record => d.record, blocker => p_run)) INTO gone
      FROM (SELECT x.*, row_number() OVER () - 1 AS n FROM dropped x) AS d;
END $$;

-- statement archive.day_of @archive: When a due day was hidden, its key destroyed and its rows removed.
CREATE FUNCTION archive.day_of(p_kind integer, p_due date) RETURNS TABLE (hidden timestamptz, key_gone timestamptz, removed timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT d.hidden, d.key_gone, d.removed FROM archive.day d WHERE d.kind = p_kind AND d.due = p_due;
END $$;
-- statement archive.owed @archive: Destructions in the archive that it has not let go of.
CREATE FUNCTION archive.owed() RETURNS TABLE (entry uuid, kind integer, what text, due date, count bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT o.entry, o.kind, o.what, o.due, o.count FROM archive.owed o ORDER BY o.due, o.kind, o.entry;
END $$;
-- statement archive.settle @archive: A certificate holds them.
CREATE FUNCTION archive.settle(p_entries uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM archive.owed WHERE entry = ANY (p_entries);
END $$;

-- statement archive.counts @archive: How many parts rest, by kind and day.
CREATE FUNCTION archive.counts() RETURNS TABLE (kind integer, due date, parts bigint, held bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT p.kind, p.due, count(*), count(p.hold) FROM archive.part p GROUP BY 1, 2 ORDER BY 2, 1;
END $$;

-- What rests until when, for a calendar: by kind and day; and one day by its rules. Read from the index alone; what is hidden is over.
-- statement reading/calendar.parts @archive: What rests until when, by kind and day.
CREATE FUNCTION archive.counts_between(p_from date, p_to date) RETURNS TABLE (kind integer, due date, parts bigint, held bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT x.kind, x.due, x.parts, x.held
      FROM (SELECT p.kind, p.due, count(*) AS parts, count(p.hold) AS held FROM archive.part p WHERE p.due BETWEEN p_from AND p_to GROUP BY 1, 2) AS x
     WHERE x.held > 0 OR NOT EXISTS (SELECT 1 FROM archive.day d WHERE d.kind = x.kind AND d.due = x.due) ORDER BY 2, 1;
END $$;
-- statement reading/calendar.day @archive: One day's parts, by kind and rules.
CREATE FUNCTION archive.day_by_rules(p_due date) RETURNS TABLE (kind integer, rules integer[], parts bigint, held bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT p.kind, p.rules, count(*), count(p.hold) FROM archive.part p WHERE p.due = p_due GROUP BY 1, 2 ORDER BY 1, 2;
END $$;


CREATE FUNCTION ledger.note(p_entry ledger.entry, p_subject uuid, p_record uuid, p_items integer[], p_outcome integer DEFAULT {allowed}) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM ledger.record(p_entry, p_outcome, subject => p_subject, record => p_record, items => p_items);
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA archive, ledger FROM PUBLIC;
GRANT USAGE ON SCHEMA archive, ledger TO jikim_archive;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA archive, ledger TO jikim_archive;
REVOKE EXECUTE ON FUNCTION archive.day_lock(integer, date, boolean), archive.places_for(date[]), archive.restrict(timestamptz, text, jsonb),
    archive.moves(uuid, uuid[], uuid), ledger.expect_restore(uuid),
    ledger.record(ledger.entry, integer, uuid, uuid, integer, integer[], uuid), ledger.further(ledger.entry, bigint),
    ledger.grant_live(integer, timestamptz) FROM jikim_archive;
