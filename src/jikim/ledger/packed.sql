-- The ledger at rest: full tiles of 256 entries, packed. Their commitments lie in one row, and their bodies in one sealed block for each month and lot.
-- Of months that are past, commitments and blocks lie in objects outside (ledger/objects.py), and their rows say so.

-- `checks`: of each leaf hash the first two bytes, as they were when the tile was complete; `parity`: all of the hashes, xored. One that no longer is what was
-- signed is told by the one, and what it was by the other.
-- `generation`: the ledger's when the application wrote its commitments to an object, and read them there; NULL `commitments`: they lie there alone.
CREATE TABLE ledger.tile (n bigint PRIMARY KEY, commitments bytea, checks bytea NOT NULL, parity bit(256) NOT NULL, generation integer);
CREATE INDEX tile_here ON ledger.tile (n) WHERE commitments IS NOT NULL;
-- `held`: which of the tile's entries are of this month and lot; `sealed`: their bodies (ledger/blocks.py). Where they were written to an object: the
-- ledger's generation then, its range's first tile, and the place in it; they lie there alone where `sealed` is NULL. Neither: their time was over.
CREATE TABLE ledger.block (n bigint, month date, lot smallint, held bit(256) NOT NULL, sealed bytea, generation integer, first bigint, begins integer,
    size integer, PRIMARY KEY (n, month, lot));
CREATE INDEX block_month ON ledger.block (month, lot) WHERE sealed IS NOT NULL OR begins IS NOT NULL;
-- Where a person's bodies lie in a range of packed tiles from `first` on, by the last byte of their number: for each body the two bytes before that
-- one, and its place in the range in two bytes.
CREATE TABLE ledger.whose (bucket smallint, first bigint, month date, lot smallint, places bytea NOT NULL, PRIMARY KEY (bucket, first, month, lot));

-- The tiles of a range that is to be packed next, where so many are full; none while one of their lots is on its way out.
-- statement ledger.to_pack @ledger: The first tile of the range that is packed next.
CREATE FUNCTION ledger.to_pack(p_tiles integer) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE first bigint;
BEGIN
    SELECT coalesce(max(t.n) + 1, 0) INTO first FROM ledger.tile t;
    RETURN (SELECT first FROM ledger.tree t WHERE t.size >= (first + p_tiles) * 256 AND NOT EXISTS (SELECT 1 FROM ledger.span s
             WHERE s.stated IS NOT NULL AND s.low < (first + p_tiles) * 256));
