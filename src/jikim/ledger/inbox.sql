-- What each statement writes down in its own commit, in each of the four databases, until the sequencer gives it a position in the tree.

CREATE SCHEMA ledger;

-- What an entry says before its statement runs (ledger/entry.py); the statement adds what it found in the rows that it locked.
-- `under`: the grant that its actor acts by, where its own statement does not look for it; 0: none.
CREATE TYPE ledger.entry AS (entry uuid, at timestamptz, fact text, who bytea, under integer);
-- As many rows leave as come: what is vacuumed is reckoned by their number alone, not by how many once waited.
CREATE TABLE ledger.inbox (
    seq     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry   uuid NOT NULL,
    at      timestamptz NOT NULL,
    fact    text NOT NULL,
    who     bytea NOT NULL,
    subject uuid,
    record  uuid,
    version integer,
    items   integer[],
    outcome smallint NOT NULL,
    blocker uuid
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_cost_delay = 0);

-- Every entry is written here, but for a batch (live.collect_many, live.use_many, live.move_in, live.attached_gone, archive.admit_many) and the first of a generation. Answers the outcome.
CREATE FUNCTION ledger.record(p_entry ledger.entry, p_outcome integer, subject uuid DEFAULT NULL, record uuid DEFAULT NULL, version integer DEFAULT NULL,
    items integer[] DEFAULT NULL, blocker uuid DEFAULT NULL) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    -- INVARIANT: what is done by a grant that is over is not done. `ledger.grant_live` is each database's own: the live one has the grants. The whole statement falls, and the driver records the denial.
    IF p_entry.under <> 0 THEN
        -- A condition of its own: whoever acts by none does not pay for the call's being made ready in each transaction.
        IF p_outcome = {allowed} AND NOT ledger.grant_live(p_entry.under, p_entry.at) THEN
            RAISE EXCEPTION 'the grant is over' USING ERRCODE = 'JK001';
        END IF;
    END IF;
    INSERT INTO ledger.inbox (entry, at, fact, who, subject, record, version, items, outcome, blocker)
    VALUES (p_entry.entry, p_entry.at, p_entry.fact, p_entry.who, subject, record, version, items, p_outcome, blocker);
    RETURN p_outcome;
END $$;
-- Of several entries of one statement, which say the same: the n-th further one, whose number's last byte says so (ledger/numbers.py); 0 is the first
-- itself. What says something else has a number of its own, which the caller makes.
CREATE FUNCTION ledger.further(p_entry ledger.entry, p_n bigint) RETURNS ledger.entry LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF p_n = 0 THEN RETURN p_entry; END IF;
    RETURN ROW((left(p_entry.entry::text, 34) || lpad(to_hex(1 + (p_n - 1) % 255), 2, '0'))::uuid, p_entry.at, p_entry.fact, p_entry.who,
        p_entry.under)::ledger.entry;
END $$;

