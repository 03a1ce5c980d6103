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
CREATE TABLE live.attached_taken (entry uuid PRIMARY KEY, at timestamptz NOT NULL);
CREATE INDEX attached_taken_at ON live.attached_taken (at);

-- What the application's rows say of people and records: who is new here is entered, and dates are taken over. Who left, and what went, does not come back.
CREATE FUNCTION live.attach(p_rows json, p_policy integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE g record;
BEGIN
    FOR g IN SELECT * FROM json_to_recordset(p_rows) AS t(subject uuid, subject_kind integer, record uuid, kind integer, state integer, place text, key text, channel integer,
                 items text, collected timestamptz, ended timestamptz, over_from timestamptz, events jsonb) ORDER BY t.subject, t.record LOOP
        CONTINUE WHEN EXISTS (SELECT 1 FROM live.departure d WHERE d.subject = g.subject AND NOT EXISTS (SELECT 1 FROM live.record r WHERE r.subject = g.subject))
            OR EXISTS (SELECT 1 FROM live.tombstone t WHERE t.subject = g.subject AND t.record = g.record);
        INSERT INTO live.subject (subject, kind, policy, joined) VALUES (g.subject, g.subject_kind, p_policy, g.collected) ON CONFLICT DO NOTHING;
        INSERT INTO live.record AS r (subject, record, kind, state, version, generation, policy, channel, collected, ended, over_from, events, items, head, body)
        VALUES (g.subject, g.record, g.kind, g.state, 1, 0, p_policy, g.channel, g.collected, g.ended, g.over_from,
                g.events, g.items::integer[], '', '{}')
        ON CONFLICT (subject, record) DO UPDATE SET state = excluded.state, ended = excluded.ended, over_from = excluded.over_from, events = excluded.events
         WHERE r.generation = 0 AND r.state = 1 AND (r.ended, r.over_from, r.events) IS DISTINCT FROM (excluded.ended, excluded.over_from, excluded.events);
        INSERT INTO live.attached VALUES (g.subject, g.record, g.place, g.key) ON CONFLICT DO NOTHING;
    END LOOP;
END $$;

-- Whether a write to an attached record may be done now: the conditions of `live.collect` and `live.correct`. A refusal is recorded here, in a commit of its own;
-- what is allowed is recorded by the application's own transaction, and taken over with it.
CREATE FUNCTION live.may_write(p_subject uuid, p_new boolean, p_record uuid, p_kind integer, p_policy integer, p_items integer[], p_needs integer[],
    p_consents integer[], p_channel integer, p_single boolean, p_grant integer, p_entry ledger.entry, OUT outcome integer, OUT policy integer, OUT blocker uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE f record;
BEGIN
    IF p_new THEN
        policy := live.version_at(p_entry.at);
        outcome := CASE
            WHEN policy IS DISTINCT FROM p_policy THEN {other_version}
            WHEN p_grant IS DISTINCT FROM 0 AND NOT live.grant_reaches(p_grant, p_entry.at, p_kind, p_channel, 0, p_consents) THEN {grant}
            WHEN p_needs IS DISTINCT FROM '{}' AND NOT live.meets(p_consents, p_needs) THEN {no_consent}
            ELSE {allowed} END;
        IF outcome <> {allowed} THEN RETURN; END IF;
    ELSE
        SELECT s.state, s.policy, s.consents, r.kind, r.state AS r_state, r.frozen, r.items, r.over_from INTO f
          FROM live.subject s LEFT JOIN live.record r ON r.subject = s.subject AND r.record = p_record WHERE s.subject = p_subject FOR SHARE OF s;
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
        blocker := f.frozen;
        IF outcome <> {allowed} THEN
            PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => p_record, items => p_items, blocker => blocker);
        END IF;
    END IF;
END $$;

-- Takes over what applications' transactions recorded: the register first, then the entry under a number of whoever takes it (`anew`), once by the one that it had.
-- Answers whether all were new.
CREATE FUNCTION live.take_attached(p_rows json, p_policy integer, p_at timestamptz, OUT done boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE g record; v integer;
BEGIN
    done := true;
    FOR g IN SELECT * FROM json_to_recordset(p_rows) AS t(entry uuid, anew uuid, at timestamptz, fact text, who text, subject uuid, record uuid, deed text,
                 items text, consents text, put json) LOOP
        INSERT INTO live.attached_taken VALUES (g.entry, p_at) ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN done := false; CONTINUE; END IF;
        IF g.put IS NOT NULL THEN PERFORM live.attach(json_build_array(g.put), p_policy); END IF;
        IF g.consents <> '{}' THEN
            UPDATE live.subject SET consents = g.consents::integer[] WHERE subject = g.subject AND state = 1 AND consents = '{}';
            IF FOUND THEN PERFORM live.consents_stand(g.subject, g.consents::integer[], g.at); END IF;
        END IF;
        IF g.deed = 'correct' THEN
            UPDATE live.record SET version = version + 1 WHERE subject = g.subject AND record = g.record AND generation = 0;
        END IF;
        SELECT version INTO v FROM live.record WHERE subject = g.subject AND record = g.record;
        PERFORM ledger.record(ROW(g.anew, g.at, g.fact, decode(g.who, 'base64'), 0)::ledger.entry, {allowed}, subject => g.subject, record => g.record,
            version => v, items => g.items::integer[]);
    END LOOP;
END $$;
-- What was taken so long ago that no backup of the application's database holds it any more is known no longer.
CREATE FUNCTION live.taken_before(p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.attached_taken WHERE at < p_at;
END $$;

-- Attached records of a kind whose subject left, or that are over, and that have not gone yet, of one person or (NULL) of all, page by page: by dates and
-- numbers alone.
CREATE FUNCTION live.attached_due(p_now timestamptz, p_subject uuid, p_kind integer, p_finishes boolean, p_after uuid, p_limit integer)
RETURNS TABLE (subject uuid, record uuid, kind integer, place text, key text, subject_kind integer, state integer, items integer[], collected timestamptz,
    events jsonb, ended timestamptz, frozen boolean, held boolean, policy integer, subject_left timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT r.subject, r.record, r.kind, a.place, a.key, s.kind::integer, r.state::integer, r.items, r.collected, r.events, r.ended,
           r.frozen IS NOT NULL AND s.state <> 2, r.hold IS NOT NULL, s.policy, s.left_at
      FROM live.attached a JOIN live.record r ON r.subject = a.subject AND r.record = a.record JOIN live.subject s ON s.subject = a.subject
     WHERE a.record > p_after AND r.kind = p_kind AND (p_subject IS NULL OR a.subject = p_subject)
       AND (r.state = 2 OR r.over_from <= p_now OR s.state = 2 AND p_finishes IS NOT TRUE)
     ORDER BY a.record LIMIT p_limit;
END $$;

-- What an application's own statements meet, by record kind and (0: every) purpose; what stands here nowhere is observed.
CREATE TABLE live.mode (kind integer NOT NULL, purpose integer NOT NULL, enforced boolean NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (kind, purpose));
CREATE FUNCTION live.mode_set(p_kind integer, p_purpose integer, p_enforced boolean, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.mode VALUES (p_kind, p_purpose, p_enforced, p_entry.at)
    ON CONFLICT (kind, purpose) DO UPDATE SET enforced = excluded.enforced, at = excluded.at;
    PERFORM ledger.record(p_entry, {allowed});
END $$;
CREATE FUNCTION live.modes() RETURNS TABLE (kind integer, purpose integer, enforced boolean, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT m.kind, m.purpose, m.enforced, m.at FROM live.mode m ORDER BY m.kind, m.purpose;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION live.attach(json, integer), live.mode_set(integer, integer, boolean, ledger.entry), live.modes(),
    live.may_write(uuid, boolean, uuid, integer, integer, integer[], integer[], integer[], integer, boolean, integer, ledger.entry),
    live.take_attached(json, integer, timestamptz), live.taken_before(timestamptz), live.attached_due(timestamptz, uuid, integer, boolean, uuid, integer) TO jikim_live;
