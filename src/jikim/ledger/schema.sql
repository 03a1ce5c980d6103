-- The ledger's own database: the tree, its bodies and its signed heads. Nothing joins it to another.
-- INVARIANT: leaves are inserted and read, never updated or deleted, but for full tiles that are packed (`ledger/packed.sql`); a leaf names no subject.
CREATE TABLE ledger.leaf (
    position   bigint PRIMARY KEY,
    commitment bytea NOT NULL
);
CREATE TABLE ledger.body (
    position bigint PRIMARY KEY,
    month    date NOT NULL,
    lot      smallint NOT NULL,                  -- whose time it has: 0 access records, 1 grants, 2 the house's own, which names no one and stays
    subject  uuid,
    sealed   bytea                               -- NULL: its time was over
);
CREATE INDEX body_subject ON ledger.body (subject, position) WHERE subject IS NOT NULL;
-- where the bodies of a month and lot lie that are not erased yet; `stated` is the entry that says that they will be
CREATE TABLE ledger.span (month date, lot smallint, low bigint NOT NULL, high bigint NOT NULL, stated uuid, PRIMARY KEY (month, lot));
-- the tree's full subtrees of 256 (level 0), 65,536 (level 1), … entries: their roots, and of the smallest their leaf hashes (a tile)
CREATE TABLE ledger.subtree (level smallint, n bigint, root bytea NOT NULL, leaves bytea, PRIMARY KEY (level, n));
-- what each witness cosigned last, and what it said when it was asked last
CREATE TABLE ledger.witness (key text PRIMARY KEY, size bigint NOT NULL, at timestamptz NOT NULL, said text NOT NULL);
CREATE TABLE ledger.tree (one boolean PRIMARY KEY DEFAULT true CHECK (one), size bigint NOT NULL, frontier bytea NOT NULL,
    alarm boolean NOT NULL DEFAULT false,        -- entries were missing or forged, and nobody was alerted yet
    generation integer NOT NULL DEFAULT 1, origin text,
    counted bigint NOT NULL DEFAULT 0);          -- up to which position entries are counted in `ledger.count`
-- How many entries there are, about nobody (`proof/counts.py`), by the lot that their bodies lie in. INVARIANT: they stay when the bodies go.
CREATE TABLE ledger.count (lies date, lot smallint, month text, event text, part text, entries bigint NOT NULL, PRIMARY KEY (lies, lot, month, event, part));
INSERT INTO ledger.tree VALUES (true, 0, '');
CREATE TABLE ledger.checkpoint (size bigint PRIMARY KEY, at timestamptz NOT NULL, note text NOT NULL);
-- what processes say of their entries (`ledger/numbers.py`), until the sequencer has read it; and which numbers of each it has placed, sealed by it
CREATE TABLE ledger.word (entry uuid PRIMARY KEY, at timestamptz NOT NULL, said text NOT NULL);
CREATE TABLE ledger.process (process bigint PRIMARY KEY, seen bytea NOT NULL, ended boolean NOT NULL);
-- of each inbox the last batch that has its positions, and the reads that it told of
CREATE TABLE ledger.placed (source text PRIMARY KEY, batch uuid NOT NULL, counted jsonb NOT NULL);

-- the ledger's own steps

