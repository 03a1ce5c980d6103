-- What a tool for statistics (BI) may read: numbers that were released already, in a schema that holds nothing else.

-- A month is counted once, when it is over, and its answer stands in live.statistic: small groups kept back with a second one to hide behind, the rest
-- rounded down. The views show that and nothing that is counted anew, so that whoever reads them every day never has two answers that differ by one person.
-- A purpose is told by its name in the policy; one that got another label is another one, under another number (policy/identity.py).
CREATE SCHEMA bi;
CREATE VIEW bi.people_by_month AS
    SELECT t.month, split_part(p.name, '#', 1) AS purpose, t.purpose AS purpose_number, k.name AS record, w.name AS kind_of_person, v.name AS channel,
           (x.c ->> 2)::integer AS times_at_least, (x.c ->> 3)::bigint AS people_at_least, t.smallest AS rounded_to, t.counted
      FROM live.statistic t CROSS JOIN LATERAL jsonb_array_elements(t.cells) AS x(c)
      JOIN live.number p ON p.space = 'purpose' AND p.number = t.purpose JOIN live.number k ON k.space = 'record' AND k.number = t.kind
      JOIN live.number w ON w.space = 'people' AND w.number = (x.c ->> 0)::integer
      JOIN live.number v ON v.space = 'channel' AND v.number = (x.c ->> 1)::integer;
CREATE VIEW bi.people_by_value AS
    SELECT t.month, split_part(p.name, '#', 1) AS purpose, t.purpose AS purpose_number, k.name AS record, i.name AS item, x.c ->> 1 AS value, (x.c ->> 2)::bigint AS people_at_least,
           t.smallest AS rounded_to, t.counted
      FROM live.statistic t CROSS JOIN LATERAL jsonb_array_elements(t.by_item) AS x(c)
      JOIN live.number p ON p.space = 'purpose' AND p.number = t.purpose JOIN live.number k ON k.space = 'record' AND k.number = t.kind
      JOIN live.number i ON i.space = 'item' AND i.number = (x.c ->> 0)::integer;
-- Whoever may connect to this database reads the views: whom the company lets in for its BI tool needs no other grant, and a backup names no role of theirs.
GRANT USAGE ON SCHEMA bi TO PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA bi TO PUBLIC;
