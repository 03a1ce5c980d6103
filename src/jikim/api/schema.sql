-- The REST API: keys of applications, answers kept for Idempotency-Key, reads sent together, webhooks that go out.
-- Times here are the machine's, but for grants, which run in the policy's time.

-- keys of applications: a grant (live.grant_) and a secret's hash

CREATE TABLE live.api_key (
    key    bytea PRIMARY KEY,                     -- the token's first 16 bytes, which find the row
    hash   bytea NOT NULL,                        -- SHA-256 of the secret
    name   text NOT NULL,                         -- the application
    may    text[] NOT NULL,                       -- what it may beside: people, evidence, webhooks, metrics, access-records
    number integer NOT NULL,                      -- its grant
    most   integer NOT NULL,                      -- requests a minute
    made   timestamptz NOT NULL
);
CREATE INDEX api_key_number ON live.api_key (number);

-- statement key.add @live: An application's key: its grant and its secret's hash.
CREATE FUNCTION live.api_key_add(p_key bytea, p_hash bytea, p_name text, p_may text[], p_grant integer, p_most integer, p_at timestamptz)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.api_key (key, hash, name, may, number, most, made) VALUES (p_key, p_hash, p_name, p_may, p_grant, p_most, p_at);
END $$;
-- statement key.look @live: The application of a key, with its grant.
CREATE FUNCTION live.api_key_look(p_key bytea, p_hash bytea)
RETURNS TABLE (name text, may text[], most integer, number integer, purposes integer[], kinds integer[], channels integer[], events integer[],
    consents integer[], until timestamptz, revoked timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT k.name, k.may, k.most, g.number, g.purposes, g.kinds, g.channels, g.events, g.consents, g.until, g.revoked
      FROM live.api_key k JOIN live.grant_ g ON g.number = k.number WHERE k.key = p_key AND k.hash = p_hash;
END $$;
-- statement key.list @live: Every key with its grant; never a secret.
-- statement prove/prove.keys @live: The keys of applications, which are systems attached to this one.
CREATE FUNCTION live.api_keys()
RETURNS TABLE (name text, may text[], most integer, number integer, purposes integer[], kinds integer[], channels integer[], events integer[],
    consents integer[], given timestamptz, until timestamptz, revoked timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT k.name, k.may, k.most, g.number, g.purposes, g.kinds, g.channels, g.events, g.consents, g.given, g.until, g.revoked
      FROM live.api_key k JOIN live.grant_ g ON g.number = k.number ORDER BY g.number;
END $$;

-- answers kept for Idempotency-Key: reserved before the act, sealed after it

CREATE TABLE live.kept_answer (
    hash   bytea PRIMARY KEY,                     -- of the application and its key
    print  bytea NOT NULL,                        -- of the request
    begun  timestamptz NOT NULL,
    until  timestamptz NOT NULL,
    status integer,
    sealed bytea                                  -- opens with the application's own Idempotency-Key alone; NULL: not known (yet)
);
CREATE INDEX kept_answer_until ON live.kept_answer (until);

-- new: it is this request's to act. other: another request had this key. running: it still acts. unknown: nobody knows whether it did. done.
-- statement answer.reserve @live: A request with an Idempotency-Key takes its place before it acts.
CREATE FUNCTION live.answer_reserve(p_hash bytea, p_print bytea, p_at timestamptz, p_until timestamptz, p_running integer,
                                    OUT state text, OUT status integer, OUT sealed bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE a record;
BEGIN
    DELETE FROM live.kept_answer k WHERE k.hash = p_hash AND k.until <= p_at;
    INSERT INTO live.kept_answer (hash, print, begun, until) VALUES (p_hash, p_print, p_at, p_until) ON CONFLICT DO NOTHING;
    IF FOUND THEN
        state := 'new';
        RETURN;
    END IF;
    SELECT k.print, k.begun, k.status, k.sealed INTO a FROM live.kept_answer k WHERE k.hash = p_hash;
    state := CASE WHEN a.print <> p_print THEN 'other'
                  WHEN a.sealed IS NOT NULL THEN 'done'
                  WHEN a.begun + make_interval(secs => p_running) <= p_at THEN 'unknown'
                  ELSE 'running' END;
    IF state = 'done' THEN status := a.status; sealed := a.sealed; END IF;
END $$;
-- statement answer.keep @live: The sealed answer of what was done.
CREATE FUNCTION live.answer_keep(p_hash bytea, p_status integer, p_sealed bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.kept_answer SET status = p_status, sealed = p_sealed WHERE hash = p_hash;
END $$;
-- The act did nothing: its key is free again.
-- statement answer.drop @live: Nothing was done: the key is free again.
CREATE FUNCTION live.answer_drop(p_hash bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.kept_answer WHERE hash = p_hash AND sealed IS NULL;
END $$;
-- Nobody knows whether it did anything.
-- statement answer.doubt @live: Nobody knows whether it was done.
CREATE FUNCTION live.answer_doubt(p_hash bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.kept_answer SET begun = '-infinity' WHERE hash = p_hash AND sealed IS NULL;
END $$;
-- statement jobs/answer.prune @live: Kept answers whose day is over go.
CREATE FUNCTION live.answers_prune(p_at timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE answer integer;
BEGIN
    WITH gone AS (DELETE FROM live.kept_answer WHERE until <= p_at RETURNING 1) SELECT count(*)::integer FROM gone INTO answer;
    RETURN answer;
END $$;

-- webhooks that go out: references, never a value, out of the ledger's entries in their order

CREATE TABLE live.webhook (
    webhook  uuid PRIMARY KEY,
    owner    text NOT NULL,                       -- the application that asked for it; empty: the house
    events   text[] NOT NULL,
    sealed   bytea NOT NULL,                      -- address and secret
    made     timestamptz NOT NULL,
    ended    timestamptz,
    position bigint NOT NULL                      -- the first entry of the ledger that it has not looked at
);
CREATE TABLE live.hook_message (
    subject    uuid NOT NULL,                     -- nil for what is about nobody
    webhook    uuid NOT NULL,
    position   bigint NOT NULL,
    message    uuid NOT NULL,                     -- the ledger's entry: a receiver knows a repeated one by it
    body       text NOT NULL,
    state      text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'dead')),
    tries      integer NOT NULL DEFAULT 0,
    not_before timestamptz NOT NULL,
    made       timestamptz NOT NULL,
    said       integer NOT NULL DEFAULT 0,        -- the last answer's status; 0: nobody answered
    PRIMARY KEY (subject, webhook, position)
);
CREATE INDEX hook_message_due ON live.hook_message (webhook, position) WHERE state = 'waiting';
CREATE INDEX hook_message_dead ON live.hook_message (webhook, position) WHERE state = 'dead';

-- statement jobs/hook.add @live: A webhook, from the ledger's present end on.
CREATE FUNCTION live.hook_add(p_webhook uuid, p_owner text, p_events text[], p_sealed bytea, p_at timestamptz, p_position bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.webhook (webhook, owner, events, sealed, made, position) VALUES (p_webhook, p_owner, p_events, p_sealed, p_at, p_position);
END $$;
-- Each with the keys of its owner that may have webhooks, and which of these may see evidence; NULL: it is the house's own. What a key may is
-- said once; whether its grant runs, and what it reaches, is asked where a message is written, and where it is sent.
-- statement jobs/hook.list @live: Every webhook, with its owner's keys.
CREATE FUNCTION live.hooks()
RETURNS TABLE (webhook uuid, owner text, events text[], sealed bytea, made timestamptz, place bigint, keys integer[], seeing integer[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT w.webhook, w.owner, w.events, w.sealed, w.made, w.position,
           CASE WHEN w.owner <> '' THEN ARRAY(SELECT k.number FROM live.api_key k WHERE k.name = w.owner AND 'webhooks' = ANY (k.may)) END,
           CASE WHEN w.owner <> '' THEN ARRAY(SELECT k.number FROM live.api_key k WHERE k.name = w.owner AND k.may @> '{webhooks,evidence}') END
      FROM live.webhook w WHERE w.ended IS NULL ORDER BY w.made, w.webhook;
END $$;
-- statement jobs/hook.counts @live sum waiting, dead: How much waits for each, and is dead.
CREATE FUNCTION live.hook_counts() RETURNS TABLE (webhook uuid, waiting bigint, dead bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT m.webhook, count(*), 0::bigint FROM live.hook_message m WHERE m.state = 'waiting' GROUP BY m.webhook;
    RETURN QUERY SELECT m.webhook, 0::bigint, count(*) FROM live.hook_message m WHERE m.state = 'dead' GROUP BY m.webhook;
END $$;
-- statement jobs/hook.end @live: A webhook ends.
CREATE FUNCTION live.hook_end(p_webhook uuid, p_owner text, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.webhook SET ended = p_at, sealed = '' WHERE webhook = p_webhook AND ended IS NULL AND (p_owner IS NULL OR owner = p_owner);
    RETURN FOUND;
END $$;
-- statement jobs/hook.drop @live each: What it still had to say goes.
CREATE FUNCTION live.hook_drop(p_webhook uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.hook_message WHERE webhook = p_webhook;
END $$;
-- Whether an owner is told of an event. The house (`p_keys` is NULL) is told of all. INVARIANT: an application, by a key whose grant runs, of what
-- that key may read: of a record, where it reaches its kind (NULL: none is asked yet); of a person, where it reaches a record of theirs; of the
-- house itself, where it may see evidence (`p_seeing`).
CREATE FUNCTION live.hook_hears(p_keys integer[], p_seeing integer[], p_kind integer, p_subject uuid, p_now timestamptz) RETURNS boolean LANGUAGE sql AS $$
    SELECT p_keys IS NULL OR EXISTS (
        SELECT 1 FROM live.grant_ g
         WHERE g.number = ANY (p_keys) AND live.grant_live(g.number, p_now) AND CASE
               WHEN p_kind IS NULL THEN true
               WHEN p_kind <> 0 THEN g.kinds IS NULL OR p_kind = ANY (g.kinds)
               WHEN p_subject = '00000000-0000-0000-0000-000000000000' THEN g.number = ANY (p_seeing)
               ELSE g.kinds IS NULL OR EXISTS (SELECT 1 FROM live.record r WHERE r.subject = p_subject AND r.kind = ANY (g.kinds)) END)
$$;
-- What entries say to a webhook, each once, whoever looks. `p_now`: in the policy's time.
-- statement jobs/hook.tell @live split rows: What new entries of the ledger say to a webhook; once, whoever looks.
CREATE FUNCTION live.hook_tell(p_webhook uuid, p_keys integer[], p_seeing integer[], p_rows json, p_at timestamptz, p_now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.hook_message (subject, webhook, position, message, body, not_before, made)
    SELECT r.subject, p_webhook, r.position, r.message, r.body, p_at, p_at
      FROM json_to_recordset(p_rows) AS r(subject uuid, kind integer, "position" bigint, message uuid, body text)
     WHERE live.hook_hears(p_keys, p_seeing, coalesce(r.kind, 0), r.subject, p_now) ON CONFLICT DO NOTHING;
END $$;
-- A webhook's entries up to a position are told; false where another process has said so meanwhile.
-- statement jobs/hook.take @live: They were told.
CREATE FUNCTION live.hook_take(p_webhook uuid, p_from bigint, p_to bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.webhook SET position = p_to WHERE webhook = p_webhook AND position = p_from AND ended IS NULL;
    RETURN FOUND;
END $$;
-- What is due, the oldest of each subject alone: the next of the same person waits until it has arrived, or is dead. Whose key was revoked is told nothing more.
-- statement jobs/hook.due @live merge place: What is due to a webhook, in order for each subject.
CREATE FUNCTION live.hook_due(p_webhook uuid, p_keys integer[], p_at timestamptz, p_now timestamptz, p_limit integer)
RETURNS TABLE (subject uuid, place bigint, message uuid, body text, tries integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT m.subject, m.position, m.message, m.body, m.tries FROM live.hook_message m
     WHERE m.webhook = p_webhook AND m.state = 'waiting' AND m.not_before <= p_at
       AND live.hook_hears(p_keys, NULL, NULL, m.subject, p_now)
       AND NOT EXISTS (SELECT 1 FROM live.hook_message e
                        WHERE e.subject = m.subject AND e.webhook = m.webhook AND e.state = 'waiting' AND e.position < m.position)
     ORDER BY m.position LIMIT p_limit;
END $$;
-- Takes one for a try; false where another process has it.
-- statement jobs/hook.claim @live: One message is taken for a try.
CREATE FUNCTION live.hook_claim(p_subject uuid, p_webhook uuid, p_position bigint, p_tries integer, p_next timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.hook_message SET tries = tries + 1, not_before = p_next
     WHERE subject = p_subject AND webhook = p_webhook AND position = p_position AND state = 'waiting' AND tries = p_tries;
    RETURN FOUND;
END $$;
-- statement jobs/hook.said @live: How a try ended.
CREATE FUNCTION live.hook_said(p_subject uuid, p_webhook uuid, p_position bigint, p_state text, p_said integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.hook_message SET state = p_state, said = p_said
     WHERE subject = p_subject AND webhook = p_webhook AND position = p_position AND state = 'waiting';
END $$;
-- statement jobs/hook.dead @live merge place, webhook: What was given up, oldest first.
CREATE FUNCTION live.hook_dead(p_webhooks uuid[], p_after bigint, p_limit integer)
RETURNS TABLE (webhook uuid, message uuid, place bigint, body text, tries integer, said integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT m.webhook, m.message, m.position, m.body, m.tries, m.said
      FROM live.hook_message m WHERE m.state = 'dead' AND m.webhook = ANY (p_webhooks) AND m.position > p_after
     ORDER BY m.position, m.webhook LIMIT p_limit;
END $$;
-- statement jobs/hook.replay @live sum: What was given up is tried again.
CREATE FUNCTION live.hook_replay(p_webhooks uuid[], p_message uuid, p_at timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE done integer;
BEGIN
    UPDATE live.hook_message m SET state = 'waiting', tries = 0, not_before = p_at
     WHERE m.state = 'dead' AND m.webhook = ANY (p_webhooks) AND (p_message IS NULL OR m.message = p_message);
    GET DIAGNOSTICS done = ROW_COUNT;
    RETURN done;
END $$;
-- What has arrived goes after a while; what was given up waits to be replayed, but of a person who is gone, or for a webhook that has ended
-- (all but `p_webhooks`), it goes too.
-- statement jobs/hook.prune @live sum: What arrived long ago goes.
CREATE FUNCTION live.hook_prune(p_before timestamptz, p_webhooks uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE answer integer;
BEGIN
    WITH gone AS (DELETE FROM live.hook_message m WHERE m.made < p_before AND (m.state = 'sent' OR m.webhook <> ALL (p_webhooks) OR (m.subject <> '00000000-0000-0000-0000-000000000000' AND NOT EXISTS (SELECT 1 FROM live.subject s WHERE s.subject = m.subject)))
        RETURNING 1) SELECT count(*)::integer FROM gone INTO answer;
    RETURN answer;
END $$;

-- How much waits to leave, for whoever watches: numbers alone. Where very much waits it is not counted to its end.
-- statement backlog @live sum: How much waits to leave: messages out, webhooks; numbers alone.
CREATE FUNCTION live.backlog(OUT messages bigint, OUT hooks bigint, OUT dead bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT (SELECT count(*) FROM (SELECT 1 FROM live.outbox o WHERE o.state IN ('waiting', 'sending', 'sent', 'unclear') LIMIT 100000) AS m),
           (SELECT count(*) FROM (SELECT 1 FROM live.hook_message h WHERE h.state = 'waiting' LIMIT 100000) AS w),
           (SELECT count(*) FROM (SELECT 1 FROM live.hook_message h WHERE h.state = 'dead' LIMIT 100000) AS d)
      INTO messages, hooks, dead;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION live.api_key_add(bytea, bytea, text, text[], integer, integer, timestamptz), live.api_key_look(bytea, bytea), live.api_keys(),
    live.answer_reserve(bytea, bytea, timestamptz, timestamptz, integer), live.answer_keep(bytea, integer, bytea), live.answer_drop(bytea),
    live.answer_doubt(bytea), live.answers_prune(timestamptz),
    live.hook_add(uuid, text, text[], bytea, timestamptz, bigint), live.hooks(), live.hook_end(uuid, text, timestamptz),
    live.hook_counts(), live.hook_drop(uuid), live.hook_tell(uuid, integer[], integer[], json, timestamptz, timestamptz),
    live.hook_take(uuid, bigint, bigint), live.hook_due(uuid, integer[], timestamptz, timestamptz, integer),
    live.hook_claim(uuid, uuid, bigint, integer, timestamptz), live.hook_said(uuid, uuid, bigint, text, integer),
    live.hook_dead(uuid[], bigint, integer), live.hook_replay(uuid[], uuid, timestamptz), live.hook_prune(timestamptz, uuid[]), live.backlog() TO jikim_live;
