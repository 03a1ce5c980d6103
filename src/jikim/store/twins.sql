-- Twins: records of a kind that moves from an application's table into sealed keeping, and back (moves/sealing.py). A record's holding is its generation:
-- 0 its columns hold it, above 0 it is sealed. So no statement reads both, or neither: what changes the holding locks that row.

-- Beside an attached record: its values, sealed. Of one that was cut over (`cut`): that the columns still hold it, and by which key; its values lie in live.record then.
CREATE TABLE live.twin (
    subject    uuid NOT NULL,
    record     uuid NOT NULL,
    kind       integer NOT NULL,
    key        text NOT NULL,                    -- its row in the application's table
    version    integer NOT NULL,                 -- of the record, once it is cut over
    generation integer NOT NULL,
    items      integer[] NOT NULL,
    head       bytea NOT NULL,
    body       bytea[] NOT NULL,
    cut        timestamptz,
    going      text,                             -- of one that was cut over: its columns are given it `back`, or `empty` (live.twin_claim)
    newer      integer[] NOT NULL DEFAULT '{}',  -- the items that were corrected in the sealed record since the cut
    digest     jsonb,                            -- by column, what it said at the cut, or when a write was followed since (store/twins.py)
    PRIMARY KEY (subject, record)
);
CREATE INDEX twin_kind ON live.twin (kind, subject, record);
CREATE INDEX twin_key ON live.twin (kind, key) WHERE cut IS NOT NULL;

