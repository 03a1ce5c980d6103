-- Tasks, and what comes in on paper, by phone and from partners.

-- A task: what is to be done, by whom and until when. `about` is a reference (a request's number, a promise), never a personal value; what a
-- handler writes of it lies sealed under a key of the task's own, and goes with it.
CREATE TABLE live.task (
    task   uuid PRIMARY KEY,
    kind   text NOT NULL,
    about  text NOT NULL,
    owner  text,                                 -- the handler's short name; none: nobody's yet
    due    date NOT NULL,
    ko     text NOT NULL,
    en     text NOT NULL,
    href   text NOT NULL,
    said   bytea,                                -- what a handler wrote when they filed it: sealed
    opened timestamptz NOT NULL,
    closed timestamptz,
    by     text,                                 -- who did it
    done   bytea                                 -- how it was done: sealed
);
-- Two that find the same thing file one task.
CREATE UNIQUE INDEX task_about ON live.task (kind, about) WHERE closed IS NULL;
CREATE INDEX task_due ON live.task (due, task) WHERE closed IS NULL;
CREATE INDEX task_closed ON live.task (closed, task) WHERE closed IS NOT NULL;

CREATE FUNCTION live.task_owner(p_handler text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT h.handler FROM live.handler h WHERE h.handler = p_handler AND h."left" IS NULL AND h.kind <> 'staff'
$$;
CREATE FUNCTION live.task_last(p_kind text) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$ SELECT max(t.closed) FROM live.task t WHERE t.kind = p_kind $$;
CREATE FUNCTION live.task_file(p_task uuid, p_kind text, p_about text, p_owner text, p_due date, p_ko text, p_en text, p_href text, p_said bytea,
    p_entry ledger.entry, OUT task uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    INSERT INTO live.task (task, kind, about, owner, due, ko, en, href, said, opened)
    VALUES (p_task, p_kind, p_about, live.task_owner(p_owner), p_due, p_ko, p_en, p_href, p_said, p_entry.at)
    ON CONFLICT (kind, about) WHERE closed IS NULL DO NOTHING;
    IF FOUND THEN
        task := p_task;
        PERFORM ledger.record(p_entry, {allowed}, blocker => p_task);
    ELSE
        SELECT t.task INTO task FROM live.task t WHERE t.kind = p_kind AND t.about = p_about AND t.closed IS NULL;
    END IF;
END $$;
-- Whether a grant is for some record kinds or items: whoever acts by it reads and closes what is their own, and takes on nothing.
CREATE FUNCTION live.task_narrow(p_grant integer) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM live.grant_ g WHERE g.number = p_grant AND (g.kinds IS NOT NULL OR g.items IS NOT NULL))
$$;
-- From whoever had it when the page was read: of two who take it at once, the second is told.
CREATE FUNCTION live.task_give(p_task uuid, p_from text, p_to text, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE granted boolean := p_grant IS NOT DISTINCT FROM 0 OR (live.grant_live(p_grant, p_entry.at) AND NOT live.task_narrow(p_grant));
BEGIN
    UPDATE live.task t SET owner = p_to
     WHERE granted AND t.task = p_task AND t.closed IS NULL AND t.owner IS NOT DISTINCT FROM p_from AND live.task_owner(p_to) IS NOT NULL;
    outcome := CASE WHEN FOUND THEN {allowed} WHEN NOT granted THEN {grant} WHEN NOT EXISTS (SELECT FROM live.task t WHERE t.task = p_task) THEN {gone}
                    WHEN live.task_owner(p_to) IS NULL THEN {no_handler} ELSE {conflict} END;
    PERFORM ledger.record(p_entry, outcome, blocker => p_task);
END $$;
CREATE FUNCTION live.task_done(p_task uuid, p_by text, p_done bytea, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE granted boolean := p_grant IS NOT DISTINCT FROM 0 OR (live.grant_live(p_grant, p_entry.at)
    AND (NOT live.task_narrow(p_grant) OR EXISTS (SELECT FROM live.task t WHERE t.task = p_task AND t.owner = p_by)));
BEGIN
    UPDATE live.task t SET closed = p_entry.at, by = p_by, done = p_done WHERE granted AND t.task = p_task AND t.closed IS NULL;
    outcome := CASE WHEN FOUND THEN {allowed} WHEN NOT granted THEN {grant} WHEN EXISTS (SELECT FROM live.task t WHERE t.task = p_task) THEN {conflict} ELSE {gone} END;
    PERFORM ledger.record(p_entry, outcome, blocker => p_task);
END $$;
-- `p_whose`: names, '' for what is nobody's (or of somebody who has left); none: everyone's
CREATE FUNCTION live.tasks_open(p_whose text[], p_due date, p_task uuid, p_limit integer) RETURNS TABLE (
    task uuid, kind text, about text, owner text, here boolean, due date, ko text, en text, href text, said bytea, opened timestamptz,
    closed timestamptz, by text, done bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT t.task, t.kind, t.about, t.owner, o.owner IS NOT NULL, t.due, t.ko, t.en, t.href, t.said, t.opened, t.closed, t.by, t.done
      FROM live.task t CROSS JOIN LATERAL (SELECT live.task_owner(t.owner) AS owner) o
     WHERE t.closed IS NULL AND (p_whose IS NULL OR coalesce(o.owner, '') = ANY (p_whose))
       AND (p_task IS NULL OR (t.due, t.task) > (p_due, p_task))
     ORDER BY t.due, t.task LIMIT p_limit
$$;
CREATE FUNCTION live.tasks_closed(p_owner text, p_at timestamptz, p_task uuid, p_limit integer) RETURNS TABLE (
    task uuid, kind text, about text, owner text, here boolean, due date, ko text, en text, href text, said bytea, opened timestamptz,
    closed timestamptz, by text, done bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT t.task, t.kind, t.about, t.owner, true, t.due, t.ko, t.en, t.href, t.said, t.opened, t.closed, t.by, t.done FROM live.task t
     WHERE t.closed IS NOT NULL AND (p_owner IS NULL OR t.owner = p_owner) AND (p_task IS NULL OR (t.closed, t.task) < (p_at, p_task)) ORDER BY t.closed DESC, t.task DESC LIMIT p_limit
$$;
CREATE FUNCTION live.task_of(p_task uuid) RETURNS TABLE (
    task uuid, kind text, about text, owner text, here boolean, due date, ko text, en text, href text, said bytea, opened timestamptz,
    closed timestamptz, by text, done bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT t.task, t.kind, t.about, t.owner, live.task_owner(t.owner) IS NOT NULL, t.due, t.ko, t.en, t.href, t.said, t.opened, t.closed, t.by, t.done
      FROM live.task t WHERE t.task = p_task
$$;
CREATE FUNCTION live.tasks_over(p_before timestamptz, p_limit integer) RETURNS TABLE (task uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT t.task FROM live.task t WHERE t.closed < p_before ORDER BY t.closed LIMIT p_limit
$$;
CREATE FUNCTION live.task_forget(p_task uuid, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.task t WHERE t.task = p_task AND t.closed IS NOT NULL;
    PERFORM ledger.record(p_entry, {allowed}, blocker => p_task);
END $$;

-- Partners: the keys that they sign with, what they sent, and what became of each row. No value lies here; a row is known by a claim of the blind index.

CREATE TABLE live.partner_key (
    partner text NOT NULL,
    number  uuid NOT NULL,
    secret  bytea NOT NULL,                      -- sealed
    made    timestamptz NOT NULL,
    ended   timestamptz,
    PRIMARY KEY (partner, number)
);
CREATE TABLE live.feed (
    feed    uuid PRIMARY KEY,
    partner text NOT NULL,
    way     text NOT NULL CHECK (way IN ('api', 'csv')),
    by      text NOT NULL DEFAULT '',            -- the handler who handed a file in
    at      timestamptz NOT NULL,
    rows    integer NOT NULL DEFAULT 0,
    taken   integer NOT NULL DEFAULT 0,
    again   integer NOT NULL DEFAULT 0,
    refused integer NOT NULL DEFAULT 0,
    lines   jsonb NOT NULL DEFAULT '[]',         -- what was refused: row, items, why, clause
    ended   timestamptz
);
CREATE INDEX feed_by_partner ON live.feed (partner, at, feed);
-- The messages that a partner signed: one that comes again with the moment it came with is a replay. Those that are older than the tolerance are let go.
CREATE TABLE live.feed_message (
    partner text NOT NULL,
    message text NOT NULL,
    digest  bytea NOT NULL,                      -- of the body, under a day's key
    signed  timestamptz NOT NULL,
    feed    uuid NOT NULL,
    PRIMARY KEY (partner, message)
);
CREATE FUNCTION live.partner_key_add(p_partner text, p_number uuid, p_secret bytea, p_moment timestamptz, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.partner_key (partner, number, secret, made) VALUES (p_partner, p_number, p_secret, p_moment);
    PERFORM ledger.record(p_entry, {allowed});
END $$;
CREATE FUNCTION live.partner_key_end(p_partner text, p_number uuid, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.partner_key k SET ended = p_entry.at WHERE k.partner = p_partner AND k.number = p_number AND k.ended IS NULL;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {gone} END;
    IF outcome = {allowed} THEN PERFORM live.restrict(p_entry.at, 'partner-key', jsonb_build_object('partner', p_partner, 'number', p_number)); END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
CREATE FUNCTION live.partner_keys(p_partner text) RETURNS TABLE (partner text, number uuid, secret bytea, made timestamptz, ended timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT k.partner, k.number, k.secret, k.made, k.ended FROM live.partner_key k WHERE p_partner IS NULL OR k.partner = p_partner
     ORDER BY k.partner, k.made DESC, k.number
$$;
-- `state`: new, known (the same message signed anew: its report stands), replay (nothing new was signed), other (another body under its name)
CREATE FUNCTION live.feed_begin(p_partner text, p_message text, p_digest bytea, p_signed timestamptz, p_feed uuid, p_at timestamptz, p_oldest timestamptz,
    OUT state text, OUT feed uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE m record;
BEGIN
    DELETE FROM live.feed_message x WHERE x.partner = p_partner AND x.signed < p_oldest;
    INSERT INTO live.feed_message VALUES (p_partner, p_message, p_digest, p_signed, p_feed) ON CONFLICT DO NOTHING;
    IF FOUND THEN
        INSERT INTO live.feed (feed, partner, way, at) VALUES (p_feed, p_partner, 'api', p_at);
        state := 'new'; feed := p_feed;
        RETURN;
    END IF;
    SELECT x.digest, x.signed, x.feed INTO m FROM live.feed_message x WHERE x.partner = p_partner AND x.message = p_message FOR UPDATE;
    feed := m.feed;
    IF m.digest <> p_digest THEN state := 'other';
    ELSIF p_signed <= m.signed THEN state := 'replay';
    ELSE
        UPDATE live.feed_message x SET signed = p_signed WHERE x.partner = p_partner AND x.message = p_message;
        state := 'known';
    END IF;
END $$;
CREATE FUNCTION live.feed_end(p_feed uuid, p_partner text, p_way text, p_by text, p_rows integer, p_taken integer, p_again integer, p_refused integer,
    p_lines jsonb, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.feed AS f VALUES (p_feed, p_partner, p_way, p_by, p_entry.at, p_rows, p_taken, p_again, p_refused, p_lines, p_entry.at)
    ON CONFLICT (feed) DO UPDATE SET rows = p_rows, taken = p_taken, again = p_again, refused = p_refused, lines = p_lines, ended = p_entry.at;
    PERFORM ledger.record(p_entry, {allowed}, blocker => p_feed);
END $$;
CREATE FUNCTION live.feeds(p_partner text, p_at timestamptz, p_feed uuid, p_limit integer) RETURNS SETOF live.feed
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT * FROM live.feed f WHERE (p_partner IS NULL OR f.partner = p_partner) AND (p_feed IS NULL OR (f.at, f.feed) < (p_at, p_feed))
     ORDER BY f.at DESC, f.feed DESC LIMIT p_limit
$$;
CREATE FUNCTION live.feed_of(p_feed uuid) RETURNS SETOF live.feed
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$ SELECT * FROM live.feed f WHERE f.feed = p_feed $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    live.task_file(uuid, text, text, text, date, text, text, text, bytea, ledger.entry),
    live.task_give(uuid, text, text, integer, ledger.entry), live.task_done(uuid, text, bytea, integer, ledger.entry),
    live.task_last(text), live.tasks_open(text[], date, uuid, integer), live.tasks_closed(text, timestamptz, uuid, integer), live.task_of(uuid),
    live.tasks_over(timestamptz, integer), live.task_forget(uuid, ledger.entry),
    live.partner_key_add(text, uuid, bytea, timestamptz, ledger.entry),
    live.partner_key_end(text, uuid, ledger.entry), live.partner_keys(text),
    live.feed_begin(text, text, bytea, timestamptz, uuid, timestamptz, timestamptz),
    live.feed_end(uuid, text, text, text, integer, integer, integer, integer, jsonb, ledger.entry),
    live.feeds(text, timestamptz, uuid, integer), live.feed_of(uuid)
    TO jikim_live;