-- statement ledger.placed @ledger: The last batch of an inbox that has its positions, and the reads that it told of.
CREATE FUNCTION ledger.placed_of(p_source text) RETURNS TABLE (batch uuid, counted jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT p.batch, p.counted FROM ledger.placed p WHERE p.source = p_source;
END $$;
-- statement ledger.forget_batch @ledger: An inbox was put back, and its batches begin anew.
CREATE FUNCTION ledger.forget_batch(p_source text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM ledger.placed WHERE source = p_source;
END $$;
-- statement ledger.tree @ledger: The tree's size and frontier, locked: one sequencer at a time.
CREATE FUNCTION ledger.tree_locked(OUT size bigint, OUT frontier bytea, OUT generation integer, OUT counted bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT t.size, t.frontier, t.generation, t.counted FROM ledger.tree t FOR UPDATE INTO size, frontier, generation, counted;
END $$;
-- statement ledger.tell @ledger may record: A process says which of its entries it vouches for.
CREATE FUNCTION ledger.tell(p_entry uuid, p_at timestamptz, p_said text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO ledger.word VALUES (p_entry, p_at, p_said);
END $$;
-- statement ledger.words @ledger: What processes said, that was not read yet.
CREATE FUNCTION ledger.words() RETURNS SETOF ledger.word
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT * FROM ledger.word w ORDER BY w.entry LIMIT 5000;
END $$;
-- These processes, or all that have not ended.
-- statement ledger.processes @ledger: Which numbers of these processes, or of all, were placed; sealed.
CREATE FUNCTION ledger.processes(p_processes bigint[]) RETURNS TABLE (process bigint, seen bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT p.process, p.seen FROM ledger.process p WHERE CASE WHEN p_processes IS NULL THEN NOT p.ended ELSE p.process = ANY (p_processes) END;
END $$;
-- statement ledger.keep_processes @ledger: The same, written back; the words that were read go.
CREATE FUNCTION ledger.keep_processes(p_processes bigint[], p_seen bytea[], p_ended bigint[], p_words uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO ledger.process AS p SELECT u.process, u.seen, u.process = ANY (p_ended) FROM unnest(p_processes, p_seen) AS u(process, seen)
    ON CONFLICT (process) DO UPDATE SET seen = excluded.seen, ended = p.ended OR excluded.ended;
    DELETE FROM ledger.word WHERE entry = ANY (p_words);
END $$;
-- statement ledger.alarm @ledger: Somebody is to be alerted of the ledger, or was.
CREATE FUNCTION ledger.alarm(p_on boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE ledger.tree SET alarm = p_on;
END $$;
-- Whether the last checkpoint covers the tree; looks only, so that an idle run writes nothing.
-- statement ledger.still @ledger: Whether a checkpoint covers the tree, the tree's size, and whether somebody is to be alerted.
CREATE FUNCTION ledger.still(OUT still boolean, OUT size bigint, OUT alarm boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT t.size = coalesce((SELECT max(c.size) FROM ledger.checkpoint c), 0), t.size, t.alarm
      FROM ledger.tree t
      INTO still, size, alarm;
END $$;
-- The tree after new leaves, and the batch of an inbox that they are (`p_source` NULL: they are the ledger's own).
-- statement ledger.grow @ledger: The tree after new leaves, and the batch that they are.
CREATE FUNCTION ledger.grow(p_source text, p_batch uuid, p_counted jsonb, p_from bigint, p_size bigint, p_frontier bytea, p_months date[], p_lots integer[], p_lows bigint[], p_highs bigint[],
    p_levels integer[], p_numbers bigint[], p_roots bytea[], p_leaves bytea[], p_counts jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE ledger.tree SET size = p_size, frontier = p_frontier WHERE size = p_from AND p_size > p_from;
    IF NOT FOUND THEN RETURN false; END IF;
    -- INVARIANT: the tree grows only by entries that it holds a leaf and a body of.
    IF (SELECT count(*) FROM ledger.leaf l WHERE l.position >= p_from AND l.position < p_size) <> p_size - p_from
        OR (SELECT count(*) FROM ledger.body b WHERE b.position >= p_from AND b.position < p_size AND b.sealed IS NOT NULL) <> p_size - p_from
    THEN RAISE EXCEPTION 'the tree does not hold these entries'; END IF;
    -- INVARIANT: a batch has its positions and its mark in one commit, or neither.
    IF p_source IS NOT NULL THEN
        INSERT INTO ledger.placed VALUES (p_source, p_batch, p_counted)
        ON CONFLICT (source) DO UPDATE SET batch = excluded.batch, counted = excluded.counted;
    END IF;
    INSERT INTO ledger.span AS s (month, lot, low, high)
    SELECT * FROM unnest(p_months, p_lots, p_lows, p_highs)
    ON CONFLICT (month, lot) DO UPDATE SET low = least(s.low, excluded.low), high = greatest(s.high, excluded.high);
    INSERT INTO ledger.subtree (level, n, root, leaves) SELECT * FROM unnest(p_levels, p_numbers, p_roots, p_leaves);
    PERFORM ledger.count_on(p_from, p_size, p_counts);
    RETURN true;
END $$;
-- INVARIANT: each entry is counted once, in the order of positions. What is placed while earlier ones are not counted is counted with them.
-- statement ledger.count_on @ledger: Entries up to a position are counted; false where those before them are not, or these are already.
CREATE FUNCTION ledger.count_on(p_from bigint, p_until bigint, p_counts jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE ledger.tree t SET counted = p_until WHERE t.counted = p_from AND t.size >= p_until;
    IF NOT FOUND THEN RETURN false; END IF;
    INSERT INTO ledger.count AS c SELECT u.* FROM jsonb_to_recordset(p_counts) AS u(lies date, lot smallint, month text, event text, part text, entries bigint)
    ON CONFLICT (lies, lot, month, event, part) DO UPDATE SET entries = c.entries + excluded.entries;
    RETURN true;
END $$;
-- statement ledger.counts @ledger: How many entries are counted, by month, event and part; of one month's lot, or all.
CREATE FUNCTION ledger.counts(p_lies date, p_lot integer) RETURNS TABLE (month text, event text, part text, entries bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.month, c.event, c.part, sum(c.entries)::bigint FROM ledger.count c
     WHERE p_lies IS NULL OR (c.lies = p_lies AND c.lot = p_lot) GROUP BY 1, 2, 3;
END $$;
-- statement ledger.counted @ledger: Up to where entries are counted, the tree's size, and the last batch of each inbox that has its positions.
CREATE FUNCTION ledger.counted(OUT counted bigint, OUT size bigint, OUT batches uuid[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT t.counted, t.size, ARRAY(SELECT p.batch FROM ledger.placed p ORDER BY p.source) FROM ledger.tree t INTO counted, size, batches;
END $$;
-- statement ledger.checkpoint @ledger: A signed checkpoint.
CREATE FUNCTION ledger.add_checkpoint(p_size bigint, p_at timestamptz, p_note text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO ledger.checkpoint SELECT p_size, p_at, p_note FROM ledger.tree t WHERE t.size = p_size ON CONFLICT DO NOTHING;
END $$;
-- A checkpoint a second is for today. INVARIANT: what a witness cosigned stays, and of each hour and generation the last.
-- statement ledger.thin @ledger: Checkpoints older than a day go, but the last of each hour and the cosigned ones. Answers how many went.
CREATE FUNCTION ledger.thin(p_at timestamptz, OUT thinned bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM ledger.checkpoint c
     WHERE ledger.past(c.at + interval '1 day', p_at) AND c.note !~ E'\n\u2014 [^\n]*\n\u2014 '
       AND EXISTS (SELECT 1 FROM ledger.checkpoint l WHERE l.size > c.size AND date_trunc('hour', l.at, 'UTC') = date_trunc('hour', c.at, 'UTC')
                       AND split_part(l.note, E'\n', 1) = split_part(c.note, E'\n', 1));
    GET DIAGNOSTICS thinned = ROW_COUNT;
END $$;
-- the newest first; `p_newest`: so many (null: all)
-- statement ledger.bodies_of @ledger: Sealed entries about one person below a position, the newest first: all, or so many.
CREATE FUNCTION ledger.bodies_of(p_subject uuid, p_newest integer, p_below bigint) RETURNS TABLE (place bigint, month date, lot integer, sealed bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT b.position, b.month, b.lot::integer, b.sealed FROM ledger.body b
     WHERE b.subject = p_subject AND b.position < p_below AND b.sealed IS NOT NULL ORDER BY b.position DESC LIMIT p_newest;
END $$;
-- statement ledger.open_leaves @ledger: Leaves of the tile that is not full yet, which is in no pack.
CREATE FUNCTION ledger.open_leaves(p_from bigint, p_limit integer) RETURNS TABLE (commitment bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT l.commitment FROM ledger.leaf l WHERE l.position >= p_from ORDER BY l.position LIMIT p_limit;
END $$;
-- statement ledger.roots @ledger: Roots of full subtrees of one level.
CREATE FUNCTION ledger.roots(p_level integer, p_from bigint, p_limit integer) RETURNS TABLE (n bigint, root bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT t.n, t.root FROM ledger.subtree t WHERE t.level = p_level AND t.n >= p_from ORDER BY t.n LIMIT p_limit;
END $$;
-- statement ledger.tree_now @ledger: The tree's size, frontier and generation; looks only.
CREATE FUNCTION ledger.tree_now(OUT size bigint, OUT frontier bytea, OUT generation integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT t.size, t.frontier, t.generation FROM ledger.tree t INTO size, frontier, generation;
END $$;
-- The ledger keeps its first name, though the service's address may change.
-- statement ledger.named @ledger: The ledger's name, given once.
CREATE FUNCTION ledger.named(p_origin text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE ledger.tree t SET origin = p_origin WHERE t.origin IS NULL;
    RETURN (SELECT t.origin FROM ledger.tree t);
END $$;
-- statement ledger.last_checkpoint @ledger: The newest checkpoint.
CREATE FUNCTION ledger.last_checkpoint() RETURNS TABLE (size bigint, note text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.size, c.note FROM ledger.checkpoint c ORDER BY c.size DESC LIMIT 1;
END $$;

-- witnesses: a cosignature is a line more of the checkpoint's note
-- statement ledger.cosign @ledger: A witness' line in a checkpoint's note.
CREATE FUNCTION ledger.cosign(p_size bigint, p_line text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE ledger.checkpoint c SET note = c.note || p_line WHERE c.size = p_size AND position(p_line IN c.note) = 0;
END $$;
-- statement ledger.witnesses @ledger: What each witness cosigned last, and what it said last.
CREATE FUNCTION ledger.witnesses() RETURNS TABLE (key text, size bigint, at timestamptz, said text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT w.key, w.size, w.at, w.said FROM ledger.witness w ORDER BY w.key;
END $$;
-- statement ledger.witness_said @ledger: What a witness said just now.
CREATE FUNCTION ledger.witness_said(p_key text, p_size bigint, p_at timestamptz, p_said text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO ledger.witness AS w VALUES (p_key, p_size, p_at, p_said)
    ON CONFLICT (key) DO UPDATE SET size = greatest(w.size, excluded.size), at = excluded.at, said = excluded.said;
END $$;

-- A ledger that was put back from a backup goes on as another generation, whose first entry is before all that wait. What processes vouched for before
-- may have come later than what was put back of it.
-- statement ledger.begin_generation @ledger records if done: The ledger goes on from a backup, under another name.
CREATE FUNCTION ledger.begin_generation(p_generation integer, p_entry ledger.entry, OUT begun boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE ledger.tree SET generation = p_generation WHERE generation < p_generation;
    begun := FOUND;
    IF NOT begun THEN RETURN; END IF;
    DELETE FROM ledger.word;
    -- What has its position leaves; what was taken, and has none, is taken anew, behind this entry.
    PERFORM ledger.batch_drop(p.batch) FROM ledger.placed p WHERE p.source = 'ledger';
    DELETE FROM ledger.batch;
    INSERT INTO ledger.inbox (seq, entry, at, fact, who, outcome) OVERRIDING SYSTEM VALUE
    VALUES (least((SELECT min(i.seq) FROM ledger.inbox i), 1) - 1, p_entry.entry, p_entry.at, p_entry.fact, p_entry.who, 0);
END $$;

-- bodies whose time is over: said in the ledger first, then the month's key, then these
-- The rows without a lot are the months of entries that wait for their places (`p_waiting`).
-- statement ledger.spans @ledger: The months whose bodies are still there, by lot, and from which day on each may go; no one's data.
CREATE FUNCTION ledger.spans(p_waiting date[]) RETURNS TABLE (month date, lot integer, over_from date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT x.month, x.lot, ledger.over_from(x.month, coalesce(x.lot, 0))
      FROM ((SELECT s.month, s.lot::integer FROM ledger.span s ORDER BY s.month, s.lot)
            UNION ALL (SELECT u.month, NULL FROM unnest(p_waiting) AS u(month))) AS x(month, lot);
END $$;
-- statement ledger.bodies_in @ledger: How many bodies a month's lot has.
CREATE FUNCTION ledger.bodies_in(p_month date, p_lot integer) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN (SELECT count(*) FROM ledger.span s JOIN ledger.body b ON b.position BETWEEN s.low AND s.high AND b.month = s.month AND b.lot = s.lot
             WHERE s.month = p_month AND s.lot = p_lot AND b.sealed IS NOT NULL)
         + (SELECT coalesce(sum(bit_count(k.held)), 0) FROM ledger.block k
             WHERE k.month = p_month AND k.lot = p_lot AND (k.sealed IS NOT NULL OR k.begins IS NOT NULL));
END $$;
-- statement ledger.state_expiry @ledger records if done: The ledger says that a month's lot goes; by the eraser.
CREATE FUNCTION ledger.state_expiry(p_month date, p_lot integer, p_entry ledger.entry, OUT stated boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    -- INVARIANT: no body goes before its lot's term, whoever asks; the house's own never.
    PERFORM ledger.expect_over(p_month, p_lot, p_entry.at);
    UPDATE ledger.span SET stated = p_entry.entry WHERE month = p_month AND lot = p_lot AND ledger.span.stated IS NULL;
    stated := FOUND;
    IF stated THEN PERFORM ledger.record(p_entry, {allowed}); END IF;
END $$;
-- statement ledger.erase @ledger: Bodies whose time is over go, a page at a time; by the eraser.
CREATE FUNCTION ledger.erase(p_month date, p_lot integer, p_limit integer, OUT erased bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE s record; last bigint;
BEGIN
    SELECT * INTO s FROM ledger.span WHERE month = p_month AND lot = p_lot FOR UPDATE;
    erased := 0;
    IF NOT FOUND THEN RETURN; END IF;
    -- INVARIANT: the ledger says that they go before they do, so that what is marked as expired in an export is what it says.
    IF s.stated IS NULL OR EXISTS (SELECT 1 FROM ledger.inbox i WHERE i.entry = s.stated) THEN RAISE EXCEPTION 'not said yet'; END IF;
    WITH page AS (SELECT b.position FROM ledger.body b
                   WHERE b.position BETWEEN s.low AND s.high AND b.month = p_month AND b.lot = p_lot ORDER BY b.position LIMIT p_limit),
         gone AS (UPDATE ledger.body b SET sealed = NULL, subject = NULL FROM page WHERE b.position = page.position RETURNING b.position)
    SELECT count(*), max(g.position) INTO erased, last FROM gone g;
    IF erased = p_limit THEN UPDATE ledger.span SET low = last + 1 WHERE month = p_month AND lot = p_lot; RETURN; END IF;
    -- The packed ones are few rows: all of a month's lot at once.
    WITH gone AS (UPDATE ledger.block k SET sealed = NULL, generation = NULL, first = NULL, begins = NULL, size = NULL
                   WHERE k.month = p_month AND k.lot = p_lot AND (k.sealed IS NOT NULL OR k.begins IS NOT NULL) RETURNING k.held)
    SELECT erased + coalesce(sum(bit_count(g.held)), 0) INTO erased FROM gone g;
    DELETE FROM ledger.whose WHERE month = p_month AND lot = p_lot;
    DELETE FROM ledger.span WHERE month = p_month AND lot = p_lot;
END $$;

-- Where entries of a span of time lie, by the checkpoints around it.
-- statement ledger.positions @ledger: Where the entries of a span of time lie, by the checkpoints around it.
CREATE FUNCTION ledger.positions(p_from timestamptz, p_until timestamptz, OUT low bigint, OUT high bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT coalesce((SELECT max(c.size) FROM ledger.checkpoint c WHERE c.at < p_from), 0),
           coalesce((SELECT min(c.size) FROM ledger.checkpoint c WHERE c.at >= p_until), (SELECT t.size FROM ledger.tree t))
      INTO low, high;
END $$;
-- statement reports/report.access_span @ledger: Where in the ledger the entries of some months lie.
CREATE FUNCTION ledger.access_span(p_from date, p_to date, OUT low bigint, OUT high bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT min(s.low), max(s.high) FROM ledger.span s WHERE s.month BETWEEN p_from AND p_to INTO low, high;
END $$;

-- how large it is
-- statement prove/prove.ledger_size @ledger: How large the ledger's database is.
CREATE FUNCTION ledger.prove_size() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN pg_database_size(current_database());
END $$;
-- statement ledger.checkpoints @ledger: Every checkpoint, by size.
CREATE FUNCTION ledger.checkpoints() RETURNS TABLE (size bigint, at timestamptz, note text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.size, c.at, c.note FROM ledger.checkpoint c ORDER BY c.size;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
GRANT USAGE ON SCHEMA ledger TO jikim_ledger, jikim_eraser;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ledger TO jikim_ledger;
GRANT EXECUTE ON FUNCTION ledger.checkpoints(), ledger.tree_locked(), ledger.counts(date, integer), ledger.counted(), ledger.count_on(bigint, bigint, jsonb),
    ledger.grow(text, uuid, jsonb, bigint, bigint, bytea, date[], integer[], bigint[], bigint[], integer[], bigint[], bytea[], bytea[], jsonb) TO jikim_ledger;
REVOKE EXECUTE ON FUNCTION ledger.record(ledger.entry, integer, uuid, uuid, integer, integer[], uuid), ledger.further(ledger.entry, bigint),
    ledger.grant_live(integer, timestamptz) FROM jikim_ledger;
GRANT INSERT, SELECT ON ledger.leaf TO jikim_ledger;
GRANT INSERT ON ledger.body TO jikim_ledger;
GRANT SELECT ON ledger.checkpoint TO jikim_ledger;
-- INVARIANT: the application cannot erase its own evidence: bodies go by another role, when their time is over.
REVOKE EXECUTE ON FUNCTION ledger.bodies_in(date, integer), ledger.state_expiry(date, integer, ledger.entry),
    ledger.erase(date, integer, integer), ledger.let_go(bigint, integer), ledger.let_out(bigint, integer, date) FROM jikim_ledger;
GRANT EXECUTE ON FUNCTION ledger.bodies_in(date, integer), ledger.state_expiry(date, integer, ledger.entry),
    ledger.erase(date, integer, integer), ledger.let_go(bigint, integer), ledger.let_out(bigint, integer, date) TO jikim_eraser;