-- INVARIANT: only while an approved move of this kind runs, in one of these states.
CREATE FUNCTION live.expect_moving(p_move uuid, p_kind integer, VARIADIC p_states text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM live.moving m WHERE m.move = p_move AND m.kind = p_kind AND m.state = ANY (p_states) FOR SHARE;
    IF NOT FOUND THEN RAISE EXCEPTION 'no such move runs' USING ERRCODE = 'JK004'; END IF;
END $$;
-- Whether columns of a kind hold what was cut over beside it. A twin that was not is written anew by the kind's next move.
-- statement moving.left @live any: Whether columns of a kind hold what was cut over.
CREATE FUNCTION live.moving_left(p_kind integer, OUT left_ boolean) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    left_ := EXISTS (SELECT 1 FROM live.twin t WHERE t.kind = p_kind AND t.cut IS NOT NULL);
END $$;
-- A kind begins to move, under an approval that runs. Of a move that is over, with no such columns left on any server, it is free again. Answers whether it does,
-- or does already.
-- statement moving.begin @live everywhere: A record kind begins to move, under an approval that runs.
CREATE FUNCTION live.moving_begin(p_move uuid, p_kind integer, p_left boolean, OUT done boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    BEGIN
        DELETE FROM live.moving m WHERE m.kind = p_kind AND NOT p_left AND m.state NOT IN ('running', 'verified', 'cut');
        UPDATE live.moving m SET kind = p_kind WHERE m.move = p_move AND m.what = 'seal' AND m.kind IS NULL AND m.state IN ('running', 'verified', 'cut');
    EXCEPTION WHEN unique_violation THEN NULL;  -- it moves under another
    END;
    done := EXISTS (SELECT 1 FROM live.moving m WHERE m.kind = p_kind AND m.move = p_move);
END $$;
-- statement moving @live: Which record kinds move now, each under its approval.
CREATE FUNCTION live.moving() RETURNS TABLE (kind integer, move uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT m.kind, m.move FROM live.moving m WHERE m.kind IS NOT NULL AND m.state IN ('running', 'verified', 'cut') ORDER BY m.kind;
END $$;

-- Records of a kind, each as it is held now and with its sealed values, be they its twin's or its own. One entry for all.
-- statement twin.look @live split rows: Records of a kind that moves, each as it is held now and with its sealed values.
CREATE FUNCTION live.twin_look(p_move uuid, p_kind integer, p_rows json, p_entry ledger.entry)
RETURNS TABLE (n integer, open_ boolean, version integer, generation integer, held integer, twin integer, under integer, items integer[],
    head bytea, body bytea[], newer integer[], cut_under integer, digest jsonb, going text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    PERFORM live.expect_moving(p_move, p_kind, 'running', 'verified', 'cut');
    PERFORM ledger.record(p_entry, {allowed});
    RETURN QUERY
    SELECT g.n, s.state = 1 AND r.state = 1 AND r.frozen IS NULL, r.version, s.generation, r.generation,
           CASE WHEN r.generation > 0 THEN r.version ELSE t.version END, CASE WHEN r.generation > 0 THEN r.generation ELSE t.generation END,
           CASE WHEN r.generation > 0 THEN r.items ELSE t.items END, CASE WHEN r.generation > 0 THEN r.head ELSE t.head END,
           CASE WHEN r.generation > 0 THEN r.body ELSE t.body END, CASE WHEN t.cut IS NOT NULL THEN t.newer END,
           CASE WHEN t.cut IS NOT NULL THEN t.generation END, t.digest, t.going
      FROM json_to_recordset(p_rows) AS g(n integer, subject uuid, record uuid)
      JOIN live.subject s ON s.subject = g.subject JOIN live.record r ON r.subject = g.subject AND r.record = g.record AND r.kind = p_kind
      LEFT JOIN live.twin t ON t.subject = g.subject AND t.record = g.record
     ORDER BY g.n;
END $$;
-- Twins are written, or written anew: of records that their columns hold, at the version and under the key that stand. Answers those that were.
-- statement twin.put @live split rows: Twins are written, or written anew.
CREATE FUNCTION live.twin_put(p_move uuid, p_kind integer, p_rows json, p_entry ledger.entry) RETURNS TABLE (n integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    PERFORM live.expect_moving(p_move, p_kind, 'running', 'verified', 'cut');
    PERFORM ledger.record(p_entry, {allowed});
    PERFORM 1 FROM live.subject s WHERE s.subject IN (SELECT g.subject FROM json_to_recordset(p_rows) AS g(subject uuid)) ORDER BY s.subject FOR SHARE;
    RETURN QUERY
    WITH given AS MATERIALIZED (
        SELECT g.* FROM json_to_recordset(p_rows) AS g(n integer, subject uuid, record uuid, key text, version integer, generation integer, items integer[], head text,
               body text[])
          JOIN live.subject s ON s.subject = g.subject AND s.state = 1 AND s.generation = g.generation
          JOIN live.record r ON r.subject = g.subject AND r.record = g.record AND r.kind = p_kind AND r.generation = 0 AND r.version + 1 = g.version
           FOR SHARE OF r
    ), put AS (
        INSERT INTO live.twin AS t (subject, record, kind, key, version, generation, items, head, body)
        SELECT g.subject, g.record, p_kind, g.key, g.version, g.generation, g.items, decode(g.head, 'base64'),
               ARRAY(SELECT decode(b, 'base64') FROM unnest(g.body) WITH ORDINALITY AS x(b, o) ORDER BY o) FROM given g
        ON CONFLICT (subject, record) DO UPDATE SET version = excluded.version, generation = excluded.generation, items = excluded.items, head = excluded.head,
            body = excluded.body WHERE t.cut IS NULL
        RETURNING t.record
    )
    SELECT g.n FROM given g JOIN put p ON p.record = g.record;
END $$;
-- Cut over: a record is sealed from here on, by its twin, and its columns hold it no more for any decision. Each with its own outcome and entry, beside one for all.
-- statement twin.cut @live split rows: Records are cut over: sealed from here on.
CREATE FUNCTION live.twin_cut(p_move uuid, p_kind integer, p_rows json, p_entry ledger.entry) RETURNS TABLE (n integer, outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE g record; came integer; k integer := 0;
BEGIN
    PERFORM live.expect_moving(p_move, p_kind, 'cut');
    PERFORM ledger.record(p_entry, {allowed});
    PERFORM 1 FROM live.subject s WHERE s.subject IN (SELECT x.subject FROM json_to_recordset(p_rows) AS x(subject uuid)) ORDER BY s.subject FOR SHARE;
    FOR g IN SELECT * FROM json_to_recordset(p_rows) AS r(n integer, subject uuid, record uuid, version integer, claims json, digest jsonb) ORDER BY r.subject, r.record LOOP
        PERFORM 1 FROM live.record r JOIN live.subject s ON s.subject = r.subject AND s.state = 1
           JOIN live.twin t ON t.subject = r.subject AND t.record = r.record AND t.cut IS NULL AND t.version = g.version AND t.generation = s.generation
          WHERE r.subject = g.subject AND r.record = g.record AND r.kind = p_kind AND r.generation = 0 AND r.state = 1 AND r.frozen IS NULL AND r.version + 1 = g.version
            FOR UPDATE OF r, t;
        came := CASE WHEN FOUND THEN live.stake(g.subject, g.record, g.claims) ELSE {conflict} END;
        IF came = {allowed} THEN
            UPDATE live.record r SET generation = t.generation, version = t.version, items = t.items, head = t.head, body = t.body FROM live.twin t
             WHERE r.subject = g.subject AND r.record = g.record AND t.subject = g.subject AND t.record = g.record;
            UPDATE live.twin SET cut = p_entry.at, head = '', body = '{}', digest = g.digest WHERE subject = g.subject AND record = g.record;
            k := k + 1;
            PERFORM ledger.record(ledger.further(p_entry, k), came, subject => g.subject, record => g.record, version => g.version, items => r.items)
               FROM live.record r WHERE r.subject = g.subject AND r.record = g.record;
        ELSIF came = {taken} THEN
            PERFORM live.unclaim(g.subject, g.record, NULL);
        END IF;
        n := g.n; outcome := came;
        RETURN NEXT;
    END LOOP;
END $$;
-- What a verb wrote into the columns of a record that was cut over, and the sealed record followed: they say that from here on.
-- statement twin.seen @live split rows: What the columns of such records say from here on, as digests.
CREATE FUNCTION live.twin_seen(p_move uuid, p_kind integer, p_rows json) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM live.expect_moving(p_move, p_kind, 'running', 'verified', 'cut');
    UPDATE live.twin t SET digest = t.digest || g.digest FROM json_to_recordset(p_rows) AS g(subject uuid, record uuid, digest jsonb)
     WHERE t.subject = g.subject AND t.record = g.record AND t.kind = p_kind AND t.cut IS NOT NULL;
END $$;
-- Records that were cut over and whose columns hold them still, page by page; `before`: cut until then, or gone since (not `here`). Their columns may be emptied, or
-- hold them again.
-- statement twin.page @live merge subject, record: Records that were cut over and whose columns hold them still.
CREATE FUNCTION live.twin_page(p_kind integer, p_before timestamptz, p_after uuid, p_after_record uuid, p_limit integer)
RETURNS TABLE (subject uuid, record uuid, key text, generation integer, digest jsonb, going text, here boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT t.subject, t.record, t.key, t.generation, t.digest, t.going, r.record IS NOT NULL
      FROM live.twin t LEFT JOIN live.record r ON r.subject = t.subject AND r.record = t.record
     WHERE t.kind = p_kind AND (t.subject, t.record) > (p_after, p_after_record) AND t.cut IS NOT NULL
       AND (t.cut <= p_before OR t.going = 'empty' OR r.record IS NULL)
     ORDER BY t.subject, t.record LIMIT p_limit;
END $$;
-- INVARIANT: which of the two becomes of a record's columns is said here first, while whoever says it holds its row in the application locked; and neither ends what
-- the other has said since (`live.twin_back`, `live.twin_emptied`). So nobody empties what is given back, or gives back what is emptied. What is being emptied is
-- emptied, whoever goes on with it. `p_move` NULL: a sweep, of what is gone. Answers whose turn it is.
-- statement twin.claim @live split rows: What becomes of the columns of records that were cut over: they are given back, or emptied.
CREATE FUNCTION live.twin_claim(p_move uuid, p_kind integer, p_going text, p_before timestamptz, p_rows json) RETURNS TABLE (n integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    PERFORM live.expect_word(p_going, 'back', 'empty');
    IF p_going = 'back' OR p_move IS NOT NULL THEN
        PERFORM live.expect_moving(p_move, p_kind, CASE WHEN p_going = 'back' THEN 'running' ELSE 'cut' END);
    END IF;
    RETURN QUERY UPDATE live.twin t SET going = p_going FROM json_to_recordset(p_rows) AS g(n integer, subject uuid, record uuid)
     WHERE t.subject = g.subject AND t.record = g.record AND t.kind = p_kind AND t.cut IS NOT NULL AND CASE
            WHEN p_going = 'back' THEN t.going IS DISTINCT FROM 'empty'
            ELSE t.going = 'empty' OR t.cut <= p_before AND p_move IS NOT NULL
              OR NOT EXISTS (SELECT 1 FROM live.record r WHERE r.subject = t.subject AND r.record = t.record) END
    RETURNING g.n;
END $$;
-- What a transaction wrote that was judged before the cut: into the sealed record, as it was looked at (p_looked), where nobody has corrected these items since. Else a
-- conflict: it is the older value. It counts as no correction since the cut itself, so that a second such transaction follows it.
-- statement twin.late @live: What was judged before the cut and written after it, in the sealed record.
CREATE FUNCTION live.twin_late(
    p_looked integer, p_subject uuid, p_record uuid, p_kind integer, p_policy integer, p_request uuid, p_now boolean, p_version integer, p_generation integer,
    p_changed integer[], p_items integer[], p_head bytea, p_body bytea[], p_claims json, p_finishes boolean, p_needs integer[], p_grant integer, p_entry ledger.entry,
    OUT outcome integer, OUT policy integer, OUT version integer, OUT told integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE kept integer[];
BEGIN
    PERFORM 1 FROM live.subject s JOIN live.record r ON r.subject = s.subject WHERE s.subject = p_subject AND r.record = p_record FOR SHARE OF s FOR UPDATE OF r;
    SELECT t.newer INTO kept FROM live.twin t WHERE t.subject = p_subject AND t.record = p_record AND t.cut IS NOT NULL;
    SELECT * INTO outcome, policy, version, told FROM live.correct(p_subject, p_record, p_kind, p_policy, p_request, p_now,
        CASE WHEN p_version = p_looked AND NOT kept && p_changed THEN p_version END, p_generation, p_changed, p_items, p_head, p_body, p_claims, p_finishes, p_needs,
        p_grant, p_entry);
    IF outcome = {allowed} THEN
        UPDATE live.twin t SET newer = kept WHERE t.subject = p_subject AND t.record = p_record;
    END IF;
END $$;
-- Roll back: the columns hold a record again, at the version that they were given. What was sealed is nobody's: its person gets a newer key. The head says from now on
-- that they were given back: whoever read them before reads them again.
-- statement twin.back @live split rows: Rolled back: the columns hold the records again.
CREATE FUNCTION live.twin_back(p_move uuid, p_kind integer, p_rows json, p_entry ledger.entry) RETURNS TABLE (n integer, outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE g record; was integer; k integer := 0;
BEGIN
    PERFORM live.expect_moving(p_move, p_kind, 'running');
    PERFORM ledger.record(p_entry, {allowed});
    FOR g IN SELECT * FROM json_to_recordset(p_rows) AS r(n integer, subject uuid, record uuid, version integer) ORDER BY r.subject, r.record LOOP
        PERFORM 1 FROM live.subject s WHERE s.subject = g.subject FOR UPDATE;
        SELECT r.generation INTO was FROM live.record r JOIN live.twin t ON t.subject = r.subject AND t.record = r.record AND t.going = 'back'
         WHERE r.subject = g.subject AND r.record = g.record AND r.generation > 0 AND r.version = g.version AND r.frozen IS NULL FOR UPDATE OF r, t;
        n := g.n; outcome := {conflict};
        IF FOUND THEN
            UPDATE live.record r SET generation = 0, version = r.version + 1, head = '\x01', body = '{}' WHERE r.subject = g.subject AND r.record = g.record;
            UPDATE live.subject s SET stale = was WHERE s.subject = g.subject AND s.stale < was;
            DELETE FROM live.twin t WHERE t.subject = g.subject AND t.record = g.record;
            PERFORM live.unclaim(g.subject, g.record, NULL);
            k := k + 1;
            PERFORM ledger.record(ledger.further(p_entry, k), {allowed}, subject => g.subject, record => g.record, version => g.version + 1);
            outcome := {allowed};
        END IF;
        RETURN NEXT;
    END LOOP;
END $$;
-- Twins of records that were never cut over go, so many at once, and their people get newer keys.
-- statement twin.drop @live sum: Twins of records that were never cut over go.
CREATE FUNCTION live.twin_drop(p_move uuid, p_kind integer, p_limit integer, p_entry ledger.entry, OUT gone bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM live.expect_moving(p_move, p_kind, 'running', 'cut');
    PERFORM ledger.record(p_entry, {allowed});
    WITH those AS MATERIALIZED (SELECT t.subject, t.record, t.generation FROM live.twin t WHERE t.kind = p_kind AND t.cut IS NULL ORDER BY t.subject, t.record LIMIT p_limit),
    aged AS (UPDATE live.subject s SET stale = x.generation FROM (SELECT subject, max(generation) AS generation FROM those GROUP BY subject) x
              WHERE s.subject = x.subject AND s.stale < x.generation)
    DELETE FROM live.twin t USING those WHERE t.subject = those.subject AND t.record = those.record AND t.cut IS NULL;
    GET DIAGNOSTICS gone = ROW_COUNT;
END $$;
-- The twins of records that go, which their columns held, go with them, and their people get newer keys. Of one that was cut over it stays known that its columns
-- are to be emptied.
CREATE FUNCTION live.twins_gone(p_subjects uuid[], p_records uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE live.subject s SET stale = t.generation FROM live.twin t JOIN unnest(p_subjects, p_records) AS u(subject, record) ON t.subject = u.subject AND t.record = u.record
     WHERE t.cut IS NULL AND s.subject = t.subject AND s.stale < t.generation;
    DELETE FROM live.twin t USING unnest(p_subjects, p_records) AS u(subject, record) WHERE t.subject = u.subject AND t.record = u.record AND t.cut IS NULL;
END $$;
-- The columns of records that were cut over are empty, each with its entry and together with a receipt that says until when older backups hold them.
-- statement twin.emptied @live split rows: The columns of what was cut over are empty.
CREATE FUNCTION live.twin_emptied(p_kind integer, p_rows json, p_entry ledger.entry) RETURNS TABLE (n integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE until_ date := p_entry.fact::json ->> 'backups'; g record; k integer := 0;
BEGIN
    FOR g IN SELECT * FROM json_to_recordset(p_rows) AS r(n integer, subject uuid, record uuid) ORDER BY r.subject, r.record LOOP
        DELETE FROM live.twin t WHERE t.subject = g.subject AND t.record = g.record AND t.kind = p_kind AND t.going = 'empty';
        IF FOUND THEN
            k := k + 1; n := g.n;
            PERFORM ledger.record(ledger.further(p_entry, k), {allowed}, subject => g.subject, record => g.record);
            RETURN NEXT;
        END IF;
    END LOOP;
    PERFORM ledger.record(p_entry, {allowed});
    IF k > 0 THEN
        INSERT INTO live.owed VALUES (p_entry.entry, p_kind, 'attached-items', until_, k);
        UPDATE live.attached_kind SET backups = greatest(backups, until_) WHERE kind = p_kind;
    END IF;
END $$;

-- Rows of the application by blind index, whose records are sealed (`found`); and of rows that their columns were found by (p_keys), those whose columns
-- hold them no more.
-- statement attached.find @live merge outcome desc: Rows of an application whose records are sealed, by blind index; and which of some keys are sealed.
CREATE FUNCTION live.find_rows(p_versions integer[], p_tags bytea[], p_kinds integer[], p_keys text[]) RETURNS TABLE (outcome integer, kind integer, key text, found boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY (SELECT DISTINCT {allowed}, r.kind, a.key, true FROM live.claim c JOIN live.subject s ON s.subject = c.subject AND s.state = 1
      JOIN live.record r ON r.subject = c.subject AND r.record = c.record AND r.kind = ANY (p_kinds) AND r.generation > 0
      JOIN live.attached a ON a.subject = c.subject AND a.record = c.record WHERE c.tag = ANY (p_tags)
       AND live.index_versions() = p_versions)
    UNION ALL SELECT {allowed}, t.kind, t.key, false FROM live.twin t WHERE t.kind = ANY (p_kinds) AND t.key = ANY (p_keys) AND t.cut IS NOT NULL
    UNION ALL SELECT {conflict}, NULL, NULL, NULL WHERE live.index_versions() IS DISTINCT FROM p_versions;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION live.moving_left(integer), live.moving_begin(uuid, integer, boolean), live.moving(), live.twin_look(uuid, integer, json, ledger.entry),
    live.twin_put(uuid, integer, json, ledger.entry), live.twin_cut(uuid, integer, json, ledger.entry), live.twin_seen(uuid, integer, json),
    live.twin_page(integer, timestamptz, uuid, uuid, integer), live.twin_claim(uuid, integer, text, timestamptz, json), live.twin_back(uuid, integer, json, ledger.entry),
    live.twin_drop(uuid, integer, integer, ledger.entry), live.twin_emptied(integer, json, ledger.entry), live.find_rows(integer[], bytea[], integer[], text[]),
    live.twin_late(integer, uuid, uuid, integer, integer, uuid, boolean, integer, integer, integer[], integer[], bytea, bytea[], json, boolean, integer[], integer,
        ledger.entry) TO jikim_live;