END $$;
-- A tile's bodies, sealed in blocks, beside the bodies themselves. What is there stays.
-- statement ledger.pack @ledger: A tile's bodies in blocks, beside the bodies themselves.
CREATE FUNCTION ledger.pack(p_n bigint, p_months date[], p_lots integer[], p_sealed bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    -- What erases a month's lot has these rows alone, and leaves none of them.
    PERFORM 1 FROM ledger.span s WHERE (s.month, s.lot) IN (SELECT u.month, u.lot FROM unnest(p_months, p_lots) AS u(month, lot)) FOR SHARE;
    INSERT INTO ledger.block (n, month, lot, held, sealed)
    SELECT p_n, b.month, b.lot, ledger.held(array_agg((b.position - p_n * 256)::integer)), max(u.sealed)
      FROM unnest(p_months, p_lots, p_sealed) AS u(month, lot, sealed) JOIN ledger.body b ON b.month = u.month AND b.lot = u.lot
     WHERE b.position BETWEEN p_n * 256 AND p_n * 256 + 255 AND b.sealed IS NOT NULL AND u.sealed IS NOT NULL
       AND EXISTS (SELECT 1 FROM ledger.span s WHERE s.month = b.month AND s.lot = b.lot AND s.stated IS NULL)
     GROUP BY b.month, b.lot
    ON CONFLICT DO NOTHING;
END $$;
CREATE FUNCTION ledger.held(p_places integer[]) RETURNS bit(256) LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (SELECT bit_or(set_bit(0::bit(256), i, 1)) FROM unnest(p_places) AS i);
END $$;
-- The rows of a range of full tiles go, whose bodies lie in blocks that the application has opened and compared. By the eraser's role: the application writes
-- blocks and lets nothing go, the eraser lets go and writes none.
-- statement ledger.let_go @ledger: The rows of a packed range go, whose blocks were opened; by the eraser.
CREATE FUNCTION ledger.let_go(p_first bigint, p_tiles integer, OUT packed bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE low bigint := p_first * 256; high bigint := (p_first + p_tiles) * 256 - 1;
BEGIN
    PERFORM 1 FROM ledger.tree FOR UPDATE;
    packed := 0;
    IF p_tiles > 256 OR p_first IS DISTINCT FROM ledger.to_pack(p_tiles) THEN RETURN; END IF;
    -- INVARIANT: no body goes that has no block.
    IF EXISTS (SELECT 1 FROM ledger.body b WHERE b.position BETWEEN low AND high AND b.sealed IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger.block k
                WHERE k.n = b.position / 256 AND k.month = b.month AND k.lot = b.lot AND k.sealed IS NOT NULL AND get_bit(k.held, (b.position % 256)::integer) = 1))
    THEN RAISE EXCEPTION 'a body has no block'; END IF;
    INSERT INTO ledger.block (n, month, lot, held)
    SELECT b.position / 256, b.month, b.lot, ledger.held(array_agg((b.position % 256)::integer))
      FROM ledger.body b WHERE b.position BETWEEN low AND high AND b.sealed IS NULL GROUP BY 1, 2, 3
    ON CONFLICT DO NOTHING;
    -- A leaf that somebody removed is 32 bytes of nothing, and one of another length is cut to them.
    INSERT INTO ledger.tile (n, commitments, checks, parity)
    SELECT t.n, p.* FROM (SELECT s.n, s.leaves || '' AS leaves FROM ledger.subtree s -- each read once, and not once for every leaf
        WHERE s.level = 0 AND s.n BETWEEN p_first AND p_first + p_tiles - 1 OFFSET 0) AS t CROSS JOIN LATERAL (
    SELECT string_agg(substr(coalesce(l.commitment, '') || decode(repeat('00', 32), 'hex'), 1, 32), '' ORDER BY i),
           string_agg(substr(t.leaves, 32 * i + 1, 2), '' ORDER BY i), bit_xor(('x' || encode(substr(t.leaves, 32 * i + 1, 32), 'hex'))::bit(256))
      FROM generate_series(0, 255) AS i LEFT JOIN ledger.leaf l ON l.position = t.n * 256 + i) AS p;
    INSERT INTO ledger.whose (bucket, first, month, lot, places)
    SELECT get_byte(uuid_send(b.subject), 15), p_first, b.month, b.lot,
           string_agg(substr(uuid_send(b.subject), 14, 2) || substr(int4send((b.position - low)::integer), 3, 2), '' ORDER BY b.position)
      FROM ledger.body b WHERE b.position BETWEEN low AND high AND b.subject IS NOT NULL AND b.sealed IS NOT NULL GROUP BY 1, 3, 4;
    UPDATE ledger.subtree SET leaves = NULL WHERE level = 0 AND n BETWEEN p_first AND p_first + p_tiles - 1;
    DELETE FROM ledger.leaf WHERE position BETWEEN low AND high;
    DELETE FROM ledger.body WHERE position BETWEEN low AND high;
    packed := p_tiles;
END $$;

-- The first tile of the packed range that is written to objects next, where all of its months lie before this one; none while one of its lots is on its way out.
-- statement ledger.to_move @ledger: The first tile of the packed range that moves to objects next.
CREATE FUNCTION ledger.to_move(p_tiles integer, p_before date) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE start bigint := (SELECT min(t.n) FROM ledger.tile t WHERE t.commitments IS NOT NULL); until bigint := start + p_tiles - 1;
BEGIN
    RETURN (SELECT start WHERE EXISTS (SELECT 1 FROM ledger.tile t WHERE t.n >= until AND t.commitments IS NOT NULL)
               AND NOT EXISTS (SELECT 1 FROM ledger.block k LEFT JOIN ledger.span s ON s.month = k.month AND s.lot = k.lot
                                WHERE k.n BETWEEN start AND until AND (k.month >= p_before OR (s.stated IS NOT NULL AND k.sealed IS NOT NULL))));
END $$;
-- Where a range's blocks lie in objects that the application has written and read again, beside the rows that still hold them. What was said once stays.
-- statement ledger.written_out @ledger: Where a range's blocks lie in objects, beside the rows.
CREATE FUNCTION ledger.written_out(p_generation integer, p_first bigint, p_tiles integer, p_numbers bigint[], p_months date[], p_lots integer[], p_begins integer[], p_sizes integer[])
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE ledger.block k SET generation = p_generation, first = p_first, begins = u.begins, size = u.size
      FROM unnest(p_numbers, p_months, p_lots, p_begins, p_sizes) AS u(n, month, lot, begins, size)
     WHERE k.n = u.n AND k.month = u.month AND k.lot = u.lot AND k.n BETWEEN p_first AND p_first + p_tiles - 1
       AND k.sealed IS NOT NULL AND k.begins IS NULL AND length(k.sealed) = u.size;
    UPDATE ledger.tile t SET generation = p_generation WHERE t.n BETWEEN p_first AND p_first + p_tiles - 1 AND t.generation IS NULL;
END $$;
-- What lies in objects leaves its rows. By the eraser's role, which cannot say that anything was written; the application says so and lets nothing go.
-- statement ledger.let_out @ledger: What lies in objects leaves its rows; by the eraser.
CREATE FUNCTION ledger.let_out(p_first bigint, p_tiles integer, p_before date, OUT moved bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE last bigint := p_first + p_tiles - 1;
BEGIN
    PERFORM 1 FROM ledger.tree FOR UPDATE;
    moved := 0;
    IF p_tiles > 256 OR p_first IS DISTINCT FROM ledger.to_move(p_tiles, p_before) THEN RETURN; END IF;
    -- INVARIANT: nothing goes that was not written.
    IF EXISTS (SELECT 1 FROM ledger.block k WHERE k.n BETWEEN p_first AND last AND k.sealed IS NOT NULL AND k.begins IS NULL)
        OR EXISTS (SELECT 1 FROM ledger.tile t WHERE t.n BETWEEN p_first AND last AND t.generation IS NULL)
    THEN RAISE EXCEPTION 'a tile is in no object'; END IF;
    UPDATE ledger.block k SET sealed = NULL WHERE k.n BETWEEN p_first AND last AND k.sealed IS NOT NULL;
    UPDATE ledger.tile t SET commitments = NULL WHERE t.n BETWEEN p_first AND last;
    moved := p_tiles;
END $$;

-- Leaves in order, each with its sealed body; a packed one's body is in its tile's blocks, and its leaf, where it is NULL, in an object.
-- statement ledger.entries @ledger: Leaves with their sealed bodies, in order; those of packed ones are in `ledger.blocks`.
CREATE FUNCTION ledger.entries(p_from bigint, p_limit integer)
RETURNS TABLE (place bigint, commitment bytea, month date, lot integer, sealed bytea, packed boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    (SELECT t.n * 256 + i, substr(t.commitments, 32 * i + 1, 32), NULL::date, NULL::integer, NULL::bytea, true
       FROM (SELECT s.n, s.commitments || '' AS commitments FROM ledger.tile s WHERE s.n >= p_from / 256 ORDER BY s.n LIMIT p_limit / 256 + 2) AS t
      CROSS JOIN generate_series(0, 255) AS i
      WHERE t.n * 256 + i >= p_from)
    UNION ALL
    (SELECT l.position, l.commitment, b.month, b.lot::integer, b.sealed, false
       FROM ledger.leaf l LEFT JOIN ledger.body b ON b.position = l.position AND b.position >= p_from -- said of both: else the other is read from its first on
      WHERE l.position >= p_from ORDER BY l.position LIMIT p_limit)
    ORDER BY 1 LIMIT p_limit;
END $$;
-- The blocks of these tiles: which entries each has (256 of 0 and 1), and their bodies, sealed, or where they lie outside.
-- statement ledger.blocks @ledger: The sealed bodies of packed tiles.
CREATE FUNCTION ledger.blocks(p_tiles bigint[])
RETURNS TABLE (n bigint, month date, lot integer, held text, sealed bytea, generation integer, first bigint, begins integer, size integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT k.n, k.month, k.lot::integer, k.held::text, k.sealed, k.generation, k.first, k.begins, k.size FROM ledger.block k
     WHERE k.n = ANY (p_tiles) ORDER BY k.n, k.month, k.lot;
END $$;
-- Where bodies may lie whose person's number ends with this byte.
-- statement ledger.whose @ledger: Where packed bodies may lie whose person's number ends so.
CREATE FUNCTION ledger.whose(p_bucket integer) RETURNS TABLE (first bigint, places bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT w.first, w.places FROM ledger.whose w WHERE w.bucket = p_bucket;
END $$;
-- In which generation the commitments of these tiles were written to objects.
-- statement ledger.written @ledger: In which generation the commitments of tiles were written to objects.
CREATE FUNCTION ledger.written(p_tiles bigint[]) RETURNS TABLE (n bigint, generation integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT t.n, t.generation FROM ledger.tile t WHERE t.n = ANY (p_tiles) AND t.generation IS NOT NULL;
END $$;
-- statement ledger.commitments @ledger: Leaves alone, in order.
CREATE FUNCTION ledger.commitments(p_from bigint, p_limit integer) RETURNS TABLE (commitment bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT e.commitment FROM ledger.entries(p_from, p_limit) AS e;
END $$;
-- The leaf hashes of full tiles; of a packed one what they are made of.
-- statement ledger.tiles @ledger: The leaf hashes of full tiles, as they were when each was complete, or what they are made of.
CREATE FUNCTION ledger.tiles(p_from bigint, p_limit integer) RETURNS TABLE (n bigint, root bytea, leaves bytea, commitments bytea, checks bytea, parity text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT t.n, t.root, t.leaves, p.commitments, p.checks, p.parity::text
      FROM ledger.subtree t LEFT JOIN ledger.tile p ON p.n = t.n AND p.n >= p_from
     WHERE t.level = 0 AND t.n >= p_from ORDER BY t.n LIMIT p_limit;
END $$;
