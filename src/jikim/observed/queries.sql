-- name: observed.add @live
-- What an application did in its own database is counted, and what was lost of that.
SELECT live.observe(%(hour)s, %(views)s, %(purposes)s, %(places)s, %(columns)s, %(deeds)s, %(verdicts)s, %(clauses)s,
    %(whys)s, %(times)s, %(lost)s)

-- name: observed.since @live
-- What was counted since a moment, the most frequent first.
SELECT * FROM live.observations(%(since)s)

-- name: observed.lost @live
-- How many were lost since a moment.
SELECT live.observations_lost(%(since)s)
