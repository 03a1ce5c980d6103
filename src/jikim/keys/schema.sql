-- The key store: wrapped keys by name. Destroying a row here, and then the ring it is wrapped under, is erasure.
-- Spaces: person (subject ‖ generation), archive (subject), day (kind ‖ due day), bar (due day), hold, ledger-month, index, signing.

CREATE TABLE keys.key (
    space   text NOT NULL,
    name    bytea NOT NULL,
    ring    integer NOT NULL,                    -- the ring at which the shard key that wraps it was made
    wrapped bytea NOT NULL,
    PRIMARY KEY (space, name)
) WITH (fillfactor = 48);                        -- an epoch re-wraps in place: each page has room for its rows once more
-- INVARIANT: a destroyed name never gets a key again.
CREATE TABLE keys.destroyed (
    space text NOT NULL,
    name  bytea NOT NULL,
    at    timestamptz NOT NULL,
    epoch integer,                               -- the one that makes it irrecoverable; NULL: the next
    PRIMARY KEY (space, name)
);
CREATE INDEX destroyed_next ON keys.destroyed (space) WHERE epoch IS NULL;
-- What receipts said: of a person or a certificate, by part, each of the four dates, and when each of the company's own
-- systems was told and answered; and when the letter of a leaving was sent, and came back. INVARIANT: it only grows; what was said once is said for good,
-- whatever an older database that was put back, or a newer key that seals nothing, would make of it.
CREATE TABLE keys.said (
    number uuid NOT NULL,
    part   text NOT NULL,
    name   text NOT NULL CHECK (name IN ('hidden', 'key_destroyed', 'rows_removed', 'irrecoverable', 'told', 'answered', 'returned')),
    at     timestamptz NOT NULL,
    PRIMARY KEY (number, part, name)
);
-- under which ring's shard key a shard's keys are wrapped; no row: the first
CREATE TABLE keys.shard (shard integer PRIMARY KEY, ring integer NOT NULL);
-- The journal of epochs. `ring` is the number of the ring that an epoch makes, `step` the last that is done.
CREATE TABLE keys.epoch (
    ring          integer PRIMARY KEY,
    runner        uuid NOT NULL,                 -- who turns it: one that was cut off and comes back late changes nothing
    step          text NOT NULL CHECK (step IN ('begun', 'root', 'ring', 'turned', 'rewrapped', 'backup', 'waited', 'destroyed', 'done')),
    begun         timestamptz NOT NULL,
    names         bigint NOT NULL,               -- destroyed names that it makes irrecoverable
    shards        integer[] NOT NULL,
    former        text NOT NULL,                 -- the root key version that it destroys, and who holds it
    former_holder text NOT NULL,
    root          text,
    holder        text,
    turned        timestamptz,
    rewrapped     bigint NOT NULL DEFAULT 0,
    backup        boolean,                       -- whether a backup of the keys was made and verified; NULL: none is configured
    done          timestamptz,
    irrecoverable timestamptz                    -- by the word of who held the root key
);
-- INVARIANT: one epoch at a time.
CREATE UNIQUE INDEX epoch_open ON keys.epoch ((true)) WHERE done IS NULL;