-- The batch that was taken out of the inbox last, by its rows, which lie there until they have their positions (then: none). It is taken in a commit of its own,
-- so that a row that commits late is in the next one. Its number is given once, also by a database that is put back; `before` is that of the batch before it.
-- INVARIANT: one at a time, under the lock of the tree's row.
CREATE TABLE ledger.batch (one boolean PRIMARY KEY DEFAULT true CHECK (one), batch uuid NOT NULL, rows bigint[] NOT NULL, before uuid);
-- The batch that stands (`stood`: more may wait behind it, however few its rows are), or the next one: its rows, the oldest first.
-- Rows are looked up by their numbers, whatever the planner thinks of an inbox that is empty one moment and long the next.
-- statement ledger.take_{database} @live @archive @keys @ledger: The batch of an inbox that stands, or the next one.
CREATE FUNCTION ledger.batch_take(p_limit integer) RETURNS TABLE (seq bigint, entry uuid, at timestamptz, fact text, who bytea, subject uuid, record uuid,
    version integer, items integer[], outcome smallint, blocker uuid, batch uuid, stood boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE taken ledger.batch;
BEGIN
    SELECT b.* INTO taken FROM ledger.batch b;
    -- One whose rows somebody took out holds nothing up.
    stood := EXISTS (SELECT 1 FROM ledger.inbox i WHERE i.seq = ANY (taken.rows));
    IF NOT stood THEN
        INSERT INTO ledger.batch AS b (batch, rows)
        SELECT gen_random_uuid(), array_agg(o.seq) FROM (SELECT i.seq FROM ledger.inbox i ORDER BY i.seq LIMIT p_limit) AS o HAVING count(*) > 0
        ON CONFLICT (one) DO UPDATE SET batch = excluded.batch, rows = excluded.rows, before = CASE WHEN b.rows = '{}' THEN b.batch ELSE b.before END
        RETURNING b.* INTO taken;
    END IF;
    RETURN QUERY SELECT i.*, taken.batch, stood FROM ledger.inbox i WHERE i.seq = ANY (taken.rows) ORDER BY i.seq;
END $$;
-- The rows of a batch have their positions, and leave the inbox.
-- statement ledger.drop_{database} @live @archive @keys @ledger: A batch that has its positions leaves its inbox.
CREATE FUNCTION ledger.batch_drop(p_batch uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog SET enable_seqscan = off AS $$
BEGIN
    DELETE FROM ledger.inbox i WHERE i.seq = ANY ((SELECT b.rows FROM ledger.batch b WHERE b.batch = p_batch)::bigint[]);
    UPDATE ledger.batch b SET rows = '{}' WHERE b.batch = p_batch;
END $$;
-- statement ledger.last_{database} @live @archive @keys: The batch that was taken last of an inbox, and the one before it.
CREATE FUNCTION ledger.batch_last() RETURNS TABLE (batch uuid, before uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT b.batch, b.before FROM ledger.batch b;
END $$;

-- what waits for its position, the oldest first
-- statement ledger.waiting_{database} @live @archive @keys @ledger: A database's entries that wait.
CREATE FUNCTION ledger.waiting(p_limit integer) RETURNS SETOF ledger.inbox
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT * FROM ledger.inbox i ORDER BY i.seq LIMIT p_limit;
END $$;
-- The number of what waits last: whoever places what is there now goes no further. NULL: nothing waits.
-- statement ledger.youngest_{database} @live @archive @keys @ledger: The number of what waits last in a database's inbox; NULL where nothing does.
CREATE FUNCTION ledger.youngest() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET enable_seqscan = off AS $$
BEGIN
    RETURN (SELECT max(i.seq) FROM ledger.inbox i);
END $$;
-- how much waits, and since when; where very much waits it is not counted to its end
-- By the index, which knows of most rows that have left: whoever looks at the table itself meets each until it is vacuumed.
-- statement ledger.backlog_{database} @live @archive @keys @ledger: How much waits in a database's inbox, and since when.
CREATE FUNCTION ledger.backlog(OUT entries bigint, OUT oldest timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET enable_seqscan = off AS $$
BEGIN
    SELECT (SELECT count(*) FROM (SELECT 1 FROM ledger.inbox LIMIT 100000) AS i), (SELECT i.at FROM ledger.inbox i ORDER BY i.seq LIMIT 1) INTO entries, oldest;
END $$;
-- What waits, by what it says, and the batch that it was taken in (NULL: none yet); of a very long inbox not all.
-- statement ledger.waiting_facts_{database} @live @archive @keys @ledger: What waits in a database's inbox, counted by what it says.
CREATE FUNCTION ledger.waiting_facts(p_limit integer) RETURNS TABLE (batch uuid, month text, fact text, outcome smallint, entries bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT o.batch, to_char(i.at AT TIME ZONE 'UTC', 'YYYY-MM'), i.fact, i.outcome, count(*)
      FROM (SELECT * FROM ledger.inbox n ORDER BY n.seq LIMIT p_limit) AS i
      LEFT JOIN (SELECT b.batch, unnest(b.rows) AS seq FROM ledger.batch b) AS o ON o.seq = i.seq GROUP BY 1, 2, 3, 4;
END $$;
GRANT EXECUTE ON FUNCTION ledger.waiting_facts(integer) TO jikim_{database};
-- What waits once more after a restore, and has its position, leaves the inbox; batches begin anew.
-- statement ledger.remove_{database} @live @archive @keys @ledger: What has its position, and came back with a backup, leaves its inbox.
CREATE FUNCTION ledger.remove(p_entries uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM ledger.inbox WHERE entry = ANY (p_entries);
    DELETE FROM ledger.batch;
END $$;
-- entries of a person that wait for their position; by the index, as `ledger.backlog`
-- statement ledger.waiting_of @live: Entries about one person that wait for their position.
-- statement ledger.archive_waiting_of @archive: The same in the archive.
CREATE FUNCTION ledger.waiting_of(p_subject uuid) RETURNS SETOF ledger.inbox
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET enable_seqscan = off AS $$
BEGIN
    RETURN QUERY SELECT * FROM ledger.inbox i WHERE i.subject = p_subject ORDER BY i.seq;
END $$;
