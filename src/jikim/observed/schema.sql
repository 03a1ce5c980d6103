-- Observations: what an application did in its own database, by the hour, and what the policy would have said. Names and counts alone.

CREATE TABLE live.observed (
    hour    timestamptz NOT NULL,
    view    text NOT NULL,                       -- what the application calls the place of its code
    purpose text NOT NULL,                       -- the policy's name, or empty where none was named
    place   text NOT NULL,                       -- the application's table
    columns text NOT NULL,                       -- its columns, by name, with commas
    deed    text NOT NULL CHECK (deed IN ('read', 'insert', 'update', 'delete')),
    verdict text NOT NULL CHECK (verdict IN ('allowed', 'refused', 'gap')),
    clause  text NOT NULL,
    why     text NOT NULL,
    times   bigint NOT NULL,
    PRIMARY KEY (hour, view, purpose, place, columns, deed, verdict, clause, why)
);
-- What an application could not keep until it was sent, by the hour.
CREATE TABLE live.observed_lost (hour timestamptz PRIMARY KEY, times bigint NOT NULL);

-- What is older than a quarter of a year goes as new counts come.
-- statement observed.add @live: What an application did in its own database is counted, and what was lost of that.
CREATE FUNCTION live.observe(p_hour timestamptz, p_views text[], p_purposes text[], p_places text[], p_columns text[], p_deeds text[],
                             p_verdicts text[], p_clauses text[], p_whys text[], p_times bigint[], p_lost bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.observed o WHERE o.hour < p_hour - interval '92 days';
    DELETE FROM live.observed_lost o WHERE o.hour < p_hour - interval '92 days';
    INSERT INTO live.observed AS o (hour, view, purpose, place, columns, deed, verdict, clause, why, times)
    SELECT p_hour, u.view, u.purpose, u.place, u.cols, u.deed, u.verdict, u.clause, u.why, sum(u.times)
      FROM unnest(p_views, p_purposes, p_places, p_columns, p_deeds, p_verdicts, p_clauses, p_whys, p_times)
           AS u(view, purpose, place, cols, deed, verdict, clause, why, times)
     GROUP BY u.view, u.purpose, u.place, u.cols, u.deed, u.verdict, u.clause, u.why
     ORDER BY u.view, u.purpose, u.place, u.cols, u.deed, u.verdict, u.clause, u.why
    ON CONFLICT (hour, view, purpose, place, columns, deed, verdict, clause, why) DO UPDATE SET times = o.times + excluded.times;
    IF p_lost > 0 THEN
        INSERT INTO live.observed_lost AS o (hour, times) VALUES (p_hour, p_lost)
        ON CONFLICT (hour) DO UPDATE SET times = o.times + excluded.times;
    END IF;
END $$;
-- statement observed.since @live: What was counted since a moment, the most frequent first.
CREATE FUNCTION live.observations(p_since timestamptz)
RETURNS TABLE (place text, columns text, deed text, verdict text, times bigint, view text, purpose text, clause text, why text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT o.place, o.columns, o.deed, o.verdict, sum(o.times)::bigint, o.view, o.purpose, o.clause, o.why
                   FROM live.observed o WHERE o.hour >= p_since
                  GROUP BY o.view, o.purpose, o.place, o.columns, o.deed, o.verdict, o.clause, o.why
                  ORDER BY 5 DESC, 6, 1, 2, 3, 4, 7, 8, 9;
END $$;
-- statement observed.lost @live: How many were lost since a moment.
CREATE FUNCTION live.observations_lost(p_since timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE answer bigint;
BEGIN
    SELECT coalesce(sum(o.times), 0)::bigint INTO answer FROM live.observed_lost o WHERE o.hour >= p_since;
    RETURN answer;
END $$;

-- How many rows of the application's tables are older than the policy lets them be kept, as they were counted last. Names and counts alone.
CREATE TABLE live.overdue (one boolean PRIMARY KEY DEFAULT true CHECK (one), at timestamptz NOT NULL, found json NOT NULL);
-- statement observed.overdue_put @live: How many rows of the application's tables are overdue is kept, until they are counted again.
CREATE FUNCTION live.overdue_put(p_at timestamptz, p_found json) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.overdue (at, found) VALUES (p_at, p_found) ON CONFLICT (one) DO UPDATE SET at = excluded.at, found = excluded.found;
END $$;
-- statement observed.overdue @live: The last such count.
CREATE FUNCTION live.overdue_last() RETURNS TABLE (at timestamptz, found json)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT o.at, o.found FROM live.overdue o;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    live.observe(timestamptz, text[], text[], text[], text[], text[], text[], text[], text[], bigint[], bigint),
    live.observations(timestamptz), live.observations_lost(timestamptz), live.overdue_put(timestamptz, json), live.overdue_last() TO jikim_live;