-- INVARIANT: making a key and destroying its name exclude each other, so that no key is made from a look that is older than the destruction.
-- A name stands for 256 locks, so that many keys at once take few.
CREATE FUNCTION keys.name_lock(p_name bytea, p_alone boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF p_alone THEN PERFORM pg_advisory_xact_lock(7345604, hashtext(encode(p_name, 'hex')) & 255);
    ELSE PERFORM pg_advisory_xact_lock_shared(7345604, hashtext(encode(p_name, 'hex')) & 255); END IF;
END $$;

-- INVARIANT: no key is wrapped under a shard key whose time is over: whoever writes holds this shared, and the turn of an epoch alone.
CREATE FUNCTION keys.turn_lock(p_alone boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF p_alone THEN PERFORM pg_advisory_xact_lock(7345605, 0);
    ELSE PERFORM pg_advisory_xact_lock_shared(7345605, 0); END IF;
END $$;
CREATE FUNCTION keys.shard_of(p_name bytea) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT get_byte(sha256(p_name), 0) $$;

-- The key that stands is the key: two that come at once get the same one. No row: it was destroyed. A row without a key: the shard's keys
-- are wrapped under that ring's shard key, and the one that was offered is not.
-- statement key.put @keys: Make a key durable, or get the one that stands.
CREATE FUNCTION keys.put(p_space text, p_name bytea, p_ring integer, p_wrapped bytea) RETURNS TABLE (ring integer, wrapped bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE stands integer; gone boolean;
BEGIN
    PERFORM keys.name_lock(p_name, false);
    PERFORM keys.turn_lock(false);
    SELECT coalesce(max(s.ring), 1) INTO stands FROM keys.shard s WHERE s.shard = keys.shard_of(p_name);
    gone := EXISTS (SELECT 1 FROM keys.destroyed d WHERE d.space = p_space AND d.name = p_name);
    INSERT INTO keys.key (space, name, ring, wrapped)
    SELECT p_space, p_name, p_ring, p_wrapped WHERE NOT gone AND p_ring = stands
    ON CONFLICT (space, name) DO NOTHING;
    RETURN QUERY SELECT k.ring, k.wrapped FROM keys.key k WHERE k.space = p_space AND k.name = p_name;
    IF NOT FOUND AND NOT gone THEN RETURN QUERY SELECT stands, NULL::bytea; END IF;
END $$;
-- Keys of many new names, each put as one is. Answers what stands, in the order of the names; no row of a name that was destroyed.
-- statement key.put_many @keys: Make keys of many names durable, or get those that stand.
CREATE FUNCTION keys.put_many(p_space text, p_names bytea[], p_rings integer[], p_wrapped bytea[])
RETURNS TABLE (n integer, ring integer, wrapped bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE g record;
BEGIN
    -- In the order of their names, so that two that put the same ones never wait for each other.
    FOR g IN SELECT u.name, u.ring, u.wrapped, (u.o - 1)::integer AS n
               FROM unnest(p_names, p_rings, p_wrapped) WITH ORDINALITY AS u(name, ring, wrapped, o) ORDER BY u.name LOOP
        RETURN QUERY SELECT g.n, x.ring, x.wrapped FROM keys.put(p_space, g.name, g.ring, g.wrapped) x;
    END LOOP;
END $$;
-- statement key.get @keys: One wrapped key.
CREATE FUNCTION keys.get(p_space text, p_name bytea) RETURNS TABLE (ring integer, wrapped bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT k.ring, k.wrapped FROM keys.key k WHERE k.space = p_space AND k.name = p_name;
END $$;
-- statement key.get_many @keys: Wrapped keys by name.
CREATE FUNCTION keys.get_many(p_space text, p_names bytea[]) RETURNS TABLE (name bytea, ring integer, wrapped bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT k.name, k.ring, k.wrapped FROM keys.key k WHERE k.space = p_space AND k.name = ANY (p_names);
END $$;
-- INVARIANT: whoever asks, a ledger month's key stands until its lot's term is over, a due day's or a bar's until the day is, and a signing key for good.
CREATE FUNCTION keys.expect_due(p_space text, p_name bytea, p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text := encode(p_name, 'escape');
BEGIN
    CASE p_space
    WHEN 'signing' THEN RAISE EXCEPTION 'a signing key is never destroyed';
    WHEN 'ledger-month' THEN
        IF name !~ '^[0-9]{4}-[0-9]{2}-01(/grants)?$' THEN RAISE EXCEPTION 'before its time'; END IF;
        PERFORM ledger.expect_over(left(name, 10)::date, CASE WHEN name LIKE '%/grants' THEN 1 ELSE 0 END, p_at);
    WHEN 'day' THEN
        name := encode(substr(p_name, 5), 'escape');
        IF name ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' AND ledger.day_past(name::date, p_at) IS NOT TRUE THEN RAISE EXCEPTION 'before its time'; END IF;
    WHEN 'bar' THEN
        IF ledger.day_past(name::date, p_at) IS NOT TRUE THEN RAISE EXCEPTION 'before its time'; END IF;
    ELSE NULL;
    END CASE;
END $$;
-- statement key.destroy @keys restricts records if done: Erasure: the key goes, and its name never gets another.
CREATE FUNCTION keys.destroy(p_space text, p_name bytea, p_subject uuid, p_entry ledger.entry, OUT gone boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    IF p_space = 'ledger-month' THEN RAISE EXCEPTION 'the application cannot destroy its own evidence'; END IF;
    PERFORM keys.expect_due(p_space, p_name, p_entry.at);
    PERFORM keys.name_lock(p_name, true);
    DELETE FROM keys.waiting WHERE space = p_space AND name = p_name;
    DELETE FROM keys.key WHERE space = p_space AND name = p_name;
    gone := FOUND;
    INSERT INTO keys.destroyed (space, name, at) VALUES (p_space, p_name, p_entry.at) ON CONFLICT DO NOTHING;
    IF gone OR FOUND THEN
        PERFORM keys.restrict(p_entry.at, 'key', jsonb_build_object('space', p_space, 'name', encode(p_name, 'hex')));
        PERFORM ledger.record(p_entry, {allowed}, subject => p_subject);
    END IF;
END $$;
-- The key of a ledger month whose time is over: by the eraser alone.
-- statement ledger/ledger.destroy_month @keys restricts records if done: The key of a month's lot goes, and its name never gets another; by the eraser.
CREATE FUNCTION keys.destroy_month(p_name bytea, p_entry ledger.entry, OUT gone boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM keys.expect_due('ledger-month', p_name, p_entry.at);
    PERFORM keys.name_lock(p_name, true);
    DELETE FROM keys.key WHERE space = 'ledger-month' AND name = p_name;
    gone := FOUND;
    INSERT INTO keys.destroyed (space, name, at) VALUES ('ledger-month', p_name, p_entry.at) ON CONFLICT DO NOTHING;
    IF gone OR FOUND THEN
        PERFORM keys.restrict(p_entry.at, 'key', jsonb_build_object('space', 'ledger-month', 'name', encode(p_name, 'hex')));
        PERFORM ledger.record(p_entry, {allowed});
    END IF;
END $$;
-- INVARIANT: no key is destroyed while what it sealed, and what must survive, stands re-sealed in no backup: it waits for backup number `after`.
CREATE TABLE keys.waiting (
    space   text NOT NULL,
    name    bytea NOT NULL,
    subject uuid,
    after   integer NOT NULL,
    since   timestamptz NOT NULL,
    PRIMARY KEY (space, name)
);
-- Answers whether it stands; one that is gone waits for nothing.
-- statement key.wait @keys: A key whose survivors stand re-sealed in no backup waits for the next one before it goes.
CREATE FUNCTION keys.wait(p_space text, p_name bytea, p_subject uuid, p_after integer, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE answer boolean;
BEGIN
    INSERT INTO keys.waiting (space, name, subject, after, since)
    SELECT p_space, p_name, p_subject, p_after, p_at WHERE EXISTS (SELECT 1 FROM keys.key k WHERE k.space = p_space AND k.name = p_name)
    ON CONFLICT DO NOTHING;
    SELECT EXISTS (SELECT 1 FROM keys.key k WHERE k.space = p_space AND k.name = p_name) INTO answer;
    RETURN answer;
END $$;
-- statement key.ripe @keys: Keys that waited for a backup that is verified now.
CREATE FUNCTION keys.ripe(p_verified integer, p_limit integer) RETURNS TABLE (space text, name bytea, subject uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT w.space, w.name, w.subject FROM keys.waiting w WHERE w.after <= p_verified ORDER BY w.after, w.space, w.name LIMIT p_limit;
END $$;
-- After a restore: keys that what came back is sealed under wait for nothing until that is sealed anew.
-- statement key.unwait @keys: After a restore: keys that are needed again until what they seal is sealed anew.
CREATE FUNCTION keys.unwait(p_space text, p_names bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM keys.waiting w WHERE w.space = p_space AND w.name = ANY (p_names);
END $$;
-- statement key.waits @keys: How many keys wait for a backup.
CREATE FUNCTION keys.waits() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN (SELECT count(*) FROM keys.waiting);
END $$;
-- An older key store that was put back: what was destroyed since goes again. A second replay changes nothing.
-- statement restrictions.replay.{database} @keys house may record: Restrictions that an older database does not know, put back from beside the ring.
CREATE FUNCTION keys.replay(p_rows json, p_last bigint, p_entry ledger.entry) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE r record; done bigint := 0;
BEGIN
    PERFORM ledger.expect_whole(p_rows, (SELECT b.last FROM keys.beside b FOR UPDATE), p_last);
    FOR r IN SELECT g.n, g.at, g.detail ->> 'space' AS space, decode(g.detail ->> 'name', 'hex') AS name
               FROM json_to_recordset(p_rows) AS g(n bigint, at timestamptz, what text, detail jsonb)
              ORDER BY g.n LOOP
        done := done + 1;
        PERFORM keys.expect_due(r.space, r.name, r.at);
        DELETE FROM keys.key k WHERE k.space = r.space AND k.name = r.name;
        DELETE FROM keys.waiting w WHERE w.space = r.space AND w.name = r.name;
        INSERT INTO keys.destroyed (space, name, at) VALUES (r.space, r.name, r.at) ON CONFLICT DO NOTHING;
    END LOOP;
    UPDATE keys.beside SET last = p_last WHERE last < p_last;
    IF FOUND THEN
        DELETE FROM keys.restriction WHERE n <= p_last;
        PERFORM ledger.record(p_entry, {allowed});
    END IF;
    RETURN done;
END $$;
-- a person's keys of older generations
-- statement key.names @keys: A person's keys of every generation.
CREATE FUNCTION keys.names(p_space text, p_prefix bytea) RETURNS TABLE (name bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT k.name FROM keys.key k WHERE k.space = p_space AND k.name >= p_prefix AND k.name < p_prefix || '\xffffffffff'::bytea ORDER BY k.name;
END $$;
-- the youngest generation that a person's key ever had, destroyed or not
-- statement key.youngest @keys: After a restore: the youngest generation of each person's key.
CREATE FUNCTION keys.youngest(p_subjects bytea[]) RETURNS TABLE (subject bytea, generation integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT u.subject, (SELECT max(('x' || encode(substr(x.name, 17, 4), 'hex'))::bit(32)::integer)
              FROM (SELECT k.name FROM keys.key k WHERE k.space = 'person' AND k.name >= u.subject AND k.name < u.subject || '\xffffffffff'::bytea
                    UNION ALL SELECT d.name FROM keys.destroyed d
                     WHERE d.space = 'person' AND d.name >= u.subject AND d.name < u.subject || '\xffffffffff'::bytea) AS x)
      FROM unnest(p_subjects) AS u(subject);
END $$;
-- the names of one space, page by page
-- statement key.page @keys: The names of one space, page by page.
CREATE FUNCTION keys.page(p_space text, p_after bytea, p_limit integer) RETURNS TABLE (name bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT k.name FROM keys.key k WHERE k.space = p_space AND k.name > p_after ORDER BY k.name LIMIT p_limit;
END $$;
-- the epoch, step by step (jobs/epoch.py)

-- Whether the key store is new: only then may a key ring be made for it.
-- statement key.untouched @keys: Whether the key store is new, so that a key ring may be made for it.
CREATE FUNCTION keys.untouched() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN NOT EXISTS (SELECT 1 FROM keys.key) AND NOT EXISTS (SELECT 1 FROM keys.destroyed) AND NOT EXISTS (SELECT 1 FROM keys.epoch);
END $$;
-- Held by the session that turns an epoch, for as long as it does.
-- statement epoch.alone @keys: One epoch at a time, over all machines.
CREATE FUNCTION keys.epoch_alone() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN pg_try_advisory_lock(7345605, 1);
END $$;
-- statement epoch.over @keys: The next epoch may begin.
CREATE FUNCTION keys.epoch_over() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN pg_advisory_unlock(7345605, 1);
END $$;
-- statement epoch.last @keys: The latest epochs, from the journal.
CREATE FUNCTION keys.epochs(p_limit integer) RETURNS SETOF keys.epoch
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT * FROM keys.epoch e ORDER BY e.ring DESC LIMIT p_limit;
END $$;
-- statement epoch.shard_rings @keys: Under which ring's shard key each shard's keys are wrapped.
CREATE FUNCTION keys.shard_rings() RETURNS TABLE (shard integer, ring integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT s.shard, s.ring FROM keys.shard s ORDER BY s.shard;
END $$;
-- what the next epoch has to do; a day's key (keys/day_keys.py) is ended every day, and for it alone no ring is turned
-- statement epoch.ahead @keys: What the next epoch has to do.
CREATE FUNCTION keys.epoch_ahead(OUT names bigint, OUT since timestamptz, OUT shards integer, OUT survivors bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE touched integer[];
BEGIN
    SELECT count(*) FILTER (WHERE d.space <> 'daily'), min(d.at) FILTER (WHERE d.space <> 'daily'), coalesce(array_agg(DISTINCT keys.shard_of(d.name)), '{}')
      INTO names, since, touched
      FROM keys.destroyed d WHERE d.epoch IS NULL;
    shards := cardinality(touched);
    survivors := CASE WHEN shards = 0 THEN 0 ELSE (SELECT count(*) FROM keys.key k WHERE keys.shard_of(k.name) = ANY (touched)) END;
END $$;
-- Begins an epoch, or takes over the one that was not brought to its end.
-- statement epoch.begin @keys may record: An epoch begins, or one that was not brought to its end is taken over.
CREATE FUNCTION keys.epoch_begin(p_ring integer, p_runner uuid, p_former text, p_holder text, p_entry ledger.entry)
    RETURNS SETOF keys.epoch
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE number integer;
BEGIN
    UPDATE keys.epoch SET runner = p_runner WHERE done IS NULL RETURNING ring INTO number;
    IF NOT FOUND THEN
        SELECT greatest(p_ring, coalesce(max(e.ring), 1) + 1) INTO number FROM keys.epoch e;
        -- What is destroyed from here on belongs to the next one.
        WITH mine AS (UPDATE keys.destroyed d SET epoch = number WHERE d.epoch IS NULL RETURNING d.name)
        INSERT INTO keys.epoch (ring, runner, step, begun, names, shards, former, former_holder)
        SELECT number, p_runner, 'begun', p_entry.at, count(*), coalesce(array_agg(DISTINCT keys.shard_of(m.name)), '{}'), p_former, p_holder FROM mine m;
        PERFORM ledger.record(p_entry, {allowed});
    END IF;
    RETURN QUERY SELECT * FROM keys.epoch e WHERE e.ring = number;
END $$;
-- A step that was made outside this database is written down. False: another process has taken the epoch over, or it is not the next one.
-- statement epoch.step @keys: A step that was made outside the database is written down.
CREATE FUNCTION keys.epoch_step(p_ring integer, p_runner uuid, p_from text, p_to text, p_root text, p_holder text, p_backup boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE keys.epoch SET step = p_to, root = coalesce(p_root, root), holder = coalesce(p_holder, holder), backup = coalesce(p_backup, backup)
     WHERE ring = p_ring AND runner = p_runner AND step = p_from
       AND (p_from, p_to) IN (('begun', 'root'), ('root', 'root'), ('root', 'ring'), ('rewrapped', 'backup'), ('backup', 'waited'),
                              ('waited', 'destroyed'));
    RETURN FOUND;
END $$;
-- The turn: from here on nothing is wrapped under the touched shards' former keys.
-- statement epoch.turn @keys records if done: From here on nothing is wrapped under the touched shards' former keys.
CREATE FUNCTION keys.epoch_turn(p_ring integer, p_runner uuid, p_entry ledger.entry) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM keys.turn_lock(true);
    UPDATE keys.epoch SET step = 'turned', turned = p_entry.at WHERE ring = p_ring AND runner = p_runner AND step = 'ring';
    IF NOT FOUND THEN RETURN false; END IF;
    INSERT INTO keys.shard AS s (shard, ring) SELECT u.shard, p_ring FROM keys.epoch e, unnest(e.shards) AS u(shard) WHERE e.ring = p_ring
    ON CONFLICT (shard) DO UPDATE SET ring = p_ring;
    PERFORM ledger.record(p_entry, {allowed});
    RETURN true;
END $$;
-- How many pages the keys lie on: survivors are looked for page by page, each once.
-- statement epoch.extent @keys: How many pages the keys lie on.
CREATE FUNCTION keys.extent() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN pg_relation_size('keys.key') / current_setting('block_size')::bigint;
END $$;
-- statement epoch.page @keys: Survivors that are wrapped under a former key, page by page.
CREATE FUNCTION keys.to_rewrap(p_ring integer, p_from bigint, p_to bigint) RETURNS TABLE (space text, name bytea, shard integer, ring integer, wrapped bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE touched integer[];
BEGIN
    SELECT e.shards INTO touched FROM keys.epoch e WHERE e.ring = p_ring;
    RETURN QUERY
    SELECT k.space, k.name, keys.shard_of(k.name), k.ring, k.wrapped FROM keys.key k
     WHERE k.ctid >= format('(%s,0)', p_from)::tid AND k.ctid < format('(%s,0)', p_to)::tid AND k.ring <> p_ring
       AND keys.shard_of(k.name) = ANY (touched);
END $$;
-- A key that was destroyed meanwhile stays so; one that somebody else re-wrapped is left alone. NULL: another process has taken the epoch over.
CREATE FUNCTION keys.rewrap_page(p_ring integer, p_runner uuid, p_from bigint, p_to bigint, p_space text, p_names bytea[], p_wrapped bytea[])
    RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE made bigint;
BEGIN
    -- A page against a page: hashed, each row is met once. The planner knows neither's size, and would look each up in the index.
    PERFORM set_config('enable_nestloop', 'off', true), set_config('enable_mergejoin', 'off', true);
    IF NOT EXISTS (SELECT 1 FROM keys.epoch e WHERE e.ring = p_ring AND e.runner = p_runner AND e.step = 'turned') THEN RETURN NULL; END IF;
    UPDATE keys.key k SET ring = p_ring, wrapped = u.wrapped FROM unnest(p_names, p_wrapped) AS u(name, wrapped)
     WHERE k.ctid >= format('(%s,0)', p_from)::tid AND k.ctid < format('(%s,0)', p_to)::tid
       AND k.space = p_space AND k.name = u.name AND k.ring <> p_ring;
    GET DIAGNOSTICS made = ROW_COUNT;
    UPDATE keys.epoch SET rewrapped = rewrapped + made WHERE ring = p_ring;
    RETURN made;
END $$;
-- INVARIANT: what the ledger's evidence hangs on is wrapped anew by the eraser alone: the application's role cannot put another key there.
CREATE FUNCTION keys.is_evidence(p_space text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT p_space IN ('ledger-month', 'signing') $$;
-- statement epoch.rewrap @keys: The same, re-wrapped.
CREATE FUNCTION keys.rewrap(p_ring integer, p_runner uuid, p_from bigint, p_to bigint, p_space text, p_names bytea[], p_wrapped bytea[])
    RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF keys.is_evidence(p_space) THEN RAISE EXCEPTION 'the application cannot overwrite its own evidence'; END IF;
    RETURN keys.rewrap_page(p_ring, p_runner, p_from, p_to, p_space, p_names, p_wrapped);
END $$;
-- statement epoch.rewrap_evidence @keys: The same of what the ledger's evidence hangs on: the eraser's.
CREATE FUNCTION keys.rewrap_evidence(p_ring integer, p_runner uuid, p_from bigint, p_to bigint, p_space text, p_names bytea[], p_wrapped bytea[])
    RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NOT keys.is_evidence(p_space) THEN RAISE EXCEPTION 'this key is no evidence'; END IF;
    RETURN keys.rewrap_page(p_ring, p_runner, p_from, p_to, p_space, p_names, p_wrapped);
END $$;
-- How many survivors are still wrapped under a former key. Where none is, and after the turn, none comes again.
CREATE FUNCTION keys.epoch_left(p_ring integer) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN count(*) FROM keys.key k, keys.epoch e WHERE e.ring = p_ring AND k.ring <> p_ring AND keys.shard_of(k.name) = ANY (e.shards);
END $$;
-- INVARIANT: this step is not written down while a survivor is wrapped under a former key.
-- statement epoch.rewrapped @keys: Every survivor is re-wrapped; refused while one is not.
CREATE FUNCTION keys.epoch_rewrapped(p_ring integer, p_runner uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE keys.epoch SET step = 'rewrapped'
     WHERE ring = p_ring AND runner = p_runner AND step = 'turned' AND keys.epoch_left(p_ring) = 0;
    RETURN FOUND;
END $$;
-- statement epoch.done @keys records if done: The epoch is over: what it was for is irrecoverable.
CREATE FUNCTION keys.epoch_done(p_ring integer, p_runner uuid, p_irrecoverable timestamptz, p_entry ledger.entry)
    RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE keys.epoch SET step = 'done', done = p_entry.at, irrecoverable = p_irrecoverable
     WHERE ring = p_ring AND runner = p_runner AND step = 'destroyed';
    IF NOT FOUND THEN RETURN false; END IF;
    PERFORM ledger.record(p_entry, {allowed});
    RETURN true;
END $$;
-- what became of keys: which of these names still stand, and of the others when they were destroyed and by which epoch they are irrecoverable
-- statement key.fates @keys: Which keys of a name still stand, and when and by which epoch the others went.
CREATE FUNCTION keys.fates(p_space text, p_prefix bytea) RETURNS TABLE (
    name bytea, stands boolean, waits_after integer, destroyed timestamptz, epoch integer, step text, irrecoverable timestamptz, holder text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT k.name, true, w.after, NULL, NULL, NULL, NULL, NULL FROM keys.key k LEFT JOIN keys.waiting w ON w.space = k.space AND w.name = k.name
     WHERE k.space = p_space AND k.name >= p_prefix AND k.name < p_prefix || '\xffffffffff'::bytea
    UNION ALL
    SELECT d.name, false, NULL, d.at, d.epoch, e.step, e.irrecoverable, e.former_holder FROM keys.destroyed d LEFT JOIN keys.epoch e ON e.ring = d.epoch
     WHERE d.space = p_space AND d.name >= p_prefix AND d.name < p_prefix || '\xffffffffff'::bytea;
END $$;
-- statement receipt.say @keys: What a receipt says, and what it ever said: the first date of each stays.
CREATE FUNCTION keys.say(p_number uuid, p_dates json) RETURNS TABLE (part text, name text, at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    INSERT INTO keys.said AS s (number, part, name, at)
    SELECT p_number, d.part, d.name, d.at FROM json_to_recordset(p_dates) AS d(part text, name text, at timestamptz)
    ON CONFLICT DO NOTHING;
    RETURN QUERY SELECT s.part, s.name, s.at FROM keys.said s WHERE s.number = p_number;
END $$;
-- the same of many people's keys, summed up: each name stands for the keys of this and of all older generations of its person
-- statement key.fates_of @keys: The same of many people's keys, summed up.
CREATE FUNCTION keys.fates_of(p_names bytea[], OUT standing bigint, OUT waiting bigint, OUT destroyed timestamptz, OUT unturned bigint, OUT turning bigint,
    OUT irrecoverable timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT count(*) FILTER (WHERE x.stands), count(*) FILTER (WHERE x.waits), max(x.at), count(*) FILTER (WHERE NOT x.stands AND x.epoch IS NULL),
           count(*) FILTER (WHERE x.epoch IS NOT NULL AND e.done IS NULL), max(e.irrecoverable)
      FROM unnest(p_names) AS u(name)
     CROSS JOIN LATERAL (
        SELECT true AS stands, w.name IS NOT NULL AS waits, NULL::timestamptz AS at, NULL::integer AS epoch
          FROM keys.key k LEFT JOIN keys.waiting w ON w.space = k.space AND w.name = k.name
         WHERE k.space = 'person' AND k.name >= substr(u.name, 1, 16) AND k.name <= u.name
        UNION ALL
        SELECT false, false, d.at, d.epoch FROM keys.destroyed d
         WHERE d.space = 'person' AND d.name >= substr(u.name, 1, 16) AND d.name <= u.name) AS x
      LEFT JOIN keys.epoch e ON e.ring = x.epoch
      INTO standing, waiting, destroyed, unturned, turning, irrecoverable;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA keys, ledger FROM PUBLIC;
GRANT USAGE ON SCHEMA keys, ledger TO jikim_keys;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA keys, ledger TO jikim_keys;
REVOKE EXECUTE ON FUNCTION keys.restrict(timestamptz, text, jsonb), keys.turn_lock(boolean), keys.destroy_month(bytea, ledger.entry),
    keys.rewrap_page(integer, uuid, bigint, bigint, text, bytea[], bytea[]), keys.rewrap_evidence(integer, uuid, bigint, bigint, text, bytea[], bytea[]),
    ledger.record(ledger.entry, integer, uuid, uuid, integer, integer[], uuid), ledger.further(ledger.entry, bigint),
    ledger.grant_live(integer, timestamptz) FROM jikim_keys;
GRANT USAGE ON SCHEMA keys, ledger TO jikim_eraser;
GRANT EXECUTE ON FUNCTION keys.destroy_month(bytea, ledger.entry), keys.restrictions_take(bigint),
    keys.rewrap_evidence(integer, uuid, bigint, bigint, text, bytea[], bytea[]) TO jikim_eraser;
