-- A database's schema, named for it, and what is the same in each of the three.

CREATE SCHEMA {database};

-- what may no longer be done, written in the transaction that says so and appended beside the key ring before the verb answers

CREATE TABLE {database}.restriction (
    seq    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    n      bigint UNIQUE,                        -- its number in the log beside the ring; NULL: not taken yet
    at     timestamptz NOT NULL,
    what   text NOT NULL,
    detail jsonb NOT NULL
);
-- INVARIANT: a database that counts less than the log beside the ring is an older one that was put back.
CREATE TABLE {database}.beside (one boolean PRIMARY KEY DEFAULT true CHECK (one), last bigint NOT NULL);
INSERT INTO {database}.beside VALUES (true, 0);

CREATE FUNCTION {database}.restrict(p_at timestamptz, p_what text, p_detail jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO {database}.restriction (at, what, detail) VALUES (p_at, p_what, p_detail);
END $$;
-- Numbers what is new and answers all that the log does not have yet; what it has goes.
-- statement restrictions.take.{database} @live @archive @keys: What may no longer be done and does not stand beside the ring yet.
CREATE FUNCTION {database}.restrictions_take(p_logged bigint) RETURNS TABLE (n bigint, at timestamptz, what text, detail text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE from_ bigint;
BEGIN
    SELECT b.last INTO from_ FROM {database}.beside b FOR UPDATE;
    -- INVARIANT: a database that was put back under a house that goes on, as by a standby that was behind, takes nothing for written that is not.
    IF from_ < p_logged THEN RAISE EXCEPTION 'this database is older than what stands beside the key ring'; END IF;
    DELETE FROM {database}.restriction r WHERE r.n <= p_logged;
    WITH fresh AS (SELECT r.seq, from_ + row_number() OVER (ORDER BY r.seq) AS n FROM {database}.restriction r WHERE r.n IS NULL),
         numbered AS (UPDATE {database}.restriction r SET n = f.n FROM fresh f WHERE r.seq = f.seq RETURNING r.n)
    UPDATE {database}.beside b SET last = x.most FROM (SELECT max(m.n) AS most FROM numbered m) AS x WHERE x.most IS NOT NULL;
    RETURN QUERY SELECT r.n, r.at, r.what, r.detail::text FROM {database}.restriction r WHERE r.n > p_logged ORDER BY r.n;
END $$;
-- statement restrictions.last.{database} @live @archive @keys: How many restrictions this database counts.
CREATE FUNCTION {database}.restrictions_last() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN (SELECT b.last FROM {database}.beside b);
END $$;
