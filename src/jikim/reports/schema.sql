-- Figures for a BI tool: statistics that were released already, read here to be copied into a database of their own (`figures.py`).

-- A month is counted once, when it is over, and its answer stands in live.statistic: small groups kept back with a second one to hide behind, the rest
-- rounded down. These show that and nothing that is counted anew, so that whoever reads them every day never has two answers that differ by one person.
-- A purpose is told by its name in the policy; one that got another label is another one, under another number (policy/identity.py).
-- statement figures.people_by_month @live: Released statistics by month, to be copied for a BI tool.
CREATE FUNCTION live.people_by_month()
RETURNS TABLE (month date, purpose text, purpose_number integer, record text, kind_of_person text, channel text, times_at_least integer, people_at_least bigint,
    rounded_to integer, counted timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT t.month, split_part(p.name, '#', 1), t.purpose, k.name, w.name, v.name, (x.c ->> 2)::integer, (x.c ->> 3)::bigint, t.smallest, t.counted
      FROM live.statistic t CROSS JOIN LATERAL jsonb_array_elements(t.cells) AS x(c)
      JOIN live.number p ON p.space = 'purpose' AND p.number = t.purpose JOIN live.number k ON k.space = 'record' AND k.number = t.kind
      JOIN live.number w ON w.space = 'people' AND w.number = (x.c ->> 0)::integer
      JOIN live.number v ON v.space = 'channel' AND v.number = (x.c ->> 1)::integer;
END $$;
-- statement figures.people_by_value @live: Released statistics by a value, to be copied for a BI tool.
CREATE FUNCTION live.people_by_value()
RETURNS TABLE (month date, purpose text, purpose_number integer, record text, item text, value text, people_at_least bigint, rounded_to integer, counted timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT t.month, split_part(p.name, '#', 1), t.purpose, k.name, i.name, x.c ->> 1, (x.c ->> 2)::bigint, t.smallest, t.counted
      FROM live.statistic t CROSS JOIN LATERAL jsonb_array_elements(t.by_item) AS x(c)
      JOIN live.number p ON p.space = 'purpose' AND p.number = t.purpose JOIN live.number k ON k.space = 'record' AND k.number = t.kind
      JOIN live.number i ON i.space = 'item' AND i.number = (x.c ->> 0)::integer;
END $$;
REVOKE ALL ON FUNCTION live.people_by_month(), live.people_by_value() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION live.people_by_month(), live.people_by_value() TO jikim_live;
