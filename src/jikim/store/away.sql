-- Who is away: hidden and untouched as if they had left, and may come back until a moment. Their names stay theirs, their consents stand, and
-- nobody is told to delete anything: that is done when they leave for good. What time ends meanwhile ends on its day. What is to leave to others,
-- and letters to them, wait until they are back.

-- What dormant people's records hold, apart from those that are in use: the rows in `live.record` keep what is no value.
CREATE TABLE live.apart (
    subject uuid NOT NULL,
    record  uuid NOT NULL,
    head    bytea NOT NULL,
    body    bytea[] NOT NULL,
    PRIMARY KEY (subject, record)
);
-- Of what is open and first finishes (p_finishing) nothing is set apart: it goes on.
CREATE FUNCTION live.set_apart(p_subject uuid, p_finishing integer[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO live.apart (subject, record, head, body) SELECT r.subject, r.record, r.head, r.body FROM live.record r
     WHERE r.subject = p_subject AND r.state = 1 AND NOT r.kind = ANY (p_finishing) AND r.body <> '{}' FOR UPDATE;
    UPDATE live.record r SET head = '', body = '{}' FROM live.apart a
     WHERE r.subject = p_subject AND a.subject = p_subject AND r.record = a.record;
END $$;
-- Back to the others: when they come back, when they leave for good, and before anything of theirs is moved or sealed anew. Whoever does it has
-- the person first, as who comes back: else each could wait for the other.
CREATE FUNCTION live.put_back(p_subject uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM live.apart a WHERE a.subject = p_subject) THEN RETURN; END IF;
    PERFORM 1 FROM live.subject s WHERE s.subject = p_subject FOR UPDATE;
    UPDATE live.record r SET head = a.head, body = a.body FROM live.apart a
     WHERE r.subject = p_subject AND a.subject = p_subject AND r.record = a.record;
    DELETE FROM live.apart a WHERE a.subject = p_subject;
END $$;

-- When somebody was last here: as they signed in, or as the application says. What is counted from it (p_clocks) begins anew, unless it is over.
CREATE TABLE live.used (subject uuid PRIMARY KEY, at timestamptz NOT NULL);
-- statement seen @live: Somebody uses the service now.
CREATE FUNCTION live.seen(p_subject uuid, p_at timestamptz, p_clocks json) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM 1 FROM live.subject s WHERE s.subject = p_subject AND s.state = 1 FOR NO KEY UPDATE;
    IF NOT FOUND THEN RETURN; END IF;
    INSERT INTO live.used AS u (subject, at) VALUES (p_subject, p_at) ON CONFLICT (subject) DO UPDATE SET at = greatest(u.at, p_at);
    UPDATE live.record r SET events = r.events || jsonb_build_object(c.event::text, p_at), over_from = greatest(r.over_from, c.over_from)
      FROM json_to_recordset(p_clocks) AS c(kind integer, event integer, over_from timestamptz)
     WHERE r.subject = p_subject AND r.kind = c.kind AND r.state = 1 AND r.over_from > p_at;
END $$;
-- Their last use: when they came, were last here, or gave their last record.
CREATE FUNCTION live.last_use(p_subject uuid) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT greatest(s.joined, (SELECT u.at FROM live.used u WHERE u.subject = s.subject),
                            (SELECT max(r.collected) FROM live.record r WHERE r.subject = s.subject))
              FROM live.subject s WHERE s.subject = p_subject);
END $$;
-- Whom nobody has seen since before a moment, page by page, with the record whose address is used, and when they were told since then.
-- statement unused @live merge subject: Whom nobody has seen for long, page by page, by dates alone.
CREATE FUNCTION live.unused(p_kinds integer[], p_accounts integer[], p_before timestamptz, p_after uuid, p_limit integer)
RETURNS TABLE (subject uuid, record uuid, kind integer, last timestamptz, told timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT s.subject, a.record, a.kind, u.last, m.at
      FROM live.subject s CROSS JOIN LATERAL (SELECT live.last_use(s.subject) AS last) AS u
     CROSS JOIN LATERAL (SELECT x.record, x.kind FROM live.record x
            WHERE x.subject = s.subject AND x.state = 1 AND x.frozen IS NULL AND x.kind = ANY (p_accounts)
            ORDER BY x.collected LIMIT 1) AS a
      LEFT JOIN live.reminded m ON m.subject = s.subject AND m.what = 'dormancy' AND m.at > u.last
     WHERE s.subject > p_after AND s.state = 1 AND s.kind = ANY (p_kinds) AND s.joined <= p_before AND u.last <= p_before
     ORDER BY s.subject LIMIT p_limit;
END $$;
-- Who was not seen since p_unused, and was told by p_told, is set apart until a moment; without one they leave. INVARIANT: nobody whom
-- somebody saw since, and nobody untold, whatever the caller has read before: a letter that still waits, or that no server took, told nobody.
-- statement dormant @live restricts records if done: Who was not seen for long and was told is set apart, or leaves.
CREATE FUNCTION live.dormant(p_subject uuid, p_until timestamptz, p_unused timestamptz, p_told timestamptz, p_finishing integer[], p_entry ledger.entry,
    OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE last timestamptz;
BEGIN
    outcome := {conflict};
    PERFORM 1 FROM live.subject s WHERE s.subject = p_subject AND s.state = 1 FOR UPDATE;
    IF NOT FOUND OR NOT ledger.past(p_unused, p_entry.at) OR NOT ledger.past(p_told, p_entry.at) THEN RETURN; END IF;
    last := live.last_use(p_subject);
    IF last > p_unused OR NOT EXISTS (SELECT 1 FROM live.reminded m
            WHERE m.subject = p_subject AND m.what = 'dormancy' AND m.at > last AND m.at <= p_told)
       OR EXISTS (SELECT 1 FROM live.mail l WHERE l.subject = p_subject AND l.letter IN ('account-unused', 'account-ends')) THEN RETURN; END IF;
    IF p_until IS NULL THEN
        outcome := live.leave(p_subject, NULL, 0, p_entry);
        RETURN;
    END IF;
    PERFORM live.away(p_subject, 'dormant', p_until, p_entry.at);
    PERFORM live.set_apart(p_subject, p_finishing);
    PERFORM live.restrict(p_entry.at, 'away',
        jsonb_build_object('subject', p_subject, 'why', 'dormant', 'until', p_until, 'finishing', p_finishing));
    outcome := {allowed};
    PERFORM ledger.record(p_entry, outcome, subject => p_subject);
END $$;
-- What was put back among the others to be moved or sealed anew is set apart again. Answers of how many people.
-- statement apart_again @live sum may record: What was put back among the others for the house's work is set apart again.
CREATE FUNCTION live.apart_again(p_finishing integer[], p_entry ledger.entry, OUT people bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    WITH again AS MATERIALIZED (
        SELECT s.subject FROM live.subject s WHERE s.state = 3 AND s.away = 'dormant' AND s.stale = 0
           AND EXISTS (SELECT 1 FROM live.record r WHERE r.subject = s.subject AND r.state = 1 AND NOT r.kind = ANY (p_finishing) AND r.body <> '{}')
         ORDER BY s.subject LIMIT 1000 FOR UPDATE)
    SELECT count(a.done) FROM (SELECT live.set_apart(g.subject, p_finishing) IS NOT NULL AS done FROM again g) AS a INTO people;
    IF people > 0 THEN PERFORM ledger.record(p_entry, {allowed}); END IF;
END $$;

-- Somebody goes away. INVARIANT: only who is here does.
CREATE FUNCTION live.away(p_subject uuid, p_why text, p_until timestamptz, p_at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    UPDATE live.subject s SET state = 3, away = p_why, times_away = s.times_away + 1, until = p_until,
           left_at = CASE WHEN p_why = 'leaving' THEN p_at END
     WHERE s.subject = p_subject AND s.state = 1;
    IF NOT FOUND THEN RETURN false; END IF;
    PERFORM live.doors_shut(p_subject);
    RETURN true;
END $$;
CREATE FUNCTION live.back(p_subject uuid, p_at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM live.wait_no_longer(p_subject, p_at);
    UPDATE live.subject s SET state = 1, away = NULL, until = NULL, left_at = NULL WHERE s.subject = p_subject AND s.state = 3;
    IF NOT FOUND THEN RETURN false; END IF;
    PERFORM live.put_back(p_subject);
    RETURN true;
END $$;

-- What may not leave while its person is away waits until they are back, or their time is over: then it is decided again.
CREATE FUNCTION live.wait_no_longer(p_subject uuid, p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE until_ timestamptz;
BEGIN
    SELECT s.until INTO until_ FROM live.subject s WHERE s.subject = p_subject AND s.state = 3 FOR UPDATE;
    UPDATE live.outbox o SET not_before = p_at
     WHERE o.subject = p_subject AND o.state IN ('waiting', 'sending') AND o.not_before = until_ AND until_ > p_at;
    UPDATE live.mail m SET not_before = p_at WHERE m.subject = p_subject AND m.not_before = until_ AND until_ > p_at;
END $$;
-- A letter to who is away; it was no try.
-- statement mail/mail.waits @live: A mail to who is away waits until they are back.
CREATE FUNCTION live.mail_waits(p_subject uuid, p_mail uuid, p_at timestamptz, OUT waits boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE until_ timestamptz;
BEGIN
    SELECT s.until INTO until_ FROM live.subject s WHERE s.subject = p_subject AND s.state = 3 AND s.until > p_at FOR SHARE;
    waits := FOUND;
    UPDATE live.mail SET not_before = until_, tries = greatest(tries - 1, 0)
     WHERE waits AND subject = p_subject AND mail = p_mail AND state = 'waiting';
END $$;

-- Leaving that can be undone until a moment.
-- statement leave_for_now @live restricts: The same, and can be undone until a moment.
CREATE FUNCTION live.leave_for_now(p_subject uuid, p_until timestamptz, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    outcome := CASE
        WHEN p_grant IS DISTINCT FROM 0 AND NOT live.grant_whole(p_grant, p_entry.at, p_subject) THEN {grant}
        WHEN live.away(p_subject, 'leaving', p_until, p_entry.at) THEN {allowed}
        WHEN EXISTS (SELECT 1 FROM live.subject s WHERE s.subject = p_subject) THEN {left} ELSE {gone} END;
    IF outcome = {allowed} THEN
        PERFORM live.restrict(p_entry.at, 'away', jsonb_build_object('subject', p_subject, 'why', 'leaving', 'until', p_until));
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject);
END $$;
-- Who is away comes back. INVARIANT: not once their time is over, whether a sweep has come by or not. Beside the ring it stands like a
-- restriction: a backup of the time they were away would let them go for good.
-- `p_time`: by a pass that was given for that time away (the n-th), and opens no other; NULL: by none.
-- statement come_back @live restricts: Who is away is here again, with all that was theirs.
CREATE FUNCTION live.come_back(p_subject uuid, p_time integer, p_clocks json, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE f record;
BEGIN
    SELECT s.state, s.until, s.times_away INTO f FROM live.subject s WHERE s.subject = p_subject FOR UPDATE;
    outcome := CASE
        WHEN f.state IS NULL THEN {gone}
        WHEN p_grant IS DISTINCT FROM 0 AND NOT live.grant_whole(p_grant, p_entry.at, p_subject) THEN {grant}
        -- Who is here has nothing to undo: a page that was kept open says nothing false in the ledger, and lets nobody in.
        WHEN f.state = 1 OR f.times_away <> p_time THEN {conflict}
        WHEN f.state = 2 OR f.until <= p_entry.at THEN {left} ELSE {allowed} END;
    IF outcome = {allowed} AND live.back(p_subject, p_entry.at) THEN
        PERFORM live.restrict(p_entry.at, 'back', jsonb_build_object('subject', p_subject));
        PERFORM live.seen(p_subject, p_entry.at, p_clocks);
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject);
END $$;

-- Whose time away is over, page by page; and each leaves for good. INVARIANT: nobody before it, by the server's clock too.
-- statement away_over @live merge subject: Whose time away is over, page by page.
CREATE FUNCTION live.away_over(p_at timestamptz, p_after uuid, p_limit integer) RETURNS TABLE (subject uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT s.subject FROM live.subject s WHERE s.state = 3 AND s.until <= p_at AND s.subject > p_after ORDER BY s.subject LIMIT p_limit;
END $$;
-- statement leave_in_the_end @live restricts records if done: Whose time away is over leaves for good.
CREATE FUNCTION live.leave_in_the_end(p_subject uuid, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    outcome := {conflict};
    PERFORM 1 FROM live.subject s WHERE s.subject = p_subject AND s.state = 3 AND ledger.past(s.until, p_entry.at) FOR UPDATE;
    IF FOUND THEN outcome := live.leave(p_subject, NULL, 0, p_entry); END IF;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    live.leave_for_now(uuid, timestamptz, integer, ledger.entry), live.come_back(uuid, integer, json, integer, ledger.entry),
    live.mail_waits(uuid, uuid, timestamptz),
    live.seen(uuid, timestamptz, json), live.unused(integer[], integer[], timestamptz, uuid, integer),
    live.dormant(uuid, timestamptz, timestamptz, timestamptz, integer[], ledger.entry), live.apart_again(integer[], ledger.entry),
    live.away_over(timestamptz, uuid, integer), live.leave_in_the_end(uuid, ledger.entry) TO jikim_live;
