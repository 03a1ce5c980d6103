-- Which people lie on which server, where there are several (decision 25): ranges by the first number in each, which the house's server changes
-- and copies of which follow to the others as the rules do. Nothing here: one server, and everybody is its own.
CREATE TABLE live.lies (
    first  uuid PRIMARY KEY,                     -- the range goes to where the next one begins
    server text NOT NULL,                        -- live, live@2
    moves  boolean NOT NULL DEFAULT false        -- another server may have rows of its people too: nobody of it is served until these are gone
);
-- Which of them this one is.
CREATE TABLE live.this_server (one boolean PRIMARY KEY DEFAULT true CHECK (one), name text NOT NULL);
-- statement lies.all @live: Which people lie on which server, by the first number of each range; nothing where there is one server.
CREATE FUNCTION live.lies_all() RETURNS TABLE (first uuid, server text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT l.first, l.server FROM live.lies l ORDER BY l.first;
END $$;
-- INVARIANT: stable, so that it is looked at once and before the function whose statement it stands beside.
CREATE FUNCTION live.here(p_subject uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NOT coalesce((SELECT NOT l.moves AND l.server = (SELECT t.name FROM live.this_server t) FROM live.lies l WHERE l.first <= p_subject ORDER BY l.first DESC LIMIT 1), true) THEN
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
-- The tables of people: the columns that are copied from server to server, that by which a server numbers its rows, and how deep it stands
-- in foreign keys: who leads to another table of people stands deeper than it.
CREATE FUNCTION live.tables_of_people() RETURNS TABLE (name text, columns text[], numbered text, depth integer)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH RECURSIVE people AS (
        SELECT c.oid FROM pg_class c WHERE c.relnamespace = 'live'::regnamespace AND c.relkind = 'r'
           AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'subject' AND a.atttypid = 'uuid'::regtype)
    ), led (oid, depth) AS (
        SELECT p.oid, 0 FROM people p
        UNION SELECT f.conrelid, l.depth + 1 FROM led l JOIN pg_constraint f ON f.confrelid = l.oid AND f.contype = 'f' AND f.conrelid <> f.confrelid
          JOIN people p ON p.oid = f.conrelid)
    SELECT l.oid::regclass::text, array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attidentity = '' AND a.attgenerated = ''),
           min(a.attname::text) FILTER (WHERE a.attidentity <> ''), l.depth
      FROM (SELECT x.oid, max(x.depth) AS depth FROM led x GROUP BY x.oid) l
      JOIN pg_attribute a ON a.attrelid = l.oid AND a.attnum > 0 AND NOT a.attisdropped
     GROUP BY l.oid, l.depth ORDER BY l.depth, l.oid::regclass::text;
END $$;
-- Whether somebody else moves people from or to here: a mover's lock (`moving.py`) ends with its session.
CREATE FUNCTION live.mover_works() RETURNS boolean LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM pg_locks k WHERE k.locktype = 'advisory' AND k.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
                      AND (k.classid, k.objid, k.objsubid) = (0, 7345630, 1) AND k.granted AND k.pid <> pg_backend_pid());
END $$;
-- statement lies.cut_off @live: Whether a move of people was cut off, and whether somebody moves them now.
CREATE FUNCTION live.lies_cut_off(OUT cut_off boolean, OUT works boolean) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    works := live.mover_works();
    cut_off := EXISTS (SELECT 1 FROM live.lies l WHERE l.moves);
END $$;
-- The end of a move, be it through or cut off: whoever lies elsewhere by the house's list has no rows here. INVARIANT: of the ranges that move alone;
-- and never beside a mover that fills this server, whose rows are not seen yet.
-- statement lies.clear @live: Rows of whoever moves and lies on another server go; false while a mover fills this one.
CREATE FUNCTION live.lies_clear(OUT cleared boolean) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t record; l record;
BEGIN
    cleared := NOT live.mover_works();
    IF NOT cleared THEN RETURN; END IF;
    FOR t IN SELECT p.name FROM live.tables_of_people() p ORDER BY p.depth DESC LOOP
        FOR l IN SELECT x.first, x.until FROM (SELECT y.first, lead(y.first) OVER (ORDER BY y.first) AS until, y.server, y.moves FROM live.lies y) x
                  WHERE x.moves AND x.server <> (SELECT z.name FROM live.this_server z)
        LOOP
            EXECUTE format('DELETE FROM %s WHERE subject >= $1 AND ($2 IS NULL OR subject < $2)', t.name) USING l.first, l.until;
        END LOOP;
    END LOOP;
END $$;
-- Neighbours that lie on one server become one range.
-- statement lies.over @live everywhere: Every server is cleared: whoever moved is served where they lie.
CREATE FUNCTION live.lies_over() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.lies l SET moves = false WHERE l.moves;
    DELETE FROM live.lies l WHERE l.server = (SELECT p.server FROM live.lies p WHERE p.first < l.first ORDER BY p.first DESC LIMIT 1);
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
