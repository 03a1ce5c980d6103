-- Accounts: sessions, one-time links, rate limits, guardians. Tables of personal data have `subject` first.
-- Times here are the machine's, never the policy's.

CREATE TABLE live.session (
    subject  uuid NOT NULL,
    session  uuid NOT NULL,
    hash     bytea NOT NULL,                      -- SHA-256 of the token's secret
    kind     text NOT NULL,
    guardian boolean NOT NULL,
    begun    timestamptz NOT NULL,
    seen     timestamptz NOT NULL,
    stepped  timestamptz,                         -- when its person last proved who they are
    until    timestamptz NOT NULL,                -- the absolute time-out
    idle     integer NOT NULL,                    -- the idle time-out, seconds
    about    bytea NOT NULL,                      -- the browser and address it began from: sealed
    PRIMARY KEY (subject, session)
);

CREATE FUNCTION live.session_begin(p_subject uuid, p_session uuid, p_hash bytea, p_kind text, p_guardian boolean, p_at timestamptz,
                                   p_until timestamptz, p_idle integer, p_about bytea, p_at_once integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    -- Two that sign in at once are told apart: the second sees the first.
    PERFORM FROM live.subject s WHERE s.subject = p_subject FOR NO KEY UPDATE;
    DELETE FROM live.session s WHERE s.subject = p_subject AND (s.until <= p_at OR s.seen + make_interval(secs => s.idle) <= p_at);
    DELETE FROM live.session s WHERE s.subject = p_subject AND s.guardian = p_guardian AND s.session IN (
        SELECT o.session FROM live.session o WHERE o.subject = p_subject AND o.guardian = p_guardian
         ORDER BY o.begun DESC, o.session OFFSET greatest(p_at_once - 1, 0));
    INSERT INTO live.session (subject, session, hash, kind, guardian, begun, seen, stepped, until, idle, about)
    VALUES (p_subject, p_session, p_hash, p_kind, p_guardian, p_at, p_at, p_at, p_until, p_idle, p_about);
END $$;

-- A running session whose person is here. Its last use is written at most once a minute.
CREATE FUNCTION live.session_look(p_subject uuid, p_session uuid, p_hash bytea, p_at timestamptz)
RETURNS TABLE (kind text, guardian boolean, begun timestamptz, seen timestamptz, stepped timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT s.kind, s.guardian, s.begun, s.seen, s.stepped FROM live.session s JOIN live.subject u ON u.subject = s.subject
     WHERE s.subject = p_subject AND s.session = p_session AND s.hash = p_hash AND u.state = 1
       AND s.until > p_at AND s.seen + make_interval(secs => s.idle) > p_at;
    IF FOUND THEN
        UPDATE live.session s SET seen = p_at
         WHERE s.subject = p_subject AND s.session = p_session AND s.seen < p_at - interval '1 minute';
    END IF;
END $$;

CREATE FUNCTION live.session_step(p_subject uuid, p_session uuid, p_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    UPDATE live.session SET stepped = p_at WHERE subject = p_subject AND session = p_session
$$;
CREATE FUNCTION live.session_end(p_subject uuid, p_session uuid) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    WITH gone AS (DELETE FROM live.session WHERE subject = p_subject AND session = p_session RETURNING 1) SELECT EXISTS (SELECT FROM gone)
$$;
CREATE FUNCTION live.session_end_all(p_subject uuid, p_but uuid) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    WITH gone AS (DELETE FROM live.session WHERE subject = p_subject AND session IS DISTINCT FROM p_but RETURNING 1) SELECT count(*)::integer FROM gone
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION live.session_begin(uuid, uuid, bytea, text, boolean, timestamptz, timestamptz, integer, bytea, integer),
    live.session_look(uuid, uuid, bytea, timestamptz), live.session_step(uuid, uuid, timestamptz), live.session_end(uuid, uuid),
    live.session_end_all(uuid, uuid) TO jikim_live;
