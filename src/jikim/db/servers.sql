-- Which people lie on which server, where there are several (decision 25): ranges by the first number in each. The house's
-- server is asked where somebody lies; each says for itself whether somebody is its own. Nothing here: one server, and everybody is.
CREATE TABLE live.lies (
    first  uuid PRIMARY KEY,                     -- the range goes to where the next one begins
    server text NOT NULL,                        -- live, live@2
    own    boolean NOT NULL,                     -- it is this server's
    closed boolean NOT NULL DEFAULT false        -- it was, and its people are on their way to another: nobody is served
);
-- statement lies.all @live: Which people lie on which server, by the first number of each range; nothing where there is one server.
CREATE FUNCTION live.lies_all() RETURNS TABLE (first uuid, server text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT l.first, l.server FROM live.lies l ORDER BY l.first;
END $$;
-- statement lies.closed @live: Whether anybody here is on their way to another server.
CREATE FUNCTION live.lies_closed() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM live.lies l WHERE l.closed);
END $$;
-- INVARIANT: stable, so that it is looked at once and before the function whose statement it stands beside.
CREATE FUNCTION live.here(p_subject uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NOT coalesce((SELECT l.own FROM live.lies l WHERE l.first <= p_subject ORDER BY l.first DESC LIMIT 1), true) THEN
        RAISE EXCEPTION 'this person lies on another server' USING ERRCODE = 'JK003';
    END IF;
    RETURN true;
END $$;
-- The same of many, who were thought to lie here.
CREATE FUNCTION live.all_here(p_subjects uuid[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN coalesce((SELECT bool_and(live.here(u.subject)) FROM unnest(p_subjects) AS u(subject)), true);
END $$;
-- Whether people lie as the caller thinks, who asks every server: else somebody would be met on two, or on none. Nobody may be on their way meanwhile.
CREATE FUNCTION live.lies_so(p_ranges text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF p_ranges IS DISTINCT FROM (SELECT coalesce(string_agg(r.first || ' ' || r.server, ',' ORDER BY r.first), '')
         FROM (SELECT l.first, l.server, lag(l.server) OVER (ORDER BY l.first) AS before FROM live.lies l) r WHERE r.server IS DISTINCT FROM r.before)
       OR live.lies_closed()
    THEN RAISE EXCEPTION 'people are moved to another server' USING ERRCODE = 'JK003'; END IF;
    RETURN true;
END $$;
-- The same of who changes nothing: whoever is thought to lie here (p_bounds: where each range begins and ends) has their rows here, on their way or not, so that
-- nobody is met on none; and whoever is met on their way, of whom another server may have newer rows, is asked for again (`stays`).
CREATE FUNCTION live.stand_here(p_bounds uuid[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM (SELECT l.first FROM live.lies l UNION SELECT unnest(p_bounds)) AS x WHERE width_bucket(x.first, p_bounds) % 2 = 1
         AND (SELECT l.own OR l.closed FROM live.lies l WHERE l.first <= x.first ORDER BY l.first DESC LIMIT 1) IS NOT TRUE)
    THEN RAISE EXCEPTION 'people are moved to another server' USING ERRCODE = 'JK003'; END IF;
    RETURN true;
END $$;
CREATE FUNCTION live.stays(p_subject uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF (SELECT l.closed FROM live.lies l WHERE l.first <= p_subject ORDER BY l.first DESC LIMIT 1) THEN
        RAISE EXCEPTION 'this person is moved to another server' USING ERRCODE = 'JK003';
    END IF;
    RETURN true;
END $$;
-- Whether somebody moves people now: a mover's lock (`moving.py`) ends with its session.
-- statement mover.works @live: Whether somebody moves people now.
CREATE FUNCTION live.mover_works() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM pg_locks k WHERE k.locktype = 'advisory' AND k.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
                      AND (k.classid, k.objid, k.objsubid) = (0, 7345630, 1) AND k.granted);
END $$;
-- How often the house marked its rules: a mark follows to the other servers behind all that was committed before it. INVARIANT: a server that took over (a standby,
-- or one put back to a moment) marks above every mark of the one before, of which more may have followed than it knows: its timeline is the upper half.
CREATE TABLE live.rules (one boolean PRIMARY KEY DEFAULT true CHECK (one), last bigint NOT NULL);
-- statement rules.mark @live: A mark behind all that the house's server has committed, which follows to the others as the rules do.
CREATE FUNCTION live.rules_mark(OUT mark bigint) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.rules AS r (last) VALUES (1 + (('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::bigint << 32))
    ON CONFLICT (one) DO UPDATE SET last = greatest(r.last + 1, excluded.last) RETURNING r.last INTO mark;
END $$;
-- To which further servers the rules are sent, by their slots: whether somebody takes them, and how many bytes of the log are kept until then.
-- statement rules.sent @live: To which further servers the rules are sent, by slot: whether somebody takes them, and how many bytes of the log are kept until then.
CREATE FUNCTION live.rules_sent() RETURNS TABLE (server text, slot text, taken boolean, kept bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT 'live@' || split_part(s.slot_name::text, '_', 3), s.slot_name::text, s.active, coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn), 0)::bigint
      FROM pg_replication_slots s WHERE s.database = current_database() AND starts_with(s.slot_name::text, 'jikim_rules_') AND coalesce(s.wal_status, 'lost') <> 'lost';
END $$;
-- What the rules are here, but for the mark: the same digest on each server, where they are the same. INVARIANT: rows as they are sent, which no session's settings change.
-- statement rules.digest @live: What the rules are on a server: the same on each, where they are the same.
CREATE FUNCTION live.rules_digest(OUT digest bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    each_ text;
BEGIN
    digest := '';
    FOR each_ IN
        SELECT t.name FROM (
            SELECT p.prrelid::regclass::text AS name FROM pg_publication_rel p JOIN pg_publication u ON u.oid = p.prpubid WHERE u.pubname = 'jikim_rules'
            UNION SELECT s.srrelid::regclass::text FROM pg_subscription_rel s) t
         WHERE t.name <> 'live.rules' ORDER BY t.name COLLATE "C"
    LOOP
        EXECUTE format('SELECT sha256($1 || convert_to($2, ''UTF8'') || coalesce(string_agg(record_send(r), ''''::bytea ORDER BY record_send(r)), '''')) FROM %s r', each_)
           INTO digest USING digest, each_;
    END LOOP;
END $$;
-- What the application runs here (p_begun: of these), each by its virtual transaction: one that has only looked has no other number. Who works as a role
-- that has the application's rights is the application, under whatever name; a superuser is not.
CREATE FUNCTION live.begun(p_role name, p_begun text[]) RETURNS text[] LANGUAGE plpgsql AS $$
BEGIN
    RETURN ARRAY(SELECT l.virtualtransaction FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid JOIN pg_roles r ON r.oid = a.usesysid
                  WHERE l.locktype = 'virtualxid' AND l.mode = 'ExclusiveLock' AND l.pid <> pg_backend_pid() AND a.datname = current_database()
                    AND (r.rolname = p_role OR NOT r.rolsuper AND pg_has_role(r.oid, 'jikim_live', 'USAGE'))
                    AND (p_begun IS NULL OR l.virtualtransaction = ANY (p_begun)));
END $$;
-- The same since before the mark came (p_begun NULL: it was not seen yet). INVARIANT: the mark is looked at first, so that whatever begins later sees what
-- it stands behind; while a table is copied from its beginning it stands behind nothing.
-- statement rules.stand @live: What began here before the mark came, and is not through; NULL while the mark is not here.
CREATE FUNCTION live.rules_stand(p_mark bigint, p_begun text[], OUT begun text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF p_begun IS NOT NULL OR (EXISTS (SELECT 1 FROM live.rules r WHERE r.last >= p_mark) AND NOT EXISTS (SELECT 1 FROM pg_subscription_rel t WHERE t.srsubstate <> 'r')) THEN
        begun := live.begun(session_user, p_begun);
    END IF;
    IF begun IS DISTINCT FROM '{}' THEN PERFORM pg_sleep(0.01); END IF;
END $$;
