-- What no database does early, whoever asks. In each of the four databases; the terms are asked in live, keys and ledger.

-- A row: the owner marked this database as a demo's while it was empty. A demo's time is moved, and the server's clock says nothing about it.
CREATE TABLE ledger.demo (one boolean PRIMARY KEY DEFAULT true CHECK (one));

-- INVARIANT: what is early by the caller's moment, or by the server's clock, is refused. The clock refuses; it dates nothing and permits nothing.
CREATE FUNCTION ledger.past(p_moment timestamptz, p_at timestamptz) RETURNS boolean LANGUAGE sql AS $$
    SELECT p_moment <= p_at AND (p_moment <= clock_timestamp() OR EXISTS (SELECT 1 FROM ledger.demo))
$$;
-- The same of a day's end, wherever on earth the house is: its day is over nowhere before this.
CREATE FUNCTION ledger.day_past(p_day date, p_at timestamptz) RETURNS boolean LANGUAGE sql AS $$
    SELECT ledger.past((p_day + 1)::timestamp AT TIME ZONE 'Etc/GMT-14', p_at)
$$;

-- How long the bodies of a lot stay: at least what the law asks (safety notice §8 and §5③). The house's own lot has no row, and stays.
-- INVARIANT: a term only grows.
CREATE TABLE ledger.term (lot smallint PRIMARY KEY, term interval NOT NULL);
INSERT INTO ledger.term VALUES (0, '1 year'), (1, '3 years');
-- Of these lots, those that stay for less than this.
-- statement ledger.shorter_{database} @live @keys @ledger: Of these lots, those whose bodies, keys, or other systems' records stay for less than this.
CREATE FUNCTION ledger.shorter(p_lots integer[], p_terms text[]) RETURNS integer[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN coalesce(array_agg(t.lot::integer), '{}') FROM ledger.term t
      JOIN unnest(p_lots, p_terms::interval[]) AS asked(lot, term) ON asked.lot = t.lot WHERE t.term < asked.term;
END $$;
-- statement ledger.lengthen_{database} @live @keys @ledger records if done: A lot's bodies, its keys, and what is known of other systems' access records stay longer, as the policy asks; never shorter.
CREATE FUNCTION ledger.lengthen(p_lot integer, p_term interval, p_entry ledger.entry, OUT grown boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE ledger.term SET term = p_term WHERE lot = p_lot AND term < p_term;
    grown := FOUND;
    IF grown THEN PERFORM ledger.record(p_entry, {allowed}); END IF;
END $$;
-- The first day on which a month's lot may go; NULL: none.
CREATE FUNCTION ledger.over_from(p_month date, p_lot integer) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (p_month + interval '1 month' + t.term)::date FROM ledger.term t WHERE t.lot = p_lot
$$;
CREATE FUNCTION ledger.expect_over(p_month date, p_lot integer, p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF ledger.day_past(ledger.over_from(p_month, p_lot) - 1, p_at) IS NOT TRUE THEN RAISE EXCEPTION 'before its time'; END IF;
END $$;

-- A replay is of everything that the database does not count yet, number by number: nothing is done beside the log, and none without its entry.
CREATE FUNCTION ledger.expect_whole(p_rows json, p_counted bigint, p_last bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(DISTINCT g.n) = greatest(p_last - p_counted, 0) AND count(*) = count(DISTINCT g.n)
               AND coalesce(min(g.n) > p_counted AND max(g.n) <= p_last, true)
          FROM json_to_recordset(p_rows) AS g(n bigint)) IS NOT TRUE
    THEN RAISE EXCEPTION 'these are not the restrictions that are missing here'; END IF;
END $$;
